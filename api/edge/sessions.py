"""Who may write: who shows the token, in a header or once in a browser.

A program sends ``Authorization: Bearer TOKEN``. A person types the token once; the browser then holds a cookie that
stands for it, and every form carries a proof bound to that cookie, which a page of a stranger cannot know.

Guarantees:
    1. Without a token nobody writes.
    2. A cookie alone writes nothing: it takes the proof too, and no sign that another site sent the request.
    3. The token is never sent back, never logged, and compared in constant time; cookies end with the server.
    4. Who shows wrong tokens gets fewer and fewer tries, at every door: the form, the API and SPARQL.

Source: OWASP, Cross-Site Request Forgery Prevention; W3C Fetch Metadata Request Headers; RFC 6265bis (SameSite).
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from api.edge.refusal import RefusedRequest
from api.edge.throttle import Throttle, peer
from extract.messages import message

COOKIE = "dutygraph_session"
PROOF_HEADER = "x-dutygraph-proof"
PROOF_FIELD = "proof"
TOKEN_SCHEME = HTTPBearer(scheme_name="token", auto_error=False)  # for the description of the service alone


class Sessions:
    """The sessions of one running server."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.throttle = Throttle()
        self._secret = secrets.token_bytes(32)  # of this run of the server: an old cookie opens nothing

    @property
    def writable(self) -> bool:
        """Whether anybody may write at all."""
        return bool(self._token)

    def fits(self, request: Request, shown: str) -> bool:
        """Whether a token is the right one.

        Raises:
            RefusedRequest: 429, when too many wrong ones came from the same peer.
        """
        return self.writable and tried(self.throttle, request, shown, self._token)

    def known(self, request: Request) -> bool:
        """Whether a browser has shown the token before."""
        return self.writable and hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._cookie())

    @property
    def proof(self) -> str:
        """What every form of a known browser carries."""
        return self._signed("proof")

    def remember(self, response: Response) -> None:
        """Give a browser that has shown the token its cookie; it lasts until the browser or the server ends."""
        response.set_cookie(COOKIE, self._cookie().decode(), samesite="strict", httponly=True)

    def forget(self, response: Response) -> None:
        """Take the cookie back."""
        response.delete_cookie(COOKIE, samesite="strict", httponly=True)

    def check_writer(self, request: Request, proof: str = "") -> None:
        """Let a request pass that may write.

        Args:
            request: only its headers are read.
            proof: what the form carried; a header may carry it instead.

        Raises:
            RefusedRequest: 403 where nobody may write or another site sent the request, 401 without token or cookie, 429 after
                too many wrong tokens.
        """
        if self.check_caller(request):
            return
        given = proof or request.headers.get(PROOF_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.proof.encode()):
            raise RefusedRequest(
                403,
                message("这个表单已过期（服务重新启动过）。请回到上一页刷新后重试。"),
            )

    def check_caller(self, request: Request) -> bool:
        """Check all that the headers say of a writer, before a body is read.

        Returns:
            Whether it has the token, and needs no proof.

        Raises:
            RefusedRequest: as for ``check_writer``.
        """
        if not self.writable:
            raise RefusedRequest(
                403,
                message("此服务只读；启动时设置口令后才能写入。"),
            )
        shown = bearer(request)
        if shown and self.fits(request, shown):
            return True
        check_same_site(request)
        if not self.known(request):
            raise RefusedRequest(
                401,
                message("写入需要口令。请在“导入”页输入服务启动时显示的口令；程序请用 Authorization: Bearer <口令>。"),
            )
        return False

    def _cookie(self) -> bytes:
        return self._signed("cookie").encode()

    def _signed(self, purpose: str) -> str:
        return hmac.new(self._secret, f"{purpose}:{self._token}".encode(), hashlib.sha256).hexdigest()


def bearer(request: Request) -> str:
    """Give the token that a program shows in a header; nothing where it shows none."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def tried(throttle: Throttle, request: Request, shown: str, token: str) -> bool:
    """Whether the token that was shown is the right one; a wrong one costs a try.

    Raises:
        RefusedRequest: 429, when too many wrong ones came from the same peer.
    """
    key = peer(request)
    throttle.take(key)
    right = hmac.compare_digest(shown.strip().encode(), token.encode())
    if right:
        throttle.give_back(key)
    return right


def check_same_site(request: Request) -> None:
    """Refuse a request that a page of another origin sent.

    Raises:
        RefusedRequest: 403, when ``Sec-Fetch-Site`` or ``Origin`` names another site.
    """
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin", "")
    own = request.headers.get("host", "")
    if site not in {"same-origin", "none"} or (origin and urlsplit(origin).netloc != own):
        raise RefusedRequest(
            403,
            message("请求来自另一个网站，已拒绝。请在本服务自己的页面上操作。"),
        )
