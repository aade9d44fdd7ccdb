"""Unfold a page set in two columns, as gazettes are: the right column is moved below the left one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low
from typing import Final

from extract.readers.glyphs import Glyph, rows_of

_MIDDLE: Final = (0.35, 0.65)  # of the page width: where the gutter lies
_GUTTER: Final = 0.9  # em a gutter is wide, at least
_HANG: Final = 2.0  # points that signs may hang into the gutter
_NEARLY: Final = 0.9  # of the gaps: a page number leaves a gap of its own
_LEAST_ROWS: Final = 8  # lines that stand beside one another
_APART: Final = 0.7  # of the lines with ink on both sides leave the gutter free
_FULL: Final = 0.5  # of the left lines reach the gutter: cells of a table do not
_NEAR: Final = 1.6  # em from the gutter a full line may end
_LEAST_GLYPHS: Final = 8  # in a line of a column


@dataclass(frozen=True, slots=True)
class Row:
    """The inked glyphs of one height, left to right."""

    glyphs: tuple[Glyph, ...]
    em: float

    @property
    def top(self) -> float:
        """Where most of its glyphs begin: digits and signs may be higher."""
        return median_low(glyph.top for glyph in self.glyphs)

    def gaps(self) -> Iterable[tuple[float, float]]:
        """The stretches without ink between its glyphs."""
        end = self.glyphs[0].x1
        for glyph in self.glyphs[1:]:
            if glyph.x0 - end >= _GUTTER * self.em:
                yield end, glyph.x0
            end = max(end, glyph.x1)

    def sides(self, x: float) -> tuple[tuple[Glyph, ...], tuple[Glyph, ...]]:
        """The glyphs left and right of ``x``."""
        left = tuple(glyph for glyph in self.glyphs if glyph.x1 <= x)
        return left, tuple(glyph for glyph in self.glyphs if glyph.x1 > x)

    def crosses(self, gutter: tuple[float, float]) -> bool:
        """Whether ink lies in the gutter."""
        return any(glyph.x1 > gutter[0] + _HANG and glyph.x0 < gutter[1] - _HANG for glyph in self.glyphs)


def unfolded(glyphs: Sequence[Glyph], width: float) -> tuple[Sequence[Glyph], float]:
    """Move the right column of each stretch below its left column.

    Guarantees:
        1. Lines over the entire width (titles, page numbers) keep their place between the stretches.
        2. A page that is not set in two columns comes back as it is, with 0.

    Args:
        glyphs: the page's glyphs outside its tables.
        width: of the page.

    Returns:
        The glyphs, and how much longer the page has become.
    """
    rows = page_rows(glyphs)
    gutter = _gutter(rows, width)
    if gutter is None:
        return glyphs, 0.0
    x = sum(gutter) / 2
    moved: list[Glyph] = []
    grown = 0.0
    stretch: list[Row] = []
    for row in (*rows, None):
        if row is not None and not row.crosses(gutter):
            stretch.append(row)
            continue
        longer, placed = _stacked(stretch, x)
        moved += (_at(glyph, 0.0, grown) for glyph in placed)
        grown += longer
        stretch = []
        moved += (_at(glyph, 0.0, grown) for glyph in row.glyphs) if row is not None else ()
    return moved, grown


def page_rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """Gather the inked glyphs of a page by height, top to bottom."""
    inked = rows_of(glyph for glyph in glyphs if not glyph.text.isspace())
    return [Row(tuple(sorted(row, key=lambda glyph: glyph.x0)), _em(row)) for row in inked]


def _em(row: Sequence[Glyph]) -> float:
    return median(max(glyph.x1 - glyph.x0, (glyph.bottom - glyph.top) / 2) for glyph in row)


def _gutter(rows: Sequence[Row], width: float) -> tuple[float, float] | None:
    """The stretch most lines leave free near the middle; None when the page has one column."""
    low, high = _MIDDLE[0] * width, _MIDDLE[1] * width
    gaps = [gap for row in rows for gap in row.gaps() if gap[1] > low and gap[0] < high]
    if len(gaps) < _LEAST_ROWS:
        return None
    gutter = _densest(gaps)
    x = sum(gutter) / 2
    beside = [row for row in rows if all(row.sides(x))]
    apart = [row for row in beside if not row.crosses(gutter)]
    if len(apart) < _LEAST_ROWS or len(apart) < _APART * len(beside):
        return None
    return gutter if _are_lines(apart, x) else None


def _are_lines(rows: Sequence[Row], x: float) -> bool:
    """Whether the rows are lines of text on both sides of ``x``: most on the left reach its edge, and none is short."""
    lefts = [row.sides(x)[0] for row in rows]
    edge = max(left[-1].x1 for left in lefts)
    full = sum(edge - left[-1].x1 < _NEAR * row.em for left, row in zip(lefts, rows, strict=True))
    long = median(min(map(len, row.sides(x))) for row in rows)
    return full >= _FULL * len(rows) and long >= _LEAST_GLYPHS


def _densest(gaps: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The stretch that lies in nearly as many gaps as the densest place does."""
    ends = sorted((place, step) for gap in gaps for place, step in ((gap[0], 1), (gap[1], -1)))
    count = 0
    stretches: list[tuple[float, float, int]] = []
    for (place, step), (following, _) in pairwise(ends):
        count += step
        stretches.append((place, following, count))
    best = first = last = max(range(len(stretches)), key=lambda n: stretches[n][2])
    enough = _NEARLY * stretches[best][2]
    while first > 0 and stretches[first - 1][2] >= enough:
        first -= 1
    while last + 1 < len(stretches) and stretches[last + 1][2] >= enough:
        last += 1
    return stretches[first][0], stretches[last][1]


def _stacked(rows: Sequence[Row], x: float) -> tuple[float, list[Glyph]]:
    """The glyphs of a stretch with its right column below its left one, and how much longer it is."""
    lefts, rights = ([side for row in rows if (side := row.sides(x)[right])] for right in (0, 1))
    placed = [glyph for left in lefts for glyph in left]
    if not rights or not lefts:
        return 0.0, [*placed, *(glyph for right in rights for glyph in right)]
    tops = [row.top for row in rows]
    pitch = median(low - high for high, low in pairwise(tops)) if len(tops) > 1 else rows[0].em * 2
    across = min(right[0].x0 for right in rights) - min(left[0].x0 for left in lefts)
    down = lefts[-1][0].top - rights[0][0].top + pitch
    placed += (_at(glyph, -across, down) for right in rights for glyph in right)
    return max(0.0, rights[-1][0].top + down - tops[-1]), placed


def _at(glyph: Glyph, across: float, down: float) -> Glyph:
    return Glyph(glyph.text, glyph.x0 + across, glyph.x1 + across, glyph.top + down, glyph.bottom + down)
