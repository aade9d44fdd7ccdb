"""Read the W3C tests of queries, updates, syntax and result formats: what is loaded, what is asked, what must come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rdflib import RDF, Graph
from rdflib.term import Node, URIRef

from tests.api.sparql.w3c import MF, QT, RDFS_LABEL, SUITE, UT, listed

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
QUERIES = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery", "syntax-query", "csv-tsv-res", "json-res",
)  # fmt: skip
UPDATES = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "syntax-update-1", "syntax-update-2", "update-silent",
)  # fmt: skip


class Kind(StrEnum):
    """What a test holds."""

    QUERY = "QueryEvaluationTest"
    CSV = "CSVResultFormatTest"
    UPDATE = "UpdateEvaluationTest"
    GOOD_QUERY = "PositiveSyntaxTest11"
    BAD_QUERY = "NegativeSyntaxTest11"
    GOOD_UPDATE = "PositiveUpdateSyntaxTest11"
    BAD_UPDATE = "NegativeUpdateSyntaxTest11"


@dataclass(frozen=True, slots=True)
class Files:
    """The graphs of a dataset: name (nothing for the graph without one) and file."""

    graphs: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A test: the text of the query or update, the data before, and the result, a file or the data after."""

    name: str
    kind: Kind
    text: str
    before: Files
    result: Path | None
    after: Files

    def __str__(self) -> str:
        return self.name


def cases(folders: tuple[str, ...]) -> Iterator[Case]:
    """Give the tests of some folders of the suite."""
    for folder in folders:
        yield from _of_manifest(SUITE / folder / "manifest.ttl")


def _of_manifest(path: Path) -> Iterator[Case]:
    base = f"{BASE}{path.parent.name}/"
    graph = Graph().parse(path, publicID=base + "manifest.ttl")
    for test in listed(graph, next(graph.objects(None, MF.entries))):
        kind = Kind(str(graph.value(test, RDF.type)).rpartition("#")[2])
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
        # the text is sent to an address of ours, and names its files by addresses of the suite
        text = f"BASE <{request}>\n" + _file(request).read_text(encoding="utf-8")
        yield Case(
            f"{path.parent.name}/{str(test).rpartition('#')[2]}",
            kind,
            text,
            _dataset(graph, action, text),
            _file(result) if isinstance(result, URIRef) else None,
            Files() if isinstance(result, URIRef) else _dataset(graph, result, ""),
        )


def _dataset(graph: Graph, node: Node | None, query: str) -> Files:
    found: list[tuple[str, Path]] = []
    for predicate in (QT.data, UT.data):
        for value in graph.objects(node, predicate):
            found.append(("", _file(value)))
            if "FROM" in query:  # it asks for the file by its own name
                found.append((str(value), _file(value)))
    found += [(str(value), _file(value)) for value in graph.objects(node, QT.graphData)]
    for value in graph.objects(node, UT.graphData):
        file = graph.value(value, UT.graph)
        found.append((str(graph.value(value, RDFS_LABEL)), _file(file)))
    return Files(tuple(found))


def _file(iri: Node | None) -> Path:
    return SUITE / str(iri).removeprefix(BASE)
