"""What `/deadlines` shows on a day: who is late, and with what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.progress.days import day_of, no_day
from api.read_model.index import Index
from api.tables.due import DUE_STATES, due_sections_table, due_tasks_table, due_units_table
from api.tables.model import Table
from extract.messages import Message
from graph.compare.decisions import PairEntry
from graph.progress.due import DueTask, due_tasks
from graph.progress.records import ProgressEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFilter:
    """The conditions; an empty field sets no condition."""

    given: str = ""
    unit: str = ""
    section: str = ""
    state: str = ""

    @property
    def day(self) -> date | None:
        """The day; None where none is given, or what is given is no date."""
        return day_of(self.given)

    @property
    def fault(self) -> Message | None:
        """What is wrong with the day."""
        return no_day(self.given) if self.given and self.day is None else None

    def fits(self, index: Index, row: DueTask) -> bool:
        """Say whether a task meets the conditions."""
        section = index.section_key(row.section) if row.section else ""
        units = {one.id for one in row.timed.units}
        return self.state in {"", row.state} and self.section in {"", section} and (not self.unit or self.unit in units)

    def conditions(self, index: Index) -> tuple[tuple[str, str | Message], ...]:
        """Give the parameter of each condition with what it says; what does not exist is said as it was given."""
        unit, section = index.unit_by_id.get(self.unit), index.section_by_key.get(self.section)
        given: Mapping[str, str | Message] = {
            "unit": unit.name if unit else self.unit,
            "section": f"{section.number}{section.title}" if section else self.section,
            "state": DUE_STATES.get(self.state, self.state),
        }
        return tuple((name, words) for name, words in given.items() if words)


def due_page(
    index: Index, asked: DueFilter, reports: Mapping[str, ProgressEntry], decided: Sequence[PairEntry]
) -> tuple[Table, ...]:
    """Give the tables of a day: units, sections, and the tasks that meet the conditions; none without a day."""
    if asked.day is None:
        return ()
    corpus = index.corpus
    rows = due_tasks(corpus, asked.day, reports, decided)
    shown = tuple(row for row in rows if asked.fits(index, row))
    return (
        due_units_table(corpus, rows, asked.day),
        due_sections_table(corpus, rows, asked.day),
        due_tasks_table(corpus, shown, asked.day),
    )
