"""Say why a reading gave no assignment, and what to do: a reader of the message can then help themselves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from extract.formats import READABLE
from extract.messages import Message, message
from extract.patterns import pattern
from extract.records import BlockKind, Document, WithheldKind

_SHORT: Final = 1_500  # characters: a page that only points elsewhere is shorter
_FILE_LINK: Final = pattern(
    r"附件|下载|点击查看|查看全文|原文链接|\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)\b", re.IGNORECASE
)
_TABLE_SHARE: Final = 0.5  # of the text is in cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why nothing was found, and what to do."""

    what: Message
    remedy: Message

    @property
    def said(self) -> Message:
        """Both in one text."""
        return message("{what}{remedy}", what=self.what, remedy=self.remedy)


def why_empty(document: Document) -> Reason:
    """Give the most likely reason why a document has no assignment."""
    return next(reason for test in _TESTS if (reason := test(document)) is not None)


def _withheld(document: Document) -> Reason | None:
    """Something was left out: that is where the assignments may be."""
    thing = next((thing for thing in document.withheld if not thing.kind.decoration), None)
    return None if thing is None else Reason(what=thing.what, remedy=thing.remedy)


def _points_elsewhere(document: Document) -> Reason | None:
    links = any(thing.kind is WithheldKind.LINK for thing in document.withheld)
    if len(document.text) > _SHORT or not (links or _FILE_LINK.search(document.text)):
        return None
    return Reason(
        what=message("正文很短，只指向附件或别的页面，分工可能在附件里。"),
        remedy=message("请下载附件，导入附件本身（{formats}）。", formats=READABLE),
    )


def _table_without_units(document: Document) -> Reason | None:
    cells = sum(block.span.length for block in document.blocks if block.kind is BlockKind.CELL)
    if not cells or cells < _TABLE_SHARE * len(document.text):
        return None
    return Reason(
        what=message("有表格，但没有写明责任单位的列。"),
        remedy=message("请核对表头是否写有“责任单位”“牵头单位”，合并或隐藏的表头请还原后再导入。"),
    )


def _no_clause(document: Document) -> Reason:
    return Reason(
        what=message(
            "读到 {count} 字，没有责任分工（如“责任单位：”“牵头单位：”“由…牵头”）。", count=len(document.text)
        ),
        remedy=message("请核对文件是否为带分工的方案正文。"),
    )


_TESTS: Final[tuple[Callable[[Document], Reason | None], ...]] = (
    _withheld,
    _points_elsewhere,
    _table_without_units,
    _no_clause,
)
