"""What a reader selects of the tasks, the tasks that fit, and for each further condition how many it would leave.

The tasks lie in columns, worked out once an index, so that a condition is one pass over numbers however many plans there are.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt
from sqlalchemy import case, func, select

from api.read_model.index import Index
from api.read_model.row_list import RowList
from api.tables.tasks import TITLE
from graph.dataset import columns as measured
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.row_snapshot import Place
from graph.dataset.rows import SectionRow, TaskRow
from graph.dataset.sql_tables import LINKS, ROWS, WITHIN
from graph.measures.overlap import BEARERS

LISTED = 300  # values of one facet, since nobody looks through more

ROLE_NAMES = tuple(role.value for role in measured.ROLES)
BEARING = "bearers"  # the value of the role that asks for those who bear a task: its leads, or all who share it
ROLE_VALUES = (*ROLE_NAMES, BEARING)
NOWHERE = -1  # the place of what is not there
_PLACES = 1 << 20  # things of one kind in one plan, at most

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
    convener: str = ""
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
    """The tasks of an index in columns, in document order."""

    def __init__(self, index: Index) -> None:
        self.index = index
        rows = index.rows
        self._graphs = tuple(rows.order)  # in their order
        self._ordinals = np.zeros(max(self._graphs, default=0) + 1, dtype=np.int64)
        self._ordinals[list(self._graphs)] = np.arange(len(self._graphs))
        graphs, places, grades, conveners = rows.columns(ROWS["tasks"], "place", "clarity", "presumed_convener")
        keys = self._keys(graphs, places)
        order = np.argsort(keys)
        self.keys = keys[order]
        self.places = np.stack([_ints(graphs)[order], _ints(places)[order]], axis=1)
        self.grades = tuple(str(grade) for grade in DEFINITIONS)
        known = {grade: place for place, grade in enumerate(self.grades)}
        self.clarity = _ints([known.get(grade, len(known)) for grade in grades])[order]
        self.plans = tuple(rows.number_of)
        numbers = {number: place for place, number in enumerate(rows.number_of.values())}
        self.plan = _ints([numbers[graph] for graph in self.places[:, 0].tolist()])
        self._having: tuple[str, Mask] | None = None
        self._take_sections()
        codes = self._take_units()
        self.convener = _ints([codes.get(iri, NOWHERE) for iri in conveners])[order]

    def _take_sections(self) -> None:
        graphs, sections, tasks = self.index.rows.columns(WITHIN, "section", "task")
        self.sections, self.section = np.unique(self._keys(graphs, sections), return_inverse=True)
        self.inside = np.searchsorted(self.keys, self._keys(graphs, tasks))

    def _take_units(self) -> dict[str, int]:
        """Take the units that have a task, and the task, the unit and the role of each assignment that counts.

        Returns:
            The place of each unit, by IRI.
        """
        graphs, tasks, units, roles = self.index.rows.columns(LINKS, "task", "unit", "role")
        self.task, self.role = np.searchsorted(self.keys, self._keys(graphs, tasks)), _ints(roles)
        owners, places, iris, ids = self.index.rows.columns(ROWS["units"], "place", "iri", "id")
        named = self._keys(owners, places)
        used = np.isin(named, self._keys(graphs, units))
        self.units = sorted({(ids[place], iris[place]) for place in np.flatnonzero(used).tolist()})
        codes = {iri: place for place, (_, iri) in enumerate(self.units)}
        order = np.argsort(named)
        code = _ints([codes.get(iri, NOWHERE) for iri in iris])[order]
        self.unit = code[np.searchsorted(named[order], self._keys(graphs, units))]
        return codes

    def _keys(self, graphs: Sequence[int] | Ints, places: Sequence[int] | Ints) -> Ints:
        """Number things among all plans, in document order."""
        return self._ordinals[_ints(graphs)] * _PLACES + _ints(places)

    def place(self, name: str, value: str) -> int:
        """Give the place of what a condition requests, ``NOWHERE`` where there is none."""
        index = self.index
        if name == "role":
            return ROLE_VALUES.index(value) if value in ROLE_VALUES else NOWHERE
        if name == "clarity":
            return self.grades.index(value) if value in self.grades else NOWHERE
        if name == "plan":
            plan = index.plan_by_id.get(value)
            return self.plans.index(plan.iri) if plan else NOWHERE
        if name == "section":
            return self._place_of_section(value)
        unit = index.unit_by_id.get(value)
        key = (unit.id, unit.iri) if unit else ("", "")
        place = bisect_left(self.units, key)
        return place if place < len(self.units) and self.units[place] == key else NOWHERE

    def _place_of_section(self, value: str) -> int:
        section = self.index.section_by_key.get(value)
        if section is None:
            return NOWHERE
        within = self.index.sections_in(self.index.plan_of[section.plan]).index(section)
        key = self._keys((self.index.rows.number_of[section.plan],), (within,))
        place = int(np.searchsorted(self.sections, key)[0])
        return place if place < len(self.sections) and self.sections[place] == key[0] else NOWHERE

    def said_units(self, places: Sequence[int]) -> list[tuple[str, str]]:
        """Give the ids and names of units."""
        self.index.unit_of.ready(self.units[place][1] for place in places)
        return [(self.units[place][0], self.index.unit_of[self.units[place][1]].name) for place in places]

    def said_sections(self, places: Sequence[int]) -> list[tuple[str, str]]:
        """Give the keys and headings of sections, set in by their level."""
        held = [divmod(int(self.sections[place]), _PLACES) for place in places]
        rows = self.index.rows.at(SectionRow, [(self._graphs[ordinal], place) for ordinal, place in held])
        return [(self.index.section_key(row), "　" * (row.level - 1) + f"{row.number}{row.title}") for row in rows]

    def said_plans(self, places: Sequence[int]) -> list[tuple[str, str]]:
        """Give the ids and titles of plans."""
        rows = [self.index.plans[place] for place in places]
        return [(row.id, row.title or row.source) for row in rows]

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
        if asked.convener:
            place = self.place("convener", asked.convener)
            mask &= (self.convener == place) & (place != NOWHERE)
        if asked.section:
            mask &= self.marked(self.inside[self.section == self.place("section", asked.section)])
        if asked.role or asked.unit:
            mask &= self.marked(self.task[self.assignments(asked)])
        return mask & self.having(asked.q) if asked.q else mask

    def having(self, words: str) -> Mask:
        """Mark the tasks with some words or a reference; those of the last words are known."""
        known = self._having
        if known is None or known[0] != words:
            rows = self.index.rows
            found = np.array(
                [*rows.task_places_having(words), *rows.task_places_called(words)], dtype=np.int64
            ).reshape(-1, 2)
            keys = self._keys(found[:, 0], found[:, 1])
            self._having = known = words, self.marked(np.searchsorted(self.keys, keys))
        return known[1]

    def by_clarity(self, asked: Filter, order: Sequence[str]) -> RowList[TaskRow]:
        """List the tasks that meet every condition, grade by grade, in document order within a grade."""
        rank = _ints([*(order.index(grade) for grade in self.grades), len(order)])
        return self.listed(asked, rank[self.clarity])

    def listed(self, asked: Filter, rank: Ints | None = None) -> RowList[TaskRow]:
        """List the tasks that meet every condition, the lowest rank first, in document order within a rank."""
        tasks = np.flatnonzero(self.passing(asked))
        if rank is not None:
            tasks = tasks[np.argsort(rank[tasks], kind="stable")]
        return RowList(self.index.rows, TaskRow, _TaskPlaces(self.places, tasks), self.index.ready)

    @cached_property
    def titles(self) -> Ints:
        """The place of each task in the order of ``title_of``."""
        tasks = ROWS["tasks"]
        words = case((tasks.c.title == "", func.substr(tasks.c.text, 1, TITLE)), else_="")
        asked = select(tasks.c.graph, tasks.c.place, tasks.c.title, words)
        rows = self.index.rows.ask(asked.where(*self.index.rows.inside(tasks.c.graph)))
        ordered = sorted({title or " ".join(text.split()) for *_, title, text in rows})
        rank = {title: place for place, title in enumerate(ordered)}
        found = np.zeros(len(self.plan), dtype=np.int64)
        keys = self._keys([row[0] for row in rows], [row[1] for row in rows])
        found[np.searchsorted(self.keys, keys)] = [rank[row[2] or " ".join(row[3].split())] for row in rows]
        return found


class _TaskPlaces(Sequence[Place]):
    """The places of some tasks, given when they are looked at."""

    def __init__(self, places: Ints, tasks: Ints) -> None:
        self._places, self._tasks = places, tasks

    def __len__(self) -> int:
        return len(self._tasks)

    @overload
    def __getitem__(self, place: int) -> Place: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Place, ...]: ...

    def __getitem__(self, place: int | slice) -> Place | tuple[Place, ...]:
        found = self._places[self._tasks[place]]
        if isinstance(place, slice):
            return tuple((graph, at) for graph, at in found.tolist())
        return int(found[0]), int(found[1])


def chosen(index: Index, asked: Filter, sort: str = "", order: str = "up") -> RowList[TaskRow]:
    """The tasks that meet every condition, in document order, or sorted by title or clarity."""
    table = index.once(TaskColumns)
    rank = table.titles if sort == "title" else table.clarity if sort == "clarity" else None
    return table.listed(asked, -rank if rank is not None and order != "up" else rank)


def facets(index: Index, asked: Filter) -> Mapping[str, Facet]:
    """The values of each facet with the number of tasks each would leave, under the other conditions."""
    table = index.once(TaskColumns)

    def left(**changes: str) -> Mask:
        return table.passing(replace(asked, **changes))

    def paired(values: Ints, many: int, **changes: str) -> Ints:
        """Count the tasks of each value of the assignments, when one of their conditions is changed."""
        kept = left(role="", unit="")[table.task] & table.assignments(replace(asked, **changes))
        pairs = measured.distinct(table.task[kept] * many + values[kept])
        return np.bincount(pairs % many, minlength=many)

    def facet(name: str, value: str, counts: Ints, said: Callable[[Sequence[int]], Sequence[tuple[str, str]]]) -> Facet:
        places, more = _listed(counts, table.place(name, value))
        ordered = places if name in {"unit", "convener"} else sorted(places)
        pairs = zip(said(ordered), counts[ordered].tolist(), strict=True)
        return Facet(
            options=tuple(Option(value=key, label=label, count=count) for (key, label), count in pairs), more=more
        )

    clarity = np.bincount(table.clarity[left(clarity="")], minlength=len(table.grades))[: len(table.grades)]
    role = paired(table.role, len(ROLE_NAMES), role="")
    if asked.role == BEARING:
        role = np.append(role, np.count_nonzero(left()))
    unit = paired(table.unit, max(len(table.units), 1), unit="")
    sections = np.bincount(table.section[left(section="")[table.inside]], minlength=len(table.sections))
    plan = np.bincount(table.plan[left(plan="")], minlength=len(table.plans))
    presumed = table.convener[left(convener="")]
    convener = np.bincount(presumed[presumed != NOWHERE], minlength=len(table.units))
    return {
        "convener": facet("convener", asked.convener, convener, table.said_units),
        "clarity": facet(
            "clarity", asked.clarity, clarity, lambda places: [(table.grades[one],) * 2 for one in places]
        ),
        "role": facet("role", asked.role, role, lambda places: [(ROLE_VALUES[one],) * 2 for one in places]),
        "unit": facet("unit", asked.unit, unit, table.said_units),
        "section": facet("section", asked.section, sections, table.said_sections),
        "plan": facet("plan", asked.plan, plan, table.said_plans),
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


def _ints(values: Sequence[int] | Ints) -> Ints:
    return np.array(values, dtype=np.int64)
