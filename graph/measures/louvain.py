"""Group the nodes of a weighted graph by Louvain's method: move single nodes, then groups, while modularity grows.

Source: Blondel et al. 2008, J. Stat. Mech. P10008; modularity, Newman & Girvan 2004, Phys. Rev. E 69:026113.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.measures.columns import Floats, Ints

Graph: TypeAlias = "sparse.csr_array[np.float64]"
Places: TypeAlias = npt.NDArray[np.int32]

_CELLS = 2**24  # nodes × groups up to which their table is kept: 128 MB
_LEAST = 1e-9  # of the modularity: a smaller gain is rounding


def louvain(graph: Graph, seed: int) -> Ints:
    """Give each node a group: single nodes move, then whole groups, then single nodes again, until nothing moves.

    Guarantees:
        1. The same graph and seed give the same groups, numbered by their first node.
        2. No single node can move to another group and raise the modularity by more than rounding; nor can a whole
           group that joins another.

    Args:
        graph: symmetric, weights above 0, nothing on the diagonal.
        seed: start of the random numbers that give the order of the moves.
    """
    chance = np.random.default_rng(seed)
    groups = np.arange(graph.shape[0], dtype=np.int64)
    while True:
        groups = _moved(graph, groups, chance)
        above = _folded(graph, groups)
        alone = np.arange(above.shape[0], dtype=np.int64)
        joined = _moved(above, alone, chance)
        if np.array_equal(joined, alone):
            return groups
        groups = joined[groups]


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


class _Grouping:
    """Nodes in groups; ``beside`` is the graph without its diagonal."""

    def __init__(self, graph: Graph, groups: Ints) -> None:
        self.strength = _strength(graph)
        self.total = float(self.strength.sum())
        self.beside = graph
        if graph.diagonal().any():
            self.beside = graph.copy()
            self.beside.setdiag(0.0)
            self.beside.eliminate_zeros()
        self.number(groups)

    def number(self, groups: Ints) -> None:
        """Number groups by their first node."""
        self.groups = _numbered(groups)
        self.sums = np.bincount(self.groups, self.strength).astype(np.float64)

    def partners(self, node: int) -> tuple[Places, Floats]:
        """Give the other nodes that a node is tied to, and the weights."""
        start, end = self.beside.indptr[node], self.beside.indptr[node + 1]
        return self.beside.indices[start:end], self.beside.data[start:end]

    def move(self, node: int, ties: Floats) -> bool:
        """Put a node where it gains most, given its weight to each group; tell whether it moved."""
        home, own = int(self.groups[node]), float(self.strength[node])
        self.sums[home] -= own
        gain = ties - self.sums * (own / self.total)
        best = int(gain.argmax())
        if gain[best] <= gain[home] + _LEAST * self.total:
            best = home
        self.sums[best] += own
        self.groups[node] = best
        return best != home


def _moved(graph: Graph, groups: Ints, chance: np.random.Generator) -> Ints:
    """Move nodes between groups until none gains; number the groups by their first node."""
    held, moving, many = _Grouping(graph, groups), True, len(groups)
    while moving and (len(held.sums) == many or many * len(held.sums) > _CELLS):
        moving = _round(held, chance)
    if moving:
        _settle(held, chance)
    return held.groups


def _round(held: _Grouping, chance: np.random.Generator) -> bool:
    """Ask each node in turn; tell whether one moved."""
    moved = False
    for node in chance.permutation(len(held.groups)).tolist():
        partners, weights = held.partners(node)
        ties = np.bincount(held.groups[partners], weights, minlength=len(held.sums)).astype(np.float64)
        moved = held.move(node, ties) or moved
    held.number(held.groups)
    return moved


def _settle(held: _Grouping, chance: np.random.Generator) -> None:
    """Keep a table of every node's ties to every group, and ask only the nodes that would gain, until none would."""
    many, nodes = len(held.sums), np.arange(len(held.groups))
    cells = np.repeat(nodes * many, np.diff(held.beside.indptr)) + held.groups[held.beside.indices]
    ties = np.bincount(cells, held.beside.data, minlength=len(nodes) * many).astype(np.float64).reshape(-1, many)
    while True:
        gain = ties - np.outer(held.strength / held.total, held.sums)
        at_home = gain[nodes, held.groups] + held.strength**2 / held.total  # a node does not weigh on itself
        restless = nodes[gain.max(axis=1) > at_home + _LEAST * held.total]
        moved = False
        for node in chance.permutation(restless).tolist():
            home = held.groups[node]
            if held.move(node, ties[node]):
                moved, (partners, weights) = True, held.partners(node)
                ties[partners, home] -= weights
                ties[partners, held.groups[node]] += weights
        if not moved:
            held.number(held.groups)
            return


def _folded(graph: Graph, groups: Ints) -> Graph:
    """Make each group one node; what lies inside it stays on the diagonal, both ways counted."""
    nodes = np.arange(len(groups))
    member = sparse.csr_array((np.ones(len(groups)), (nodes, groups)), shape=(len(groups), int(groups.max()) + 1))
    return sparse.csr_array(member.T @ graph @ member)


def _numbered(groups: Ints) -> Ints:
    """Number groups by their first node."""
    _, first, place = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place].astype(np.int64)
