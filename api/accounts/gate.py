"""Where there are accounts, only who is signed in may read."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.accounts.sessions import Sessions
from api.edge.negotiation import language_of, prefers_page
from api.edge.refusal import RefusedRequest
from extract.messages import message

OPEN = ("/login", "/enter", "/static/")


class SignedIn:
    """Let a request pass when there are no accounts, when its sender is signed in, or when it leads to the sign-in."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the way to the sign-in."""
        answer = self._refused(Request(scope)) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        if request.url.path.startswith(OPEN) or not self._sessions.accounts.exist:
            return None
        try:
            return None if self._sessions.person(request) else _to_sign_in(request)
        except RefusedRequest as refusal:  # the handlers of the application are further in
            told = {"status": refusal.status, "message": refusal.message.render(language_of(request))}
            return JSONResponse(told, status_code=refusal.status, headers=refusal.headers)


def _to_sign_in(request: Request) -> Response:
    if prefers_page(request) and request.method in {"GET", "HEAD"}:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(here, safe='')}", status_code=303)
    reason = message("请先登录；程序请用 Authorization: Bearer <口令>。").render(language_of(request))
    return JSONResponse({"status": 401, "message": reason}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
