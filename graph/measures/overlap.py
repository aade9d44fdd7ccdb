"""Find units that share tasks, and mark where they share more than chance: “needs a boundary check”, never “bad”.

Crossed duties are normal; unclear boundaries are the problem, and only the text can show them. So every pair
carries its shared tasks, the number expected by chance, and a q-value corrected for the number of tested pairs.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, overload

import numpy as np
import numpy.typing as npt
from scipy import sparse

from extract.messages import Message, message
from extract.records import Role
from graph.dataset.columns import Columns, Floats, Ints, Laid, columns
from graph.dataset.rows import UnitRow
from graph.errors import MeasureError
from graph.measures.degree_sequence import PlanModel, expected_shared, plan_models, shared_tail
from graph.measures.fixed_degrees import LISTS_UP_TO, redealt
from graph.measures.pairs import Pairs, pairs
from graph.measures.significance import false_discovery, hypergeometric_tail
from graph.measures.territories import is_territory

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 20_000  # pairs whose shared tasks are found together
Places: TypeAlias = npt.NDArray[np.intp]


class Verdict(StrEnum):
    """What the numbers allow to say of a pair."""

    MORE_THAN_CHANCE = "more_than_chance"
    WITHIN_CHANCE = "within_chance"
    CANNOT_JUDGE = "cannot_judge"
    NOT_COMPARED = "not_compared"


VERDICTS: Mapping[str, Message] = {
    Verdict.MORE_THAN_CHANCE: message("共同承担任务明显偏多，建议核对职责边界。"),
    Verdict.WITHIN_CHANCE: message("共同承担任务未见明显偏多。"),
    Verdict.CANNOT_JUDGE: message("任务过少，无法判断共同承担任务是否偏多。"),
    Verdict.NOT_COMPARED: message("两方都是地方政府，职责按地域划分，不作比较。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """How strict to be.

    Attributes:
        minimum: shared tasks below this are never called more than chance.
        alpha: the false discovery rate that is accepted, in (0, 1).
    """

    minimum: int = 3
    alpha: float = 0.05

    def __post_init__(self) -> None:
        """Refuse a test without meaning.

        Raises:
            MeasureError: when ``minimum`` is below 1 or ``alpha`` not between 0 and 1.
        """
        if self.minimum < 1 or not 0 < self.alpha < 1:
            raise MeasureError(
                message(
                    "minimum 至少为 1，alpha 在 0 与 1 之间：{minimum}，{alpha}", minimum=self.minimum, alpha=self.alpha
                )
            )


DEFAULT = Strictness()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two units that share tasks.

    Attributes:
        tasks: IRIs of the shared tasks, in document order.
        jaccard: shared / tasks of either.
        a_in_b: shared / tasks of a; ``b_in_a`` the other way.
        lists: shared tasks, those of one formula counted once; what the tests compare.
        expected: shared lists that the stochastic degree sequence model gives, in the plans that both occur in.
        p, q: probability of as many or more under the model; the same corrected for all pairs that are tested. Both are
            1 for pairs that share fewer lists than the minimum.
        redealt: share of tables dealt again with every number unchanged in which any pair has as small a p; the verdict
            of a small plan. 1 where the pair was not tested or the plan is not small.
        hypergeometric: corrected p of a model that knows nothing of the lengths of lists; a figure, no verdict.
    """

    a: UnitRow
    b: UnitRow
    shared: int
    a_tasks: int
    b_tasks: int
    jaccard: float
    a_in_b: float
    b_in_a: float
    lists: int
    expected: float
    p: float
    q: float
    redealt: float
    hypergeometric: float
    verdict: Verdict
    tasks: tuple[str, ...]


BEARERS = (Role.LEAD, Role.JOINT)


class Overlaps(Sequence[Overlap]):
    """All pairs as columns; a record is put together when it is looked at.

    Guarantees:
        1. Reads as a tuple of ``Overlap`` does: length, index, slice, iteration, membership.
        2. ``frame`` gives every number of every pair together; the shared tasks of a pair are found when requested.
    """

    def __init__(self, table: Columns, found: Pairs, chance: "_Chance", order: Places) -> None:
        self._table = table
        self._found = found
        self._chance = chance
        self._order = order

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Overlap: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Overlap, ...]: ...
    def __getitem__(self, place: int | slice) -> Overlap | tuple[Overlap, ...]:
        """Put one record together, or those of a slice."""
        if isinstance(place, slice):
            return tuple(self._record(one) for one in self._order[place].tolist())
        return self._record(int(self._order[place]))

    def counts(self) -> Mapping[Verdict, int]:
        """Count the pairs of each verdict."""
        found = np.bincount(self._chance.verdict[self._order], minlength=len(Verdict))
        return dict(zip(Verdict, found.tolist(), strict=True))

    def compared(self) -> Message:
        """Tell in one sentence what was compared with what."""
        found = self._found
        held = np.diff(found.held.T.tocsr().indptr)
        return message(
            "在 {plans} 份方案的 {lists} 份单位名单中，检验了可能共同承担 {minimum} 项以上任务的 {pairs} 对单位；逐字重复的名单只计一次（省去 {repeated} 次）；{apart} 对地方政府之间未作比较。",
            plans=len(self._table.plans),
            lists=int(np.count_nonzero(np.diff(found.tested.indptr))),
            minimum=found.minimum,
            pairs=found.family,
            repeated=int(np.count_nonzero(held)) - int(np.count_nonzero(np.diff(found.tested.indptr))),
            apart=int(np.count_nonzero(found.territories)),
        )

    def arranged(self, column: str, *, down: bool) -> "Overlaps":
        """Give the same pairs in the order of one column of ``frame``; equal ones keep their order.

        Raises:
            KeyError: for an unknown column.
        """
        values = self.frame()[column].to_numpy()
        places = np.argsort(-values if down else values, kind="stable")
        return Overlaps(self._table, self._found, self._chance, self._order[places])

    def chosen(self, places: Sequence[int]) -> "Overlaps":
        """Give some of the pairs, by their places in this order."""
        return Overlaps(self._table, self._found, self._chance, self._order[np.array(places, dtype=np.intp)])

    def between(self, one: str, two: str) -> Overlap | None:
        """Give the pair of two units by their IRIs; None where they share no task."""
        places = {unit.iri: place for place, unit in enumerate(self._table.units)}
        low, high = sorted((places.get(one, -1), places.get(two, -1)))
        found = np.flatnonzero((self._found.a == low) & (self._found.b == high))
        return self._record(int(found[0])) if len(found) else None

    def shared_tasks(self) -> Iterator[tuple[str, ...]]:
        """Give the IRIs of the tasks that each pair shares, pair by pair in order, found many at a time."""
        tasks, held = self._table.tasks, self._found.held
        for start in range(0, len(self._order), _BLOCK):
            part = self._order[start : start + _BLOCK]
            both = sparse.csr_array(held[self._found.a[part]].multiply(held[self._found.b[part]]))
            both.sort_indices()
            names = [tasks[task].iri for task in both.indices.tolist()]
            for first, last in itertools.pairwise(both.indptr.tolist()):
                yield tuple(names[first:last])

    def frame(self) -> "pd.DataFrame":
        """Give all pairs as one table, in order, without building a record: units by IRI and name, and every number."""
        import pandas as pd  # noqa: PLC0415  35 MB that commands and pages do not need

        order, found, chance = self._order, self._found, self._chance
        names = np.array([unit.name for unit in self._table.units], dtype=object)
        iris = np.array([unit.iri for unit in self._table.units], dtype=object)
        a, b, a_tasks, b_tasks = (column[order] for column in sides(self._table, found))
        shared = found.shared[order]
        return pd.DataFrame(
            {
                "a": iris[a],
                "b": iris[b],
                "a_name": names[a],
                "b_name": names[b],
                "shared": shared,
                "a_tasks": a_tasks,
                "b_tasks": b_tasks,
                "jaccard": shared / (a_tasks + b_tasks - shared),
                "a_in_b": shared / a_tasks,
                "b_in_a": shared / b_tasks,
                "lists": found.lists[order],
                "expected": chance.expected[order],
                "p": chance.p[order],
                "q": chance.q[order],
                "redealt": chance.redealt[order],
                "hypergeometric": chance.hypergeometric[order],
                "verdict": np.array([verdict.value for verdict in Verdict], dtype=object)[chance.verdict[order]],
            }
        )

    def _record(self, place: int) -> Overlap:
        found, chance, units = self._found, self._chance, self._table.units
        one, two = int(found.a[place]), int(found.b[place])
        tasks = np.intersect1d(self._held(one), self._held(two), assume_unique=True)
        if units[two].iri < units[one].iri:
            one, two = two, one
        shared, one_has, two_has = int(found.shared[place]), len(self._held(one)), len(self._held(two))
        return Overlap(
            a=units[one],
            b=units[two],
            shared=shared,
            a_tasks=one_has,
            b_tasks=two_has,
            jaccard=shared / (one_has + two_has - shared),
            a_in_b=shared / one_has,
            b_in_a=shared / two_has,
            lists=int(found.lists[place]),
            expected=float(chance.expected[place]),
            p=float(chance.p[place]),
            q=float(chance.q[place]),
            redealt=float(chance.redealt[place]),
            hypergeometric=float(chance.hypergeometric[place]),
            verdict=tuple(Verdict)[int(chance.verdict[place])],
            tasks=tuple(self._table.tasks[task].iri for task in tasks.tolist()),
        )

    def _held(self, unit: int) -> Places:
        held = self._found.held
        return held.indices[held.indptr[unit] : held.indptr[unit + 1]].astype(np.intp)


def overlap(
    corpus: Laid,
    roles: Iterable[Role] = BEARERS,
    test: Strictness = DEFAULT,
    least: int = 1,
) -> Overlaps:
    """List the pairs of units that share tasks.

    Guarantees:
        1. Shared tasks, Jaccard and containment equal NetworkX's projections of the two-mode graph.
        2. The verdict is that of the stochastic degree sequence model, fitted to each plan. In one plan of up to 150 lists,
           where that model is conservative, the smallest p of all pairs is compared with those of tables dealt again with
           every number unchanged (Westfall & Young 1993, min-P): of 100 such tables at most 5 have a flag.
        3. q corrects for every pair that could reach ``test.minimum`` and is compared (Benjamini–Hochberg).
        4. A formula counts once in the tests; governments of territories are not compared with each other.
        5. Most shared first, then smallest p, then IRIs; ``a.iri < b.iri``.

    Args:
        corpus: the rows or a view of them, or their columns.
        roles: what makes a unit part of a task; by default leading it or being jointly responsible.
        test: how strict to be.
        least: pairs that share fewer tasks are left out of the list, not of the correction.
    """
    wanted = tuple(roles)
    table = columns(corpus)
    found = pairs(table, wanted, test.minimum)
    chance = _judged(table, found, test)
    keep = np.flatnonzero(found.shared >= least)
    rank = table.by_name()
    a, b, _, _ = sides(table, found)
    order = keep[np.lexsort((rank[b[keep]], rank[a[keep]], chance.p[keep], -found.shared[keep]))]
    return Overlaps(table, found, chance, order)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chance:
    """What chance allows each pair; ``verdict`` is a place in ``Verdict``. Parallel to ``Pairs``."""

    expected: Floats
    p: Floats
    q: Floats
    redealt: Floats
    hypergeometric: Floats
    verdict: Ints


def _judged(table: Columns, found: Pairs, test: Strictness) -> _Chance:
    """Give p, q and the verdict of every pair."""
    models = plan_models(table, found.tested)
    p, q, again = (np.ones(len(found.shared)) for _ in range(3))
    most = np.minimum(found.a_here, found.b_here)
    asked = np.flatnonzero((found.lists >= test.minimum) & ~found.territories)
    pair = found.a[asked], found.b[asked]
    p[asked] = shared_tail(models, pair, found.lists[asked])
    q[asked] = false_discovery(p[asked], max(found.family, len(asked)))
    blind = (most < test.minimum) | (hypergeometric_tail(most, found.universe, found.a_here, found.b_here) > test.alpha)
    blind[asked] |= shared_tail(models, pair, most[asked]) > test.alpha
    if len(asked) and _is_small(table, found):
        smallest = _smallest_redealt(table, found, models[0])
        again[asked] = (1 + (smallest[:, None] <= p[asked] * (1 + 1e-9)).sum(axis=0)) / (1 + len(smallest))
        more = (again <= test.alpha) & ~blind
    else:
        more = (q <= test.alpha) & ~blind
    verdict = np.select(
        [found.territories, blind, more],
        [_PLACE[Verdict.NOT_COMPARED], _PLACE[Verdict.CANNOT_JUDGE], _PLACE[Verdict.MORE_THAN_CHANCE]],
        default=_PLACE[Verdict.WITHIN_CHANCE],
    )
    return _Chance(
        expected=expected_shared(models, (found.a, found.b)),
        p=p,
        q=q,
        redealt=again,
        hypergeometric=_hypergeometric(found, test),
        verdict=verdict.astype(np.int64),
    )


def _is_small(table: Columns, found: Pairs) -> bool:
    """Decide whether the table can be dealt again while a reader waits."""
    return len(table.plans) == 1 and int(np.count_nonzero(np.diff(found.tested.indptr))) <= LISTS_UP_TO


def _smallest_redealt(table: Columns, found: Pairs, model: PlanModel) -> Floats:
    """Give the smallest p of all tested pairs in each of the tables dealt again."""
    matrix, units = _in_document_order(table, found)
    able = np.flatnonzero(model.degrees[units] >= found.minimum)
    kind = model.rows(units[able])
    chance = _chance_by_kind(model, units[able], kind, found.minimum)
    territory = np.array([is_territory(table.units[unit]) for unit in units[able].tolist()], dtype=np.bool_)
    one, two = np.triu_indices(len(able), k=1)
    tested = ~(territory[one] & territory[two])
    one, two = one[tested], two[tested]
    dealt = (cells[:, able] for cells in redealt(matrix))
    counts = (np.rint(cells.T @ cells).astype(np.intp)[one, two] for cells in dealt)
    return np.array([chance[kind[one], kind[two], shared].min(initial=1.0) for shared in counts])


def _in_document_order(table: Columns, found: Pairs) -> tuple["sparse.csr_array[np.int64]", Ints]:
    """Put lists in document order and units by their lists, so that neither the order of rows nor names have an effect."""
    tasks = sorted(range(len(table.tasks)), key=lambda task: (table.tasks[task].start, table.tasks[task].iri))
    matrix = found.tested[tasks]
    by_unit = matrix.tocsc()
    by_unit.sort_indices()
    lists = [tuple(part.tolist()) for part in np.split(by_unit.indices, by_unit.indptr[1:-1])]
    units = np.array(sorted(range(len(lists)), key=lists.__getitem__), dtype=np.int64)
    return sparse.csr_array(matrix[:, units]), units


def _chance_by_kind(model: PlanModel, able: Ints, kind: Ints, minimum: int) -> Floats:
    """Give P(X ≥ shared) by the kinds of two units (their numbers of tasks) and what they share; 1 below the minimum."""
    many = len(model.model.units)
    chance = np.ones((many, many, int(model.degrees.max()) + 1))
    kinds, place = np.unique(kind, return_index=True)
    one, two, shared = (
        axis.ravel() for axis in np.meshgrid(kinds, kinds, np.arange(minimum, chance.shape[2]), indexing="ij")
    )
    unit = np.zeros(many, dtype=np.int64)
    unit[kinds] = able[place]
    chance[one, two, shared] = shared_tail((model,), (unit[one], unit[two]), shared)
    return chance


def _hypergeometric(found: Pairs, test: Strictness) -> Floats:
    """Give the corrected p of the hypergeometric model; 1 for pairs that cannot reach the minimum."""
    q = np.ones(len(found.shared))
    asked = np.flatnonzero((np.minimum(found.a_here, found.b_here) >= test.minimum) & ~found.territories)
    p = hypergeometric_tail(found.lists[asked], found.universe[asked], found.a_here[asked], found.b_here[asked])
    q[asked] = false_discovery(p, max(found.family, len(asked)))
    return q


_PLACE = {verdict: place for place, verdict in enumerate(Verdict)}


def sides(table: Columns, found: Pairs) -> tuple[Ints, Ints, Ints, Ints]:
    """Put the unit whose IRI comes first on the left: a, b, and the tasks of each."""
    rank = table.by_name()
    turned = rank[found.b] < rank[found.a]
    return (
        np.where(turned, found.b, found.a),
        np.where(turned, found.a, found.b),
        np.where(turned, found.b_tasks, found.a_tasks),
        np.where(turned, found.a_tasks, found.b_tasks),
    )
