"""One shape for every failure: a designed page for people, one JSON object for programs, both in the reader's language."""

import logging
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.edge.guard import HEADERS
from api.edge.negotiation import Representation, language_of, prefers_page
from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import PageRenderer, reader_of, scope_of
from api.read_model.index import MOST_LOOKED_AT, TooLargeError
from api.read_model.plan_groups import PlanGroup, parted
from extract.errors import ExtractError
from extract.messages import Message, message
from graph.corrections import BadCorrectionError
from graph.dataset.row_engines import RowDatabaseError
from graph.dataset.scope import ScopeError
from graph.errors import GraphError, StoreBusyError, StoreUnreachableError

MOST_OFFERED = 36  # narrower scopes
LOG = logging.getLogger(__name__)
UNAVAILABLE = message("数据暂时不可用")
PAGES: Mapping[int, tuple[Message, Message]] = {
    400: (message("请求有误"), message("地址中的某个参数不合规定，请检查后重试。")),
    401: (message("需要登录"), message("请登录后重试。")),
    403: (message("无权写入"), message("本服务只读，或请求来自其他网站。")),
    404: (message("页面不存在"), message("所访问的方案、单位或任务不在现有数据中，可能已移除，或地址有误。")),
    405: (message("本页不支持此类请求"), message("请改用地址栏打开。")),
    413: (message("上传内容过大"), message("请分几次导入。")),
    429: (message("请求太频繁"), message("请稍后再试。")),
    500: (message("系统出错"), message("数据未受影响。请重试；如多次出现，请将网址和时间告知管理员。")),
}
"""By status, the title of its page and what to do."""


def install(app: FastAPI, renderer: PageRenderer) -> None:
    """Make an app answer every failure in the one shape."""

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return answer(renderer, request, status, _of_status(status))

    async def invalid(request: Request, _error: Exception) -> Response:
        return answer(renderer, request, 400, _of_status(400))

    async def known(request: Request, error: Exception) -> Response:
        message = error.message if isinstance(error, GraphError | ExtractError) else _of_status(500)
        return answer(renderer, request, _status(error), message)

    def too_large(request: Request, error: Exception) -> Response:  # in a thread: it queries the database
        message = error.message if isinstance(error, TooLargeError) else _of_status(400)
        found = parted(renderer.index(request), scope_of(request)) if prefers_page(request) else ()
        narrower = tuple(group for group in found if group.assignments <= MOST_LOOKED_AT)
        return answer(renderer, request, 400, message, narrower[:MOST_OFFERED])

    async def refused(request: Request, error: Exception) -> Response:
        status, message = (error.status, error.message) if isinstance(error, RefusedRequest) else (500, _of_status(500))
        response = answer(renderer, request, status, message)
        response.headers.update(error.headers if isinstance(error, RefusedRequest) else {})
        return response

    async def unknown(request: Request, error: Exception) -> Response:
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        response = answer(renderer, request, 500, _of_status(500))
        response.headers.update(HEADERS)  # this handler answers outside the middleware
        return response

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(GraphError, known)
    app.add_exception_handler(ExtractError, known)
    app.add_exception_handler(TooLargeError, too_large)
    app.add_exception_handler(RefusedRequest, refused)
    app.add_exception_handler(Exception, unknown)


def answer(
    renderer: PageRenderer, request: Request, status: int, message: Message, narrower: Sequence[PlanGroup] = ()
) -> Response:
    """Answer a failure as a page where the request prefers HTML, with links to narrower scopes, else as JSON.

    The JSON is ``{"status": 404, "message": "…"}``, in the reader's language.
    """
    suffix = request.url.path.rpartition(".")[2]
    if not prefers_page(request) or suffix in {representation.value for representation in Representation}:
        return JSONResponse({"status": status, "message": message.render(language_of(request))}, status_code=status)
    title = PAGES[status][0] if status in PAGES else UNAVAILABLE if status > 500 else PAGES[400][0]
    reader = reader_of(request)
    context = {"status": status, "title": reader.say(title), "what": reader.say(message), "narrower": narrower}
    return renderer.render(request, "frame/error.html", context, status=status)


def _of_status(status: int) -> Message:
    """The sentence for a status; one without its own speaks as its class does."""
    known = status if status in PAGES else 400 if status < 500 else 500
    return PAGES[known][1]


def _status(error: Exception) -> int:
    """The status that fits an error of the lower rooms."""
    if isinstance(error, StoreBusyError | StoreUnreachableError | RowDatabaseError):
        return 503
    if isinstance(error, BadCorrectionError):
        return 409
    return 400 if isinstance(error, ExtractError | ScopeError) else 500
