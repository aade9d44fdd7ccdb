"""Answer one query of the protocol within its bounds, and end it when the client leaves."""

import asyncio
import json
import math
import time
from collections.abc import Coroutine

from starlette.requests import Request
from starlette.responses import Response

from api.edge.negotiation import language_of
from api.edge.throttle import peer
from api.sparql.guard import CheckedQuery, check_graphs, read_query
from api.sparql.limits import Access, Limits
from api.sparql.long_texts import LongTexts
from api.sparql.media_types import SHORT, TABLES, choose_graph, choose_table
from api.sparql.pool import Pool
from api.sparql.protocol import RefusedError, SparqlRequest, address_of
from api.sparql.replies import NOTICE, of_graph_error, of_outcome, of_stop
from api.sparql.runs import Stopped, StoppedError
from api.sparql.spreadsheet import EXCEL, for_excel
from extract.messages import message
from graph.errors import QueryError
from graph.store import Store
from graph.store.formats import MEDIA_TYPES
from graph.store.frames import QueryOutcome, Reply
from graph.store.frames import Request as Work
from ontology.catalogue import Language


async def answer_query(
    request: Request, asked: SparqlRequest, store: Store, pool: Pool, limits: Limits, access: Access, texts: LongTexts
) -> Response:
    """Run the query of a request.

    Raises:
        RefusedError: with the status that says whose fault it is.
    """
    dataset = asked.dataset("default-graph-uri", "named-graph-uri")
    try:
        reading = await texts.read(lambda text: read_query(text, limits.rows), asked.query or "")
        if reading.graphs and dataset is None:  # the dataset of the request takes the place of FROM
            check_graphs(reading, frozenset(await asyncio.to_thread(store.graphs)))
    except QueryError as error:
        raise of_graph_error(error) from error
    except StoppedError as error:
        raise of_stop(error, limits, limits.seconds) from error
    excel = asked.one("format") == EXCEL
    media_type = _media_type(request, asked, reading)
    work = Work(
        source="",
        media_type=media_type,
        seconds=_seconds(asked, limits),
        rows=limits.rows if reading.limited or reading.form.gives_graph else 0,
        bytes=limits.result_bytes,
        base=address_of(request),
        union=access.union and not reading.graphs,
        default=dataset[0] if dataset else None,
        named=dataset[1] if dataset else None,
    )
    reply, body = await _run(pool, reading, work, limits, request)
    return _response(reply, for_excel(body) if excel else body, media_type, limits, language_of(request))


async def _run(pool: Pool, reading: CheckedQuery, work: Work, limits: Limits, request: Request) -> tuple[Reply, bytes]:
    """Run a query; what the engine finds wrong in it is most often a prefix without a declaration."""
    try:
        reply, body = await _answered(pool, reading.text, work, limits, request)
    except StoppedError as error:
        raise of_stop(error, limits, work.seconds) from error
    slip = reading.undeclared_prefix() if reply.outcome is QueryOutcome.SYNTAX else None
    if slip is not None:
        raise of_graph_error(slip)
    if reply.outcome is not QueryOutcome.OK:
        raise of_outcome(reply, limits)
    return reply, body


async def _answered(pool: Pool, text: str, work: Work, limits: Limits, request: Request) -> tuple[Reply, bytes]:
    """Query a worker, and another one where the first died immediately or its snapshot was gone.

    The query caused neither: the one is an accident, the other two writes in the moment before it began.
    """

    def asked() -> Coroutine[None, None, tuple[Reply, bytes]]:
        return pool.answer(text, work, lambda: gone(request), peer(request))

    started = time.monotonic()
    try:
        reply, body = await asked()
    except StoppedError as error:
        if error.why not in {Stopped.MEMORY, Stopped.GONE} or time.monotonic() - started > limits.slow_after:
            raise
    else:
        if reply.outcome is not QueryOutcome.STALE:
            return reply, body
    return await asked()


async def gone(request: Request) -> None:
    """Wait until the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _media_type(request: Request, asked: SparqlRequest, reading: CheckedQuery) -> str:
    offered = MEDIA_TYPES if reading.form.gives_graph else TABLES
    wish = asked.one("format")
    if wish:
        chosen = "text/csv" if wish == EXCEL else SHORT.get(wish, wish)
        chosen_or_none = chosen if chosen in offered else None
    else:
        accept = ",".join(request.headers.getlist("accept"))
        chosen_or_none = choose_graph(accept) if reading.form.gives_graph else choose_table(accept)
    if chosen_or_none is None:
        raise RefusedError(
            406,
            message("{form} 查询的结果只有这些形式：{offered}。", form=reading.form, offered=tuple(offered)),
        )
    return chosen_or_none


def _seconds(asked: SparqlRequest, limits: Limits) -> float:
    wish = asked.one("timeout")
    if not wish:
        return limits.seconds
    try:
        seconds = float(wish)
    except ValueError:
        seconds = math.nan
    if not seconds > 0:
        raise RefusedError(400, message("timeout 应为大于 0 的秒数。"))
    return min(seconds, limits.seconds)


def _response(reply: Reply, body: bytes, media_type: str, limits: Limits, language: Language) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if reply.cut:
        headers[NOTICE] = f"cut at {limits.rows} rows; there may be more"
        if media_type == "application/sparql-results+json":
            body = _with_notice(body, limits.rows, language)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, headers={"Content-Type": media_type + charset, **headers})


def _with_notice(body: bytes, rows: int, language: Language) -> bytes:
    """Say in the JSON itself that rows may be missing; the format lets clients pass over members they do not know."""
    words = message("结果只显示前 {rows} 行，可能还有更多。请加上 LIMIT 和 OFFSET 分批读取。", rows=rows)
    notice = {"message": words.render(language), "rows": rows}
    return body[: body.rindex(b"}")] + b',"notice":' + json.dumps(notice, ensure_ascii=False).encode() + b"}"
