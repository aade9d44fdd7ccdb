"""Fit the pieces of a row to its columns where empty cells leave no trace: only a fit that is the only one counts."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from itertools import islice, pairwise
from typing import Final

from extract.patterns import pattern

_UNIT_ITEM: Final = pattern(
    r"(?:各|有关|相关|其他)?[\u4e00-\u9fff（）()]{1,30}(?:局|厅|委|办|院|会|部|署|室|中心|公司|集团|行|政府|单位|部门|处|队|团|校|学|所|街道|乡|镇|区|县|市|州|地方|人大|政协|科协|文联|党组)[)）]?(?:牵头|负责|配合|等)?"
)
_SEPARATORS: Final = pattern(r"[、，,；;\s/]+")
_TIME_VALUE: Final = pattern(
    r"[^。]{0,12}(?:\d+\s*[年月日]|年底|月底|全年|年内|季度|半年|长期|持续|立行|即知|常态|适时|每[年月季周]|时限|期间)[^。]{0,12}"
    r"|\d{4}[-./—年]\d{1,2}[^。]{0,12}"
)
_NOBODY: Final = pattern(r"[/\\—–－-]+|无|同上|〃")
_SERIAL_VALUE: Final = pattern(r"\d{1,3}(?:[-.]\d{1,3})?[.、]?")
_SERIAL_NAME: Final = pattern(r"序号?|编号|项目?序|[Nn][Oo]\.?|ID|id")
_UNIT_NAME: Final = pattern(
    r"(?:牵头|责任|主办|主责|承办|配合|协办|负责|分工|协同|参与|参加|落实|实施|督办|指导)(?!人|领导|.*(?:责任人|领导|负责人)$)"
)
_TIME_NAME: Final = pattern(r"时限|时间|期限|节点|进度|日期")
_NOTE_NAME: Final = pattern(r"备\s*注|说\s*明|附\s*注")
_MOST_PIECES: Final = 24
_JOINED: Final = ("、", "，", ",", "；", ";")


class Wants(Enum):
    """What the cells of a column hold."""

    SERIAL = "serial"
    UNITS = "units"
    TIME = "time"
    NOTE = "note"
    TEXT = "text"


def wanted(labels: Sequence[str]) -> tuple[Wants, ...]:
    """Tell from a header what each column holds.

    >>> [want.value for want in wanted(["序号", "工作任务", "牵头单位", "完成时限", "备注"])]
    ['serial', 'text', 'units', 'time', 'note']
    """
    return tuple(_wanted("".join(label.split())) for label in labels)


def _wanted(label: str) -> Wants:
    if _SERIAL_NAME.fullmatch(label):
        return Wants.SERIAL
    if _NOTE_NAME.fullmatch(label):
        return Wants.NOTE
    if _TIME_NAME.search(label):
        return Wants.TIME
    return Wants.UNITS if _UNIT_NAME.search(label) else Wants.TEXT


def names_units(words: str) -> bool:
    """Whether each item of a list ends as names of bodies do, or the cell names no one.

    >>> names_units("市教育局、各县（市、区）政府"), names_units("完善制度。"), names_units("/")
    (True, False, True)
    """
    if _NOBODY.fullmatch(words):
        return True
    plain = re.sub(r"[（(][^（）()]*[）)]", "", words)
    items = [item for item in _SEPARATORS.split(plain) if item]
    return bool(items) and all(map(_UNIT_ITEM.fullmatch, items))


def fits(words: str, want: Wants) -> bool:
    """Whether a piece may be in a column."""
    if want is Wants.UNITS:
        return names_units(words)
    if want is Wants.TIME:
        return _NOBODY.fullmatch(words) is not None or _TIME_VALUE.fullmatch(words) is not None
    return want is not Wants.SERIAL or _SERIAL_VALUE.fullmatch(words) is not None


def fitted(pieces: Sequence[str], wants: Sequence[Wants]) -> tuple[str, ...] | None:
    """Share the pieces of a row out among its columns, in order.

    Guarantees:
        1. Each column takes at least one piece that fits it (a column of notes may take none); more than one is
           joined by newlines.
        2. None where no such way exists, or two: no one can tell then which cell is missing.
    """
    if len(pieces) > _MOST_PIECES or len(pieces) < sum(1 for want in wants if want is not Wants.NOTE):
        return None
    cuts = _ways(tuple(pieces), tuple(wants))
    if len(cuts) != 1:
        return None
    bounds = (0, *cuts[0])
    return tuple("\n".join(pieces[a:b]) for a, b in pairwise(bounds))


def _ways(pieces: tuple[str, ...], wants: tuple[Wants, ...]) -> tuple[tuple[int, ...], ...]:
    """Give the ends of the columns of each possible distribution, two at most."""

    @cache
    def from_(start: int, column: int) -> tuple[tuple[int, ...], ...]:
        if column == len(wants):
            return ((),) if start == len(pieces) else ()
        ends = _ends(pieces, start, wants[column])
        return tuple(islice(((end, *rest) for end in ends for rest in from_(end, column + 1)), 2))

    return from_(0, 0)


def _ends(pieces: tuple[str, ...], start: int, want: Wants) -> Iterator[int]:
    """Give where a column may end that begins at a piece."""
    if want is Wants.NOTE:
        yield start
    for end in range(start + 1, len(pieces) + 1):
        if not _goes_on(pieces[start:end], want):
            return
        if end == len(pieces) or not pieces[end - 1].endswith(_JOINED):  # else a list is not over
            yield end


def _goes_on(taken: Sequence[str], want: Wants) -> bool:
    """Whether the last of the pieces taken may be in the column next to those before it."""
    if want in {Wants.SERIAL, Wants.TIME}:
        return len(taken) == 1 and fits(taken[0], want)
    if want is Wants.TEXT:
        return len(taken) == 1 or not fits(taken[-1], Wants.UNITS)
    return fits(taken[-1].rstrip("".join(_JOINED)), want)
