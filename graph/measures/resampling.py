"""Draw the tasks of a corpus again, to see how far a figure depends on single tasks.

Source: bootstrap, Efron 1979, Annals of Statistics 7(1):1–26.
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from graph.dataset.columns import Ints

SEED = 20150730
_BLOCK = 20  # draws counted together


def resampled(matrix: "sparse.csr_array[np.int64]", draws: int, seed: int = SEED) -> Iterator[Ints]:
    """Draw as many tasks as there are, with replacement, and count each unit's; once for each draw.

    Args:
        matrix: tasks × units, of ones.
        draws: how many times; a matrix without tasks gives none.
        seed: start of the random numbers.
    """
    chance, many = np.random.default_rng(seed), matrix.shape[0]
    by_unit = matrix.T.tocsr()
    for done in range(0, draws if many else 0, _BLOCK):
        part = range(min(_BLOCK, draws - done))
        times = [np.bincount(chance.integers(many, size=many, dtype=np.int32), minlength=many) for _ in part]
        yield from np.asarray(by_unit @ np.stack(times, axis=1), dtype=np.int64).T
