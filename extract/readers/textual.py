"""Find the tables that lines of text draw: with frames, tabs, pipes, blanks, cells one below another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extract.readers.drawn import Drawn, drawn_tables
from extract.readers.grid import pieces_of
from extract.readers.layout import Piece
from extract.readers.listed import listed_tables
from extract.readers.parted import parted_tables
from extract.records import BlockKind


def tables_in(lines: Sequence[str], tabbed: Sequence[str]) -> tuple[Drawn, ...]:
    """Find the tables of a text in order; where two would overlap, the kind named first holds.

    Args:
        lines: those that hold anything, outer blanks off.
        tabbed: the same with the tabs around them.
    """
    found: list[Drawn] = []
    for table in (*drawn_tables(lines), *parted_tables(tabbed), *listed_tables(lines)):
        if all(table.end <= other.first or table.first >= other.end for other in found):
            found.append(table)
    return tuple(sorted(found, key=lambda table: table.first))


def tabled(pieces: Iterable[Piece], first: int) -> Iterator[Piece]:
    """Put the cells of drawn tables in place of the paragraphs that draw them.

    Args:
        pieces: of a page.
        first: the number of the first table found.
    """
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        run = list(group)
        lines = [piece.text for piece in run] if kind is BlockKind.PARAGRAPH else []
        at = 0
        for table in tables_in(lines, lines):
            yield from run[at : table.first]
            yield from pieces_of(table.cells, first)
            at, first = table.end, first + 1
        yield from run[at:]
