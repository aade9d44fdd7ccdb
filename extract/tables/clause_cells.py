"""Read the clauses inside the cells of a row: in the task's own cell, in a category cell, in a note.

For: ``建设充电桩（市发改委牵头，市住建局配合）`` · ``植树1万亩。责任单位：县林业局`` · ``水利（牵头单位：省水利厅）`` as a category ·
several numbered items with a clause each in one cell.
Against: ``建设充电桩（含公共停车场）`` · ``市政府办公室、市财政局``, a list in a column of units.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.clauses import find_clauses
from extract.markers import marker_at
from extract.mentions import strip
from extract.parts import Clause, ClauseShape, Part, Unread
from extract.patterns import pattern
from extract.records import Span
from extract.roles import Meaning

__all__ = ["AGAINST", "FOR", "CellItem", "cell_clauses", "cell_items", "without_known"]

FOR = (
    ("序号|任务", "1|建设充电桩（市发改委牵头，市住建局配合）"),
    ("序号|任务|备注", "1|植树1万亩。责任单位：县林业局|"),
    ("序号|任务及分工", "1|改造公园（责任单位：市园林中心）"),
)
AGAINST = (
    ("序号|任务", "1|建设充电桩（含公共停车场）"),
    ("序号|企业名称|产品", "1|某某包装公司|纸塑制品"),
)

_SURE = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.SUPPORT, Meaning.JOINT, Meaning.IMPLEMENT, Meaning.GUIDE})
_LINE = pattern(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellItem:
    """A numbered item in a cell, or all of it: its number (may be empty), its words and its clauses."""

    number: Span
    span: Span
    clauses: tuple[Clause, ...]


def cell_clauses(view: str, cell: Span) -> tuple[Clause, ...]:
    """Read the clauses of a cell; what could not be read is left over in its own part."""
    return tuple(
        clause if isinstance(clause, Clause) else _left_over(clause) for clause in find_clauses(view, cell)
    )  # fmt: skip


def _left_over(unread: Unread) -> Clause:
    part = Part(
        meaning=Meaning.RESPONSIBLE, label=Span(unread.span.start, unread.span.start), items=(), left=(unread.span,)
    )
    return Clause(span=unread.span, shape=ClauseShape.BRACKET, parts=(part,))


def cell_items(view: str, cell: Span) -> tuple[CellItem, ...]:
    """Cut a cell into its tasks: numbered lines with a clause each, or sentences that a clause closes; else one item."""
    clauses = cell_clauses(view, cell)
    numbered = _numbered(view, cell)
    items = tuple(
        CellItem(number=number, span=span, clauses=tuple(c for c in clauses if span.holds(c.span)))
        for number, span in numbered
    )
    if sum(1 for item in items if item.clauses) > 1:
        return items
    groups = _groups(view, clauses)
    if len(groups) < 2:
        return (CellItem(number=Span(cell.start, cell.start), span=cell, clauses=clauses),)
    ends = [group[-1].span.end for group in groups[:-1]]
    bounds = zip([cell.start, *ends], [*ends, cell.end], groups, strict=True)
    return tuple(
        CellItem(number=Span(start, start), span=strip(view, start, end, ";,"), clauses=tuple(group))
        for start, end, group in bounds
    )


def _numbered(view: str, cell: Span) -> list[tuple[Span, Span]]:
    """List the numbered lines of a cell, each with the lines below it that have no number."""
    starts = [
        marker for line in _LINE.finditer(view, cell.start, cell.end)
        if (marker := marker_at(view, strip(view, *line.span()).start, line.end())) is not None
    ]  # fmt: skip
    ends = [*(marker.start for marker in starts[1:]), cell.end][: len(starts)]
    return [
        (strip(view, marker.start, marker.end), strip(view, marker.end, end))
        for marker, end in zip(starts, ends, strict=True)
    ]


def _groups(view: str, clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Group the clauses that nothing but signs parts."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        gap = view[groups[-1][-1].span.end : clause.span.start] if groups else "x"
        if re.search(r"\w", gap):
            groups.append([clause])
        else:
            groups[-1].append(clause)
    return [group for group in groups if any(part.items for clause in group for part in clause.parts)]


def without_known(view: str, clauses: Sequence[Clause], known: Sequence[Part]) -> tuple[Clause, ...]:
    """Drop what the columns of the row say already; next to columns of units, a clause counts only where it says who does what."""
    if not known:
        return tuple(clauses)
    names = {_bare(view, item) for part in known for item in part.items}
    kept: list[Clause] = []
    for clause in clauses:
        parts = tuple(
            replace(part, items=tuple(item for item in part.items if _bare(view, item) not in names))
            for part in clause.parts
            if part.meaning in _SURE
        )
        parts = tuple(part for part in parts if part.items)
        if parts or clause.limits:
            kept.append(replace(clause, parts=parts))
    return tuple(kept)


def _bare(view: str, span: Span) -> str:
    return "".join(view[span.start : span.end].split())
