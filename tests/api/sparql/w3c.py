"""Read the manifests of the W3C SPARQL 1.1 test suite, which lies beside the checkout."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

SUITE = Path(__file__).parents[4] / "shared" / "w3c-sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a test, and what the answer must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    form: str
    content: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The requests of a test, in order, and the graphs that must be there before."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]


def conversations(manifest: str) -> Iterator[Conversation]:
    """Give the tests of a manifest that are written as HTTP requests."""
    path = SUITE / manifest
    graph = Graph().parse(path, publicID=path.as_uri())
    for test in listed(graph, _one(graph, None, MF.entries)):
        action = graph.value(test, MF.action)
        if action is None:
            continue
        given = tuple(
            (str(graph.value(item, RDFS_LABEL)), path.parent / Path(str(graph.value(item, UT.graph))).name)
            for item in graph.objects(test, UT.graphData)
        )
        requests = listed(graph, _one(graph, action, HT.requests))
        yield Conversation(str(test).rpartition("#")[2], given, tuple(_exchange(graph, item) for item in requests))


def names(manifest: str) -> tuple[str, ...]:
    """Give the names of all tests of a manifest."""
    path = SUITE / manifest
    graph = Graph().parse(path, publicID=path.as_uri())
    return tuple(str(test).rpartition("#")[2] for test in listed(graph, _one(graph, None, MF.entries)))


def _exchange(graph: Graph, request: Node) -> Exchange:
    answer = _one(graph, request, HT.resp)
    body = graph.value(request, HT.body)
    headers = {}
    for header in listed(graph, graph.value(request, HT.headers)):
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    text, encoding = "", "UTF-8"
    if body is not None:
        text = str(_one(graph, body, CNT.chars))
        encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    expected_body = graph.value(answer, HT.body)
    boolean = graph.value(answer, MF.expectedBoolean)
    return Exchange(
        str(_one(graph, request, HT.methodName)),
        str(_one(graph, request, HT.absolutePath)),
        headers,
        text.encode(encoding),
        frozenset(str(status).rpartition("#")[2] for status in graph.objects(answer, MF.expectedStatus)),
        None if boolean is None else str(boolean) == "true",
        str(graph.value(answer, MF.expectedFormat) or ""),
        "" if expected_body is None else str(graph.value(expected_body, CNT.chars) or ""),
    )


def listed(graph: Graph, head: Node | None) -> list[Node]:
    return [] if head is None else list(Collection(graph, head))


def _one(graph: Graph, subject: Node | None, predicate: URIRef) -> Node:
    found = next(graph.objects(subject, predicate), None)
    if found is None:
        raise ValueError(f"the manifest says nothing of {predicate}")
    return found
