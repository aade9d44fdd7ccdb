"""Deal the places of lists to units again so that every unit and every list keeps its number: the check of an overlap.

Source: curveball, Strona et al. 2014, Nature Communications 5:4114; Carstens 2015, Phys. Rev. E 91:042812 (it draws
every such table with the same probability).
"""

import numpy as np
from scipy import sparse

from graph.dataset.columns import Floats, Ints

DRAWS = 400
LISTS_UP_TO = 150
_TRADES = 2  # for each list, between two draws
_BURNED = 10  # for each list, before the first draw


def fixed_degree_tail(
    matrix: "sparse.csr_array[np.int64]", pair: tuple[Ints, Ints], shared: Ints, draws: int = DRAWS, seed: int = 1
) -> Floats:
    """Give the share of redealt tables in which each pair shares as many tasks or more, the observed one counted.

    Args:
        matrix: tasks × units, of ones.
        pair: the units of each pair, as columns of the matrix.
        shared: what each pair shares.
        draws: how many tables.
        seed: start of the random numbers.
    """
    chance = np.random.default_rng(seed)
    lists = [set(matrix.indices[a:b].tolist()) for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)]
    lists = [listed for listed in lists if listed]
    as_many = np.ones(len(shared))
    _trade(lists, _BURNED * len(lists), chance)
    for _ in range(draws):
        _trade(lists, _TRADES * len(lists), chance)
        dealt = np.zeros((len(lists), matrix.shape[1]), dtype=np.bool_)
        for place, listed in enumerate(lists):
            dealt[place, list(listed)] = True
        as_many += (dealt[:, pair[0]] & dealt[:, pair[1]]).sum(axis=0) >= shared
    return as_many / (draws + 1)


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
