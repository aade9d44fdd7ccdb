"""Positions: every node once, the same numbers each time, document order kept, ready in time."""

import math
from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.drawing.force import NEAR, SPRING
from graph.drawing.layout import COLUMN, LayoutKind, Point, positions


def small_plan() -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("plan", layer=0)
    for section in ("s1", "s2"):
        graph.add_node(section, layer=1)
        graph.add_edge("plan", section)
    for task, section in (("t1", "s1"), ("t2", "s1"), ("t3", "s2")):
        graph.add_node(task, layer=3)
        graph.add_edge(section, task)
    for unit, tasks in (("far", ("t3",)), ("near", ("t1", "t2")), ("middle", ("t1", "t3"))):
        graph.add_node(unit, layer=4)
        graph.add_edges_from((unit, task) for task in tasks)
    return graph


def heights(places: dict[str, Point], nodes: Iterable[str]) -> list[float]:
    return [places[node].y for node in nodes]


def test_layered_reads_from_plan_to_units_without_a_crossing_where_one_can_be_avoided() -> None:
    places = positions(small_plan(), LayoutKind.LAYERED)
    assert [places[node].x / COLUMN for node in ("plan", "s1", "t1", "near")] == [0, 1, 2, 3]
    assert heights(places, ("t2", "t1", "t3")) == sorted(heights(places, ("t1", "t2", "t3")))
    assert heights(places, ("near", "middle", "far")) == sorted(heights(places, ("near", "middle", "far")))


def test_layered_keeps_the_order_of_the_document_where_nothing_is_gained() -> None:
    graph = small_plan()
    graph.remove_node("middle")
    places = positions(graph, LayoutKind.LAYERED)
    assert heights(places, ("t1", "t2", "t3")) == sorted(heights(places, ("t1", "t2", "t3")))


def test_two_columns_put_the_units_left_and_the_rest_right() -> None:
    places = positions(small_plan().subgraph(("t1", "t2", "t3", "near", "far")), LayoutKind.COLUMNS)
    assert {places[node].x for node in ("near", "far")} == {0.0}
    assert {places[node].x for node in ("t1", "t2", "t3")} == {COLUMN}
    assert places["near"].y < places["far"].y
    assert places["t1"].y < places["t2"].y < places["t3"].y


def test_radial_keeps_distance_from_the_ego_and_puts_strangers_outermost() -> None:
    graph = small_plan()
    graph.add_node("stranger", layer=4)
    places = positions(graph, LayoutKind.RADIAL, ego="near")
    radius = {node: math.hypot(point.x, point.y) for node, point in places.items()}
    assert radius["near"] == 0
    assert radius["t1"] == pytest.approx(radius["t2"], abs=0.02)
    assert radius["t1"] < radius["s1"] < radius["plan"] < radius["stranger"]


def test_a_node_with_very_many_neighbours_has_them_in_columns_on_both_sides_by_role() -> None:
    graph: nx.Graph[str] = nx.Graph()
    for number in range(116):
        graph.add_edge("ego", f"t{number}", role="lead" if number % 3 else "support")
    graph.add_edge("t7", "beyond")
    places = positions(graph, LayoutKind.RADIAL, ego="ego")
    assert places["ego"] == Point(0.0, 0.0)
    columns = sorted({at.x for at in places.values()} - {0.0})
    assert len(columns) == 5  # two on each side, and one behind
    roles = [graph.edges["ego", node]["role"] for node in graph["ego"] if places[node].x < 0]
    assert set(roles) == {"lead"}
    tasks = [node for node in graph["ego"] if places[node].x == columns[-1]]
    assert [places[node].y for node in tasks] == sorted(places[node].y for node in tasks)
    assert abs(places["beyond"].x) > max(
        abs(places[node].x) for node in graph["ego"] if places[node].x * places["t7"].x > 0
    )


def test_radial_without_an_ego_takes_the_node_with_most_neighbours() -> None:
    assert positions(nx.star_graph(["hub", "a", "b"]), LayoutKind.RADIAL)["hub"] == Point(0.0, 0.0)


def test_an_unknown_ego_is_refused() -> None:
    with pytest.raises(KeyError):
        positions(small_plan(), LayoutKind.RADIAL, ego="nobody")


@pytest.mark.parametrize("kind", LayoutKind)
def test_nothing_and_one_node_are_laid_out_too(kind: LayoutKind) -> None:
    alone: nx.Graph[str] = nx.Graph()
    assert positions(alone, kind) == {}
    alone.add_node("only")
    assert positions(alone, kind) == {"only": Point(0.0, 0.0)}


@st.composite
def networks(draw: st.DrawFn) -> "nx.Graph[str]":
    count = draw(st.integers(1, 24))
    nodes = [f"n{index}" for index in range(count)]
    graph: nx.Graph[str] = nx.Graph()
    for node in nodes:
        graph.add_node(node, layer=draw(st.integers(0, 4)))
    graph.add_edges_from(draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=60)))
    return graph


@settings(max_examples=60, deadline=None)
@given(networks(), st.sampled_from(LayoutKind))
def test_every_node_has_one_place_of_its_own_the_same_each_time(graph: "nx.Graph[str]", kind: LayoutKind) -> None:
    places = positions(graph, kind)
    assert list(places) == list(graph)
    assert len(set(places.values())) == len(graph)
    assert all(math.isfinite(point.x) and math.isfinite(point.y) for point in places.values())
    assert places == positions(graph, kind)


def test_force_puts_neighbours_nearer_than_strangers() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.barbell_graph(8, 6), str)
    places = positions(graph, LayoutKind.FORCE)

    def mean(pairs: Iterable[tuple[str, str]]) -> float:
        lengths = [math.dist((places[a].x, places[a].y), (places[b].x, places[b].y)) for a, b in pairs]
        return sum(lengths) / len(lengths)

    assert mean(graph.edges) * 2 < mean(nx.non_edges(graph))


def test_force_keeps_room_for_each_label() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.star_graph(40), str)
    for node in graph:
        graph.nodes[node]["size"] = (150.0, 50.0)
    points = [(point.x, point.y) for point in positions(graph, LayoutKind.FORCE).values()]
    assert not any(
        abs(ax - bx) < 149 and abs(ay - by) < 49 for at, (ax, ay) in enumerate(points) for bx, by in points[:at]
    )


def test_groups_have_discs_of_their_own() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.complete_graph(30), str)
    for node in graph:
        graph.nodes[node].update(size=(60.0, 40.0), group=f"g{int(node) % 3}")
    places = positions(graph, LayoutKind.FORCE)
    middles = {}
    for group in ("g0", "g1", "g2"):
        inside = [places[node] for node in graph if graph.nodes[node]["group"] == group]
        middles[group] = (sum(at.x for at in inside) / 10, sum(at.y for at in inside) / 10)
    for node, at in places.items():
        nearest = min(middles, key=lambda group: math.dist(middles[group], (at.x, at.y)))
        assert nearest == graph.nodes[node]["group"]


def test_an_opened_group_stays_where_it_was_and_none_overlaps_it() -> None:
    def picture(opened: str) -> "nx.Graph[str]":
        graph: nx.Graph[str] = nx.Graph(closed={f"g{number}": 60.0 + 4 * number for number in range(12)})
        for number in range(12):
            name, across = f"g{number}", 60.0 + 4 * number
            if name != opened:
                graph.add_node(name, size=(across, across), round=True)
            else:
                graph.add_nodes_from((f"{name}-{unit}" for unit in range(9)), size=(60.0, 40.0), group=name)
        return graph

    graph = picture("g5")
    before, after = positions(picture(""), LayoutKind.FORCE), positions(graph, LayoutKind.FORCE)
    inside = [after[node] for node in graph if graph.nodes[node].get("group")]
    middle = Point(sum(at.x for at in inside) / 9, sum(at.y for at in inside) / 9)
    others = [node for node in before if node != "g5"]
    for node in others:  # each is seen from the group in the direction in which it was
        across, down = before[node].x - before["g5"].x, before[node].y - before["g5"].y
        assert across * (after[node].x - middle.x) + down * (after[node].y - middle.y) > 0
    for at, one in enumerate(others):
        assert all(math.dist((after[one].x, after[one].y), (place.x, place.y)) > 40 for place in inside)
        for two in others[:at]:
            reach = (graph.graph["closed"][one] + graph.graph["closed"][two]) / 2
            assert math.dist((after[one].x, after[one].y), (after[two].x, after[two].y)) >= reach - 0.1


def test_force_leaves_room_for_labels_and_centres_the_whole() -> None:
    places = positions(nx.relabel_nodes(nx.star_graph(40), str), LayoutKind.FORCE)
    points = [(point.x, point.y) for point in places.values()]
    assert min(math.dist(a, b) for i, a in enumerate(points) for b in points[:i]) > SPRING * NEAR * 0.8
    assert abs(min(x for x, _ in points) + max(x for x, _ in points)) < 0.1


@pytest.mark.parametrize("kind", LayoutKind)
def test_three_thousand_nodes_all_have_a_position(kind: LayoutKind) -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.random_regular_graph(6, 3000, seed=1), str)
    assert len(positions(graph, kind)) == 3000


def test_kinds_and_directed_graphs_are_understood() -> None:
    directed: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, kind in (("u", "unit"), ("t", "task"), ("p", "plan")):
        directed.add_node(node, kind=kind)
    directed.add_edges_from((("t", "p"), ("t", "u"), ("t", "u")))
    places = positions(directed, LayoutKind.LAYERED)
    assert [places[node].x / COLUMN for node in "ptu"] == [0, 1, 2]
