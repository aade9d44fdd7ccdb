"""Count how much each unit carries, in three ways side by side, and say when the answer depends on the way.

Definitions, for one unit and one role:
    full: tasks in which it has the role.
    shared: the same, a task with k units in the role counting 1/k to each.
    first: tasks in which it is first in the list of the role.

Source: full against fractional counting, Waltman & van Eck 2015, J. Informetrics 9(4):872–894; the 1/k share,
Lindsey 1980, Social Studies of Science 10(2):145–162. Breadth and depth as used for joint policy making.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from extract.messages import message
from extract.records import Role
from graph.dataset.columns import ROLES, Columns, Floats, Ints, Laid, columns, distinct
from graph.dataset.rows import UnitRow
from graph.errors import MeasureError


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Tasks in one role, counted three ways (see the module)."""

    full: int
    shared: float
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Place among all units by tasks led, under each count: 1 carries most, equals share a place, 0 leads nothing."""

    full: int
    shared: int
    first: int


class Quadrant(StrEnum):
    """Breadth (sections) against depth (tasks): each above the mean of the units that have a task, or not."""

    CORE = "core"  # 骨干: broad and deep
    SPECIALIST = "specialist"  # 专精: deep, not broad
    LIAISON = "liaison"  # 广涉: broad, not deep
    MARGIN = "margin"  # 一般: neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What one unit carries.

    Attributes:
        weighted: sum over roles of the role's weight times the full count.
        tasks: depth, the distinct tasks in which the unit has any role.
        sections: breadth, the IRIs of the innermost sections those tasks are in.
        fragile: the unit's place among the most loaded depends on the way of counting.
    """

    unit: UnitRow
    led: Count
    supported: Count
    joint: Count
    implemented: Count
    guided: Count
    supervised: Count
    weighted: float
    ranks: Ranks
    fragile: bool
    tasks: int
    sections: tuple[str, ...]
    quadrant: Quadrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """When a place is called fragile: among the ``top`` under one count, and ``shift`` places away under another."""

    top: int = 10
    shift: int = 2

    def __post_init__(self) -> None:
        """Refuse numbers below 1.

        Raises:
            MeasureError: when ``top`` or ``shift`` is below 1.
        """
        if min(self.top, self.shift) < 1:
            raise MeasureError(message("top 和 shift 都不能小于 1。"))


# a task led is a task; the rest is a convention, which an office replaces by its own
DEFAULT_WEIGHTS: Mapping[Role, float] = {
    Role.LEAD: 1.0,
    Role.JOINT: 0.5,
    Role.IMPLEMENT: 0.5,
    Role.SUPPORT: 0.25,
    Role.GUIDE: 0.25,
    Role.SUPERVISE: 0.25,
}


def workload(
    corpus: Laid,
    weights: Mapping[Role, float] = DEFAULT_WEIGHTS,
    sensitivity: Sensitivity = Sensitivity(),
    *,
    sentences: bool = False,
) -> tuple[Workload, ...]:
    """Count what each unit carries.

    Guarantees:
        1. One record a unit of the corpus, most tasks led first (then shared, first, weighted, IRI); a unit that only
           the running text names has none, unless ``sentences`` are counted.
        2. For each role the shared counts, and the first-listed counts, add up to the tasks that have the role.
        3. Renaming units or shuffling rows changes no number.

    Args:
        corpus: the rows, or a view of them (see ``graph.measures.views``), or their columns.
        weights: what a task in each role weighs; a role left out weighs 0.
        sensitivity: when a place is called fragile.
        sentences: whether duties of the running text count as well; columns contain this already.

    Raises:
        MeasureError: when a weight is negative, infinite or not a number, or rows contradict each other.
    """
    check_weights(weights)
    table = columns(corpus, sentences=sentences)
    counts = {role: counts_of(table, role) for role in ROLES}
    ranks = _ranks(counts[Role.LEAD])
    depth, sections = _spread(table)
    breadth = [len(listed) for listed in sections]
    busy = [place for place, tasks in enumerate(depth) if tasks]
    mean_depth, mean_breadth = _mean([depth[place] for place in busy]), _mean([breadth[place] for place in busy])
    records = [
        Workload(
            unit=unit,
            led=counts[Role.LEAD][place],
            supported=counts[Role.SUPPORT][place],
            joint=counts[Role.JOINT][place],
            implemented=counts[Role.IMPLEMENT][place],
            guided=counts[Role.GUIDE][place],
            supervised=counts[Role.SUPERVISE][place],
            weighted=math.fsum(weights.get(role, 0.0) * counts[role][place].full for role in ROLES),
            ranks=ranks[place],
            fragile=is_fragile(ranks[place], sensitivity),
            tasks=depth[place],
            sections=sections[place],
            quadrant=quadrant(broad=breadth[place] > mean_breadth, deep=depth[place] > mean_depth),
        )
        for place, unit in enumerate(table.units)
    ]
    return tuple(sorted(records, key=_order))


def check_weights(weights: Mapping[Role, float]) -> None:
    """Refuse weights that are no weights.

    Raises:
        MeasureError: when a weight is negative, infinite or not a number.
    """
    for role, weight in weights.items():
        if not (math.isfinite(weight) and weight >= 0):
            raise MeasureError(message("角色 {role} 的权重必须是不小于 0 的数：{weight}", role=role, weight=weight))


def _order(row: Workload) -> tuple[float, float, float, float, int, str]:
    return (-row.led.full, -round(row.led.shared, 9), -row.led.first, -row.weighted, -row.tasks, row.unit.iri)


def counts_of(table: Columns, role: Role) -> tuple[Count, ...]:
    """Count one role for every unit, in the order of ``table.units``."""
    task, unit = table.pairs((role,))
    width = len(table.units)
    full = np.bincount(unit, minlength=width)
    first = np.bincount(table.first(role), minlength=width)
    return tuple(
        Count(full=int(all_), shared=float(part), first=int(head))
        for all_, part, head in zip(full, _shares(task, unit, width), first, strict=True)
    )


def _shares(task: Ints, unit: Ints, width: int) -> Floats:
    """Add up 1/k by unit; equal shares are added together first, so the order of the rows leaves no trace."""
    if not len(task):
        return np.zeros(width)
    per_task = np.bincount(task)[task]
    order = np.argsort(per_task, kind="stable")
    return np.bincount(unit[order], weights=1.0 / per_task[order], minlength=width).astype(np.float64)


def _ranks(counts: Sequence[Count]) -> tuple[Ranks, ...]:
    if not counts:
        return ()
    led = ((count.full, round(count.shared, 9), count.first) for count in counts)
    places = (competition_places(np.array(values)).tolist() for values in zip(*led, strict=True))
    return tuple(Ranks(full=full, shared=shared, first=first) for full, shared, first in zip(*places, strict=True))


def competition_places(values: Ints | Floats) -> Ints:
    """Give competition places, largest first; 0 for a unit that has nothing.

    >>> competition_places(np.array([3, 5, 0, 3, 1])).tolist()
    [2, 1, 0, 2, 4]
    """
    larger = len(values) - np.searchsorted(np.sort(values), values, side="right")
    return np.where(values > 0, larger + 1, 0).astype(np.int64)


def is_fragile(ranks: Ranks, sensitivity: Sensitivity) -> bool:
    """Tell whether the place flips; a unit never listed first ranks after all that are."""
    if ranks.full == 0:
        return False
    places = [place or math.inf for place in (ranks.full, ranks.shared, ranks.first)]
    return min(places) <= sensitivity.top and max(places) - min(places) >= sensitivity.shift


def _spread(table: Columns) -> tuple[list[int], list[tuple[str, ...]]]:
    """Give each unit's distinct tasks, and the sections they are in."""
    task, unit = table.pairs(ROLES)
    width, many = len(table.units), max(len(table.homes), 1)
    keys = distinct(unit * many + table.home_of[task])
    edges = np.searchsorted(keys, np.arange(width + 1) * many)
    listed = [table.homes[home] for home in (keys % many).tolist()]
    sections = [tuple(listed[start:end]) for start, end in itertools.pairwise(edges.tolist())]
    return np.bincount(unit, minlength=width).tolist(), sections


def _mean(values: Sequence[int]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def quadrant(*, broad: bool, deep: bool) -> Quadrant:
    """Name the quadrant of a unit."""
    if deep:
        return Quadrant.CORE if broad else Quadrant.SPECIALIST
    return Quadrant.LIAISON if broad else Quadrant.MARGIN
