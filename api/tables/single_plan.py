"""The analyses of one plan by itself: units that change sides, long lists, and the plan next to plans of its level."""

from collections.abc import Mapping

from api.tables.model import Analysis, Column, Table, ValueKind, table, unit_column
from api.tables.references import plan_column, task_addresses, task_column
from api.tables.tasks import title_of
from extract.messages import Message, message
from graph.dataset.rows import Corpus
from graph.measures.notable import ChangedSides, LongList, changed_sides, long_lists
from graph.measures.settings import DEFAULTS, Definitions
from graph.reference.figures import FEWEST_PLANS, Distribution, FigureComparison, compared, shipped

_MOST = 0.6
"""Share of plans from which on a figure is called higher or lower."""

MEASURES: Mapping[str, Message] = {
    "tasks": message("任务数"),
    "units": message("承担任务的单位数"),
    "units_per_task": message("每项任务的单位数"),
    "unclear": message("无具体单位牵头的任务占比"),
    "co_equal": message("并列牵头的任务占比"),
    "top_three": message("牵头最多的三个单位占比"),
}


def changed_sides_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Pairs of units each of which leads a task that the other supports."""
    tasks, addresses = {task.iri: task for task in corpus.tasks}, task_addresses(corpus)
    columns: tuple[Column[ChangedSides], ...] = (
        plan_column(corpus, lambda row: tasks[row.first_leads[0]].plan),
        unit_column("first", message("单位甲"), lambda row: row.first),
        unit_column("second", message("单位乙"), lambda row: row.second),
        Column(
            "first_leads",
            message("甲牵头、乙配合"),
            lambda row: tuple(tasks[task].ref for task in row.first_leads),
            ValueKind.LIST,
            link=lambda row: tuple(addresses[task] for task in row.first_leads),
        ),
        Column(
            "second_leads",
            message("乙牵头、甲配合"),
            lambda row: tuple(tasks[task].ref for task in row.second_leads),
            ValueKind.LIST,
            link=lambda row: tuple(addresses[task] for task in row.second_leads),
        ),
    )
    note = message("同一份方案内，两单位在不同任务中互为牵头和配合。建议核对职责边界。")
    return table("changed-sides", message("互为牵头和配合的单位"), columns, changed_sides(corpus), (note,))


def long_lists_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Tasks with far more units than the tasks of their plan have."""
    columns: tuple[Column[LongList], ...] = (
        plan_column(corpus, lambda row: row.task.plan),
        task_column(corpus, lambda row: row.task),
        Column("title", message("任务"), lambda row: title_of(row.task)),
        Column("units", message("单位数"), lambda row: row.units, ValueKind.NUMBER),
        Column("median", message("本方案中位数"), lambda row: row.median, ValueKind.NUMBER),
    )
    note = message("单位数超过上四分位数加三倍四分位距，且不少于 8 个；名单不足 10 份的方案不比较。")
    return table("long-lists", message("责任单位特别多的任务"), columns, long_lists(corpus), (note,))


def reference_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """One plan next to the documents of its kind and level; several plans are not compared."""
    rows = compared(corpus, shipped()) if len(corpus.plans) == 1 else ()
    columns: tuple[Column[FigureComparison], ...] = (
        Column("measure", message("指标"), lambda row: row.measure, names=MEASURES),
        Column("value", message("本方案"), lambda row: row.value, ValueKind.NUMBER, digits=6),
        Column(
            "median",
            message("同类同级方案中位数"),
            lambda row: row.among.quantiles[5] if row.among else "",
            ValueKind.NUMBER,
            digits=6,
        ),
        Column("below", None, lambda row: row.among.below(row.value) if row.among else "", digits=4),
        Column(
            "plans", message("方案数"), lambda row: row.among.plans if row.among else 0, ValueKind.NUMBER, aside=True
        ),
        Column("date", message("统计日期"), lambda row: row.among.date if row.among else "", aside=True),
        Column("place", message("比较"), place_among),
    )
    note = message("只比较一份方案；任务不足 5 项的方案不比较。参考分布只有数字，不含任何方案的文字。")
    return table("reference", message("与同类同级方案比较"), columns, rows, (note,))


def place_among(row: FigureComparison) -> Message:
    """Say where the plan is among those of its kind and level."""
    if row.among is None:
        return message("不能判断，因为没有同类同级方案的参考分布（至少 {fewest} 份）。", fewest=FEWEST_PLANS)
    return _tenths(row.among, row.value)


def _tenths(among: Distribution, value: float) -> Message:
    below, above = among.below(value), among.above(value)
    if below >= 1:
        return message("高于全部同类同级方案")
    if above >= 1:
        return message("低于全部同类同级方案")
    if below >= _MOST:
        return message("高于同类同级方案的 {tenths} 成", tenths=int(round(below * 10, 6)))
    if above >= _MOST:
        return message("低于同类同级方案的 {tenths} 成", tenths=int(round(above * 10, 6)))
    return message("与多数同类同级方案相当")


ANALYSES: Mapping[str, Analysis] = {
    "changed-sides": changed_sides_table,
    "long-lists": long_lists_table,
    "reference": reference_table,
}
