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

from api.pages.graph.drawing import printable
from api.pages.graph.looks import PALETTES, looks
from api.pages.graph.picture import Subgraph
from api.pages.graph.web import THINGS
from api.tables.representations import Sheet
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


def lines_sheet(picture: Subgraph) -> Sheet:
    """The lines of a picture as plain values."""
    things = picture.web.things
    return Sheet(
        name="graph",
        columns=("from", "from_kind", "from_label", "role", "to", "to_kind", "to_label"),
        rows=tuple(
            (
                line.source,
                things[line.source].kind,
                things[line.source].label,
                line.role,
                line.target,
                things[line.target].kind,
                things[line.target].label,
            )
            for line in picture.lines
        ),
    )


def things_sheet(picture: Subgraph) -> Sheet:
    """The things of a picture as plain values."""
    values = picture.web.values(picture.state.size)
    return Sheet(
        name="things",
        columns=("iri", "kind", "label", "sort", "lines", "not_added", picture.state.size.value, "x", "y"),
        rows=tuple(
            (
                thing.iri,
                thing.kind,
                thing.label,
                thing.sort,
                picture.degree[thing.iri],
                picture.more[thing.iri],
                round(values.get(thing.iri, 0.0), 4),
                picture.places[thing.iri].x,
                picture.places[thing.iri].y,
            )
            for thing in picture.things
        ),
    )


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
