"""A table of a report: plain cells with a heading in one language, and links from a row to its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from api.reports.analysis import Analysis
from api.tables.representations import Value
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus
from graph.texts import Bilingual

Cell: TypeAlias = str | int | float


class Language(StrEnum):
    """The language of a report."""

    ZH = "zh"
    EN = "en"

    def of(self, words: Bilingual) -> str:
        """Choose one side of a bilingual sentence."""
        return words.zh if self is Language.ZH else words.en

    def say(self, zh: str, en: str) -> str:
        """Choose between two wordings."""
        return zh if self is Language.ZH else en


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


def of_analysis(found: Analysis, language: Language, words: Mapping[str, Bilingual] | None = None) -> Table:
    """Put an analysis in one language: lists joined, yes and no in words, codes replaced by ``words``, four digits."""
    known = words or {}
    return Table(
        key=found.sheet.name,
        title=language.of(found.title),
        head=tuple(language.of(head.head) for head in found.heads),
        rows=tuple(tuple(_cell(value, language, known) for value in row) for row in found.sheet.rows),
        notes=tuple(language.of(note) for note in found.notes),
    )


def _cell(value: Value, language: Language, words: Mapping[str, Bilingual]) -> Cell:
    if isinstance(value, bool):
        return language.say("是", "yes") if value else ""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, tuple):
        return " ".join(value)
    return language.of(words[value]) if isinstance(value, str) and value in words else value


def heads(language: Language, *pairs: tuple[str, str]) -> tuple[str, ...]:
    """Choose the headings of a table."""
    return tuple(language.say(zh, en) for zh, en in pairs)


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
