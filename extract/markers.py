"""Printed markers of outlines: 一、（一）1.（1）① 第三章 专项行动二 附件1 专栏1 1.2.3 一是, found in the folded view.

A marker opens a block, or follows a sentence end inside one. Inside a block it must continue its numbering
(1, or the open value plus one), since ``1.5亿元``, ``(一)至(三)项`` and years look the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from extract.patterns import pattern

_CN = "〇零一二三四五六七八九十百"
_CIRCLED = "①-⑳㉑-㉟❶-❿"
_SIGNS = f"{_CIRCLED}㈠-㈩⒈-⒛⑴-⒇"  # numbers of one character


class Form(IntEnum):
    """Marker forms in the customary order of levels. Source: GB/T 9704-2012 § 7.3.3, widened by usage."""

    TITLE = 0  # an unnumbered title line
    ANNEX = 1
    PART = 2  # 第一部分 第一编
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5  # 第一条, above （一） as in laws
    CN = 6  # 一、
    NAMED = 7  # 专项行动一 任务二 第一类 第二阶段 【民生保障】
    CN_PAREN = 8  # （一）
    BOX = 9  # 专栏1, below the section it is printed in, whose numbers go on across sections
    ARABIC = 10  # 1.
    DECIMAL = 11  # 1.2.3
    ARABIC_PAREN = 12  # （1） 1）
    CIRCLED = 13  # ①
    ORDINAL = 14  # 一是
    DASH = 15  # ——社会政策友好, a heading without a number inside any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A printed marker: its span, its form, and its value (0 where it has none)."""

    start: int
    end: int
    form: Form
    value: int
    depth: int = 0  # number of dots in 1.2.3

    @property
    def level(self) -> "Level":
        """The form and depth, which siblings share."""
        return self.form, self.depth


Level = tuple[Form, int]

_MARKER = pattern(
    rf"""
      (?P<ANNEX>附(?:\s?[件表录]\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})?|(?=:)))\s*(?::|(?=\n)|$|(?=\s))
    | 第\s?(?P<PART>[{_CN}]{{1,4}}|\d{{1,2}})\s?(?:部分|编|篇)[\s:、]*
    | (?P<ROMAN>[\u2160-\u216b])(?![级类型号期度区段])[\s:、.]*
    | 第\s?(?P<KIND>[{_CN}]{{1,3}}|\d{{1,2}})\s?(?:类|板块|阶段|专题|单元)(?=[\s:、(])[\s:、]*
    | 第\s?(?P<CHAPTER>[{_CN}]{{1,4}}|\d{{1,2}})\s?章[\s:、]*
    | 第\s?(?P<SECTION>[{_CN}]{{1,4}}|\d{{1,2}})\s?节[\s:、]*
    | 第\s?(?P<ARTICLE>[{_CN}]{{1,6}}|\d{{1,3}})\s?条[\s:、]*
    | (?:专项行动|重点任务|主要任务|重点工程|任务|行动|工程|措施|举措|问题)\s?(?P<NAMED>[{_CN}]{{1,3}}|\d{{1,2}})\s?(?:[:、.]|\s(?=\S))\s*
    | 专栏\s?(?P<BOX>[{_CN}]{{1,3}}|\d{{1,2}})(?=[\s:、]|$)[\s:、]*
    | (?P<CN>[{_CN}]{{1,4}})\s?[、.](?!\d)\s*
    | \(\s?(?P<CN_PAREN>[{_CN}]{{1,4}})\s?\)[、.]?\s*
    | (?P<DECIMAL>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?![\d%.亿万元个户倍米公吨])[\s、.]*(?=[^\d\s])
    | (?P<ARABIC>\d{{1,3}})(?:\s?[.、](?!\d)|[.、](?=(?:19|20)\d\d年))\s*
    | \(\s?(?P<ARABIC_PAREN>\d{{1,3}})\s?\)[、.]?\s*
    | (?P<HALF_PAREN>\d{{1,2}})\)\s*
    | (?P<CIRCLED>[{_CIRCLED}])[、.]?\s*
    | (?P<CN_SIGN>[㈠-㈩])[、.]?\s*
    | (?P<DOTTED_SIGN>[⒈-⒛])\s*
    | (?P<PAREN_SIGN>[⑴-⒇])[、.]?\s*
    | (?P<ORDINAL>[一二三四五六七八九十]{{1,3}})是(?=[\u4e00-\u9fff“"])[,:]?\s*
    """,
    re.VERBOSE,
)
_CN_BLANK = pattern(r"(?P<CN>[一二三四五六七八九十]{1,3})\s+(?=[\u4e00-\u9fff]{2,}[^。;:]*$)")  # 一　总体要求
_FORMS = {
    "ROMAN": Form.PART, "KIND": Form.NAMED,
    "HALF_PAREN": Form.ARABIC_PAREN, "CN_SIGN": Form.CN_PAREN, "DOTTED_SIGN": Form.ARABIC, "PAREN_SIGN": Form.ARABIC_PAREN,
}  # fmt: skip
_HEADING_LIMIT = 40  # code points of a heading whose number has no sign
_FIRST = pattern(  # what a marker may begin with
    rf"[{_SIGNS}\u2160-\u216b]|[{_CN}]{{1,4}}(?=\s?[、.]|是)|\d{{1,3}}(?=\s?[、.)])|\(\s?[{_CN}\d]|第\s?[{_CN}\d]|附\s?[件表录:]"
    r"|专[项栏]|重点[任工]|主要任|任务|行动|工程|措施|举措|问题"
)
_OWN_LINE = frozenset({"ANNEX", "BOX"})  # forms that open a block and never follow a sentence inside one
_BEFORE_INSIDE = '。!?)”"…'  # a marker inside a block follows a sentence end, a closed bracket, or a blank


def chinese_number(words: str) -> int:
    """Read a Chinese or decimal numeral below 1,000.

    >>> [chinese_number(w) for w in ("三", "十", "十二", "二十一", "一百零五", "14")]
    [3, 10, 12, 21, 105, 14]
    """
    if words.isdecimal():
        return int(words)
    total, digit = 0, 0
    for sign in words:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = "〇零一二三四五六七八九".find(sign)
            digit = max(digit - 1, 0)
    return total + digit


def _read(found: re.Match[str]) -> Marker:
    name = str(found.lastgroup)
    words = found.group(name)
    form = _FORMS[name] if name in _FORMS else Form[name]
    depth = words.count(".") if form is Form.DECIMAL else 0
    return Marker(start=found.start(), end=found.end(), form=form, value=_value(words, form), depth=depth)


def _value(words: str, form: Form) -> int:
    if form is Form.ANNEX:
        words = words.strip("附件表录 ")
    elif form is Form.DECIMAL:
        words = words.rsplit(".", 1)[1]
    if len(words) == 1 and not words.isdecimal() and words not in _CN:
        return int(unicodedata.numeric(words))
    return chinese_number(words) if words else 0


def marker_at(view: str, start: int, end: int) -> Marker | None:
    """Read the marker that opens the block ``view[start:end]``, if one does.

    >>> marker_at("(四)坚持", 0, 5).form.name
    'CN_PAREN'
    """
    found = _MARKER.match(view, start, end)
    if found is None and end - start <= _HEADING_LIMIT:
        found = _CN_BLANK.match(view, start, end)
    if found is None or (found.lastgroup == "ANNEX" and view[found.end() : end].count("。") > 1):
        return None
    return _read(found)


def markers_inside(view: str, start: int, end: int) -> Iterator[Marker]:
    """Yield what looks like a marker inside a block: candidates, to be compared with the open numbering."""
    at, last = start, -1
    while (first := _FIRST.search(view, at, end)) is not None:  # its first sign is found faster than a marker
        found = _MARKER.match(view, first.start(), end)
        glued = first.start() == last or view[first.start() - 1].isalpha()
        if found is not None and found.lastgroup == "NAMED" and glued:
            found = _MARKER.match(view, found.start("NAMED"), end)  # 某县工作任务一、: a title, and its first number
        at = first.start() + 1 if found is None else found.end()
        last = at if found is not None else last
        if found is not None and found.lastgroup not in _OWN_LINE:
            yield _read(found)


def after_sentence(view: str, marker: Marker) -> bool:
    """Whether a marker inside a block follows a sentence end, a closed bracket or a blank."""
    before = view[marker.start - 1 : marker.start]
    first = marker.form is Form.CN and marker.value == 1  # 现就有关事项通知如下:一、总体要求
    return before in _BEFORE_INSIDE or before.isspace() or (first and before == ":")
