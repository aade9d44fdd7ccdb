"""What is on a page of a PDF besides its text: watermarks, comment balloons, values of form fields, heads set upright."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from extract.patterns import pattern
from extract.readers.columns import page_rows
from extract.readers.glyphs import Glyph, lines_of
from extract.readers.pdfium_page import Char, Note, Turn
from extract.readers.ruled import Box

_WATERMARK: Final = 2.2  # of the usual height: a title may be half as large, and no words lie under it
_MOST_LARGE: Final = 400  # large characters on a page
_BALLOON: Final = pattern(r"批注\s*[\[\uff3b(（【]|Comment(?:ed)?\s*\[")
_MARGIN: Final = 0.55  # of the page width: where balloons stand
_PAD: Final = 2.0  # points between the edge of a field and its words
_LEAST_EM: Final = 6.0


def without_watermark(glyphs: list[Glyph]) -> tuple[list[Glyph], str]:
    """Part a watermark from the text: characters far larger than most, printed over others.

    Returns:
        The text's glyphs, and the words of the watermark.
    """
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    heights = Counter(map(_height, inked))
    usual = max(heights, key=lambda height: (heights[height], -height), default=0)
    large = [glyph for glyph in inked if _height(glyph) > _WATERMARK * usual]
    if not 0 < len(large) <= _MOST_LARGE:
        return glyphs, ""
    small = [glyph for glyph in inked if _height(glyph) <= _WATERMARK * usual]
    over = filter(lambda glyph: any(_is_over(glyph, other) for other in small), large)
    sizes = frozenset(map(_height, over))
    marks = [glyph for glyph in large if _height(glyph) in sizes]
    taken = set(map(id, marks))
    return [glyph for glyph in glyphs if id(glyph) not in taken], "".join(line.text for line in lines_of(marks))


def _height(glyph: Glyph) -> int:
    return round(glyph.bottom - glyph.top)


def _is_over(large: Glyph, small: Glyph) -> bool:
    x, y = (small.x0 + small.x1) / 2, (small.top + small.bottom) / 2
    return large.x0 < x < large.x1 and large.top < y < large.bottom


def without_balloons(glyphs: list[Glyph], width: float) -> tuple[list[Glyph], tuple[str, ...]]:
    """Part the balloons of comments in the right margin (批注 [张三1]: …) from the text.

    Returns:
        The text's glyphs, and the words of each balloon.
    """
    if not any(glyph.text == "批" and glyph.x0 > _MARGIN * width for glyph in glyphs):
        return glyphs, ()
    edges = [x for row in page_rows(glyphs) if (x := _balloon_edge(row.glyphs, width)) is not None]
    if not edges:
        return glyphs, ()
    edge = min(edges) - 1
    if any(glyph.x0 < edge < glyph.x1 for glyph in glyphs):
        return glyphs, ()
    words = "\n".join(line.text for line in lines_of(glyph for glyph in glyphs if glyph.x0 > edge))
    starts = [found.start() for found in _BALLOON.finditer(words)]
    balloons = tuple(
        "".join(words[start:end].split()) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)
    )
    return [glyph for glyph in glyphs if glyph.x0 <= edge], balloons


def _balloon_edge(row: Sequence[Glyph], width: float) -> float | None:
    words = "".join(glyph.text for glyph in row)
    found = _BALLOON.search(words)
    if found is None or len(words) != len(row):
        return None
    x = row[found.start()].x0
    return x if x > _MARGIN * width else None


def field_glyphs(fields: Sequence[Note], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Print the values of form fields into their boxes, in the size of the text around."""
    sizes = Counter(round(glyph.bottom - glyph.top, 1) for glyph in glyphs if not glyph.text.isspace())
    usual = sizes.most_common(1)[0][0] if sizes else 2 * _LEAST_EM
    return [glyph for note in fields for glyph in _printed(note, usual)]


def _printed(note: Note, usual: float) -> Iterator[Glyph]:
    x0, top, x1, bottom = note.box
    lines = note.words.splitlines()
    em = max(_LEAST_EM, min(usual, (bottom - top) / len(lines)))
    first = (top + bottom) / 2 - em * len(lines) / 2
    for number, line in enumerate(lines):
        step = min(em, max(x1 - x0 - 2 * _PAD, em) / max(1, len(line)))
        y = first + number * em
        for position, letter in enumerate(line):
            x = x0 + _PAD + position * step
            yield Glyph(letter, x, x + step, y, y + em)


def level_glyphs(chars: Sequence[Char], boxes: Sequence[Box]) -> tuple[list[Glyph], list[Char]]:
    """Set words that run up or down inside a cell level, in the order they are read.

    Returns:
        The level glyphs, and the characters that are in no cell.
    """
    held: dict[Box, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    for char in chars:
        box = _box_of(char.glyph, boxes) if char.turn in {Turn.UP, Turn.DOWN} else None
        if box is None:
            outside.append(char)
        else:
            held[box].append(char)
    return [glyph for box, inside in held.items() for glyph in _levelled(inside, box)], outside


def _box_of(glyph: Glyph, boxes: Sequence[Box]) -> Box | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return next((box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def _levelled(chars: Sequence[Char], box: Box) -> Iterator[Glyph]:
    """Write the characters of a cell from its top left; lines that run up are read from left to right, others from right to left."""
    up = chars[0].turn is Turn.UP
    ordered = sorted(chars, key=lambda char: char.glyph.x0 if up else -char.glyph.x0)
    lines: list[list[Glyph]] = []
    for char in ordered:
        if lines and abs(lines[-1][0].x0 - char.glyph.x0) < (char.glyph.x1 - char.glyph.x0) / 2:
            lines[-1].append(char.glyph)
        else:
            lines.append([char.glyph])
    high = (box[3] - box[1]) / (len(lines) + 1)
    for number, line in enumerate(lines):
        line.sort(key=lambda glyph: -glyph.bottom if up else glyph.top)
        step = min(high, (box[2] - box[0]) / (len(line) + 1))
        for position, glyph in enumerate(line):
            x, y = box[0] + (position + 0.5) * step, box[1] + (number + 0.5) * high
            yield Glyph(glyph.text, x, x + step, y, y + step)
