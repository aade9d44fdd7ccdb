"""A table of a report: plain cells with a heading in one language, and links from a row to its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from api.reports.analysis import Analysis
from api.tables.representations import Value
from extract.messages import Message, message
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus
from ontology.catalogue import Language

Cell: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table; ``key`` is ASCII and the same in both languages.

    Attributes:
        notes: sentences to print below it.
        evidence: for the number of a row, that of the row of the assignments table it rests on first.
    """

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    evidence: Mapping[int, int] = field(default_factory=dict)

    def numeric(self) -> frozenset[int]:
        """Find the columns that hold numbers, which stand right under a head that stands right."""
        places = range(len(self.head))
        return frozenset(place for place in places if any(isinstance(row[place], int | float) for row in self.rows))


def of_analysis(found: Analysis, language: Language) -> Table:
    """Put an analysis in one language: lists joined, yes and no in words, codes replaced by names, four digits."""
    names = [head.names for head in found.heads]
    return Table(
        key=found.sheet.name,
        title=found.title.render(language),
        head=tuple(head.head.render(language) for head in found.heads),
        rows=tuple(
            tuple(_cell(value, language, known) for value, known in zip(row, names, strict=True))
            for row in found.sheet.rows
        ),
        notes=tuple(note.render(language) for note in found.notes),
    )


def _cell(value: Value, language: Language, words: Mapping[str, Message]) -> Cell:
    if isinstance(value, bool):
        return message("是").render(language) if value else ""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, tuple):
        return " ".join(value)
    return words[value].render(language) if isinstance(value, str) and value in words else value


def heads(language: Language, *headings: Message) -> tuple[str, ...]:
    """Render the headings of a table."""
    return tuple(heading.render(language) for heading in headings)


def by_task(corpus: Corpus) -> Mapping[str, tuple[AssignmentRow, ...]]:
    """Group assignments by task, in their order."""
    found: dict[str, list[AssignmentRow]] = {}
    for row in corpus.assignments:
        found.setdefault(row.task, []).append(row)
    return {task: tuple(rows) for task, rows in found.items()}


def quote(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """Give the words of a task's lists back: the label and the names, as printed."""
    wanted = [row for row in rows if row.counted and row.role in roles]
    labels = dict.fromkeys(row.label for row in wanted)
    lists = ((label, "、".join(row.mention for row in wanted if row.label == label)) for label in labels)
    return "；".join(f"{label}：{names}" if label else names for label, names in lists)
