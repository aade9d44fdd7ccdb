"""The table of corrections: what was changed, by whom, why, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from api.corrections.revising import Moved
from api.locale.terms import TERMS
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import message
from graph.corrections import Correction, is_exact
from graph.corrections.store import CorrectionState, HistoryEntry

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
    Column("unit_label", message("单位"), lambda row: row.name, of_units=True),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """What was saved together, the latest correction first: one entry of the list, with one way back."""

    entries: tuple[HistoryEntry, ...]

    @property
    def first(self) -> Correction:
        """A correction by which the save is signed, and undone."""
        return self.entries[0].correction

    @property
    def open(self) -> bool:
        """Whether there is something to undo."""
        return any(one.state is not CorrectionState.UNDONE for one in self.entries)

    @property
    def state(self) -> CorrectionState:
        """The state of what is not undone."""
        return next(
            (one.state for one in self.entries if one.state is not CorrectionState.UNDONE), self.entries[0].state
        )


SAVES: tuple[Column[Save], ...] = (
    Column("number", message("序号"), lambda save: save.entries[0].number, ValueKind.NUMBER),
    Column("change", message("更正内容"), lambda save: save.first.change.value, names=TERMS["change"]),
    Column("who", message("谁"), lambda save: save.first.who),
    Column("why", message("理由"), lambda save: save.first.why),
    Column("state", message("结果"), lambda save: save.state.value, names=TERMS["state"]),
)


def saves(entries: Sequence[HistoryEntry]) -> tuple[Save, ...]:
    """Group corrections that were saved together; ``entries`` have the latest first."""
    grouped = groupby(entries, key=lambda one: (one.correction.signature, is_exact(one.correction) or one.number))
    return tuple(Save(entries=tuple(group)) for _, group in grouped)


def saves_table(rows: Sequence[Save]) -> Table:
    """The corrections as a page lists them: one row a save."""
    return table("corrections", message("更正"), SAVES, rows)
