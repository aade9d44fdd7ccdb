"""The analyses of load: workload, concentration, inequality, sections, readings of the chart, one unit over plans."""

from collections.abc import Iterable, Mapping, Sequence

from api.locale.terms import TERMS
from api.tables.model import Analysis, Column, Table, ValueKind, table, unit_column
from api.tables.references import legend, refs
from extract.messages import Message, message
from extract.records import Role
from graph.dataset.names import ROLES
from graph.dataset.rows import Corpus, UnitRow
from graph.measures.career import Chapter, career
from graph.measures.concentration import Concentration, concentration
from graph.measures.count_laws import Law, level_of
from graph.measures.inequality import Estimate, inequality
from graph.measures.raci import ChartReading, horizontal, vertical
from graph.measures.sections import UnitSection, unit_sections
from graph.measures.settings import DEFAULTS, Definitions
from graph.measures.staff import StaffLoad, staff_loads
from graph.measures.staff import note as staff_note
from graph.measures.workload import Quadrant, Workload, workload
from graph.reform.proposal import find_unit
from graph.reform.succession import successions

NO_STAFF: Mapping[str, int] = {}
QUADRANTS: Mapping[str, Message] = {
    Quadrant.CORE: message("骨干"),
    Quadrant.SPECIALIST: message("专精"),
    Quadrant.LIAISON: message("广涉"),
    Quadrant.MARGIN: message("一般"),
}
_QUADRANTS_NOTE = message("骨干：任务多、部分也多；专精：任务多、集中；广涉：任务少、分散；一般：任务少、部分少。")
LAWS: Mapping[str, Message] = {
    Law.HEAVY: message("厚尾"),
    Law.LOG_SERIES: message("对数级数"),
    Law.GEOMETRIC: message("几何"),
    Law.POISSON: message("泊松"),
    Law.NONE: message("同级单位太少，不能判断"),
}
SPREADS: Mapping[str, Message] = {
    "gini": message("基尼系数"),
    "hhi": message("集中度 HHI"),
    "top_three": message("前三位占比"),
}
DIRECTIONS: Mapping[str, Message] = {"unit": message("按单位（列）"), "task": message("按任务（行）")}
_POWER = message(
    "未标出不等于没有：牵头数明显偏多的单位，同级有 60 个牵头单位时标出七成以上，37 个时五成以上，10 个时多数标不出。"
)
_MIXED = message("各方案任务数不同，任务多的方案中单位任务量相应较大；比较同一方案内的单位，请限定一份方案（--plan）。")

WORKLOAD: tuple[Column[Workload], ...] = (
    Column("id", None, lambda row: row.unit.id),
    unit_column("unit_label", message("单位"), lambda row: row.unit, sortable=True),
    Column(
        "led",
        message("牵头"),
        lambda row: row.led.full,
        ValueKind.NUMBER,
        link=lambda row: _tasks(row.unit, Role.LEAD),
        sortable=True,
    ),
    Column(
        "led_shared",
        message("均摊"),
        lambda row: row.led.shared,
        ValueKind.NUMBER,
        digits=3,
        form=".2f",
        link=lambda row: _unit(row.unit),
        sortable=True,
    ),
    Column(
        "led_first",
        message("首位"),
        lambda row: row.led.first,
        ValueKind.NUMBER,
        link=lambda row: _unit(row.unit),
        sortable=True,
    ),
    Column(
        "supported",
        message("配合"),
        lambda row: row.supported.full,
        ValueKind.NUMBER,
        link=lambda row: _tasks(row.unit, Role.SUPPORT),
        sortable=True,
    ),
    Column(
        "weighted",
        message("加权"),
        lambda row: row.weighted,
        ValueKind.NUMBER,
        digits=3,
        form=".2f",
        sortable=True,
        aside=True,
    ),
    Column(
        "tasks",
        message("任务"),
        lambda row: row.tasks,
        ValueKind.NUMBER,
        link=lambda row: f"/tasks?unit={row.unit.id}",
        sortable=True,
    ),
    Column(
        "sections",
        message("部分"),
        lambda row: len(row.sections),
        ValueKind.NUMBER,
        link=lambda row: f"{_unit(row.unit)}#sections",
        sortable=True,
    ),
    Column("quadrant", message("宽度–深度"), lambda row: row.quadrant.value, names=QUADRANTS, aside=True),
    Column("fragile", message("受口径影响"), lambda row: row.fragile, ValueKind.FLAG, aside=True),
    Column(
        "joint",
        message("分工负责"),
        lambda row: row.joint.full,
        ValueKind.NUMBER,
        link=lambda row: _tasks(row.unit, Role.JOINT),
        sortable=True,
        aside=True,
    ),
    Column("kind", message("类别"), lambda row: row.unit.kind, names=TERMS["kind"], sortable=True, aside=True),
)
CONCENTRATION: tuple[Column[Concentration], ...] = (
    unit_column("unit_label", message("单位"), lambda row: row.unit),
    Column(
        "led",
        message("牵头"),
        lambda row: row.led.full,
        ValueKind.NUMBER,
        link=lambda row: _tasks(row.unit, Role.LEAD),
    ),
    Column(
        "led_shared", message("均摊"), lambda row: row.led.shared, ValueKind.NUMBER, digits=3, form=".2f", aside=True
    ),
    Column("led_first", message("首位"), lambda row: row.led.first, ValueKind.NUMBER, aside=True),
    Column("peers", message("同级单位"), lambda row: row.peers, ValueKind.NUMBER),
    Column("median", message("中位数"), lambda row: row.median, ValueKind.NUMBER, aside=True),
    Column("law", message("计数分布"), lambda row: row.law.value, names=LAWS, aside=True),
    Column("p", message("出现如此数量的概率"), lambda row: row.p, ValueKind.NUMBER, digits=6, form=".4f"),
    Column("flagged", message("任务集中"), lambda row: row.flagged, ValueKind.FLAG),
    Column("flagged_shared", message("按均摊"), lambda row: row.flagged_shared, ValueKind.FLAG, aside=True),
    Column("flagged_first", message("按首位"), lambda row: row.flagged_first, ValueKind.FLAG, aside=True),
    Column("stays", message("抽样复核仍集中的比例"), lambda row: row.stays, ValueKind.NUMBER, form=".0%", aside=True),
)
CAREER: tuple[Column[Chapter], ...] = (
    Column("issued", message("日期"), lambda row: row.plan.issued, ValueKind.DATE),
    Column(
        "plan", message("方案"), lambda row: row.plan.title or row.plan.source, link=lambda row: f"/plans/{row.plan.id}"
    ),
    unit_column("unit_label", message("单位"), lambda row: row.unit),
    Column("by_rule", message("按机构改革规则相连"), lambda row: not row.own, ValueKind.FLAG),
    Column(
        "led",
        message("牵头"),
        lambda row: row.led.full,
        ValueKind.NUMBER,
        link=lambda row: f"{_tasks(row.unit, Role.LEAD)}&plan={row.plan.id}",
    ),
    Column("led_shared", message("均摊"), lambda row: row.led.shared, ValueKind.NUMBER, digits=3, form=".2f"),
    Column("led_first", message("首位"), lambda row: row.led.first, ValueKind.NUMBER),
    Column(
        "supported",
        message("配合"),
        lambda row: row.supported.full,
        ValueKind.NUMBER,
        link=lambda row: f"{_tasks(row.unit, Role.SUPPORT)}&plan={row.plan.id}",
    ),
    Column("rank", message("名次"), lambda row: row.rank, ValueKind.NUMBER),
    Column("of", message("单位数"), lambda row: row.of, ValueKind.NUMBER),
    Column("share", message("占全部牵头"), lambda row: row.share, ValueKind.NUMBER, digits=4, form=".0%"),
)


def workload_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Table:
    """Units by tasks led, in three counts."""
    first: dict[str, str] = {}
    for row in corpus.assignments:
        if row.counted:
            first.setdefault(row.unit, row.iri)
    loads = workload(corpus, definitions.weights, definitions.workload)
    return table(
        "workload",
        message("单位任务量"),
        WORKLOAD,
        (row for row in loads if row.tasks),
        (_QUADRANTS_NOTE,),
        lambda row: first[row.unit.iri],
    )


def concentration_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Table:
    """Leading units against the leading units of their level."""
    return concentrations_table(corpus, concentration(corpus), definitions.staff)


def concentrations_table(corpus: Corpus, rows: Sequence[Concentration], staff: Mapping[str, int] = NO_STAFF) -> Table:
    """The same, already measured; where the staff of units is known, with what they lead per person."""
    note = message(
        "只与同级具体单位比较：已知全级牵头总数，若各单位服从同一计数分布，出现如此数量的概率不超过 "
        "{least:g}（10 个单位）至 {most:g}（60 个以上）方予标出。任务集中不等于负担过重，任务大小和人员力量未计入。",
        least=level_of(10),
        most=level_of(60),
    )
    notes = (note, _POWER, _MIXED) if len(corpus.plans) > 1 else (note, _POWER)
    loads = staff_loads(rows, staff)
    if staff:
        notes = (*notes, staff_note(loads, staff))
    columns = CONCENTRATION + (_staff_columns(loads) if staff else ())
    return table("concentration", message("任务集中情况"), columns, rows, notes)


def _staff_columns(loads: Mapping[str, StaffLoad]) -> tuple[Column[Concentration], ...]:
    def of(row: Concentration) -> StaffLoad | None:
        return loads.get(row.unit.iri)

    return (
        Column("people", message("人数"), lambda row: found.people if (found := of(row)) else "", ValueKind.NUMBER),
        Column(
            "per_person",
            message("人均牵头"),
            lambda row: found.per_person if (found := of(row)) else "",
            ValueKind.NUMBER,
            digits=6,
            form=".2f",
        ),
        Column(
            "overloaded", message("负担过重"), lambda row: bool((found := of(row)) and found.overloaded), ValueKind.FLAG
        ),
    )


def inequality_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """How unevenly leads and support are spread, with intervals."""
    found = [inequality(corpus, role) for role in (Role.LEAD, Role.SUPPORT)]
    rows = (
        (row.role, row.units, row.tasks, name, estimate)
        for row in found
        for name, estimate in (("gini", row.gini), ("hhi", row.hhi), ("top_three", row.top_three))
    )
    columns: tuple[Column[tuple[str, int, int, str, Estimate]], ...] = (
        Column("role", message("角色"), lambda row: row[0], names=ROLES),
        Column("units", message("单位"), lambda row: row[1], ValueKind.NUMBER),
        Column("tasks", message("任务"), lambda row: row[2], ValueKind.NUMBER),
        Column("measure", message("指标"), lambda row: row[3], names=SPREADS),
        Column("value", message("数值"), lambda row: row[4].value, ValueKind.NUMBER, digits=6),
        Column("low", message("区间下限"), lambda row: row[4].low, ValueKind.NUMBER, digits=6),
        Column("high", message("区间上限"), lambda row: row[4].high, ValueKind.NUMBER, digits=6),
    )
    note = message("区间：对任务有放回抽样 500 次，减去抽样本身的偏差，取中间 95%；种子固定，可重算。")
    return table("inequality", message("任务分布均衡程度"), columns, rows, (note,))


def sections_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Units by the sections they lead in."""
    titles = {row.iri: f"{row.number}{row.title}" for row in corpus.sections}
    titles |= {row.iri: row.title for row in corpus.plans}
    named = refs(corpus)
    columns: tuple[Column[UnitSection], ...] = (
        Column("unit_label", message("单位"), lambda row: row.unit.name, of_units=True),
        Column("section", message("部分"), lambda row: titles.get(row.section, row.section)),
        Column("led", message("牵头"), lambda row: len(row.tasks), ValueKind.NUMBER),
        Column("led_shared", message("均摊"), lambda row: row.shared, ValueKind.NUMBER, digits=3),
        Column("tasks", message("任务"), lambda row: tuple(named[task] for task in row.tasks), ValueKind.LIST),
    )
    cells = sorted(unit_sections(corpus), key=lambda cell: (-len(cell.tasks), cell.unit.iri, cell.section))
    return table("sections", message("各部分牵头单位分布"), columns, cells, legend(corpus))


def readings_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """The chart read down (units) and across (tasks)."""
    named = refs(corpus)
    columns: tuple[Column[tuple[str, ChartReading]], ...] = (
        Column("direction", message("按单位或按任务"), lambda row: row[0], names=DIRECTIONS),
        Column("sign", None, lambda row: row[1].sign.value),
        Column("about", message("单位或任务"), lambda row: row[1].label),
        Column("sentence", message("识别方式"), lambda row: row[1].sentence),
        Column("tasks", message("任务"), lambda row: tuple(named[task] for task in row[1].tasks), ValueKind.LIST),
    )
    rows = [*(("unit", row) for row in vertical(corpus)), *(("task", row) for row in horizontal(corpus))]
    return table("readings", message("责任矩阵：按单位、按任务"), columns, rows, legend(corpus))


def chapters(corpus: Corpus, unit: UnitRow) -> tuple[Chapter, ...]:
    """Follow a unit over the plans, with the units that a reform joins to it by rule."""
    joined = [(row.unit.iri, heir.iri) for row in successions(corpus, 2023) for heir in row.heirs]
    kin = {old for old, new in joined if new == unit.iri} | {new for old, new in joined if old == unit.iri}
    return career(corpus, unit.iri, tuple(sorted(kin)))


def career_table(corpus: Corpus, words: str) -> Table:
    """One unit over plans and years, with the units that a reform joins to it.

    Raises:
        MeasureError: when no unit, or more than one, goes by these words.
    """
    unit = find_unit(corpus, words)
    return table("career", message("{name}：历份方案", name=unit.name), CAREER, chapters(corpus, unit))


def units_table(rows: Iterable[Workload]) -> Table:
    """Units with their load, in the order given."""
    return table("units", message("单位"), WORKLOAD, rows)


def _unit(unit: UnitRow) -> str:
    return f"/units/{unit.id}"


def _tasks(unit: UnitRow, role: Role) -> str:
    return f"/tasks?role={role}&unit={unit.id}"


ANALYSES: Mapping[str, Analysis] = {
    "workload": workload_table,
    "concentration": concentration_table,
    "inequality": inequality_table,
    "sections": sections_table,
    "readings": readings_table,
}
