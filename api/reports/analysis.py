"""An analysis as a table: stable English column names for machines, headings in two languages for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.tables.representations import Sheet, Value
from graph.texts import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name for machines and its head for people; numbers stand right."""

    name: str
    head: Bilingual
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A table with its title, the headings of its columns, and what has to be said beside it."""

    title: Bilingual
    heads: tuple[Column, ...]
    sheet: Sheet
    notes: tuple[Bilingual, ...] = ()


def column(name: str, zh: str, en: str, *, number: bool = False) -> Column:
    """Describe a column."""
    return Column(name=name, head=Bilingual(zh=zh, en=en), number=number)


def analysis(
    name: str,
    title: Bilingual,
    heads: tuple[Column, ...],
    rows: Iterable[tuple[Value, ...]],
    notes: tuple[Bilingual, ...] = (),
) -> Analysis:
    """Put a table together.

    Raises:
        ValueError: when a row is not as long as the heads.
    """
    sheet = Sheet(name=name, columns=tuple(head.name for head in heads), rows=tuple(rows))
    return Analysis(title=title, heads=heads, sheet=sheet, notes=notes)
