"""Place neighbours near each other: a picture of any network, in about a second for three thousand nodes.

Two steps for each connected part, then the parts are packed in rows:

1. PivotMDS gives the large shape: distances to a few dozen pivots, projected on their two main axes.
   Source: U. Brandes, C. Pich, "Eigensolver Methods for Progressive Multidimensional Scaling of Large Data" (2006).
2. Springs and repulsion give the small shape; repulsion reaches a few spring lengths only, found by a k-d tree.
   Source: T. Fruchterman, E. Reingold, "Graph Drawing by Force-directed Placement" (1991), with its grid variant.

Guarantees:
    1. No random numbers: where coordinates coincide, a spiral over the order of the nodes separates them.
    2. Time grows with nodes and edges, not with their squares.
"""

from math import pi, sqrt

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

SPRING = 90.0  # pixels between two neighbours at rest
REACH = 2.2  # spring lengths over which nodes push each other away
PIVOTS = 24  # more show no better picture; a larger matrix is given to threads, which cost more than they bring
ROUNDS = 30  # half as many again move nothing that a reader would see
SETTLED = 20  # rounds before the end from which who pushes whom is looked up in each third round only
NEAR = 0.45  # spring lengths that two nodes keep from each other in the end

Coordinates = npt.NDArray[np.float64]  # shape (nodes, 2), pixels
Pairs = npt.NDArray[np.intp]  # shape (2, pairs), row numbers: one array an end is read faster than rows of two


def force(graph: "nx.Graph[str]") -> dict[str, tuple[float, float]]:
    """Give each node of ``graph`` its coordinates in pixels, around (0, 0).

    >>> force(nx.Graph()), force(nx.path_graph(["a"]))
    ({}, {'a': (0.0, 0.0)})
    """
    order = {node: index for index, node in enumerate(graph)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    placed = _pack([_one_part(graph, part) for part in parts])
    return {
        node: (float(x), float(y))
        for part, coordinates in zip(parts, placed, strict=True)
        for node, (x, y) in zip(part, coordinates, strict=True)
    }


def _one_part(graph: "nx.Graph[str]", part: list[str]) -> Coordinates:
    """Compute the layout of one connected part."""
    if len(part) == 1:
        return np.zeros((1, 2))
    row = {node: index for index, node in enumerate(part)}
    ties = sorted({(min(row[a], row[b]), max(row[a], row[b])) for a in part for b in graph[a] if a != b})
    edges = np.ascontiguousarray(np.array(ties, dtype=np.intp).T)
    return _spread(_springs(_pivot_mds(edges, len(part)), edges))


def _pivot_mds(edges: Pairs, count: int) -> Coordinates:
    """Project the nodes on the two main axes of their distances to the pivots, scaled to one node a spring length squared."""
    both_ways = np.concatenate((edges, edges[::-1]), axis=1)
    adjacency = csr_array((np.ones(both_ways.shape[1]), (both_ways[0], both_ways[1])), shape=(count, count))
    nearest = np.full(count, np.inf)
    columns: list[npt.NDArray[np.float64]] = []
    pivot = 0
    for _ in range(min(PIVOTS, count)):
        distance = dijkstra(adjacency, indices=[pivot], unweighted=True)[0]
        columns.append(distance)
        nearest = np.minimum(nearest, distance)
        pivot = int(np.argmax(nearest))
    squared = np.stack(columns, axis=1) ** 2
    centred = squared.mean(axis=0) + squared.mean(axis=1, keepdims=True) - squared - squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    main = vectors[:, ::-1][:, :2]
    main = main * np.sign(main[np.argmax(np.abs(main), axis=0), np.arange(main.shape[1])])  # eigenvectors have no sign
    flat: Coordinates = centred @ main
    flat /= max(float(np.sqrt((flat**2).sum(axis=1).mean())), 1e-9)
    return flat * (SPRING * sqrt(count) / 2) + _spiral(count)


def _spiral(count: int) -> Coordinates:
    """A sunflower of ``count`` points, one spring length wide a root of a node: nothing coincides, and no chance is needed."""
    turn = np.arange(count) * (pi * (3 - sqrt(5)))
    radius = SPRING / 4 * np.sqrt(np.arange(count) + 1.0)
    return np.stack((radius * np.cos(turn), radius * np.sin(turn)), axis=1)


def _springs(at: Coordinates, edges: Pairs) -> Coordinates:
    """Let springs pull and nodes push, in rounds of shorter and shorter steps."""
    pushed = np.empty((2, 0), dtype=np.intp)
    for left in range(ROUNDS, 0, -1):
        if left > SETTLED or left % 3 == 0:
            pushed = np.ascontiguousarray(cKDTree(at).query_pairs(SPRING * REACH, output_type="ndarray").T)
        move = _pull(at, pushed, push=True) + _pull(at, edges, push=False)
        length = np.sqrt((move**2).sum(axis=1, keepdims=True))
        step = SPRING * max(1.0, sqrt(len(at)) / 14) * left / ROUNDS  # far enough to cross the picture
        at += move * (np.minimum(length, step) / np.maximum(length, 1e-9))
    return at


def _pull(at: Coordinates, pairs: Pairs, *, push: bool) -> Coordinates:
    """The sum over ``pairs`` of what each does to its two nodes: a push of k²/d, or a pull of d²/k."""
    first, second = pairs
    x, y = np.ascontiguousarray(at.T)
    across, down = x[second], y[second]  # arrays of the length of the pairs are filled in place: making them costs most
    across -= x[first]
    down -= y[first]
    strength = across * across
    strength += down * down
    if push:
        np.maximum(strength, 1e-6, out=strength)
        np.divide(-(SPRING**2), strength, out=strength)
    else:
        np.sqrt(strength, out=strength)
        strength /= SPRING
    across *= strength
    down *= strength
    count = len(at)
    return np.stack(
        [np.bincount(first, pull, count) - np.bincount(second, pull, count) for pull in (across, down)],
        axis=1,
    )


def _spread(at: Coordinates) -> Coordinates:
    """Move apart, a few times, the pairs that are nearer than a label needs."""
    for _ in range(12):
        pairs = cKDTree(at).query_pairs(SPRING * NEAR, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[:, 0], pairs[:, 1]
        between = at[second] - at[first]
        distance = np.maximum(np.sqrt((between**2).sum(axis=1, keepdims=True)), 1e-3)
        half = between / distance * ((SPRING * NEAR - distance) / 2)
        at = at.copy()
        np.add.at(at, second, half)
        np.subtract.at(at, first, half)
    return at


def _pack(parts: list[Coordinates]) -> list[Coordinates]:
    """Arrange the parts, largest first, in rows so that the drawing is about square; its middle is (0, 0)."""
    if not parts:
        return []
    sizes = [part.max(axis=0) - part.min(axis=0) + SPRING for part in parts]
    width = max(float(sizes[0][0]), sqrt(float(sum(size[0] * size[1] for size in sizes))))
    placed, x, y, row = [], 0.0, 0.0, 0.0
    for part, size in zip(parts, sizes, strict=True):
        if x and x + size[0] > width:
            x, y, row = 0.0, y + row, 0.0
        placed.append(part - part.min(axis=0) + np.array((x, y)))
        x, row = x + float(size[0]), max(row, float(size[1]))
    whole = np.concatenate(placed)
    middle = (whole.max(axis=0) + whole.min(axis=0)) / 2
    return [part - middle for part in placed]
