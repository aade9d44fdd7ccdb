"""Find tables that a plain text draws with frames (┌─┬─┐).

Lines are those of the text that hold anything, stripped of outer blanks; a table is a run of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final
from unicodedata import east_asian_width

from extract.patterns import pattern
from extract.readers.grid import RawCell

_UPRIGHT: Final = "│┃║|"
_CORNERS: Final = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┝┿┥┠╂┨+"
_LEVEL: Final = "─━═—-"
_FRAME: Final = pattern(rf"[{_CORNERS.removesuffix('+')}][─━═]|\+-+\+")
_FRAMED: Final = pattern(rf"[{re.escape(_UPRIGHT + _CORNERS)}].*[{re.escape(_UPRIGHT + _CORNERS)}]")
_SPLIT: Final = pattern(rf"[{re.escape(_UPRIGHT + _CORNERS.removesuffix('+'))}]")
_WORDS: Final = pattern(rf"[^\s{re.escape(_UPRIGHT + _CORNERS + _LEVEL)}]")
_STROKE: Final = pattern(rf"[{re.escape(_CORNERS + _LEVEL)}]+")
_LEAST: Final = 2  # uprights at one place that make it a bound, and columns of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A table found in ``lines[first:end]``."""

    first: int
    end: int
    cells: tuple[RawCell, ...]


def drawn_tables(lines: Sequence[str]) -> Iterator[Drawn]:
    """Find the frames of a text, in order; runs of lines do not overlap."""
    at = 0
    for framed, group in groupby(lines, key=lambda line: _FRAMED.fullmatch(line) is not None):
        run = list(group)
        first, at = at, at + len(run)
        cells = _framed(run) if framed and any(map(_FRAME.match, run)) else ()
        if cells:
            yield Drawn(first=first, end=at, cells=cells)


def _framed(run: Sequence[str]) -> tuple[RawCell, ...]:
    """Read a frame: uprights are columns, level strokes end the cell above them, wrapped words are joined again."""
    placed = _Placed.in_order(run) or min(
        (_Placed.of(run, frame) for frame in (1, 2)), key=lambda placed: len(placed.bounds)
    )
    if len(placed.bounds) < _LEAST + 1:
        return ()
    cells = _Cells(columns=len(placed.bounds) - 1)
    for stretches in placed.lines:
        cells.add(stretches)
    return cells.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """The lines of a frame cut at their uprights, each stretch with the columns it lies over."""

    bounds: tuple[int, ...]  # where the uprights stand, left to right
    lines: tuple[tuple[tuple[int, int, str], ...], ...]  # (first column, end column, words)

    @staticmethod
    def in_order(run: Sequence[str]) -> "_Placed | None":
        """Place the cells by their order where the lines have as many each and every stroke is over the full width.

        A table that is not aligned, as one in a font of other widths, has its columns all the same.
        """
        cut = [_SPLIT.split(line)[1:-1] if _WORDS.search(line) else [] for line in run]
        widths = {len(cells) for cells in cut if cells}
        strokes = (line for line, cells in zip(run, cut, strict=True) if not cells)
        if len(widths) != 1 or not all(map(_STROKE.fullmatch, strokes)):
            return None
        (width,) = widths
        stroke = ((0, width, _LEVEL[0]),)
        lines = (tuple((n, n + 1, words) for n, words in enumerate(cells)) or stroke for cells in cut)
        return _Placed(bounds=tuple(range(width + 1)), lines=tuple(lines))

    @staticmethod
    def of(run: Sequence[str], frame: int) -> "_Placed":
        """Place the lines, a frame sign being ``frame`` half-width columns wide."""
        cut = [_cut(line, frame) for line in run]
        seen = Counter(at for stretches in cut for start, end, _ in stretches for at in (start, end))
        bounds = tuple(sorted(at for at, times in seen.items() if times >= _LEAST))
        lines = tuple(
            tuple((_near(bounds, start), _near(bounds, end), words) for start, end, words in stretches)
            for stretches in cut
        )
        return _Placed(bounds=bounds, lines=lines)


def _cut(line: str, frame: int) -> list[tuple[int, int, str]]:
    """Cut a line at its uprights and corners: (start, end, words) in half-width columns."""
    at, marks = 0, []
    for position, sign in enumerate(line):
        if sign in _UPRIGHT or sign in _CORNERS:
            marks.append((at, position))
        wide = east_asian_width(sign) in "WF"
        at += frame if sign in _UPRIGHT + _CORNERS + _LEVEL else 1 + wide
    return [(a, b, line[i + 1 : j]) for (a, i), (b, j) in pairwise(marks)]


def _near(bounds: Sequence[int], at: int) -> int:
    return min(range(len(bounds)), key=lambda n: abs(bounds[n] - at)) if bounds else 0


@dataclass(slots=True)
class _Cells:
    """Gather the cells of a frame line by line."""

    columns: int
    row: int = 0
    said: bool = False  # whether words stood since the last level stroke
    open: dict[int, tuple[int, int, list[str]]] = field(default_factory=dict)  # column → first row, width, words
    done: list[RawCell] = field(default_factory=list)

    def add(self, stretches: Sequence[tuple[int, int, str]]) -> None:
        """Take one line: level strokes end the cells above them, words go on in theirs."""
        ruled = [stretch for stretch in stretches if stretch[2] and not stretch[2].strip(_LEVEL)]
        for first, end, _ in ruled:
            for column in range(first, max(end, first + 1)):
                self._end(column)
        if ruled and self.said:
            self.row, self.said = self.row + 1, False
        for first, end, words in stretches:
            if first < self.columns and (first, end, words) not in ruled:
                _, _, said = self.open.setdefault(first, (self.row, max(1, end - first), []))
                said.append(words.strip())
                self.said = True

    def _end(self, column: int) -> None:
        if column in self.open:
            start, width, said = self.open.pop(column)
            rows = self.row + 1 - start
            self.done.append(RawCell(text="".join(said), row=start, column=column, rows=rows, columns=width))

    def all(self) -> tuple[RawCell, ...]:
        """End what is open and give the cells in reading order."""
        for column in sorted(self.open):
            self._end(column)
        return tuple(sorted(self.done, key=lambda cell: (cell.row, cell.column)))
