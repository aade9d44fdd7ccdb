"""Print the numbers that Word generates: 一、 （一） 1. ① 第一条 and their kin."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from extract.readers.markup import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LEVELS: Final = 9
_MAX_NUMBER: Final = 32_767


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Write a number below 10,000 as people say it.

    >>> [chinese(n) for n in (1, 10, 12, 20, 105, 110, 2024)]
    ['一', '十', '十二', '二十', '一百〇五', '一百一十', '二千〇二十四']
    """
    if not 0 < number < 10_000:
        return str(number)
    words, gap = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit] + (units[power - 1] if power else "")
        gap = digit == 0
    return words[1:] if words.startswith(digits[1] + units[0]) and digits is _DIGITS else words


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words


def _circled(number: int) -> str:
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(start + number - first)
    return str(number)


def _one_of(letters: str) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)]


_STYLES: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """One level of a list: its first number, style and pattern (``%1、``)."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    legal: bool = False  # numbers of outer levels are printed as digits


@dataclass(slots=True)
class Numbering:
    """The lists of one document and where their counters are."""

    lists: Mapping[str, str]  # list → the abstract list that counts for it
    levels: Mapping[str, Mapping[int, ListLevel]]  # abstract list → levels
    overrides: Mapping[str, Mapping[int, int]]  # list → level → first number
    linked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # abstract list → style → level
    counters: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[str] = field(default_factory=set)

    def depth_of(self, number_id: str, style: str) -> int:
        """The level of a list that a paragraph style is linked to; the first where none is."""
        return self.linked.get(self.lists.get(number_id, "").partition("/")[0], {}).get(style, 0)

    def marker(self, number_id: str, depth: int) -> str:
        """Count one paragraph of a list and give the marker Word prints before it; "" for bullets and no list."""
        abstract = self.lists.get(number_id, "")
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counter = self.counters[abstract]
        if number_id not in self.begun:
            self.begun.add(number_id)
            for deep, first in self.overrides.get(number_id, {}).items():
                counter[deep] = first - 1
        counter[depth] = min(counter.get(depth, level.start - 1) + 1, _MAX_NUMBER)
        for deeper in range(depth + 1, _LEVELS):
            counter.pop(deeper, None)
        return "" if level.style in {"bullet", "none"} else _printed(level, levels, counter)


def _printed(level: ListLevel, levels: Mapping[int, ListLevel], counter: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        own = levels.get(depth, ListLevel())
        style = "decimal" if level.legal and own is not level else own.style
        return _STYLES.get(style, str)(counter.get(depth, own.start))

    return re.sub(r"%([1-9])", number, level.pattern)


def numbering_of(root: Element | None) -> Numbering:
    """Read ``word/numbering.xml``; without it there are no lists. Source: ECMA-376 part 1, 17.9."""
    if root is None:
        return Numbering(lists={}, levels={}, overrides={})
    levels = {
        _value(abstract, "abstractNumId", own=True): {
            _integer(_value(level, "ilvl", own=True), 0): _level(level) for level in abstract.findall(f"{W}lvl")
        }
        for abstract in root.findall(f"{W}abstractNum")
    }
    links = _style_links(root)
    lists: dict[str, str] = {}
    overrides: dict[str, dict[int, int]] = {}
    for num in root.findall(f"{W}num"):
        number_id, abstract = _value(num, "numId", own=True), _value(num, "abstractNumId")
        abstract = links.get(abstract, abstract)
        changed = {
            _integer(_value(over, "ilvl", own=True), 0): _level(level)
            for over in num.findall(f"{W}lvlOverride")
            for level in over.findall(f"{W}lvl")
        }
        if changed:
            levels[f"{abstract}/{number_id}"] = {**levels.get(abstract, {}), **changed}
            abstract = f"{abstract}/{number_id}"
        lists[number_id] = abstract
        overrides[number_id] = {
            _integer(_value(over, "ilvl", own=True), 0): _integer(_value(over, "startOverride"), 1)
            for over in num.findall(f"{W}lvlOverride")
            if over.find(f"{W}startOverride") is not None
        }
    return Numbering(lists=lists, levels=levels, overrides=overrides, linked=_linked_styles(root))


def _style_links(root: Element) -> dict[str, str]:
    """Which list a list without its own levels means. Source: ECMA-376 part 1, 17.9.21 (numStyleLink)."""
    abstracts = [(_value(each, "abstractNumId", own=True), each) for each in root.findall(f"{W}abstractNum")]
    named = {_value(each, "styleLink"): number for number, each in abstracts if each.find(f"{W}styleLink") is not None}
    links = {number: named.get(_value(each, "numStyleLink"), "") for number, each in abstracts}
    return {number: target for number, target in links.items() if target}


def _linked_styles(root: Element) -> dict[str, dict[str, int]]:
    """The levels that paragraph styles mean. Source: ECMA-376 part 1, 17.9.23 (pStyle)."""
    return {
        _value(abstract, "abstractNumId", own=True): {
            style: _integer(_value(level, "ilvl", own=True), 0)
            for level in abstract.findall(f"{W}lvl")
            if (style := _value(level, "pStyle"))
        }
        for abstract in root.findall(f"{W}abstractNum")
    }


def _level(level: Element) -> ListLevel:
    return ListLevel(
        start=_integer(_value(level, "start"), 1),
        style=_value(level, "numFmt") or "decimal",
        pattern=_value(level, "lvlText"),
        legal=level.find(f"{W}isLgl") is not None,
    )


def _value(element: Element, name: str, *, own: bool = False) -> str:
    """An attribute of the element itself, or the value of the child so named."""
    if own:
        return element.get(f"{W}{name}") or ""
    child = element.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _integer(words: str, default: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else default
