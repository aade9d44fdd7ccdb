"""What a reader asks of the tasks, the tasks that fit, and for each further condition how many it would leave.

The tasks lie in columns, worked out once an index, so that a condition is one pass over numbers however many plans there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from api.pages.haystack import Haystack
from api.pages.index import ROLES, Index
from graph.measures import columns as measured
from graph.measures.clarity import DEFINITIONS
from graph.measures.overlap import BEARERS
from graph.rows import TaskRow

LISTED = 300  # values of one facet, since nobody looks through more

ROLE_NAMES = tuple(role.value for role in measured.ROLES)
BEARING = "bearers"  # the value of the role that asks for those who bear a task: its leads, or all who share it
NOWHERE = -1  # the place of what is not there

Ints: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a reader asks of the tasks; an empty field asks nothing."""

    plan: str = ""
    role: str = ""
    unit: str = ""
    section: str = ""
    clarity: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet, with the tasks it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of a facet that would leave tasks; ``more`` of them, those that leave fewest, are not listed."""

    options: tuple[Option, ...]
    more: int = 0


class Table:
    """The tasks of an index in columns."""

    def __init__(self, index: Index) -> None:
        self.index = index
        corpus = index.corpus
        laid = measured.columns(corpus)
        self.units = laid.units
        self.task, self.unit, self.role = laid.task, laid.unit, laid.role  # of each counted assignment
        self._plans = {row.iri: place for place, row in enumerate(corpus.plans)}
        self.plan = _ints([self._plans[row.plan] for row in corpus.tasks])
        self.grades = tuple(str(grade) for grade in DEFINITIONS)
        grades = {grade: place for place, grade in enumerate(self.grades)}
        self.clarity = _ints([grades.get(row.clarity, len(grades)) for row in corpus.tasks])
        self._sections = {row.iri: place for place, row in enumerate(corpus.sections)}
        self._units = {row.iri: place for place, row in enumerate(laid.units)}
        above = {
            row.part_of: [self._sections[section.iri] for section in index.sections_of(row)] for row in corpus.tasks
        }
        self.section = _ints(list(chain.from_iterable(above[row.part_of] for row in corpus.tasks)))
        self.inside = np.repeat(np.arange(len(corpus.tasks)), [len(above[row.part_of]) for row in corpus.tasks])

    @cached_property
    def words(self) -> Haystack:
        """The words of each task: its text, its title, what it calls units."""
        index = self.index
        return Haystack(
            (row.text, row.title, *dict.fromkeys(one.mention for one in index.of_task(row)))
            for row in index.corpus.tasks
        )

    def marked(self, places: Iterable[int] | Ints) -> Mask:
        """Mark some tasks by their places."""
        mask = np.zeros(len(self.plan), dtype=np.bool_)
        mask[places if isinstance(places, np.ndarray) else _ints(list(places))] = True
        return mask

    def assignments(self, asked: Filter) -> Mask:
        """Mark the counted assignments that have the role and the unit asked for."""
        index, mask = self.index, np.ones(len(self.task), dtype=np.bool_)
        if asked.role:
            names = [role.value for role in BEARERS] if asked.role == BEARING else [asked.role]
            mask &= np.isin(self.role, [ROLE_NAMES.index(name) for name in names if name in ROLE_NAMES])
        if asked.unit:
            unit = index.unit_by_id.get(asked.unit)
            mask &= self.unit == (self._units.get(unit.iri, NOWHERE) if unit else NOWHERE)
        return mask

    def passing(self, asked: Filter) -> Mask:
        """Mark the tasks that meet every condition; one on something unknown lets nothing pass."""
        index, mask = self.index, np.ones(len(self.plan), dtype=np.bool_)
        if asked.plan:
            plan = index.plan_by_id.get(asked.plan)
            mask &= self.plan == (self._plans[plan.iri] if plan else NOWHERE)
        if asked.clarity:
            mask &= self.clarity == (self.grades.index(asked.clarity) if asked.clarity in self.grades else NOWHERE)
        if asked.section:
            section = index.section_by_key.get(asked.section)
            wanted = self._sections[section.iri] if section else NOWHERE
            mask &= self.marked(self.inside[self.section == wanted])
        if asked.role or asked.unit:
            mask &= self.marked(self.task[self.assignments(asked)])
        if asked.q:
            named = (place for place, row in enumerate(index.corpus.tasks) if row.ref == asked.q)
            mask &= self.marked(chain(self.words.having(asked.q), named))
        return mask


def chosen(index: Index, asked: Filter) -> tuple[TaskRow, ...]:
    """The tasks that meet every condition, in document order."""
    tasks = index.corpus.tasks
    if asked == Filter():
        return tasks
    return tuple(tasks[place] for place in np.flatnonzero(index.once(Table).passing(asked)).tolist())


def facets(index: Index, asked: Filter) -> Mapping[str, Facet]:
    """The values of each facet with the number of tasks each would leave, the other conditions kept."""
    table, corpus = index.once(Table), index.corpus

    def left(**changes: str) -> Mask:
        return table.passing(_changed(asked, changes))

    def paired(values: Ints, many: int, **changes: str) -> Ints:
        """Count the tasks of each value of the assignments, when one of their conditions is changed."""
        kept = left(role="", unit="")[table.task] & table.assignments(_changed(asked, changes))
        pairs = measured.distinct(table.task[kept] * many + values[kept])
        return np.bincount(pairs % many, minlength=many)

    clarity = np.bincount(table.clarity[left(clarity="")], minlength=len(table.grades))
    role = paired(table.role, len(measured.ROLES), role="")
    roles = {name: role[ROLE_NAMES.index(name)] for name in ROLES}
    if asked.role == BEARING:
        roles[BEARING] = np.int64(np.count_nonzero(left()))
    unit = paired(table.unit, max(len(table.units), 1), unit="")
    section = np.bincount(table.section[left(section="")[table.inside]], minlength=len(corpus.sections))
    plan = np.bincount(table.plan[left(plan="")], minlength=len(corpus.plans))
    loaded = sorted(np.flatnonzero(unit).tolist(), key=lambda place: (-unit[place], table.units[place].id))
    return {
        "clarity": _facet(asked.clarity, ((name, name, clarity[place]) for place, name in enumerate(table.grades))),
        "role": _facet(asked.role, ((name, name, count) for name, count in roles.items())),
        "unit": _facet(asked.unit, ((table.units[at].id, table.units[at].name, unit[at]) for at in loaded)),
        "section": _facet(
            asked.section,
            (
                (index.section_key(row), "　" * (row.level - 1) + f"{row.number}{row.title}", section[place])
                for place, row in enumerate(corpus.sections)
                if section[place]
            ),
        ),
        "plan": _facet(
            asked.plan, ((row.id, row.title or row.source, plan[place]) for place, row in enumerate(corpus.plans))
        ),
    }


def _facet(value: str, every: Iterable[tuple[str, str, np.int64]]) -> Facet:
    """List values that would leave tasks, in their order; of too many those that leave most, and the one asked for."""
    options = [Option(value=name, label=label, count=int(count)) for name, label, count in every if count]
    most = sorted(options, key=lambda option: (option.value != value, -option.count))[:LISTED]
    kept = {option.value for option in most}
    return Facet(options=tuple(option for option in options if option.value in kept), more=len(options) - len(most))


def _changed(asked: Filter, changes: Mapping[str, str]) -> Filter:
    return replace(asked, **changes)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
