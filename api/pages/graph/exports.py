"""What is shown, in other formats: tables, GraphML and GEXF for other people's tools.

Guarantees:
    1. Each format holds the things and lines shown, no more and no fewer, with their places.
    2. Equal pictures give equal bytes: no clock.
    3. Title, scope, legend and source of a picture are in the file.

Source: GraphML 1.0; GEXF 1.2 with its viz module; for the attributes and the direction of y the importers of Gephi.
"""

from collections.abc import Mapping
from html import escape

import networkx as nx

from api.locale.terms import TERMS
from api.pages.graph.looks import scene_of
from api.pages.graph.picture import Subgraph, SubgraphEdge
from api.pages.graph.web import Thing
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import message
from graph.dataset.names import TIE_NAMES
from graph.dataset.xml_text import xml_text
from graph.drawing.looks import PALETTES
from graph.drawing.scene import Caption, Node
from graph.exchange.networks import gexf_of, graphml_of

NO_WORDS = Caption()
_ROLES = {**TERMS["role"], **TIE_NAMES}


def lines_table(picture: Subgraph) -> Table:
    """The lines of a picture, with the things at their ends."""
    thing = picture.web.thing
    columns: tuple[Column[SubgraphEdge], ...] = (
        Column("from", None, lambda line: line.source),
        Column("from_kind", message("类型"), lambda line: thing(line.source).kind, names=TERMS["thing"]),
        Column("from_label", message("起点"), lambda line: thing(line.source).label),
        Column("role", message("角色"), lambda line: line.role, names=_ROLES),
        Column("weight", message("共同任务"), lambda line: line.weight, ValueKind.NUMBER),
        Column("to", None, lambda line: line.target),
        Column("to_kind", message("类型"), lambda line: thing(line.target).kind, names=TERMS["thing"]),
        Column("to_label", message("终点"), lambda line: thing(line.target).label),
    )
    return table("graph", message("连线"), columns, picture.lines)


def things_table(picture: Subgraph) -> Table:
    """The things of a picture, with their places."""
    values = picture.web.values(picture.state.size)
    places = {node.iri: node.at for node in scene_of(picture).nodes}
    columns: tuple[Column[Thing], ...] = (
        Column("iri", None, lambda thing: thing.iri),
        Column("kind", message("类型"), lambda thing: thing.kind, names=TERMS["thing"]),
        Column("label", message("名称"), lambda thing: thing.label),
        Column("sort", None, lambda thing: thing.sort),
        Column("lines", message("连线"), lambda thing: picture.degree[thing.iri], ValueKind.NUMBER),
        Column("not_added", None, lambda thing: picture.more[thing.iri], ValueKind.NUMBER),
        Column(picture.state.size.value, None, lambda thing: values.get(thing.iri, 0.0), ValueKind.NUMBER, digits=4),
        Column("x", None, lambda thing: places[thing.iri].x, ValueKind.NUMBER),
        Column("y", None, lambda thing: places[thing.iri].y, ValueKind.NUMBER),
    )
    return table("things", message("节点"), columns, picture.things)


def graphml(picture: Subgraph, caption: Caption = NO_WORDS) -> bytes:
    """Write a picture as GraphML, for yEd, Cytoscape and Gephi, which reads ``x``, ``y``, ``size``, ``r``, ``g`` and ``b``."""
    graph = _plain(picture)
    graph.graph.update({name: xml_text(words) for name, words in _said(caption).items()})
    for node in scene_of(picture).nodes:
        graph.nodes[node.iri].update(x=node.at.x, y=_up(node), size=node.radius, **_colour(node))
    return graphml_of(graph)


def gexf(picture: Subgraph, caption: Caption = NO_WORDS) -> bytes:
    """Write a picture as GEXF 1.2 with places, sizes, colours, weights and the measure shown: Gephi draws it as seen."""
    graph = _plain(picture)
    for node in scene_of(picture).nodes:
        graph.nodes[node.iri]["viz"] = {
            "position": {"x": node.at.x, "y": _up(node), "z": 0.0},
            "size": node.radius,
            "color": {**_colour(node), "a": 1.0},
        }
    words = escape(xml_text(" · ".join(_said(caption).values())))
    return gexf_of(graph).replace(b"</creator>", f"</creator>\n    <description>{words}</description>".encode(), 1)


def _up(node: Node) -> float:
    """The height of a node for programs that draw it as Gephi does, upwards; 0.0 is not written as -0.0."""
    return 0.0 - node.at.y


def _colour(node: Node) -> Mapping[str, int]:
    """The colour of a node by day, in the parts that Gephi reads."""
    return dict(zip("rgb", bytes.fromhex(PALETTES["light"][node.tone].removeprefix("#")), strict=True))


def _said(caption: Caption) -> Mapping[str, str]:
    """The words around a picture by what they are; none that is empty."""
    legend = "，".join(f"{mark.name} {mark.count}" for mark in caption.legend)
    said = {"title": caption.title, "scope": caption.scope, "shown": caption.said, "legend": legend}
    return {name: words for name, words in {**said, "source": caption.source}.items() if words}


def _plain(picture: Subgraph) -> "nx.MultiDiGraph[str]":
    """Copy a picture with the role on the edge, where those tools look for it, and words that XML can contain."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    values, measure = picture.web.values(picture.state.size), picture.state.size.value
    for thing in picture.things:
        said = {"label": thing.label, "kind": thing.kind, "sort": thing.sort}
        plain.add_node(thing.iri, **{name: xml_text(words) for name, words in said.items()})
        if values:
            plain.nodes[thing.iri][measure] = round(values.get(thing.iri, 0.0), 4)
    for number, line in enumerate(picture.lines):
        plain.add_edge(line.source, line.target, key=str(number), relation=line.role, weight=line.weight)
    return plain
