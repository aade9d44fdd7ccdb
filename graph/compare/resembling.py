"""Find the plans of an archive that resemble a new one, by an index of words: no pass over all pairs, nor over all plans.

Short runs of the words of each task are looked up in the word index of the row database. A run that many tasks have says
little; the others speak for the plans in which they are. Only the plans with most such words are aligned task by task.

Guarantees:
    1. However many plans there are, at most ``MOST_ALIGNED`` are aligned, and at most ``MOST_PROBES`` runs looked up.
    2. The same plans give the same answer, most common tasks first.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.compare.decisions import PairEntry
from graph.compare.plans import TaskMatch, aligned, matters
from graph.dataset.model import merged
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus, PlanRow

MOST_ALIGNED = 10
"""Plans that are aligned with the new one."""

MOST_PROBES = 240
"""Runs of words that are looked up."""

_RUN = 6  # characters
_OF_TASK = 4  # runs at most, spread over its words
_COMMON = 400  # tasks; a run that more of them have is a phrase of all plans
_FAINT = 0.01  # the weight of such a run
_CLAUSE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResemblingPlan:
    """A plan of the archive, and its tasks that are the same matter as those of the new one."""

    plan: PlanRow
    matches: tuple[TaskMatch, ...]

    @property
    def sure(self) -> int:
        """How many tasks of the new plan have a sure match."""
        return len({match.left.iri for match in self.matches if match.sure})

    @property
    def likely(self) -> int:
        """How many tasks of the new plan have any match."""
        return len({match.left.iri for match in self.matches})


def resembling(
    new: Corpus, archive: RowSnapshot, decided: Sequence[PairEntry] = (), most: int = MOST_ALIGNED
) -> tuple[ResemblingPlan, ...]:
    """Find the plans of an archive that have tasks in common with a new plan.

    Args:
        new: the new plan alone; one that is in the archive is not compared with itself.
        archive: the rows of all plans.
        decided: what people decided of pairs of tasks, as far as it is in force.
        most: how many plans are aligned at most.
    """
    found = []
    for plan in candidates(new, archive)[:most]:
        both = merged((new, archive.limited((plan,)).corpus(ledger=False)))
        matches = aligned(both, new.plans[0].iri, plan.iri, decided).matches
        if matches:
            found.append(ResemblingPlan(plan=plan, matches=matches))
    return tuple(sorted(found, key=lambda one: (-one.sure, -one.likely, one.plan.iri)))


def candidates(new: Corpus, archive: RowSnapshot) -> tuple[PlanRow, ...]:
    """Order the plans of an archive by the weight of the words that they have in common with a new one; no others."""
    weights: Counter[str] = Counter()
    for probes in _probes(new):
        weights.update(_found(probes, archive))
    own = {plan.iri for plan in new.plans} | {plan.document for plan in new.plans if plan.document}
    rows = {plan.iri: plan for plan in archive.plans if not {plan.iri, plan.document} & own}
    return tuple(rows[iri] for iri, _ in sorted(weights.items(), key=lambda one: (-one[1], one[0])) if iri in rows)


def _found(probes: Sequence[str], archive: RowSnapshot) -> dict[str, float]:
    """Look the runs of one task up; the rarest that a plan has is its weight, and one that too many have is faint."""
    plans = {number: iri for iri, number in archive.number_of.items()}
    best: dict[str, float] = {}
    for probe in probes:
        places = archive.task_places_having(probe, most=_COMMON)
        if places:
            having = {plans[graph] for graph, _ in places}
            weight = math.log(1 + len(plans) / len(having)) if len(places) < _COMMON else _FAINT
            best |= {iri: max(best.get(iri, 0.0), weight) for iri in having}
    return best


def _probes(new: Corpus) -> Iterator[tuple[str, ...]]:
    """Give for each task the runs of its words that are looked up: spread evenly, fewer of each where there are many tasks."""
    words = list(matters(new).values())
    each = max(1, min(_OF_TASK, MOST_PROBES // max(len(words), 1)))
    step = max(1, math.ceil(len(words) / MOST_PROBES))
    for text in words[::step]:
        yield tuple(dict.fromkeys(_runs(text, each)))


def _runs(text: str, many: int) -> Iterator[str]:
    """Cut runs out of the clauses of a text, the longest clauses first.

    >>> list(_runs("健全行政复议案件审理机制，加强应诉。", 2))
    ['政复议案件审']
    """
    clauses = sorted((one for one in _CLAUSE.split(text) if len(one) >= _RUN), key=lambda one: (-len(one), one))
    for clause in clauses[:many]:
        start = (len(clause) - _RUN) // 2
        yield clause[start : start + _RUN]
