"""Positions for node-link pictures, worked out on the server so that a browser only has to draw.

One call, four pictures::

    positions(graph, LayoutKind.LAYERED)   plan → sections → tasks → units, in columns, in document order
    positions(graph, LayoutKind.COLUMNS)   two columns: units on the left, all else on the right
    positions(graph, LayoutKind.RADIAL)    rings around one node
    positions(graph, LayoutKind.FORCE)     neighbours near each other (graph.drawing.force)

A node's column is its attribute ``layer``, an integer (smaller is further left; the largest is the units'), or else
follows from its ``kind`` (plan, section, task, unit), or else is its distance from the first node. Coordinates are pixels
at zoom 1, x to the right and y downwards, around (0, 0) for the radial and force pictures.

Guarantees:
    1. Pure: the same nodes and edges in the same order give the same numbers on each run.
    2. Every node has exactly one finite position; no two nodes share one.
    3. In the columns and the layered picture all columns but the units' keep the order of the graph, which is the order
       of the document; units are ordered by the mean place of their neighbours, so that few lines cross.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

import networkx as nx

from graph.drawing.force import force

KINDS = {"plan": 0, "section": 1, "task": 2, "unit": 3}
ROW = 44.0  # between two nodes of a column
COLUMN = 420.0  # between two columns
RING = 220.0  # between two rings, at least
ARC = 70.0  # between two nodes of a ring, at least


class LayoutKind(StrEnum):
    """The shape of a picture."""

    COLUMNS = "columns"
    LAYERED = "layered"
    RADIAL = "radial"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the canvas, in pixels at zoom 1."""

    x: float
    y: float


def positions(graph: "nx.Graph[str]", kind: LayoutKind, *, ego: str = "") -> dict[str, Point]:
    """Compute the positions of a picture of the given ``kind``.

    >>> line = nx.Graph([("task", "unit")])
    >>> line.nodes["task"]["layer"], line.nodes["unit"]["layer"] = 3, 4
    >>> positions(line, LayoutKind.LAYERED)["unit"]
    Point(x=420.0, y=0.0)

    Args:
        graph: any graph; node ids are strings; directions and parallel edges do not matter.
        kind: the shape of the picture.
        ego: the node in the middle of a radial picture; without it the node with the most neighbours, the first of several.

    Raises:
        KeyError: when ``ego`` is not a node of the graph.
    """
    if ego and ego not in graph:
        raise KeyError(ego)
    if not graph:
        return {}
    graph = nx.Graph(graph)
    match kind:
        case LayoutKind.COLUMNS:
            return _columns(graph, _two_columns(graph))
        case LayoutKind.LAYERED:
            return _columns(graph, _layers(graph))
        case LayoutKind.RADIAL:
            return _radial(graph, ego or _busiest(graph))
        case LayoutKind.FORCE:
            places = force(graph)
            return {node: _point(*places[node]) for node in graph}


def _point(x: float, y: float) -> Point:
    # hundredths of a pixel are enough, and hide the last bits in which two machines may differ; + 0.0 turns -0.0 into 0.0
    return Point(round(x, 2) + 0.0, round(y, 2) + 0.0)


def _busiest(graph: "nx.Graph[str]") -> str:
    return max(graph, key=lambda node: graph.degree[node])  # max keeps the first of equals


def _layers(graph: "nx.Graph[str]") -> tuple[tuple[str, ...], ...]:
    """The nodes of each column from left to right, in the order of the graph; empty columns are closed up."""
    said = {node: data.get("layer", KINDS.get(data.get("kind", ""))) for node, data in graph.nodes(data=True)}
    distance: Mapping[str, int] = {}
    if None in said.values():
        distance = nx.single_source_shortest_path_length(graph, next(iter(graph)))
    columns: dict[int, list[str]] = {}
    for node, layer in said.items():
        columns.setdefault(distance.get(node, 0) if layer is None else layer, []).append(node)
    return tuple(tuple(columns[layer]) for layer in sorted(columns))


def _two_columns(graph: "nx.Graph[str]") -> tuple[tuple[str, ...], ...]:
    *others, units = _layers(graph)
    rest = {node for column in others for node in column}
    return (units, tuple(node for node in graph if node in rest)) if rest else (units,)


def _columns(graph: "nx.Graph[str]", columns: Sequence[tuple[str, ...]]) -> dict[str, Point]:
    """Set out columns side by side, all as tall as the longest."""
    last = _layers(graph)[-1]
    height = ROW * (max(len(column) for column in columns) - 1)
    settled = {node: y for column in columns if column != last for node, y in _rows(column, height).items()}
    places: dict[str, Point] = {}
    for index, column in enumerate(columns):
        rows = _rows(_by_neighbours(graph, last, settled), height) if column == last else settled
        places.update({node: _point(index * COLUMN, rows[node]) for node in column})
    return {node: places[node] for node in graph}


def _rows(column: Sequence[str], height: float) -> dict[str, float]:
    """Spread a column over the full height; a single node is in the middle."""
    if len(column) == 1:
        return {column[0]: height / 2}
    step = height / (len(column) - 1) if column else 0.0
    return {node: index * step for index, node in enumerate(column)}


def _by_neighbours(graph: "nx.Graph[str]", column: Sequence[str], settled: Mapping[str, float]) -> tuple[str, ...]:
    """Order a column by the mean height of its neighbours.

    Source: the barycentre step of K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical
    System Structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).
    """

    def mean(node: str) -> float:
        heights = [settled[other] for other in graph[node] if other in settled]
        return sum(heights) / len(heights) if heights else float("inf")

    return tuple(sorted(column, key=mean))  # stable: equals keep the order of the graph


def _radial(graph: "nx.Graph[str]", ego: str) -> dict[str, Point]:
    """Arrange rings by distance from ``ego``; what cannot be reached from it is on the outermost ring."""
    ring_of = dict(nx.single_source_shortest_path_length(graph, ego))
    outermost = max(ring_of.values()) + 1
    ring_of |= {node: outermost for node in graph if node not in ring_of}
    rings: dict[int, list[str]] = {}
    angle = {ego: 0.0}
    radius, places = 0.0, {ego: Point(0.0, 0.0)}
    for node in graph:
        if node != ego:
            rings.setdefault(ring_of[node], []).append(node)
    for ring in sorted(rings):
        around = sorted(rings[ring], key=lambda node: _mean_angle(graph, node, angle))
        radius = max(radius + RING, len(around) * ARC / (2 * pi))
        turns = {node: 2 * pi * index / len(around) for index, node in enumerate(around)}
        angle |= turns
        places |= {node: _point(radius * cos(turn), radius * sin(turn)) for node, turn in turns.items()}
    return {node: places[node] for node in graph}


def _mean_angle(graph: "nx.Graph[str]", node: str, angle: Mapping[str, float]) -> float:
    inner = [angle[other] for other in graph[node] if other in angle]
    return sum(inner) / len(inner) if inner else float("inf")
