"""The table of an answer to a question in Chinese."""

from collections.abc import Callable
from operator import itemgetter

from api.tables.model import Column, Table, Value, ValueKind, table
from extract.messages import message
from graph.questions.chinese import ChineseAnswer
from graph.questions.chinese.chips import HEADINGS, NAMES, NUMBERS
from graph.questions.chinese.results import NamedCell

Address = Callable[[str], str]
"""Gives the address of the page about a thing by its IRI; empty where there is none."""


def table_of(found: ChineseAnswer, address: Address | None = None) -> Table:
    """Make the table of an answer: names link to their pages where ``address`` is given."""
    columns: tuple[Column[tuple[Value, ...]], ...] = tuple(
        Column(
            name,
            HEADINGS[name],
            itemgetter(place),
            ValueKind.NUMBER if name in NUMBERS else ValueKind.TEXT,
            names=NAMES.get(name, {}),
            link=_link(place, address) if address else None,
        )
        for place, name in enumerate(found.columns)
    )
    return table("answer", message("查询答案"), columns, found.rows)


def _link(place: int, address: Address) -> Callable[[tuple[Value, ...]], str]:
    def link(row: tuple[Value, ...]) -> str:
        cell = row[place]
        return address(cell.iri) if isinstance(cell, NamedCell) else ""

    return link
