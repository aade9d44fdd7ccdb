"""The analyses of load: workload, concentration, inequality, sections, readings of the chart, one unit over plans."""

from api.reports.analysis import Analysis, analysis, column
from api.reports.refs import legend, refs
from extract.records import Role
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
from graph.texts import Bilingual

QUADRANTS = {
    Quadrant.CORE: Bilingual(zh="骨干：任务多、部分也多", en="core: many tasks in many sections"),
    Quadrant.SPECIALIST: Bilingual(zh="专精：任务多、集中", en="specialist: many tasks in few sections"),
    Quadrant.LIAISON: Bilingual(zh="广涉：任务少、分散", en="liaison: few tasks in many sections"),
    Quadrant.MARGIN: Bilingual(zh="一般：任务少、部分少", en="margin: few tasks in few sections"),
}
LAWS = {
    Law.HEAVY: Bilingual(zh="厚尾", en="heavy tail"),
    Law.LOG_SERIES: Bilingual(zh="对数级数", en="log-series"),
    Law.GEOMETRIC: Bilingual(zh="几何", en="geometric"),
    Law.POISSON: Bilingual(zh="泊松", en="Poisson"),
    Law.NONE: Bilingual(zh="同级单位太少，不能判断", en="too few peers to judge"),
}

_MIXED = Bilingual(
    zh="各份方案的任务有多有少，任务多的方案里的单位自然显得重；要比同一份方案里的单位，请只看一份方案（--plan）。",
    en="Plans differ in size, and a unit of a long plan looks busy beside those of a short one: choose one plan (--plan).",
)


def workload_table(corpus: Corpus, definitions: Definitions = DEFAULTS) -> Analysis:
    """Units by tasks led, in three counts."""
    heads = (
        column("unit_label", "单位", "unit"),
        column("led", "牵头", "leads", number=True),
        column("led_shared", "分摊 1/k", "shared 1/k", number=True),
        column("led_first", "首位", "first-listed", number=True),
        column("supported", "配合", "supports", number=True),
        column("weighted", "加权", "weighted", number=True),
        column("tasks", "任务", "tasks", number=True),
        column("sections", "部分", "sections", number=True),
        column("quadrant", "宽度–深度", "breadth–depth"),
        column("fragile", "换算法即变", "fragile"),
    )
    rows = (
        (
            *(row.unit.name, row.led.full, round(row.led.shared, 3), row.led.first, row.supported.full),
            *(round(row.weighted, 3), row.tasks, len(row.sections), row.quadrant.value, row.fragile),
        )
        for row in workload(corpus, definitions.weights, definitions.workload)
        if row.tasks
    )
    notes = tuple(Bilingual(zh=f"{name.value}：{words.zh}", en=f"{words.en}") for name, words in QUADRANTS.items())
    return analysis("workload", Bilingual(zh="谁的担子最重？", en="Who carries the most?"), heads, rows, notes)


def concentration_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Leading units against the leading units of their level."""
    heads = (
        column("unit_label", "单位", "unit"),
        column("led", "牵头", "leads", number=True),
        column("led_shared", "分摊 1/k", "shared 1/k", number=True),
        column("led_first", "首位", "first-listed", number=True),
        column("peers", "同级单位", "peers", number=True),
        column("median", "中位数", "median", number=True),
        column("law", "计数分布", "law of the counts"),
        column("p", "p", "p", number=True),
        column("flagged", "任务集中", "concentrated"),
        column("flagged_shared", "按分摊", "by shares"),
        column("flagged_first", "按首位", "by first-listed"),
        column("stays", "重抽样中仍在", "stays when resampled", number=True),
    )
    rows = (
        (
            *(row.unit.name, row.led.full, round(row.led.shared, 3), row.led.first, row.peers, row.median),
            *(row.law.value, round(row.p, 6), row.flagged, row.flagged_shared, row.flagged_first, row.stays),
        )
        for row in concentration(corpus)
    )
    notes = (
        Bilingual(
            zh=f"只与同级的具体单位比：已知全级牵头总数，若各单位服从同一计数分布，出现这样大的数的概率不超过 {LEVEL:g} 才标出。任务集中不等于负担过重：任务有大有小，人手未计。",
            en=f"Compared with particular bodies of the same level: flagged when a count as large has a probability of at most {LEVEL:g}, given all tasks led and one law for all. A concentration is not an overload: neither the size of tasks nor staff is counted.",
        ),
        *((_MIXED,) if len(corpus.plans) > 1 else ()),
    )
    title = Bilingual(zh="任务集中情况", en="Concentration of tasks")
    return analysis("concentration", title, heads, rows, notes)


def inequality_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """How unevenly leads and support are spread, with intervals."""
    heads = (
        column("role", "角色", "role"),
        column("units", "单位", "units", number=True),
        column("tasks", "任务", "tasks", number=True),
        column("measure", "指标", "measure"),
        column("value", "数值", "value", number=True),
        column("low", "区间下限", "low", number=True),
        column("high", "区间上限", "high", number=True),
    )
    found = [inequality(corpus, role) for role in (Role.LEAD, Role.SUPPORT)]
    rows = (
        (row.role, row.units, row.tasks, name, *_rounded(estimate))
        for row in found
        for name, estimate in (("gini", row.gini), ("hhi", row.hhi), ("top_three", row.top_three))
    )
    notes = (
        Bilingual(
            zh="区间：对任务有放回抽样 500 次，减去抽样本身的偏差，取中间 95%；种子固定，可重算。",
            en="Intervals: tasks drawn again 500 times, less the bias of drawing, the middle 95%; the seed is fixed.",
        ),
    )
    return analysis("inequality", Bilingual(zh="担子有多不均？", en="How uneven is the load?"), heads, rows, notes)


def _rounded(estimate: Estimate) -> tuple[float, float, float]:
    return round(estimate.value, 6), round(estimate.low, 6), round(estimate.high, 6)


def sections_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Analysis:
    """Units by the sections they lead in."""
    heads = (
        column("unit_label", "单位", "unit"),
        column("section", "部分", "section"),
        column("led", "牵头", "leads", number=True),
        column("led_shared", "分摊 1/k", "shared 1/k", number=True),
        column("tasks", "任务", "tasks"),
    )
    title = Bilingual(zh="谁在哪些部分牵头？", en="Who leads in which section?")
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
        column("direction", "方向", "direction"),
        column("sign", "现象", "sign"),
        column("about", "单位或任务", "unit or task"),
        column("zh", "读法", "in Chinese"),
        column("en", "英文", "in English"),
        column("tasks", "任务", "tasks"),
    )
    named = refs(corpus)
    rows = (
        (
            direction,
            row.sign.value,
            row.label,
            row.sentence.zh,
            row.sentence.en,
            tuple(named[task] for task in row.tasks),
        )
        for direction, found in (("unit", vertical(corpus)), ("task", horizontal(corpus)))
        for row in found
    )
    title = Bilingual(zh="责任矩阵竖着看、横着看", en="The chart read down and across")
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
        column("issued", "日期", "date"),
        column("plan", "方案", "plan"),
        column("unit_label", "单位", "unit"),
        column("by_rule", "按机构改革规则相连", "joined by rule"),
        column("led", "牵头", "leads", number=True),
        column("led_shared", "分摊 1/k", "shared 1/k", number=True),
        column("led_first", "首位", "first-listed", number=True),
        column("supported", "配合", "supports", number=True),
        column("rank", "名次", "place", number=True),
        column("of", "单位数", "of", number=True),
        column("share", "占全部牵头", "share of leads", number=True),
    )
    rows = (
        (
            *(row.plan.issued, row.plan.title or row.plan.source, row.unit.name, not row.own, row.led.full),
            *(round(row.led.shared, 3), row.led.first, row.supported.full, row.rank, row.of, round(row.share, 4)),
        )
        for row in chapters(corpus, unit)
    )
    title = Bilingual(zh=f"{unit.name}：历份方案", en=f"{unit.name} over the plans")
    return analysis("career", title, heads, rows)
