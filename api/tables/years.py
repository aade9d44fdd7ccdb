"""The tables of a unit through the years: its duties by plan, those gained and lost, and its functions in the reforms."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.tables.model import Column, Table, ValueKind, table
from api.tables.references import task_addresses
from api.tables.related import named
from api.tables.tasks import CERTAINTIES, certainty, title_of
from extract.messages import Message, message
from extract.records import Role
from graph.compare.decisions import PairEntry
from graph.compare.duty_changes import (
    GAINING,
    ChangedDuty,
    ChangeReason,
    DutyChange,
    StepChanges,
    plan_steps,
    step_changes,
)
from graph.compare.unit_years import Kinship, UnitHistory, UnitYear, latest
from graph.dataset.names import ROLES
from graph.dataset.rows import Corpus, TaskRow, UnitRow
from graph.reform.succession import FunctionTransfer, functions_of
from ontology.reforms import reforms

MOST_STEPS = 100
"""Pairs of plans that the table of all units compares."""

OF_UNIT: Mapping[str, Callable[[Corpus, UnitHistory], Table]] = {
    "unit-years": lambda _, found: unit_years_table(found),
    "unit-changes": lambda corpus, found: changed_duties_table(corpus, found.changes, found.unit),
    "unit-functions": lambda corpus, found: functions_table(found.unit, corpus),
}
"""The analyses of one unit."""

KINSHIPS: Mapping[str, Message] = {
    Kinship.OWN: message("本单位"),
    Kinship.PREDECESSOR: message("前身"),
    Kinship.SUCCESSOR: message("承接单位"),
}
CHANGES: Mapping[str, Message] = {
    DutyChange.KEPT: message("延续"),
    DutyChange.GAINED: message("增加"),
    DutyChange.LOST: message("减少"),
    DutyChange.TO_SUPPORT: message("改为配合"),
    DutyChange.TO_LEAD: message("改为牵头"),
    DutyChange.SUPPORT_KEPT: message("配合延续"),
    DutyChange.SUPPORT_GAINED: message("配合增加"),
    DutyChange.SUPPORT_LOST: message("配合减少"),
}
_ONLY_LIKELY = message("数据中没有依据：只有可能对应的任务，待核对")
LOSSES: Mapping[ChangeReason, Message] = {
    ChangeReason.CONTINUED: message("两份方案都由该单位承担"),
    ChangeReason.OTHER_ROLE: message("两份方案中角色不同"),
    ChangeReason.REFORM: message("机构改革，职责转出"),
    ChangeReason.OTHER_LEADS: message("后一份由其他单位牵头"),
    ChangeReason.NO_LEAD: message("后一份有此任务，未写牵头单位"),
    ChangeReason.NOT_NAMED: message("后一份有此任务，未写该单位配合"),
    ChangeReason.NO_COUNTERPART: message("后一份中未见对应的任务"),
    ChangeReason.NOT_IN_DATA: _ONLY_LIKELY,
}
GAINS: Mapping[ChangeReason, Message] = {
    ChangeReason.REFORM: message("机构改革，职责转入"),
    ChangeReason.OTHER_LEADS: message("前一份由其他单位牵头"),
    ChangeReason.NO_LEAD: message("前一份有此任务，未写牵头单位"),
    ChangeReason.NOT_NAMED: message("前一份有此任务，未写该单位配合"),
    ChangeReason.NO_COUNTERPART: message("前一份中未见对应的任务"),
    ChangeReason.NOT_IN_DATA: _ONLY_LIKELY,
}
DIRECTIONS: Mapping[str, Message] = {"gained": message("划入"), "given": message("划出")}


def unit_years_table(found: UnitHistory) -> Table:
    """What a unit and its kin have in each plan, by date, and what changed since the plan before."""
    columns: tuple[Column[UnitYear], ...] = (
        Column("plan", None, lambda row: row.plan.id),
        Column("year", message("年份"), lambda row: row.plan.issued[:4]),
        Column(
            "title",
            message("方案"),
            lambda row: row.plan.title or row.plan.source,
            link=lambda row: f"/plans/{row.plan.id}",
        ),
        Column("unit", None, lambda row: row.unit.id),
        Column(
            "unit_label",
            message("单位"),
            lambda row: row.unit.name,
            link=lambda row: f"/units/{row.unit.id}",
            aside=True,
        ),
        Column("kinship", message("关系"), lambda row: row.kinship, names=KINSHIPS),
        Column("led", message("牵头"), lambda row: row.led, ValueKind.NUMBER, link=_tasks("bearers")),
        Column("supported", message("配合"), lambda row: row.supported, ValueKind.NUMBER, link=_tasks(Role.SUPPORT)),
        Column("before", message("与哪份相比"), _before, aside=True),
        *(
            Column(one.value, words, _counted(one), ValueKind.NUMBER, link=_changed(one))
            for one, words in ((DutyChange(name), words) for name, words in CHANGES.items())
        ),
    )
    title = message("{name}：历年任务", name=found.unit.name)
    return table("unit-years", title, columns, found.years, _notes(found))


def _tasks(role: str) -> Callable[[UnitYear], str]:
    return lambda row: "/tasks?" + urlencode({"role": role, "unit": row.unit.id, "plan": row.plan.id})


def _changed(change: DutyChange) -> Callable[[UnitYear], str]:
    def address(row: UnitYear) -> str:
        rows = urlencode({"plan": row.plan.id, "change": change})
        return f"/units/{row.unit.id}/years?{rows}" if row.changes else ""

    return address


def _before(row: UnitYear) -> str:
    return named(row.changes.step.earlier) if row.changes else ""


def _counted(change: DutyChange) -> Callable[[UnitYear], int | str]:
    return lambda row: row.counted(change) if row.changes else ""


def _notes(found: UnitHistory) -> tuple[Message, ...]:
    """Say what the table rests on, and what it cannot say."""
    plans = {row.plan.iri: row.plan for row in found.years}
    undated = sum(not plan.issued for plan in plans.values())
    apart = sum(not step.comparable for step in found.steps)
    own = sum(row.kinship is Kinship.OWN for row in found.years)
    notes = [message("牵头含分工负责；增减与同一地方、同一主题的前一份方案相比，“延续”“增加”“减少”只计牵头的任务。")]
    if found.kin.event:
        notes.append(
            message(
                "按{year}年机构改革的一般规则，该单位已撤销，职责由{heirs}承接，须按地核实。",
                year=found.kin.event.year,
                heirs=tuple(heir.name for heir in found.kin.after),
            )
        )
    if not any(step.comparable for step in found.steps):
        notes.append(
            message("只有一份方案写到该单位，没有可以相比的前后方案。")
            if own == 1
            else message("没有同一地方、同一主题而日期先后明确的两份方案，不能比较增减。")
        )
    if undated:
        notes.append(message("{n} 份方案没有发文日期，列在最后，不参加比较。", n=undated))
    if apart:
        notes.append(message("{n} 对方案标题相近，但几乎没有相同的任务，不作比较。", n=apart))
    if found.passed_over:
        notes.append(message("较早的 {n} 对方案没有比较，请用 dutygraph analyse unit-years。", n=found.passed_over))
    return tuple(notes)


def changed_duties_table(corpus: Corpus, found: Sequence[ChangedDuty], unit: UnitRow) -> Table:
    """Duties of a unit that are continued, gained and lost, each with the reason that the data show and its place."""
    addresses = task_addresses(corpus)
    sides = tuple(column for side in ("before", "after") for column in _side(side, addresses))
    columns: tuple[Column[ChangedDuty], ...] = (
        Column("change", message("变化"), lambda row: row.change, names=CHANGES),
        Column("reason_code", None, lambda row: row.reason),
        Column("reason", message("数据所示的原因"), reason),
        *sides,
        Column("certainty", message("对应程度"), lambda row: certainty(row.match), names=CERTAINTIES),
        Column(
            "others",
            message("另一份的牵头单位"),
            lambda row: tuple(other.name for other in row.others),
            ValueKind.LIST,
            link=lambda row: tuple(f"/units/{other.id}" for other in row.others),
        ),
        Column("role", message("该单位在另一份的角色"), lambda row: row.role, names=ROLES, aside=True),
        Column("source", message("改革依据"), lambda row: row.reform.source if row.reform else "", aside=True),
    )
    note = message("原因只写数据中有依据的：机构改革按一般规则，须按地核实；没有依据的写明没有依据。")
    return table("unit-changes", message("{name}：任务增减", name=unit.name), columns, found, (note,))


def _side(side: str, addresses: Mapping[str, str]) -> tuple[Column[ChangedDuty], ...]:
    heading, words = (
        (message("前一份方案"), message("前一份的任务"))
        if side == "before"
        else (message("后一份方案"), message("后一份的任务"))
    )

    def task(row: ChangedDuty) -> TaskRow | None:
        return row.before if side == "before" else row.after

    def title(row: ChangedDuty) -> str:
        found = task(row)
        return f"{found.ref} {title_of(found)}".strip() if found else ""

    def address(row: ChangedDuty) -> str:
        found = task(row)
        return addresses[found.iri] if found else ""

    def plan(row: ChangedDuty) -> str:
        return named(row.step.earlier if side == "before" else row.step.later)

    return (
        Column(f"{side}_plan", heading, plan, aside=True),
        Column(f"{side}_task", words, title, link=address),
    )


def reason(row: ChangedDuty) -> Message:
    """Say in words what the data show of why a duty is continued, gained or lost."""
    return (GAINS if row.change in GAINING else LOSSES)[row.reason]


def functions_table(unit: UnitRow, corpus: Corpus) -> Table:
    """The functions that a unit took over and gave away in the reforms, with day and source."""
    names = {key: zh for key, zh, _ in reforms().functions}
    columns: tuple[Column[FunctionTransfer], ...] = (
        Column("date", message("完成期限"), lambda row: row.transfer.date.isoformat(), ValueKind.DATE),
        Column("event", message("改革"), lambda row: row.transfer.event.title),
        Column("direction", message("变化"), lambda row: "gained" if row.gained else "given", names=DIRECTIONS),
        Column("function", message("职责"), lambda row: names[row.transfer.function]),
        Column("other", message("由哪个、到哪个单位"), lambda row: row.other.name, of_units=True),
        Column("source", message("依据"), lambda row: row.transfer.source, aside=True),
    )
    found = functions_of(unit, {row.id: row for row in corpus.units})
    note = message("按历次机构改革的一般规则，各地的做法须按地核实。")
    return table("unit-functions", message("机构改革中的职责划转"), columns, found, (note,))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStep:
    """The duties of one unit in a step, counted."""

    changes: StepChanges
    unit: UnitRow
    counts: Counter[DutyChange]
    losses: Counter[ChangeReason]


def duty_changes_table(corpus: Corpus, decided: Sequence[PairEntry] = ()) -> Table:
    """The duties continued, gained and lost of each unit from each plan to the next on its subject.

    Args:
        corpus: the plans.
        decided: what people decided of pairs of tasks, as far as it is in force.
    """
    every = plan_steps(corpus.plans)
    steps = latest(every, MOST_STEPS)
    rows = [row for step in steps for row in _unit_steps(step_changes(corpus, step, decided))]
    columns: tuple[Column[UnitStep], ...] = (
        Column("unit_label", message("单位"), lambda row: row.unit.name, of_units=True),
        Column("earlier", message("前一份方案"), lambda row: named(row.changes.step.earlier)),
        Column("later", message("后一份方案"), lambda row: named(row.changes.step.later)),
        *(Column(change.value, CHANGES[change], _became(change), ValueKind.NUMBER) for change in DutyChange),
        *(
            Column(f"lost_{reason.value}", words, _lost(reason), ValueKind.NUMBER)
            for reason, words in LOSSES.items()
            if reason in GAINS and reason is not ChangeReason.NOT_NAMED  # why a lead is lost
        ),
    )
    notes = [
        message("增减与同一地方、同一主题的前一份方案相比，“延续”“增加”“减少”只计牵头的任务；右边各列是减少的原因。")
    ]
    if len(every) > len(steps):
        notes.append(message("只比较了较晚的 {n} 对方案，共 {total} 对。", n=len(steps), total=len(every)))
    return table("duty-changes", message("各单位任务增减"), columns, rows, tuple(notes))


def _became(change: DutyChange) -> Callable[[UnitStep], int]:
    return lambda row: row.counts[change]


def _lost(reason: ChangeReason) -> Callable[[UnitStep], int]:
    return lambda row: row.losses[reason]


def _unit_steps(found: StepChanges) -> tuple[UnitStep, ...]:
    units = dict.fromkeys(row.unit for row in found.rows)
    rows = (
        UnitStep(
            changes=found,
            unit=unit,
            counts=Counter(row.change for row in found.of(unit.iri)),
            losses=Counter(row.reason for row in found.of(unit.iri) if row.change is DutyChange.LOST),
        )
        for unit in units
    )
    return tuple(
        sorted(rows, key=lambda row: (-row.counts[DutyChange.LOST] - row.counts[DutyChange.GAINED], row.unit.id))
    )
