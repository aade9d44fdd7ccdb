"""Draw a unit through the years: a row a plan with two bars and their numbers, reforms between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from graph.drawing.sheet import EDGE, NO_CAPTION, PAGE_TONES, SMALL, ChartCaption, Sheet, cut, legend, lines, words_of


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


def year_line(
    rows: Sequence[YearMark | YearEvent],
    names: tuple[str, str],
    *,
    said: str,
    wide: float = 360.0,
    tones: Mapping[str, str] = PAGE_TONES,
    caption: ChartCaption = NO_CAPTION,
) -> str:
    """Draw a line of time downwards: a row a plan with two bars and their numbers, reforms as lines between them.

    Args:
        rows: the rows, oldest first.
        names: what the two bars count.
        said: what the picture shows, for those who do not see it.
        wide: pixels.
        tones: the colours by name.
        caption: what a separate file says besides.
    """
    sheet = Sheet(wide=wide, tones=tones)
    sheet.head(caption)
    legend(sheet, (("lead", names[0]), ("support", names[1])))
    most = max((max(row.led, row.supported) for row in rows if isinstance(row, YearMark)), default=0) or 1
    top = sheet.y
    for row in rows:
        if isinstance(row, YearEvent):
            _event(sheet, row)
        else:
            _year(sheet, row, most)
    line = f'<path d="M{EDGE + 3:.1f} {top:.1f}V{sheet.y:.1f}" stroke="{tones["hair"]}" stroke-width="2"/>'
    sheet.drawn.insert(0, line)
    return sheet.svg(caption, said)


def _year(sheet: Sheet, row: YearMark, most: int) -> None:
    left, room = EDGE + 16, sheet.wide - 2 * EDGE - 16 - 70
    tone = sheet.tones["lead" if row.own else "quiet"]
    sheet.drawn.append(
        f'<circle cx="{EDGE + 3:.1f}" cy="{sheet.y + 10:.1f}" r="4" fill="{tone if row.own else sheet.tones["paper"]}" '
        f'stroke="{tone}" stroke-width="1.5"/>'
    )
    name = cut(f"{row.year} {row.name}".strip(), sheet.wide - left - EDGE, SMALL)
    sheet.drawn.append(f'<a href="{escape(row.url)}">' if row.url else "<g>")
    sheet.text(left, sheet.y + 14, name, tone="ink" if row.own else "quiet", size=SMALL)
    sheet.drawn.append(f"<title>{words_of(row.name)}</title>" + ("</a>" if row.url else "</g>"))
    for place, (value, bar) in enumerate(((row.led, "lead"), (row.supported, "support"))):
        y = sheet.y + 20 + place * 12
        paint = f'fill="{sheet.tones[bar]}"' + ("" if row.own else ' fill-opacity="0.45"')
        sheet.box(left, y, value / most * room, 8, paint)
        sheet.text(left + value / most * room + 5, y + 8, str(value), size=SMALL)
    if row.said:
        sheet.text(sheet.wide - EDGE, sheet.y + 30, row.said, tone="accent", size=SMALL, more=' text-anchor="end"')
    sheet.y += 52


def _event(sheet: Sheet, row: YearEvent) -> None:
    sheet.drawn.append(
        f'<path d="M{EDGE:.1f} {sheet.y + 2:.1f}H{sheet.wide - EDGE:.1f}" stroke="{sheet.tones["accent"]}" stroke-dasharray="4 3"/>'
    )
    sheet.y += 2
    for line in lines(row.said, sheet.wide - 2 * EDGE - 16, SMALL):
        sheet.y += SMALL * 1.4
        sheet.text(EDGE + 16, sheet.y, line, tone="accent", size=SMALL)
    sheet.y += 8
