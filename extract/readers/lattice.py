"""Find the tables that level and upright strokes make on a page. Shared by PDF and OFD.

The steps are those of the table finder of pdfplumber (MIT licence), after Nurminen, Algorithmic Extraction of Data in Tables in
PDF Documents (2013): strokes at one place are one, strokes that touch are one, crossings are corners, corners make cells, cells
that share a corner make a table.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from extract.readers.frames import Stroke
from extract.readers.ruled import Box

_TOLERANCE: Final = 3.0  # points between what is one
_LEAST: Final = 3.0  # points: a shorter stroke is the end of a thick line, or part of a letter
MAX_STROKES: Final = 6_000  # of a page: more is a map or a drawing
_MAX_CROSSINGS: Final = 60_000  # finer than any table

_MAX_STEPS: Final = 1_000_000

_Point = tuple[float, float]


def tables_of(level: Iterable[Stroke], upright: Iterable[Stroke]) -> list[list[Box]] | None:
    """The boxes of each table, in reading order; None for a drawing too dense to be a table.

    Args:
        level: strokes that run across: at a height, from left to right.
        upright: strokes that run down: at a distance from the left, from top to bottom.
    """
    across, down = _merged(level), _merged(upright)
    if len(across) + len(down) > MAX_STROKES:
        return None
    corners = _crossings(across, down)
    cells = None if corners is None else _cells(corners)
    return None if cells is None else _tables(cells)


def _merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes at nearly one place moved to its middle, and those that touch there joined."""
    ordered = sorted(strokes, key=lambda stroke: stroke.at)
    found: list[Stroke] = []
    group: list[Stroke] = []
    for stroke in ordered:
        if group and stroke.at - group[-1].at > _TOLERANCE:
            found += _joined(group)
            group = []
        group.append(stroke)
    found += _joined(group)
    return [stroke for stroke in found if stroke.end - stroke.start >= _LEAST]


def _joined(group: Sequence[Stroke]) -> list[Stroke]:
    if not group:
        return []
    at = sum(stroke.at for stroke in group) / len(group)
    found: list[Stroke] = []
    for stroke in sorted(group, key=lambda stroke: stroke.start):
        if found and stroke.start <= found[-1].end + _TOLERANCE:
            found[-1] = Stroke(at, found[-1].start, max(found[-1].end, stroke.end))
        else:
            found.append(Stroke(at, stroke.start, stroke.end))
    return found


@dataclass(frozen=True, slots=True)
class _Corners:
    """Where strokes cross: for each corner the strokes through it, by number."""

    across: Mapping[_Point, frozenset[int]]
    down: Mapping[_Point, frozenset[int]]


def _crossings(across: Sequence[Stroke], down: Sequence[Stroke]) -> _Corners | None:
    """Find the corners; None where there are more than any table has."""
    heights = [stroke.at for stroke in across]
    level: dict[_Point, set[int]] = defaultdict(set)
    upright: dict[_Point, set[int]] = defaultdict(set)
    for number, stroke in enumerate(down):
        first = bisect_left(heights, stroke.start - _TOLERANCE)
        last = bisect_right(heights, stroke.end + _TOLERANCE)
        for other in range(first, last):
            line = across[other]
            if line.start - _TOLERANCE <= stroke.at <= line.end + _TOLERANCE:
                corner = (stroke.at, line.at)
                level[corner].add(other)
                upright[corner].add(number)
        if len(level) > _MAX_CROSSINGS:
            return None
    return _Corners({c: frozenset(s) for c, s in level.items()}, {c: frozenset(s) for c, s in upright.items()})


def _cells(corners: _Corners) -> list[Box] | None:
    """The smallest box to the right and below of each corner; None where that takes more steps than any table needs."""
    rows: dict[float, list[float]] = defaultdict(list)
    columns: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(corners.across):
        rows[y].append(x)
        columns[x].append(y)
    boxes: list[Box] = []
    steps = 0
    for x, y in sorted(corners.across):
        for box in _boxes(x, y, rows[y], columns[x], corners):
            steps += 1
            if box is not None:
                boxes.append(box)
                break
            if steps > _MAX_STEPS:
                return None
    return boxes


def _boxes(
    x: float, y: float, row: Sequence[float], column: Sequence[float], corners: _Corners
) -> Iterator[Box | None]:
    """Try the boxes from a corner, the smallest first; None for each that is not closed."""
    joined = corners.across[x, y]
    rights = list(takewhile(lambda right: joined & corners.across[right, y], row[bisect_right(row, x) :]))
    for bottom in column[bisect_right(column, y) :]:
        if not corners.down[x, y] & corners.down[x, bottom]:
            return
        for right in rights:
            yield (x, y, right, bottom) if _closes(x, right, bottom, y, corners) else None


def _closes(x: float, right: float, bottom: float, top: float, corners: _Corners) -> bool:
    """Whether the lower right corner joins the other two."""
    across, down = corners.across.get((right, bottom)), corners.down.get((right, bottom))
    if across is None or down is None:
        return False
    return bool(across & corners.across[x, bottom] and down & corners.down[right, top])


def _tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that share a corner make one table; a box alone is none."""
    owner = list(range(len(boxes)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    seen: dict[_Point, int] = {}
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            owner[root(number)] = root(seen.setdefault(corner, number))
    groups: dict[int, list[Box]] = defaultdict(list)
    for number, box in enumerate(boxes):
        groups[root(number)].append(box)
    tables = [sorted(group, key=lambda box: (box[1], box[0])) for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda table: (table[0][1], table[0][0]))
