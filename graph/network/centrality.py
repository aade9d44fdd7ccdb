"""Say where each unit stands in the network of tasks: how connected, how much between, how replaceable.

NetworkX is the definition (see ``graph.network.projections``); scipy and rustworkx compute the same numbers faster.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from scipy import sparse

from extract.records import Role
from graph.dataset.columns import Columns, Floats, Laid, columns
from graph.dataset.rows import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality:
    """Where one unit stands among the tasks in which it has one of the roles asked about.

    Attributes:
        degree: share of all tasks that it takes part in (``bipartite.degree_centrality``).
        betweenness: share of shortest paths through it, of the most a two-mode graph allows
            (``bipartite.betweenness_centrality``; Borgatti & Halgin); 0 where it was not asked for.
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


def centrality(
    corpus: Laid, roles: Iterable[Role] = tuple(Role), *, betweenness: bool = True
) -> tuple[Centrality, ...]:
    """Measure where each unit stands.

    Guarantees:
        1. One record a unit of the corpus; a unit without tasks has zeros, never a hole.
        2. Equal to NetworkX to 1e-9 where NetworkX defines the measure.
        3. Most between first, then degree, then IRI.

    Args:
        corpus: the rows or a view of them, or their columns.
        roles: what makes a unit part of a task.
        betweenness: exact betweenness takes long from about 10,000 assignments on; it may be left out.
    """
    table = columns(corpus)
    matrix = table.incidence(tuple(roles)).astype(np.float64)
    degree = _column_sums(matrix) / max(len(table.tasks), 1)
    graph = _graph(table, matrix)
    between = _betweenness(table, graph) if betweenness else np.zeros(len(table.units))
    rank, authority = _birank(matrix), _authority(matrix)
    constraint, size = _holes(matrix)
    cuts = rx.articulation_points(graph)
    records = [
        Centrality(
            unit=unit,
            degree=float(degree[place]),
            betweenness=float(between[place]),
            birank=float(rank[place]),
            authority=float(authority[place]),
            constraint=float(constraint[place]),
            effective_size=float(size[place]),
            articulation=len(table.tasks) + place in cuts,
        )
        for place, unit in enumerate(table.units)
    ]
    return tuple(sorted(records, key=lambda row: (-row.betweenness, -row.degree, row.unit.iri)))


def _column_sums(matrix: "sparse.csr_array[np.float64]") -> Floats:
    return np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1]).astype(np.float64)


def _graph(table: Columns, matrix: "sparse.csr_array[np.float64]") -> "rx.PyGraph[None, None]":
    """Build the two-mode graph: tasks first, then units."""
    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * (len(table.tasks) + len(table.units)))
    task, unit = matrix.nonzero()
    graph.add_edges_from_no_data(list(zip(task.tolist(), (unit + len(table.tasks)).tolist(), strict=True)))
    return graph


def _betweenness(table: Columns, graph: "rx.PyGraph[None, None]") -> Floats:
    """Scale betweenness by the most that a unit of a two-mode graph can have.

    Source: Borgatti & Halgin, "Analyzing Affiliation Networks", as in NetworkX.
    """
    raw = rx.graph_betweenness_centrality(graph, normalized=False)
    n, m = len(table.units), len(table.tasks)
    if not n:
        return np.zeros(0)
    s, t = divmod(n - 1, m) if m else (0, 0)
    most = ((m**2) * ((s + 1) ** 2) + m * (s + 1) * (2 * t - s - 1) - t * ((2 * s) - t + 3)) / 2
    values = np.array([raw[m + place] for place in range(n)])
    return np.asarray(values / most if most > 0 else np.zeros(n), dtype=np.float64)


_STEPS, _STILL = 2000, 1e-14


def _birank(matrix: "sparse.csr_array[np.float64]", damping: float = 0.8) -> Floats:
    """Iterate BiRank with damping 0.8 on both sides and uniform personalisation of the nodes that have edges."""
    if not matrix.nnz:
        return np.zeros(matrix.shape[1])
    rows = np.diff(matrix.indptr).astype(np.float64)
    cols = _column_sums(matrix)
    weight = 1 / np.sqrt(np.repeat(rows, rows.astype(np.int64)) * cols[matrix.indices])
    smooth = sparse.csr_array((weight, matrix.indices, matrix.indptr), shape=matrix.shape)
    back = smooth.T.tocsr()
    above_start, start = _scaled((rows > 0).astype(np.float64)), _scaled((cols > 0).astype(np.float64))
    rank = start
    for _ in range(_STEPS):
        above = damping * (smooth @ rank) + (1 - damping) * above_start
        after = damping * (back @ above) + (1 - damping) * start
        moved = float(np.abs(after - rank).sum())
        rank = after
        if moved < _STILL:
            break
    return _scaled(np.asarray(rank, dtype=np.float64))


def _authority(matrix: "sparse.csr_array[np.float64]") -> Floats:
    """Iterate HITS from equal hubs; in a network of several pieces the same start gives the same answer."""
    if not matrix.nnz:
        return np.zeros(matrix.shape[1])
    back = matrix.T.tocsr()
    authority = _scaled(np.ones(matrix.shape[1]))
    for _ in range(_STEPS):
        after = _scaled(np.asarray(back @ (matrix @ authority), dtype=np.float64))
        moved = float(np.abs(after - authority).sum())
        authority = after
        if moved < _STILL:
            break
    return authority


def _scaled(values: Floats) -> Floats:
    return np.asarray(values / values.sum(), dtype=np.float64)


def _holes(matrix: "sparse.csr_array[np.float64]") -> tuple[Floats, Floats]:
    """Give constraint (weighted) and effective size (unweighted) in the projection on units."""
    listed = np.diff(matrix.indptr).astype(np.float64)
    share = np.where(listed > 1, 1 / np.maximum(listed - 1, 1), 0.0)
    scaled = sparse.csr_array(
        (np.repeat(share, np.diff(matrix.indptr)), matrix.indices, matrix.indptr), shape=matrix.shape
    )
    tied = np.asarray((matrix.T @ scaled).todense(), dtype=np.float64)
    np.fill_diagonal(tied, 0.0)
    present = (tied > 0).astype(np.float64)
    strength, partners = tied.sum(axis=1), present.sum(axis=1)
    part = tied / np.where(strength > 0, strength, 1.0)[:, None]
    constraint = (((part + part @ part) ** 2) * present).sum(axis=1)
    among = ((present @ present) * present).sum(axis=1)  # twice the ties among the partners
    size = partners - among / np.where(partners > 0, partners, 1.0)
    return np.asarray(constraint, dtype=np.float64), np.asarray(size, dtype=np.float64)
