"""Read the label right above a table whose columns name no one who leads: it leads the tasks of every row.

For: ``牵头单位：市交通局`` over ``序号|任务|配合单位`` · the same over each of several tables.
Against: a table with a column 牵头单位 or 责任单位 · ``填报单位：市交通局`` · a label that closes a task (``1.修路。⏎ 责任单位：甲``).
"""

from collections.abc import Sequence

from extract.forms.label_line import labelled_lines
from extract.items import Outline
from extract.markers import Form
from extract.mentions import strip
from extract.parts import Clause
from extract.records import Block, Span
from extract.roles import Meaning

__all__ = ["label_above"]

_LEADS = frozenset({Meaning.LEAD, Meaning.RESPONSIBLE})
_BESIDE = _LEADS | {Meaning.SUPPORT, Meaning.TIME, Meaning.PERSON}
_LINES = 3  # 牵头单位, 配合单位 and 完成时限, a line each


def label_above(outline: Outline, cells: Sequence[Block]) -> tuple[Clause, ...]:
    """Give the clauses of the labelled lines right above a table, where no words of a task are before them."""
    view = outline.view
    end = min(cell.span.start for cell in cells)
    found: list[Clause] = []
    for _ in range(_LINES):
        line = _line_before(view, end)
        clauses = _clauses(view, line)
        if not clauses:
            break
        found[:0] = clauses
        end = line.start
    leads = any(part.meaning in _LEADS and part.items for clause in found for part in clause.parts)
    return tuple(found) if leads and not _closes_words(outline, found) else ()


def _line_before(view: str, end: int) -> Span:
    last = strip(view, 0, end).end if end else 0
    return strip(view, view.rfind("\n", 0, last) + 1, last)


def _clauses(view: str, line: Span) -> list[Clause]:
    """Read a line that is nothing but labels; else nothing."""
    read = list(labelled_lines(view, line, set()))
    clauses = [one for one in read if isinstance(one, Clause)]
    said = {part.meaning for clause in clauses for part in clause.parts}
    whole = bool(read) and len(clauses) == len(read) and read[0].span.start == line.start and said <= _BESIDE
    return clauses if whole else []


def _closes_words(outline: Outline, clauses: Sequence[Clause]) -> bool:
    """Whether words of a numbered item are right before the labels: they are the clause of that task, no heading."""
    line = _line_before(outline.view, clauses[0].span.start)
    return any(
        item.title.end < line.end or outline.view[line.end - 1] in "。;"
        for item in outline.items
        if item.form not in {None, Form.TITLE}
        for piece in item.pieces
        if piece.start < line.end <= piece.end
    )
