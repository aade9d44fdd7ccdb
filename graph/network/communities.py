"""Find groups of units that work together, and say how far the groups depend on chance.

Source: Louvain, Blondel et al. 2008, J. Stat. Mech. P10008, on the projection weighted after Newman 2001; agreement
of two partitions as the Rand index over all pairs of units (Rand 1971).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse

from extract.records import Role
from graph.dataset.columns import Laid, columns
from graph.network.louvain import louvain, modularity, rand_index

SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Groups of units that share tasks; units without partners stand in no group.

    Attributes:
        groups: unit IRIs, largest group first, sorted within.
        modularity: of the best partition; 0 when nobody shares a task.
        stability: how far the partitions of all seeds agree, 0 to 1.
        seed: the seed of the best partition.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float
    stability: float
    seed: int


def communities(corpus: Laid, roles: Iterable[Role] = tuple(Role), seeds: Sequence[int] = SEEDS) -> Communities:
    """Group the units; of the partitions of all seeds the one with the highest modularity is given.

    Rows, a view of them, or their columns will do.

    Guarantees:
        1. Same rows in any order, same seeds, same groups.
        2. Without shared tasks there are no groups, and the stability is 1.
        3. The modularity is that of ``networkx.community.modularity`` on ``graph.network.projections.projection``, to 1e-9.
    """
    graph, names = newman_projection(corpus, roles)
    if not names or not seeds:
        return Communities(groups=(), modularity=0.0, stability=1.0, seed=0)
    drawn = {seed: louvain(graph, seed) for seed in seeds}
    scores = {seed: modularity(graph, groups) for seed, groups in drawn.items()}
    best = max(seeds, key=lambda seed: (round(scores[seed], 9), -seed))
    found: list[list[str]] = [[] for _ in range(int(drawn[best].max()) + 1)]
    for name, group in zip(names, drawn[best].tolist(), strict=True):
        found[group].append(name)
    agreed = [rand_index(one, two) for one, two in combinations(drawn.values(), 2)]
    return Communities(
        groups=tuple(sorted((tuple(group) for group in found), key=lambda group: (-len(group), group))),
        modularity=scores[best],
        stability=sum(agreed) / len(agreed) if agreed else 1.0,
        seed=best,
    )


def newman_projection(
    corpus: Laid, roles: Iterable[Role] = tuple(Role)
) -> tuple["sparse.csr_array[np.float64]", tuple[str, ...]]:
    """Project on the units that share a task: a task with k units adds 1/(k - 1) to each of its pairs.

    Guarantees:
        1. Equal to ``graph.network.projections.projection`` to 1e-12; the order of the rows leaves no trace.

    Returns:
        The symmetric matrix of weights, and the IRIs of its rows, sorted.
    """
    table = columns(corpus)
    matrix = table.incidence(tuple(roles)).astype(np.float64)
    listed = np.diff(matrix.indptr)
    weight = np.where(listed > 1, 1 / np.maximum(listed - 1, 1), 0.0)
    scaled = sparse.csr_array((np.repeat(weight, listed), matrix.indices, matrix.indptr), shape=matrix.shape)
    tied = sparse.csr_array(matrix.T @ scaled)
    tied.setdiag(0.0)
    tied.data = np.round(tied.data, 12)
    tied.eliminate_zeros()
    partners = np.flatnonzero(np.diff(tied.indptr))
    iris = [table.units[place].iri for place in partners.tolist()]
    order = sorted(range(len(iris)), key=iris.__getitem__)
    kept = tied[partners[order]][:, partners[order]].tocsr()
    kept.sort_indices()
    return kept, tuple(iris[place] for place in order)
