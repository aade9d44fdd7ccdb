"""The table of plans that are worth comparing."""

from collections.abc import Mapping, Sequence

from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from graph.compare.related import PlanRelation, RelatedPlans
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


def named(plan: PlanRow) -> str:
    """Name a plan where several are compared: its title and its year."""
    return (plan.title or plan.source) + (f"（{plan.issued[:4]}）" if plan.issued else "")


def _address(pair: RelatedPlans) -> str:
    return f"/compare?a={pair.left.id}&b={pair.right.id}"
