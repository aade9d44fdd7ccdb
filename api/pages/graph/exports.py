"""What is shown, in other formats: JSON for the page, tables, GraphML and GEXF for other people's tools.

Guarantees:
    1. Each format holds the things and lines shown, no more and no fewer, with their places.
    2. Equal pictures give equal bytes: no clock.

Source: GraphML 1.0; GEXF 1.2 with its viz module.
"""

import json
import re
from io import BytesIO
from itertools import pairwise

import networkx as nx

from api.locale.terms import TERMS
from api.pages.graph.drawing import printable
from api.pages.graph.looks import PALETTES, looks
from api.pages.graph.picture import Edge, Subgraph
from api.pages.graph.web import THINGS, Thing
from api.tables.model import Column, Kind, Table, table
from extract.messages import message
from graph.drawing.layout import LayoutKind

_LAST_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')


def drawing_json(picture: Subgraph) -> bytes:
    """Write what the page needs to draw, as one JSON object.

    ``nodes`` and ``edges`` are rows of values, since names would be most of their bytes. A node is key, kind (a place
    in ``kinds``), short label, label, page, x, y, radius, tone, fill, lines shown, things to add, value of the size; an
    edge is the place of its two nodes, its role, and whether a path runs along it. ``columns`` says that the picture is one
    of columns, which may be made wider or higher without harm.
    """
    look, places, values = looks(picture), picture.places, picture.web.values(picture.state.size)
    number = {iri: place for place, iri in enumerate(picture.shown)}
    on_path = {frozenset(pair) for path in picture.paths for pair in pairwise(path)}
    nodes = [
        [
            thing.key,
            THINGS.index(thing.kind),
            look[thing.iri].label,
            thing.label,
            thing.url,
            places[thing.iri].x,
            places[thing.iri].y,
            look[thing.iri].radius,
            look[thing.iri].tone,
            look[thing.iri].fill,
            picture.degree[thing.iri],
            picture.more[thing.iri],
            round(values.get(thing.iri, 0.0), 4),
        ]
        for thing in picture.things
    ]
    edges = [
        [number[line.source], number[line.target], line.role, int(frozenset((line.source, line.target)) in on_path)]
        for line in picture.lines
    ]
    columns = picture.state.layout in {LayoutKind.COLUMNS, LayoutKind.LAYERED}
    said = {"total": picture.total, "columns": columns, "kinds": THINGS, "nodes": nodes, "edges": edges}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def lines_table(picture: Subgraph) -> Table:
    """The lines of a picture, with the things at their ends."""
    things = picture.web.things
    columns: tuple[Column[Edge], ...] = (
        Column("from", None, lambda line: line.source),
        Column("from_kind", message("类型"), lambda line: things[line.source].kind, names=TERMS["thing"]),
        Column("from_label", message("起点"), lambda line: things[line.source].label),
        Column("role", message("角色"), lambda line: line.role, names=TERMS["role"]),
        Column("to", None, lambda line: line.target),
        Column("to_kind", message("类型"), lambda line: things[line.target].kind, names=TERMS["thing"]),
        Column("to_label", message("终点"), lambda line: things[line.target].label),
    )
    return table("graph", message("连线"), columns, picture.lines)


def things_table(picture: Subgraph) -> Table:
    """The things of a picture, with their places."""
    values = picture.web.values(picture.state.size)
    columns: tuple[Column[Thing], ...] = (
        Column("iri", None, lambda thing: thing.iri),
        Column("kind", message("类型"), lambda thing: thing.kind, names=TERMS["thing"]),
        Column("label", message("名称"), lambda thing: thing.label),
        Column("sort", None, lambda thing: thing.sort),
        Column("lines", message("连线"), lambda thing: picture.degree[thing.iri], Kind.NUMBER),
        Column("not_added", None, lambda thing: picture.more[thing.iri], Kind.NUMBER),
        Column(picture.state.size.value, None, lambda thing: values.get(thing.iri, 0.0), Kind.NUMBER, digits=4),
        Column("x", None, lambda thing: picture.places[thing.iri].x, Kind.NUMBER),
        Column("y", None, lambda thing: picture.places[thing.iri].y, Kind.NUMBER),
    )
    return table("things", message("节点"), columns, picture.things)


def graphml(picture: Subgraph) -> bytes:
    """Write a picture as GraphML, for yEd, Cytoscape and Gephi."""
    out = BytesIO()
    graph, look = _plain(picture), looks(picture)
    for iri, place in picture.places.items():
        graph.nodes[iri].update(x=place.x, y=place.y, size=look[iri].radius)
    nx.write_graphml_xml(graph, out, encoding="utf-8")
    return out.getvalue()


def gexf(picture: Subgraph) -> bytes:
    """Write a picture as GEXF 1.2 with places, sizes and colours, for Gephi."""
    out = BytesIO()
    graph, look = _plain(picture), looks(picture)
    for iri, place in picture.places.items():
        red, green, blue = bytes.fromhex(PALETTES["light"][look[iri].tone].removeprefix("#"))
        graph.nodes[iri]["viz"] = {
            "position": {"x": place.x, "y": -place.y, "z": 0.0},  # upwards in that format
            "size": look[iri].radius,
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        }
    nx.write_gexf(graph, out, encoding="utf-8", version="1.2draft")
    return _LAST_MODIFIED.sub(b"", out.getvalue())  # the library writes today's date


def _plain(picture: Subgraph) -> "nx.MultiDiGraph[str]":
    """Copy a picture with the role on the edge, where those tools look for it, and words that XML can hold."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for thing in picture.things:
        said = {"label": thing.label, "kind": thing.kind, "sort": thing.sort}
        plain.add_node(thing.iri, **{name: printable(words) for name, words in said.items()})
    for number, line in enumerate(picture.lines):
        plain.add_edge(line.source, line.target, key=str(number), relation=line.role)
    return plain
