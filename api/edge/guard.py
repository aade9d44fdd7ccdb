"""Headers of safety on every answer, and no answer at all to a strange host name."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge.hosts import allowed, host_name
from api.edge.negotiation import language_of
from api.edge.settings import Settings
from extract.messages import message
from ontology.catalogue import Language

# No inline script, no inline style, no other host. Source: W3C Content Security Policy Level 3.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",  # nothing of a plan stays in a shared cache; a script is asked for anew
}


class Guarded:
    """Send the headers of safety with every answer; refuse a request under a foreign name."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its answer."""

        async def guarded(event: Message) -> None:
            if event["type"] == "http.response.start":
                headers = MutableHeaders(scope=event)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(event)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        app = self._app if allowed(host, self._settings) else _strange(host, language_of(Request(scope)))
        await app(scope, receive, guarded)


def _strange(host: str, language: Language) -> JSONResponse:
    """Refuse a name that is not ours."""
    name = host_name(host)[:100]
    reason = message(
        "本服务不以“{name}”的名义应答。请用 127.0.0.1 打开，或在启动时用 --allow-host 加上这个名称。", name=name
    )
    return JSONResponse({"status": 421, "message": reason.render(language)}, status_code=421)
