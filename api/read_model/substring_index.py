"""Find words in many texts together: all of them lie in one string, so that most of the search is one call."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

_BETWEEN = "\x00"  # stands in no text of a plan, and in no words that are looked for


class SubstringIndex:
    """Texts, each of an owner named by its number; an owner may have several.

    Guarantees:
        1. ``having(words)`` gives the owners of the texts that hold the words, each once, in order; nothing for no words.
    """

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Take the texts of the owners 0, 1, 2 and so on."""
        self._starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for held in texts:
            piece = _BETWEEN.join(held)
            self._starts.append(length)
            pieces.append(piece)
            length += len(piece) + 1
        self._whole = _BETWEEN.join(pieces)

    def having(self, words: str) -> Iterator[int]:
        """Give the owners of the texts that hold the words."""
        if not words or _BETWEEN in words:
            return
        at = self._whole.find(words)
        while at >= 0:
            owner = bisect_right(self._starts, at) - 1
            yield owner
            if owner + 1 == len(self._starts):
                return
            at = self._whole.find(words, self._starts[owner + 1])
