"""Propose pairs of plans that are worth comparing: of one place and several years, or of one subject and several levels.

Guarantees:
    1. No plan is paired with itself; the earlier plan, or that of the higher level, is on the left.
    2. The plans whose titles are most alike come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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


def related(plans: Sequence[PlanRow]) -> tuple[RelatedPlans, ...]:
    """Propose pairs of plans."""
    titles = vectors([plan.title for plan in plans])
    found = (
        _related(plans[one], plans[two], likeness)
        for one, two, likeness in similarity.alike(titles, titles, _SAME_PLACE)
        if one < two
    )
    return tuple(sorted((pair for pair in found if pair), key=lambda pair: (-round(pair.likeness, 9), pair.left.iri)))


def _related(one: PlanRow, two: PlanRow, likeness: float) -> RelatedPlans | None:
    years = one.issued[:4], two.issued[:4]
    if one.place_code and one.place_code == two.place_code and all(years) and years[0] != years[1]:
        left, right = (one, two) if years[0] < years[1] else (two, one)
        return RelatedPlans(left=left, right=right, relation=PlanRelation.OTHER_YEAR, likeness=likeness)
    levels = ordered(one, two)
    if levels and likeness >= _OTHER_LEVEL:
        return RelatedPlans(left=levels[0], right=levels[1], relation=PlanRelation.OTHER_LEVEL, likeness=likeness)
    return None
