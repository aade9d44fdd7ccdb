"""Find the words that two texts have in common, so that a reader sees why they are called the same matter."""

import re
from collections.abc import Iterator

_RUN = 3  # letters; shorter runs are shared by chance
_LETTER = re.compile(r"[^\W_]")


def shared_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Give the spans of ``text`` that consist of runs of three letters or digits which ``other`` has too.

    Signs and blanks do not count: they neither end a run nor are they at the end of a span.

    >>> shared_words("（一）健全申请、轮候机制。", "健全申请轮候和退出机制。")
    ((3, 10),)
    """
    places = [found.start() for found in _LETTER.finditer(text)]
    known = set(_runs("".join(_LETTER.findall(other))))
    spans: list[tuple[int, int]] = []
    for number, run in enumerate(_runs("".join(text[place] for place in places))):
        if run in known:
            start, end = places[number], places[number + _RUN - 1] + 1
            if spans and start <= spans[-1][1]:
                start = spans.pop()[0]
            spans.append((start, end))
    return tuple(spans)


def pieces(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """Cut a text at its spans: each piece, and whether it is a span.

    >>> list(pieces("健全机制", ((2, 4),)))
    [('健全', False), ('机制', True)]
    """
    at = 0
    for start, end in spans:
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _runs(letters: str) -> Iterator[str]:
    return (letters[start : start + _RUN] for start in range(len(letters) - _RUN + 1))
