"""The table of plans that are worth comparing."""

from collections.abc import Mapping, Sequence

from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from graph.compare.related import PlanRelation, RelatedPlans
from graph.compare.resembling import MOST_ALIGNED, ResemblingPlan
from graph.dataset.rows import PlanRow

PLAN_RELATIONS: Mapping[str, Message] = {
    PlanRelation.OTHER_YEAR: message("同一地方，不同年份"),
    PlanRelation.OTHER_LEVEL: message("标题相近，不同层级"),
}


def related_table(found: Sequence[RelatedPlans]) -> Table:
    """Pairs of plans, those with the most alike titles first, each with the reason and the address of its comparison."""
    columns: tuple[Column[RelatedPlans], ...] = (
        Column("relation", message("关联"), lambda pair: pair.relation, names=PLAN_RELATIONS, link=_address),
        Column("left", message("前一份"), lambda pair: named(pair.left)),
        Column("right", message("后一份"), lambda pair: named(pair.right)),
        Column("likeness", message("标题相似度"), lambda pair: pair.likeness, ValueKind.NUMBER, digits=4, form=".2f"),
    )
    return table("related", message("有关联的方案"), columns, found)


def resembling_table(new: PlanRow, found: Sequence[ResemblingPlan]) -> Table:
    """The plans that have tasks in common with one, most first, each with the address of the comparison."""

    def address(one: ResemblingPlan) -> str:
        return f"/compare?a={one.plan.id}&b={new.id}"

    columns: tuple[Column[ResemblingPlan], ...] = (
        Column("plan", None, lambda one: one.plan.id),
        Column("title", message("方案"), lambda one: named(one.plan), link=address),
        Column("place", message("地方"), lambda one: one.plan.place_name),
        Column("sure", message("确定对应的任务"), lambda one: one.sure, ValueKind.NUMBER),
        Column("likely", message("确定和可能对应的任务"), lambda one: one.likely, ValueKind.NUMBER),
    )
    note = message("按任务的文字在已有方案中查找，逐项对照最相近的 {n} 份以内；任务数按本方案计。", n=MOST_ALIGNED)
    return table("resembling", message("相近的方案：{name}", name=named(new)), columns, found, (note,))


def named(plan: PlanRow) -> str:
    """Name a plan where several are compared: its title and its year."""
    return (plan.title or plan.source) + (f"（{plan.issued[:4]}）" if plan.issued else "")


def _address(pair: RelatedPlans) -> str:
    return f"/compare?a={pair.left.id}&b={pair.right.id}"
