"""The order of marker forms in one document: which form lies inside which.

The customary order (一、（一）1.（1）①) holds unless the document shows another: where 1. 2. 3. count on around （一）（二）
that begin again under each of them, （一） lies inside 1.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.markers import Form, Level, Marker

__all__ = ["Levels", "read_levels"]


@dataclass(frozen=True, slots=True)
class Levels:
    """The forms that lie inside a customarily lower one, each with that one."""

    inside: dict[Level, Level] = field(default_factory=dict)

    def rank(self, level: Level) -> tuple[int, ...]:
        """Give a key that sorts levels, outermost first.

        >>> swapped = Levels({(Form.CN_PAREN, 0): (Form.ARABIC, 0)})
        >>> swapped.rank((Form.CN_PAREN, 0)) > swapped.rank((Form.ARABIC, 0))
        True
        """
        outer = self.inside.get(level)
        return (*outer, *level) if outer is not None else level


def read_levels(markers: Sequence[Marker]) -> Levels:
    """Learn from the markers of a document, in text order, where its order differs from the customary one.

    Guarantees:
        1. A form moves inside one form at most, and only where more regions of the document show it than contradict it.
    """
    present = sorted({marker.level for marker in markers if Form.ANNEX < marker.form < Form.ORDINAL})
    inside: dict[Level, Level] = {}
    for inner in present:
        for outer in (level for level in present if level > inner):
            regions = _regions(markers, outer, inner)
            if inner not in inside and outer not in inside and sum(map(_vote, regions)) > 0:
                inside[inner] = outer
    return Levels(inside)


def _regions(markers: Iterable[Marker], outer: Level, inner: Level) -> Iterator[list[tuple[bool, int]]]:
    """Cut the markers of two levels at every marker above both; give for each whether it is of the outer, and its value."""
    region: list[tuple[bool, int]] = []
    for marker in markers:
        if marker.level < inner:
            yield region
            region = []
        elif marker.level in {outer, inner}:
            region.append((marker.level == outer, marker.value))
    yield region


def _vote(region: Sequence[tuple[bool, int]]) -> int:
    """Tell whether a region shows the customarily lower form around the other (1), contradicts it (-1), or neither (0).

    For: ``1. (一)(二) 2. (一)`` · ``一、第一条 第二条 二、第三条``. Against: ``1. 2. (一) 1. 2.`` · ``(一) 1. 2. (二) 3.``
    """
    outer = [place for place, (is_outer, _) in enumerate(region) if is_outer]
    if not outer or len(outer) == len(region):
        return 0
    around = [(left, right) for left, right in pairwise(outer) if right > left + 1]
    if outer[0] != 0 or len(outer) > len(region) - len(outer) + 1:
        return -1
    if any(region[right][1] != region[left][1] + 1 for left, right in around):
        return -1
    return 1 if around else 0
