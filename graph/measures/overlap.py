"""Find units that share tasks, and say where they share more than chance: “needs a boundary check”, never “bad”.

Crossed duties are normal; unclear boundaries are the problem, and only the text can show them. So every pair
carries its shared tasks, the number expected by chance, and a q-value corrected for the number of pairs asked about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from extract.records import Bilingual, Role
from graph.measures.columns import Columns, Floats, columns
from graph.measures.errors import MeasureError
from graph.measures.pairs import Pairs, pairs
from graph.measures.significance import false_discovery, hypergeometric_tail
from graph.rows import Corpus, UnitRow


class Verdict(StrEnum):
    """What the numbers allow to say of a pair."""

    MORE_THAN_CHANCE = "more_than_chance"
    WITHIN_CHANCE = "within_chance"
    CANNOT_JUDGE = "cannot_judge"


VERDICTS: Mapping[Verdict, Bilingual] = {
    Verdict.MORE_THAN_CHANCE: Bilingual(
        zh="共同任务多于随机所期望的，建议核对职责边界。",
        en="More shared tasks than chance would give: needs a boundary check.",
    ),
    Verdict.WITHIN_CHANCE: Bilingual(
        zh="共同任务没有超出随机所能解释的范围。", en="No more shared tasks than chance may give."
    ),
    Verdict.CANNOT_JUDGE: Bilingual(
        zh="任务太少，无法判断是否多于随机。", en="Too few tasks to tell the overlap from chance."
    ),
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
                Bilingual(
                    zh=f"minimum 至少为 1，alpha 在 0 与 1 之间：{self.minimum}，{self.alpha}",
                    en=f"minimum must be at least 1 and alpha between 0 and 1: {self.minimum}, {self.alpha}",
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
        expected: shared tasks that chance would give, in the plans that both occur in.
        p, q: probability of as many or more by chance; the same corrected for all pairs that could be asked about.
    """

    a: UnitRow
    b: UnitRow
    shared: int
    a_tasks: int
    b_tasks: int
    jaccard: float
    a_in_b: float
    b_in_a: float
    expected: float
    p: float
    q: float
    verdict: Verdict
    tasks: tuple[str, ...]


BEARERS = (Role.LEAD, Role.JOINT)


def overlap(
    corpus: Corpus,
    roles: Iterable[Role] = BEARERS,
    test: Strictness = DEFAULT,
    least: int = 1,
) -> tuple[Overlap, ...]:
    """List the pairs of units that share tasks.

    Guarantees:
        1. Shared tasks, Jaccard and containment equal NetworkX's projections of the two-mode graph.
        2. p is hypergeometric over the tasks (with any unit in ``roles``) of the plans that both units occur in.
        3. q corrects for every pair that could reach ``test.minimum``, sharing or not (Benjamini–Hochberg).
        4. Most shared first, then smallest p, then IRIs; ``a.iri < b.iri``.

    Args:
        corpus: the rows or a view of them.
        roles: what makes a unit part of a task; by default leading it or being jointly responsible.
        test: how strict to be.
        least: pairs that share fewer tasks are left out of the list, not of the correction.
    """
    wanted = tuple(roles)
    table = columns(corpus)
    found = pairs(table, wanted, test.minimum)
    p, q = tail(found, test)
    keep = np.flatnonzero(found.shared >= least)
    verdicts = _verdicts(found, q, test)
    expected = found.a_here * found.b_here / np.maximum(found.universe, 1)
    tasks = _shared_tasks(table, wanted, found, keep)
    records = [
        _record(
            table, found, place, (float(expected[place]), float(p[place]), float(q[place])), verdicts[place], listed
        )
        for place, listed in zip(keep.tolist(), tasks, strict=True)
    ]
    return tuple(sorted(records, key=lambda row: (-row.shared, row.p, row.a.iri, row.b.iri)))


def tail(found: Pairs, test: Strictness) -> tuple[Floats, Floats]:
    """Give p and q of each pair; pairs that cannot be asked about, and pairs below the minimum, stay at 1 in q.

    Returns:
        Two arrays parallel to ``found``.
    """
    p = hypergeometric_tail(found.shared, found.universe, found.a_here, found.b_here)
    q = np.ones(len(p))
    asked = np.flatnonzero(np.minimum(found.a_here, found.b_here) >= test.minimum)
    q[asked] = false_discovery(p[asked], max(found.family, len(asked)))
    return p, q


def _verdicts(found: Pairs, q: Floats, test: Strictness) -> Sequence[Verdict]:
    most = np.minimum(found.a_here, found.b_here)
    best = hypergeometric_tail(most, found.universe, found.a_here, found.b_here)
    blind: npt.NDArray[np.bool_] = (most < test.minimum) | (best > test.alpha)
    more = (found.shared >= test.minimum) & (q <= test.alpha) & ~blind
    return [
        Verdict.CANNOT_JUDGE if hidden else Verdict.MORE_THAN_CHANCE if high else Verdict.WITHIN_CHANCE
        for hidden, high in zip(blind.tolist(), more.tolist(), strict=True)
    ]


def _shared_tasks(
    table: Columns, roles: Iterable[Role], found: Pairs, keep: npt.NDArray[np.intp]
) -> list[tuple[str, ...]]:
    by_unit = table.incidence(roles).tocsc()
    by_unit.sort_indices()
    held = np.split(by_unit.indices, by_unit.indptr[1:-1])
    return [
        tuple(
            table.tasks[task].iri
            for task in np.intersect1d(held[found.a[place]], held[found.b[place]], assume_unique=True).tolist()
        )
        for place in keep.tolist()
    ]


def _record(
    table: Columns,
    found: Pairs,
    place: int,
    chance: tuple[float, float, float],
    verdict: Verdict,
    tasks: tuple[str, ...],
) -> Overlap:
    one, two = table.units[int(found.a[place])], table.units[int(found.b[place])]
    shared, one_has, two_has = (int(x[place]) for x in (found.shared, found.a_tasks, found.b_tasks))
    if two.iri < one.iri:
        one, two, one_has, two_has = two, one, two_has, one_has
    return Overlap(
        a=one,
        b=two,
        shared=shared,
        a_tasks=one_has,
        b_tasks=two_has,
        jaccard=shared / (one_has + two_has - shared),
        a_in_b=shared / one_has,
        b_in_a=shared / two_has,
        expected=chance[0],
        p=chance[1],
        q=chance[2],
        verdict=verdict,
        tasks=tasks,
    )
