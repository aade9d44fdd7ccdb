"""Give the nodes of a scene their places, and their labels their importance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import networkx as nx

from graph.drawing.labels import LINE, Side, width
from graph.drawing.layout import MIDDLE, LayoutKind, Point, busiest, is_fan, positions
from graph.drawing.scene import Node, Scene

COLUMNS = frozenset({LayoutKind.COLUMNS, LayoutKind.LAYERED})
_KINDS: Mapping[str, float] = {"group": 400.0, "plan": 160.0, "section": 80.0, "unit": 40.0, "task": 0.0}
_START = 1000.0  # of what a picture starts from
_SLACK = 10.0  # pixels around a mark with its label


def arranged(scene: Scene, kind: LayoutKind, ego: str = "", closed: Mapping[str, float] | None = None) -> Scene:
    """Arrange a scene.

    Guarantees:
        1. Pure: the same scene gives the same places.

    Args:
        scene: nodes and lines, without places.
        kind: the shape of the picture.
        ego: the key of the node in the middle of a radial picture; its label is the most important of any picture.
        closed: the radius of each group when it is closed, by its key, where some are.
    """
    graph: nx.Graph[str] = nx.Graph(closed={key: 2 * radius + _SLACK for key, radius in (closed or {}).items()})
    for node in scene.nodes:
        graph.add_node(node.key, layer=node.layer, size=_size(node), group=node.group, round=node.kind == "group")
    graph.add_edges_from((edge.source, edge.target, {"role": edge.role}) for edge in scene.edges)
    places = positions(graph, kind, ego=ego)
    fan = kind is LayoutKind.RADIAL and bool(graph) and is_fan(graph, ego or busiest(graph))
    sides = _fan_sides(places) if fan else _column_sides(places) if kind in COLUMNS else {}
    lines = Counter(end for edge in scene.edges for end in (edge.source, edge.target))
    return replace(
        scene,
        columns=fan or kind in COLUMNS,
        nodes=tuple(
            replace(
                node,
                at=places[node.key],
                lines=lines[node.key],
                rank=rank(node, lines[node.key]) + _START * (node.key == ego),
                side=sides.get(node.key),
                short=node.short.replace("\n", "") if fan else node.short,
            )
            for node in scene.nodes
        ),
    )


def _column_sides(places: Mapping[str, Point]) -> Mapping[str, Side]:
    """Labels are left of their marks, those of the last column right."""
    last = max((at.x for at in places.values()), default=0.0)
    return {key: Side.RIGHT if at.x == last else Side.LEFT for key, at in places.items()}


def _fan_sides(places: Mapping[str, Point]) -> Mapping[str, Side]:
    """Labels are away from the middle, that of the middle below it."""
    return {key: Side.BELOW if at == MIDDLE else Side.LEFT if at.x < 0 else Side.RIGHT for key, at in places.items()}


def rank(node: Node, lines: int) -> float:
    """Say how important a label is: groups, plans and sections before units, large before small, many lines before few.

    The disc of a group is also as large as its name asks, so that its units count.
    """
    size = node.more if node.kind == "group" else node.radius
    return round(_KINDS[node.kind] + size + min(lines, 40) / 2, 2)


def _size(node: Node) -> tuple[float, float]:
    """The box of a mark with its label below; a group has its label inside."""
    if node.kind == "group":
        return 2 * node.radius + _SLACK, 2 * node.radius + _SLACK
    lines = node.short.split("\n")
    across = max(2 * node.radius, *(width(line) for line in lines))
    return across + _SLACK, 2 * node.radius + LINE * len(lines) + _SLACK
