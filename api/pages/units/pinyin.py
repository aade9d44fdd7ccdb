"""Find a name by how it sounds: ``fgw``, ``fagai`` or ``fa gai wei`` for 发展和改革委员会."""

import re
from functools import lru_cache

_PARTS = re.compile("(?<=[省市州盟县区旗])")  # after the places of a name
_LETTERS = re.compile(r"[A-Za-z' ]{2,40}")


def is_spelling(words: str) -> bool:
    """Whether words could be pinyin: Latin letters, blanks, apostrophes.

    >>> is_spelling("fa gai wei"), is_spelling("发改委")
    (True, False)
    """
    return _LETTERS.fullmatch(words) is not None


def sounds(name: str, spelling: str) -> bool:
    """Whether a name holds characters that are spelt so: by their first letters, or in full from some syllable on.

    >>> sounds("昌吉回族自治州公安局", "gaj"), sounds("昌吉回族自治州公安局", "gong'an"), sounds("公安局", "ongan")
    (True, True, False)
    """
    letters = re.sub(r"[' ]", "", spelling).lower()
    parts = [_spelt(part) for part in _PARTS.split(name) if part]
    if letters in "".join(first for first, _ in parts):
        return True
    syllables = [one for _, held in parts for one in held]
    if letters not in "".join(syllables):
        return False
    return any("".join(syllables[at:]).startswith(letters) for at in range(len(syllables)))


@lru_cache(maxsize=1 << 14)
def _spelt(part: str) -> tuple[str, tuple[str, ...]]:
    """Give the first letters of a part of a name, and its syllables; many names have a place or a body in common."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  its tables take a fifth of a second, when first needed

    return "".join(lazy_pinyin(part, style=Style.FIRST_LETTER)), tuple(lazy_pinyin(part))
