"""Sort and cut rows as the address says: ``?sort=led&order=up&page=2``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

from api.tables.model import Column

Row = TypeVar("Row")

SortName = Annotated[str, Query(max_length=40)]
OrderName = Annotated[str, Query(pattern="^(up|down)$")]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
Words = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Generic[Row]):
    """One page of a sorted table, and its place in the complete table."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    sort: str
    down: bool


def arranged(rows: Sequence[Row], columns: Sequence[Column[Row]], sort: str, order: str) -> Sequence[Row]:
    """Sort rows by a column; a name that no sortable column has leaves them in their own order.

    Guarantees:
        1. Stable: equal rows keep their order, also when sorted downwards.
    """
    chosen = next((column for column in columns if column.sortable and column.key == sort), None)
    return tuple(sorted(rows, key=chosen.order, reverse=order != "up")) if chosen else rows


def cut(rows: Sequence[Row], *, sort: str, order: str, page: int, size: int) -> Cut[Row]:
    """Take one page of sorted rows; a page past the end gives the last one.

    >>> cut(range(7), sort="", order="down", page=9, size=3).rows
    (6,)
    """
    pages = max(1, -(-len(rows) // size))
    here = min(page, pages)
    return Cut(
        rows=tuple(rows[(here - 1) * size : here * size]),
        total=len(rows),
        page=here,
        pages=pages,
        sort=sort,
        down=order != "up",
    )
