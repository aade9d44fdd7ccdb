"""Read a table that is a card: labels in one cell, their values in the next.

``任务名称 | 建设平台 ⏎ 牵头单位 | 市数据局 | 配合单位 | 市财政局 ⏎ 完成时限 | 2024年底``: one task, or several where the first
label comes again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.clauses import cell_parts
from extract.mentions import strip
from extract.parts import Clause, ClauseShape, Part
from extract.patterns import pattern
from extract.records import Block, Span
from extract.roles import Meaning, meaning_of
from extract.tables.grid import Grid
from extract.tasks import Draft

__all__ = ["AGAINST", "FOR", "has_side_labels", "read_card"]

FOR = (
    ("任务名称|建设平台", "牵头单位|市数据局"),
    ("事项|建设平台|责任人|张三", "主办部门：|市数据局|协办部门：|市财政局"),
)
AGAINST = (
    ("序号|任务|牵头单位", "1|建设平台|市数据局"),
    ("名称|建设平台", "地址|某路1号"),
)

_TASK = pattern(
    r"(?:重点|主要|工作|整改|改革|具体)?(?:任务|事项|项目|工作|措施|举措|问题)(?:名称|内容)?|名称|(?:主要)?内容"
)
_NUMBER = pattern(r"(?:任务|项目|事项)?(?:序号|编号)")
_LEAST = 2  # labels that open rows
_WIDE = 3  # columns of a table with several tasks next to the labels
_ASSIGNS_NOT = frozenset({Meaning.TIME, Meaning.PERSON, Meaning.INNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class _LabelValue:
    """A label and the cell next to it."""

    label: str
    value: Span
    first: bool  # the label opens its row


def read_card(view: str, cells: Sequence[Block], parent: int) -> Iterator[Draft]:
    """Read the tasks of a card; a table without role labels next to their values is not a card.

    Args:
        view: the folded text.
        cells: the cells of one table in reading order.
        parent: the outline item before the table.
    """
    entries = tuple(_entries(view, cells))
    if not any(_assigns(entry.label) for entry in entries):
        return
    if len({entry.label for entry in entries if entry.first}) < _LEAST:
        return  # a header, not a card
    first = entries[0].label  # where it comes again, the next task begins
    group: list[_LabelValue] = []
    for entry in entries:
        if entry.label == first and any(_assigns(one.label) for one in group):
            yield from _draft(view, group, parent)
            group = []
        group.append(entry)
    yield from _draft(view, group, parent)


def has_side_labels(grid: Grid) -> bool:
    """Whether the labels are down the side and each further column is a task: ``任务 | 修路 | 架桥 ⏎ 牵头单位 | 甲局 | 乙局``."""
    side = ["".join(grid.words(grid.cells.get((row, 0))).split()).rstrip(":") for row in range(grid.rows)]
    labels = [word for word in side if meaning_of(word) or _TASK.fullmatch(word) or _NUMBER.fullmatch(word)]
    if len(labels) < len(side) or not any(map(_assigns, labels)) or grid.columns < _WIDE:
        return False
    tasks = [row for row, word in enumerate(side) if meaning_of(word) is None]
    values = [grid.row(row)[1:] for row in range(grid.rows)]
    return bool(tasks) and all(len({*cells}) > 1 for cells in (values[row] for row in tasks)) and not any(
        meaning_of(grid.words(cell)) for cells in values for cell in cells
    )  # fmt: skip


def _entries(view: str, cells: Sequence[Block]) -> Iterator[_LabelValue]:
    """Pair labels with the next cell of their row."""
    for left, right in pairwise(cells):
        if left.cell is None or right.cell is None or left.cell.row != right.cell.row:
            continue
        label = re.sub(r"[\s:]", "", view[left.span.start : left.span.end])
        if meaning_of(label) or _TASK.fullmatch(label) or _NUMBER.fullmatch(label):
            yield _LabelValue(
                label=label, value=strip(view, right.span.start, right.span.end), first=left.cell.column == 0
            )


def _assigns(label: str) -> bool:
    meaning = meaning_of(label)
    return meaning is not None and meaning not in _ASSIGNS_NOT


def _draft(view: str, entries: Sequence[_LabelValue], parent: int) -> Iterator[Draft]:
    named = [entry.value for entry in entries if _TASK.fullmatch(entry.label) and entry.value.length]
    if not named:
        return
    parts: list[Part] = []
    limits: list[Span] = []
    for entry in entries:
        meaning = meaning_of(entry.label)
        if meaning is Meaning.TIME and entry.value.length:
            limits.append(entry.value)
        elif meaning is not None and meaning not in _ASSIGNS_NOT:
            parts.extend(cell_parts(view, entry.value, meaning))
    task = named[0]
    number = next((entry.value for entry in entries if _NUMBER.fullmatch(entry.label)), Span(task.start, task.start))
    clause = Clause(span=task, shape=ClauseShape.TABLE, parts=tuple(parts), limits=tuple(limits))
    if parts:
        yield Draft(
            span=task, number=number, title=Span(task.start, task.start), item=-1, section=parent, clauses=(clause,), row=0,
        )  # fmt: skip
