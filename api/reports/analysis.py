"""An analysis as a table: stable English column names for machines, headings for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.tables.representations import Sheet, Value
from extract.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its key for machines, its heading, whether it is a number, and what people call its values."""

    name: str
    head: Message
    number: bool = False
    names: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A table with its title, the headings of its columns, and what has to be said beside it."""

    title: Message
    heads: tuple[Column, ...]
    sheet: Sheet
    notes: tuple[Message, ...] = ()


def column(name: str, head: Message, *, number: bool = False, names: Mapping[str, Message] | None = None) -> Column:
    """Describe a column."""
    return Column(name=name, head=head, number=number, names=names or {})


def analysis(
    name: str,
    title: Message,
    heads: tuple[Column, ...],
    rows: Iterable[tuple[Value, ...]],
    notes: tuple[Message, ...] = (),
) -> Analysis:
    """Put a table together.

    Raises:
        ValueError: when a row is not as long as the heads.
    """
    sheet = Sheet(name=name, columns=tuple(head.name for head in heads), rows=tuple(rows))
    return Analysis(title=title, heads=heads, sheet=sheet, notes=notes)
