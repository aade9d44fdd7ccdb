"""Say how alike two texts are, without knowing where a Chinese word ends: TF-IDF of runs of two and three characters.

Source: cosine of TF-IDF vectors, Salton & Buckley 1988, Inf. Process. Manag. 24(5); smoothed idf 1 + ln((1+N)/(1+n)).
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from scipy import sparse

Vectors: TypeAlias = "sparse.csr_array[np.float64]"

_SIZES = (2, 3)
_BLOCK = 512  # texts at a time, so that no table of all against all stands in memory


def vectors(texts: Sequence[str]) -> Vectors:
    """Give one unit vector a text, weighed by how rare its runs of characters are among all the texts.

    Guarantees:
        1. A text without two letters or digits side by side is the zero vector, like nothing at all.
        2. Punctuation and spaces do not count.
    """
    known: dict[str, int] = {}
    places: list[int] = []
    edges = [0]
    for text in texts:
        places += [known.setdefault(gram, len(known)) for gram in _grams(text)]
        edges.append(len(places))
    shape = (len(texts), max(len(known), 1))
    counts = sparse.csr_array((np.ones(len(places)), np.array(places, dtype=np.int64), np.array(edges)), shape=shape)
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=shape[1])
    rare = 1 + np.log((1 + len(texts)) / (1 + spread))
    counts.data = counts.data * rare[counts.indices]
    row = np.repeat(np.arange(shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, counts.data**2, minlength=shape[0]))
    counts.data = counts.data / length[row]
    return counts


def alike(left: Vectors, right: Vectors, least: float) -> Iterator[tuple[int, int, float]]:
    """List the pairs of texts that are alike enough, by left, then right.

    Args:
        left: unit vectors.
        right: unit vectors of the same space.
        least: the least cosine, above 0.
    """
    turned = right.T.tocsr()
    for start in range(0, left.shape[0], _BLOCK):
        product = sparse.csr_array(left[start : start + _BLOCK] @ turned)
        product.sort_indices()
        row = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
        kept = np.flatnonzero(product.data >= least - 1e-9)
        values = np.minimum(product.data[kept], 1.0)
        yield from zip((row[kept] + start).tolist(), product.indices[kept].tolist(), values.tolist(), strict=True)


def _grams(text: str) -> Iterator[str]:
    dense = "".join(character for character in text if character.isalnum())
    return (dense[at : at + size] for size in _SIZES for at in range(len(dense) - size + 1))
