"""Answers that are no results: refusals and notices, with the right status."""

from starlette.responses import JSONResponse, Response

from api.edge.refusal import RefusedRequest
from api.sparql.limits import Limits
from api.sparql.protocol import RefusedError
from api.sparql.runs import Stopped, StoppedError
from extract.messages import message
from graph.errors import GraphError
from graph.store import QuerySyntaxError
from graph.store.frames import QueryOutcome, Reply
from ontology.catalogue import Language

NOTICE = "X-Dutygraph-Notice"


def refusal(error: RefusedRequest, language: Language) -> Response:
    """Say why a request is not served: ``{"status", "message"}``, with ``line`` and ``column``."""
    content: dict[str, object] = {"status": error.status, "message": error.message.render(language)}
    if isinstance(error, RefusedError) and error.line:
        content |= {"line": error.line, "column": error.column}
    return JSONResponse(content, status_code=error.status, headers=dict(error.headers))


def of_graph_error(error: GraphError, status: int = 400) -> RefusedError:
    """Make a refusal of what went wrong in the graph room."""
    line, column = (error.line, error.column) if isinstance(error, QuerySyntaxError) else (0, 0)
    return RefusedError(status, error.message, line=line, column=column)


def of_stop(stop: StoppedError, limits: Limits, seconds: float) -> RefusedError:
    """Tell why a query was ended.

    The status is 408 when the time is up that the client itself gave, 503 when it is the limit of the service, 507 when
    the memory is spent. Not 408 for both: browsers take 408 for an idle connection and silently repeat the request. Only a 503 with
    ``Retry-After`` is worth repeating.
    """
    if stop.why is Stopped.TIME:
        asked_for = seconds < limits.seconds
        return RefusedError(
            408 if asked_for else 503,
            message("查询超过 {seconds:g} 秒的时限，已停止。请缩小范围或加上 LIMIT。", seconds=seconds),
        )
    if stop.why is Stopped.MEMORY:
        megabytes = limits.memory_bytes >> 20
        stopped = message("已停止（{how}）", how=stop.how) if stop.how else message("已停止")
        return RefusedError(
            507,
            message(
                "查询所需内存超过 {megabytes} MB 的上限，{stopped}。请缩小范围。", megabytes=megabytes, stopped=stopped
            ),
        )
    if stop.why is Stopped.LEFT:
        return RefusedError(499, message("客户端已离开。"))
    if stop.why is Stopped.CANCELLED:
        return RefusedError(503, message("查询已被取消。"))
    error = _busy(stop)
    error.headers = {"Retry-After": "1"}
    return error


def _busy(stop: StoppedError) -> RefusedError:
    if stop.why is Stopped.GONE:
        return RefusedError(
            503,
            message("执行查询的进程意外结束（{how}），请再试一次。", how=stop.how),
        )
    return RefusedError(503, message("服务正忙，请稍后再试。"))


def of_outcome(reply: Reply, limits: Limits) -> RefusedError:
    """Say why a worker gave no result: 400 for the query's fault, 413 for a result too large."""
    if reply.outcome is QueryOutcome.TOO_LARGE:
        megabytes = limits.result_bytes / (1 << 20)
        return RefusedError(
            413,
            message(
                "结果超过 {megabytes:g} MB 的上限。请减少列数，或用 LIMIT 和 OFFSET 分批读取。", megabytes=megabytes
            ),
        )
    reason = reply.reason or message("没有说明原因")
    if reply.outcome is QueryOutcome.SYNTAX:
        return RefusedError(400, reason, line=reply.line, column=reply.column)
    if reply.outcome is QueryOutcome.UNFIT:
        return RefusedError(400, message("查询无法执行：{reason}", reason=reason))
    if reply.outcome is QueryOutcome.UNREACHABLE:
        return RefusedError(503, reason)
    return RefusedError(500, message("查询未能完成：{reason}", reason=reason))
