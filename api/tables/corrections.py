"""The table of corrections: what was changed, by whom, why, and what became of it."""

from api.corrections.revising import Moved
from api.locale.terms import TERMS
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import message
from graph.corrections.store import HistoryEntry

COLUMNS: tuple[Column[HistoryEntry], ...] = (
    Column("number", message("序号"), lambda row: row.number, ValueKind.NUMBER),
    Column("state", message("状态"), lambda row: row.state.value, names=TERMS["state"]),
    Column("reason", message("未能落实的原因"), lambda row: row.reason or ""),
    Column("change", message("更正"), lambda row: row.correction.change.value, names=TERMS["change"]),
    Column("who", message("谁"), lambda row: row.correction.who),
    Column("when", message("何时"), lambda row: row.correction.when),
    Column("why", message("理由"), lambda row: row.correction.why),
    Column("target", message("对象"), lambda row: row.correction.target),
    Column("value", None, lambda row: row.correction.value),
    Column("role", None, lambda row: row.correction.role),
    Column("words", None, lambda row: row.correction.words),
)

MOVED: tuple[Column[Moved], ...] = (
    Column("unit_label", message("单位"), lambda row: row.name),
    Column("led", message("牵头"), lambda row: row.led[1], ValueKind.NUMBER),
    Column("supported", message("配合"), lambda row: row.supported[1], ValueKind.NUMBER),
    Column("tasks", message("全部任务"), lambda row: row.tasks[1], ValueKind.NUMBER),
)


def moved_table(rows: tuple[Moved, ...]) -> Table:
    """The units whose numbers a correction moved, with the numbers after it."""
    return table("moved", message("更正"), MOVED, rows)


def corrections_table(entries: tuple[HistoryEntry, ...]) -> Table:
    """The corrections of a store with their states."""
    return table("corrections", message("更正"), COLUMNS, entries)
