"""The columns of the analyses: a column means the same in every table that has it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from extract.messages import Message, message

if TYPE_CHECKING:
    import pandas as pd

Cell: TypeAlias = str | int | float | bool

MEANINGS: Mapping[str, Message] = {
    "a": message("第一个单位的 IRI。"),
    "a_name": message("第一个单位的全称。"),
    "a_tasks": message("第一个单位的任务数。"),
    "about": message("所说单位或任务的 IRI。"),
    "after": message("后一份方案中任务的 IRI，没有对应的为空。"),
    "articulation": message("去除该单位后网络是否不再连通。"),
    "authority": message("HITS 权威值，合计为 1。"),
    "b": message("第二个单位的 IRI。"),
    "b_name": message("第二个单位的全称。"),
    "b_tasks": message("第二个单位的任务数。"),
    "before": message("前一份方案中任务的 IRI，没有对应的为空。"),
    "betweenness": message("经过该单位的最短路径所占的比例。"),
    "birank": message("BiRank 值，合计为 1。"),
    "change": message("kept 为延续，gained 为增加，lost 为减少。"),
    "community": message("社团的序号，从 1 起，大的在前。"),
    "constraint": message("Burt 约束系数。"),
    "degree": message("参与任务占全部任务的比例。"),
    "earlier": message("相比的前一份方案的 IRI，没有的为空。"),
    "effective_size": message("有效规模：伙伴数减去伙伴之间的联系。"),
    "expected": message("随机情形下期望的共同任务数。"),
    "flagged": message("牵头任务是否集中。"),
    "flagged_first": message("按首位计数是否集中。"),
    "flagged_shared": message("按均摊计数是否集中。"),
    "fragile": message("排名是否受计数口径影响。"),
    "gained": message("与前一份方案相比增加的牵头任务数。"),
    "grade": message("牵头清晰度的等级。"),
    "grade_after": message("改革后牵头清晰度的等级。"),
    "grade_before": message("改革前牵头清晰度的等级。"),
    "grade_name": message("等级的名称。"),
    "guided": message("指导的任务数。"),
    "high": message("重抽样 95% 区间的上限。"),
    "implemented": message("落实的任务数。"),
    "issued": message("方案的发文日期。"),
    "jaccard": message("共同任务占两个单位全部任务的比例。"),
    "joint": message("分工负责的任务数。"),
    "kept": message("与前一份方案相比延续的牵头任务数。"),
    "kinship": message("own 为本单位，predecessor 为前身，successor 为承接单位。"),
    "label": message("单位的名称，或任务的编号和标题。"),
    "later": message("后一份方案的 IRI。"),
    "law": message("同级单位的计数所服从的分布。"),
    "led": message("牵头的任务数。"),
    "led_after": message("改革后牵头的任务数。"),
    "led_before": message("改革前牵头的任务数。"),
    "led_first": message("牵头且列在首位的任务数。"),
    "led_shared": message("牵头的任务数，按牵头单位数均摊。"),
    "left": message("前一份方案中任务的 IRI。"),
    "left_leads": message("前一份方案中的牵头单位。"),
    "left_ref": message("前一份方案中任务的引用号。"),
    "likelihood": message("两项任务是同一事项的可能性，0 到 1。"),
    "low": message("重抽样 95% 区间的下限。"),
    "lost": message("与前一份方案相比减少的牵头任务数。"),
    "measure": message("指标：基尼系数、HHI、前三位占比。"),
    "median": message("同级单位牵头任务数的中位数。"),
    "no_clear_lead": message("该等级是否算作牵头不明，由设置决定。"),
    "of": message("参加排名的单位数。"),
    "others": message("另一份方案中的牵头单位。"),
    "p": message("随机情形下出现这样大（或更大）的数的概率。"),
    "peers": message("参加比较的同级单位数。"),
    "plan": message("所在方案的 IRI。"),
    "q": message("按 Benjamini–Hochberg 校正后的 p。"),
    "quadrant": message("宽度（部分）与深度（任务）的类型。"),
    "question": message("建议明确的事项。"),
    "quote": message("牵头单位在原文中的写法。"),
    "rank": message("按牵头任务数的名次。"),
    "reason": message("数据所示的原因。"),
    "reason_words": message("用文字说明原因。"),
    "ref": message("任务的引用号。"),
    "refs": message("有关任务的引用号。"),
    "right": message("后一份方案中任务的 IRI。"),
    "right_leads": message("后一份方案中的牵头单位。"),
    "right_ref": message("后一份方案中任务的引用号。"),
    "relation": message("same 为整项对应，part 为部分内容对应。"),
    "rule": message("等级的定义。"),
    "same": message("两份方案的牵头单位是否相同。"),
    "section": message("部分的 IRI。"),
    "section_title": message("部分的标题。"),
    "sections": message("涉及的部分数。"),
    "sentence": message("用一句话说明。"),
    "share": message("该方案中有牵头单位的任务由它牵头的比例，并列的平分。"),
    "shared": message("共同任务数。"),
    "sign": message("所说现象的代号。"),
    "source": message("机构改革的依据，不涉及改革的为空。"),
    "stays": message("重抽样中仍判为集中的比例。"),
    "support_gained": message("与前一份方案相比增加的配合任务数。"),
    "support_kept": message("与前一份方案相比延续的配合任务数。"),
    "support_lost": message("与前一份方案相比减少的配合任务数。"),
    "sure": message("是否确定对应；否则为可能对应，待核对。"),
    "supervised": message("督办的任务数。"),
    "supported": message("配合的任务数。"),
    "supported_after": message("改革后配合的任务数。"),
    "supported_before": message("改革前配合的任务数。"),
    "task": message("任务的 IRI。"),
    "tasks": message("任务数，一项任务只计一次。"),
    "title": message("任务的标题。"),
    "to_lead": message("与前一份方案相比由配合改为牵头的任务数。"),
    "to_support": message("与前一份方案相比由牵头改为配合的任务数。"),
    "unit": message("单位的 IRI。"),
    "unit_label": message("单位发文当时的全称。"),
    "value": message("指标的值。"),
    "verdict": message("共同任务是否多于随机情形。"),
    "weighted": message("各角色的任务数按权重相加。"),
}

_UNIT = ("unit", "unit_label")
_LED = ("led", "led_shared", "led_first")
_MATCH = (
    *("left", "left_ref", "left_leads", "right", "right_ref", "right_leads"),
    *("likelihood", "sure", "relation", "same", "grade"),
)

COLUMNS: Mapping[str, Sequence[str]] = {
    "workload": (
        *(*_UNIT, *_LED, "supported", "joint", "implemented", "guided", "supervised"),
        *("weighted", "tasks", "sections", "quadrant", "fragile"),
    ),
    "concentration": (
        *(*_UNIT, *_LED, "peers", "median", "law", "p", "flagged", "flagged_shared", "flagged_first", "stays"),
    ),
    "inequality": ("measure", "value", "low", "high"),
    "unit_sections": (*_UNIT, "section", "section_title", "tasks", "led_shared"),
    "readings": ("sign", "about", "label", "sentence", "refs"),
    "clarity": (
        "task",
        "ref",
        "title",
        "section_title",
        "grade",
        "grade_name",
        "no_clear_lead",
        "sentence",
        "question",
        "quote",
    ),
    "grades": ("grade", "grade_name", "rule", "tasks"),
    "questions": ("task", "ref", "title", "sign", "sentence"),
    "overlap": (
        *("a", "a_name", "b", "b_name", "shared", "a_tasks", "b_tasks", "jaccard"),
        *("expected", "p", "q", "verdict", "refs"),
    ),
    "centrality": (
        *(*_UNIT, "degree", "betweenness", "birank", "authority", "constraint", "effective_size", "articulation"),
    ),
    "communities": ("community", *_UNIT),
    "conflicts": _MATCH,
    "compare": _MATCH,
    "career": ("plan", "issued", *_UNIT, *_LED, "supported", "tasks", "sections", "rank", "of", "share"),
    "unit_years": (
        *("plan", "issued", *_UNIT, "kinship", "led", "supported", "earlier", "kept", "gained", "lost"),
        *("to_support", "to_lead", "support_kept", "support_gained", "support_lost"),
    ),
    "unit_changes": ("earlier", "later", "change", "reason", "reason_words", "before", "after", "others", "source"),
    "reform_tasks": ("task", "ref", "title", "grade_before", "grade_after"),
    "reform": (*_UNIT, "led_before", "led_after", "supported_before", "supported_after"),
}
"""The columns of each analysis, in order."""


def table(analysis: str, rows: Iterable[Sequence[Cell]]) -> "pd.DataFrame":
    """Lay the rows of an analysis out as a table."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(COLUMNS[analysis]))
