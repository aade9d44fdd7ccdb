"""Find words of one text in another version of it: by the words themselves and those around them, never by offset.

Guarantees:
    1. What is found are the same words, apart from blanks and the form of signs.
    2. A place is found only where it is certain: the words with their surroundings occur once in both texts, or equally
       often, in which case the order decides.

Source: W3C Web Annotation Data Model § 4.2.4 (text quote selector: prefix, exact, suffix).
"""

from bisect import bisect_left

from extract.cleaning import fold

_AROUND = (64, 32, 16, 8, 4, 2)
_WIDE = 16  # surroundings with which words that occur several times are told apart by their order
_EDGE = 16  # characters at the start and the end of a long stretch
Place = tuple[int, int]


class _Folded:
    """A text without blanks and with each sign in one form, and where each of its characters comes from."""

    def __init__(self, text: str) -> None:
        folded = fold(text)
        self.offsets = [offset for offset, sign in enumerate(folded) if not sign.isspace()]
        self.text = "".join(folded[offset] for offset in self.offsets)

    def inside(self, start: int, end: int) -> Place:
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def outside(self, start: int, end: int) -> Place:
        first = self.offsets[start] if start < len(self.offsets) else 0
        return (first, self.offsets[end - 1] + 1) if end > start else (first, first)


class Anchors:
    """The places of an old text in a new one."""

    def __init__(self, old: str, new: str) -> None:
        """Fold both texts."""
        self._old, self._new = _Folded(old), _Folded(new)

    def place(self, start: int, end: int) -> Place | None:
        """Find the words between two offsets of the old text in the new one.

        >>> Anchors("一、市公安局。二、市公安局。", "一、市公安局。 加一句。二、 市公安局。").place(9, 13)
        (15, 19)

        Returns:
            The offsets in the new text; ``None`` where the words are gone, or may be in several places.
        """
        first, last = self._old.inside(start, end)
        for around in _AROUND:
            for before, after in ((around, around), (around, 0), (0, around)):
                left = max(0, first - before)
                found = self._found(self._old.text[left : last + after], left, many=around >= _WIDE)
                if found is not None:
                    return self._new.outside(found + first - left, found + last - left)
        return None

    def stretch(self, start: int, end: int) -> Place | None:
        """Find a long stretch, inside of which the text may have changed, by its first words and its last."""
        whole = self.place(start, end)
        if whole is not None or end - start <= _EDGE:
            return whole
        head, tail = self.place(start, start + _EDGE), self.place(end - _EDGE, end)
        return (head[0], tail[1]) if head and tail and head[0] < tail[1] else None

    def same(self, old: str, new: str) -> bool:
        """Whether words are the same apart from blanks and the form of signs."""
        return _Folded(old).text == _Folded(new).text

    def _found(self, words: str, left: int, *, many: bool) -> int | None:
        """Find words that both texts have once, or with ``many`` equally often."""
        if not words or (self._old.text.count(words) > 1 and (not many or len(words) < _WIDE)):
            return None
        before, after = _occurrences(self._old.text, words), _occurrences(self._new.text, words)
        return after[before.index(left)] if len(before) == len(after) else None


def _occurrences(text: str, words: str) -> list[int]:
    """Give the places of words, also of those that overlap, as in rows that repeat."""
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
