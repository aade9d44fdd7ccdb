"""Follow the duties of a plan into a plan of a lower level: what it took over, what it left out, and whose bodies lead.

Guarantees:
    1. Every task of the higher plan has one row for each partner in the lower plan, or one row without a partner.
    2. Leads are compared by kind of body, for each place has its own: 省财政厅 and 市财政局 are counterparts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.records import Level
from graph.compare.alignment import TaskRelation
from graph.compare.decisions import PairEntry
from graph.compare.plans import TaskMatch, aligned, bodies_of, leads_of
from graph.dataset.rows import Corpus, PlanRow, TaskRow

_RANKS = {level.value: place for place, level in enumerate(Level)}


class Takeover(StrEnum):
    """What became of a task in the lower plan."""

    TAKEN = "taken"
    PART = "part"
    LEFT_OUT = "left_out"


class LeadMatch(StrEnum):
    """How the leads of two tasks compare."""

    COUNTERPART = "counterpart"  # some body of the same kind leads both
    OTHER = "other"
    UNSAID = "unsaid"  # one of them names no lead


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyThroughLevels:
    """A task of the higher plan with one partner in the lower plan; ``lower`` is absent where it is left out."""

    what: Takeover
    upper: TaskRow
    lower: TaskRow | None = None
    likelihood: float = 0.0
    sure: bool = False
    leads: LeadMatch = LeadMatch.UNSAID
    upper_leads: tuple[str, ...] = ()
    lower_leads: tuple[str, ...] = ()


def ordered(*plans: PlanRow) -> tuple[PlanRow, ...] | None:
    """Give plans of different known levels, the highest first; None where two are of one level, or one is unknown."""
    ranks = {_RANKS.get(plan.level, len(_RANKS)): plan for plan in plans}
    if len(ranks) < len(plans) or max(ranks) >= _RANKS[Level.UNKNOWN]:
        return None
    return tuple(ranks[rank] for rank in sorted(ranks))


def through_levels(
    corpus: Corpus, upper: str, lower: str, decided: Sequence[PairEntry] = ()
) -> tuple[DutyThroughLevels, ...]:
    """Follow each task of a plan into a plan of a lower level, in the order of the higher plan.

    Args:
        corpus: both plans.
        upper: IRI of the plan of the higher level.
        lower: IRI of the plan of the lower level.
        decided: what people decided of pairs of tasks, as far as it is in force.

    Raises:
        MeasureError: when a plan is unknown.
    """
    partners: dict[str, list[TaskMatch]] = defaultdict(list)
    for pair in aligned(corpus, upper, lower, decided).matches:
        partners[pair.left.iri].append(pair)
    leads, bodies = leads_of(corpus), bodies_of(corpus)

    def rows(task: TaskRow) -> Iterator[DutyThroughLevels]:
        above = leads.get(task.iri, ())
        for pair in partners[task.iri]:
            yield DutyThroughLevels(
                what=Takeover.PART if pair.relation is TaskRelation.PART else Takeover.TAKEN,
                upper=task,
                lower=pair.right,
                likelihood=pair.likelihood,
                sure=pair.sure,
                leads=_compared({bodies[unit] for unit in above}, {bodies[unit] for unit in pair.right_leads}),
                upper_leads=above,
                lower_leads=pair.right_leads,
            )
        if not partners[task.iri]:
            yield DutyThroughLevels(what=Takeover.LEFT_OUT, upper=task, upper_leads=above)

    return tuple(row for task in corpus.tasks if task.plan == upper for row in rows(task))


def _compared(above: set[str], below: set[str]) -> LeadMatch:
    if not above or not below:
        return LeadMatch.UNSAID
    return LeadMatch.COUNTERPART if above & below else LeadMatch.OTHER
