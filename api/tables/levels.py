"""The table of duties through the levels: what a lower plan took over from a higher one."""

from collections.abc import Mapping, Sequence

from api.tables.model import Column, Table, ValueKind, table
from api.tables.references import refs, task_addresses
from api.tables.tasks import title_of
from extract.messages import Message, message
from graph.compare.decisions import PairEntry
from graph.compare.levels import DutyThroughLevels, LeadMatch, Takeover, through_levels
from graph.dataset.rows import Corpus

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


def levels_table(corpus: Corpus, upper: str, lower: str, decided: Sequence[PairEntry] = ()) -> Table:
    """Each task of the higher plan with its partners in the lower one, in the order of the higher plan.

    Raises:
        MeasureError: when a plan is unknown.
    """
    named, addresses = refs(corpus), task_addresses(corpus)
    units = {unit.iri: unit.name for unit in corpus.units}
    columns: tuple[Column[DutyThroughLevels], ...] = (
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
        Column("likelihood", message("把握"), lambda row: row.likelihood, ValueKind.NUMBER, digits=4, form=".2f"),
        Column("leads", message("牵头单位"), lambda row: row.leads.value if row.lower else "", names=LEAD_MATCHES),
        Column(
            "upper_leads", message("上级牵头"), lambda row: _names(units, row.upper_leads), ValueKind.LIST, aside=True
        ),
        Column(
            "lower_leads", message("下级牵头"), lambda row: _names(units, row.lower_leads), ValueKind.LIST, aside=True
        ),
    )
    found = through_levels(corpus, upper, lower, decided)
    return table("levels", message("上级任务的承接情况"), columns, found)


def _names(units: Mapping[str, str], iris: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(units[iri] for iri in iris)
