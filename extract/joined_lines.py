"""Join the lines of an item where a list or a bracket goes on: ``责任单位:市住房和 ⏎ 城乡建设局`` is one stretch."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from extract.label import only_names
from extract.records import Span
from extract.roles import meaning_of
from extract.units.registry import known_body

__all__ = ["joined_lines"]

_NAME = 30  # code points of either half of a name
_LABEL_LINE = 12  # no label is longer
_BRACKET = 300  # code points of a clause in brackets over several lines


def joined_lines(view: str, pieces: Sequence[Span]) -> Iterator[Span]:
    """Join lines where a list goes on: a line that ends with 、 or ``,`` is not over, nor is one that is only a label.

    Under a line that is only a label a unit may be on each line; a bracket goes on to the line that closes it.
    """
    pending: Span | None = None
    listed = False  # a line under a label has been joined; more must be units
    for piece, following in zip_longest(pieces, pieces[1:]):
        if pending is not None and listed and not only_names(view, piece.start, piece.end):
            yield pending
            pending = None
        joined = piece if pending is None else Span(pending.start, piece.end)
        below = pending is not None and (listed or _is_label(view, pending))
        if _is_label(view, piece):
            pending, listed = joined, False
        elif (
            _goes_on(view, joined, following)
            or _leaves_open(view, joined, pieces[-1].end)
            or (below and only_names(view, piece.start, piece.end))
        ):
            pending, listed = joined, below
        else:
            yield joined
            pending, listed = None, False
    if pending is not None:
        yield pending


def _goes_on(view: str, line: Span, following: Span | None) -> bool:
    """Whether a line ends within a list: after 、 or a comma, or inside a name (责任单位:市住房和 ⏎ 城乡建设局)."""
    words = view[line.start : line.end]
    if words.endswith(("、", ",")):
        return True
    if following is None or ":" not in words:
        return False
    last = re.split("[、,;:]", words)[-1].strip()
    first = re.split("[、,;。(]", view[following.start : following.end], maxsplit=1)[0].strip()
    return 0 < len(last) <= _NAME and len(first) <= _NAME and not known_body(last) and known_body(last + first)


def _leaves_open(view: str, lines: Span, end: int) -> bool:
    """Whether lines end inside a bracket that a later line closes: ``(市住房和 ⏎ 城乡建设局牵头)``."""
    opened = view.rfind("(", max(lines.start, lines.end - _BRACKET), lines.end)
    closed = view.find(")", max(opened, lines.start), min(opened + _BRACKET, end))
    return opened >= 0 and closed >= lines.end and view.find("(", lines.end, closed) < 0


def _is_label(view: str, line: Span) -> bool:
    return line.length <= _LABEL_LINE and meaning_of(view[line.start : line.end].strip("(): ")) is not None
