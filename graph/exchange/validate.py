"""Check the graph of a plan against the shapes, and say what is wrong so that a person can find it.

Guarantees:
    1. Each result names the document, the place in its text, the words there, and what is wrong, in both languages.
    2. Results are sorted; equal graphs give equal reports and equal bytes of RDF.
    3. Nothing is fetched: data and shapes come from memory and from the package.

Source: W3C SHACL § 3.6 (validation report); the shapes are in ``ontology/shapes.ttl``.
"""

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyshacl
from rdflib import Graph, Literal, Namespace, Node, URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, SH

from extract.messages import Message, message
from extract.records import Severity
from graph.dataset.triples import literal
from graph.errors import GraphError
from graph.processes import in_order
from graph.store import Store
from ontology import iris
from ontology.terms import NS, XSD, Term

SHAPES = Namespace("https://w3id.org/dutygraph/shapes#")
_DG = Namespace(NS)
_SEVERITY = {SH.Info: Severity.INFO, SH.Warning: Severity.WARNING, SH.Violation: Severity.ERROR}
_FEW = 3  # plans: so many are checked sooner than processes start
_SHOWN = 80  # code points of a quotation; a report is not the plan again


class ForeignGraphError(GraphError):
    """The RDF is not the graph of one plan in this vocabulary."""


class EndedProcessError(GraphError):
    """A process that checks plans ended before it was done."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ShapeResult:
    """One thing that a shape found, at its place in the text.

    ``start`` and ``end`` are code points of the plan's text, both 0 where the thing has no place.
    """

    plan: str
    start: int
    end: int
    shape: str  # local name of the shape: words-at-place
    node: str  # IRI of the thing that is wrong
    severity: Severity
    document: str  # file name
    quote: str
    zh: str
    en: str

    @property
    def message(self) -> Message:
        """What is wrong; the catalogue contains the messages of the shapes."""
        return Message(self.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the shapes say of one plan. It conforms when no result is an error."""

    plan: str
    results: tuple[ShapeResult, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong; warnings are worth a look and no more."""
        return all(result.severity is not Severity.ERROR for result in self.results)


def validate(ntriples: bytes) -> Report:
    """Check the graph of one plan.

    Raises:
        ForeignGraphError: when the bytes are no N-Triples, or not the graph of one plan in this vocabulary.
    """
    graph = _parse(ntriples)
    plans = sorted(str(plan) for plan in graph.subjects(RDF.type, _DG.Plan))
    if len(plans) != 1:
        raise ForeignGraphError(
            message("这不是一份方案的图：里面有 {n} 个 dg:Plan，应为 1 个。请检查文件是否用了别的词表。", n=len(plans))
        )
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inference="none", allow_warnings=True)
    if not isinstance(report, Graph):
        raise TypeError("the validator gave no report")
    return Report(plan=plans[0], results=tuple(sorted(set(_results(report, graph, URIRef(plans[0]))))))


def validate_store(store: Store, processes: int = 1) -> Iterator[Report]:
    """Check every plan of a store, in the order of their IRIs.

    Args:
        store: with the plans.
        processes: how many check; 0 for one a processor where there are enough plans. The program that asks has to allow
            it (``if __name__ == "__main__":``).

    Raises:
        EndedProcessError: a process ended in the middle of its work.
    """
    found = store.words(f"SELECT DISTINCT ?plan WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> }} }}")
    plans = sorted(plan for (plan,) in found)
    many = processes or (os.cpu_count() or 1 if len(plans) > _FEW else 1)
    try:
        yield from in_order(validate, (store.dump(plan) for plan in plans), many)
    except BrokenProcessPool as error:
        raise EndedProcessError(message("校验方案的进程意外结束（可能是内存不足）。请关闭其他程序后再试。")) from error


def report_rdf(report: Report) -> bytes:
    """Write a report as sorted N-Triples without blank nodes: a ``sh:ValidationReport`` and its results."""
    whole = iris.part(report.plan, "report")
    conforms = literal("true" if report.conforms else "false", XSD + "boolean")
    lines = {f"<{whole}> <{RDF.type}> <{SH.ValidationReport}> .\n", f"<{whole}> <{SH.conforms}> {conforms} .\n"}
    kinds = {severity: kind for kind, severity in _SEVERITY.items()}
    for number, result in enumerate(report.results, start=1):
        one = iris.part(report.plan, f"result-{number}")
        lines |= {
            f"<{whole}> <{SH.result}> <{one}> .\n",
            f"<{one}> <{RDF.type}> <{SH.ValidationResult}> .\n",
            f"<{one}> <{SH.focusNode}> <{result.node}> .\n",
            f"<{one}> <{SH.sourceShape}> <{SHAPES}{result.shape}> .\n",
            f"<{one}> <{SH.resultSeverity}> <{kinds[result.severity]}> .\n",
            f"<{one}> <{SH.resultMessage}> {literal(result.zh, language='zh')} .\n",
            f"<{one}> <{SH.resultMessage}> {literal(result.en, language='en')} .\n",
            f"<{one}> <{Term.START}> {literal(str(result.start), XSD + 'integer')} .\n",
            f"<{one}> <{Term.END}> {literal(str(result.end), XSD + 'integer')} .\n",
            f"<{one}> <{Term.QUOTE}> {literal(result.quote)} .\n",
        }
    return "".join(sorted(lines)).encode()


@cache
def _shapes() -> Graph:
    text = (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    return Graph().parse(data=text, format="turtle")


def _parse(ntriples: bytes) -> Graph:
    try:
        return Graph().parse(data=ntriples, format="nt")
    except (ParserError, UnicodeDecodeError) as error:
        raise ForeignGraphError(
            message("读不出 N-Triples：{error}。请用本软件导出的文件。", error=str(error))
        ) from error


def _results(report: Graph, graph: Graph, plan: URIRef) -> Iterator[ShapeResult]:
    text = str(graph.value(plan, _DG.text) or "")
    document = str(graph.value(plan, _DG.fileName) or "")
    for found in report.subjects(RDF.type, SH.ValidationResult):
        node = _node(report, found)
        start, end = _integer(graph.value(node, _DG.start)), _integer(graph.value(node, _DG.end))
        shape = report.value(found, SH.sourceConstraint) or report.value(found, SH.sourceShape)
        # a SPARQL constraint's message comes back without its language, so both are taken from the shape itself
        said = {o.language: str(o) for o in _shapes().objects(shape, SH.message) if isinstance(o, Literal)}
        severity = report.value(found, SH.resultSeverity)
        yield ShapeResult(
            plan=str(plan),
            start=start,
            end=end,
            shape=str(shape).removeprefix(SHAPES),
            node=str(node),
            severity=_SEVERITY[URIRef(str(severity))],
            document=document,
            quote=text[start:end][:_SHOWN],
            zh=said.get("zh", ""),
            en=said.get("en", ""),
        )


def _node(report: Graph, found: Node) -> Node:
    """Give the node that is wrong: a constraint of the plan returns it as the value."""
    focus, value = report.value(found, SH.focusNode), report.value(found, SH.value)
    if report.value(found, SH.sourceConstraint) and isinstance(value, URIRef):
        return value
    if focus is None:
        raise TypeError("a result without a focus node")
    return focus


def _integer(node: Node | None) -> int:
    number = node.toPython() if isinstance(node, Literal) else 0
    return number if isinstance(number, int) and number >= 0 else 0
