"""Draw what happens from plan to plan: a line of time of one unit, and ribbons from the tasks of one plan to the next.

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
_FONT, _SMALL, _HEAD = 12.0, 11.0, 16.0
_EDGE = 12.0  # pixels around the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCaption:
    """What a picture in a file of its own says besides: title, scope, source; empty where it is part of a page."""

    title: str = ""
    scope: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMark:
    """One row of a line of time: what a unit has in one plan.

    Attributes:
        own: whether it is the unit that is followed, and not its predecessor or successor.
        said: the gains and losses in words.
    """

    year: str
    name: str
    led: int
    supported: int
    said: str = ""
    own: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEvent:
    """A reform between two rows."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RibbonTask:
    """A task in a column: ``state`` says what the next plan did with it: taken, part, left_out; none in the last column."""

    key: str
    name: str
    state: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RibbonColumn:
    """A plan: its name, and its sections with their tasks."""

    name: str
    sections: tuple[tuple[str, tuple[RibbonTask, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """A task of a column that a task of the next one takes over, all of it or a part."""

    source: str
    target: str
    part: bool


@dataclass(slots=True)
class _Sheet:
    """What is drawn so far."""

    wide: float
    tones: Mapping[str, str]
    y: float = _EDGE
    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, tone: str = "ink", size: float = _FONT, more: str = "") -> None:
        paint = f'fill="{self.tones[tone]}" font-size="{size:g}"{more}'
        self.drawn.append(f'<text x="{x:.1f}" y="{y:.1f}" {paint}>{_words(words)}</text>')

    def box(self, x: float, y: float, wide: float, high: float, paint: str) -> None:
        self.drawn.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" {paint}/>')

    def head(self, caption: ChartCaption) -> None:
        """Write the title and the scope, each on lines of its own."""
        for words, size, tone in ((caption.title, _HEAD, "ink"), (caption.scope, _FONT, "quiet")):
            for line in _lines(words, self.wide - 2 * _EDGE, size):
                self.y += size * 1.4
                self.text(_EDGE, self.y, line, tone=tone, size=size)
        self.y += _EDGE if caption.title else 0.0

    def svg(self, caption: ChartCaption, said: str) -> str:
        """Give the picture, its source at the end."""
        for line in _lines(caption.source, self.wide - 2 * _EDGE, _SMALL):
            self.y += _SMALL * 1.5
            self.text(_EDGE, self.y, line, tone="quiet", size=_SMALL)
        high = self.y + _EDGE
        ground = (
            f'<rect width="{self.wide:.0f}" height="{high:.0f}" fill="{self.tones["paper"]}"/>' if caption.title else ""
        )
        role = "img" if caption.title else "group"  # a part of a page has links, which an image cannot have
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.wide:.0f} {high:.0f}" width="{self.wide:.0f}" '
            f'height="{high:.0f}" font-family="{_FAMILY}" role="{role}" aria-label="{_words(said)}">'
            f"{ground}{''.join(self.drawn)}</svg>\n"
        )


def year_line(
    rows: Sequence[YearMark | YearEvent],
    names: tuple[str, str],
    *,
    said: str,
    wide: float = 360.0,
    tones: Mapping[str, str] = PAGE_TONES,
    caption: ChartCaption = ChartCaption(),
) -> str:
    """Draw a line of time downwards: a row a plan with two bars and their numbers, reforms as lines between them.

    Args:
        rows: the rows, oldest first.
        names: what the two bars count.
        said: what the picture shows, for those who do not see it.
        wide: pixels.
        tones: the colours by name.
        caption: what a file of its own says besides.
    """
    sheet = _Sheet(wide=wide, tones=tones)
    sheet.head(caption)
    _legend(sheet, (("lead", names[0]), ("support", names[1])))
    most = max((max(row.led, row.supported) for row in rows if isinstance(row, YearMark)), default=0) or 1
    top = sheet.y
    for row in rows:
        if isinstance(row, YearEvent):
            _event(sheet, row)
        else:
            _year(sheet, row, most)
    line = f'<path d="M{_EDGE + 3:.1f} {top:.1f}V{sheet.y:.1f}" stroke="{tones["hair"]}" stroke-width="2"/>'
    sheet.drawn.insert(0, line)
    return sheet.svg(caption, said)


def _year(sheet: _Sheet, row: YearMark, most: int) -> None:
    left, room = _EDGE + 16, sheet.wide - 2 * _EDGE - 16 - 70
    tone = sheet.tones["lead" if row.own else "quiet"]
    sheet.drawn.append(
        f'<circle cx="{_EDGE + 3:.1f}" cy="{sheet.y + 10:.1f}" r="4" fill="{tone if row.own else sheet.tones["paper"]}" '
        f'stroke="{tone}" stroke-width="1.5"/>'
    )
    name = _cut(f"{row.year} {row.name}".strip(), sheet.wide - left - _EDGE, _SMALL)
    sheet.drawn.append(f'<a href="{escape(row.url)}">' if row.url else "<g>")
    sheet.text(left, sheet.y + 14, name, tone="ink" if row.own else "quiet", size=_SMALL)
    sheet.drawn.append(f"<title>{_words(row.name)}</title>" + ("</a>" if row.url else "</g>"))
    for place, (value, bar) in enumerate(((row.led, "lead"), (row.supported, "support"))):
        y = sheet.y + 20 + place * 12
        paint = f'fill="{sheet.tones[bar]}"' + ("" if row.own else ' fill-opacity="0.45"')
        sheet.box(left, y, value / most * room, 8, paint)
        sheet.text(left + value / most * room + 5, y + 8, str(value), size=_SMALL)
    if row.said:
        sheet.text(sheet.wide - _EDGE, sheet.y + 30, row.said, tone="accent", size=_SMALL, more=' text-anchor="end"')
    sheet.y += 52


def _event(sheet: _Sheet, row: YearEvent) -> None:
    sheet.drawn.append(
        f'<path d="M{_EDGE:.1f} {sheet.y + 2:.1f}H{sheet.wide - _EDGE:.1f}" stroke="{sheet.tones["accent"]}" stroke-dasharray="4 3"/>'
    )
    sheet.y += 2
    for line in _lines(row.said, sheet.wide - 2 * _EDGE - 16, _SMALL):
        sheet.y += _SMALL * 1.4
        sheet.text(_EDGE + 16, sheet.y, line, tone="accent", size=_SMALL)
    sheet.y += 8


def ribbons(
    columns: Sequence[RibbonColumn],
    found: Sequence[Ribbon],
    states: Mapping[str, str],
    *,
    said: str,
    wide: float,
    tones: Mapping[str, str] = PAGE_TONES,
    caption: ChartCaption = ChartCaption(),
) -> str:
    """Draw plans side by side, the highest level on the left: a mark a task, under its section, and ribbons between them.

    Args:
        columns: the plans.
        found: the ribbons, by the keys of tasks.
        states: what the states of a task are called, in the order of the legend.
        said: what the picture shows, for those who do not see it.
        wide: pixels.
        tones: the colours by name.
        caption: what a file of its own says besides.
    """
    sheet = _Sheet(wide=wide, tones=tones)
    sheet.head(caption)
    _legend(sheet, tuple(states.items()))
    across = (wide - 2 * _EDGE) / (len(columns) + (len(columns) - 1) * _BETWEEN)
    at: dict[str, tuple[float, float]] = {}
    top, bottom = sheet.y, sheet.y
    for place, column in enumerate(columns):
        sheet.y = top
        _column(sheet, column, _EDGE + place * across * (1 + _BETWEEN), across, at)
        bottom = max(bottom, sheet.y)
    sheet.y = bottom
    lines = [_ribbon(one, at, across, tones) for one in found if one.source in at and one.target in at]
    sheet.drawn = [*lines, *sheet.drawn]
    return sheet.svg(caption, said)


_BETWEEN = 0.55  # of the width of a column
_MARK, _STEP = 7.0, 9.0  # how high a task is, and from one to the next


def _column(sheet: _Sheet, column: RibbonColumn, x: float, across: float, at: dict[str, tuple[float, float]]) -> None:
    """Draw a plan, and note the place of each task."""
    for line in _lines(column.name, across, _FONT)[:2]:
        sheet.y += _FONT * 1.35
        sheet.text(x, sheet.y, line, more=' font-weight="600"')
    sheet.y += 6
    for name, tasks in column.sections:
        if name:
            sheet.y += _SMALL * 1.5
            sheet.text(x, sheet.y, _cut(name, across, _SMALL), tone="quiet", size=_SMALL)
            sheet.y += 4
        for task in tasks:
            at[task.key] = (x, sheet.y + _MARK / 2)
            _task(sheet, task, x, across)
            sheet.y += _STEP
        sheet.y += 4


def _task(sheet: _Sheet, task: RibbonTask, x: float, across: float) -> None:
    """Draw a task: filled where it is taken over, half filled for a part, empty where it is left out."""
    tone = sheet.tones["lead" if task.state else "quiet"]
    sheet.drawn.append(f'<a href="{escape(task.url)}"><title>{_words(task.name)}</title>')
    if task.state == "left_out":
        sheet.box(
            x + 0.5,
            sheet.y + 0.5,
            across - 1,
            _MARK - 1,
            f'fill="{sheet.tones["paper"]}" stroke="{sheet.tones["accent"]}"',
        )
    else:
        half = task.state == "part"
        sheet.box(x + 0.5, sheet.y + 0.5, across - 1, _MARK - 1, f'fill="{sheet.tones["paper"]}" stroke="{tone}"')
        sheet.box(
            x,
            sheet.y,
            across / 2 if half else across,
            _MARK,
            f'fill="{tone}" fill-opacity="{1 if task.state else 0.5}"',
        )
    sheet.drawn.append("</a>")


def _ribbon(one: Ribbon, at: Mapping[str, tuple[float, float]], across: float, tones: Mapping[str, str]) -> str:
    (left, y), (right, below) = at[one.source], at[one.target]
    start, middle = left + across, (left + across + right) / 2
    paint = (
        'stroke-width="2" stroke-dasharray="4 3" stroke-opacity="0.8"'
        if one.part
        else 'stroke-width="5" stroke-opacity="0.4"'
    )
    return (
        f'<path d="M{start:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {below:.1f} {right:.1f} {below:.1f}" fill="none" '
        f'stroke="{tones["lead"]}" {paint}/>'
    )


def _legend(sheet: _Sheet, entries: Sequence[tuple[str, str]]) -> None:
    """Draw the marks and what they mean, on as many lines as they need."""
    x = _EDGE
    sheet.y += 4
    for mark, words in entries:
        long = 24 + width(words, _SMALL) + 14
        if x > _EDGE and x + long > sheet.wide - _EDGE:
            x, sheet.y = _EDGE, sheet.y + 16
        _swatch(sheet, mark, x)
        sheet.text(x + 22, sheet.y + 9, words, size=_SMALL)
        x += long
    sheet.y += 20


def _swatch(sheet: _Sheet, mark: str, x: float) -> None:
    tone = sheet.tones["support" if mark == "support" else "accent" if mark == "left_out" else "lead"]
    sheet.box(x + 0.5, sheet.y + 0.5, 16, 8, f'fill="{sheet.tones["paper"]}" stroke="{tone}"')
    if mark != "left_out":
        sheet.box(x, sheet.y, 8 if mark == "part" else 17, 9, f'fill="{tone}"')


def _words(words: str) -> str:
    return escape(xml_text(words))


def _cut(words: str, room: float, size: float) -> str:
    """Cut words at their end, so that they fit.

    >>> _cut("完善机制", 100.0, 12.0), _cut("完善机制", 40.0, 12.0)
    ('完善机制', '完善…')
    """
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept}…"


def _lines(words: str, room: float, size: float) -> list[str]:
    """Break words into lines that fit."""
    found, line = [], ""
    for letter in words:
        if line and width(line + letter, size) > room:
            found.append(line)
            line = ""
        line += letter
    return [*found, line] if line else found
