"""From what was read to rows: the meeting of a text's facts with the names of the vocabulary.

Guarantees:
    1. Pure: the same extraction gives the same corpus.
    2. Rows stand in document order; units in the order of their ids.
    3. Every row names its plan, so that the rows of many plans can lie side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from extract.records import Assignment, BlockKind, Document, Extraction, Unit
from graph.dataset.clarity import Grade, grade
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from ontology import iris
from ontology.catalogue import Language, catalogue

JOINER = "；"
"""Stands between the deadlines of one task in the single field of its row."""


def corpus_of(extraction: Extraction) -> Corpus:
    """Turn what was read from one document into rows.

    Guarantees:
        1. Every assignment of the extraction is a row, with its own IRI.
        2. The clarity of each task is graded from its own assignments.
        3. The corpus is in the order of ``ordered``.

    Raises:
        ValueError: when the extraction names a unit, task or section that it does not hold.
    """
    plan = iris.plan(extraction.document.id)
    corpus = Corpus(
        plans=(_plan(extraction, plan),),
        sections=_sections(extraction, plan),
        tasks=_tasks(extraction, plan),
        units=tuple(map(unit_row, extraction.units)),
        assignments=_assignments(extraction, plan),
        findings=_findings(extraction, plan),
        ledger=_ledger(extraction, plan),
    )
    return graded(ordered(check(corpus)))


def ordered(corpus: Corpus) -> Corpus:
    """Put the rows of a corpus in their one order: by plan, by place in the text, by name."""
    place = attrgetter("plan", "start", "end", "iri")
    return Corpus(
        plans=tuple(sorted(corpus.plans, key=attrgetter("iri"))),
        sections=tuple(sorted(corpus.sections, key=_outermost_first)),
        tasks=tuple(sorted(corpus.tasks, key=_outermost_first)),
        units=tuple(sorted(corpus.units, key=attrgetter("id", "iri"))),
        assignments=tuple(sorted(corpus.assignments, key=place)),
        findings=tuple(sorted(corpus.findings, key=place)),
        ledger=tuple(sorted(corpus.ledger, key=attrgetter("plan", "start", "end", "state", "rule"))),
    )


def graded(corpus: Corpus) -> Corpus:
    """Grade the lead clarity of every task anew from its assignments."""
    units = {unit.iri: unit for unit in corpus.units}
    of_task: dict[str, list[AssignmentRow]] = {task.iri: [] for task in corpus.tasks}
    for row in corpus.assignments:
        of_task[row.task].append(row)
    return replace(
        corpus,
        tasks=tuple(replace(task, clarity=str(grade(of_task[task.iri], units))) for task in corpus.tasks),
    )


def check(corpus: Corpus) -> Corpus:
    """Refuse rows that point at rows which are not there.

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


def merged(corpora: Sequence[Corpus]) -> Corpus:
    """Lay the rows of several corpora side by side; a unit named in several stands once, as the first plan names it."""
    corpora = sorted(corpora, key=lambda corpus: tuple(plan.iri for plan in corpus.plans))
    units: dict[str, UnitRow] = {}
    for corpus in corpora:
        for unit in corpus.units:
            units.setdefault(unit.iri, unit)
    return ordered(
        Corpus(
            plans=tuple(row for corpus in corpora for row in corpus.plans),
            sections=tuple(row for corpus in corpora for row in corpus.sections),
            tasks=tuple(row for corpus in corpora for row in corpus.tasks),
            units=tuple(units.values()),
            assignments=tuple(row for corpus in corpora for row in corpus.assignments),
            findings=tuple(row for corpus in corpora for row in corpus.findings),
            ledger=tuple(row for corpus in corpora for row in corpus.ledger),
        )
    )


def _outermost_first(row: SectionRow | TaskRow) -> tuple[str, int, int, str]:
    return row.plan, row.start, -row.end, row.iri


def _refuse(kind: str, dangling: Iterable[tuple[str, str]]) -> None:
    for iri, target in dangling:
        raise ValueError(f"the {kind} {iri} points at {target}, which is not there")


def _plan(extraction: Extraction, plan: str) -> PlanRow:
    document, said = extraction.document, extraction.plan
    return PlanRow(
        iri=plan,
        id=iris.last(plan),
        title=said.title,
        source=document.name,
        issuer=said.issuer,
        number=said.number,
        issued=said.issued,
        place_code=said.place_code,
        place_name=said.place_name,
        level=str(said.level),
        characters=len(document.text),
        sha256=document.id,
        pages=_pages(document),
    )


def _pages(document: Document) -> tuple[int, ...]:
    """Find where each page begins; what is set apart at the end of the text (headers, notes) does not count.

    A page on which no paragraph begins starts where the next one does.
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


def _sections(extraction: Extraction, plan: str) -> tuple[SectionRow, ...]:
    return tuple(
        SectionRow(
            iri=iris.section(plan, section.id),
            plan=plan,
            id=section.id,
            number=section.number,
            title=section.title,
            level=section.level,
            parent=_home(plan, section.parent),
            start=section.span.start,
            end=section.span.end,
        )
        for section in extraction.sections
    )


def _tasks(extraction: Extraction, plan: str) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            iri=iris.task(plan, task.id),
            plan=plan,
            id=task.id,
            ref=task.ref,
            number=task.number,
            title=task.title,
            text=task.text,
            part_of=_home(plan, task.section),
            start=task.span.start,
            end=task.span.end,
            deadline=JOINER.join(limit.words for limit in task.deadlines),
            clarity=str(Grade.NONE),
        )
        for task in extraction.tasks
    )


def unit_row(unit: Unit) -> UnitRow:
    """Write a unit of the text down as a row."""
    return UnitRow(
        iri=iris.unit(unit.id),
        id=unit.id,
        name=unit.name,
        body=unit.body,
        kind=str(unit.kind),
        place_code=unit.place_code,
        place_name=unit.place_name,
        level=str(unit.level),
        registered=unit.registered,
    )


def _assignments(extraction: Extraction, plan: str) -> tuple[AssignmentRow, ...]:
    read = sorted(extraction.assignments, key=_stand)
    names = iris.numbered(iris.assignment(plan, one.mention.span.start, str(one.role)) for one in read)
    return tuple(_assignment(one, plan, name) for one, name in zip(read, names, strict=True))


def _stand(one: Assignment) -> tuple[int, int, str, str, str]:
    return one.mention.span.start, one.mention.span.end, str(one.role), one.task, one.unit


def _assignment(one: Assignment, plan: str, iri: str) -> AssignmentRow:
    mention = one.mention
    return AssignmentRow(
        iri=iri,
        plan=plan,
        task=iris.task(plan, one.task),
        unit=iris.unit(one.unit),
        role=str(one.role),
        mention=mention.words,
        start=mention.span.start,
        end=mention.span.end,
        label=mention.label,
        rank=mention.rank,
        of=mention.of,
        ranked=mention.ranked,
        basis=str(one.basis),
        rule=one.rule,
        confidence=one.confidence,
    )


def _findings(extraction: Extraction, plan: str) -> tuple[FindingRow, ...]:
    english = catalogue(Language.EN)
    found = sorted(
        extraction.findings, key=lambda one: (one.span, one.code, one.task, one.quote, one.what.render(english))
    )
    names = iris.numbered(iris.finding(plan, one.span.start, one.code) for one in found)
    return tuple(
        FindingRow(
            iri=name,
            plan=plan,
            code=one.code,
            severity=str(one.severity),
            what_zh=one.what.render(),
            what_en=one.what.render(english),
            remedy_zh=one.remedy.render(),
            remedy_en=one.remedy.render(english),
            start=one.span.start,
            end=one.span.end,
            quote=one.quote,
            task=iris.task(plan, one.task) if one.task else "",
        )
        for one, name in zip(found, names, strict=True)
    )


def _ledger(extraction: Extraction, plan: str) -> tuple[LedgerRow, ...]:
    return tuple(
        LedgerRow(plan=plan, start=line.span.start, end=line.span.end, state=str(line.state), rule=line.rule)
        for line in extraction.ledger
    )
