"""Tables drawn with lines over several pages: their pieces put together again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.patterns import pattern
from extract.readers.grid import RawCell, header_rows
from extract.readers.ruled import Ruled, RuledCell, edges_of, leaves_room, nearest, text_of

__all__ = ["Joined", "continues", "joined"]

_SAME_TABLE: Final = 8.0  # points between the outer edges of a table on two pages
_LABELLED: Final = pattern(r"[\u4e00-\u9fff]{2,6}[：:]")  # 配合单位：, on a line of its own in its cell
_ENDED: Final = pattern(r"[。！？!?]$")
_CLOSED: Final = pattern(r"[。；;！？!?/]$|^\d+$")


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
    edges = edges_of(edge - table.edges[0] for table in tables for edge in table.edges)
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
    start = nearest(edges, table.edges[cell.column] - table.edges[0])
    end = nearest(edges, table.edges[cell.column + cell.columns] - table.edges[0])
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
    full = [(over, cell) for over, cell in both if not leaves_room(over, over.lines[-1], cell.lines[0])]
    others = [cell.lines[0].text for pair in both if pair not in full for cell in pair[1:]]
    return (
        len(full) >= least
        and not any(_ENDED.search(over.words) for over, _ in both)
        and all(map(_LABELLED.match, others))
    )
