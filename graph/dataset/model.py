"""Convert what was read from a document to rows.

Guarantees:
    1. Pure: the same extraction gives the same corpus.
    2. Rows are in document order; units in the order of their ids.
    3. Every row names its plan, so that the rows of many plans can be put together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from extract.messages import Message
from extract.records import Assignment, BlockKind, Document, Extraction, Section, Severity, Span, Task, Unit
from extract.version import lexicon_version, program_version
from graph.dataset.clarity import Grade, graded
from graph.dataset.document import key_of, text_sha256
from graph.dataset.rows import (
    AssignmentRow,
    Corpus,
    FindingRow,
    LedgerRow,
    PlanRow,
    Row,
    SectionRow,
    TaskRow,
    UnitRow,
    table_by_table,
)
from graph.dataset.schema import Value
from ontology import iris
from ontology.catalogue import Language

_R = TypeVar("_R", bound=Row)

JOINER = "；"
"""Separates the deadlines of one task in the field of its row."""


def corpus_of(extraction: Extraction) -> Corpus:
    """Convert what was read from one document to rows.

    Guarantees:
        1. Every assignment of the extraction is a row, with its own IRI.
        2. The clarity of each task is graded from its own assignments.
        3. The corpus is in the order of ``ordered``.

    Raises:
        ValueError: when the extraction names a unit, task or section that it does not contain.
    """
    plan = iris.plan(extraction.document.id)
    corpus = Corpus(
        plans=(_plan(extraction, plan),),
        sections=tuple(_section(section, plan) for section in extraction.sections),
        tasks=tuple(_task(task, plan) for task in extraction.tasks),
        units=tuple(map(unit_row, extraction.units)),
        assignments=_assignments(extraction, plan),
        findings=_findings(extraction, plan),
        ledger=tuple(_row(LedgerRow, line, plan=plan, **_span(line.span)) for line in extraction.ledger),
    )
    return graded(ordered(check(corpus)))


def plan_finding(plan: str, iri: str, code: str, what: Message, remedy: Message) -> FindingRow:
    """Make a warning about a plan, in both languages; it has no place in the text."""
    return FindingRow(
        iri=iri,
        plan=plan,
        code=code,
        severity=str(Severity.WARNING),
        what_zh=what.render(),
        what_en=what.render(Language.EN),
        remedy_zh=remedy.render(),
        remedy_en=remedy.render(Language.EN),
        start=0,
        end=0,
        quote="",
        task="",
    )


def ordered(corpus: Corpus) -> Corpus:
    """Sort the rows of each table by the ``order`` of their type."""
    return table_by_table(lambda name, row_type: sorted(getattr(corpus, name), key=row_type.order))


def check(corpus: Corpus) -> Corpus:
    """Refuse rows that refer to rows which do not exist.

    Raises:
        ValueError: naming the first row that does.
    """
    plans = {row.iri for row in corpus.plans}
    homes = plans | {row.iri for row in corpus.sections}
    tasks = {row.iri for row in corpus.tasks}
    units = {row.iri for row in corpus.units}
    _refuse("section", ((row.iri, row.parent) for row in corpus.sections if row.parent not in homes))
    _refuse("task", ((row.iri, row.part_of) for row in corpus.tasks if row.part_of not in homes))
    _refuse("assignment", ((row.iri, row.task) for row in corpus.assignments if row.task not in tasks))
    _refuse("assignment", ((row.iri, row.unit) for row in corpus.assignments if row.unit not in units))
    _refuse("finding", ((row.iri, row.task) for row in corpus.findings if row.task and row.task not in tasks))
    return corpus


def merged(corpora: Iterable[Corpus]) -> Corpus:
    """Put the rows of several corpora together and sort them; a unit of several is as the first plan names it."""
    return ordered(side_by_side(sorted(corpora, key=lambda corpus: [plan.iri for plan in corpus.plans])))


def side_by_side(corpora: Sequence[Corpus]) -> Corpus:
    """Put together corpora that are each sorted, and whose plans are: only units have to be sorted again."""
    units: dict[str, UnitRow] = {}
    for unit in chain.from_iterable(corpus.units for corpus in corpora):
        units.setdefault(unit.iri, unit)
    joined = table_by_table(lambda name, _: chain.from_iterable(getattr(corpus, name) for corpus in corpora))
    return replace(joined, units=tuple(sorted(units.values(), key=UnitRow.order)))


def _refuse(kind: str, dangling: Iterable[tuple[str, str]]) -> None:
    for iri, target in dangling:
        raise ValueError(f"the {kind} {iri} points at {target}, which is not there")


def _row(row_type: type[_R], record: object, **given: Value) -> _R:
    """Make a row of a record of the text: each field that is not given is the attribute of the same name."""
    make: Callable[..., _R] = row_type
    names = [field.name for field in fields(row_type) if field.name not in given]
    return make(**given, **{name: _plain(getattr(record, name)) for name in names})


def _plain(value: Value) -> Value:
    return str(value) if isinstance(value, StrEnum) else value


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _plan(extraction: Extraction, plan: str) -> PlanRow:
    document = extraction.document
    return _row(
        PlanRow,
        extraction.plan,
        iri=plan,
        id=iris.last(plan),
        source=document.name,
        characters=len(document.text),
        sha256=document.id,
        pages=_pages(document),
        document=iris.document(plan),
        replaces="",
        key=key_of(extraction.plan),
        text_sha256=text_sha256(document),
        program=program_version(),
        lexicon=lexicon_version(),
    )


def _pages(document: Document) -> tuple[int, ...]:
    """Find where each page begins; headers and notes at the end of the text do not count.

    A page on which no paragraph begins has the start of the next one.
    """
    starts: dict[int, int] = {}
    for block in document.blocks:
        if block.page and block.kind not in {BlockKind.NOISE, BlockKind.FOOTNOTE}:
            starts[block.page] = min(block.span.start, starts.get(block.page, block.span.start))
    found: list[int] = []
    following = len(document.text)
    for page in range(max(starts, default=0), 0, -1):
        following = min(starts.get(page, following), following)
        found.append(following)
    return (0, *found[:-1][::-1]) if found else ()


def _home(plan: str, section: str) -> str:
    return iris.section(plan, section) if section else plan


def _section(section: Section, plan: str) -> SectionRow:
    parent = _home(plan, section.parent)
    return _row(
        SectionRow, section, iri=iris.section(plan, section.id), plan=plan, parent=parent, **_span(section.span)
    )


def _task(task: Task, plan: str) -> TaskRow:
    return _row(
        TaskRow,
        task,
        iri=iris.task(plan, task.id),
        plan=plan,
        part_of=_home(plan, task.section),
        deadline=JOINER.join(limit.words for limit in task.deadlines),
        deadline_place=JOINER.join(limit.place for limit in task.deadlines),
        times_in_text=JOINER.join(limit.words for limit in task.times),
        clarity=str(Grade.NONE),
        presumed_convener="",
        **_span(task.span),
    )


def unit_row(unit: Unit) -> UnitRow:
    """Make the row of a unit of the text."""
    return _row(UnitRow, unit, iri=iris.unit(unit.id))


def _assignments(extraction: Extraction, plan: str) -> tuple[AssignmentRow, ...]:
    read = sorted(extraction.assignments, key=_in_text)
    names = iris.numbered(iris.assignment(plan, one.mention.span.start, str(one.role)) for one in read)
    return tuple(_assignment(one, plan, name) for one, name in zip(read, names, strict=True))


def _in_text(one: Assignment) -> tuple[int, int, str, str, str]:
    return one.mention.span.start, one.mention.span.end, str(one.role), one.task, one.unit


def _assignment(one: Assignment, plan: str, iri: str) -> AssignmentRow:
    return _row(
        AssignmentRow,
        one.mention,
        iri=iri,
        plan=plan,
        task=iris.task(plan, one.task),
        unit=iris.unit(one.unit),
        role=str(one.role),
        mention=one.mention.words,
        basis=str(one.basis),
        rule=one.rule,
        confidence=one.confidence,
        **_span(one.mention.span),
    )


def _findings(extraction: Extraction, plan: str) -> tuple[FindingRow, ...]:
    english = Language.EN
    found = sorted(
        extraction.findings, key=lambda one: (one.span, one.code, one.task, one.quote, one.what.render(english))
    )
    names = iris.numbered(iris.finding(plan, one.span.start, one.code) for one in found)
    return tuple(
        _row(
            FindingRow,
            one,
            iri=name,
            plan=plan,
            what_zh=one.what.render(),
            what_en=one.what.render(english),
            remedy_zh=one.remedy.render(),
            remedy_en=one.remedy.render(english),
            task=iris.task(plan, one.task) if one.task else "",
            **_span(one.span),
        )
        for one, name in zip(found, names, strict=True)
    )
