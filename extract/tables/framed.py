"""Tell a page arranged in a table, or a text in a field of a data file, from a table of tasks.

For: one cell with the text of a plan, its items numbered on separate lines, among cells of navigation or metadata.
Against: a table whose header names a column of units · numbered measures in the cells of several rows.
"""

import re
from collections.abc import Sequence

from extract.markers import Marker, marker_at
from extract.patterns import pattern
from extract.records import Block

__all__ = ["AGAINST", "FOR", "framed_cells"]

FOR = (
    ("栏目导航|二、任务¶1.建设平台。（市数据局牵头）¶2.推进共享。（市财政局负责）",),
    (
        "year|title|text",
        "2024|报告|附件¶民生实事¶1.改造小区（牵头单位：市住建局）。¶2.新建中心（牵头单位：市民政局）。",
    ),
)
AGAINST = (
    ("序号|任务|责任单位", "1|1.建设平台。¶2.推进共享。|市数据局牵头"),
    ("序号|工作内容", "1|1.建设平台。（市数据局牵头）¶2.推进共享。（市财政局负责）"),
    ("索引号：1133|发布日期：2024-03-01", "建设平台。（市数据局牵头）|"),
)

_SHARE = 0.5  # of the words of a table that its framed cells hold
_LEAST = 2  # lines that markers open
_CUE = pattern(r"牵头|负责|责任|配合|主办|承办")
_TASK_HEADING = pattern(r"(?:牵头|责任|主办|主责|配合|负责|承办)(?:单位|部门|主体)?|序号|编号")  # of a table of tasks


def framed_cells(view: str, cells: Sequence[Block]) -> frozenset[Block]:
    """Find the cells that hold the text of a plan; none in a table of tasks.

    Guarantees:
        1. A framed cell has at least two numbered lines and words of responsibility, and the framed cells hold at least half
           the words of the table.
    """
    if any(_TASK_HEADING.fullmatch("".join(view[cell.span.start : cell.span.end].split())) for cell in cells):
        return frozenset()
    framed = frozenset(cell for cell in cells if _is_framed(view, cell))
    held = sum(cell.span.length for cell in framed)
    return framed if held > _SHARE * sum(cell.span.length for cell in cells) else frozenset()


def _is_framed(view: str, cell: Block) -> bool:
    if not _CUE.search(view, cell.span.start, cell.span.end):
        return False
    lines = re.compile(r"[^\n]*\S[^\n]*").finditer(view, cell.span.start, cell.span.end)
    opened: list[Marker] = []
    for line in lines:
        words = line.group()
        marker = marker_at(view, line.end() - len(words.lstrip()), line.end())
        if marker is not None:
            opened.append(marker)
    return len({(marker.level, marker.value) for marker in opened}) >= _LEAST
