"""Numbers as questions write them: 15, 十五, 两."""

import re

_DIGIT = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNIT = {"十": 10, "百": 100}
CHINESE = "零〇一二两三四五六七八九十百"


def number_of(text: str) -> int:
    """Read a number in digits or in Chinese.

    >>> [number_of(text) for text in ("15", "十五", "两", "二十", "一百零八")]
    [15, 15, 2, 20, 108]
    """
    if text.isdigit():
        return int(text)
    total = last = 0
    for letter in text:
        if letter in _UNIT:
            total += (last or 1) * _UNIT[letter]
            last = 0
        else:
            last = _DIGIT[letter]
    return total + last


def digits(printed: str) -> str:
    """Give the number inside a printed number, in digits; empty where there is none.

    >>> digits("（十二）"), digits("3."), digits("附件")
    ('12', '3', '')
    """
    found = re.search(rf"[0-9]+|[{CHINESE}]+", printed)
    return str(number_of(found.group())) if found else ""
