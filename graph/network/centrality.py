"""Measure how central each unit is in the network of tasks: how connected, how much between others, how replaceable.

NetworkX computes the measures up to the size that ``graph.network.engine`` states; above it scipy and rustworkx give the
same numbers to 1e-9.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import numpy as np

from extract.records import Role
from graph.dataset.columns import Columns, Floats, Laid, columns
from graph.dataset.rows import COLLECTIVE_KINDS, UnitRow
from graph.network import sparse_centrality
from graph.network.engine import Engine, engine
from graph.network.projections import bipartite
from graph.network.sparse_centrality import ConnectedComponent, Numbers, joined, most_between, scaled


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality:
    """The measures of one unit among the tasks in which it has one of the roles.

    Attributes:
        degree: share of all tasks that it takes part in (``bipartite.degree_centrality``).
        betweenness: share of shortest paths through it, of the most a two-mode graph allows
            (``bipartite.betweenness_centrality``; Borgatti & Halgin); 0 where it is not computed.
        birank: importance from important tasks, with ``bipartite.birank`` (He, Gao, Kan & Wang 2017);
            the values of all units together are scaled to 1.
        authority: HITS authority (Kleinberg 1999), scaled to 1.
        constraint: Burt's constraint in the projection on units, weighted after Newman (Burt 1992); 0 when alone.
        effective_size: partners less the ties among them, in the same projection without weights; 0 when alone.
        articulation: without it the network of tasks and units falls into more pieces.
    """

    unit: UnitRow
    degree: float
    betweenness: float
    birank: float
    authority: float
    constraint: float
    effective_size: float
    articulation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The units by centrality.

    Attributes:
        rows: most between first, then degree, then IRI.
        left_out: collectives and class words that are not part of the network.
        engine: what computed the numbers.
    """

    rows: tuple[Centrality, ...]
    left_out: int
    engine: Engine


def centrality(
    corpus: Laid,
    roles: Iterable[Role] = tuple(Role),
    *,
    betweenness: bool = True,
    collectives: bool = False,
    computed_by: Engine | None = None,
) -> Ranking:
    """Measure how central each unit is.

    Guarantees:
        1. One record a unit; a unit without tasks has zeros.
        2. The numbers are those of NetworkX, to 1e-9, for every engine.

    Args:
        corpus: the rows, a view of them, or their columns.
        roles: what makes a unit part of a task.
        betweenness: exact betweenness takes long from about 10,000 assignments on; it may be left out.
        collectives: whether collectives and class words (各部门, 有关部门) are units of the network. They are in most
            lists and would be first in every ranking.
        computed_by: an engine; by default the size of the network decides.
    """
    table, wanted = columns(corpus), tuple(roles)
    kept = [place for place, unit in enumerate(table.units) if collectives or unit.kind not in COLLECTIVE_KINDS]
    used = computed_by or engine(len(table.pairs(wanted)[0]))
    if used is Engine.NETWORKX:
        numbers = _networkx(table, wanted, kept, betweenness=betweenness)
    else:
        matrix = table.incidence(wanted)[:, kept].astype(np.float64)
        numbers = sparse_centrality.measure(matrix, betweenness=betweenness)
    records = [_record(table.units[place], numbers, row) for row, place in enumerate(kept)]
    order = sorted(records, key=lambda row: (-round(row.betweenness, 9), -round(row.degree, 9), row.unit.iri))
    return Ranking(rows=tuple(order), left_out=len(table.units) - len(kept), engine=used)


def _record(unit: UnitRow, numbers: Numbers, row: int) -> Centrality:
    return Centrality(
        unit=unit,
        degree=float(numbers.degree[row]),
        betweenness=float(numbers.betweenness[row]),
        birank=float(numbers.birank[row]),
        authority=float(numbers.authority[row]),
        constraint=float(numbers.constraint[row]),
        effective_size=float(numbers.effective_size[row]),
        articulation=bool(numbers.articulation[row]),
    )


def _networkx(table: Columns, roles: tuple[Role, ...], kept: list[int], *, betweenness: bool) -> Numbers:
    """Let NetworkX compute every measure."""
    graph = bipartite(table, roles)
    units = [table.units[place].iri for place in kept]
    tasks = [task.iri for task in table.tasks]
    graph = graph.subgraph([*tasks, *units]).copy()
    if not tasks or not units:
        return sparse_centrality.nothing(len(units))
    between = nx.betweenness_centrality(graph, normalized=False) if betweenness else {}
    cuts = set(nx.articulation_points(graph))
    partners = nx.bipartite.collaboration_weighted_projected_graph(graph, units)
    partners.remove_nodes_from(list(nx.isolates(partners)))
    degree = nx.bipartite.degree_centrality(graph, units)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    most = most_between(len(units), len(tasks))
    return Numbers(
        degree=_column(units, degree),
        betweenness=_column(units, between) / most if most > 0 else np.zeros(len(units)),
        birank=_column(units, _birank(graph)),
        authority=_authority(graph, units),
        constraint=_column(units, nx.constraint(partners, weight="weight") if partners else {}),
        effective_size=_column(units, nx.effective_size(partners) if partners else {}),
        articulation=np.array([unit in cuts for unit in units], dtype=np.bool_),
    )


def _column(units: list[str], values: dict[str, float]) -> Floats:
    """Give values in the order of the units, 0 for the others."""
    return np.array([values.get(unit, 0.0) for unit in units], dtype=np.float64)


def _sides(graph: "nx.Graph[str]") -> tuple[list[str], list[str]]:
    """Give the tasks and the units of a two-mode graph."""
    kinds = [(node, data["kind"]) for node, data in graph.nodes(data=True)]
    return [node for node, kind in kinds if kind == "task"], [node for node, kind in kinds if kind == "unit"]


def _birank(graph: "nx.Graph[str]") -> dict[str, float]:
    """Run BiRank with damping 0.8 on both sides and uniform personalisation."""
    tasks, units = _sides(graph)
    if not units:
        return {}
    ranks = nx.bipartite.birank(
        graph,
        tasks,
        alpha=sparse_centrality.DAMPING,
        beta=sparse_centrality.DAMPING,
        top_personalization=dict.fromkeys(tasks, 1 / len(tasks)),
        bottom_personalization=dict.fromkeys(units, 1 / len(units)),
        tol=1e-15,
        max_iter=10_000,
    )
    return dict(zip(units, scaled(np.array([ranks[unit] for unit in units])).tolist(), strict=True))


def _authority(graph: "nx.Graph[str]", units: list[str]) -> Floats:
    """Run HITS on the edges from tasks to units of each connected piece; in one piece the answer is unique."""
    place = {unit: number for number, unit in enumerate(units)}
    pieces = []
    for nodes in nx.connected_components(graph):
        members = sorted(nodes & place.keys(), key=place.__getitem__)
        arrows: nx.DiGraph[str] = nx.DiGraph()
        arrows.add_edges_from((task, unit) for unit in members for task in graph[unit])
        _, authority = nx.hits(arrows, max_iter=10_000, tol=1e-15, nstart=dict.fromkeys(arrows, 1.0))
        vector = np.array([max(authority[unit], 0.0) for unit in members])
        hubs = np.array([sum(authority[unit] for unit in graph[task]) for task in nodes - place.keys()])
        value = float(hubs @ hubs / (vector @ vector))
        pieces.append(ConnectedComponent(units=np.array([place[unit] for unit in members]), value=value, vector=vector))
    return joined(pieces, len(units)) if pieces else np.zeros(len(units))
