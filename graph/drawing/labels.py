"""Measure, wrap and place the labels of a picture, without a font at hand.

Guarantees:
    1. Pure: the same names and places give the same labels.
    2. A label is at most ``LINES`` lines; what does not fit is cut after ``LINES * ACROSS - 1`` signs, never before.
    3. No two labels that ``placed`` gives overlap, and none covers the mark of another node.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

FONT = 13.0  # pixels
LINE = 17.0  # pixels from one line to the next
ACROSS = 11  # Chinese signs of a line
LINES = 2
ONE_LINE = 18  # Chinese signs of a label of one line, as columns have it
GAP = 4.0  # pixels between a mark and its label
_CELL = 64.0  # pixels: the side of a square of the grid in which neighbours are looked for


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether two boxes overlap.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Side(StrEnum):
    """Where a label is, seen from its mark."""

    BELOW = "below"
    ABOVE = "above"
    RIGHT = "right"
    LEFT = "left"


USUAL = (Side.BELOW, Side.ABOVE, Side.RIGHT, Side.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a label belongs to: a disc on the canvas, its words, already wrapped, and the sides to try, the best first."""

    key: str
    x: float
    y: float
    radius: float
    label: str
    sides: tuple[Side, ...] = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLabel:
    """A label with its place; ``anchor`` is where its lines start: start, middle or end."""

    key: str
    lines: tuple[str, ...]
    anchor: str
    x: float
    box: Box


def width(text: str, font: float = FONT) -> float:
    """Estimate how wide a line is set: a Chinese sign is a square, any other letter a little more than half of one.

    >>> width("审计局"), width("2.4")
    (39.0, 21.84)
    """
    return round(sum(font if letter > "\u2e7f" else font * 0.56 for letter in text), 2)


def wrapped(name: str, across: int = ACROSS, lines: int = LINES) -> str:
    r"""Break a name into lines of about the same length.

    >>> wrapped("审计局"), wrapped("行政审批制度改革领导小组办公室")
    ('审计局', '行政审批制度改革\n领导小组办公室')
    >>> len(wrapped("建" * 60))
    23
    """
    name = " ".join(name.split())
    room = across * FONT
    count = max(1, min(lines, ceil(width(name) / room)))
    share = min(room, ceil(width(name) / count / FONT) * FONT)
    found: list[str] = []
    left = name
    for _ in range(count - 1):
        head = _head(left, share)
        found.append(left[:head])
        left = left[head:].lstrip()
    last = _head(left, room)
    found.append(left if last >= len(left) else f"{left[: max(1, _head(left, room - FONT))]}…")
    return "\n".join(found)


def _head(text: str, room: float) -> int:
    """Count the letters that fill ``room``; a word in Latin letters is not broken where it fits on the next line."""
    used = 0.0
    for place, letter in enumerate(text):
        used += width(letter)
        if used > room + 1e-6:
            return _word_start(text, place)
    return len(text)


def _word_start(text: str, place: int) -> int:
    """Move a break before the number or Latin word that it would cut, unless that word starts the line."""
    start = place
    while (
        start and text[start - 1] < "\u2e7f" and text[start - 1] != " " and text[min(start, len(text) - 1)] < "\u2e7f"
    ):
        start -= 1
    return start or max(place, 1)


def placed(marks: Iterable[Mark]) -> tuple[PlacedLabel, ...]:
    """Place the labels that find room, the first marks first."""
    every = tuple(marks)
    taken = _BoxGrid()
    for mark in every:
        taken.add(mark.key, Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius))
    found = []
    for mark in every:
        for label in _candidates(mark):
            if taken.free(mark.key, label.box):
                taken.add("", label.box)
                found.append(label)
                break
    return tuple(found)


def _candidates(mark: Mark) -> Iterator[PlacedLabel]:
    """Give the places of a label, the best first."""
    lines = tuple(mark.label.split("\n"))
    wide, high = max(width(line) for line in lines), LINE * len(lines)
    right, left = mark.x + mark.radius + GAP, mark.x - mark.radius - GAP
    below, above = mark.y + mark.radius + GAP / 2, mark.y - mark.radius - GAP / 2
    places = {
        Side.BELOW: ("middle", mark.x, Box(mark.x - wide / 2, below, mark.x + wide / 2, below + high)),
        Side.ABOVE: ("middle", mark.x, Box(mark.x - wide / 2, above - high, mark.x + wide / 2, above)),
        Side.RIGHT: ("start", right, Box(right, mark.y - high / 2, right + wide, mark.y + high / 2)),
        Side.LEFT: ("end", left, Box(left - wide, mark.y - high / 2, left, mark.y + high / 2)),
    }
    for side in mark.sides:
        anchor, x, box = places[side]
        yield PlacedLabel(key=mark.key, lines=lines, anchor=anchor, x=x, box=box)


class _BoxGrid:
    """Boxes by the squares of a grid they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, Box]]] = {}

    def add(self, key: str, box: Box) -> None:
        """Take a box; ``key`` names the mark it is, none for a label."""
        for cell in self._touched(box):
            self._cells.setdefault(cell, []).append((key, box))

    def free(self, key: str, box: Box) -> bool:
        """Say whether nothing but the mark ``key`` itself lies in a box."""
        return not any(
            other != key and box.meets(there)
            for cell in self._touched(box)
            for other, there in self._cells.get(cell, ())
        )

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
            for row in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
                yield column, row
