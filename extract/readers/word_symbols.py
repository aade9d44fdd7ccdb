"""The signs that Word takes from a font of symbols (Wingdings), as characters."""

from typing import Final

# Source: the code charts of Wingdings; Word writes its codes from F000 on.
_SIGNS: Final = {
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x75: "◆",
    0xA1: "○",
    0xA8: "□",
    0xAB: "★",
    0xD8: "▶",
    0xFB: "×",
    0xFC: "√",
    0xFD: "☒",
    0xFE: "☑",
}


def symbol(code: str) -> str:
    """The character of a symbol; "" where it is none that a text has.

    >>> symbol("F06C"), symbol("25CF"), symbol("F0FF"), symbol("x")
    ('●', '●', '', '')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return _SIGNS.get(number - 0xF000, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
