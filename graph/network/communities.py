"""Find groups of units that work together, and measure how far the groups depend on chance.

Sources: Louvain, Blondel et al. 2008, J. Stat. Mech. P10008, on the projection weighted after Newman 2001; agreement
of two partitions as the Rand index over all pairs of units (Rand 1971, J. Am. Stat. Assoc. 66:846–850).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
from scipy import sparse

from extract.records import Role
from graph.dataset.columns import Columns, Ints, Laid, columns
from graph.network.engine import Engine, engine
from graph.network.projections import projection

SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Groups of units that share tasks; units without partners are in no group.

    Attributes:
        groups: unit IRIs, largest group first, sorted within.
        modularity: of the best partition; 0 when no units share a task.
        stability: how far the partitions of all seeds agree, 0 to 1.
        seed: the seed of the best partition.
        engine: what computed the partitions.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float
    stability: float
    seed: int
    engine: Engine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Partition:
    """The group of each node, and its modularity."""

    group_of: Ints
    modularity: float


def communities(
    corpus: Laid,
    roles: Iterable[Role] = tuple(Role),
    seeds: Sequence[int] = SEEDS,
    computed_by: Engine | None = None,
) -> Communities:
    """Group the units by Louvain's method; of the partitions of all seeds the one with the highest modularity is given.

    Guarantees:
        1. Same rows in any order, same seeds, same groups.
        2. Without shared tasks there are no groups, and the stability is 1.
        3. The modularity is that of ``networkx.community.modularity`` on ``graph.network.projections.projection``,
           to 1e-9, for every engine.

    Args:
        corpus: the rows, a view of them, or their columns.
        roles: what makes a unit part of a task.
        seeds: starts of the random order in which nodes move.
        computed_by: an engine; by default the size of the network decides.
    """
    table, wanted = columns(corpus), tuple(roles)
    used = computed_by or engine(len(table.pairs(wanted)[0]))
    weights, names = newman_projection(table, wanted)
    if not names or not seeds:
        return Communities(groups=(), modularity=0.0, stability=1.0, seed=0, engine=used)
    divide = _networkx if used is Engine.NETWORKX else _scikit_network
    drawn = {seed: divide(weights, seed) for seed in seeds}
    best = max(seeds, key=lambda seed: (round(drawn[seed].modularity, 9), -seed))
    agreed = [rand_index(one.group_of, two.group_of) for one, two in combinations(drawn.values(), 2)]
    return Communities(
        groups=_named(drawn[best].group_of, names),
        modularity=drawn[best].modularity,
        stability=sum(agreed) / len(agreed) if agreed else 1.0,
        seed=best,
        engine=used,
    )


def _named(group_of: Ints, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _ in range(int(group_of.max()) + 1)]
    for name, group in zip(names, group_of.tolist(), strict=True):
        found[group].append(name)
    return tuple(sorted((tuple(group) for group in found), key=lambda group: (-len(group), group)))


def _networkx(weights: "sparse.csr_array[np.float64]", seed: int) -> _Partition:
    graph: nx.Graph[int] = nx.from_scipy_sparse_array(weights)
    groups = nx.community.louvain_communities(graph, seed=seed)
    group_of = np.zeros(len(graph), dtype=np.int64)
    for place, group in enumerate(groups):
        group_of[list(group)] = place
    return _Partition(group_of=group_of, modularity=float(nx.community.modularity(graph, groups)))


def _scikit_network(weights: "sparse.csr_array[np.float64]", seed: int) -> _Partition:
    from sknetwork.clustering import Louvain, get_modularity  # noqa: PLC0415  most runs never need its 35 MB

    matrix = sparse.csr_matrix(weights)
    group_of = (
        Louvain(random_state=seed, shuffle_nodes=True, tol_optimization=1e-9, tol_aggregation=1e-9)
        .fit_predict(matrix)
        .astype(np.int64)
    )
    return _Partition(group_of=group_of, modularity=float(get_modularity(matrix, group_of)))


def rand_index(one: Ints, two: Ints) -> float:
    """Give the share of pairs of nodes on which two partitions agree; 1 for fewer than two nodes.

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


def newman_projection(
    corpus: Laid, roles: Iterable[Role] = tuple(Role), computed_by: Engine | None = None
) -> tuple["sparse.csr_array[np.float64]", tuple[str, ...]]:
    """Project on the units that share a task: a task with k units adds 1/(k - 1) to each of its pairs.

    Guarantees:
        1. Equal to ``graph.network.projections.projection`` to 1e-12; the order of the rows has no effect.

    Returns:
        The symmetric matrix of weights, and the IRIs of its rows, sorted.
    """
    table, wanted = columns(corpus), tuple(roles)
    used = computed_by or engine(len(table.pairs(wanted)[0]))
    if used is Engine.NETWORKX:
        graph = projection(table, wanted)
        names = sorted(node for node, partners in graph.degree() if partners)
        weights = sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=names)) if names else _EMPTY
    else:
        weights, names = _projected(table, wanted)
    weights.data = np.round(weights.data, 12)
    weights.sort_indices()
    return weights, tuple(names)


_EMPTY = sparse.csr_array((0, 0), dtype=np.float64)


def _projected(table: Columns, roles: tuple[Role, ...]) -> tuple["sparse.csr_array[np.float64]", list[str]]:
    """Project by one sparse product."""
    tied = weighted_ties(table.incidence(roles).astype(np.float64))
    partners = np.flatnonzero(np.diff(tied.indptr))
    iris = [table.units[place].iri for place in partners.tolist()]
    order = sorted(range(len(iris)), key=iris.__getitem__)
    return tied[partners[order]][:, partners[order]].tocsr(), [iris[place] for place in order]


def weighted_ties(matrix: "sparse.csr_array[np.float64]") -> "sparse.csr_array[np.float64]":
    """Give the units × units weights of Newman's projection; ``matrix`` is tasks × units, of ones."""
    listed = np.diff(matrix.indptr)
    share = np.where(listed > 1, 1 / np.maximum(listed - 1, 1), 0.0)
    scaled = sparse.csr_array((np.repeat(share, listed), matrix.indices, matrix.indptr), shape=matrix.shape)
    tied = sparse.csr_array(matrix.T @ scaled)
    tied.setdiag(0.0)
    tied.eliminate_zeros()
    return tied
