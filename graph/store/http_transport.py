"""HTTP requests to a SPARQL server: one host, bounded in time and size.

Guarantees:
    1. Requests go to the named host only: a redirection is an error, proxies of the environment are ignored.
    2. Every request ends: one to a server that is silent, too slow, or sends too much is aborted.
    3. Credentials come from the environment only and are sent only when this server requires them (Basic or Digest).
    4. A server that was down is used again as soon as it is back.

Source: RFC 9110, 11 (authentication), 15.4 (redirection); RFC 7616 (Digest), RFC 7617 (Basic).
"""

import os
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from extract.messages import Message, message
from graph.errors import StoreUnreachableError

USER, PASSWORD = "DUTYGRAPH_STORE_USER", "DUTYGRAPH_STORE_PASSWORD"

_CONNECT = 5.0  # seconds to reach the server
_SILENCE = 120.0  # seconds between two pieces of an answer
_WHOLE = 900.0  # seconds for a complete response
_LARGEST = 1 << 30  # bytes of an answer
_WORDS_SHOWN = 300  # of what a server says of an error


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response: the status, the headers with names in lower case, and the complete body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """The beginning of the body as text on one line, for a message."""
        text = " ".join(self.body[: 4 * _WORDS_SHOWN].decode("utf-8", errors="replace").split())
        return text if len(text) <= _WORDS_SHOWN else text[:_WORDS_SHOWN] + " …"


class HttpTransport:
    """Requests to one server; safe to use from several threads."""

    def __init__(self, root: str, environment: Mapping[str, str] = os.environ) -> None:
        """Name the server for messages; nothing is sent yet."""
        self._root = root
        self._client = httpx.Client(
            auth=_Credentials(environment.get(USER, ""), environment.get(PASSWORD, "")),
            timeout=httpx.Timeout(_SILENCE, connect=_CONNECT),
            headers={"Accept-Encoding": "identity", "User-Agent": "dutygraph"},
            trust_env=False,
            follow_redirects=False,
        )

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        media_type: str = "",
        accept: str = "*/*",
        parameters: tuple[tuple[str, str], ...] = (),
        most: int = _LARGEST,
    ) -> HttpResponse:
        """Send one request and read the complete response of any status, up to ``most`` bytes.

        Raises:
            StoreUnreachableError: no connection, no answer in time, too long an answer, a redirection, or a refusal.
        """
        headers = {"Accept": accept, **({"Content-Type": media_type} if media_type else {})}
        request = self._client.build_request(
            method, url, params=parameters or None, content=body or None, headers=headers
        )
        try:
            return self._checked(self._sent(request, most))
        except httpx.TimeoutException as error:
            raise self._unreachable(message("没有按时回答")) from error
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            reason = str(error) or type(error).__name__
            raise self._unreachable(message("连接不上（{reason}）", reason=reason)) from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def broken(self, answer: HttpResponse) -> StoreUnreachableError:
        """Say that the server failed, in its own words."""
        return self._unreachable(
            message("未能完成请求（HTTP {status}：{words}）", status=answer.status, words=answer.words),
        )

    def unreadable(self, reason: str) -> StoreUnreachableError:
        """Make an error of an unexpected response."""
        return self._unreachable(message("的回答无法识别（{reason}）", reason=reason))

    def _sent(self, request: httpx.Request, most: int) -> HttpResponse:
        end = time.monotonic() + _WHOLE
        response = self._client.send(request, stream=True)
        try:
            pieces, size = [], 0
            for piece in response.iter_bytes():
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    raise self._unreachable(message("的回答超过 {most} 字节", most=most))
                if time.monotonic() > end:
                    raise self._unreachable(message("没有按时答完"))
            return HttpResponse(response.status_code, dict(response.headers), b"".join(pieces))
        finally:
            response.close()

    def _checked(self, answer: HttpResponse) -> HttpResponse:
        if 300 <= answer.status < 400 and answer.status != httpx.codes.NOT_MODIFIED:
            target = answer.headers.get("location", "?")
            raise self._unreachable(
                message("要求转到 {target}，为安全起见没有跟随；若可信，请直接用那个地址", target=target),
            )
        if answer.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise self._unreachable(
                message(
                    "拒绝访问（HTTP {status}），请用环境变量 {user}、{password} 给出有权限的用户",
                    status=answer.status,
                    user=USER,
                    password=PASSWORD,
                ),
            )
        return answer

    def _unreachable(self, what: Message) -> StoreUnreachableError:
        return StoreUnreachableError(
            message(
                "库服务器 {address} {what}。请确认它在运行、地址无误，然后重试；已完整存入的内容不受影响。",
                address=self._root,
                what=what,
            )
        )


class _Credentials(httpx.Auth):
    """Basic or Digest, as each endpoint requires; nothing is sent before it does."""

    requires_response_body = False

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._ways: dict[str, httpx.Auth] = {}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request; again with credentials where the server requires them and there are any."""
        place = urlsplit(str(request.url)).path
        way = self._ways.get(place)
        if way is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED or not self._user:
                return
            way = self._ways[place] = self._way(response)
        yield from way.auth_flow(request)

    def _way(self, response: httpx.Response) -> httpx.Auth:
        asked = response.headers.get_list("www-authenticate")
        if any(line.lower().startswith("digest") for line in asked):
            return httpx.DigestAuth(self._user, self._password)
        return httpx.BasicAuth(self._user, self._password)
