"""Draw plans side by side, with ribbons from the tasks of one to the tasks of the next that take them over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from graph.drawing.sheet import (
    EDGE,
    FONT,
    NO_CAPTION,
    PAGE_TONES,
    SMALL,
    ChartCaption,
    Sheet,
    cut,
    legend,
    lines,
    words_of,
)

_BETWEEN = 0.55  # of the width of a column
_MARK, _STEP = 7.0, 9.0  # how high a task is, and from one to the next


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


def ribbons(
    columns: Sequence[RibbonColumn],
    found: Sequence[Ribbon],
    states: Mapping[str, str],
    *,
    said: str,
    wide: float,
    tones: Mapping[str, str] = PAGE_TONES,
    caption: ChartCaption = NO_CAPTION,
) -> str:
    """Draw plans side by side, the highest level on the left: a mark a task, under its section, and ribbons between them.

    Args:
        columns: the plans.
        found: the ribbons, by the keys of tasks.
        states: what the states of a task are called, in the order of the legend.
        said: what the picture shows, for those who do not see it.
        wide: pixels.
        tones: the colours by name.
        caption: what a separate file says besides.
    """
    sheet = Sheet(wide=wide, tones=tones)
    sheet.head(caption)
    legend(sheet, tuple(states.items()))
    across = (wide - 2 * EDGE) / (len(columns) + (len(columns) - 1) * _BETWEEN)
    at: dict[str, tuple[float, float]] = {}
    top, bottom = sheet.y, sheet.y
    for place, column in enumerate(columns):
        sheet.y = top
        _column(sheet, column, EDGE + place * across * (1 + _BETWEEN), across, at)
        bottom = max(bottom, sheet.y)
    sheet.y = bottom
    drawn = [_ribbon(one, at, across, tones) for one in found if one.source in at and one.target in at]
    sheet.drawn = [*drawn, *sheet.drawn]
    return sheet.svg(caption, said)


def _column(sheet: Sheet, column: RibbonColumn, x: float, across: float, at: dict[str, tuple[float, float]]) -> None:
    """Draw a plan, and note the place of each task."""
    for line in lines(column.name, across, FONT)[:2]:
        sheet.y += FONT * 1.35
        sheet.text(x, sheet.y, line, more=' font-weight="600"')
    sheet.y += 6
    for name, tasks in column.sections:
        if name:
            sheet.y += SMALL * 1.5
            sheet.text(x, sheet.y, cut(name, across, SMALL), tone="quiet", size=SMALL)
            sheet.y += 4
        for task in tasks:
            at[task.key] = (x, sheet.y + _MARK / 2)
            _task(sheet, task, x, across)
            sheet.y += _STEP
        sheet.y += 4


def _task(sheet: Sheet, task: RibbonTask, x: float, across: float) -> None:
    """Draw a task: filled where it is taken over, half filled for a part, empty where it is left out."""
    tone = sheet.tones["lead" if task.state else "quiet"]
    sheet.drawn.append(f'<a href="{escape(task.url)}"><title>{words_of(task.name)}</title>')
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
