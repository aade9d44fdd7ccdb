"""Group the nodes of a weighted graph by Louvain's method: move single nodes, then groups, while modularity grows.

Source: Blondel et al. 2008, J. Stat. Mech. P10008; modularity, Newman & Girvan 2004, Phys. Rev. E 69:026113.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.dataset.columns import Floats, Ints

Graph: TypeAlias = "sparse.csr_array[np.float64]"
Places: TypeAlias = npt.NDArray[np.int32]

_CELLS = 8  # of a table of nodes × groups for each entry of the graph, up to which the table is kept
_TOGETHER = 12  # times that nodes move at once, before they move one by one
_FEW = 32  # nodes that are asked one by one from the start
_LEAST = 1e-9  # of the modularity: a smaller gain is rounding


def louvain(graph: Graph, seed: int) -> Ints:
    """Give each node a group: single nodes move, then whole groups, then single nodes again, until nothing moves.

    Where the graph is sparse, many nodes move at once at first, a random half of those that would gain: modularity may
    fall by that, so it is done a few times only. After that every move raises it, and there is an end.

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
    together = _TOGETHER
    while True:
        groups = _moved(graph, groups, chance, together)
        above = _folded(graph, groups)
        alone = np.arange(above.shape[0], dtype=np.int64)
        joined = _moved(above, alone, chance, together)
        if np.array_equal(joined, alone):
            return groups
        groups, together = joined[groups], 0


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


def _moved(graph: Graph, groups: Ints, chance: np.random.Generator, together: int) -> Ints:
    """Move nodes between groups until none gains; number the groups by their first node."""
    held, many = _Grouping(graph, groups), len(groups)
    cells = _CELLS * held.beside.nnz
    if len(held.sums) == many and many**2 <= cells:
        _in_turn(held, chance.permutation(many))  # a dense graph soon has few groups
    while many * len(held.sums) > cells:
        restless, best = _restless(held)
        if not len(restless):
            return held.groups
        if together and len(restless) > _FEW:
            going = chance.random(len(restless)) < 0.5  # of two that would change places, often one
            held.groups[restless[going]] = best[going]
            held.number(held.groups)
            together -= 1
        else:
            _in_turn(held, chance.permutation(restless))
    _settle(held, chance)
    return held.groups


def _restless(held: _Grouping) -> tuple[Ints, Ints]:
    """Find the nodes that would gain in another group, and the group where each gains most.

    Only groups of partners are looked at: in a graph with nothing on its diagonal no other is ever the best.
    """
    ties = sparse.csr_array(held.beside @ _members(held.groups))
    node, group = np.repeat(np.arange(len(held.groups)), np.diff(ties.indptr)), ties.indices.astype(np.int64)
    gain = ties.data - held.sums[group] * (held.strength[node] / held.total)
    home = held.strength * (held.strength - held.sums[held.groups]) / held.total  # a node does not weigh on itself
    inside = group == held.groups[node]
    home[node[inside]] += ties.data[inside]
    better = np.flatnonzero(~inside & (gain > home[node] + _LEAST * held.total))
    better = better[np.lexsort((group[better], -gain[better], node[better]))]
    restless, first = np.unique(node[better], return_index=True)
    return restless, group[better][first]


def _in_turn(held: _Grouping, nodes: Ints) -> None:
    """Ask one node after the other, and number the groups by their first node."""
    for node in nodes.tolist():
        partners, weights = held.partners(node)
        held.move(node, np.bincount(held.groups[partners], weights, minlength=len(held.sums)).astype(np.float64))
    held.number(held.groups)


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
    member = _members(groups)
    return sparse.csr_array(member.T @ graph @ member)


def _members(groups: Ints) -> Graph:
    """Give the nodes × groups matrix: 1 where the node is in the group."""
    places = np.arange(len(groups) + 1)
    return sparse.csr_array((np.ones(len(groups)), groups, places), shape=(len(groups), int(groups.max()) + 1))


def _numbered(groups: Ints) -> Ints:
    """Number groups by their first node."""
    _, first, place = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place].astype(np.int64)
