"""Align the tasks of two plans: which task of one is the same matter as which of the other, many to many.

The likelihood is a logistic of four figures of a pair of tasks: the cosine of their words; the cosine of their two most alike
clauses, which finds a measure that one plan splits or merges; the same cosine in the latent space of the clauses of both
plans, which joins other words for the same thing; and how alike the best partner of either is, for a task with a much
better partner is seldom the same matter as another. Who leads a task does not count: leads are what is compared.

Source: the coefficients are fitted to ten pairs of plans that were aligned by hand (129 pairs of tasks); left out one
pair of plans at a time, F1 is .71 (.34 for the best partner at a cosine of .35). See ``tests/bench/alignment``. The latent
space is that of Deerwester et al., Indexing by Latent Semantic Analysis (1990).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import mul
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from graph.compare import similarity
from graph.compare.similarity import Vectors, letters_of, vectors

SURE = 0.8
"""The likelihood from which a match is called sure."""

LIKELY = 0.36
"""The least likelihood of a match."""

_WEIGHTS = (13.65, 4.03, 4.09, -2.35)  # of the figures, in their order
_BASE = -5.84
_BESIDE = 0.3  # how much a clause counts beside the words, when the best partner is looked for
_DIMENSIONS = 40  # of the latent space
_MOST_CLAUSES = 1500  # of both plans; with more, the latent cosine is that of the words
_FAINT = 0.02  # the least cosine that is looked at
_FAINT_OF_MANY = 0.1  # the same with more clauses; words and clauses that are less alike make no match there
_PART = 1.8  # a clause that is so much more alike than the texts is only a part of one of them
_SHORTEST = 6  # letters of a clause
_CLAUSE = re.compile(r"[。；;\n]")

Clauses: TypeAlias = tuple[list[str], list[int]]


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
    for (one, two), measured in figures(left, right).items():
        value, clause, *_ = measured
        likelihood = _logistic(sum(map(mul, _WEIGHTS, measured)) + _BASE)
        if likelihood >= least and one not in taken_left and two not in taken_right:
            relation = TaskRelation.PART if clause > _PART * value else TaskRelation.SAME
            found.append(AlignedPair(left=one, right=two, likelihood=round(likelihood, 4), relation=relation))
    return tuple(sorted(found, key=lambda pair: (pair.left, pair.right)))


def figures(left: Sequence[str], right: Sequence[str]) -> dict[tuple[int, int], tuple[float, float, float, float]]:
    """Give the figures of each pair of texts that has any words in common: words, clauses, latent clauses, best partner."""
    ours, theirs = _clauses(left), _clauses(right)
    least = _FAINT if len(ours[0]) + len(theirs[0]) <= _MOST_CLAUSES else _FAINT_OF_MANY
    words, clauses = _cosines(left, right, least), _clause_cosines(ours, theirs, least)
    pairs = sorted(words.keys() | clauses.keys())
    best_left, best_right = dict[int, float](), dict[int, float]()
    for one, two in pairs:
        value = words.get((one, two), 0.0) + _BESIDE * clauses.get((one, two), (0.0, 0.0))[0]
        best_left[one] = max(value, best_left.get(one, 0.0))
        best_right[two] = max(value, best_right.get(two, 0.0))
    return {
        (one, two): (
            words.get((one, two), 0.0),
            *clauses.get((one, two), (0.0, 0.0)),
            max(best_left[one], best_right[two]),
        )
        for one, two in pairs
    }


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


def _cosines(left: Sequence[str], right: Sequence[str], least: float) -> dict[tuple[int, int], float]:
    both = vectors((*left, *right))
    return {(one, two): value for one, two, value in similarity.alike(both[: len(left)], both[len(left) :], least)}


def _clause_cosines(left: Clauses, right: Clauses, least: float) -> dict[tuple[int, int], tuple[float, float]]:
    """Give the cosine of the two most alike clauses of each pair of texts: in their words, and in the latent space."""
    (ours, our_texts), (theirs, their_texts) = left, right
    both = vectors((*ours, *theirs))
    best: dict[tuple[int, int], float] = {}
    for one, two, value in similarity.alike(both[: len(ours)], both[len(ours) :], least):
        pair = our_texts[one], their_texts[two]
        best[pair] = max(value, best.get(pair, 0.0))
    if not best or both.shape[0] > _MOST_CLAUSES:
        return {pair: (value, value) for pair, value in best.items()}
    space = _latent(both)
    product = space[: len(ours)] @ space[len(ours) :].T
    product = np.maximum.reduceat(product, np.unique(our_texts, return_index=True)[1], axis=0)
    product = np.maximum.reduceat(product, np.unique(their_texts, return_index=True)[1], axis=1)
    return {(one, two): (value, float(product[one, two])) for (one, two), value in best.items()}


def _latent(both: Vectors) -> npt.NDArray[np.float64]:
    """Give the clauses as unit vectors of the latent space: the strongest directions of what they have in common."""
    weights, directions = np.linalg.eigh((both @ both.T).toarray())
    strongest = slice(-_DIMENSIONS, None)  # they come weakest first
    space = directions[:, strongest] * np.sqrt(np.maximum(weights[strongest], 0.0))
    return np.asarray(space / np.maximum(np.linalg.norm(space, axis=1, keepdims=True), 1e-12))


def _clauses(texts: Sequence[str]) -> Clauses:
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
