"""A picture before it is drawn: nodes with place and look, lines, groups, and the words around it."""

from dataclasses import dataclass, field

from graph.drawing.labels import Side
from graph.drawing.layout import MIDDLE, Point
from graph.drawing.looks import Fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node.

    Attributes:
        key: names it in the picture and in addresses.
        label: its full name; ``short`` is what is written in the picture, wrapped.
        layer: its column in a layered picture.
        rank: how important its label is; the larger first.
        side: where its label is, in a picture with columns.
        group: the key of the group it belongs to, or nothing.
        lines: how many lines of the picture end at it; ``more`` how many neighbours are not drawn.
        value: what its size says.
        words: lines that a reader sees when it is chosen.
    """

    key: str
    iri: str
    kind: str
    label: str
    short: str
    radius: float
    tone: str
    fill: Fill
    layer: int = 0
    at: Point = MIDDLE
    rank: float = 0.0
    side: Side | None = None
    group: str = ""
    url: str = ""
    lines: int = 0
    more: int = 0
    value: float = 0.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line between two nodes, named by their keys.

    Attributes:
        role: a role, ``part_of``, or for two units ``backbone`` or ``shared``.
        weight: how many tasks it means.
        path: whether it is part of a path that was requested.
    """

    source: str
    target: str
    role: str
    weight: float = 1.0
    path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGroup:
    """Nodes that are drawn inside one soft hull."""

    key: str
    name: str
    tone: str
    members: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendMark:
    """One mark of the legend: its name, how many there are, and its look."""

    name: str
    count: int
    tone: str
    fill: Fill = Fill.FULL
    shape: str = "line"  # line, or the kind of a node
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words around a picture: they leave with it."""

    title: str = ""
    scope: str = ""
    said: str = ""
    source: str = ""
    legend: tuple[LegendMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A picture; the order of nodes and lines is that of the data.

    Attributes:
        columns: it has columns, so that labels belong next to their marks, and it may be drawn wider or higher.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[NodeGroup, ...] = ()
    columns: bool = False
    caption: Caption = field(default_factory=Caption)
