"""Find groups of units that work together, and say how far the groups depend on chance.

Source: Louvain, Blondel et al. 2008, J. Stat. Mech. P10008, on the projection weighted after Newman 2001; agreement
of two partitions as the Rand index over all pairs of units (Rand 1971).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from extract.records import Role
from graph.network import projection
from graph.rows import Corpus

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


def communities(corpus: Corpus, roles: Iterable[Role] = tuple(Role), seeds: Sequence[int] = SEEDS) -> Communities:
    """Group the units; of the partitions of all seeds the one with the highest modularity is given.

    Guarantees:
        1. Same rows in any order, same seeds, same groups.
        2. Without shared tasks there are no groups, and the stability is 1.
    """
    source = projection(corpus, roles)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(node for node in source if source.degree(node)))
    for a, b in sorted((min(a, b), max(a, b)) for a, b in source.edges):
        graph.add_edge(a, b, weight=source[a][b]["weight"])
    if not graph or not seeds:
        return Communities(groups=(), modularity=0.0, stability=1.0, seed=0)
    drawn = {seed: nx.community.louvain_communities(graph, weight="weight", seed=seed) for seed in seeds}
    scores = {seed: nx.community.modularity(graph, groups, weight="weight") for seed, groups in drawn.items()}
    best = max(seeds, key=lambda seed: (round(scores[seed], 9), -seed))
    groups = sorted((tuple(sorted(group)) for group in drawn[best]), key=lambda group: (-len(group), group))
    return Communities(
        groups=tuple(groups), modularity=scores[best], stability=_agreement(list(drawn.values())), seed=best
    )


def _agreement(partitions: Sequence[Iterable[Iterable[str]]]) -> float:
    """Give the mean Rand index of all pairs of partitions."""
    homes = [{node: place for place, group in enumerate(groups) for node in group} for groups in partitions]
    pairs = list(combinations(sorted(homes[0]), 2))
    if len(homes) < 2 or not pairs:
        return 1.0
    together = [[home[a] == home[b] for a, b in pairs] for home in homes]
    shares = [sum(x == y for x, y in zip(one, two, strict=True)) / len(pairs) for one, two in combinations(together, 2)]
    return sum(shares) / len(shares)
