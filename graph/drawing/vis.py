"""Fill a pyvis ``Network`` with a scene: the one drawing of page, notebook and file.

Guarantees:
    1. Every node has a fixed place, size, colour, label and group; nothing moves by itself.
    2. No node has a title: pyvis' own page would turn one with a link in it into markup.
    3. Equal scenes give equal networks.
"""

import json
from collections.abc import Mapping

from pyvis.network import Network

from graph.drawing.labels import FONT
from graph.drawing.looks import DASHES, PALETTES, SHAPES, edge_colour, fill_colour, line_tone, line_width
from graph.drawing.scene import Edge, Node, Scene

CURVED = 1500  # lines up to which those between columns are curved


def vis_network(scene: Scene) -> Network:
    """Draw a scene, with its places, in light colours."""
    tones = PALETTES["light"]
    network = Network(height="100vh", width="100%", directed=True, cdn_resources="in_line", bgcolor=tones["paper"])
    # filled directly: add_node and add_edge look through all that is there already, which takes seconds for thousands
    network.nodes = [_node(node, tones) for node in scene.nodes]
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = dict(zip(network.node_ids, network.nodes, strict=True))
    network.edges = [_edge(edge, tones) for edge in scene.edges]
    network.set_options(json.dumps(options(scene)))
    return network


def drawing_json(scene: Scene) -> bytes:
    """Write a scene as the scripts of the page and of the file draw it: the network, the hulls, the colours by name."""
    drawn = vis_network(scene)
    hulls = [{"key": hull.key, "name": hull.name, "tone": hull.tone, "count": hull.count} for hull in scene.groups]
    said = {
        "nodes": drawn.nodes,
        "edges": drawn.edges,
        "groups": hulls,
        "columns": scene.columns,
        "palettes": PALETTES,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def options(scene: Scene) -> dict[str, object]:
    """The options of the drawing: no physics, lines curved between columns, quiet while it is moved."""
    curved = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": curved if scene.columns and len(scene.edges) <= CURVED else False, "arrows": {}},
        "nodes": {"font": {"size": FONT, "multi": False, "face": "sans-serif"}},
        "interaction": {"hideEdgesOnDrag": len(scene.edges) > CURVED, "hideEdgesOnZoom": len(scene.edges) > CURVED},
    }


def _node(node: Node, tones: Mapping[str, str]) -> dict[str, object]:
    inside, around = fill_colour(node.tone, node.fill, tones), edge_colour(node.tone, tones)
    said: dict[str, object] = {
        "id": node.key,
        "label": node.short,
        "shape": SHAPES[node.kind],
        "size": node.radius,
        "x": node.at.x,
        "y": node.at.y,
        "physics": False,
        "borderWidth": 2,
        "color": {"background": inside, "border": around},
        "font": {"color": tones["ink"]},
        "kind": node.kind,
        "full": node.label,
        "tone": node.tone,
        "fill": int(node.fill),
        "rank": node.rank,
        "lines": node.lines,
        "more": node.more,
    }
    if node.side:
        said["side"] = node.side.value
    if node.group:
        said["hull"] = node.group  # a "group" of vis would bring colours of its own
    if node.url:
        said["url"] = node.url
    if node.words:
        said["words"] = list(node.words)
    return said


def _edge(edge: Edge, tones: Mapping[str, str]) -> dict[str, object]:
    dashes = DASHES[edge.role]
    said: dict[str, object] = {
        "from": edge.source,
        "to": edge.target,
        "color": tones[line_tone(edge.role)],
        "width": line_width(edge.role, edge.weight) * (2 if edge.path else 1),
        "dashes": list(dashes) if dashes else False,
        "role": edge.role,
        "tone": line_tone(edge.role),
        "weight": edge.weight,
    }
    if edge.path:
        said["path"] = True
    return said
