"""Draw a picture as SVG: for saving, for printing, and for readers without scripts.

Guarantees:
    1. No script and no style: presentation attributes alone, so that the strictest policy shows it whole.
    2. Every word is escaped; each thing links to its page.

Source: SVG 1.1.
"""

import re
from collections.abc import Mapping
from html import escape
from math import ceil, floor

from api.pages.graph.looks import DASHES, PALETTES, Fill, Look, line_tone, looks
from api.pages.graph.picture import Edge, Subgraph
from api.pages.graph.web import PART_OF, Thing
from graph.drawing.layout import Point

MARGIN = 60.0
LETTERS = 260.0  # room to the right for the labels
FONT = 'font-family="Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif" font-size="13"'


_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(words: str) -> str:
    r"""Put the mark of a lost letter for each one that XML cannot hold.

    >>> printable("公安\x01局")
    '公安\ufffd局'
    """
    return _NOT_XML.sub("\ufffd", words)


def svg(picture: Subgraph, palette: str, title: str) -> bytes:
    """Draw a picture.

    Args:
        picture: what is shown.
        palette: a name in ``PALETTES``.
        title: what the picture says of itself.
    """
    tones, look, places = PALETTES[palette], looks(picture), picture.places
    left = floor(min((place.x for place in places.values()), default=0.0) - MARGIN)
    top = floor(min((place.y for place in places.values()), default=0.0) - MARGIN)
    width = ceil(max((place.x for place in places.values()), default=0.0) + LETTERS) - left
    height = ceil(max((place.y for place in places.values()), default=0.0) + MARGIN) - top
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" width="{width}" height="{height}">',
        f"<title>{escape(printable(title))}</title>",
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{tones["paper"]}"/>',
        '<g fill="none">',
        *(_line(line, places, tones) for line in picture.lines),
        f'</g><g {FONT} fill="{tones["ink"]}" stroke-linejoin="round">',
        *(_thing(thing, look[thing.iri], places[thing.iri], tones) for thing in picture.things),
        "</g></svg>\n",
    ]
    return "\n".join(out).encode()


def _line(line: Edge, places: Mapping[str, Point], tones: Mapping[str, str]) -> str:
    a, b = places[line.source], places[line.target]
    dashes = " ".join(str(length) for length in DASHES[line.role])
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    width = 1 if line.role == PART_OF else 1.6
    return (
        f'<line x1="{a.x}" y1="{a.y}" x2="{b.x}" y2="{b.y}" stroke="{tones[line_tone(line.role)]}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def _thing(thing: Thing, look: Look, place: Point, tones: Mapping[str, str]) -> str:
    """One thing: its shape, its label with a halo, its whole name for the pointer."""
    tone = tones[look.tone]
    fill = tone if look.fill is Fill.FULL else tones["paper"]
    edge = tones["quiet"] if look.tone.startswith("shade") else tone  # the lightest shade is near to paper
    shape = _shape(thing.kind, place, look.radius, f'fill="{fill}" stroke="{edge}" stroke-width="2"')
    if look.fill is Fill.HALF:
        shape += _half(thing.kind, place, look.radius, tone)
    halo = f'stroke="{tones["paper"]}" stroke-width="4" paint-order="stroke"'
    return (
        f'<a href="{escape(thing.url)}"><title>{escape(printable(thing.label))}</title>{shape}'
        f'<text x="{place.x + look.radius + 5}" y="{place.y + 4.5}" {halo}>{escape(printable(look.label))}</text></a>'
    )


def _shape(kind: str, at: Point, radius: float, paint: str) -> str:
    """A circle for a unit, a square for a task, a triangle for a section, a diamond for a plan."""
    if kind == "unit":
        return f'<circle cx="{at.x}" cy="{at.y}" r="{radius}" {paint}/>'
    if kind == "task":
        side = round(radius * 0.9, 2)
        return f'<rect x="{at.x - side:.2f}" y="{at.y - side:.2f}" width="{2 * side}" height="{2 * side}" {paint}/>'
    corners = ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)) if kind == "section" else ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
    points = " ".join(f"{at.x + x * radius:.2f},{at.y + y * radius:.2f}" for x, y in corners)
    return f'<polygon points="{points}" {paint}/>'


def _half(kind: str, at: Point, radius: float, tone: str) -> str:
    """The left half of a circle or a square, filled."""
    if kind == "unit":
        top, bottom = at.y - radius, at.y + radius
        return f'<path d="M{at.x} {top:.2f}A{radius} {radius} 0 0 0 {at.x} {bottom:.2f}Z" fill="{tone}"/>'
    side = round(radius * 0.9, 2)
    return f'<rect x="{at.x - side:.2f}" y="{at.y - side:.2f}" width="{side}" height="{2 * side}" fill="{tone}"/>'
