"""Gather printed characters into lines: what PDF and OFD give is ink with a place, not text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

from extract.cleaning import TWINS
from extract.patterns import pattern

_HALF_WIDTH: Final = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_NARROW: Final = 0.65  # of the em: a full-width digit drawn so narrow is a plain digit
_SAME_LINE: Final = 0.4  # of the em between the middles of two characters
_SAME_PLACE: Final = 0.25  # of the em: bold faked by printing twice
_WIDE_GAP: Final = 0.8  # of the em: a space between Chinese characters though none was typed
_TYPED_GAP: Final = 0.2
_WORD_GAP: Final = 0.25
_WIDE: Final = pattern("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")
_TOKEN: Final = pattern(
    r"[（《〈「『【\u3014“‘]*(?:[\x21-\x7e]+|.)(?:[“‘]+.)*[，。、；：？！）》〉」』】\u3015”’…,.;:?!)\]]*"
)


class Glyph(NamedTuple):
    """One printed character, in points from the top left of the page. A typed space is a glyph too."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GlyphLine:
    """A printed line of one page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float  # width of a Chinese character
    opens_blank: bool = False  # a typed space stands before the first character
    ends_blank: bool = False  # … after the last

    @property
    def first_token(self) -> float:
        """The width of what could not have been split off to be at the end of the line before."""
        token = _TOKEN.match(self.text)
        return self.em * sum(1.0 if _WIDE.match(character) else 0.5 for character in token[0]) if token else self.em


def lines_of(glyphs: Iterable[Glyph]) -> tuple[GlyphLine, ...]:
    """Gather glyphs into lines, top to bottom, each read from left to right.

    Guarantees:
        1. Every glyph that is not a space is in exactly one line, but for copies printed on the same place.
        2. Spaces come from wide gaps, or from typed spaces that are next to a Chinese character or part two Latin
           words.
        3. Radicals and compatibility forms become the characters they look like.
    """
    return tuple(_line(row) for row in rows_of(glyphs))


def rows_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Gather glyphs of one height, top to bottom."""
    inked = sorted(glyphs, key=_middle)
    row: list[Glyph] = []
    for glyph in inked:
        if row and _middle(glyph) - _middle(row[-1]) > _SAME_LINE * max(_em_of(glyph), _em_of(row[-1])):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _em_of(glyph: Glyph) -> float:
    return max(glyph.x1 - glyph.x0, (glyph.bottom - glyph.top) / 2)


def _line(row: Sequence[Glyph]) -> GlyphLine:
    inked = [glyph for glyph in row if not glyph.text.isspace()] or list(row)
    em = _em(inked)
    row = sorted(row, key=lambda glyph: (glyph.x0, glyph.x1))
    return GlyphLine(
        text=_spell(row, em),
        x0=min(glyph.x0 for glyph in inked),
        x1=max(glyph.x1 for glyph in inked),
        top=min(glyph.top for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
        em=em,
        opens_blank=row[0].text.isspace(),
        ends_blank=row[-1].text.isspace(),
    )


def _em(inked: Sequence[Glyph]) -> float:
    wide = [
        glyph.x1 - glyph.x0 for glyph in inked if _WIDE.match(glyph.text) and not "\uff10" <= glyph.text <= "\uff5a"
    ]
    return median(wide) if wide else max((glyph.bottom - glyph.top) for glyph in inked) or 1.0


def _spell(row: Sequence[Glyph], em: float) -> str:
    parts: list[str] = []
    before: Glyph | None = None
    typed = False
    for glyph in row:
        if glyph.text.isspace():
            typed = True
            continue
        if before is not None:
            if glyph.text == before.text and glyph.x0 - before.x0 < _SAME_PLACE * em:
                continue
            if _is_apart(before, glyph, em, typed=typed):
                parts.append(" ")
        parts.append(_letter(glyph, em))
        before, typed = glyph, False
    return "".join(parts)


def _is_apart(before: Glyph, glyph: Glyph, em: float, *, typed: bool) -> bool:
    gap = glyph.x0 - before.x1
    if gap > _WIDE_GAP * em:
        return True
    if _WIDE.match(before.text) or _WIDE.match(glyph.text):
        return typed and gap > _TYPED_GAP * em
    return gap > _WORD_GAP * em or (typed and gap > 0)


def _letter(glyph: Glyph, em: float) -> str:
    if glyph.x1 - glyph.x0 < _NARROW * em:
        return glyph.text.translate(_HALF_WIDTH)
    return glyph.text.translate(TWINS)
