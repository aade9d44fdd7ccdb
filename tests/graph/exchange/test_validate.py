"""Each shape is made to fire by planting one fault, and the report must name that fault and nothing else."""

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read
from extract.records import Extraction, Severity
from graph.dataset.model import corpus_of
from graph.dataset.rows import AssignmentRow, Corpus
from graph.dataset.triples import literal, ntriples
from graph.exchange.validate import EndedProcessError, ForeignGraphError, _shapes, report_rdf, validate, validate_store
from graph.store import open_store
from ontology import iris
from ontology.catalogue import Language
from ontology.terms import DIRECT, NS, OA, PROV, XSD, Term
from tests.graph.conftest import SHARED, SMALL

type_ = str(RDF.type)
label = str(RDFS.label)


def nt(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> {target} .\n"


def link(iri: str) -> str:
    return f"<{iri}>"


def number(value: int | str, kind: str = "integer") -> str:
    return f'"{value}"^^<{XSD}{kind}>'


class Planted:
    """The graph of the small plan as lines, to be broken one statement at a time."""

    def __init__(self, extraction: Extraction) -> None:
        self.corpus: Corpus = corpus_of(extraction)
        self.lines = ntriples(self.corpus, extraction.document.text).decode().splitlines(keepends=True)

    def drop(self, subject: str, predicate: str, target: str = "") -> "Planted":
        start = f"<{subject}> <{predicate}> {target}"
        kept = [line for line in self.lines if not line.startswith(start)]
        assert len(kept) < len(self.lines), f"nothing to drop: {start}"
        self.lines = kept
        return self

    def say(self, subject: str, predicate: str, target: str) -> "Planted":
        self.lines.append(nt(subject, predicate, target))
        return self

    def swap(self, subject: str, predicate: str, target: str) -> "Planted":
        return self.drop(subject, predicate).say(subject, predicate, target)

    @property
    def plan(self) -> str:
        return self.corpus.plans[0].iri

    @property
    def section(self) -> str:
        return self.corpus.sections[0].iri

    @property
    def task(self) -> str:
        return self.corpus.tasks[0].iri

    @property
    def idle(self) -> str:
        """The task without any assignment."""
        return self.corpus.tasks[1].iri

    @property
    def counted(self) -> AssignmentRow:
        return self.corpus.assignments[1]

    @property
    def sentence(self) -> AssignmentRow:
        return self.corpus.assignments[0]

    @property
    def unit(self) -> str:
        return self.counted.unit

    @property
    def finding(self) -> str:
        return self.corpus.findings[0].iri

    @property
    def line(self) -> str:
        row = self.corpus.ledger[2]
        return iris.line(self.plan, row.start, row.end)

    def quote(self) -> str:
        return iris.part(self.counted.iri, "quote")

    def position(self) -> str:
        return iris.part(self.counted.iri, "position")


@pytest.fixture
def planted(small: Extraction) -> Planted:
    return Planted(small)


Fault = Callable[[Planted], object]
a = "urn:nobody"
SINGLE: dict[str, Fault] = {
    "assignment-rule": lambda p: p.swap(p.counted.iri, Term.RULE, '""'),
    "assignment-basis": lambda p: p.say(p.counted.iri, Term.BASIS, link(Term.BASIS_TABLE)),
    "assignment-rank": lambda p: p.swap(p.counted.iri, Term.RANK, number(3)),
    "assignment-confidence": lambda p: p.swap(p.counted.iri, Term.CONFIDENCE, number("1.5", "decimal")),
    "assignment-source": lambda p: p.drop(p.counted.iri, PROV + "wasDerivedFrom"),
    "evidence-words": lambda p: p.swap(p.quote(), OA + "exact", '"州财政局"'),
    "evidence-start": lambda p: p.swap(p.position(), OA + "start", number(0)),
    "evidence-end": lambda p: p.drop(p.position(), OA + "end"),
    "task-home": lambda p: p.drop(p.task, Term.PART_OF),
    "task-text": lambda p: p.drop(p.task, Term.TEXT),
    "task-clarity": lambda p: p.say(p.task, Term.CLARITY, link(Term.CLARITY_SOLE)),
    "task-lead-or-reason": lambda p: p.swap(p.idle, Term.CLARITY, link(Term.CLARITY_SOLE)),
    "task-none-means-none": lambda p: p.swap(p.task, Term.CLARITY, link(Term.CLARITY_NONE)),
    "section-home": lambda p: p.say(p.section, Term.PART_OF, link(p.task)),
    "section-depth": lambda p: p.swap(p.section, Term.DEPTH, number(0)),
    "section-reference": lambda p: p.drop(p.section, Term.REFERENCE),
    "unit-body": lambda p: p.say(p.unit, Term.BODY, '"公安厅"'),
    "unit-place": lambda p: p.say(p.unit, Term.AT_PLACE, link(iris.place("650000"))).say(
        iris.place("650000"), type_, link(Term.PLACE)
    ),
    "unit-kind": lambda p: p.swap(p.unit, Term.KIND, link(Term.ROLE_LEAD)),
    "unit-name": lambda p: p.say(p.unit, label, '"另一个名字"@zh'),
    "unit-placed-or-unknown": lambda p: p.drop(p.unit, Term.AT_PLACE),
    "span-start": lambda p: p.swap(p.section, Term.START, number(-1)),
    "span-end": lambda p: p.say(p.section, Term.END, number(40)),
    "span-plan": lambda p: p.drop(p.section, Term.IN_PLAN),
    "finding-code": lambda p: p.say(p.finding, Term.CODE, '"Numbering Gap"'),
    "finding-severity": lambda p: p.drop(p.finding, Term.SEVERITY),
    "finding-what": lambda p: p.drop(p.finding, Term.WHAT, '"Numbering'),
    "line-state": lambda p: p.say(p.line, Term.STATE, link(Term.STATE_UNREAD)),
    "line-rule": lambda p: p.drop(p.line, Term.RULE),
    "plan-hash": lambda p: p.swap(p.plan, Term.SHA256, '"abc"'),
    "plan-level": lambda p: p.drop(p.plan, Term.LEVEL),
    "plan-length": lambda p: p.swap(p.plan, Term.TEXT, literal(SMALL + "。")),
    "inside-text": lambda p: p.swap(p.section, Term.END, number(10_000)),
    "words-at-place": lambda p: p.swap(p.counted.iri, Term.MENTION, '"州财政局"').swap(
        p.quote(), OA + "exact", '"州财政局"'
    ),
    "quote-at-place": lambda p: p.swap(p.finding, Term.QUOTE, '"9."'),
    "node-has-direct": lambda p: p.drop(p.task, Term.SUPPORTED_BY),
    "direct-has-node": lambda p: p.say(p.task, Term.GUIDED_BY, link(p.unit)),
    "direct-from-task-to-unit": lambda p: p.say(a, Term.LEAD_BY, link(p.unit)),
    "one-unit-a-body": lambda p: p.swap(p.unit, Term.BODY, '"司法局"'),
    "number-twice": lambda p: p.swap(p.idle, Term.REFERENCE, '"1.1"'),
    "number-gap": lambda p: p.swap(p.finding, Term.CODE, '"something-else"'),
}
BROAD: dict[str, Fault] = {
    "assignment-mention": lambda p: p.drop(p.sentence.iri, Term.MENTION),
    "assignment-task": lambda p: p.drop(p.sentence.iri, Term.OF_TASK),
    "assignment-unit": lambda p: p.say(p.sentence.iri, Term.TO_UNIT, link(a)),
    "assignment-role": lambda p: p.swap(p.sentence.iri, Term.ROLE, link(Term.KIND_SINGLE)),
    "plan-text": lambda p: p.drop(p.plan, Term.TEXT),
    "ledger-tiles": lambda p: p.drop(p.line, Term.START),
}
"""Faults that cannot be planted without another shape having a say."""


def test_a_plan_as_written_conforms(planted: Planted) -> None:
    report = validate("".join(planted.lines).encode())
    assert report.results == ()
    assert report.conforms


@pytest.mark.parametrize("shape", SINGLE)
def test_each_planted_fault_is_reported_and_nothing_else(shape: str, planted: Planted) -> None:
    SINGLE[shape](planted)
    report = validate("".join(planted.lines).encode())
    assert {result.shape for result in report.results} == {shape}
    assert report.conforms == (shape in {"number-twice", "number-gap"})
    for result in report.results:
        assert result.zh
        assert result.en
        assert result.document == "small.txt"


@pytest.mark.parametrize("shape", BROAD)
def test_each_broad_fault_is_reported_among_its_consequences(shape: str, planted: Planted) -> None:
    BROAD[shape](planted)
    report = validate("".join(planted.lines).encode())
    assert shape in {result.shape for result in report.results}
    assert not report.conforms


def test_every_shape_has_a_fault_that_makes_it_fire() -> None:
    shapes = _shapes()
    named = {str(s).split("#")[-1] for s, p, _ in shapes if p == SH.message}
    assert named == set(SINGLE) | set(BROAD)
    for subject in set(shapes.subjects(SH.message)):
        said = {o.language for o in shapes.objects(subject, SH.message) if isinstance(o, Literal)}
        assert said == {"zh", "en"}, subject


def test_a_result_names_the_place_and_the_words(planted: Planted) -> None:
    SINGLE["words-at-place"](planted)
    (result,) = validate("".join(planted.lines).encode()).results
    row = planted.counted
    assert (result.node, result.start, result.end, result.quote) == (row.iri, row.start, row.end, "州公安局")
    assert result.severity is Severity.ERROR
    assert "原文该处" in result.message.render()


def test_the_report_is_rdf_that_says_the_same(planted: Planted) -> None:
    SINGLE["unit-name"](planted)
    report = validate("".join(planted.lines).encode())
    written = report_rdf(report)
    graph = Graph().parse(data=written, format="nt")
    assert written == report_rdf(validate("".join(reversed(planted.lines)).encode()))
    assert {str(o) for o in graph.objects(None, SH.focusNode)} == {planted.unit}
    assert set(graph.objects(None, SH.conforms)) == {Literal(lexical_or_value=False)}
    assert list(graph.subjects(RDF.type, SH.ValidationReport)) == [URIRef(planted.plan + "#report")]


@pytest.mark.parametrize(
    "foreign",
    [b"", b"<urn:a> <urn:b> <urn:c> .\n", b"not rdf at all", b"\xff\xfe", f"<urn:a> <{type_}> <{NS}plan> .\n".encode()],
)
def test_rdf_of_another_vocabulary_is_refused_with_the_reason(foreign: bytes) -> None:
    with pytest.raises(ForeignGraphError) as raised:
        validate(foreign)
    assert raised.value.message.render()
    assert raised.value.message.render(Language.EN)


TOGETHER = (
    "assignment-rule",
    "assignment-rank",
    "assignment-confidence",
    "assignment-source",
    "evidence-start",
    "evidence-end",
    "task-none-means-none",
    "section-depth",
    "unit-name",
    "span-plan",
    "finding-code",
    "line-rule",
    "plan-hash",
    "plan-level",
    "quote-at-place",
    "direct-has-node",
    "direct-from-task-to-unit",
)
"""Faults that do not get in each other's way."""


def test_many_planted_faults_are_reported_together_and_nothing_else(planted: Planted) -> None:
    for shape in TOGETHER:
        SINGLE[shape](planted)
    together = validate("".join(planted.lines).encode())
    assert [result.shape for result in sorted(together.results, key=lambda result: result.shape)] == sorted(TOGETHER)


def test_faults_planted_in_a_real_plan_are_reported_where_they_are() -> None:
    document = read(Path(extract_room.__file__).parent / "examples" / "changji-2015.txt")
    extraction = extract(document)
    broken = Planted(extraction)
    corpus = broken.corpus
    counted = [row for row in corpus.assignments if row.counted]
    first, second, third = counted[3], counted[40], counted[90]
    gap = next(row for row in corpus.findings if row.quote)
    broken.swap(first.iri, Term.START, number(first.start + 1))
    broken.drop(second.task, DIRECT[second.role], link(second.unit))
    broken.drop(third.iri, Term.EVIDENCE)
    broken.say(corpus.units[7].iri, Term.BODY, '"另一机构"')
    broken.swap(corpus.tasks[2].iri, Term.CLARITY, link(Term.CLARITY_NONE))
    broken.swap(gap.iri, Term.QUOTE, '"没有的话"')
    expected = {
        ("evidence-start", first.iri),
        ("words-at-place", first.iri),
        ("node-has-direct", second.iri),
        ("evidence-words", third.iri),
        ("evidence-start", third.iri),
        ("evidence-end", third.iri),
        ("unit-body", corpus.units[7].iri),
        ("task-none-means-none", corpus.tasks[2].iri),
        ("quote-at-place", gap.iri),
    }
    report = validate("".join(broken.lines).encode())
    errors = {(result.shape, result.node) for result in report.results if result.severity is Severity.ERROR}
    assert errors == expected
    assert not report.conforms


@pytest.mark.corpus
@pytest.mark.parametrize(
    "start", sorted(path.stem for path in (SHARED / "corpus" / "gold").glob("*.jsonl")) or ["none"]
)
def test_the_graph_of_every_labelled_plan_conforms(start: str) -> None:
    folder = SHARED / "corpus" / "docs"
    if not folder.exists():
        pytest.skip("the development corpus is not beside the checkout")
    document = read(next(folder.glob(f"{start}-*")))
    report = validate(ntriples(corpus_of(extract(document)), document.text))
    assert report.results == ()


def test_a_process_that_ends_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr("graph.exchange.validate.in_order", ended)
    with open_store(tmp_path / "data") as store, pytest.raises(EndedProcessError, match="意外结束"):
        list(validate_store(store))
