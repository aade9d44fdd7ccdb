"""Compute the measures of ``graph.network.centrality`` for networks that are too large for NetworkX."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rustworkx as rx
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

from graph.dataset.columns import Floats
from graph.network.communities import weighted_ties

DAMPING = 0.8
_STEPS, _SMALLEST_MOVE = 2000, 1e-14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """The measures as parallel arrays, one entry a unit; see ``Centrality``."""

    degree: Floats
    betweenness: Floats
    birank: Floats
    authority: Floats
    constraint: Floats
    effective_size: Floats
    articulation: npt.NDArray[np.bool_]


def nothing(units: int) -> Numbers:
    """Give zeros for units without a network."""
    return Numbers(
        degree=np.zeros(units),
        betweenness=np.zeros(units),
        birank=np.zeros(units),
        authority=np.zeros(units),
        constraint=np.zeros(units),
        effective_size=np.zeros(units),
        articulation=np.zeros(units, dtype=np.bool_),
    )


def measure(matrix: "sparse.csr_array[np.float64]", *, betweenness: bool) -> Numbers:
    """Compute all measures.

    Args:
        matrix: tasks × units, of ones.
        betweenness: whether to compute it; else zeros.
    """
    tasks, units = matrix.shape
    if not matrix.nnz:
        return nothing(units)
    graph = _graph(matrix)
    cuts = rx.articulation_points(graph)
    constraint, size = _structural_holes(matrix)
    return Numbers(
        degree=_column_sums(matrix) / tasks,
        betweenness=_betweenness(graph, tasks, units) if betweenness else np.zeros(units),
        birank=_birank(matrix),
        authority=_authority(matrix),
        constraint=constraint,
        effective_size=size,
        articulation=np.array([tasks + place in cuts for place in range(units)], dtype=np.bool_),
    )


def most_between(units: int, tasks: int) -> float:
    """Give the largest betweenness that a unit of a two-mode graph can have.

    Source: Borgatti & Halgin, "Analyzing Affiliation Networks", as in NetworkX.
    """
    s, t = divmod(units - 1, tasks)
    return ((tasks**2) * ((s + 1) ** 2) + tasks * (s + 1) * (2 * t - s - 1) - t * ((2 * s) - t + 3)) / 2


def scaled(values: Floats) -> Floats:
    """Scale values to a sum of 1."""
    return np.asarray(values / values.sum(), dtype=np.float64)


def _column_sums(matrix: "sparse.csr_array[np.float64]") -> Floats:
    return np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1]).astype(np.float64)


def _graph(matrix: "sparse.csr_array[np.float64]") -> "rx.PyGraph[None, None]":
    """Build the two-mode graph: tasks first, then units."""
    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * sum(matrix.shape))
    task, unit = matrix.nonzero()
    graph.add_edges_from_no_data(list(zip(task.tolist(), (unit + matrix.shape[0]).tolist(), strict=True)))
    return graph


def _betweenness(graph: "rx.PyGraph[None, None]", tasks: int, units: int) -> Floats:
    raw = rx.graph_betweenness_centrality(graph, normalized=False)
    most = most_between(units, tasks)
    values = np.array([raw[tasks + place] for place in range(units)])
    return np.asarray(values / most if most > 0 else np.zeros(units), dtype=np.float64)


def _birank(matrix: "sparse.csr_array[np.float64]") -> Floats:
    """Iterate BiRank with uniform personalisation of the nodes that have edges."""
    rows = np.diff(matrix.indptr).astype(np.float64)
    cols = _column_sums(matrix)
    weight = 1 / np.sqrt(np.repeat(rows, rows.astype(np.int64)) * cols[matrix.indices])
    smooth = sparse.csr_array((weight, matrix.indices, matrix.indptr), shape=matrix.shape)
    back = smooth.T.tocsr()
    above_start, start = scaled((rows > 0).astype(np.float64)), scaled((cols > 0).astype(np.float64))
    rank = start
    for _ in range(_STEPS):
        above = DAMPING * (smooth @ rank) + (1 - DAMPING) * above_start
        after = DAMPING * (back @ above) + (1 - DAMPING) * start
        moved = float(np.abs(after - rank).sum())
        rank = after
        if moved < _SMALLEST_MOVE:
            break
    return scaled(np.asarray(rank, dtype=np.float64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConnectedComponent:
    """A connected piece of the network with its first eigenvector.

    Attributes:
        units: their places among all units.
        value: the largest eigenvalue of the shared tasks.
        vector: the authority of the units in the piece, not negative; any scale.
    """

    units: npt.NDArray[np.intp]
    value: float
    vector: Floats


def joined(pieces: Sequence[ConnectedComponent], units: int) -> Floats:
    """Give the authority of all units: that of the densest piece; of several equally dense ones each by its weight.

    That is the limit of the HITS iteration from equal values.
    """
    whole = np.zeros(units)
    best = max((piece.value for piece in pieces), default=0.0)
    for piece in pieces:
        if piece.value >= best * (1 - 1e-9):
            whole[piece.units] = piece.vector * piece.vector.sum() / (piece.vector @ piece.vector)
    return scaled(whole)


def _authority(matrix: "sparse.csr_array[np.float64]") -> Floats:
    """Compute the first eigenvector of the shared tasks for each connected piece."""
    shared = sparse.csr_array(matrix.T @ matrix)
    _, label = connected_components(shared, directed=False)
    order = np.argsort(label, kind="stable")
    places = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    most = _row_sums(shared)  # the largest row sum of a piece is at least its eigenvalue
    best, pieces = 0.0, []
    for units in sorted(places, key=lambda units: -float(most[units].max())):
        if most[units].max() < best * (1 - 1e-9):
            break
        piece = _piece(shared, units)
        pieces.append(piece)
        best = max(best, piece.value)
    return joined(pieces, matrix.shape[1])


def _piece(shared: "sparse.csr_array[np.float64]", units: npt.NDArray[np.intp]) -> ConnectedComponent:
    part = shared[units][:, units]
    if len(units) <= 2:
        values, vectors = np.linalg.eigh(part.toarray())
    else:
        values, vectors = eigsh(part, k=1, which="LA", v0=np.ones(len(units)), tol=1e-15, maxiter=10_000)
    return ConnectedComponent(units=units, value=float(values[-1]), vector=np.abs(vectors[:, -1]))


def _structural_holes(matrix: "sparse.csr_array[np.float64]") -> tuple[Floats, Floats]:
    """Give constraint (weighted) and effective size (unweighted) in the projection on units, all products sparse."""
    tied = weighted_ties(matrix)
    present = tied.copy()
    present.data[:] = 1.0
    strength, partners = _row_sums(tied), _row_sums(present)
    part = sparse.csr_array(sparse.diags_array(1 / np.where(strength > 0, strength, 1.0), dtype=np.float64) @ tied)
    direct_and_indirect = sparse.csr_array((part + part @ part).multiply(present))
    among = _row_sums(sparse.csr_array((present @ present).multiply(present)))  # twice the ties among the partners
    size = partners - among / np.where(partners > 0, partners, 1.0)
    return _row_sums(direct_and_indirect.multiply(direct_and_indirect)), np.asarray(size, dtype=np.float64)


def _row_sums(matrix: "sparse.csr_array[np.float64]") -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
