"""Compare results as the recommendation means it: rows are a bag, and blank nodes have no names.

Numbers and truth values are compared by value and type (``1.0`` is ``1.00``, and no ``1``), other literals as they are
written.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import rdflib
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
FORMS = {
    ".srx": ("application/sparql-results+xml", "xml"),
    ".srj": ("application/sparql-results+json", "json"),
    ".tsv": ("text/tab-separated-values", "tsv"),
    ".csv": ("text/csv", "csv"),
}
_VALUES: dict[URIRef, Callable[[str], object]] = {
    XSD.boolean: {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    XSD.integer: int,
    XSD.decimal: lambda text: Decimal(text).normalize(),
    XSD.double: float,
    XSD.float: float,
}
Row = frozenset[tuple[str, Node]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A table, a truth value or a graph."""

    variables: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    graph: Graph | None = None


def read_answer(data: bytes, form: str) -> Answer:
    """Read a written result; ``form`` is a name of rdflib's."""
    if form in {"turtle", "nt"}:
        return Answer(graph=read_graph(data, form))
    if form == "csv":
        return _plain(data)
    result = Result.parse(io.BytesIO(data), format=form)
    if result.type == "ASK":
        return Answer(truth=result.askAnswer)
    variables = frozenset(str(variable) for variable in result.vars or ())
    return Answer(variables, tuple(_row(binding.items()) for binding in result.bindings))


def read_graph(data: bytes, form: str, base: str = "") -> Graph:
    """Read RDF with literals as they are written."""
    was, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return Graph().parse(data=data, format=form, publicID=base or None)
    finally:
        rdflib.NORMALIZE_LITERALS = was


def read_expected(file: Path, base: str) -> Answer:
    """Read the result that a test expects; a Turtle file may be a graph or a table written as one."""
    if file.suffix in FORMS:
        return read_answer(file.read_bytes(), FORMS[file.suffix][1])
    graph = read_graph(file.read_bytes(), {".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}[file.suffix], base)
    table = graph.value(None, RDF.type, RS.ResultSet)
    if table is None:
        return Answer(graph=graph)
    truth = graph.value(table, RS.boolean)
    if isinstance(truth, Literal):
        return Answer(truth=str(truth) == "true")
    variables = frozenset(str(name) for name in graph.objects(table, RS.resultVariable))
    rows = []
    for solution in graph.objects(table, RS.solution):
        bindings = graph.objects(solution, RS.binding)
        rows.append(_row((graph.value(one, RS.variable), graph.value(one, RS.value)) for one in bindings))
    return Answer(variables, tuple(rows))


def same(given: Answer, expected: Answer) -> bool:
    """Whether two results are the same but for the order of rows and the names of blank nodes."""
    if given.graph is not None and expected.graph is not None:
        return isomorphic(given.graph, expected.graph)
    if given.graph is not None or expected.graph is not None or given.truth is not expected.truth:
        return False
    if given.variables != expected.variables or len(given.rows) != len(expected.rows):
        return False
    return _bag(given) == _bag(expected) and isomorphic(_graph(given), _graph(expected))


def _plain(data: bytes) -> Answer:
    """Read CSV, which says neither types nor where a blank node stands but by ``_:``."""
    names, *lines = csv.reader(io.StringIO(data.decode("utf-8")))
    rows = (zip(names, (_cell(cell) for cell in line), strict=True) for line in lines)
    return Answer(frozenset(names), tuple(frozenset(row) for row in rows))


def _cell(text: str) -> Node:
    if text.startswith("_:"):
        return BNode(text[2:])
    try:
        return Literal(str(float(text)))
    except ValueError:
        return Literal(text)


def _row(items: Iterable[tuple[Node | None, Node | None]]) -> Row:
    return frozenset((str(name), _term(value)) for name, value in items if value is not None)


def _term(value: Node) -> Node:
    if not isinstance(value, Literal) or value.datatype is None:
        return value
    if value.datatype == XSD.string:
        return Literal(str(value))
    reads = _VALUES.get(value.datatype)
    try:
        return value if reads is None else Literal(f"{reads(str(value))}^^{value.datatype}")
    except (ValueError, ArithmeticError, KeyError):  # no number, whatever its type says
        return value


def _anonymous(row: Row) -> bool:
    return any(isinstance(value, BNode) for _, value in row)


def _bag(answer: Answer) -> Counter[Row]:
    return Counter(row for row in answer.rows if not _anonymous(row))


def _graph(answer: Answer) -> Graph:
    """Write the rows that hold blank nodes as a graph, each row a node."""
    graph = Graph()
    for row in answer.rows:
        if _anonymous(row):
            node = BNode()
            for name, value in row:
                graph.add((node, URIRef(f"urn:variable:{name}"), value))
    return graph
