"""Group the nodes of a weighted graph by Louvain's method: move single nodes, then groups, while modularity grows.

Source: Blondel et al. 2008, J. Stat. Mech. P10008; modularity, Newman & Girvan 2004, Phys. Rev. E 69:026113.
"""

from typing import TypeAlias

import numpy as np
from scipy import sparse

from graph.measures.columns import Floats, Ints

Graph: TypeAlias = "sparse.csr_array[np.float64]"

_LEAST = 1e-9  # of the modularity: a smaller gain is rounding


def louvain(graph: Graph, seed: int) -> Ints:
    """Give each node a group.

    Guarantees:
        1. The same graph and seed give the same groups, numbered by their first node.
        2. No single node can move to another group and raise the modularity by more than rounding.

    Args:
        graph: symmetric, weights above 0, nothing on the diagonal.
        seed: start of the random numbers that give the order of the moves.
    """
    chance = np.random.default_rng(seed)
    groups = np.arange(graph.shape[0], dtype=np.int64)
    level = graph
    while True:
        moved = _moved(level, chance)
        if len(np.unique(moved)) == level.shape[0]:
            return _numbered(groups)
        groups = moved[groups]
        level = _folded(level, moved)


def modularity(graph: Graph, groups: Ints) -> float:
    """Give the modularity of a grouping, as ``networkx.community.modularity`` does; 0 for a graph without edges."""
    strength = _strength(graph)
    total = float(strength.sum())
    if total == 0:
        return 0.0
    sums = np.bincount(groups, strength)
    return float(_folded(graph, groups).diagonal().sum()) / total - float((sums**2).sum()) / total**2


def rand_index(one: Ints, two: Ints) -> float:
    """Give the share of pairs of nodes on which two groupings agree; 1 for fewer than two nodes.

    Source: Rand 1971, J. Am. Stat. Assoc. 66:846–850.

    >>> rand_index(np.array([0, 0, 1]), np.array([0, 1, 1]))
    0.3333333333333333
    """
    pairs = len(one) * (len(one) - 1) / 2
    if not pairs:
        return 1.0
    both = _pairs(np.bincount(one * (int(two.max()) + 1) + two))
    return float((pairs + 2 * both - _pairs(np.bincount(one)) - _pairs(np.bincount(two))) / pairs)


def _pairs(counts: Ints) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _strength(graph: Graph) -> Floats:
    return np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()


def _moved(graph: Graph, chance: np.random.Generator) -> Ints:
    """Move nodes between groups until none gains, and number the groups anew after each round."""
    strength = _strength(graph)
    total = float(strength.sum())
    groups = np.arange(graph.shape[0], dtype=np.int64)
    sums = strength.copy()
    moving = True
    while moving:
        moving = False
        for node in chance.permutation(graph.shape[0]).tolist():
            start, end = graph.indptr[node], graph.indptr[node + 1]
            beside = graph.indices[start:end] != node
            ties = np.bincount(
                groups[graph.indices[start:end][beside]], graph.data[start:end][beside], minlength=len(sums)
            )
            home, own = int(groups[node]), float(strength[node])
            sums[home] -= own
            gain = ties - sums * (own / total)
            best = int(gain.argmax())
            if gain[best] <= gain[home] + _LEAST * total:
                best = home
            sums[best] += own
            moving = moving or best != home
            groups[node] = best
        groups = _numbered(groups)
        sums = np.bincount(groups, strength).astype(np.float64)
    return groups


def _folded(graph: Graph, groups: Ints) -> Graph:
    """Make each group one node; what lies inside it stays on the diagonal, both ways counted."""
    nodes = np.arange(len(groups))
    member = sparse.csr_array((np.ones(len(groups)), (nodes, groups)), shape=(len(groups), int(groups.max()) + 1))
    return sparse.csr_array(member.T @ graph @ member)


def _numbered(groups: Ints) -> Ints:
    """Number groups by their first node."""
    _, first, place = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place].astype(np.int64)
