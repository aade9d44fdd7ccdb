"""Tables drawn with lines, as one page shows them: cells from their boxes."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from extract.patterns import pattern
from extract.readers.glyphs import Glyph, GlyphLine, lines_of

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_SAME_EDGE: Final = 4.0  # points: lines drawn so near are one edge
_PADDING: Final = 11.0  # points between a cell's two sides and its words
_SLACK: Final = 0.5  # em
_MAX_PLACES: Final = 60_000  # of a grid on one page
_LEAST_HEAD: Final = 4  # characters of a header that tells two tables from two columns of one
_INTO_GLYPH: Final = 0.3  # of its width: punctuation may hang over the edge of its cell
_ITEM: Final = pattern(r"\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十]{1,3}[）)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledCell:
    """A box of a table on one page, or of several pages once joined. Places count from 0 at the table's top left."""

    row: int
    column: int
    rows: int
    columns: int
    width: float
    lines: tuple[GlyphLine, ...]

    @property
    def words(self) -> str:
        """The cell's words without any white space."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A table as one page shows it. ``edges`` are the left edges of its columns and the right edge of the last."""

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: int
    cells: tuple[RuledCell, ...]


def ruled(boxes: Sequence[Box], glyphs: Iterable[Glyph], page: int) -> Ruled:
    """Place boxes on a grid and put every glyph into its box.

    Guarantees:
        1. Each place of the grid belongs to exactly one cell; places that no box covers become cells, downward.
        2. A glyph belongs to the box its left part lies in, so that hanging punctuation stays with its words.
    """
    lefts = edges_of(edge for box in boxes for edge in (box[0], box[2]))
    tops = edges_of(edge for box in boxes for edge in (box[1], box[3]))
    places = _covered(boxes, lefts, tops)
    owner = {
        (row, column): place
        for place in places
        for row in range(place[0], place[0] + place[2])
        for column in range(place[1], place[1] + place[3])
    }
    held: dict[tuple[int, int, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        row = bisect_right(tops, (glyph.top + glyph.bottom) / 2) - 1
        column = bisect_right(lefts, glyph.x0 + _INTO_GLYPH * (glyph.x1 - glyph.x0)) - 1
        row, column = min(max(row, 0), len(tops) - 2), min(max(column, 0), len(lefts) - 2)
        held[owner[row, column]].append(glyph)
    cells = (
        RuledCell(
            row=place[0],
            column=place[1],
            rows=place[2],
            columns=place[3],
            width=lefts[place[1] + place[3]] - lefts[place[1]],
            lines=lines_of(held[place]),
        )
        for place in sorted(places)
    )
    return Ruled(page=page, top=tops[0], bottom=tops[-1], edges=lefts, rows=len(tops) - 1, cells=tuple(cells))


def edges_of(values: Iterable[float]) -> tuple[float, ...]:
    """Give the edges of a grid in order, those that are nearly one as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME_EDGE:
            found.append(value)
    return tuple(found)


def nearest(edges: Sequence[float], value: float) -> int:
    """Give the place of the edge that is nearest to a value."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _covered(boxes: Sequence[Box], lefts: Sequence[float], tops: Sequence[float]) -> list[tuple[int, int, int, int]]:
    """The places (row, column, rows, columns) of all boxes, and of the holes between them."""
    places: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in boxes:
        row, column = nearest(tops, top), nearest(lefts, x0)
        rows, columns = nearest(tops, bottom) - row, nearest(lefts, x1) - column
        inside = {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
        if inside and not inside & taken:
            places.append((row, column, rows, columns))
            taken |= inside
    for column in range(len(lefts) - 1):
        free = groupby(range(len(tops) - 1), key=lambda row: (row, column) not in taken)
        holes = [list(rows) for is_free, rows in free if is_free]
        places += [(rows[0], column, len(rows), 1) for rows in holes]
    return places


def text_of(cell: RuledCell) -> str:
    """Join the lines of a cell; where a line had room for the next word, the break was meant and stays."""
    parts: list[str] = []
    for position, line in enumerate(cell.lines):
        if position:
            before = cell.lines[position - 1]
            latin = re.search(r"[A-Za-z,;]$", before.text) and re.match(r"[A-Za-z]", line.text)
            meant = leaves_room(cell, before, line) or _ITEM.match(line.text)
            parts.append("\n" if meant else " " if latin else "")
        parts.append(line.text)
    return "".join(parts)


def leaves_room(cell: RuledCell, before: GlyphLine, line: GlyphLine) -> bool:
    """Whether a line of a cell had room for the first word of the next one: the break was meant."""
    return cell.width - (before.x1 - before.x0) - _PADDING > line.first_token + _SLACK * line.em


def split_tables(
    groups: Iterable[Sequence[Box]], glyphs: Sequence[Glyph], page: int
) -> tuple[tuple[Ruled, ...], Sequence[Glyph]]:
    """Make the tables of a page from groups of boxes, and give the glyphs that belong to none.

    Guarantees:
        1. A frame of one column, or with words in one box of two, is not a table: its glyphs stay outside.
        2. Tables side by side between the same two heights are one: a column drawn without lines parted them. But where
           both have the same header, they are two.
    """
    tables: list[Ruled] = []
    for boxes in _together(groups, glyphs):
        if _is_drawing(boxes):
            continue
        hull = _hull(boxes)
        inside = [glyph for glyph in glyphs if _within(glyph, hull)]
        table = ruled(boxes, inside, page)
        if _is_table(table):
            tables.append(table)
            taken = set(map(id, inside))
            glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
    return tuple(sorted(tables, key=lambda table: (table.top, table.edges[0]))), glyphs


def _is_table(table: Ruled) -> bool:
    """Whether a frame has two columns with words in two cells, or three with words in one."""
    filled = sum(1 for cell in table.cells if cell.words)
    return len(table.edges) > 2 and filled > 0 and (filled > 1 or len(table.edges) > 3)


def _is_drawing(boxes: Sequence[Box]) -> bool:
    """Whether boxes would make a grid far finer than any table on one page."""
    across = len({round(edge) for box in boxes for edge in (box[0], box[2])})
    down = len({round(edge) for box in boxes for edge in (box[1], box[3])})
    return across * down > _MAX_PLACES


def _hull(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _within(glyph: Glyph, hull: Box) -> bool:
    middle = (glyph.top + glyph.bottom) / 2
    x = glyph.x0 + (glyph.x1 - glyph.x0) * _INTO_GLYPH
    return hull[0] <= x <= hull[2] and hull[1] <= middle <= hull[3]


def _together(groups: Iterable[Sequence[Box]], glyphs: Sequence[Glyph]) -> Iterator[list[Box]]:
    found: list[list[Box]] = []
    for group in groups:
        beside = next(
            (other for other in found if _beside(other, group) and not _same_head(other, group, glyphs)), None
        )
        if beside is None:
            found.append(list(group))
        else:
            beside.extend(group)
    yield from found


def _beside(one: Sequence[Box], other: Sequence[Box]) -> bool:
    """Whether two groups of boxes are between the same two heights."""
    (_, top, _, bottom), (_, other_top, _, other_bottom) = _hull(one), _hull(other)
    return abs(top - other_top) <= _SAME_EDGE and abs(bottom - other_bottom) <= _SAME_EDGE


def _same_head(one: Sequence[Box], other: Sequence[Box], glyphs: Sequence[Glyph]) -> bool:
    """Whether the first rows of two groups say the same."""
    heads = [_head_words(boxes, glyphs) for boxes in (one, other)]
    return len(heads[0]) >= _LEAST_HEAD and heads[0] == heads[1]


def _head_words(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> str:
    top = min(box[1] for box in boxes)
    hull = _hull([box for box in boxes if box[1] - top <= _SAME_EDGE])
    inside = (glyph for glyph in glyphs if _within(glyph, hull) and not glyph.text.isspace())
    return "".join(glyph.text for glyph in sorted(inside, key=lambda glyph: (glyph.x0, glyph.top)))
