"""Propose pairs of plans that are worth comparing: of one place and several years, or of one subject and several levels.

Guarantees:
    1. No plan is paired with itself; the earlier plan, or that of the higher level, is on the left.
    2. The plans whose titles are most alike come first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

import numpy as np

from graph.compare import similarity
from graph.compare.levels import ordered
from graph.compare.similarity import vectors
from graph.dataset.rows import PlanRow

_SAME_PLACE = 0.1  # the least cosine of two titles of one place: 实施方案 alone is not enough
_OTHER_LEVEL = 0.3  # of two levels, whose titles differ by the name of the place


class PlanRelation(StrEnum):
    """Why two plans are worth comparing."""

    OTHER_YEAR = "other_year"
    OTHER_LEVEL = "other_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPlans:
    """Two plans that are worth comparing; ``likeness`` is the cosine of their titles."""

    left: PlanRow
    right: PlanRow
    relation: PlanRelation
    likeness: float


def related(plans: Sequence[PlanRow], most: int | None = None) -> tuple[RelatedPlans, ...]:
    """Propose pairs of plans; the first of them, or all."""
    pairs = (_related(plans[one], plans[two], likeness) for one, two, likeness in _likely(plans))
    found = (pair for pair in pairs if pair)
    return tuple(sorted(found, key=_order) if most is None else nsmallest(most, found, key=_order))


def _order(pair: RelatedPlans) -> tuple[float, str]:
    return -round(pair.likeness, 9), pair.left.iri


def _likely(plans: Sequence[PlanRow]) -> Iterator[tuple[int, int, float]]:
    """Give the pairs whose titles are alike, of one place and two years or of two levels, by their places in the list."""
    place = np.array([plan.place_code for plan in plans])
    year = np.array([plan.issued[:4] for plan in plans])
    level = np.array([plan.level for plan in plans])
    for one, two, likeness in similarity.alike_pairs(vectors([plan.title for plan in plans]), _SAME_PLACE):
        years = (place[one] == place[two]) & (year[one] != year[two])
        kept = np.flatnonzero(years | ((level[one] != level[two]) & (likeness >= _OTHER_LEVEL)))
        yield from zip(one[kept].tolist(), two[kept].tolist(), likeness[kept].tolist(), strict=True)


def _related(one: PlanRow, two: PlanRow, likeness: float) -> RelatedPlans | None:
    years = one.issued[:4], two.issued[:4]
    if one.place_code and one.place_code == two.place_code and all(years) and years[0] != years[1]:
        left, right = (one, two) if years[0] < years[1] else (two, one)
        return RelatedPlans(left=left, right=right, relation=PlanRelation.OTHER_YEAR, likeness=likeness)
    levels = ordered(one, two)
    if levels and likeness >= _OTHER_LEVEL:
        return RelatedPlans(left=levels[0], right=levels[1], relation=PlanRelation.OTHER_LEVEL, likeness=likeness)
    return None
