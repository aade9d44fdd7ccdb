"""A folded view of the text for the rules, of the same length as the text itself.

Plans mix full-width and half-width signs, five kinds of brackets and many kinds of blanks. The rules read the
view; every offset found in it is the offset in the source, because each character is folded to exactly one.
Traditional characters are folded to the simplified ones (牽頭單位 → 牵头单位).
"""

import csv
from importlib import resources

_BRACKETS_OPEN = "（\u3014【\uff3b〖﹙[{\uff5b"
_BRACKETS_CLOSE = "）\u3015】\uff3d〗﹚]}\uff5d"
_COLONS = "：\ufe55\ufe30\u2236"
_BLANKS = "\t\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff"
_STARS = "★☆\uff0a"


def _traditional() -> dict[int, str]:
    """Read the pairs of characters: one to one, none of which a simplified text uses in another sense.

    Source: the character table of OpenCC (Apache-2.0), without the characters of GB 2312.
    """
    lines = resources.files("extract.lexicon").joinpath("traditional.csv").read_text(encoding="utf-8").splitlines()
    return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(lines)}


_SIMPLIFIED = _traditional()


def _table() -> dict[int, str]:
    pairs = dict(_SIMPLIFIED) | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    groups = ((_BRACKETS_OPEN, "("), (_BRACKETS_CLOSE, ")"), (_COLONS, ":"), (_BLANKS, " "), (_STARS, "*"), ("｡", "。"))
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

    >>> fold("（责任单位：州监察局）")
    '(责任单位:州监察局)'
    """
    return text.translate(_FOLD)


def simplified(words: str) -> str:
    """Write traditional characters as simplified ones; everything else stays.

    >>> simplified("市財政局（辦）")
    '市财政局（办）'
    """
    return words.translate(_SIMPLIFIED)


def squeeze(words: str) -> str:
    r"""Drop blanks and line wraps inside a name.

    >>> squeeze("市发展改\n 革委")
    '市发展改革委'
    """
    return "".join(words.split())
