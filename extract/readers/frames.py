"""Edges that a table's frame lacks on a page: tables are drawn open at their sides, and cut open where a page ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_NEAR: Final = 3.0  # points between ends that are one
_STROKE: Final = 8.0  # points: a shorter edge is the end of a thick line
_LEAST: Final = 3  # edges that end together
_DRAWN: Final = 0.5  # of an edge's length drawn already: nothing is missing
_MOST: Final = 40  # candidates looked at on one page


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight edge: where it lies across its own direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Where level and upright edges have to be thought of, in points from the top and from the left."""

    level: tuple[float, ...]
    upright: tuple[float, ...]


def missing_edges(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Missing:
    """Find the edges a page's tables lack.

    Guarantees:
        1. An edge is missing where at least three strokes across it end together and hardly any of it is drawn.
        2. A side is missing only next to columns that are drawn: lines alone (a table of three lines) have no sides.

    >>> rows = [Stroke(at, 0, 100) for at in (0, 20, 40)]
    >>> missing_edges(rows, [Stroke(50, 0, 40)])
    Missing(level=(), upright=(0, 100))
    """
    inner = [stroke for stroke in upright if stroke.end - stroke.start > _STROKE]
    sides = _open(level, upright)
    beside = [
        x for x, top, bottom in sides if any(abs(s.at - x) > _NEAR and s.start < bottom and s.end > top for s in inner)
    ]
    return Missing(level=tuple(y for y, _, _ in _open(upright, level)), upright=tuple(beside))


def _open(strokes: Iterable[Stroke], across: Sequence[Stroke]) -> list[tuple[float, float, float]]:
    """The places where strokes end together, with the stretch they span, and no edge across closes them."""
    ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
    long = (stroke for stroke in strokes if stroke.end - stroke.start > _STROKE)
    for end, at in ((end, stroke.at) for stroke in long for end in (stroke.start, stroke.end)):
        ends[round(end / _NEAR)].append((end, at))
    drawn: dict[int, list[Stroke]] = defaultdict(list)
    for edge in across:
        drawn[round(edge.at / _NEAR)].append(edge)
    found: list[tuple[float, float, float]] = []
    for key in sorted(ends, key=lambda key: (-len(ends[key]), key))[:_MOST]:
        places = sorted({round(at) for _, at in ends[key]})
        if len(places) >= _LEAST and not _is_closed(drawn, key, places[0], places[-1]):
            found.append((min(end for end, _ in ends[key]), float(places[0]), float(places[-1])))
    return sorted(found)


def _is_closed(drawn: Mapping[int, Sequence[Stroke]], key: int, start: float, end: float) -> bool:
    near = [edge for place in (key - 1, key, key + 1) for edge in drawn.get(place, ())]
    length = sum(max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in near)
    return length >= _DRAWN * (end - start)
