"""Tables drawn with lines: cells from their boxes, and pieces on several pages put together again."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from extract.patterns import pattern
from extract.readers.glyphs import Glyph, GlyphLine, lines_of
from extract.readers.grid import RawCell, header_rows

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_SAME_EDGE: Final = 4.0  # points: lines drawn so near are one edge
_SAME_TABLE: Final = 8.0  # points between the outer edges of a table on two pages
_PADDING: Final = 11.0  # points between a cell's two sides and its words
_SLACK: Final = 0.5  # em
_MAX_PLACES: Final = 60_000  # of a grid on one page
_LEAST_HEAD: Final = 4  # characters of a header that tells two tables from two columns of one
_INTO_GLYPH: Final = 0.3  # of its width: punctuation may hang over the edge of its cell
_ITEM: Final = pattern(r"\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十]{1,3}[）)]")
_LABELLED: Final = pattern(r"[\u4e00-\u9fff]{2,6}[：:]")  # 配合单位：, on a line of its own in its cell
_ENDED: Final = pattern(r"[。！？!?]$")
_CLOSED: Final = pattern(r"[。；;！？!?/]$|^\d+$")


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
    lefts = _edges(edge for box in boxes for edge in (box[0], box[2]))
    tops = _edges(edge for box in boxes for edge in (box[1], box[3]))
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


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME_EDGE:
            found.append(value)
    return tuple(found)


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _covered(boxes: Sequence[Box], lefts: Sequence[float], tops: Sequence[float]) -> list[tuple[int, int, int, int]]:
    """The places (row, column, rows, columns) of all boxes, and of the holes between them."""
    places: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in boxes:
        row, column = _nearest(tops, top), _nearest(lefts, x0)
        rows, columns = _nearest(tops, bottom) - row, _nearest(lefts, x1) - column
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
            meant = _leaves_room(cell, before, line) or _ITEM.match(line.text)
            parts.append("\n" if meant else " " if latin else "")
        parts.append(line.text)
    return "".join(parts)


def _leaves_room(cell: RuledCell, before: GlyphLine, line: GlyphLine) -> bool:
    """Whether a line of a cell had room for the first word of the next one: the break was meant."""
    return cell.width - (before.x1 - before.x0) - _PADDING > line.first_token + _SLACK * line.em


def continues(last: Ruled, table: Ruled) -> bool:
    """Whether a table at the top of a page goes on from one at the foot of the page before."""
    if table.page != last.page + 1:
        return False
    shift = table.edges[0] - last.edges[0]
    if abs((table.edges[-1] - last.edges[-1]) - shift) > _SAME_TABLE:
        return False
    few, many = sorted((last.edges, tuple(edge - shift for edge in table.edges)), key=len)
    return all(any(abs(edge - other) <= _SAME_TABLE for other in many) for edge in few)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A table over all its pages, and the header rows that its later pages repeat."""

    cells: tuple[RawCell, ...]
    repeats: tuple[tuple[int, str], ...]  # page, words


def joined(tables: Sequence[Ruled]) -> Joined:
    """Put the pages of one table together.

    Guarantees:
        1. Rows count on over the pages; a header repeated on a later page is left out and reported.
        2. A row cut by the page end is one row again; a merged cell goes on over the page end.
    """
    edges = _edges(edge - table.edges[0] for table in tables for edge in table.edges)
    whole = _Whole(cells=[], pages=[])
    head: tuple[tuple[str, ...], ...] = ()
    repeats: list[tuple[int, str]] = []
    for table in tables:
        cells = [_moved(cell, table, edges) for cell in table.cells]
        skip = 0
        if whole.cells:
            skip = _repeated(head, cells)
            repeats += [(table.page, "\t".join(words)) for words in head[:skip]]
        else:
            head = _head(cells)
        whole.append([cell for cell in cells if cell.row >= skip], skip, table.rows - skip, table.page)
    raw = (
        RawCell(
            text=text_of(cell),
            row=cell.row,
            column=cell.column,
            rows=cell.rows,
            columns=cell.columns,
            page=whole.pages[cell.row],
        )
        for cell in whole.cells
    )
    return Joined(cells=tuple(raw), repeats=tuple(repeats))


def _moved(cell: RuledCell, table: Ruled, edges: Sequence[float]) -> RuledCell:
    start = _nearest(edges, table.edges[cell.column] - table.edges[0])
    end = _nearest(edges, table.edges[cell.column + cell.columns] - table.edges[0])
    return replace(cell, column=start, columns=max(1, end - start))


def _head(cells: Sequence[RuledCell]) -> tuple[tuple[str, ...], ...]:
    """The words of the rows down to the end of the header; of the first row alone where no header shows."""
    rows: dict[int, list[RuledCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    raw = [[RawCell(text=c.words, row=c.row, column=c.column, rows=c.rows) for c in rows[row]] for row in sorted(rows)]
    last = max(header_rows(raw), default=0)
    return tuple(_words(cells, row) for row in range(last + 1))


def _words(cells: Iterable[RuledCell], row: int) -> tuple[str, ...]:
    return tuple(cell.words for cell in cells if cell.row == row)


def _repeated(head: Sequence[tuple[str, ...]], cells: Sequence[RuledCell]) -> int:
    """How many rows at the top of a page repeat the header."""
    count = 0
    for words in head:
        if not any(words) or words != _words(cells, count):
            break
        count += 1
    return count


@dataclass(slots=True)
class _Whole:
    """The rows gathered so far. ``pages`` holds the page of each row."""

    cells: list[RuledCell]
    pages: list[int]

    def append(self, cells: Sequence[RuledCell], skip: int, rows: int, page: int) -> None:
        """Add the rows of a page, ``skip`` of which were left out at its top."""
        if rows > 0:
            self._append(cells, skip, rows, page)

    def _append(self, cells: Sequence[RuledCell], skip: int, rows: int, page: int) -> None:
        last = len(self.pages) - 1
        first = [cell for cell in cells if cell.row == skip]
        above = {cell.column: self._covering(last, cell.column) for cell in first}
        cut = last >= 0 and _is_cut(first, above, self.cells)
        offset = last + (not cut) - skip
        for cell in cells:
            over = above.get(cell.column) if cell.row == skip else None
            if over is None or not (cut or self._goes_on(over, cell)):
                self.cells.append(replace(cell, row=cell.row + offset))
                continue
            grown = replace(over, rows=over.rows + cell.rows - cut, lines=over.lines + cell.lines)
            self.cells[self.cells.index(over)] = grown
            above.update({column: grown for column, old in above.items() if old is over})
        self.pages += [page] * (rows - cut)

    def _covering(self, row: int, column: int) -> RuledCell | None:
        """The cell that reaches down to ``row`` in ``column``."""
        for cell in reversed(self.cells):
            if cell.column <= column < cell.column + cell.columns and cell.row <= row < cell.row + cell.rows:
                return cell
        return None

    def _goes_on(self, over: RuledCell, cell: RuledCell) -> bool:
        """Whether a merged cell goes on below the page end."""
        if over.columns != cell.columns:
            return False
        if cell.words:
            return over.rows > 1 and not over.words
        merging = cell.rows > 1 or over.rows > 1
        return merging or any(other.rows > 1 for other in self.cells if other.column == cell.column and other.words)


def _is_cut(first: Sequence[RuledCell], above: dict[int, RuledCell | None], cells: Sequence[RuledCell]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    pairs = [(over, cell) for cell in first if (over := above[cell.column]) is not None]
    if not _one_below_another(pairs, first):
        return False
    (key_over, key), *rest = pairs
    keys = [cell for cell in cells if cell.column == key.column and cell.words]
    if not keys:
        return False
    if key.words:
        return _runs_on(pairs, least=2) if key_over.words else any(over.words for over, _ in rest)
    if any(cell.rows > 1 for cell in keys):
        return _runs_on(rest)  # an empty place below a merged cell says nothing
    return _is_rest(_singles(rest, numbered=key_over.rows == 1))


_Pairs = Sequence[tuple[RuledCell, RuledCell]]


def _one_below_another(pairs: _Pairs, first: Sequence[RuledCell]) -> bool:
    """Whether each cell of a row lies below one as wide, and any has words."""
    fits = all(over.columns == cell.columns for over, cell in pairs)
    return fits and 0 < len(pairs) == len(first) and any(cell.words for _, cell in pairs)


def _singles(pairs: _Pairs, *, numbered: bool) -> _Pairs:
    """The cells of one row. Where the row has a number, a merged cell next to it goes on, whether or not the row is cut."""
    singles = [(over, cell) for over, cell in pairs if cell.rows == 1]
    return [(over, cell) for over, cell in singles if cell.words or over.rows == 1] if numbered else singles


def _is_rest(pairs: _Pairs) -> bool:
    """Whether a row without a number is the rest of the one above: a cell of it is empty below words, or goes on with them."""
    if any(over.words and not cell.words and over.rows == 1 for over, cell in pairs):
        return True
    longest = max(pairs, key=lambda pair: len(pair[0].words), default=None)
    return longest is not None and bool(longest[1].words) and not _CLOSED.search(longest[0].words)


def _runs_on(pairs: Sequence[tuple[RuledCell, RuledCell]], least: int = 1) -> bool:
    """Whether the words on both sides of a page end belong together: full lines in some cells, no sentence over in any."""
    both = [(over, cell) for over, cell in pairs if over.words and cell.words]
    full = [(over, cell) for over, cell in both if not _leaves_room(over, over.lines[-1], cell.lines[0])]
    others = [cell.lines[0].text for pair in both if pair not in full for cell in pair[1:]]
    return (
        len(full) >= least
        and not any(_ENDED.search(over.words) for over, _ in both)
        and all(map(_LABELLED.match, others))
    )


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
