"""The table of duties through the levels: what each plan took over from the one of the level above."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from api.tables.model import Column, Table, ValueKind, table
from api.tables.references import refs, task_addresses
from api.tables.tasks import title_of
from extract.messages import Message, message
from graph.compare.decisions import PairEntry
from graph.compare.levels import DutyThroughLevels, LeadMatch, Takeover, through_levels
from graph.dataset.rows import Corpus
from graph.dataset.scope import LEVELS

TAKEOVERS: Mapping[str, Message] = {
    Takeover.TAKEN: message("已承接"),
    Takeover.PART: message("承接一部分"),
    Takeover.LEFT_OUT: message("未见承接"),
}
LEAD_MATCHES: Mapping[str, Message] = {
    LeadMatch.COUNTERPART: message("对口"),
    LeadMatch.OTHER: message("不对口"),
    LeadMatch.UNSAID: message("一方未写牵头"),
}


def levels_table(corpus: Corpus, plans: Sequence[str], decided: Sequence[PairEntry] = ()) -> Table:
    """Each task of a plan with its partners in the plan below, plan by plan, in their order.

    Args:
        corpus: the plans.
        plans: their IRIs, the highest level first.
        decided: what people decided of pairs of tasks, as far as it is in force.

    Raises:
        MeasureError: when a plan is unknown.
    """
    found = [row for one, two in pairwise(plans) for row in through_levels(corpus, one, two, decided)]
    return through_table(corpus, found)


def through_table(corpus: Corpus, found: Sequence[DutyThroughLevels]) -> Table:
    """The rows of one step or of several."""
    named, addresses = refs(corpus), task_addresses(corpus)
    units = {unit.iri: unit.name for unit in corpus.units}
    levels = {plan.iri: plan.level for plan in corpus.plans}
    columns: tuple[Column[DutyThroughLevels], ...] = (
        Column("level", message("层级"), lambda row: levels[row.upper.plan], names=LEVELS, aside=True),
        Column(
            "upper", message("上级任务"), lambda row: named[row.upper.iri], link=lambda row: addresses[row.upper.iri]
        ),
        Column("upper_title", message("任务"), lambda row: title_of(row.upper)),
        Column("what", message("承接情况"), lambda row: row.what.value, names=TAKEOVERS),
        Column(
            "lower",
            message("下级任务"),
            lambda row: named[row.lower.iri] if row.lower else "",
            link=lambda row: addresses[row.lower.iri] if row.lower else "",
        ),
        Column("lower_title", message("任务"), lambda row: title_of(row.lower) if row.lower else ""),
        Column(
            "likelihood",
            message("对应可能性"),
            lambda row: row.likelihood,
            ValueKind.NUMBER,
            digits=4,
            form=".2f",
            aside=True,
        ),
        Column("leads", message("牵头单位"), lambda row: row.leads.value if row.lower else "", names=LEAD_MATCHES),
        Column(
            "upper_leads",
            message("上级牵头"),
            lambda row: _names(units, row.upper_leads),
            ValueKind.LIST,
            of_units=True,
            aside=True,
        ),
        Column(
            "lower_leads",
            message("下级牵头"),
            lambda row: _names(units, row.lower_leads),
            ValueKind.LIST,
            of_units=True,
            aside=True,
        ),
    )
    return table("levels", message("上级任务的承接情况"), columns, found)


def _names(units: Mapping[str, str], iris: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(units[iri] for iri in iris)
