"""Read a small form of a page, bounded, as strict UTF-8."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from api.edge.refusal import RefusedRequest
from extract.messages import message

MOST_BYTES = 1 << 20
MOST_FIELDS = 200
FORM_TYPE = "application/x-www-form-urlencoded"
WHO_COOKIE = "dutygraph_who"
YEAR = 365 * 24 * 3600


async def fields(request: Request) -> Mapping[str, str]:
    """Read the fields of a form; the last one counts where a name occurs twice.

    Raises:
        RefusedRequest: 413 for a long one, 415 for another body, 400 for what is not UTF-8.
    """
    media_type = request.headers.get("content-type", FORM_TYPE).partition(";")[0].strip().lower()
    if media_type != FORM_TYPE:
        raise RefusedRequest(415, message("请以 {form_type} 发送表单。", form_type=FORM_TYPE))
    data = await body(request)
    try:
        text = data.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise RefusedRequest(400, message("无法识别表单内容。")) from error


async def body(request: Request) -> bytes:
    """Read a small body.

    Raises:
        RefusedRequest: 413 as soon as it is too long.
    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise RefusedRequest(413, message("请求体太长。"))
        parts.append(part)
    return b"".join(parts)


def local(address: str, otherwise: str = "/") -> str:
    r"""Keep an address only when it stays on this server.

    >>> local("/plans/1?ledger=1#c3"), local("//evil.example/"), local("https://evil.example/"), local("/\\evil")
    ('/plans/1?ledger=1#c3', '/', '/', '/')
    """
    plain = address.startswith("/") and not address.startswith("//")
    return address if plain and "\\" not in address and address.isprintable() else otherwise


def header_safe(address: str) -> str:
    """Encode what a Location header cannot hold.

    >>> header_safe("/units?q=公安#x")
    '/units?q=%E5%85%AC%E5%AE%89#x'
    """
    return quote(address, safe="/?#=&%:;,+@!$'()*~-._")


def who(request: Request) -> str:
    """Give the name that this browser signed with last; empty where it has not."""
    return unquote(request.cookies.get(WHO_COOKIE, ""))[:100]


def remember_who(response: Response, name: str) -> None:
    """Keep the name for the next form."""
    response.set_cookie(WHO_COOKIE, quote(name[:100], safe=""), max_age=YEAR, samesite="strict", httponly=True)
