"""Draw small pictures as SVG, for notebooks: bars, a heat map, a scatter of units. No library, no script, no other host.

Guarantees:
    1. Words are text, never markup; the same numbers give the same picture.
    2. Colour is never the only sign: every mark has its number or its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

BLUE, GREEN, GREY, RED = "#0072b2", "#009e73", "#c9c4b8", "#8c2b22"
_FONT = 'font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" font-size="12"'
_NAME, _LONG, _ROW = 250, 360, 22


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a notebook shows by itself."""

    svg: str

    def _repr_html_(self) -> str:
        return self.svg


def bars(rows: Sequence[tuple[str, float]], before: Mapping[str, float] | None = None, colour: str = BLUE) -> Picture:
    """Draw one bar a row; with ``before`` a grey bar above each shows what it was.

    Args:
        rows: name and number, in order.
        before: by name, the number to compare with.
        colour: the colour of the bars.
    """
    was = before or {}
    most = max([value for _, value in rows] + list(was.values()), default=0) or 1
    drawn = []
    for place, (name, value) in enumerate(rows):
        top = place * _ROW
        drawn.append(_text(_NAME - 8, top + 15, _short(name), anchor="end"))
        if name in was:
            drawn.append(_box(_NAME, top + 2, was[name] / most * _LONG, 6, GREY))
        long = value / most * _LONG
        drawn.append(_box(_NAME, top + (9 if name in was else 4), long, 9 if name in was else 14, colour))
        said = f"{was[name]:g} → {value:g}" if name in was else f"{value:g}"
        widest = max(long, was.get(name, 0) / most * _LONG)
        drawn.append(_text(_NAME + widest + 6, top + 15, said))
    return _picture(drawn, _NAME + _LONG + 80, len(rows) * _ROW + 4)


def heat(rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], float]) -> Picture:
    """Draw a table of numbers as shades; cells are keyed by row and column, and a missing one stays empty."""
    most = max(cells.values(), default=0) or 1
    top, wide = 96, 44
    drawn = [
        f'<g transform="translate({_NAME + column * wide + wide / 2},{top - 8}) rotate(-40)">{_text(0, 0, _short(name, 9))}</g>'
        for column, name in enumerate(columns)
    ]
    for place, name in enumerate(rows):
        drawn.append(_text(_NAME - 8, top + place * _ROW + 15, _short(name), anchor="end"))
        for column in range(len(columns)):
            value = cells.get((place, column), 0)
            if value:
                x, y = _NAME + column * wide, top + place * _ROW
                shade = 0.12 + 0.6 * value / most
                drawn.append(_box(x, y, wide - 2, _ROW - 2, RED, shade))
                drawn.append(_text(x + wide / 2 - 1, y + 15, f"{value:g}", anchor="middle"))
    return _picture(drawn, _NAME + len(columns) * wide + 90, top + len(rows) * _ROW + 6)


def scatter(points: Sequence[tuple[str, float, float]], across: str, up: str, named: int = 8) -> Picture:
    """Draw points by two numbers, with the means as lines; those farthest out carry their names.

    Args:
        points: name, number across, number up.
        across: what the number across is.
        up: what the number up is.
        named: how many points to name.
    """
    left, size = 60, 380
    xs, ys = [point[1] for point in points] or [0.0], [point[2] for point in points] or [0.0]
    far_x, far_y = max(xs) or 1, max(ys) or 1

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x / far_x * size, 20 + size - y / far_y * size

    middle = at(sum(xs) / len(xs), sum(ys) / len(ys))
    drawn = [
        f'<path d="M{left} 20V{20 + size}H{left + size}" fill="none" stroke="{GREY}"/>',
        f'<path d="M{middle[0]:.1f} 20V{20 + size}M{left} {middle[1]:.1f}H{left + size}" stroke="{GREY}" stroke-dasharray="4 4"/>',
        _text(left + size, 20 + size + 18, across, anchor="end"),
        _text(left - 50, 14, up),
    ]
    out = sorted(points, key=lambda point: (-point[1] / far_x - point[2] / far_y, point[0]))
    said: list[tuple[float, float]] = []
    for name, x, y in out:
        cx, cy = at(x, y)
        drawn.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="5" fill="{BLUE}" fill-opacity="0.55"/>')
        free = all(abs(cy - other[1]) > _ROW / 2 or abs(cx - other[0]) > _NAME for other in said)
        if len(said) < named and free:
            said.append((cx, cy))
            drawn.append(_text(cx + 8, cy + 4, _short(name, 14)))
    return _picture(drawn, left + size + 170, size + 50)


def _picture(drawn: Sequence[str], width: float, height: float) -> Picture:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" {_FONT} role="img">'
    return Picture(f"{head}{''.join(drawn)}</svg>")


def _box(x: float, y: float, wide: float, high: float, colour: str, shade: float = 1.0) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}" fill-opacity="{shade:.2f}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#1d1c1a">{escape(words)}</text>'


def _short(words: str, most: int = 18) -> str:
    """Cut a long name at its front, which is the place; two Latin letters are as wide as a Chinese one."""
    room, kept = 2.0 * most, len(words)
    while kept and room > 0:
        kept -= 1
        room -= 2.0 if words[kept] > "\u2e7f" else 1.1
    return words if room >= 0 and not kept else "…" + words[kept + 1 :]
