"""The table of names that the tables do not settle, and what a reading of a name says for people."""

from collections.abc import Sequence

from api.locale.terms import TERMS
from api.read_model.index import Index
from api.tables.model import Column, Table, ValueKind, table, unit_column
from extract.messages import Message, message
from extract.units.explain import Candidate
from graph.build.doubtful import DoubtfulName, readings_of
from graph.dataset.rows import PlanRow, UnitRow

SHOWN = 3  # readings of a name

COLUMNS: tuple[Column[DoubtfulName], ...] = (
    unit_column("name", message("单位"), lambda one: one.unit),
    Column("mentions", message("原文提法"), lambda one: "、".join(one.mentions)),
    Column("assignments", message("分工数"), lambda one: one.assignments, ValueKind.NUMBER),
    Column("plans", message("方案数"), lambda one: one.plans, ValueKind.NUMBER),
    Column("confidence", message("识别可信度"), lambda one: one.confidence, ValueKind.NUMBER, aside=True),
    Column("unit", None, lambda one: one.unit.id),
)


def names_table(rows: Sequence[DoubtfulName]) -> Table:
    """The names to settle, with counts."""
    return table("names", message("待确定的单位名称"), COLUMNS, rows)


def readings(index: Index, unit: UnitRow) -> tuple[Message, ...]:
    """Say which registered bodies the first mention of a unit may mean, the surest first."""
    row = next(iter(index.of_unit(unit)), None)
    return said(row.mention, index.plan_of[row.plan]) if row is not None else ()


def said(words: str, plan: PlanRow) -> tuple[Message, ...]:
    """Say which registered bodies a plan may mean by words, and why, the surest first."""
    return tuple(map(_reading, readings_of(words, plan)[:SHOWN]))


def _reading(one: Candidate) -> Message:
    return message("{place}“{body}”：{reason}", place=one.place, body=one.body, reason=_reason(one))


def _reason(one: Candidate) -> Message:
    if not one.fits:
        return message("该级一般不设这个机构")
    return TERMS["how"][one.how] if one.in_use else message("当年不用这个名称")
