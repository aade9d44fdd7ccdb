"""Names that the tables do not settle, with how often they occur: each is settled once for all plans.

A merge or a name that a person gives to the unit settles it in every plan, those that are still to come included.

Guarantees:
    1. Pure; only what counts is listed; the most frequent name comes first.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.units.explain import Candidate, candidates
from graph.corrections import Change, Correction, active
from graph.corrections.home import home_of_plan
from graph.dataset.rows import Corpus, PlanRow, UnitRow

SURE = 0.5
"""The confidence below which a reading is doubtful."""

_NAMED_BODIES = frozenset({"single", "group_office"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulName:
    """A unit whose name is not in the register, or was read with little confidence."""

    unit: UnitRow
    mentions: tuple[str, ...]  # as printed, the most frequent first
    assignments: int
    plans: int
    confidence: float  # the least


def named_by_people(corrections: Sequence[Correction]) -> frozenset[str]:
    """Give the IRIs of the units whose names people gave or confirmed."""
    return frozenset(one.target for one in active(corrections) if one.change is Change.RENAME)


def readings_of(words: str, plan: PlanRow) -> tuple[Candidate, ...]:
    """List the registered bodies that a plan may mean by words, the surest first."""
    found = (one for one in candidates(words, home_of_plan(plan)) if one.unit)
    return tuple(sorted(found, key=lambda one: -one.confidence))


def doubtful_names(corpus: Corpus, settled: frozenset[str] = frozenset()) -> tuple[DoubtfulName, ...]:
    """List the names to settle.

    Args:
        corpus: the rows of the archive.
        settled: the IRIs of the units whose names people gave or confirmed.
    """
    mentions: defaultdict[str, Counter[str]] = defaultdict(Counter)
    plans: defaultdict[str, set[str]] = defaultdict(set)
    least: dict[str, float] = {}
    for row in corpus.assignments:
        if row.counted:
            mentions[row.unit][row.mention] += 1
            plans[row.unit].add(row.plan)
            least[row.unit] = min(row.confidence, least.get(row.unit, 1.0))
    found = [
        DoubtfulName(
            unit=unit,
            mentions=tuple(
                words for words, _ in sorted(mentions[unit.iri].items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            assignments=mentions[unit.iri].total(),
            plans=len(plans[unit.iri]),
            confidence=least[unit.iri],
        )
        for unit in corpus.units
        if unit.iri in least.keys() - settled
        and unit.kind in _NAMED_BODIES
        and (not unit.registered or least[unit.iri] < SURE)
    ]
    return tuple(sorted(found, key=lambda one: (-one.assignments, one.unit.id)))
