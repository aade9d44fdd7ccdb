"""Say how alike two texts are, without knowing where a Chinese word ends: TF-IDF of runs of two and three characters.

Source: cosine of TF-IDF vectors, Salton & Buckley 1988, Inf. Process. Manag. 24(5); smoothed idf 1 + ln((1+N)/(1+n)).
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]
Vectors: TypeAlias = "sparse.csr_array[np.float64]"

_SIZES = (2, 3)
_BITS = 21  # of a character: three of them make one number
_NEITHER = re.compile(r"[\W_]+")  # neither a letter nor a digit
_BLOCK = 512  # texts at a time, so that the table of all pairs is never in memory


def letters_of(text: str) -> str:
    """Give the letters and digits of a text."""
    return _NEITHER.sub("", text)


def vectors(texts: Sequence[str]) -> Vectors:
    """Give one unit vector a text, weighed by how rare its runs of characters are among all the texts.

    Guarantees:
        1. A text without two letters or digits side by side is the zero vector, like nothing at all.
        2. Punctuation and spaces do not count.
    """
    dense = [letters_of(text) for text in texts]
    letters = np.frombuffer("".join(dense).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in dense])
    runs = [_runs(letters, owner, size) for size in _SIZES]
    known, places = np.unique(np.concatenate([run for run, _ in runs]), return_inverse=True)
    rows = np.concatenate([text for _, text in runs])
    shape = (len(texts), max(len(known), 1))
    counts = sparse.csr_array((np.ones(len(rows)), (rows, places)), shape=shape)
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=shape[1])
    rare = 1 + np.log((1 + len(texts)) / (1 + spread))
    counts.data = counts.data * rare[counts.indices]
    row = np.repeat(np.arange(shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, counts.data**2, minlength=shape[0]))
    counts.data = counts.data / length[row]
    return counts


def alike_pairs(texts: Vectors, least: float) -> Iterator[tuple[Ints, Ints, Numbers]]:
    """List the pairs of texts that are alike enough, the earlier of each first, in some arrays one after the other.

    Args:
        texts: unit vectors.
        least: the least cosine, above 0.
    """
    for start in range(0, texts.shape[0], _BLOCK):
        some = texts[start : start + _BLOCK]
        row, column, value = alike_arrays(some, texts[start:].T.tocsr(), least)
        later = np.flatnonzero(row < column)
        yield row[later] + start, column[later] + start, value[later]


def alike(left: Vectors, right: Vectors, least: float) -> Iterator[tuple[int, int, float]]:
    """List the pairs of texts that are alike enough, by left, then right.

    Args:
        left: unit vectors.
        right: unit vectors of the same space.
        least: the least cosine, above 0.
    """
    turned = right.T.tocsr()
    for start in range(0, left.shape[0], _BLOCK):
        row, column, value = alike_arrays(left[start : start + _BLOCK], turned, least)
        yield from zip((row + start).tolist(), column.tolist(), value.tolist(), strict=True)


def alike_arrays(left: Vectors, turned: Vectors, least: float) -> tuple[Ints, Ints, Numbers]:
    """Give what ``alike`` lists as three arrays, for some texts and the vectors of others as columns."""
    product = sparse.csr_array(left @ turned)
    product.sort_indices()
    kept = np.flatnonzero(product.data >= least - 1e-9)
    row = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))[kept]
    return row, product.indices[kept].astype(np.int64), np.minimum(product.data[kept], 1.0)


def _runs(letters: Ints, owner: Ints, size: int) -> tuple[Ints, Ints]:
    """Give each run of ``size`` characters as one number, and the text it is of; none goes beyond its text."""
    starts = np.flatnonzero(owner[: len(owner) - size + 1] == owner[size - 1 :])
    numbers = np.zeros(len(starts), dtype=np.int64)
    for place in range(size):
        numbers = numbers << _BITS | letters[starts + place]  # no letter is 0, so a short run equals no longer one
    return numbers, owner[starts]
