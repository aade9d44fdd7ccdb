"""Align the tasks of two plans: which task of one is the same matter as which of the other, many to many.

The likelihood is a logistic of two cosines: of the words of the two tasks, and of their two most alike clauses. The second
finds a measure that one plan splits or merges. Who leads a task does not count: leads are what is compared.

Source: the coefficients are fitted to ten pairs of plans that were aligned by hand (129 pairs of tasks); left out one
pair of plans at a time, F1 is .67 (.34 for the best partner at a cosine of .35). See ``tests/bench/alignment``.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.compare import similarity
from graph.compare.similarity import letters_of, vectors

SURE = 0.8
"""The likelihood from which a match is called sure."""

LIKELY = 0.2
"""The least likelihood of a match."""

_WORDS, _CLAUSES, _BASE = 28.1, 7.5, -6.5
_FAINT = 0.02  # the least cosine that is looked at
_PART = 1.8  # a clause that is so much more alike than the texts is only a part of one of them
_SHORTEST = 6  # letters of a clause
_CLAUSE = re.compile(r"[。；;\n]")


class TaskRelation(StrEnum):
    """What two tasks of a match are to each other."""

    SAME = "same"
    PART = "part"  # a clause of one is the other, or a clause of it


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPair:
    """Two tasks of the same matter, by their places in the two lists.

    Attributes:
        likelihood: from 0 to 1.
        relation: whether the texts or only a clause of them agree.
    """

    left: int
    right: int
    likelihood: float
    relation: TaskRelation

    @property
    def sure(self) -> bool:
        """Whether the match is sure, and not only likely."""
        return self.likelihood >= SURE


def align(left: Sequence[str], right: Sequence[str], least: float = LIKELY) -> tuple[AlignedPair, ...]:
    """Align two lists of texts, without their clauses of responsibility.

    Guarantees:
        1. Texts of the same words match each other, surely, and nothing else.
        2. Any other text may have several partners.
        3. The pairs are sorted by their places.
    """
    settled = _same_words(left, right)
    taken_left, taken_right = {one for one, _ in settled}, {two for _, two in settled}
    found = [AlignedPair(left=one, right=two, likelihood=1.0, relation=TaskRelation.SAME) for one, two in settled]
    for (one, two), (value, clause) in cosines(left, right).items():
        likelihood = _logistic(_WORDS * value + _CLAUSES * clause + _BASE)
        if likelihood >= least and one not in taken_left and two not in taken_right:
            relation = TaskRelation.PART if clause > _PART * value else TaskRelation.SAME
            found.append(AlignedPair(left=one, right=two, likelihood=round(likelihood, 4), relation=relation))
    return tuple(sorted(found, key=lambda pair: (pair.left, pair.right)))


def cosines(left: Sequence[str], right: Sequence[str]) -> dict[tuple[int, int], tuple[float, float]]:
    """Give the cosine of the words, and of the two most alike clauses, of each pair of texts that has any in common."""
    words, clauses = _cosines(left, right), _clause_cosines(left, right)
    return {pair: (words.get(pair, 0.0), clauses.get(pair, 0.0)) for pair in words.keys() | clauses.keys()}


def _same_words(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Pair the texts of the same words, in their order."""
    places: dict[str, list[int]] = {}
    for two, text in enumerate(right):
        places.setdefault(letters_of(text), []).append(two)
    found = []
    for one, text in enumerate(left):
        twins = places.get(letters_of(text))
        if twins:
            found.append((one, twins.pop(0)))
    return found


def _cosines(left: Sequence[str], right: Sequence[str]) -> dict[tuple[int, int], float]:
    both = vectors((*left, *right))
    return {(one, two): value for one, two, value in similarity.alike(both[: len(left)], both[len(left) :], _FAINT)}


def _clause_cosines(left: Sequence[str], right: Sequence[str]) -> dict[tuple[int, int], float]:
    """Give the cosine of the two most alike clauses of each pair of texts."""
    ours, our_texts = _clauses(left)
    theirs, their_texts = _clauses(right)
    both = vectors((*ours, *theirs))
    best: dict[tuple[int, int], float] = {}
    for one, two, value in similarity.alike(both[: len(ours)], both[len(ours) :], _FAINT):
        pair = our_texts[one], their_texts[two]
        best[pair] = max(value, best.get(pair, 0.0))
    return best


def _clauses(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Cut texts into clauses.

    Returns:
        The clauses, and the place of the text of each.
    """
    clauses: list[str] = []
    owner: list[int] = []
    for place, text in enumerate(texts):
        cut = [one for one in _CLAUSE.split(text) if len(letters_of(one)) >= _SHORTEST] or [text]
        clauses += cut
        owner += [place] * len(cut)
    return clauses, owner


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
