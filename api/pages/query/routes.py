"""`/query`: the query page. It asks `/sparql` as any client does, within the same bounds."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.responses import StreamingResponse

from api.edge.negotiation import LANG, language_of
from api.pages.frame.names import named_thing
from api.pages.frame.renderer import PageRenderer, Reader, reader_of
from api.read_model.index import Index
from extract.messages import message
from graph.questions import questions, render
from ontology.terms import PREFIXES

Endpoint = Callable[[Request], Awaitable[Response]]
SHOWN: Final = 500  # rows on a page without scripts
LONGEST: Final = 20_000  # code points of a query in an address
SECONDS: Final = (1, 2, 5, 10)
FIRST: Final = """PREFIX dg: <https://w3id.org/dutygraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task dg:leadBy ?unit . ?unit rdfs:label ?name .
} GROUP BY ?name ORDER BY DESC(?tasks)
"""
Words = Annotated[str, Query(max_length=LONGEST)]
Seconds = Annotated[int, Query(ge=1, le=3600)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer as the page prints it."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()  # words and address of each cell
    count: int = 0
    said: str = ""  # of ASK, or why there is no answer
    where: str = ""  # line and column of a fault
    fault: bool = False
    cut: int = 0  # rows after which the service stopped


def routes(renderer: PageRenderer, endpoint: Endpoint) -> APIRouter:
    """Give the route of the query page."""
    router = APIRouter()

    @router.get("/query")
    async def page(request: Request, query: Words = "", timeout: Seconds = SECONDS[-1]) -> Response:
        reader = reader_of(request)
        answer = None
        if query.strip():
            status, body = await _asked(request, endpoint, query, timeout)
            answer = _shown(reader, renderer.library.index(), status, body)
        return renderer.render(
            request,
            "query/query.html",
            {
                "query": query or FIRST,
                "timeout": timeout,
                "seconds": SECONDS,
                "answer": answer,
                "shown": SHOWN,
                "examples": tuple(
                    (reader.say(one.title), render(one, {}))
                    for one in questions()
                    if all(p.default for p in one.parameters)
                ),
                "prefixes": dict(PREFIXES),
                "address": "/sparql?" + urlencode({"query": query}),
            },
        )

    return router


async def opened(request: Request) -> Response:
    """Lead a browser that opens ``/sparql`` to the page."""
    query = request.query_params.get("query", "")
    return RedirectResponse("/query" + (f"?{urlencode({'query': query})}" if query else ""), status_code=303)


async def _asked(request: Request, endpoint: Endpoint, query: str, seconds: int) -> tuple[int, Mapping[str, object]]:
    """Query the endpoint as a program would, and read its JSON."""
    scope = dict(request.scope) | {
        "path": "/sparql",
        "raw_path": b"/sparql",
        "method": "GET",
        "query_string": urlencode({"query": query, "timeout": seconds}).encode(),
        "headers": [
            (b"accept", b"application/sparql-results+json, application/ld+json;q=0.5"),
            (b"cookie", f"{LANG}={language_of(request)}".encode()),
            *((name, value) for name, value in request.scope["headers"] if name == b"host"),
        ],
    }
    response = await endpoint(Request(scope, request.receive))
    if isinstance(response, StreamingResponse):
        body = b"".join(
            [part if isinstance(part, bytes) else str(part).encode() async for part in response.body_iterator]
        )
    else:
        body = bytes(response.body)
    found = json.loads(body)
    return response.status_code, found if isinstance(found, dict) else {"@graph": found}


def _shown(reader: Reader, index: Index, status: int, body: Mapping[str, object]) -> Shown:
    if status >= 400:
        return _fault(reader, body)
    if "boolean" in body:
        return Shown(said=reader.say(message("是") if body["boolean"] else message("否")))
    head, results = body.get("head"), body.get("results")
    if not isinstance(head, dict) or not isinstance(results, dict):
        return _graph(reader, index, body)
    columns = tuple(str(name) for name in head.get("vars", ()))
    bindings = results.get("bindings", ())
    rows = tuple(tuple(_cell(reader, index, binding.get(name)) for name in columns) for binding in bindings[:SHOWN])
    notice = body.get("notice")
    cut = notice.get("rows", 0) if isinstance(notice, dict) else 0
    return Shown(columns=columns, rows=rows, count=len(bindings), cut=int(cut))


def _fault(reader: Reader, body: Mapping[str, object]) -> Shown:
    where = message("第 {line} 行第 {column} 列", line=str(body.get("line")), column=str(body.get("column", 1)))
    return Shown(said=str(body.get("message", "")), where=reader.say(where) if body.get("line") else "", fault=True)


def _cell(reader: Reader, index: Index, term: object) -> tuple[str, str]:
    if not isinstance(term, dict):
        return "", ""
    value = str(term.get("value", ""))
    if term.get("type") != "uri":
        return value, ""
    url, words = named_thing(index, value, reader)
    return words, url


def _graph(reader: Reader, index: Index, body: Mapping[str, object]) -> Shown:
    """Show an expanded JSON-LD document as triples."""
    nodes = body.get("@graph", [body])
    rows = tuple(row for node in _listed(nodes) for row in _triples(reader, index, node))
    return Shown(columns=("subject", "predicate", "object"), rows=rows[:SHOWN], count=len(rows))


def _triples(reader: Reader, index: Index, node: object) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give the triples of one node."""
    if not isinstance(node, dict):
        return
    subject = _cell(reader, index, {"type": "uri", "value": node.get("@id", "")})
    for predicate, values in node.items():
        if predicate == "@type" or not predicate.startswith("@"):
            verb = _cell(reader, index, {"type": "uri", "value": predicate})
            yield from ((subject, verb, _object(reader, index, value)) for value in _listed(values))


def _object(reader: Reader, index: Index, value: object) -> tuple[str, str]:
    if not isinstance(value, dict):
        return str(value), ""
    if "@id" in value:
        return _cell(reader, index, {"type": "uri", "value": value["@id"]})
    return str(value.get("@value", value)), ""


def _listed(values: object) -> list[object]:
    return values if isinstance(values, list) else [values]
