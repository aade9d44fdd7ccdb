"""Who may write: a client that sends the token."""

import hmac

from starlette.requests import Request

from api.sparql.limits import Access
from api.sparql.protocol import RefusedError
from extract.messages import message


def check_writer(request: Request, access: Access) -> None:
    """Let a request with the token pass.

    Raises:
        RefusedError: 403 where writing is off, 401 without the right token.
    """
    if not access.token:
        raise RefusedError(
            403,
            message("此服务只读；启动时设置口令后才能写入。"),
        )
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), access.token.encode()):
        error = RefusedError(
            401,
            message("写入需要口令：Authorization: Bearer <口令>。"),
        )
        error.headers = {"WWW-Authenticate": "Bearer"}
        raise error
