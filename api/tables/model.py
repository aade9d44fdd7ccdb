"""The one model of a table: columns that know their key, heading, kind, format and link, and rows of plain values.

Pages, CSV, JSON, workbooks, memos and the command line all render it; a column is declared once, and shown by all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, Never, TypeAlias, TypeVar

from extract.messages import Message, message
from graph.dataset.rows import Corpus, UnitRow
from ontology.catalogue import Language

if TYPE_CHECKING:
    from graph.measures.settings import Definitions  # which loads numpy

Value: TypeAlias = str | int | float | bool | tuple[str, ...] | Message
Plain: TypeAlias = str | int | float | bool | tuple[str, ...]
Cell: TypeAlias = str | int | float
Address: TypeAlias = str | tuple[str, ...]
Row = TypeVar("Row")
Row_contra = TypeVar("Row_contra", contravariant=True)
YES = message("是")


class ValueKind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    LIST = "list"
    DATE = "date"
    REFERENCE = "reference"  # of a task: a page shows what is printed of it


@dataclass(frozen=True, slots=True)
class Column(Generic[Row_contra]):
    """One column.

    Attributes:
        key: its ASCII name for machines, the same in every language.
        heading: its name for people; None where machines alone need it.
        cell: gives the value of a row.
        digits: decimals given to machines.
        form: how people see a number with decimals.
        unit: what its numbers count, after the heading in brackets.
        names: what people call its codes.
        link: gives the address of the page about a value; for a list, one address for each item.
        sortable: whether a page sorts by it; codes sort in the order of ``names``.
        of_units: whether its values are names of units, which a page shortens.
        aside: whether it is left out where room is scarce, on a telephone and on a narrow terminal.
    """

    key: str
    heading: Message | None
    cell: Callable[[Row_contra], Value]
    kind: ValueKind = ValueKind.TEXT
    digits: int | None = None
    form: str = ".4g"
    unit: Message | None = None
    names: Mapping[str, Message] = field(default_factory=dict)
    link: Callable[[Row_contra], Address] | None = None
    sortable: bool = False
    of_units: bool = False
    aside: bool = False

    def title(self, language: Language) -> str:
        """Give the heading with the unit of measure; the key without a heading."""
        if self.heading is None:
            return self.key
        if self.unit is None:
            return self.heading.render(language)
        return message("{heading}（{unit}）", heading=self.heading, unit=self.unit).render(language)

    def values(self, rows: Sequence[Row_contra]) -> Iterable[Value]:
        """Give the values of some rows."""
        found = map(self.cell, rows)
        if self.digits is None:
            return found
        return [round(value, self.digits) if isinstance(value, float) else value for value in found]

    def order(self, row: Row_contra) -> float | str:
        """Give what a page sorts a row by."""
        value = self.cell(row)
        if value in self.names:
            return list(self.names).index(str(value))
        return value if isinstance(value, str | int | float) else str(value)

    def words(self, value: Value, language: Language) -> Cell:
        """Give a value as people read it: codes by their names, lists joined, numbers with few digits."""
        match value:
            case bool():
                return YES.render(language) if value else ""
            case Message():
                return value.render(language)
            case float():
                return self._number(value)
            case tuple():
                return " ".join(value)
            case str() if value in self.names:
                return self.names[value].render(language)
            case _:
                return value

    def _number(self, value: float) -> Cell:
        if not self.form.endswith("g"):
            return format(value, self.form)
        short = float(format(value, self.form))
        return int(short) if short.is_integer() else short


def unit_column(key: str, heading: Message, unit: Callable[[Row], UnitRow], *, sortable: bool = False) -> Column[Row]:
    """Make a column of the names of units, each with the address of its page."""
    return Column(
        key,
        heading,
        lambda row: unit(row).name,
        link=lambda row: f"/units/{unit(row).id}",
        sortable=sortable,
        of_units=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table ready to be rendered.

    Attributes:
        key: its ASCII name, the same in every language.
        links: for the key of a column, a function from the number of a row to an address.
        notes: sentences below it.
        evidence: for the number of a row, the IRI of the assignment it rests on first.
        records: what the rows were made of, for a page that prints a cell in its own way.

    Guarantees:
        1. Every row is as long as ``columns``.
    """

    key: str
    title: Message
    columns: tuple[Column[Never], ...]
    rows: tuple[tuple[Value, ...], ...]
    links: Mapping[str, Callable[[int], Address]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    evidence: Mapping[int, str] = field(default_factory=dict)
    records: Sequence[object] = ()

    def __post_init__(self) -> None:
        """Refuse a ragged table.

        Raises:
            ValueError: when a row is not as long as the columns.
        """
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row of {self.key} needs {len(self.columns)} cells")

    @property
    def headings(self) -> tuple[Message | None, ...]:
        """The headings of the columns."""
        return tuple(column.heading for column in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.key for column in self.columns)

    def shown(self) -> "Table":
        """Give the columns for people: those with a heading, or all where none has one."""
        return self.only(*(column.key for column in self.columns if column.heading)) if any(self.headings) else self

    def narrow(self) -> "Table":
        """Give the columns for people that are shown where there is little room."""
        return self.only(*(column.key for column in self.columns if column.heading and not column.aside))

    def only(self, *keys: str) -> "Table":
        """Give some of the columns, in the order named.

        Raises:
            ValueError: for an unknown column.
        """
        if keys == self.keys:
            return self
        places = [self.keys.index(key) for key in keys]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def first(self, most: int | None) -> "Table":
        """Give the first rows, or all."""
        return replace(self, rows=self.rows[:most])

    def bounded(self, most: int) -> "Table":
        """Give the first rows, with a note where there are more."""
        if len(self.rows) <= most:
            return self
        cut = message("只列出前 {most} 行，共 {total} 行。", most=most, total=len(self.rows))
        return replace(self, rows=self.rows[:most], notes=(cut, *self.notes))

    def head(self, language: Language) -> tuple[str, ...]:
        """Give the headings in a language."""
        return tuple(column.title(language) for column in self.columns)

    def cells(self, language: Language) -> tuple[tuple[Cell, ...], ...]:
        """Give the rows as people read them."""
        return tuple(self.each(language))

    def each(self, language: Language, *, numbers: bool = False) -> Iterator[tuple[Cell, ...]]:
        """Give the rows as people read them, one after the other; with ``numbers`` a number is never a text."""
        for row in self.rows:
            cells = zip(self.columns, row, strict=True)
            yield tuple(
                float(format(value, column.form))
                if numbers and isinstance(value, float) and column.form.endswith("f")
                else column.words(value, language)
                for column, value in cells
            )


Analysis: TypeAlias = "Callable[[Corpus, Definitions], Table]"
"""Gives the table of an analysis of some rows, by the definitions of the settings."""


def table(
    key: str,
    title: Message,
    columns: tuple[Column[Row], ...],
    rows: Iterable[Row],
    notes: tuple[Message, ...] = (),
    evidence: Callable[[Row], str] | None = None,
) -> Table:
    """Make a table of records.

    Args:
        key: its ASCII name.
        title: its name for people.
        columns: what is shown of each record.
        rows: the records.
        notes: sentences below it.
        evidence: gives the IRI of the assignment that a record rests on first, or nothing.
    """
    held = tuple(rows)
    found = enumerate(map(evidence, held)) if evidence else ()
    return Table(
        key=key,
        title=title,
        columns=columns,
        rows=tuple(zip(*(column.values(held) for column in columns), strict=True)) if held else (),
        links={column.key: partial(_link, column.link, held) for column in columns if column.link},
        notes=notes,
        evidence={number: iri for number, iri in found if iri},
        records=held,
    )


def of_values(key: str, title: Message, keys: Sequence[str], rows: Iterable[tuple[Value, ...]]) -> Table:
    """Make a table of rows whose columns are known by their keys alone, such as the answer to a query.

    Raises:
        ValueError: when a row is not as long as the keys.
    """
    columns: tuple[Column[tuple[Value, ...]], ...] = tuple(
        Column(name, None, itemgetter(place)) for place, name in enumerate(keys)
    )
    return Table(key=key, title=title, columns=columns, rows=tuple(rows))


def _link(link: Callable[[Row], Address], rows: Sequence[Row], number: int) -> Address:
    return link(rows[number])


def plain(value: Value, language: Language) -> Plain:
    """Give a value as machines take it: a text in the language of the request, all else as it is."""
    return value.render(language) if isinstance(value, Message) else value
