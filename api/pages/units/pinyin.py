"""Find a name by how it sounds: ``fgw``, ``fagai`` or ``fa gai wei`` for 发展和改革委员会."""

import re
from functools import lru_cache

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
    first, whole = _spelt(name)
    return letters in first or any(tail.startswith(letters) for tail in whole)


@lru_cache(maxsize=1 << 14)
def _spelt(name: str) -> tuple[str, tuple[str, ...]]:
    """Give the first letters of a name, and its spelling from each syllable on."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  its tables take a fifth of a second, when first needed

    syllables = lazy_pinyin(name)
    whole = tuple("".join(syllables[at:]) for at in range(len(syllables)))
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)), whole
