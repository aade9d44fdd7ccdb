"""One drawing for page, notebook and file: pyvis networks, pictures with their words, groups of units with names."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import extract
from extract.pipeline import extract as read_plan
from extract.readers import read
from extract.records import Level
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.short_names import short_names
from graph.drawing.compose import scene_of, usual_view
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import PALETTES, TIES
from graph.drawing.svg import labels_of, svg
from graph.drawing.views import ALONE, PictureView, ties, unit_groups
from graph.drawing.vis import drawing_json, vis_network
from ontology.catalogue import Language

CORPUS = corpus_of(read_plan(read(Path(extract.__file__).parent / "examples" / "changji-2015.txt")))


@pytest.mark.parametrize("view", PictureView)
@pytest.mark.parametrize("kind", LayoutKind)
def test_a_network_of_pyvis_has_every_node_fixed_sized_coloured_and_labelled(
    view: PictureView, kind: LayoutKind
) -> None:
    network = vis_network(scene_of(CORPUS, view, kind))
    assert {node["id"] for node in network.nodes} == set(ties(CORPUS, view))
    for node in network.nodes:
        assert {"x", "y", "size", "color", "label", "rank"} <= set(node)
        assert node["physics"] is False
        assert "title" not in node
    assert network.get_network_data()[0] == network.nodes
    assert len(network.get_edges()) == len(network.edges)
    assert network.get_node(network.nodes[0]["id"]) == network.nodes[0]


def test_equal_rows_give_equal_bytes() -> None:
    assert drawing_json(scene_of(CORPUS)) == drawing_json(scene_of(CORPUS))
    assert svg(scene_of(CORPUS)) == svg(scene_of(CORPUS))


@pytest.mark.parametrize("view", PictureView)
def test_no_two_labels_of_a_picture_overlap(view: PictureView) -> None:
    labels = labels_of(scene_of(CORPUS, view))
    assert len(labels) > 30
    for number, label in enumerate(labels):
        assert not any(label.box.meets(other.box) for other in labels[:number])


def test_a_picture_has_title_scope_legend_source_and_date() -> None:
    drawing = svg(scene_of(CORPUS), "dark").decode()
    ElementTree.fromstring(drawing)  # noqa: S314  our own bytes
    for words in (
        "责任关系图谱",
        "实施方案",
        "单位 43",
        "任务 30",
        "牵头 96",
        "配合 40",
        "2015-07-30",
        PALETTES["dark"]["paper"],
    ):
        assert words in drawing
    assert "style" not in drawing
    assert "<script" not in drawing


@pytest.mark.parametrize(
    "rows", [Corpus(), replace(CORPUS, tasks=(), sections=(), assignments=(), units=CORPUS.units[:1])]
)
@pytest.mark.parametrize("view", PictureView)
def test_nothing_and_one_unit_are_pictures_too(rows: Corpus, view: PictureView) -> None:
    scene = scene_of(rows, view)
    ElementTree.fromstring(svg(scene))  # noqa: S314  our own bytes
    assert len(json.loads(drawing_json(scene))["nodes"]) == len(scene.nodes)


def test_units_are_grouped_and_groups_are_called_by_those_that_carry_most() -> None:
    groups = unit_groups(CORPUS, Counter(row.unit for row in CORPUS.assignments if row.counted))
    members = [iri for group in groups for iri in group.members]
    assert len(members) == len(set(members)) == 43
    assert all(group.key == ALONE or "等" in str(group.name) for group in groups)
    hulls = scene_of(CORPUS, PictureView.UNITS).groups
    assert {hull.key for hull in hulls} == {group.key for group in groups if len(group.members) > 1}


def test_groups_of_several_places_are_called_by_their_place_and_those_of_the_state_by_its_organs() -> None:
    group = unit_groups(CORPUS, {})[0].members
    units = tuple(
        replace(row, place_name="中华人民共和国", level=Level.NATIONAL.value) if row.iri in group else row
        for row in CORPUS.units
    )
    plans = (*CORPUS.plans, replace(CORPUS.plans[0], iri="other"))
    names = [str(one.name) for one in unit_groups(replace(CORPUS, units=units, plans=plans), {})]
    assert names[:2] == ["中央和国家机关", "昌吉回族自治州"]


def test_units_have_the_ties_of_the_backbone_and_one_strongest_each() -> None:
    graph = ties(CORPUS, PictureView.UNITS)
    assert {role for _, _, said in graph.edges(data=True) for role in said["roles"]} == set(TIES)
    assert all(graph.degree[unit] for unit in graph)
    assert graph.number_of_edges() < 2 * len(graph)


def test_short_names_stay_different_and_lose_a_place_that_all_share() -> None:
    shorts = short_names(CORPUS.units)
    assert len(set(shorts.values())) == len({unit.name for unit in CORPUS.units})
    assert {"州审计局", "州政府办"} <= set(shorts.values())
    twins = (
        replace(CORPUS.units[0], iri="a", name="昌吉市人民政府办公室"),
        replace(CORPUS.units[0], iri="b", name="昌吉市政府办公室"),
    )
    assert len(set(short_names(twins).values())) == 2


def test_the_words_of_the_panel_are_in_the_language_asked_for() -> None:
    nodes = {node.kind: node for node in scene_of(CORPUS, lang=Language.EN).nodes}
    assert nodes["unit"].words[0].startswith(("Lead", "lead"))
    assert usual_view(CORPUS) is PictureView.TASKS
