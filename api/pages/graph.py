"""`/graph`: how units, tasks and sections hang together, around one of them or all at once, laid out on the server."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import networkx as nx
from fastapi import APIRouter, HTTPException, Query, Request, Response

from api.negotiation import Twin
from api.pages.desk import SHEET_TWINS, Desk, download, reader_of
from api.pages.index import ROLES, Index
from api.pages.sorting import Words
from api.resources import Sheet
from graph.layout import LayoutKind, Point, positions
from graph.network import PREDICATES, network

EVERYTHING = "all"
LAYERS = {"plan": 0, "section": 1, "task": 20, "unit": 21}  # sections of inner levels lie between
ROLE_OF = {predicate: role.value for role, predicate in PREDICATES.items()}
SUGGESTED = 8

Reach = Annotated[int, Query(ge=1, le=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something in the picture, and where it stands."""

    iri: str
    kind: str
    label: str
    url: str
    focus: str
    neighbours: int  # in the whole graph
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line of the picture: a role, or ``part_of``."""

    source: str
    target: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is shown, and out of how much."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int

    @property
    def node_of(self) -> dict[str, Node]:
        """The nodes by IRI."""
        return {node.iri: node for node in self.nodes}


def routes(desk: Desk) -> APIRouter:
    """Give the routes of the graph."""
    router = APIRouter()

    @router.get("/graph")
    @router.get("/graph.{suffix}", include_in_schema=False)
    def graph(
        request: Request,
        focus: Words = "",
        layout: LayoutKind = LayoutKind.LAYERED,
        reach: Reach = 1,
        role: Words = "",
    ) -> Response:
        index = desk.library.index()
        start = focus or _first(index)
        picture = picture_of(index, start, layout, reach, role)
        if desk.twin(request, SHEET_TWINS) is Twin.JSON:
            return download(_json(picture), Twin.JSON, "graph")
        return desk.answer(
            request,
            sheets=lambda: (_sheet(picture),),
            template="graph.html",
            context=lambda: {
                "index": index,
                "picture": picture,
                "source": reader_of(request).twin("json"),
                "focus": start,
                "layout": layout.value,
                "layouts": tuple(LayoutKind),
                "reach": reach,
                "role": role,
                "roles": Counter(edge.role for edge in picture.edges),
                "all_roles": ROLES,
                "suggested": index.loads[:SUGGESTED],
                "everything": EVERYTHING,
            },
        )

    return router


def _first(index: Index) -> str:
    """Where a reader starts who names nothing: at the unit that leads most."""
    return index.loads[0].unit.id if index.loads else EVERYTHING


def picture_of(index: Index, focus: str, layout: LayoutKind, reach: int, role: str) -> Picture:
    """Draw what lies within reach of a unit or task, or everything.

    Args:
        index: the look-ups over all plans.
        focus: a unit's id, a task's key, or ``all``.
        layout: the shape of the picture.
        reach: steps from the focus.
        role: only lines of this role, where it is not empty; ``partOf`` lines stay.

    Raises:
        HTTPException: 404 when the focus names nothing.
    """
    whole = network(index.corpus)
    if role:
        whole.remove_edges_from([edge for edge in whole.edges(keys=True) if ROLE_OF.get(edge[2], role) != role])
    ties: nx.Graph[str] = nx.Graph(whole)
    ego = _iri(index, focus)
    kept = set(nx.single_source_shortest_path_length(ties, ego, cutoff=reach)) if ego else set(ties)
    shown = nx.Graph(ties.subgraph(kept))
    for iri, kind in whole.nodes(data="kind"):
        if iri in kept:
            depth = index.section_of[iri].level - 1 if iri in index.section_of else 0
            shown.nodes[iri]["layer"] = LAYERS[str(kind)] + depth
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from((iri, shown.nodes[iri]) for iri in whole if iri in kept)
    ordered.add_edges_from(shown.edges)
    points = positions(ordered, layout, ego=ego)
    return Picture(
        nodes=tuple(_node(index, iri, ties.degree[iri], points[iri]) for iri in ordered),
        edges=tuple(
            Edge(source=a, target=b, role=ROLE_OF.get(key, "part_of"))
            for a, b, key in whole.edges(keys=True)
            if a in kept and b in kept
        ),
        total=len(whole),
    )


def _iri(index: Index, focus: str) -> str:
    """The IRI a focus names; empty for everything."""
    if focus == EVERYTHING:
        return ""
    row = index.unit_by_id.get(focus) or index.task_by_key.get(focus)
    if row is None:
        raise HTTPException(404)
    return row.iri


def _node(index: Index, iri: str, neighbours: int, point: Point) -> Node:
    """Name a node for people, and give its page."""
    focus = ""
    if iri in index.unit_of:
        unit = index.unit_of[iri]
        kind, label, url, focus = "unit", unit.name, index.unit_url(unit), unit.id
    elif iri in index.task_of:
        task = index.task_of[iri]
        kind, url, focus = "task", index.task_url(task), index.task_key(task)
        label = f"{task.ref} {task.title or task.text[:16]}".strip()
    elif iri in index.section_of:
        section = index.section_of[iri]
        kind, label, url = "section", f"{section.number}{section.title}", index.place_url(section.plan, section.start)
    else:
        plan = index.plan_of[iri]
        kind, label, url = "plan", plan.title or plan.source, index.plan_url(plan)
    return Node(iri=iri, kind=kind, label=label, url=url, focus=focus, neighbours=neighbours, point=point)


def _json(picture: Picture) -> bytes:
    """The picture as one JSON object; nodes are numbered by their place in the list."""
    number = {node.iri: place for place, node in enumerate(picture.nodes)}
    nodes = [
        {
            "id": place,
            "iri": node.iri,
            "kind": node.kind,
            "label": node.label,
            "url": node.url,
            "focus": node.focus,
            "neighbours": node.neighbours,
            "x": node.point.x,
            "y": node.point.y,
        }
        for place, node in enumerate(picture.nodes)
    ]
    edges = [{"from": number[edge.source], "to": number[edge.target], "role": edge.role} for edge in picture.edges]
    return json.dumps({"total": picture.total, "nodes": nodes, "edges": edges}, ensure_ascii=False).encode()


def _sheet(picture: Picture) -> Sheet:
    """The lines of the picture as plain values."""
    nodes = picture.node_of
    return Sheet(
        name="graph",
        columns=("from", "from_kind", "from_label", "role", "to", "to_kind", "to_label"),
        rows=tuple(
            (
                edge.source,
                nodes[edge.source].kind,
                nodes[edge.source].label,
                edge.role,
                edge.target,
                nodes[edge.target].kind,
                nodes[edge.target].label,
            )
            for edge in picture.edges
        ),
    )
