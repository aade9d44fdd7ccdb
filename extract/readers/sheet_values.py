"""The values of a workbook as its cells show them: shared words, dates, percentages, references to other cells."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from extract.patterns import pattern
from extract.readers.markup import Element
from extract.readers.package import Package

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATES: Final = frozenset(
    (*range(14, 18), 22, *range(27, 37), *range(50, 59))
)  # built-in formats. Source: ECMA-376 18.8.30
_PERCENT: Final = frozenset((9, 10))
_DATE_WORDS: Final = pattern(r"(?:y{2,4}|e).*[m月]|[m月].*d", re.IGNORECASE)
_QUOTED: Final = pattern(r'"[^"]*"|\[[^\]]*\]|\\.')
_SIGNS: Final = pattern(r'"|\[[^\]]*\]|\\|\s|_.|@')  # of a format, that print nothing of their own
_CHINESE: Final = {"31": "yyyy年m月d日", "57": "yyyy年m月", "58": "m月d日"}  # as the Chinese versions show them
_LAST_DAY: Final = 200_000  # days from the first: the year 2447
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_CODED: Final = pattern(r"_x([0-9A-Fa-f]{4})_")


def plain_words(words: str) -> str:
    r"""Write out characters that a workbook spells by their code. Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).

    >>> plain_words("市财政局_x000D_\n市审计局"), plain_words("_x005F_x000D_")
    ('市财政局\n市审计局', '_x000D_')
    """
    if "_x" not in words:
        return words
    plain = _CODED.sub(lambda code: _character(int(code[1], 16)), words)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    """The character of a code; a sign that text may not contain is a blank, half of a pair nothing."""
    if 0xD800 <= code < 0xE000:
        return ""
    return chr(code) if code >= 32 or chr(code) in "\n\r\t" else " "


class Values:
    """How the values of a workbook are shown: shared words, number formats, the first day."""

    def __init__(self, package: Package, book: Element, parts: Mapping[str, str]) -> None:
        """Read what the cells refer to.

        Args:
            package: the workbook.
            book: its main part.
            parts: the members by the kind of their relation.
        """
        self.struck_words: list[str] = []  # of runs inside cells
        self.words = self._shared(package, parts.get("sharedStrings", ""))
        self.struck = _struck_styles(package, parts.get("styles", ""))
        self.formats = _formats(package, parts.get("styles", ""))
        properties = book.find(f"{S}workbookPr")
        early = properties is not None and properties.get("date1904") in {"1", "true"}
        self.first_day = _EPOCH_1904 if early else _EPOCH

    def _shared(self, package: Package, member: str) -> tuple[str, ...]:
        if not member:
            return ()
        return tuple(_rich(item, self.struck_words) for item in package.xml(member).iterfind(f"{S}si"))

    def shown(self, cell: Element) -> str:
        """The words of a cell."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich(cell, self.struck_words)
        value = cell.findtext(f"{S}v") or ""
        if kind == "s":
            return self.words[int(value)] if value.isdigit() and int(value) < len(self.words) else ""
        if kind == "b":
            return {"1": "是", "0": "否"}.get(value, value)
        if kind == "str":
            return plain_words(value)
        return "" if kind == "e" else self._number(value, cell.get("s") or "0")

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        form = self.formats.get(style, "")
        if form.startswith("date") and 0 < number < _LAST_DAY:
            return _day(self.first_day + timedelta(days=int(number)), form.removeprefix("date"))
        if form == "percent":
            return f"{number * 100:.10g}%"
        return f"{number:.15g}" if abs(number) < 1e15 else value


def _rich(item: Element, struck: list[str]) -> str:
    """The words of a string of several runs; phonetic guides and what is crossed out are left out."""
    words: list[str] = []
    for text in item.iter(f"{S}t"):
        run = text.getparent()
        if run is None or run.tag != f"{S}rPh":
            (struck if run is not None and _is_struck(run.find(f"{S}rPr")) else words).append(text.text or "")
    return plain_words("".join(words))


def _is_struck(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{S}strike")
    return mark is not None and mark.get("val") not in {"0", "false"}


def _struck_styles(package: Package, member: str) -> frozenset[str]:
    """The cell styles whose font is crossed out."""
    if not member:
        return frozenset()
    root = package.xml(member)
    fonts = {str(number) for number, font in enumerate(root.iterfind(f"{S}fonts/{S}font")) if _is_struck(font)}
    styles = enumerate(root.iterfind(f"{S}cellXfs/{S}xf"))
    return frozenset(str(number) for number, style in styles if style.get("fontId") in fonts)


def _formats(package: Package, member: str) -> dict[str, str]:
    """For each cell style whether it shows a percentage, or a date and in which words (``dateyyyy年m月``)."""
    if not member:
        return {}
    root = package.xml(member)
    own = {form.get("numFmtId") or "": form.get("formatCode") or "" for form in root.iterfind(f"{S}numFmts/{S}numFmt")}
    found: dict[str, str] = {}
    for index, style in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
        number = style.get("numFmtId") or "0"
        printed = own.get(number, "")
        code = _QUOTED.sub("", printed)
        if (number.isdigit() and int(number) in _DATES and not code) or _DATE_WORDS.search(code):
            found[str(index)] = "date" + (
                _SIGNS.sub("", printed.split(";")[0]) if printed else _CHINESE.get(number, "")
            )
        elif (number.isdigit() and int(number) in _PERCENT and not code) or "%" in code:
            found[str(index)] = "percent"
    return found


def _day(day: date, form: str) -> str:
    """Write a day as its cell shows it where that is Chinese, else 2025-07-30.

    >>> _day(date(2025, 7, 30), "yyyy年m月"), _day(date(2025, 7, 30), "m/d/yy")
    ('2025年7月', '2025-07-30')
    """
    if not re.fullmatch(r"(?:yyyy年)?(?:m{1,2}月)?(?:d{1,2}日)?", form) or not form:
        return day.isoformat()
    digits = {
        "yyyy": f"{day.year}",
        "mm": f"{day.month:02}",
        "m": f"{day.month}",
        "dd": f"{day.day:02}",
        "d": f"{day.day}",
    }
    return re.sub(r"yyyy|mm?|dd?", lambda sign: digits[sign.group()], form)
