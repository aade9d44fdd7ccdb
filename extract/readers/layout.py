"""Arrange the pieces of a page as one text: the only place where a reader's offsets are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.cleaning import repaired
from extract.patterns import pattern
from extract.readers.limits import check_text
from extract.records import Block, BlockKind, Cell, Span, Withheld

_INSIDE_CELL: Final = pattern(r"[\t\r\x0b\x0c\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph, heading, cell, footnote or piece of noise before it has a place in the text."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    page: int = 0
    level: int = 0
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text and its blocks, and what the source contains besides."""

    text: str
    blocks: tuple[Block, ...]
    withheld: tuple[Withheld, ...] = ()


def lay_out(pieces: Iterable[Piece], name: str, withheld: Iterable[Withheld] = ()) -> Reading:
    r"""Write pieces one after another: cells of a row parted by tabs, all else by newlines.

    Args:
        pieces: in the order of the text.
        name: of the source, for errors.
        withheld: taken when all pieces are written, so that a walk over the source can fill it.

    Guarantees:
        1. Block texts are the pieces' texts without outer white space, repaired; empty pieces give no block.
        2. Blocks are in the order of the pieces and do not touch; only tabs and newlines are between them.
        3. An empty cell leaves its tab, so that the columns of a row stay apart.
        4. What was withheld on a page or in a table points at the first words there, if there are any.

    Raises:
        SourceTooLargeError: when the text passes the limit.

    >>> cell = lambda row, column: Cell(table=0, row=row, column=column)
    >>> row = [Piece(text="序号", kind=BlockKind.CELL, cell=cell(0, 0)), Piece(text="任务", kind=BlockKind.CELL, cell=cell(0, 2))]
    >>> lay_out([Piece(text="分工表"), *row], "a").text
    '分工表\n序号\t\t任务\n'
    """
    parts: list[str] = []
    blocks: list[Block] = []
    length, last = 0, None
    for piece in pieces:
        text = _trimmed(piece)
        if not text:
            continue
        gap = _gap(last, piece.cell) if parts else ""
        start = length + len(gap)
        length = start + len(text)
        check_text(length, name)
        parts += (gap, text)
        blocks.append(
            Block(span=Span(start, length), kind=piece.kind, page=piece.page, level=piece.level, cell=piece.cell)
        )
        last = piece.cell
    text = "".join(parts) + ("\n" if parts else "")
    return Reading(text=text, blocks=tuple(blocks), withheld=tuple(_placed(thing, blocks) for thing in withheld))


def _placed(thing: Withheld, blocks: Sequence[Block]) -> Withheld:
    """Let what was withheld point at the first words of its page, table or row."""
    near = (block for block in blocks if _holds(block, thing))
    block = next(near, None) if thing.page or thing.table >= 0 else None
    return thing if block is None else replace(thing, span=block.span)


def _holds(block: Block, thing: Withheld) -> bool:
    if thing.table < 0:
        return block.page == thing.page
    return block.cell is not None and block.cell.table == thing.table and block.cell.row >= thing.row


def _trimmed(piece: Piece) -> str:
    """The piece's words, repaired; a tab inside a cell would look like a column."""
    return repaired(_INSIDE_CELL.sub(" ", piece.text) if piece.cell is not None else piece.text).strip()


def _gap(last: Cell | None, cell: Cell | None) -> str:
    if last is None or cell is None or (last.table, last.row) != (cell.table, cell.row):
        return "\n"
    return "\t" * max(1, cell.column - last.column)
