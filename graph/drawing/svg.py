"""Write a scene as SVG: to keep, to print, and for readers without scripts; title, scope, legend and source are part of it.

Guarantees:
    1. No script and no style: presentation attributes alone, so that the strictest policy shows it.
    2. Every word is escaped; a node with an address links to its page.
    3. No two labels overlap, none is smaller than 12 pixels at zoom 1.

Source: SVG 1.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import cos, pi, sin

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from graph.dataset.xml_text import xml_text
from graph.drawing.labels import FONT, LINE, USUAL, Box, Mark, PlacedLabel, placed, width, wrapped
from graph.drawing.looks import DASHES, PALETTES, edge_colour, fill_colour, line_tone, line_width
from graph.drawing.scene import Caption, Edge, LegendMark, Node, NodeGroup, Scene

MARGIN = 40.0
FAMILY = 'font-family="Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"'
TITLE, SMALL = 22.0, 13.0
RIM = 26.0  # between a node and the hull of its group
LEAST = 720.0  # pixels of width, so that title and legend find room
PATH = 2.0  # how much wider a line of a path is


def svg(scene: Scene, palette: str = "light") -> bytes:
    """Draw a scene.

    Args:
        scene: what is drawn, with its places and words.
        palette: a name in ``PALETTES``.
    """
    tones = PALETTES[palette]
    labels = labels_of(scene)
    box = _extent(scene, labels)
    head, foot = _head(scene.caption, box, tones), _foot(scene.caption, box, tones)
    left, top = box.left - MARGIN, box.top - MARGIN - head[1]
    wide, high = box.right - box.left + 2 * MARGIN, box.bottom - box.top + 2 * MARGIN + head[1] + foot[1]
    at = {node.key: node for node in scene.nodes}
    set_label = {label.key: label for label in labels}
    frame = f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" width="{wide:.0f}" height="{high:.0f}">',
        f"<title>{_said(scene.caption)}</title>",
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{high:.0f}" fill="{tones["paper"]}"/>',
        f"<g {FAMILY} {_ink(tones)}>",
        *(_hull(group, at, tones) for group in scene.groups),
        '<g fill="none">',
        *(_line(edge, at, tones, curved=scene.columns) for edge in scene.edges),
        "</g>",
        *(_node(node, set_label.get(node.key), tones) for node in scene.nodes),
        *(_group_name(group, at, tones) for group in scene.groups),
        *head[0],
        *foot[0],
        "</g></svg>\n",
    ]
    return "\n".join(part for part in out if part).encode()


def _ink(tones: Mapping[str, str]) -> str:
    return f'fill="{tones["ink"]}" font-size="{FONT:.0f}" stroke-linejoin="round"'


def _said(caption: Caption) -> str:
    return _words(" · ".join(part for part in (caption.title, caption.scope, caption.said) if part))


def _words(words: str) -> str:
    return escape(xml_text(words))


def labels_of(scene: Scene) -> tuple[PlacedLabel, ...]:
    """Place the labels of a scene at zoom 1, those of the highest rank first."""
    ranked = sorted(scene.nodes, key=lambda node: -node.rank)
    marks = [
        Mark(
            key=node.key,
            x=node.at.x,
            y=node.at.y,
            radius=node.radius,
            label=xml_text(node.short),
            sides=(node.side,) if node.side else USUAL,
        )
        for node in ranked
    ]
    return placed(marks)


def _extent(scene: Scene, labels: Sequence[PlacedLabel]) -> Box:
    """The box around nodes, labels and hulls; of a least width, for the words."""
    rim = RIM if scene.groups else 0.0
    boxes = [
        Box(at.x - node.radius - rim, at.y - node.radius - rim, at.x + node.radius + rim, at.y + node.radius + rim)
        for node in scene.nodes
        for at in (node.at,)
    ] + [label.box for label in labels]
    if not boxes:
        return Box(0.0, 0.0, LEAST, 60.0)
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    lacking = max(0.0, LEAST - (right - left)) / 2
    return Box(left - lacking, min(box.top for box in boxes), right + lacking, max(box.bottom for box in boxes))


Drawn = tuple[list[str], float]  # elements, and how high they are


def _head(caption: Caption, box: Box, tones: Mapping[str, str]) -> Drawn:
    """Title, scope and what is shown, above the picture."""
    lines = [line for words in (caption.scope, caption.said) if words for line in _set(words, box.right - box.left)]
    high = (TITLE * 1.5 if caption.title else 0.0) + len(lines) * SMALL * 1.6 + (MARGIN / 2 if caption.title else 0.0)
    y = box.top - MARGIN - high + TITLE * 1.2
    out = []
    if caption.title:
        out.append(
            f'<text x="{box.left:.1f}" y="{y:.1f}" font-size="{TITLE:.0f}" font-weight="700">{_words(caption.title)}</text>'
        )
    for number, line in enumerate(lines):
        down = y + SMALL * 1.7 * (number + 1)
        out.append(f'<text x="{box.left:.1f}" y="{down:.1f}" fill="{tones["quiet"]}">{_words(line)}</text>')
    return out, high


def _set(words: str, room: float) -> list[str]:
    return wrapped(words, across=max(20, int(room / FONT)), lines=3).split("\n")


def _foot(caption: Caption, box: Box, tones: Mapping[str, str]) -> Drawn:
    """Legend and source, below the picture."""
    x, y = box.left, box.bottom + MARGIN
    out: list[str] = []
    for entry in caption.legend:
        words = f"{entry.name} {entry.count}"
        across = 34 + width(words) + 22
        if x > box.left and x + across > box.right:
            x, y = box.left, y + SMALL * 1.9
        out.append(swatch(entry, x, y, tones))
        out.append(f'<text x="{x + 34:.1f}" y="{y + 4.5:.1f}">{_words(words)}</text>')
        x += across
    if caption.source:
        y += SMALL * 2.2 if out else 0.0
        out.append(f'<text x="{box.left:.1f}" y="{y:.1f}" fill="{tones["quiet"]}">{_words(caption.source)}</text>')
    return out, (y - box.bottom - MARGIN / 2) if out else 0.0


def swatch(entry: LegendMark, x: float, y: float, tones: Mapping[str, str]) -> str:
    """Draw a mark of the legend, 28 pixels wide, around the height ``y``."""
    if entry.shape == "line":
        dashed = _dashed(entry.role)
        return (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + 28:.1f}" y2="{y:.1f}" stroke="{tones[entry.tone]}" '
            f'stroke-width="2.2"{dashed}/>'
        )
    paint = f'fill="{fill_colour(entry.tone, entry.fill, tones)}" stroke="{edge_colour(entry.tone, tones)}" stroke-width="2"'
    return _shape(entry.shape, x + 14, y, 7.0, paint)


def _dashed(role: str) -> str:
    dashes = " ".join(str(length) for length in DASHES.get(role, ()))
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _line(edge: Edge, at: Mapping[str, Node], tones: Mapping[str, str], *, curved: bool) -> str:
    a, b = at[edge.source].at, at[edge.target].at
    stroke = line_width(edge.role, edge.weight) * (PATH if edge.path else 1.0)
    paint = f'stroke="{tones[line_tone(edge.role)]}" stroke-width="{stroke:g}"{_dashed(edge.role)}'
    if curved and a.x != b.x:
        middle = (a.x + b.x) / 2
        return f'<path d="M{a.x} {a.y}C{middle} {a.y} {middle} {b.y} {b.x} {b.y}" {paint}/>'
    return f'<line x1="{a.x}" y1="{a.y}" x2="{b.x}" y2="{b.y}" {paint}/>'


def _node(node: Node, label: PlacedLabel | None, tones: Mapping[str, str]) -> str:
    """One node: its shape, its label with a halo, its full name for the pointer."""
    inside, around = fill_colour(node.tone, node.fill, tones), edge_colour(node.tone, tones)
    shape = _shape(node.kind, node.at.x, node.at.y, node.radius, f'fill="{inside}" stroke="{around}" stroke-width="2"')
    text = ""
    if node.kind == "group":
        text = _text(
            node.short.split("\n"), "middle", node.at.x, node.at.y - LINE * len(node.short.split("\n")) / 2, tones
        )
    elif label:
        text = _text(label.lines, label.anchor, label.x, label.box.top, tones)
    drawn = f"<title>{_words(node.label)}</title>{shape}{text}"
    return f'<a href="{escape(node.url)}">{drawn}</a>' if node.url else f"<g>{drawn}</g>"


def _text(lines: Sequence[str], anchor: str, x: float, top: float, tones: Mapping[str, str], weight: int = 400) -> str:
    halo = f'stroke="{tones["paper"]}" stroke-width="4" paint-order="stroke"'
    spans = "".join(
        f'<tspan x="{x:.2f}" y="{top + LINE * number + FONT:.2f}">{_words(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}" font-weight="{weight}" {halo}>{spans}</text>'


def _shape(kind: str, x: float, y: float, radius: float, paint: str) -> str:
    """A circle for a unit or group, a square for a task, a triangle for a section, a diamond for a plan."""
    if kind in {"unit", "group"}:
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" {paint}/>'
    if kind == "task":
        side = round(radius * 0.9, 2)
        return f'<rect x="{x - side:.2f}" y="{y - side:.2f}" width="{2 * side}" height="{2 * side}" {paint}/>'
    corners = ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)) if kind == "section" else ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
    points = " ".join(f"{x + across * radius:.2f},{y + down * radius:.2f}" for across, down in corners)
    return f'<polygon points="{points}" {paint}/>'


def _members(group: NodeGroup, at: Mapping[str, Node]) -> list[Node]:
    """The members that are drawn one by one."""
    return [node for node in at.values() if node.group == group.key and node.kind != "group"]


def _hull(group: NodeGroup, at: Mapping[str, Node], tones: Mapping[str, str]) -> str:
    """The soft outline around the members of a group."""
    rim = [point for node in _members(group, at) for point in _around(node)]
    if not rim:
        return ""
    try:
        corners = [rim[place] for place in ConvexHull(np.array(rim)).vertices]
    except QhullError:
        return ""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    tone = tones[group.tone]
    return f'<polygon points="{points}" fill="{tone}" fill-opacity="0.08" stroke="{tone}" stroke-opacity="0.45"/>'


def _around(node: Node) -> Iterator[tuple[float, float]]:
    reach = node.radius + RIM
    for step in range(16):
        yield node.at.x + reach * cos(step * pi / 8), node.at.y + reach * sin(step * pi / 8)


def _group_name(group: NodeGroup, at: Mapping[str, Node], tones: Mapping[str, str]) -> str:
    """The name of a group above its hull."""
    members = _members(group, at)
    if not members:
        return ""
    top = min(node.at.y - node.radius for node in members) - RIM
    middle = sum(node.at.x for node in members) / len(members)
    return _text((f"{group.name} · {group.count}",), "middle", middle, top - LINE, tones, weight=700)
