"""The workload of an archive out of what was counted of each plan: numbers of all units, records of those looked at.

Guarantees:
    1. The records are those of ``graph.measures.workload.workload`` over all rows, in its order; shares may differ by
       the rounding of their sum.
    2. A record is made when it is needed: what is in memory is a few numbers a unit.

Source: see ``graph.measures.workload``.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from typing import TypeAlias, overload

import numpy as np

from extract.records import Role
from graph.dataset.columns import ROLES, Floats, Ints
from graph.dataset.rows import UnitRow
from graph.dataset.summary import ANY
from graph.dataset.totals import Carried
from graph.measures.workload import (
    DEFAULT_WEIGHTS,
    Count,
    Ranks,
    Sensitivity,
    Workload,
    competition_places,
    is_fragile,
    quadrant,
)

Described: TypeAlias = Callable[[Sequence[str]], Mapping[str, tuple[UnitRow, tuple[str, ...]]]]
"""Gives units with the sections of their tasks, by IRI."""

_AT_ONCE = 500  # records made together


class Loads(Sequence[Workload]):
    """What each unit carries, most tasks led first."""

    def __init__(
        self, summed: Mapping[str, Carried], described: Described, without: frozenset[str] = frozenset()
    ) -> None:
        """Take what was counted.

        Args:
            summed: the sums of the units, by role.
            described: gives what is known of some units.
            without: collectives that are left out; the sums have to leave their parts of the shares out, too.
        """
        self.iris: Sequence[str] = sorted(set(summed[ANY].units) - without) if ANY in summed else ()
        self._described = described
        width = len(self.iris)
        self._full: Mapping[str, Ints] = {role: np.zeros(width, dtype=np.int64) for role in (*ROLES, ANY)}
        self._shared = {role: np.zeros(width) for role in ROLES}
        self._first = {role: np.zeros(width, dtype=np.int64) for role in ROLES}
        self._breadth = np.zeros(width, dtype=np.int64)
        places = {iri: place for place, iri in enumerate(self.iris)}
        for role, some in summed.items():
            self._fill(role, some, np.array([places.get(unit, -1) for unit in some.units], dtype=np.int64))
        self._weigh()

    def _fill(self, role: str, some: Carried, places: Ints) -> None:
        taken, at = places >= 0, places[places >= 0]
        self._full[role][at] = some.n[taken]
        if role == ANY:
            self._breadth[at] = some.sections[taken]
        else:
            self._shared[Role(role)][at] = some.share[taken]
            self._first[Role(role)][at] = some.first[taken]

    def _weigh(self) -> None:
        """Work out what depends on all units: places, means, the order."""
        width = len(self.iris)
        self._weighted: Floats = np.zeros(width)
        for role in ROLES:
            self._weighted += DEFAULT_WEIGHTS[role] * self._full[role]
        led = (self._full[Role.LEAD], np.round(self._shared[Role.LEAD], 9), self._first[Role.LEAD])
        self._ranks = tuple(competition_places(values) for values in led)
        busy = self._full[ANY] > 0
        self._means = tuple(float(one[busy].mean()) if busy.any() else 0.0 for one in (self._full[ANY], self._breadth))
        self.order: Ints = np.lexsort((np.arange(width), -self._full[ANY], -self._weighted, -led[2], -led[1], -led[0]))

    def __len__(self) -> int:
        """Count the units."""
        return len(self.order)

    @overload
    def __getitem__(self, place: int) -> Workload: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Workload, ...]: ...

    def __getitem__(self, place: int | slice) -> Workload | tuple[Workload, ...]:
        """Make the records at some places."""
        if isinstance(place, slice):
            return self.of([self.iris[one] for one in self.order[place].tolist()])
        return self.of([self.iris[int(self.order[place])]])[0]

    def __iter__(self) -> Iterator[Workload]:
        """Make all records, some at a time."""
        for start in range(0, len(self), _AT_ONCE):
            yield from self[start : start + _AT_ONCE]

    def of(self, iris: Sequence[str]) -> tuple[Workload, ...]:
        """Give the records of some units, in their order there; a unit that carries nothing has none."""
        places = [place for place in map(self._at, iris) if place is not None]
        described = self._described([self.iris[place] for place in places])
        return tuple(self._record(place, *described[self.iris[place]]) for place in places)

    def only(self, iris: Collection[str]) -> "Loads":
        """Keep some units."""
        kept = [place for place in map(self._at, iris) if place is not None]
        return self._ordered(self.order[np.isin(self.order, kept)])

    def arranged(self, key: str, *, down: bool) -> "Loads | None":
        """Sort by a number, equal ones in their order; None where the key names none."""
        numbers = {
            "led": self._full[Role.LEAD],
            "led_shared": self._shared[Role.LEAD],
            "led_first": self._first[Role.LEAD],
            "supported": self._full[Role.SUPPORT],
            "joint": self._full[Role.JOINT],
            "weighted": self._weighted,
            "tasks": self._full[ANY],
            "sections": self._breadth,
        }
        if key not in numbers:
            return None
        values = numbers[key][self.order]
        return self._ordered(self.order[np.argsort(-values if down else values, kind="stable")])

    def _ordered(self, order: Ints) -> "Loads":
        view = copy(self)
        view.order = order
        return view

    def _at(self, iri: str) -> int | None:
        place = bisect_left(self.iris, iri)
        return place if place < len(self.iris) and self.iris[place] == iri else None

    def most(self, many: int, count: str) -> tuple[Workload, ...]:
        """Give the units that lead most by ``full``, ``split`` or ``first`` count, equal ones in their order."""
        ways = {"full": self._full[Role.LEAD], "split": self._shared[Role.LEAD], "first": self._first[Role.LEAD]}
        values = ways[count][self.order]
        leading = self._full[Role.LEAD][self.order] > 0
        best = np.argsort(-values[leading], kind="stable")[:many]
        return self.of([self.iris[place] for place in self.order[leading][best].tolist()])

    def leading(self) -> int:
        """Count the units that lead a task."""
        return int(np.count_nonzero(self._full[Role.LEAD]))

    def fragile(self) -> int:
        """Count the units whose place depends on the way of counting, as ``is_fragile`` tells."""
        rule, leading = Sensitivity(), self._ranks[0] > 0
        places = np.array([np.where(one > 0, one, np.inf)[leading] for one in self._ranks])
        low, high = places.min(axis=0), places.max(axis=0)
        return int(np.count_nonzero((low <= rule.top) & (high - low >= rule.shift)))

    def numbers(self, iri: str) -> tuple[int, int, int]:
        """Give the tasks that a unit leads, supports, and has in any role; zeros for one that is not there."""
        place = self._at(iri)
        if place is None:
            return 0, 0, 0
        led, supported, every = (int(self._full[role][place]) for role in (Role.LEAD, Role.SUPPORT, ANY))
        return led, supported, every

    def _rank(self, place: int) -> Ranks:
        full, shared, first = (int(one[place]) for one in self._ranks)
        return Ranks(full=full, shared=shared, first=first)

    def _record(self, place: int, unit: UnitRow, sections: tuple[str, ...]) -> Workload:
        depth, breadth = self._means
        counts = {
            role: Count(
                full=int(self._full[role][place]),
                shared=float(self._shared[role][place]),
                first=int(self._first[role][place]),
            )
            for role in ROLES
        }
        return Workload(
            unit=unit,
            led=counts[Role.LEAD],
            supported=counts[Role.SUPPORT],
            joint=counts[Role.JOINT],
            implemented=counts[Role.IMPLEMENT],
            guided=counts[Role.GUIDE],
            supervised=counts[Role.SUPERVISE],
            weighted=float(self._weighted[place]),
            ranks=self._rank(place),
            fragile=is_fragile(self._rank(place), Sensitivity()),
            tasks=int(self._full[ANY][place]),
            sections=sections,
            quadrant=quadrant(broad=self._breadth[place] > breadth, deep=self._full[ANY][place] > depth),
        )
