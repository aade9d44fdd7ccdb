"""The analyses of load: workload, concentration, inequality, sections, readings of the chart, one unit over plans."""

from collections.abc import Mapping

from api.reports.analysis import Analysis, analysis, column
from api.reports.refs import legend, refs
from extract.messages import Message, message
from extract.records import Role
from graph.dataset.roles import ROLES
from graph.dataset.rows import Corpus, UnitRow
from graph.measures.career import Chapter, career
from graph.measures.concentration import concentration
from graph.measures.count_laws import LEVEL, Law
from graph.measures.inequality import Estimate, inequality
from graph.measures.raci import horizontal, vertical
from graph.measures.sections import unit_sections
from graph.measures.settings import DEFAULTS, Definitions
from graph.measures.workload import Quadrant, workload
from graph.reform.proposal import find_unit
from graph.reform.succession import successions
from ontology.catalogue import Language

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

_MIXED = message("各方案任务数不同，任务多的方案中单位任务量相应较大；比较同一方案内的单位，请限定一份方案（--plan）。")


def workload_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Units by tasks led, in three counts."""
    heads = (
        column("unit_label", message("单位")),
        column("led", message("牵头"), number=True),
        column("led_shared", message("均摊"), number=True),
        column("led_first", message("首位"), number=True),
        column("supported", message("配合"), number=True),
        column("weighted", message("加权"), number=True),
        column("tasks", message("任务"), number=True),
        column("sections", message("部分"), number=True),
        column("quadrant", message("宽度–深度"), names=QUADRANTS),
        column("fragile", message("受口径影响")),
    )
    rows = (
        (
            *(row.unit.name, row.led.full, round(row.led.shared, 3), row.led.first, row.supported.full),
            *(round(row.weighted, 3), row.tasks, len(row.sections), row.quadrant.value, row.fragile),
        )
        for row in workload(corpus, definitions.weights, definitions.workload)
        if row.tasks
    )
    return analysis("workload", message("承担任务最多的单位"), heads, rows, (_QUADRANTS_NOTE,))


def concentration_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Leading units against the leading units of their level."""
    heads = (
        column("unit_label", message("单位")),
        column("led", message("牵头"), number=True),
        column("led_shared", message("均摊"), number=True),
        column("led_first", message("首位"), number=True),
        column("peers", message("同级单位"), number=True),
        column("median", message("中位数"), number=True),
        column("law", message("计数分布"), names=LAWS),
        column("p", message("p"), number=True),
        column("flagged", message("任务集中")),
        column("flagged_shared", message("按均摊")),
        column("flagged_first", message("按首位")),
        column("stays", message("重抽样中仍在"), number=True),
    )
    rows = (
        (
            *(row.unit.name, row.led.full, round(row.led.shared, 3), row.led.first, row.peers, row.median),
            *(row.law.value, round(row.p, 6), row.flagged, row.flagged_shared, row.flagged_first, row.stays),
        )
        for row in concentration(corpus)
    )
    notes = (
        message(
            "只与同级具体单位比较：已知全级牵头总数，若各单位服从同一计数分布，出现如此数量的概率不超过 "
            "{level:g} 方予标出。任务集中不等于负担过重，任务大小和人员力量未计入。",
            level=LEVEL,
        ),
        *((_MIXED,) if len(corpus.plans) > 1 else ()),
    )
    title = message("任务集中情况")
    return analysis("concentration", title, heads, rows, notes)


def inequality_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """How unevenly leads and support are spread, with intervals."""
    heads = (
        column("role", message("角色"), names=ROLES),
        column("units", message("单位"), number=True),
        column("tasks", message("任务"), number=True),
        column("measure", message("指标"), names=SPREADS),
        column("value", message("数值"), number=True),
        column("low", message("区间下限"), number=True),
        column("high", message("区间上限"), number=True),
    )
    found = [inequality(corpus, role) for role in (Role.LEAD, Role.SUPPORT)]
    rows = (
        (row.role, row.units, row.tasks, name, *_rounded(estimate))
        for row in found
        for name, estimate in (("gini", row.gini), ("hhi", row.hhi), ("top_three", row.top_three))
    )
    notes = (message("区间：对任务有放回抽样 500 次，减去抽样本身的偏差，取中间 95%；种子固定，可重算。"),)
    return analysis("inequality", message("任务分布均衡程度"), heads, rows, notes)


def _rounded(estimate: Estimate) -> tuple[float, float, float]:
    return round(estimate.value, 6), round(estimate.low, 6), round(estimate.high, 6)


def sections_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Units by the sections they lead in."""
    heads = (
        column("unit_label", message("单位")),
        column("section", message("部分")),
        column("led", message("牵头"), number=True),
        column("led_shared", message("均摊"), number=True),
        column("tasks", message("任务")),
    )
    title = message("各部分牵头单位分布")
    titles = {row.iri: f"{row.number}{row.title}" for row in corpus.sections}
    titles |= {row.iri: row.title for row in corpus.plans}
    named = refs(corpus)
    cells = sorted(unit_sections(corpus), key=lambda cell: (-len(cell.tasks), cell.unit.iri, cell.section))
    rows = (
        (
            *(cell.unit.name, titles.get(cell.section, cell.section), len(cell.tasks), round(cell.shared, 3)),
            tuple(named[task] for task in cell.tasks),
        )
        for cell in cells
    )
    return analysis("sections", title, heads, rows, legend(corpus))


def readings_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """The chart read down (units) and across (tasks)."""
    heads = (
        column("direction", message("方向")),
        column("sign", message("情形")),
        column("about", message("单位或任务")),
        column("zh", message("识别方式")),
        column("en", message("英文")),
        column("tasks", message("任务")),
    )
    named = refs(corpus)
    rows = (
        (
            direction,
            row.sign.value,
            row.label,
            row.sentence.render(),
            row.sentence.render(Language.EN),
            tuple(named[task] for task in row.tasks),
        )
        for direction, found in (("unit", vertical(corpus)), ("task", horizontal(corpus)))
        for row in found
    )
    title = message("责任矩阵：按单位、按任务")
    return analysis("readings", title, heads, rows, legend(corpus))


def chapters(corpus: Corpus, unit: UnitRow) -> tuple[Chapter, ...]:
    """Follow a unit over the plans, with the units that a reform joins to it by rule."""
    joined = [(row.unit.iri, heir.iri) for row in successions(corpus, 2023) for heir in row.heirs]
    kin = {old for old, new in joined if new == unit.iri} | {new for old, new in joined if old == unit.iri}
    return career(corpus, unit.iri, tuple(sorted(kin)))


def career_table(corpus: Corpus, words: str) -> Analysis:
    """One unit over plans and years, with the units that a reform joins to it.

    Raises:
        MeasureError: when no unit, or more than one, goes by these words.
    """
    unit = find_unit(corpus, words)
    heads = (
        column("issued", message("日期")),
        column("plan", message("方案")),
        column("unit_label", message("单位")),
        column("by_rule", message("按机构改革规则相连")),
        column("led", message("牵头"), number=True),
        column("led_shared", message("均摊"), number=True),
        column("led_first", message("首位"), number=True),
        column("supported", message("配合"), number=True),
        column("rank", message("名次"), number=True),
        column("of", message("单位数"), number=True),
        column("share", message("占全部牵头"), number=True),
    )
    rows = (
        (
            *(row.plan.issued, row.plan.title or row.plan.source, row.unit.name, not row.own, row.led.full),
            *(round(row.led.shared, 3), row.led.first, row.supported.full, row.rank, row.of, round(row.share, 4)),
        )
        for row in chapters(corpus, unit)
    )
    title = message("{name}：历份方案", name=unit.name)
    return analysis("career", title, heads, rows)
