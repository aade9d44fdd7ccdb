"""Who may write: a client that sends the token."""

from starlette.requests import Request

from api.accounts.sessions import bearer, tried
from api.sparql.limits import Access
from api.sparql.protocol import RefusedError
from extract.messages import message


def check_writer(request: Request, access: Access) -> None:
    """Let a request with the token pass.

    Raises:
        RefusedRequest: 403 where writing is off, 401 without the right token, 429 after too many wrong ones.
    """
    if not access.token:
        raise RefusedError(
            403,
            message("此服务只读；启动时设置口令后才能写入。"),
        )
    shown = bearer(request)
    if not shown or not tried(access.throttle, request, shown, access.token):
        error = RefusedError(
            401,
            message("写入需要口令：Authorization: Bearer <口令>。"),
        )
        error.headers = {"WWW-Authenticate": "Bearer"}
        raise error
