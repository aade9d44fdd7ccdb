"""Find the tables of an OFD page in the lines drawn on it. Source: GB/T 33190-2016, 9.1 (path data)."""

from collections.abc import Iterator, Sequence
from typing import Final

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extract.readers.ruled import Box

Segment = tuple[float, float, float, float]  # x0, y0, x1, y1 in points

_STRAIGHT: Final = 0.5  # points a line may lean
_SHORT: Final = 3.0  # points: below this a stroke is part of a letter
_TOLERANCE: Final = 3.0
_FAR: Final = 1e6
_MAX_SEGMENTS: Final = 4_000  # on one page: more is a drawing


def segments(path: str) -> Iterator[Segment]:
    """The straight strokes of a path: M x y moves, L x y draws, C closes; curves are left out.

    >>> list(segments("M 0 0 L 5 0 L 5 2 C"))
    [(0.0, 0.0, 5.0, 0.0), (5.0, 0.0, 5.0, 2.0), (5.0, 2.0, 0.0, 0.0)]
    """
    words = iter(path.split())
    start = here = (0.0, 0.0)
    for word in words:
        if word in {"M", "S", "L"}:
            place = _place(words)
            if place is None:
                return
            if word == "L":
                yield (*here, *place)
            else:
                start = place
            here = place
        elif word == "C":
            yield (*here, *start)
            here = start


def _place(words: Iterator[str]) -> tuple[float, float] | None:
    try:
        x, y = float(next(words)), float(next(words))
    except (StopIteration, ValueError):
        return None
    return (x, y) if abs(x) < _FAR and abs(y) < _FAR else None  # no number at all is not near either


def tables_of(strokes: Sequence[Segment]) -> list[list[Box]]:
    """The boxes of each table that level and upright strokes make."""
    edges = [edge for stroke in strokes[:_MAX_SEGMENTS] if (edge := _edge(stroke)) is not None]
    if not edges:
        return []
    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    return [
        [(float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in table]
        for table in cells_to_tables(cells)
    ]


def _edge(stroke: Segment) -> dict[str, float | str] | None:
    x0, y0, x1, y1 = stroke
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if bottom - top <= _STRAIGHT and right - left >= _SHORT:
        return {
            "x0": left,
            "x1": right,
            "top": top,
            "bottom": top,
            "width": right - left,
            "height": 0.0,
            "orientation": "h",
        }
    if right - left <= _STRAIGHT and bottom - top >= _SHORT:
        return {
            "x0": left,
            "x1": left,
            "top": top,
            "bottom": bottom,
            "width": 0.0,
            "height": bottom - top,
            "orientation": "v",
        }
    return None
