"""A process that answers one query at a time and can be killed at any moment.

The engine has no time limit and cannot be interrupted, so an untrusted query never runs in the server: it runs here, on
a snapshot, under limits of memory and processor time, and the server kills the process when the query's time is up. The
process ends with its parent, also when that is killed.

Guarantees:
    1. A result is complete or absent: it is written to memory first, and dropped when it exceeds its limit.
    2. A query writes nothing: the snapshot is opened read-only. A rehearsal writes to its own folder.
"""

import os
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    Triple,
    serialize,
)
from pyoxigraph import Store as Engine

from extract.messages import message
from graph.errors import GraphError, QueryError
from graph.store.contract import QuerySyntaxError
from graph.store.formats import FORMS
from graph.store.frames import MEMORY_SPENT, PREFIX, QueryOutcome, Reply, Request, pack, unpack_request
from graph.store.sandbox import confine
from graph.store.syntax import syntax_error
from graph.store.system import BOUNDS_MEMORY, allow_processor_time, memory_in_use, peak_memory

if TYPE_CHECKING:
    from graph.store.sparql_client import SparqlClient

_SWOLLEN = 4  # a worker that keeps a fourth of its memory in use after a query will hardly give it back
_QUICK = 0.02  # seconds in which nothing swells
_AT_ONCE = 1 << 16  # bytes read from the socket in one go
_LOOK_EVERY = 0.25  # seconds between two looks at the memory in use

_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_CSV_STRING = re.compile(rb'"[^"]*"')


class _TooLargeError(Exception):
    """The result outgrew its limit."""


class _Bounded(BytesIO):
    """A buffer that refuses to grow past its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self.full = False

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # the engine writes bytes only
        """Take ``data``, or give up.

        Raises:
            _TooLargeError: when the total would exceed the limit.
        """
        if self.tell() + len(data) > self._limit:
            self.full = True
            raise _TooLargeError
        return super().write(data)


def main(arguments: list[str]) -> None:
    """Say that we are ready, then answer requests until the other side is gone.

    Called as ``worker SOCKET-FD LIFELINE-FD MEMORY NETWORK``.
    """
    link = socket.socket(fileno=int(arguments[0]))
    memory = int(arguments[2])
    threading.Thread(target=_watch, args=(int(arguments[1]), memory), daemon=True).start()
    confine(memory, network=arguments[3] == "network")
    opened: dict[str, Engine | SparqlClient] = {}
    link.sendall(pack(Reply(outcome=QueryOutcome.OK), b""))
    for head, text in _frames(link):
        request = unpack_request(head)
        allow_processor_time(request.seconds)
        began = time.perf_counter()
        reply, body = _answered(opened, request, text.decode("utf-8"))
        if time.perf_counter() - began > _QUICK and memory_in_use() > memory // _SWOLLEN:
            reply = replace(reply, swollen=True)
        link.sendall(pack(reply, body))


def _answered(opened: "dict[str, Engine | SparqlClient]", request: Request, query: str) -> tuple[Reply, bytes]:
    output = _Bounded(request.bytes)
    try:
        if request.rehearsal:
            Engine(request.source).update(query, base_iri=request.base or None)
            return Reply(outcome=QueryOutcome.OK), b""
        if request.source not in opened:
            opened.clear()
            opened[request.source] = _open(request.source)
        cut = _write(opened[request.source], request, query, output)
    except (SyntaxError, ValueError, GraphError) as error:  # the last comes from a store server, or is about it
        return _faulty(error if isinstance(error, GraphError) else syntax_error(error, query)), b""
    except MemoryError:
        return Reply(outcome=QueryOutcome.NO_MEMORY), b""
    except (_TooLargeError, OSError, RuntimeError) as error:
        return Reply(
            outcome=_failure(error, request, output), reason=message("执行出错：{error}", error=str(error))
        ), b""
    return Reply(outcome=QueryOutcome.OK, cut=cut), output.getvalue()


def _failure(error: Exception, request: Request, output: _Bounded) -> QueryOutcome:
    if output.full:
        return QueryOutcome.TOO_LARGE
    if "://" not in request.source and not Path(request.source).is_dir():
        return QueryOutcome.STALE
    return QueryOutcome.UNFIT if isinstance(error, RuntimeError) else QueryOutcome.FAILED


def _open(source: str) -> "Engine | SparqlClient":
    """Open a snapshot; for a store server, make a client of it."""
    if "://" not in source:
        return Engine.read_only(source)
    # only here: it would take many times as long to start without
    from graph.store.sparql_client import client_at  # noqa: PLC0415

    return client_at(source)


def _faulty(error: GraphError) -> Reply:
    if isinstance(error, QuerySyntaxError):
        place = (error.line, error.column)
        return Reply(outcome=QueryOutcome.SYNTAX, line=place[0], column=place[1], reason=error.message)
    outcome = QueryOutcome.UNFIT if isinstance(error, QueryError) else QueryOutcome.UNREACHABLE
    return Reply(outcome=outcome, reason=error.message)


def _write(engine: "Engine | SparqlClient", request: Request, query: str, output: _Bounded) -> bool:
    """Write the answer to ``output``; say whether rows may be missing."""
    if request.default is None and request.named is None:
        answer = engine.query(query, base_iri=request.base or None, use_default_graph_as_union=request.union)
    else:
        default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(graph) for graph in request.default or ()]
        named: list[NamedNode | BlankNode] = [NamedNode(graph) for graph in request.named or ()]
        answer = engine.query(query, base_iri=request.base or None, default_graph=default, named_graphs=named)
    if isinstance(answer, QueryTriples):
        triples = _RowLimit(answer, request.rows)
        serialize(triples, output, format=FORMS[request.media_type])
        return triples.cut
    form = _TABLES[request.media_type]
    answer.serialize(output, format=form)
    if isinstance(answer, QueryBoolean) or not request.rows:
        return False
    return _rows(output.getvalue(), form, request.rows) >= request.rows


class _RowLimit:
    """The first ``limit`` triples; ``cut`` says afterwards whether there were more."""

    def __init__(self, triples: QueryTriples, limit: int) -> None:
        self._triples = iter(triples)
        self._limit = limit
        self.cut = False

    def __iter__(self) -> Iterator[Triple]:
        yield from islice(self._triples, self._limit)
        self.cut = next(self._triples, None) is not None


def _rows(body: bytes, form: QueryResultsFormat, enough: int) -> int:
    """Count the rows of a written table, exactly where there may be ``enough`` of them.

    A value may contain what looks like the end of a row, so values are removed before the second count.
    """
    if form == QueryResultsFormat.XML:
        return body.count(b"</result>") + body.count(b"<result/>")
    if form == QueryResultsFormat.JSON:
        seams = body.count(b"},{")
        return seams + 1 if seams + 1 < enough else _JSON_STRING.sub(b"", body).count(b"},{") + 1
    lines = body.count(b"\n") - 1
    return lines if lines < enough or form == QueryResultsFormat.TSV else _CSV_STRING.sub(b"", body).count(b"\n") - 1


def _frames(link: socket.socket) -> Iterator[tuple[bytes, bytes]]:
    """Give head and body of each frame, until the other side ends; a short frame takes one call of the system."""
    buffer = bytearray()
    while _filled(buffer, PREFIX.size, link):
        head_size, body_size = PREFIX.unpack_from(buffer)
        body_at = PREFIX.size + head_size
        if not _filled(buffer, body_at + body_size, link):
            return
        frame = bytes(buffer[: body_at + body_size])
        del buffer[: len(frame)]
        yield frame[PREFIX.size : body_at], frame[body_at:]


def _filled(buffer: bytearray, size: int, link: socket.socket) -> bool:
    """Read until the buffer holds ``size`` bytes; ``False`` when the other side ends first."""
    while len(buffer) < size:
        part = link.recv(_AT_ONCE)
        if not part:
            return False
        buffer += part
    return True


def _watch(lifeline: int, memory: int) -> None:
    """End the process as soon as the parent is gone, or too much memory is in use where the system allows it.

    Runs in parallel to a query in native code, which this process cannot stop in any other way.
    """
    if BOUNDS_MEMORY:
        os.read(lifeline, 1)
        os._exit(0)
    os.set_blocking(lifeline, False)
    pause = threading.Event()
    while peak_memory() < memory:
        pause.wait(_LOOK_EVERY)
        try:
            if not os.read(lifeline, 1):
                os._exit(0)
        except BlockingIOError:
            continue
    os._exit(MEMORY_SPENT)


if __name__ == "__main__":
    main(sys.argv[1:])
