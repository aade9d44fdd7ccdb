"""Positions for node-link pictures, worked out on the server so that a browser only has to draw.

One call, four pictures::

    positions(graph, LayoutKind.LAYERED)   plan → sections → tasks → units, in columns, ordered so that few lines cross
    positions(graph, LayoutKind.COLUMNS)   two columns: units on the left, all else on the right, ordered the same way
    positions(graph, LayoutKind.RADIAL)    rings around one node; where it has very many neighbours, columns on both sides
    positions(graph, LayoutKind.FORCE)     neighbours near each other (graph.drawing.force), groups in boxes of their own

A node's column is its attribute ``layer``, an integer (smaller is further left; the largest is the units'), or else
follows from its ``kind`` (plan, section, task, unit), or else is its distance from the first node. ``size``, width and
height in pixels of a mark with its label, keeps room for it in the force picture; ``group`` names its box there, and
``round`` marks a closed group, a disc. ``closed`` of the graph has the width that each group has, or had, when closed:
groups are placed by it, so that opening one moves the others as little as it takes.
Coordinates are pixels at zoom 1, x to the right and y downwards, around (0, 0) for the radial and force pictures.

Guarantees:
    1. Pure: the same nodes and edges in the same order give the same numbers on each run.
    2. Every node has exactly one finite position; no two nodes share one.
    3. In the columns and the layered picture no more lines cross than in the order of the graph.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

import networkx as nx
import numpy as np
import numpy.typing as npt

from graph.drawing.crossings import least_crossing
from graph.drawing.force import force
from graph.drawing.spacing import boxes_apart, free_place, packed, placed_near

KINDS = {"plan": 0, "section": 1, "task": 2, "unit": 3}
ROW = 34.0  # between two nodes of a column
COLUMN = 420.0  # between two columns
RING = 240.0  # between two rings, at least
ARC = 84.0  # between two nodes of a ring, at least
RINGED = 30  # neighbours up to which a ring has room for their labels
FAN_ROW, FAN_COLUMN, FAN_GAP, FAN_ROWS = 22.0, 250.0, 150.0, 30  # of the columns on both sides of a node with more
WIDER = 1.3  # a force picture is drawn so much wider than high: screens are
ROUND = 1.15  # the same for the inside of a group
LABELLED = 700  # nodes up to which the force picture keeps room for each label
RIM = 34.0  # between the nodes of a group and the edge of its box
APART = 30.0  # between a part of a force picture and the nodes of another
NAME = 24.0  # above it, for its name


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


MIDDLE = Point(0.0, 0.0)


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
            return _columns(graph, _two_columns(graph)[::-1], to_the_left=True)
        case LayoutKind.LAYERED:
            return _columns(graph, _layers(graph))
        case LayoutKind.RADIAL:
            ego = ego or busiest(graph)
            return _fan(graph, ego) if is_fan(graph, ego) else _radial(graph, ego)
        case LayoutKind.FORCE:
            grouped = any(said.get("group") or said.get("round") for _, said in graph.nodes(data=True))
            places = _clustered(graph) if grouped else _spread(graph)
            return {node: _point(*places[node]) for node in graph}


def _point(x: float, y: float) -> Point:
    # hundredths of a pixel are enough, and hide the last bits in which two machines may differ; + 0.0 turns -0.0 into 0.0
    return Point(round(x, 2) + 0.0, round(y, 2) + 0.0)


def is_fan(graph: "nx.Graph[str]", ego: str) -> bool:
    """Say whether a radial picture has columns on both sides of its middle, since a ring would be too long."""
    return len(set(graph[ego]) - {ego}) > RINGED


def busiest(graph: "nx.Graph[str]") -> str:
    """The node with the most neighbours, the first of several."""
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


def _columns(
    graph: "nx.Graph[str]", columns: Sequence[tuple[str, ...]], *, to_the_left: bool = False
) -> dict[str, Point]:
    """Set out columns side by side, all as tall as the longest; of equal orders the one that keeps the first column."""
    height = ROW * (max(len(column) for column in columns) - 1)
    places: dict[str, Point] = {}
    edges = [(a, b) for a, b in graph.edges if a != b]
    for index, column in enumerate(least_crossing(columns, edges, hidden=True)):
        x = COLUMN * (len(columns) - 1 - index if to_the_left else index)
        places.update({node: _point(x, y) for node, y in _rows(column, height).items() if node in graph})
    return {node: places[node] for node in graph}


def _rows(column: Sequence[str], height: float) -> dict[str, float]:
    """Spread a column over the full height; a single node is in the middle."""
    if len(column) == 1:
        return {column[0]: height / 2}
    step = height / (len(column) - 1) if column else 0.0
    return {node: index * step for index, node in enumerate(column)}


Places = Mapping[str, tuple[float, float]]


def _spread(graph: "nx.Graph[str]", wider: float = WIDER) -> Places:
    """Neighbours near each other, wider than high, and where the nodes say their sizes no box over another."""
    if len(graph) > LABELLED or any("size" not in said for _, said in graph.nodes(data=True)):
        return force(graph)
    parts = [sorted(part, key=list(graph).index) for part in nx.connected_components(graph)]
    inside = [_part(graph.subgraph(part).copy(), wider) for part in parts]
    if len(inside) == 1:
        return inside[0]
    found: dict[str, tuple[float, float]] = {}
    for part in sorted(inside, key=lambda part: -len(part)):
        left, top, right, bottom = _box(graph, part)
        there = np.array(list(found.values())).reshape(-1, 2)
        taken = np.array([graph.nodes[node]["size"] for node in found]).reshape(-1, 2) + APART
        size, middle = np.array((right - left, bottom - top)), np.array((left + right, top + bottom)) / 2
        across, down = (
            free_place(np.zeros(2), size, there, taken, np.zeros(len(there), dtype=np.bool_), flat=wider) - middle
        )
        found |= {node: (x + float(across), y + float(down)) for node, (x, y) in part.items()}
    return _centred(found)


def _centred(places: Places) -> Places:
    every = np.array(list(places.values()))
    x, y = (every.max(axis=0) + every.min(axis=0)) / 2
    return {node: (across - float(x), down - float(y)) for node, (across, down) in places.items()}


Bounds = tuple[float, float, float, float]  # left, top, right, bottom


def _moved(inside: Iterable[Places], boxes: Iterable[Bounds], corners: npt.NDArray[np.float64]) -> Places:
    """Give all nodes their places, once each box has its corner; the middle of all is (0, 0)."""
    places = {
        node: (x + float(across) - box[0], y + float(down) - box[1])
        for part, box, (across, down) in zip(inside, boxes, corners, strict=True)
        for node, (x, y) in part.items()
    }
    return _centred(places)


def _part(graph: "nx.Graph[str]", wider: float) -> Places:
    """Arrange a connected part, boxes apart, around (0, 0)."""
    places = force(graph)
    at = np.array([places[node] for node in graph]) * (wider, 1.0)
    at = boxes_apart(at, np.array([graph.nodes[node]["size"] for node in graph], dtype=np.float64))
    at -= (at.max(axis=0) + at.min(axis=0)) / 2
    return {node: (float(x), float(y)) for node, (x, y) in zip(graph, at, strict=True)}


def _clustered(graph: "nx.Graph[str]") -> Places:
    """Each group in a separate box or disc, packed around the middle, tied groups near each other."""
    groups: dict[str, list[str]] = {}
    for node, said in graph.nodes(data=True):
        groups.setdefault(said.get("group") or node, []).append(node)
    names = sorted(groups)
    number = {group: place for place, group in enumerate(names)}
    inside = [_spread(graph.subgraph(groups[group]).copy(), ROUND) for group in names]
    boxes = [_box(graph, part) for part in inside]
    sizes = np.array([(right - left, bottom - top) for left, top, right, bottom in boxes])
    discs = np.array([bool(graph.nodes[groups[group][0]].get("round")) for group in names])
    home = {node: number[group] for group, members in groups.items() for node in members}
    partners: list[list[int]] = [[] for _ in names]
    for a, b in sorted({tuple(sorted((home[a], home[b]))) for a, b in graph.edges if home[a] != home[b]}):
        partners[a].append(b)
        partners[b].append(a)
    middles = _middles(names, sizes, discs, partners, graph.graph.get("closed", {}))
    return _moved(inside, boxes, middles - sizes / 2)


def _middles(
    names: Sequence[str],
    sizes: npt.NDArray[np.float64],
    discs: npt.NDArray[np.bool_],
    partners: Sequence[Sequence[int]],
    closed: Mapping[str, float],
) -> npt.NDArray[np.float64]:
    """The middles of groups: where they are when all are closed, those that are open first."""
    small = np.array([(closed[name],) * 2 if name in closed else size for name, size in zip(names, sizes, strict=True)])
    order = sorted(range(len(names)), key=lambda place: (-float(small[place].prod()), names[place]))
    middles = packed(small, discs | np.array([name in closed for name in names]), partners, order)
    if not closed:
        return middles
    opened = middles[~discs]
    far = [float(np.hypot(*(opened - at).T).min()) if len(opened) else 0.0 for at in middles]
    return placed_near(middles, sizes, discs, sorted(range(len(names)), key=lambda place: (far[place], names[place])))


def _box(graph: "nx.Graph[str]", inside: Places) -> Bounds:
    """The box around the nodes of a group, its rim and its name: left, top, right, bottom."""
    half = {node: (graph.nodes[node].get("size") or (2 * RIM, 2 * RIM)) for node in inside}
    named = len(inside) > 1 and any(graph.nodes[node].get("group") for node in inside)
    rim, name = (RIM, NAME) if named else (0.0, 0.0)
    return (
        min(x - half[node][0] / 2 for node, (x, _) in inside.items()) - rim,
        min(y - half[node][1] / 2 for node, (_, y) in inside.items()) - rim - name,
        max(x + half[node][0] / 2 for node, (x, _) in inside.items()) + rim,
        max(y + half[node][1] / 2 for node, (_, y) in inside.items()) + rim,
    )


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


def _fan(graph: "nx.Graph[str]", ego: str) -> dict[str, Point]:
    """Arrange columns on both sides of ``ego``: near ones inside, those of one role together, else in the order of the graph."""
    distance = nx.single_source_shortest_path_length(graph, ego)
    far = max(distance.values()) + 1
    steps: dict[int, list[str]] = {}
    for node in graph:
        steps.setdefault(distance.get(node, far), []).append(node)
    places, used = {ego: (0.0, 0.0)}, [0, 0]
    for step in sorted(steps.keys() - {0}):
        for side, nodes in enumerate(_halves(graph, ego, steps[step], places)):
            columns = -(-len(nodes) // FAN_ROWS)
            for column in range(columns):
                rows = nodes[column * len(nodes) // columns : (column + 1) * len(nodes) // columns]
                x = (FAN_GAP + FAN_COLUMN * (used[side] + column)) * (1 if side else -1)
                places |= {node: (x, FAN_ROW * (row - (len(rows) - 1) / 2)) for row, node in enumerate(rows)}
            used[side] += columns
    return {node: _point(*places[node]) for node in graph}


def _halves(graph: "nx.Graph[str]", ego: str, nodes: Sequence[str], places: Places) -> tuple[list[str], list[str]]:
    """Say which nodes go left and right of ``ego``: its neighbours by their roles, others next to those they belong to."""
    if graph.has_edge(ego, nodes[0]):
        found = sorted(nodes, key=lambda node: str(graph.edges[ego, node].get("role", "")))
        half = (len(found) + 1) // 2
        return found[:half], found[half:]
    near = {node: _mean_place(graph, node, places) for node in nodes}
    found = sorted(nodes, key=lambda node: near[node][1])
    return [node for node in found if near[node][0] < 0], [node for node in found if near[node][0] >= 0]


def _mean_place(graph: "nx.Graph[str]", node: str, places: Places) -> tuple[float, float]:
    """The mean place of the neighbours that have one already."""
    near = [places[other] for other in graph[node] if other in places] or [(0.0, 0.0)]
    return sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near)


def _mean_angle(graph: "nx.Graph[str]", node: str, angle: Mapping[str, float]) -> float:
    inner = [angle[other] for other in graph[node] if other in angle]
    return sum(inner) / len(inner) if inner else float("inf")
