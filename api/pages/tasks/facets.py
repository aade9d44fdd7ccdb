"""What a reader selects of the tasks, the tasks that fit, and for each further condition how many it would leave.

The tasks lie in columns, worked out once an index, so that a condition is one pass over numbers however many plans there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from api.read_model.index import Index
from api.read_model.substring_index import SubstringIndex
from graph.dataset import columns as measured
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import TaskRow
from graph.measures.overlap import BEARERS

LISTED = 300  # values of one facet, since nobody looks through more

ROLE_NAMES = tuple(role.value for role in measured.ROLES)
BEARING = "bearers"  # the value of the role that asks for those who bear a task: its leads, or all who share it
ROLE_VALUES = (*ROLE_NAMES, BEARING)
NOWHERE = -1  # the place of what is not there

Ints: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a reader selects of the tasks; an empty field sets no condition."""

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


class TaskColumns:
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
    def words(self) -> SubstringIndex:
        """The words of each task: its text, its title, what it calls units."""
        index = self.index
        return SubstringIndex(
            (row.text, row.title, *dict.fromkeys(one.mention for one in index.of_task(row)))
            for row in index.corpus.tasks
        )

    def place(self, name: str, value: str) -> int:
        """Give the place of what a condition requests, ``NOWHERE`` where there is none."""
        index = self.index
        if name == "role":
            return ROLE_VALUES.index(value) if value in ROLE_VALUES else NOWHERE
        if name == "clarity":
            return self.grades.index(value) if value in self.grades else NOWHERE
        if name == "plan":
            plan = index.plan_by_id.get(value)
            return self._plans[plan.iri] if plan else NOWHERE
        if name == "section":
            section = index.section_by_key.get(value)
            return self._sections[section.iri] if section else NOWHERE
        unit = index.unit_by_id.get(value)
        return self._units.get(unit.iri, NOWHERE) if unit else NOWHERE

    def marked(self, places: Iterable[int] | Ints) -> Mask:
        """Mark some tasks by their places."""
        mask = np.zeros(len(self.plan), dtype=np.bool_)
        mask[places if isinstance(places, np.ndarray) else _ints(list(places))] = True
        return mask

    def assignments(self, asked: Filter) -> Mask:
        """Mark the counted assignments that have the role and the unit requested."""
        mask = np.ones(len(self.task), dtype=np.bool_)
        if asked.role:
            names = [role.value for role in BEARERS] if asked.role == BEARING else [asked.role]
            mask &= np.isin(self.role, [self.place("role", name) for name in names])
        if asked.unit:
            mask &= self.unit == self.place("unit", asked.unit)
        return mask

    def passing(self, asked: Filter) -> Mask:
        """Mark the tasks that meet every condition; one on something unknown lets nothing pass."""
        mask = np.ones(len(self.plan), dtype=np.bool_)
        if asked.plan:
            mask &= self.plan == self.place("plan", asked.plan)
        if asked.clarity:
            mask &= self.clarity == self.place("clarity", asked.clarity)
        if asked.section:
            mask &= self.marked(self.inside[self.section == self.place("section", asked.section)])
        if asked.role or asked.unit:
            mask &= self.marked(self.task[self.assignments(asked)])
        if asked.q:
            named = (place for place, row in enumerate(self.index.corpus.tasks) if row.ref == asked.q)
            mask &= self.marked(chain(self.words.having(asked.q), named))
        return mask


def chosen(index: Index, asked: Filter) -> tuple[TaskRow, ...]:
    """The tasks that meet every condition, in document order."""
    tasks = index.corpus.tasks
    if asked == Filter():
        return tasks
    return tuple(tasks[place] for place in np.flatnonzero(index.once(TaskColumns).passing(asked)).tolist())


def facets(index: Index, asked: Filter) -> Mapping[str, Facet]:
    """The values of each facet with the number of tasks each would leave, under the other conditions."""
    table, corpus = index.once(TaskColumns), index.corpus

    def left(**changes: str) -> Mask:
        return table.passing(replace(asked, **changes))

    def paired(values: Ints, many: int, **changes: str) -> Ints:
        """Count the tasks of each value of the assignments, when one of their conditions is changed."""
        kept = left(role="", unit="")[table.task] & table.assignments(replace(asked, **changes))
        pairs = measured.distinct(table.task[kept] * many + values[kept])
        return np.bincount(pairs % many, minlength=many)

    def facet(name: str, value: str, counts: Ints, said: Callable[[int], tuple[str, str]]) -> Facet:
        places, more = _listed(counts, table.place(name, value))
        ordered = places if name == "unit" else sorted(places)
        pairs = ((*said(place), int(counts[place])) for place in ordered)
        return Facet(
            options=tuple(Option(value=key, label=label, count=count) for key, label, count in pairs), more=more
        )

    def section(place: int) -> tuple[str, str]:
        row = corpus.sections[place]
        return index.section_key(row), "　" * (row.level - 1) + f"{row.number}{row.title}"

    clarity = np.bincount(table.clarity[left(clarity="")], minlength=len(table.grades))[: len(table.grades)]
    role = paired(table.role, len(ROLE_NAMES), role="")
    if asked.role == BEARING:
        role = np.append(role, np.count_nonzero(left()))
    unit = paired(table.unit, max(len(table.units), 1), unit="")
    sections = np.bincount(table.section[left(section="")[table.inside]], minlength=len(corpus.sections))
    plan = np.bincount(table.plan[left(plan="")], minlength=len(corpus.plans))
    return {
        "clarity": facet("clarity", asked.clarity, clarity, lambda place: (table.grades[place],) * 2),
        "role": facet("role", asked.role, role, lambda place: (ROLE_VALUES[place],) * 2),
        "unit": facet("unit", asked.unit, unit, lambda place: (table.units[place].id, table.units[place].name)),
        "section": facet("section", asked.section, sections, section),
        "plan": facet(
            "plan",
            asked.plan,
            plan,
            lambda place: (corpus.plans[place].id, corpus.plans[place].title or corpus.plans[place].source),
        ),
    }


def _listed(counts: Ints, asked: int) -> tuple[list[int], int]:
    """Give the places that would leave tasks, most first, equal ones in order, and how many are left out.

    Of too many the first are listed, and the one requested.
    """
    places = np.flatnonzero(counts)
    ordered: list[int] = places[np.argsort(-counts[places], kind="stable")].tolist()
    listed = ordered[:LISTED]
    if asked in ordered[LISTED:]:
        listed[-1] = asked
    return listed, len(ordered) - len(listed)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
