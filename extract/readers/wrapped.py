"""Join the lines of a text that was broken at a fixed width, as one copied from a printed page is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.patterns import pattern

_SLACK: Final = 4  # half-width columns a full line may fall short: signs may not begin a line, two characters may wait
_LEAST_WIDTH: Final = 36  # half-width columns; nobody sets a page narrower
_MOST_WIDTH: Final = 160
_LEAST_FULL: Final = 5  # lines of that width; in a text not broken the longest line is alone
_FULL_SHARE: Final = 0.15  # of all lines
_OPEN_SHARE: Final = 0.6  # of the full lines end inside a sentence: a width broken at is blind to sentences
_CLOSED: Final = pattern(r"[。；：！？.;:!?]$")
_BLANKS: Final = " \u3000\xa0\ufeff"
_OPENING: Final = pattern(
    r"第?[一二三四五六七八九十百]{1,4}[、章条节]|[（(][一二三四五六七八九十\d]{1,3}[）)](?![至、和及与])|\d{1,3}[.．、](?!\d)|[①-⑳]|附\s?件"
    r"|[\u4e00-\u9fff]{0,6}(?:单位|部门|主体|时限|领导|责任人)[：:]|——"
)
_FULL_LABEL: Final = pattern(  # 责任单位：市教育局、市财政局, and a number on the next line: a label needs no 。
    r"(?:牵头|责任|配合|主办|协办)(?:单位|部门)[：:].*[^、，,和及与]$"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line that holds anything: its words, its indent, whether a blank line is above.

    ``end`` is the half-width column it ends in, ``count`` its characters: programs break at the one or at the other.
    ``tabbed`` are the words with the tabs around them: empty cells of a table.
    """

    words: str
    tabbed: str
    indent: int
    parted: bool
    end: int
    count: int


def printed_lines(text: str) -> Iterator[PrintedLine]:
    """Give the lines of a text that hold anything."""
    parted = False
    for line in re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text):
        words = line.strip()
        if words:
            lead = line[: line.index(words)]
            indent = width(lead) if lead else 0
            tabbed = line.strip(_BLANKS) if "\t" in line else words
            yield PrintedLine(words, tabbed, indent, parted, indent + width(words), 2 * (len(lead) + len(words)))
        parted = not words


def width(words: str) -> int:
    """Count half-width columns: a Chinese character takes two.

    >>> width("第1条")
    5
    """
    return len(
        words.encode("gb18030", "replace")
    )  # one byte a half-width sign, two a full-width one, at the speed of C


def unwrapped(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    """Join lines into the paragraphs they were broken from; a text not broken comes back line by line.

    Guarantees:
        1. A line is joined to the one before only where that one is full: it reaches the width the text is broken at.
        2. What begins with a marker, a label, an indent or after a blank line begins a paragraph.
    """
    columns, characters = [line.end for line in lines], [line.count for line in lines]
    ends = max(columns, characters, key=_full)
    edge = _edge(lines, ends)
    if not edge:
        return tuple(line.words for line in lines)
    hanging = sum(1 for line in lines if line.indent) < len(lines) / 2  # first lines alone are indented
    paragraphs: list[list[str]] = []
    for number, line in enumerate(lines):
        if not number or ends[number - 1] < edge - _SLACK or _begins(line, lines[number - 1], hanging=hanging):
            paragraphs.append([line.words])
        else:
            paragraphs[-1].append(line.words)
    return tuple(_sentence(parts) for parts in paragraphs)


def _full(ends: Sequence[int]) -> int:
    """Count the lines that reach the widest one."""
    edge = max(ends, default=0)
    return sum(1 for end in ends if end >= edge - _SLACK)


def _edge(lines: Sequence[PrintedLine], ends: Sequence[int]) -> int:
    """Find the column the text is broken at; 0 where it is not broken."""
    edge = max(ends, default=0)
    full = [line for line, end in zip(lines, ends, strict=True) if end >= edge - _SLACK]
    inside = sum(1 for line in full if not _CLOSED.search(line.words))
    broken = len(full) >= max(_LEAST_FULL, _FULL_SHARE * len(lines)) and inside >= _OPEN_SHARE * len(full)
    return edge if broken and _LEAST_WIDTH <= edge <= _MOST_WIDTH else 0


def _begins(line: PrintedLine, last: PrintedLine, *, hanging: bool) -> bool:
    if line.parted or (hanging and line.indent > 1):
        return True
    return bool(_OPENING.match(line.words)) and (
        _CLOSED.search(last.words) is not None
        or line.indent >= last.indent > 0
        or _FULL_LABEL.match(last.words) is not None
    )


def _sentence(parts: Sequence[str]) -> str:
    joints = (
        " " if a[-1].isascii() and a[-1].isalpha() and b[0].isascii() and b[0].isalpha() else ""
        for a, b in pairwise(parts)
    )
    return parts[0] + "".join(joint + part for joint, part in zip(joints, parts[1:], strict=True))
