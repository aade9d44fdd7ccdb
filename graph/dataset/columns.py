"""Convert the counted assignments to integer arrays, on which every fast measure computes.

Rows are the source; columns are computed from them in one pass and never stored. A caller that needs several tables of
one corpus computes the columns once and passes them: every measure of the network takes rows or columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from extract.messages import message
from extract.records import Role
from graph.dataset.rows import COUNTED, WITH_SENTENCES, AssignmentRow, Corpus, TaskRow, UnitRow, only_shown
from graph.errors import MeasureError

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

ROLES: tuple[Role, ...] = tuple(Role)
_ROLE_INDEX = {role.value: place for place, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Columns:
    """The counted assignments of a corpus; arrays are parallel, one entry an assignment.

    Attributes:
        tasks: all tasks, in corpus order; ``task`` points into it.
        units: all units, in corpus order; ``unit`` points into it.
        plans: IRIs of the plans that have tasks, sorted; ``plan_of``, one entry a task, points into it.
        homes: IRIs of the innermost sections (or plans) of the tasks, sorted; ``home_of``, one a task, points into it.
        role: index into ``ROLES``.
        start: offset of the mention in its plan (code points).
        rank: 1-based place in its list.
    """

    tasks: tuple[TaskRow, ...]
    units: tuple[UnitRow, ...]
    plans: tuple[str, ...]
    plan_of: Ints
    homes: tuple[str, ...]
    home_of: Ints
    task: Ints
    unit: Ints
    role: Ints
    start: Ints
    rank: Ints

    def pairs(self, roles: Iterable[Role]) -> tuple[Ints, Ints]:
        """List the distinct (task, unit) pairs of some roles, as two parallel arrays sorted by task, then unit."""
        width = max(len(self.units), 1)
        wanted = np.isin(self.role, [ROLES.index(role) for role in roles])
        keys = distinct(self.task[wanted] * width + self.unit[wanted])
        return keys // width, keys % width

    def incidence(self, roles: Iterable[Role]) -> sparse.csr_array[np.int64]:
        """Give the tasks × units matrix of some roles: 1 where the unit has one of the roles in the task."""
        task, unit = self.pairs(roles)
        ones = np.ones(len(task), dtype=np.int64)
        return sparse.csr_array((ones, (task, unit)), shape=(len(self.tasks), len(self.units)))

    def by_name(self) -> Ints:
        """Give each unit's place in the order of the IRIs."""
        return np.argsort(np.argsort(np.array([unit.iri for unit in self.units], dtype=object))).astype(np.int64)

    def first(self, role: Role) -> Ints:
        """Find, for each task with the role, the unit listed first in the text (ties by rank, then by IRI).

        Returns:
            Indexes into ``units``, one a task that has the role.
        """
        wanted = np.flatnonzero(self.role == ROLES.index(role))
        for key in (self.start, self.rank, self.by_name()[self.unit]):
            least = np.full(len(self.tasks), np.iinfo(np.int64).max)
            np.minimum.at(least, self.task[wanted], key[wanted])
            wanted = wanted[key[wanted] == least[self.task[wanted]]]
        _, heads = np.unique(self.task[wanted], return_index=True)
        return self.unit[wanted][heads]


def distinct(values: Ints) -> Ints:
    """Sort, and keep each value once: on nearly sorted keys ten times as fast as ``numpy.unique``, which hashes.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    ranked = np.sort(values)
    kept = np.ones(len(ranked), dtype=np.bool_)
    kept[1:] = ranked[1:] != ranked[:-1]
    return ranked[kept]


Laid: TypeAlias = Corpus | Columns


def columns(corpus: Laid, *, sentences: bool = False) -> Columns:
    """Convert the counted assignments of a corpus to arrays, without the units that only other assignments name.

    Args:
        corpus: the rows; columns are returned unchanged.
        sentences: whether duties of the running text count as well.

    Raises:
        MeasureError: when an assignment points to a task or unit that the corpus does not contain, or has an
            unknown role.
    """
    if isinstance(corpus, Columns):
        return corpus
    task_index = {task.iri: place for place, task in enumerate(corpus.tasks)}
    bases = WITH_SENTENCES if sentences else COUNTED
    hidden = only_shown(corpus, bases)
    units = tuple(unit for unit in corpus.units if unit.iri not in hidden) if hidden else corpus.units
    unit_index = {unit.iri: place for place, unit in enumerate(units)}
    rows = [row for row in corpus.assignments if row.basis in bases]
    plans, plan_of = coded([task.plan for task in corpus.tasks])
    homes, home_of = coded([task.part_of for task in corpus.tasks])
    try:
        return Columns(
            tasks=corpus.tasks,
            units=units,
            plans=plans,
            plan_of=plan_of,
            homes=homes,
            home_of=home_of,
            task=_ints(map(task_index.__getitem__, map(attrgetter("task"), rows)), len(rows)),
            unit=_ints(map(unit_index.__getitem__, map(attrgetter("unit"), rows)), len(rows)),
            role=_ints(map(_ROLE_INDEX.__getitem__, map(attrgetter("role"), rows)), len(rows)),
            start=_ints(map(attrgetter("start"), rows), len(rows)),
            rank=_ints(map(attrgetter("rank"), rows), len(rows)),
        )
    except KeyError as missing:
        raise _dangling(rows, str(missing.args[0])) from missing


def coded(words: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Give the different words, sorted, and for each word its place among them."""
    names = tuple(sorted(set(words)))
    places = {name: place for place, name in enumerate(names)}
    return names, _ints(map(places.__getitem__, words), len(words))


def _ints(values: Iterable[int], many: int) -> Ints:
    return np.fromiter(values, dtype=np.int64, count=many)


def _dangling(rows: Iterable[AssignmentRow], missing: str) -> MeasureError:
    row = next(row for row in rows if missing in {row.task, row.unit, row.role})
    return MeasureError(
        message(
            "分工 {row} 指向不存在的任务、单位或角色：{missing}。请重新导入这份方案。", row=row.iri, missing=missing
        )
    )
