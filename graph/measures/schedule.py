"""Spread the tasks of units over time: which unit has how many tasks due in which year, quarter or month.

Only deadlines in clauses and cells count; times that the running text mentions are listed apart. Whether a deadline is over
is a matter of progress, see ``graph.progress``.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.records import Role
from graph.dataset.columns import columns
from graph.dataset.deadlines import last_day
from graph.dataset.rows import Corpus, TaskRow, UnitRow

_MONTHS = 3  # of a quarter


class Period(StrEnum):
    """How long the spans of time are."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    def of(self, day: datetime.date) -> str:
        """Name the period of a day; names sort in the order of time.

        >>> [period.of(datetime.date(2025, 6, 30)) for period in Period]
        ['2025', '2025-Q2', '2025-06']
        """
        match self:
            case Period.YEAR:
                return f"{day.year}"
            case Period.QUARTER:
                return f"{day.year}-Q{(day.month - 1) // _MONTHS + 1}"
            case Period.MONTH:
                return f"{day:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedTask:
    """A task that names a time, and the units that lead it or are jointly responsible.

    Attributes:
        day: the last day that its deadline allows; None where it names no year or has no end, or there is no deadline.
    """

    task: TaskRow
    day: datetime.date | None
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSchedule:
    """The tasks with a deadline that one unit leads or is jointly responsible for.

    Attributes:
        due: tasks by the name of the period of their last day; a period without one is not in it.
        undated: tasks whose deadline names no year or has no end.
    """

    unit: UnitRow
    tasks: int
    due: Mapping[str, int]
    undated: int


def with_deadline(corpus: Corpus) -> tuple[TimedTask, ...]:
    """List the tasks with a deadline, the earliest first, then those without a last day, each in document order."""
    found = _timed(corpus, [task for task in corpus.tasks if task.deadline])
    return tuple(sorted(found, key=lambda one: one.day or datetime.date.max))


def with_time_in_text(corpus: Corpus) -> tuple[TimedTask, ...]:
    """List the tasks whose running text mentions a time, in document order."""
    return _timed(corpus, [task for task in corpus.tasks if task.times_in_text])


def unit_schedules(timed: Sequence[TimedTask], period: Period = Period.QUARTER) -> tuple[UnitSchedule, ...]:
    """Spread the tasks of each unit over time.

    Guarantees:
        1. A task counts once for a unit, in the period of its last day; ``undated`` and ``due`` add up to ``tasks``.
        2. Most tasks first, then by the IRI of the unit.
    """
    held: dict[UnitRow, list[TimedTask]] = defaultdict(list)
    for one in timed:
        for unit in one.units:
            held[unit].append(one)
    found = (
        UnitSchedule(
            unit=unit,
            tasks=len(tasks),
            due=Counter(period.of(one.day) for one in tasks if one.day),
            undated=sum(one.day is None for one in tasks),
        )
        for unit, tasks in held.items()
    )
    return tuple(sorted(found, key=lambda row: (-row.tasks, row.unit.iri)))


def _timed(corpus: Corpus, tasks: Sequence[TaskRow]) -> tuple[TimedTask, ...]:
    table = columns(corpus)
    units: dict[str, list[UnitRow]] = defaultdict(list)
    for task, unit in zip(*(side.tolist() for side in table.pairs((Role.LEAD, Role.JOINT))), strict=True):
        units[table.tasks[task].iri].append(table.units[unit])
    return tuple(TimedTask(task=task, day=last_day(task.deadline), units=tuple(units[task.iri])) for task in tasks)
