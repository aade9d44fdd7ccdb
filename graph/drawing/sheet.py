"""What the charts drawn on the server are made of: a sheet with words, boxes, a caption and a legend, as SVG.

Guarantees:
    1. No script and no style: presentation attributes alone. Words are text, never markup.
    2. The same rows give the same picture; it is as high as its rows ask for, and as wide as it is told.
    3. Colour is never the only sign: numbers, names, filled, half filled and empty marks say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from graph.dataset.xml_text import xml_text
from graph.drawing.labels import width
from graph.drawing.looks import PALETTES

PAGE_TONES: Mapping[str, str] = {
    name: f"var(--{name})" for name in ("paper", "ink", "quiet", "hair", "lead", "support", "accent")
}
"""The colours of a picture that is part of a page: those of the page, by day and night."""

PAPER = PALETTES["light"]
"""The colours of a picture in a file of its own."""

_FAMILY = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
FONT, SMALL, _HEAD = 12.0, 11.0, 16.0
EDGE = 12.0  # pixels around the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCaption:
    """What a picture in a separate file says besides: title, scope, source; empty where it is part of a page."""

    title: str = ""
    scope: str = ""
    source: str = ""


NO_CAPTION = ChartCaption()


@dataclass(slots=True)
class Sheet:
    """What is drawn so far."""

    wide: float
    tones: Mapping[str, str]
    y: float = EDGE
    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, tone: str = "ink", size: float = FONT, more: str = "") -> None:
        """Write words; ``more`` are further attributes."""
        paint = f'fill="{self.tones[tone]}" font-size="{size:g}"{more}'
        self.drawn.append(f'<text x="{x:.1f}" y="{y:.1f}" {paint}>{words_of(words)}</text>')

    def box(self, x: float, y: float, wide: float, high: float, paint: str) -> None:
        """Draw a rectangle, its colours in ``paint``."""
        self.drawn.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" {paint}/>')

    def head(self, caption: ChartCaption) -> None:
        """Write the title and the scope, each on separate lines."""
        for words, size, tone in ((caption.title, _HEAD, "ink"), (caption.scope, FONT, "quiet")):
            for line in lines(words, self.wide - 2 * EDGE, size):
                self.y += size * 1.4
                self.text(EDGE, self.y, line, tone=tone, size=size)
        self.y += EDGE if caption.title else 0.0

    def svg(self, caption: ChartCaption, said: str) -> str:
        """Give the picture, its source at the end."""
        for line in lines(caption.source, self.wide - 2 * EDGE, SMALL):
            self.y += SMALL * 1.5
            self.text(EDGE, self.y, line, tone="quiet", size=SMALL)
        high = self.y + EDGE
        ground = (
            f'<rect width="{self.wide:.0f}" height="{high:.0f}" fill="{self.tones["paper"]}"/>' if caption.title else ""
        )
        role = "img" if caption.title else "group"  # a part of a page has links, which an image cannot have
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.wide:.0f} {high:.0f}" width="{self.wide:.0f}" '
            f'height="{high:.0f}" font-family="{_FAMILY}" role="{role}" aria-label="{words_of(said)}">'
            f"{ground}{''.join(self.drawn)}</svg>\n"
        )


def legend(sheet: Sheet, entries: Sequence[tuple[str, str]]) -> None:
    """Draw the marks and what they mean, on as many lines as they need."""
    x = EDGE
    sheet.y += 4
    for mark, words in entries:
        long = 24 + width(words, SMALL) + 14
        if x > EDGE and x + long > sheet.wide - EDGE:
            x, sheet.y = EDGE, sheet.y + 16
        _swatch(sheet, mark, x)
        sheet.text(x + 22, sheet.y + 9, words, size=SMALL)
        x += long
    sheet.y += 20


def _swatch(sheet: Sheet, mark: str, x: float) -> None:
    tone = sheet.tones["support" if mark == "support" else "accent" if mark == "left_out" else "lead"]
    sheet.box(x + 0.5, sheet.y + 0.5, 16, 8, f'fill="{sheet.tones["paper"]}" stroke="{tone}"')
    if mark != "left_out":
        sheet.box(x, sheet.y, 8 if mark == "part" else 17, 9, f'fill="{tone}"')


def words_of(words: str) -> str:
    """Give words as the text of an XML element."""
    return escape(xml_text(words))


def cut(words: str, room: float, size: float) -> str:
    """Cut words at their end, so that they fit.

    >>> cut("完善机制", 100.0, 12.0), cut("完善机制", 40.0, 12.0)
    ('完善机制', '完善…')
    """
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept}…"


def lines(words: str, room: float, size: float) -> list[str]:
    """Break words into lines that fit."""
    found, line = [], ""
    for letter in words:
        if line and width(line + letter, size) > room:
            found.append(line)
            line = ""
        line += letter
    return [*found, line] if line else found
