"""Find the tables of an OFD page in the lines drawn on it. Source: GB/T 33190-2016, 9.1 (path data)."""

from collections.abc import Iterator, Sequence
from typing import Final

from extract.readers.frames import Stroke
from extract.readers.lattice import tables_of
from extract.readers.ruled import Box

Segment = tuple[float, float, float, float]  # x0, y0, x1, y1 in points

_STRAIGHT: Final = 0.5  # points a line may lean
_FAR: Final = 1e6


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


def boxes_of(strokes: Sequence[Segment]) -> list[list[Box]]:
    """The boxes of each table that level and upright strokes make."""
    level = [Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)) for x0, y0, x1, y1 in strokes if abs(y1 - y0) <= _STRAIGHT]
    upright = [
        Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)) for x0, y0, x1, y1 in strokes if abs(x1 - x0) <= _STRAIGHT
    ]
    return tables_of(level, upright) or []
