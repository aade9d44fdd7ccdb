"""Read the cell of a table that names units: a list, numbered lines, a unit with its own duty, a lead and its supporters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extract.clauses import cell_parts
from extract.mentions import split_mentions, strip
from extract.parts import Part
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning, meaning_of
from extract.shares import NUMBER
from extract.units.registry import group_like, known_body, unit_like

_OWN_DUTY = pattern(r"(?P<names>[^:]{2,40}?)\s*(?::|(?=负责|牵头|配合|协助|参与|承担))(?P<duty>.+)", re.DOTALL)
_NEXT_NAME = pattern(r"(?<=[局厅委办院会部署室府心])(?=[省州市县区各](?![、(]))")
_SHORTEST = 4  # code points of such a name: 市委市政府 is one
_SUPPORTS = pattern(r"配合|协助|参与|支持")
_LEADS = pattern(r"牵头|主办|总负责")


def duties_of(view: str, cell: Span, meaning: Meaning, *, first_leads: bool) -> tuple[Part, ...]:
    """Read a cell under a column of that meaning.

    Args:
        view: the folded text.
        cell: the cell without outer blanks.
        meaning: of the column.
        first_leads: whether the heading says that the first unit leads the others.

    Guarantees:
        1. ``1.市教育局 ⏎ 2.市财政局`` and ``市教育局/市财政局`` are two names without their signs.
        2. ``市教育局:负责方案;市财政局:配合`` gives each its own role; what names no unit remains in ``left``.
    """
    lists = tuple(_under_labels(view, cell)) or ((meaning, cell),)
    parts = tuple(part for kind, span in lists for raw in cell_parts(view, span, kind) for part in _cleaned(view, raw))
    said = {part.meaning for part in parts if part.items}
    return tuple(_first_leads(parts)) if first_leads and len(said) == 1 else parts


def _under_labels(view: str, cell: Span) -> Iterator[tuple[Meaning, Span]]:
    """Read a table within the cell, label and value by turns: 牵头单位 ⏎ 市教育局 ⏎ 配合单位 ⏎ 市财政局."""
    lines = [strip(view, *found.span()) for found in re.compile(r"[^\n]+").finditer(view, cell.start, cell.end)]
    said = [meaning_of("".join(view[line.start : line.end].split())) for line in lines]
    if not said or said[0] is None:
        return
    labelled = [n for n, kind in enumerate(said) if kind is not None]
    for n, end in zip(labelled, [*labelled[1:], len(lines)], strict=True):
        kind = said[n]
        if kind is not None and kind not in {Meaning.TIME, Meaning.PERSON, Meaning.INNER} and end > n + 1:
            yield kind, Span(lines[n + 1].start, lines[end - 1].end)


def _cleaned(view: str, part: Part) -> Iterator[Part]:
    items = tuple(name for item in part.items for name in _names(view, item))
    own: list[tuple[Meaning, Span]] = [(part.meaning, item) for item in items]
    left: list[Span] = []
    for stretch in part.left:
        duty = tuple(_own_duty(view, stretch, part.meaning))
        own.extend(duty)
        left.extend(() if duty else (stretch,))
    own.sort(key=lambda pair: pair[1])
    meanings = list(dict.fromkeys(meaning for meaning, _ in own)) or [part.meaning]
    for meaning in meanings:
        names = tuple(name for said, name in own if said is meaning)
        marked = tuple(name for name in part.marked if name in names)
        yield replace(
            part, meaning=meaning, items=names, left=tuple(left), marked=marked, open=part.open and bool(names)
        )
        left = []


def _names(view: str, item: Span) -> Iterator[Span]:
    """Take the number from before a name, and names joined by a stroke apart."""
    found = NUMBER.match(view, item.start, item.end)
    item = strip(view, found.end(), item.end) if found else item
    pieces: list[Span] = []
    start = item.start
    for stroke in re.compile("/|$").finditer(view[item.start : item.end]):
        pieces.append(strip(view, start, item.start + stroke.start()))
        start = item.start + stroke.end()
    whole = len(pieces) > 1 and all(unit_like(view[p.start : p.end]) for p in pieces)
    yield from pieces if whole else _run_together(view, item)


def _run_together(view: str, item: Span) -> Iterator[Span]:
    """Take names apart that were on separate lines in a cell just as wide: 市统计局市教育局市司法局."""
    ends = [found.start() for found in _NEXT_NAME.finditer(view[item.start : item.end])]
    bounds = (item.start, *(item.start + end for end in ends), item.end)
    pieces = [Span(a, b) for a, b in pairwise(bounds)]
    names = [view[piece.start : piece.end] for piece in pieces]
    apart = len(names) > 1 and all(len(name) >= _SHORTEST and (known_body(name) or group_like(name)) for name in names)
    yield from pieces if apart else (item,)


def _own_duty(view: str, stretch: Span, meaning: Meaning) -> Iterator[tuple[Meaning, Span]]:
    """Read ``市教育局:负责制定方案``: the units before the duty, in the role that its first words give."""
    found = NUMBER.match(view, stretch.start, stretch.end)
    start = found.end() if found else stretch.start
    said = _OWN_DUTY.fullmatch(view, start, stretch.end)
    if said is None:
        return
    names = split_mentions(view, *said.span("names")).items
    if not names or not all(unit_like(view[name.start : name.end]) for name in names):
        return
    duty = said["duty"].lstrip()
    given = Meaning.LEAD if _LEADS.match(duty) else Meaning.SUPPORT if _SUPPORTS.match(duty) else meaning
    for name in names:
        yield given, name


def _first_leads(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Let the first unit lead and the others support."""
    first = next(part for part in parts if part.items)
    yield replace(first, meaning=Meaning.LEAD, items=first.items[:1], open=False, left=())
    for part in parts:
        items = part.items[1:] if part is first else part.items
        if items or part.left:
            yield replace(part, meaning=Meaning.SUPPORT, items=items)
