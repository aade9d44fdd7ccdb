"""Repairs of the text before it is arranged, and a folded view of it for the rules, of the same length as the text itself.

Plans mix full-width and half-width signs, five kinds of brackets and many kinds of blanks. The rules read the
view; every offset found in it is the offset in the source, because each character is folded to exactly one.
Traditional characters are folded to the simplified ones (牽頭單位 → 牵头单位).
"""

import csv
import unicodedata
from importlib import resources

from extract.patterns import pattern

_BRACKETS_OPEN = "（\u3014【\uff3b〖﹙[{\uff5b\u2039〈"
_BRACKETS_CLOSE = "）\u3015】\uff3d〗﹚]}\uff5d\u203a〉"
_ANGLES = pattern(r"<(?=[^<>\n]*[\u4e00-\u9fff])([^<>\n]{2,300})>")  # <市教育局负责>; 浓度<35 is a sign of less
_COLONS = "：\ufe55\ufe30\u2236\ufe13\ua789"
_COMMAS = "\uff64\ufe51\ufe11"  # 、 as keyboards and upright text have it
_BLANKS = "\t\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff"
# Fonts map a character to its radical or compatibility twin, which looks alike and is another to a search.
_RADICALS = "⺠民⺟母⻓长⻋车⻔门⻝食⻢马⻉贝⻅见⻚页⻛风⻜飞⻥鱼⻦鸟⻩黄⻬齐⻰龙⻆角⻄西⻘青⻁虎⻣骨⻤鬼⻨麦⻙韦⻮齿⻳龟⻌辶⺴罒⻊足"
TWINS = {
    **{
        code: twin
        for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
        if len(twin := unicodedata.normalize("NFKC", chr(code))) == 1
    },
    **{ord(radical): twin for radical, twin in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)},
}
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACED = pattern(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:([ \u00a0\u3000])[\u4e00-\u9fff])(?:\\1[\u4e00-\u9fff])+(?![\u4e00-\u9fff])"
)
_REFERENCE = pattern("(?<=[\u4e00-\u9fff。；，、）”])[\\[\uff3b]\\d{1,2}[\\]\uff3d]")  # a note is below: 市教育局[1]、
_STARS = "\uff0a"


def _traditional() -> dict[int, str]:
    """Read the pairs of characters: one to one, none of which a simplified text uses in another sense.

    Source: the character table of OpenCC (Apache-2.0), without the characters of GB 2312.
    """
    lines = resources.files("extract.lexicon").joinpath("traditional.csv").read_text(encoding="utf-8").splitlines()
    return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(lines)}


_SIMPLIFIED = _traditional()


def simplified(words: str) -> str:
    """Write traditional characters as simplified ones; everything else stays.

    >>> simplified("市財政局（辦）")
    '市财政局（办）'
    """
    return words.translate(_SIMPLIFIED)


def _table() -> dict[int, str]:
    pairs = dict(_SIMPLIFIED) | {code: simplified(twin) for code, twin in TWINS.items()}
    pairs |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    groups = (
        (_BRACKETS_OPEN, "("),
        (_BRACKETS_CLOSE, ")"),
        (_COLONS, ":"),
        (_COMMAS, "、"),
        (_BLANKS, " "),
        (_STARS, "*"),
        ("｡", "。"),
    )
    for signs, folded in groups:
        pairs.update(dict.fromkeys(map(ord, signs), folded))
    pairs.update({0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0x0D: "\n"})
    return pairs


_FOLD = _table()


def fold(text: str) -> str:
    """Fold signs, brackets, digits and blanks to one form each.

    Guarantees:
        1. ``len(fold(text)) == len(text)``, so offsets carry over as they are.
        2. Folding twice changes nothing more.

        3. A reference to a note (市教育局[1]) is blank: it is no part of a name and no number of an item.

    >>> fold("（责任单位：州监察局）"), fold("市教育局[1]、")
    ('(责任单位:州监察局)', '市教育局   、')
    """
    if "[" in text or "\uff3b" in text:
        text = _REFERENCE.sub(lambda found: " " * len(found.group()), text)
    view = text.translate(_FOLD)
    return _ANGLES.sub(r"(\1)", view) if "<" in view else view


def repaired(words: str) -> str:
    """Drop signs that no one sees, and close words set apart with blanks.

    Forms handled: ``市 财 政 局　市司法局``, three single characters or more with the same blank between them.

    >>> repaired("牵 头 单 位：市 财 政 局　市司\u200b法局"), repaired("附 件 1　目 录")
    ('牵头单位：市财政局　市司法局', '附 件 1　目 录')
    """
    return _SPACED.sub(lambda run: run.group().replace(run[1], ""), _INVISIBLE.sub("", words))


def squeeze(words: str) -> str:
    r"""Drop blanks and line wraps inside a name, and write its radicals as the characters they look like.

    >>> squeeze("市发展改\n 革委")
    '市发展改革委'
    """
    return "".join(words.split()).translate(TWINS)
