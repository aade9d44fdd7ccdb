"""Tables written as rows of cells parted by ``|``; ``¶`` is a line break inside a cell."""

from collections.abc import Sequence
from html import escape

from extract.cleaning import fold
from extract.records import Block, BlockKind, Cell, Span
from extract.tables.grid import Grid, grid_of


def as_page(rows: Sequence[str], above: str = "", below: str = "") -> bytes:
    """A page with one table, and words above and below it."""
    cells = (row.split("|") for row in rows)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in cells)
    return f"<html><body>{above}<table>{body}</table>{below}</body></html>".encode()


def _cell(words: str) -> str:
    return f"<td>{escape(words).replace('¶', '<br>')}</td>"


def cells_of(rows: Sequence[str]) -> tuple[str, tuple[Block, ...]]:
    """The folded text of a table and its cells."""
    text, blocks = "", list[Block]()
    for number, row in enumerate(rows):
        for column, words in enumerate(row.split("|")):
            written = words.replace("¶", "\n")
            if written:
                span = Span(len(text), len(text) + len(written))
                blocks.append(Block(span=span, kind=BlockKind.CELL, cell=Cell(table=0, row=number, column=column)))
                text += written + "\n"
    return fold(text), tuple(blocks)


def grid(rows: Sequence[str]) -> Grid:
    """A table as a grid."""
    return grid_of(*cells_of(rows))
