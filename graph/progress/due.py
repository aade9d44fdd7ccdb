"""Tasks with a deadline on a day that a person names: done, overdue, due and not reported, not yet due; by unit and section.

A report in a ledger that was read back says how far a task is. A later report or ledger among the plans, in which the same
task is found, is listed with it: its words say how far it is, and nothing is concluded from them.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.compare.decisions import PairEntry
from graph.compare.duty_changes import REPORTING, plan_steps
from graph.compare.plans import aligned
from graph.dataset.rows import Corpus, SectionRow, TaskRow, UnitRow
from graph.measures.schedule import TimedTask, with_deadline
from graph.measures.views import of_plans
from graph.progress.records import ProgressEntry, ProgressState


class DueState(StrEnum):
    """How a task with a deadline is on a day."""

    OVERDUE = "overdue"  # reported, not done, its last day over
    DUE_NOT_REPORTED = "due_not_reported"  # its last day over, and nothing reported
    DONE = "done"
    NOT_DUE = "not_due"
    UNDATED = "undated"  # its deadline names no year or has no end


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTask:
    """A task with a deadline on a day.

    Attributes:
        section: the outermost one that it is in; None outside of any.
        report: the report in force.
        later: the tasks of later reports and ledgers that are surely, or likely, the same.
    """

    timed: TimedTask
    section: SectionRow | None
    state: DueState
    report: ProgressEntry | None = None
    later: tuple[TaskRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounts:
    """The tasks with a deadline of one unit, or of one section."""

    of: UnitRow | SectionRow
    counts: Counter[DueState]


def due_tasks(
    corpus: Corpus, day: datetime.date, said: Mapping[str, ProgressEntry], decided: Sequence[PairEntry] = ()
) -> tuple[DueTask, ...]:
    """Say of each task with a deadline how it is on a day: what is over first, the longest first.

    Args:
        corpus: the plans.
        day: the day.
        said: the report in force of each task that has one, by the IRI of the task.
        decided: what people decided of pairs of tasks, as far as it is in force.
    """
    later, sections = _later(corpus, decided), outermost(corpus)
    found = (
        DueTask(
            timed=one,
            section=sections.get(one.task.iri),
            state=due_state(one, said.get(one.task.iri), day),
            report=said.get(one.task.iri),
            later=later.get(one.task.iri, ()),
        )
        for one in with_deadline(corpus)
    )
    order = list(DueState)
    return tuple(sorted(found, key=lambda row: order.index(row.state)))


def due_state(one: TimedTask, report: ProgressEntry | None, day: datetime.date) -> DueState:
    """Say how a task is on a day; what was reported as overdue is so."""
    state = report.state if report else ProgressState.NOT_REPORTED
    if state is ProgressState.DONE:
        return DueState.DONE
    if state is ProgressState.OVERDUE:
        return DueState.OVERDUE
    if one.day is None:
        return DueState.UNDATED
    if one.day >= day:
        return DueState.NOT_DUE
    return DueState.DUE_NOT_REPORTED if state is ProgressState.NOT_REPORTED else DueState.OVERDUE


def by_unit(rows: Sequence[DueTask]) -> tuple[DueCounts, ...]:
    """Count the tasks of each unit that is responsible for them, most overdue and due first."""
    found: dict[UnitRow, Counter[DueState]] = defaultdict(Counter)
    for row in rows:
        for unit in row.timed.units:
            found[unit][row.state] += 1
    counts = (DueCounts(of=unit, counts=held) for unit, held in found.items())
    return tuple(sorted(counts, key=lambda row: (*(-row.counts[state] for state in DueState), row.of.iri)))


def by_section(rows: Sequence[DueTask]) -> tuple[DueCounts, ...]:
    """Count the tasks of each outermost section, in the order of the plans."""
    found: dict[SectionRow, Counter[DueState]] = defaultdict(Counter)
    for row in rows:
        if row.section:
            found[row.section][row.state] += 1
    return tuple(
        DueCounts(of=one, counts=held) for one, held in sorted(found.items(), key=lambda item: item[0].order())
    )


def outermost(corpus: Corpus) -> Mapping[str, SectionRow]:
    """Give the outermost section of each task that is in one, by the IRI of the task."""
    sections = {row.iri: row for row in corpus.sections}

    def top(iri: str) -> SectionRow | None:
        row = sections.get(iri)
        while row and row.parent in sections:
            row = sections[row.parent]
        return row

    found = ((task.iri, top(task.part_of)) for task in corpus.tasks)
    return {iri: row for iri, row in found if row}


def _later(corpus: Corpus, decided: Sequence[PairEntry]) -> Mapping[str, tuple[TaskRow, ...]]:
    """Find each task of a plan in the reports and ledgers that come after it."""
    found: dict[str, list[TaskRow]] = defaultdict(list)
    for step in plan_steps(corpus.plans, later=REPORTING):
        pair = of_plans(corpus, (step.earlier.iri, step.later.iri))
        for match in aligned(pair, step.earlier.iri, step.later.iri, decided).matches:
            found[match.left.iri].append(match.right)
    return {iri: tuple(tasks) for iri, tasks in found.items()}
