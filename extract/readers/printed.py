"""Put printed pages in reading order: paragraphs, tables and what every page repeats. Shared by PDF and OFD."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from extract.readers.aligned import Aligned, split_aligned
from extract.readers.columns import unfolded
from extract.readers.glyphs import Glyph, GlyphLine, lines_of
from extract.readers.grid import pieces_of
from extract.readers.layout import Piece
from extract.readers.paragraphs import Joiner, Measure, PageLines, as_footnotes, footnotes_from, measures_of, noise_of
from extract.readers.ruled import Box, Ruled, split_tables
from extract.readers.ruled_pages import continues, joined
from extract.records import BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page as it is printed: the lines outside its tables, its tables, words that run aslant, how many pictures."""

    sheet: PageLines
    tables: tuple[Ruled, ...] = ()
    slanted: str = ""
    images: int = 0


def printed_page(
    number: int, size: tuple[float, float], groups: Iterable[Sequence[Box]], glyphs: Sequence[Glyph],
    before: Aligned | None = None,
) -> tuple[PrintedPage, Aligned | None]:  # fmt: skip
    """Tell the tables of a page from its lines.

    Args:
        number: of the page.
        size: its width and height.
        groups: the boxes of each table drawn on it.
        glyphs: all that is printed upright.
        before: the table without upright lines at the foot of the page before.

    Returns:
        The page, and the table without upright lines it ends with.
    """
    tables, rest = split_tables(groups, glyphs, number)
    aligned, rest = split_aligned(rest, number, before)
    rest, longer = (rest, 0.0) if tables or aligned else unfolded(rest, size[0])
    sheet = PageLines(number=number, width=size[0], height=size[1] + longer, lines=lines_of(rest), columns=longer > 0)
    both = tuple(sorted((*tables, *(one.table for one in aligned)), key=lambda table: table.top))
    return PrintedPage(sheet=sheet, tables=both), aligned[-1] if aligned else None


def pieces_of_pages(pages: Sequence[PrintedPage]) -> Iterator[Piece]:
    """Give the pieces of a printed document in reading order.

    Guarantees:
        1. Page numbers, running headers and footnotes come after all the rest: where a page ends must part neither a
           paragraph nor a task from the line that says who does it.
        2. A table that goes on at the top of the next page is one table.
    """
    sheets = [page.sheet for page in pages]
    noise = noise_of(sheets)
    measures = measures_of(sheets)
    chains = _chains(pages, noise)
    joiner = Joiner(measures=measures)
    behind: list[Piece] = []  # notes and furniture
    tables = count()
    for page in pages:
        for _, item, kind in sorted(_items(page, noise, measures), key=lambda entry: entry[0]):
            if isinstance(item, Ruled):
                chain = chains.get((item.page, item.top, item.edges[0]))
                yield from _table(chain, joiner, tables, behind) if chain is not None else ()
            elif kind is BlockKind.PARAGRAPH:
                yield from joiner.add(item, page.sheet.number)
            elif kind is BlockKind.NOISE:
                behind.append(Piece(text=item.text, kind=kind, page=page.sheet.number))
        behind += _notes(page, noise, measures)
    yield from joiner.flush()
    yield from sorted(behind, key=lambda piece: piece.kind is BlockKind.NOISE)


def _table(chain: Sequence[Ruled], joiner: Joiner, numbers: Iterator[int], behind: list[Piece]) -> Iterator[Piece]:
    """Give the cells of a table over all its pages; its repeated headers come after the text."""
    yield from joiner.flush()
    whole = joined(chain)
    yield from pieces_of(whole.cells, next(numbers))
    behind += (Piece(text=words, kind=BlockKind.NOISE, page=at) for at, words in whole.repeats)


_Item = tuple[float, GlyphLine | Ruled, BlockKind]


def _items(page: PrintedPage, noise: frozenset[tuple[int, int]], measures: Mapping[int, Measure]) -> Iterator[_Item]:
    """The lines and tables of a page with their heights; footnotes are left to :func:`_notes`."""
    number = page.sheet.number
    body = [line for position, line in enumerate(page.sheet.lines) if (number, position) not in noise]
    first = _first_note(body, page, measures)
    yield from ((line.top, line, BlockKind.PARAGRAPH) for line in body[:first])
    yield from (
        (line.top, line, BlockKind.NOISE)
        for position, line in enumerate(page.sheet.lines)
        if (number, position) in noise
    )
    yield from ((table.top, table, BlockKind.CELL) for table in page.tables)


def _first_note(body: Sequence[GlyphLine], page: PrintedPage, measures: Mapping[int, Measure]) -> int:
    measure = measures.get(page.sheet.number)
    return len(body) if measure is None else footnotes_from(body, measure, page.sheet.height)


def _notes(page: PrintedPage, noise: frozenset[tuple[int, int]], measures: Mapping[int, Measure]) -> Iterator[Piece]:
    number = page.sheet.number
    body = [line for position, line in enumerate(page.sheet.lines) if (number, position) not in noise]
    yield from as_footnotes(body[_first_note(body, page, measures) :], number)
    if page.slanted.strip():
        yield Piece(text=page.slanted, kind=BlockKind.NOISE, page=number)


def _chains(
    pages: Sequence[PrintedPage], noise: frozenset[tuple[int, int]]
) -> dict[tuple[int, float, float], list[Ruled]]:
    """The tables by the place of their first page, each with its pages. A later page is the key of no table."""
    chains: dict[tuple[int, float, float], list[Ruled]] = {}
    open_chain: list[Ruled] = []
    for page in pages:
        body = [line for i, line in enumerate(page.sheet.lines) if (page.sheet.number, i) not in noise]
        for table in page.tables:
            first = table is page.tables[0] and not any(line.top < table.top for line in body)
            if first and open_chain and continues(open_chain[-1], table):
                open_chain.append(table)
            else:
                open_chain = [table]
                chains[page.sheet.number, table.top, table.edges[0]] = open_chain
        if not page.tables or any(line.top > page.tables[-1].top for line in body):
            open_chain = []
    return chains
