"""Deal the places of lists to units again so that every unit and every list keeps its number: the test of a small plan.

Source: curveball, Strona et al. 2014, Nature Communications 5:4114; Carstens 2015, Phys. Rev. E 91:042812 (it draws
every such table with the same probability).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import sparse

DRAWS = 400
LISTS_UP_TO = 150
_TRADES = 2  # for each list, between two draws
_BURNED = 10  # for each list, before the first draw


def redealt(
    matrix: "sparse.csr_array[np.int64]", draws: int = DRAWS, seed: int = 1
) -> Iterator[npt.NDArray[np.float64]]:
    """Give the table dealt again, as ones and zeros, once for each draw; lists without units are left out.

    Args:
        matrix: lists × units, of ones.
        draws: how many tables.
        seed: start of the random numbers.
    """
    chance = np.random.default_rng(seed)
    lists = [set(matrix.indices[a:b].tolist()) for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
    lists = [listed for listed in lists if listed]
    _trade(lists, _BURNED * len(lists), chance)
    for _ in range(draws):
        _trade(lists, _TRADES * len(lists), chance)
        dealt = np.zeros((len(lists), matrix.shape[1]))
        for place, listed in enumerate(lists):
            dealt[place, list(listed)] = 1.0
        yield dealt


def deal_again(lists: list[set[int]], chance: np.random.Generator) -> None:
    """Deal the places of some lists again, in place."""
    _trade(lists, _BURNED * len(lists), chance)


def _trade(lists: list[set[int]], times: int, chance: np.random.Generator) -> None:
    """Let two lists at a time trade the units that only one of them has."""
    if len(lists) < 2:
        return
    firsts, others = chance.integers(len(lists), size=times), chance.integers(len(lists) - 1, size=times)
    for one, other in zip(firsts.tolist(), others.tolist(), strict=True):
        a, b = lists[one], lists[other + (other >= one)]
        both = a & b
        free = sorted(a ^ b)
        chance.shuffle(free)
        mine = len(a) - len(both)
        a.clear(), b.clear()
        a.update(both, free[:mine])
        b.update(both, free[mine:])
