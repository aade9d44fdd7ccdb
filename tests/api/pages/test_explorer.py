"""What the explorer shows: every thing is shown or hidden for a said reason, counts before the click are exact."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import api.pages.graph.picture as pictures
from api.locale.terms import TERMS
from api.pages.frame.renderer import STATIC, Reader
from api.pages.graph.captions import captioned, saved_as, summary
from api.pages.graph.exports import gexf, graphml, lines_table, things_table
from api.pages.graph.legend import legend
from api.pages.graph.looks import scene_of
from api.pages.graph.panel import added, found, panel, quote, steps
from api.pages.graph.picture import Subgraph, picture_of
from api.pages.graph.state import Colour, NodeMeasure, State, keys, query, state_of, toggled
from api.pages.graph.web import THINGS, Web, tied, view_of
from api.read_model.index import ROLES
from extract.pipeline import extract
from extract.readers import read
from extract.records import UnitKind
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.scope import EVERYTHING, Scope
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import DASHES, GRADE_LOOKS, KIND_LOOKS, PALETTES, TIES
from graph.drawing.scene import Caption
from graph.drawing.svg import svg
from graph.drawing.views import PictureView
from graph.drawing.vis import drawing_json
from ontology.catalogue import Language
from tests.api.indexed import index_of

EXAMPLE = Path(pictures.__file__).parents[3] / "extract" / "examples" / "changji-2015.txt"
POLICE, JUSTICE, AUDIT = "652300-public-security", "652300-justice", "652300-audit"
DOCUMENT = read(EXAMPLE)
CORPUS = corpus_of(extract(DOCUMENT))
WEBS = {view: Web(index_of(CORPUS), view) for view in PictureView}
WEB = WEBS[PictureView.SECTIONS]
READER = Reader(lang=Language.ZH, path="/graph", query=())


def shown(view: PictureView = PictureView.SECTIONS, **fields: object) -> Subgraph:
    return picture_of(WEBS[view], State(**fields))  # type: ignore[arg-type]  # fields by name


def drawn(state: State) -> Subgraph:
    return picture_of(WEBS[view_of(WEB.index, state)], state)


def text(_plan: str) -> str:
    return DOCUMENT.text


@st.composite
def states(draw: st.DrawFn) -> State:
    some = st.lists(st.sampled_from(tuple(WEB.iri_of)), max_size=3, unique=True).map(tuple)
    return State(
        view=draw(st.sampled_from((None, *PictureView))),
        focus=draw(st.one_of(st.just(()), st.just(("all",)), some)),
        reach=draw(st.integers(0, 3)),
        open=draw(some),
        hide=draw(some),
        role=draw(st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple)),
        kind=draw(st.lists(st.sampled_from(tuple(KIND_LOOKS)), max_size=2, unique=True).map(tuple)),
        grade=draw(st.lists(st.sampled_from(tuple(map(str, GRADE_LOOKS))), max_size=2, unique=True).map(tuple)),
        thing=draw(st.lists(st.sampled_from(THINGS), max_size=3, unique=True).map(tuple)),
        layout=draw(st.sampled_from(LayoutKind)),
        size=draw(st.sampled_from(NodeMeasure)),
        colour=draw(st.sampled_from(Colour)),
        start=draw(st.sampled_from(("", POLICE, AUDIT))),
        end=draw(st.sampled_from(("", JUSTICE))),
        at=draw(st.sampled_from(("", POLICE, "nobody"))),
    )


@settings(max_examples=80, deadline=None)
@given(states())
def test_everything_is_shown_or_hidden_for_a_reason_and_stands_somewhere(state: State) -> None:
    picture = drawn(state)
    hidden = picture.hidden
    reasons = (hidden.grouped, hidden.apart, hidden.filtered, hidden.away, hidden.cut)
    assert len(picture.shown) + sum(reasons) == picture.total
    assert min(reasons) >= 0
    scene = scene_of(picture)
    assert {node.iri for node in scene.nodes} == set(picture.shown)
    assert all(node.tone in PALETTES["light"] for node in scene.nodes)
    ends = {end for line in picture.lines for end in (line.source, line.target)}
    assert ends <= set(picture.shown)
    counted = legend(picture)
    off = {entry.name for entry in counted.things if not entry.on}
    kept = [thing for thing in picture.things if thing.kind in off]
    assert {thing.iri for thing in kept} <= set(picture.starts)
    assert sum(entry.count for entry in counted.things if entry.on) == len(picture.shown) - len(kept)
    assert sum(entry.count for entry in counted.roles if entry.on) == sum(
        line.role in {*ROLES, *TIES} for line in picture.lines
    )


@settings(max_examples=60, deadline=None)
@given(states(), st.integers(0, 10_000))
def test_opening_a_thing_adds_exactly_what_was_counted(state: State, pick: int) -> None:
    before = drawn(state)
    if not before.shown:
        return
    iri = before.shown[pick % len(before.shown)]
    opened = replace(state, open=(*state.open, WEB.named[iri].key))
    assert len(drawn(opened).shown) == len(before.shown) + before.more[iri]


@settings(max_examples=80, deadline=None)
@given(states())
def test_a_state_survives_its_own_address(state: State) -> None:
    said: dict[str, str] = dict(parse_qsl(query(state)))
    read_otherwise = {"view", "reach", "layout", "size", "colour"}
    again = state_of(
        **{name: value for name, value in said.items() if name not in read_otherwise},  # type: ignore[arg-type]  # words
        view=PictureView(said["view"]) if "view" in said else None,
        reach=int(said.get("reach", 0)),
        layout=LayoutKind(said["layout"]) if "layout" in said else None,
        size=NodeMeasure(said.get("size", "led")),
        colour=Colour(said["colour"]) if "colour" in said else None,
    )
    assert again == state


def test_the_first_view_of_one_plan_is_all_of_its_units_and_tasks() -> None:
    assert view_of(WEB.index, State()) is PictureView.TASKS
    picture = drawn(State())
    assert picture.starts == ()
    assert {thing.kind for thing in picture.things} == {"unit", "task"}
    assert len(picture.shown) == picture.total


def test_what_is_too_large_to_be_drawn_starts_from_the_most_loaded_unit() -> None:
    picture = shown(PictureView.TASKS, most=60)
    assert picture.starts == (WEB.index.loads[0].unit.iri,)
    assert 10 < len(picture.shown) < picture.total


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> Subgraph:
    monkeypatch.setattr(pictures, "OPENED", 10)
    return shown(PictureView.UNITS)


def test_many_units_are_shown_as_groups_with_their_number(folded: Subgraph) -> None:
    groups = [thing for thing in folded.things if thing.kind == "group"]
    units = [thing for thing in folded.things if thing.kind == "unit"]
    assert len(groups) >= 3
    assert sum(folded.more[thing.iri] for thing in groups) == folded.hidden.grouped
    assert folded.hidden.grouped + len(units) == folded.total
    assert f"{folded.hidden.grouped} 个在 {len(groups)} 个收起的群组里" in summary(folded, READER)
    labels = {node.key: node.short for node in scene_of(folded).nodes}
    assert all(labels[thing.key].endswith(f"\n{folded.more[thing.iri]}") for thing in groups)


def test_a_group_is_opened_in_place_and_drawn_inside_a_hull(folded: Subgraph) -> None:
    group = max(folded.web.groups, key=lambda group: len(group.members))
    opened = picture_of(folded.web, State(open=(group.key,)))
    assert set(group.members) <= set(opened.shown)
    assert [hull.key for hull in scene_of(opened).groups] == [group.key]
    closed = panel(replace(opened, state=replace(opened.state, at=folded.web.thing(group.members[0]).key)), text)
    assert closed
    assert closed.closed
    assert closed.closed.open == ()


def test_the_ties_of_a_closed_group_mean_the_tasks_of_all_its_units(folded: Subgraph) -> None:
    ties = folded.web.ties
    home = folded.web.group_of
    outside = sum(said["weight"] for a, b, said in ties.edges(data=True) if home[a] != home[b])
    assert sum(line.weight for line in folded.lines) == outside > 0


def test_a_search_opens_the_group_of_what_it_adds(folded: Subgraph) -> None:
    thing = folded.web.named[folded.web.iri_of[POLICE]]
    state = added(folded, thing)
    assert state.at == POLICE
    assert thing.iri in picture_of(folded.web, state).shown


def test_units_are_tied_by_the_backbone_and_by_their_strongest_partner() -> None:
    picture = shown(PictureView.UNITS)
    assert {line.role for line in picture.lines} == set(TIES)
    tied_units = {end for line in picture.lines for end in (line.source, line.target)}
    shared = {row.unit for row in CORPUS.assignments if row.counted}
    assert tied_units == shared


def test_lines_are_those_of_counted_assignments() -> None:
    every = shown(focus=("all",))
    roles = {(line.source, line.target, line.role) for line in every.lines if line.role in ROLES}
    assert roles == {(row.task, row.unit, row.role) for row in CORPUS.assignments if row.counted}
    assert all(line.source in WEB.index.task_of for line in every.lines if line.role in ROLES)


def test_duties_in_running_text_are_quoted_and_never_counted() -> None:
    counted = [row for row in CORPUS.assignments if row.counted and row.unit.endswith(f"/{POLICE}")]
    said = tuple(replace(row, basis="sentence") if row in counted[1:] else row for row in CORPUS.assignments)
    web = Web(index_of(replace(CORPUS, assignments=said)), PictureView.SECTIONS)
    picture = picture_of(web, State(focus=(POLICE,), at=POLICE, reach=1))
    assert [line.source for line in picture.lines if line.role in ROLES] == [counted[0].task]
    assert web.values(NodeMeasure.LED)[web.iri_of[POLICE]] == 1 < len(counted)
    described = panel(picture, text)
    assert described
    assert {row.iri for row in counted} <= {item.row.iri for item in described.quotes}


def test_a_view_whose_nodes_are_gone_says_so_and_shows_the_rest() -> None:
    picture = shown(PictureView.TASKS, focus=("nobody", POLICE), hide=("gone",))
    assert picture.missing == ("nobody", "gone")
    assert picture.starts == (WEB.iri_of[POLICE],)
    assert "地址里有 2 个节点已不在数据中" in summary(picture, READER)
    assert shown(PictureView.TASKS, focus=(POLICE,), start=POLICE, end="gone", open=("gone",)).missing == ("gone",)
    assert len(shown(PictureView.TASKS, focus=("nobody",)).shown) == WEBS[PictureView.TASKS].ties.number_of_nodes()


def test_what_a_picture_starts_from_is_named_before_all_else() -> None:
    key = WEBS[PictureView.TASKS].index.task_key(CORPUS.tasks[0])
    nodes = scene_of(shown(PictureView.TASKS, focus=(key,))).nodes
    assert max(nodes, key=lambda node: node.rank).key == key


def test_a_finding_starts_where_it_stands() -> None:
    row = CORPUS.findings[0]
    key = f"{CORPUS.plans[0].id}-{row.iri.rpartition('/')[2]}"
    starts = [WEB.things[iri] for iri in shown(focus=(key,)).starts]
    index = WEB.index
    holders = [index.task_of.get(thing.iri) or index.section_of[thing.iri] for thing in starts]
    assert holders
    assert all(holder.start <= row.start < holder.end for holder in holders)


def test_a_section_filter_keeps_its_tasks_alone() -> None:
    section = next(row for row in CORPUS.sections if row.id == "2.4")
    picture = shown(focus=("all",), section=WEB.index.section_key(section))
    tasks = {thing.iri for thing in picture.things if thing.kind == "task"}
    assert tasks == {row.iri for row in CORPUS.tasks if row.part_of == section.iri}


def test_paths_are_the_shortest_through_shared_tasks() -> None:
    picture = shown(start=JUSTICE, end=AUDIT)
    units_and_tasks = [iri for iri, thing in WEB.things.items() if thing.kind in {"unit", "task"}]
    walked = WEB.ties.subgraph(units_and_tasks)
    length = nx.shortest_path_length(walked, WEB.iri_of[JUSTICE], WEB.iri_of[AUDIT])
    assert picture.paths
    assert {len(path) - 1 for path in picture.paths} == {length}
    for path, spelt in zip(picture.paths, steps(picture, text), strict=True):
        assert len(spelt) == length // 2
        assert (spelt[0].start.iri, spelt[-1].end.iri) == (path[0], path[-1])
        for step in spelt:
            assert {item.unit.iri for item in step.quotes} == {step.start.iri, step.end.iri}


def test_no_path_where_the_filters_leave_none() -> None:
    assert shown(start=JUSTICE, end=AUDIT, role=("supervise",)).paths == ()


def test_quotes_are_the_very_words_of_the_plan() -> None:
    for row in CORPUS.assignments:
        item = quote(WEB, row, text)
        assert item.words == row.mention == DOCUMENT.text[row.start : row.end]
        whole = item.before.removeprefix("…") + item.words + item.after.removesuffix("…")
        assert whole in DOCUMENT.text
        assert "\n" not in whole


def test_a_search_finds_names_and_what_plans_call_them() -> None:
    assert [thing.key for thing in found(WEB, "州公安局")] == [POLICE]
    assert found(WEB, "") == ()
    assert found(WEB, "没有这样的名称") == ()


def test_too_many_things_are_cut_and_said() -> None:
    picture = shown(focus=("all",), most=20)
    assert len(picture.shown) == 20
    assert picture.hidden.cut == picture.total - 20
    least = min(WEB.ties.degree[iri] for iri in picture.shown)
    assert all(WEB.ties.degree[iri] <= least for iri in WEB.things if iri not in picture.shown)


def hostile() -> Corpus:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>]]>\u202e&amp;\x01'
    return replace(
        CORPUS,
        units=tuple(replace(row, name=row.name + evil) for row in CORPUS.units),
        tasks=tuple(replace(row, title=evil) for row in CORPUS.tasks),
    )


def test_files_of_a_hostile_plan_are_whole_and_hold_no_markup_of_its_own() -> None:
    picture = picture_of(Web(index_of(hostile()), PictureView.SECTIONS), State(focus=("all",), layout=LayoutKind.FORCE))
    drawing = ElementTree.fromstring(svg(captioned(picture, READER, EVERYTHING), "dark"))  # noqa: S314  our own bytes
    tags = {str(element.tag).partition("}")[2] for element in drawing.iter()}
    assert tags == {"svg", "title", "rect", "g", "line", "a", "circle", "text", "tspan", "polygon"}
    assert not any(
        "style" in element.attrib or name.startswith("on") for element in drawing.iter() for name in element.attrib
    )
    for data in (graphml(picture), gexf(picture)):
        root = ElementTree.fromstring(data)  # noqa: S314  our own bytes
        assert len([element for element in root.iter() if str(element.tag).endswith("}node")]) == len(picture.shown)


def test_svg_is_xml_whatever_a_name_holds() -> None:
    picture = picture_of(Web(index_of(hostile()), PictureView.UNITS), State(focus=("all",)))
    ElementTree.fromstring(svg(captioned(picture, READER, EVERYTHING)))  # noqa: S314  our own bytes


def test_graphml_and_gexf_can_be_read_back_with_roles_and_places() -> None:
    picture = shown(focus=(POLICE,))
    back = nx.read_graphml(BytesIO(graphml(picture)))
    assert set(back) == set(picture.shown)
    assert sorted(said["relation"] for _, _, said in back.edges(data=True)) == sorted(
        line.role for line in picture.lines
    )
    assert {node: (said["x"], said["y"]) for node, said in back.nodes(data=True)} == {
        node.iri: (node.at.x, -node.at.y) for node in scene_of(picture).nodes
    }
    assert {said["weight"] for _, _, said in back.edges(data=True)} == {1.0}
    assert all("led" in said for _, said in back.nodes(data=True))
    caption = Caption(title="责任关系图谱", scope="<甲>方案", source="来源：甲，2015", legend=())
    assert nx.read_graphml(BytesIO(graphml(picture, caption))).graph["scope"] == "<甲>方案"
    assert (
        "<description>责任关系图谱 · &lt;甲&gt;方案 · 来源：甲，2015</description>" in gexf(picture, caption).decode()
    )
    other = nx.read_gexf(BytesIO(gexf(picture, caption)), version="1.2draft")
    assert set(other) == set(picture.shown)
    for node, said in back.nodes(data=True):  # Gephi shows both files alike
        viz = other.nodes[node]["viz"]
        assert viz["position"] == {"x": said["x"], "y": said["y"], "z": 0.0}
        assert viz["color"] == {**{part: said[part] for part in "rgb"}, "a": 1.0}


def test_equal_pictures_give_equal_bytes() -> None:
    one, two = (picture_of(Web(index_of(CORPUS), PictureView.UNITS), State()) for _ in range(2))
    for write in (graphml, gexf):
        assert write(one) == write(two)
    assert svg(captioned(one, READER, EVERYTHING)) == svg(captioned(two, READER, EVERYTHING))
    assert drawing_json(scene_of(one)) == drawing_json(scene_of(two))


def test_a_picture_leaves_with_title_scope_legend_source_and_date() -> None:
    drawing = svg(captioned(shown(PictureView.TASKS), READER, EVERYTHING)).decode()
    for words in (
        "责任关系图谱",
        CORPUS.plans[0].title.split()[0],
        "单位 43",
        "任务 30",
        "牵头 96",
        "2015-07-30",
        "已显示 73 / 73",
    ):
        assert words in drawing
    assert saved_as(Scope.of("place=昌吉"), READER, "svg") == "昌吉回族自治州-责任关系图谱.svg"


def test_tables_hold_what_is_shown() -> None:
    picture = shown()
    assert len(things_table(picture).rows) == len(picture.shown)
    assert len(lines_table(picture).rows) == len(picture.lines)


@pytest.mark.parametrize("measure", [measure for measure in NodeMeasure if measure is not NodeMeasure.NONE])
def test_the_largest_value_is_drawn_widest(measure: NodeMeasure) -> None:
    picture = shown(focus=("all",), size=measure)
    values, nodes = WEB.values(measure), {node.iri: node for node in scene_of(picture).nodes}
    most = max(values, key=lambda iri: values[iri])
    assert values[most] > 0
    assert nodes[most].radius == max(node.radius for node in nodes.values())


def test_palettes_are_the_colours_of_the_style_sheets() -> None:
    for name in ("site.css", "graph.css"):
        sheet = (STATIC / name).read_text(encoding="utf-8")
        light, dark = sheet.partition("(prefers-color-scheme: dark)")[::2]
        for palette, part in (("light", light), ("dark", dark.partition("\n}")[0])):
            said = dict(re.findall(r"--([a-z]+(?:-\d)?): (#[0-9a-f]{6})", part))
            same = {tone: value for tone, value in PALETTES[palette].items() if tone in said}
            assert same == {tone: said[tone] for tone in same}
            assert len(same) == (12 if name == "site.css" else 16)


def test_every_class_has_a_look_and_a_word() -> None:
    assert set(GRADE_LOOKS) == set(DEFINITIONS)
    assert set(KIND_LOOKS) == {kind.value for kind in UnitKind}
    assert set(DASHES) == {*ROLES, *TIES, "part_of"}
    assert len(set(GRADE_LOOKS.values())) == len(GRADE_LOOKS)
    for kind, values in (("measure", NodeMeasure), ("layout", LayoutKind), ("view", PictureView)):
        assert {value.value for value in values} <= set(TERMS[kind])


def test_switching_a_filter_twice_brings_all_back() -> None:
    once = toggled((), "support", ROLES)
    assert "support" not in once
    assert toggled(once, "support", ROLES) == ()
    assert toggled(("lead",), "lead", ROLES) == ()
    assert keys("a,,b,a") == ("a", "b")


def test_ties_name_the_earlier_end_first() -> None:
    order = {iri: place for place, iri in enumerate(WEB.things)}
    assert all(order[a] < order[b] for a, b, *_ in tied(WEB.ties))


def test_units_of_several_places_keep_the_head_of_their_place() -> None:
    def labels_of(web: Web) -> dict[str, str]:
        return {node.label: node.short for node in scene_of(picture_of(web, State(focus=("all",)))).nodes}

    assert labels_of(WEB)["昌吉回族自治州公安局"] == "州公安局"
    elsewhere = replace(CORPUS.units[0], iri="x", id="x", name="清河县公安局", place_code="1", place_name="清河县")
    named = replace(CORPUS.assignments[0], iri="y", unit="x")
    both = replace(CORPUS, units=(*CORPUS.units, elsewhere), assignments=(*CORPUS.assignments, named))
    labels = labels_of(Web(index_of(both), PictureView.TASKS))
    assert (labels["昌吉回族自治州公安局"], labels["清河县公安局"]) == ("昌吉州公安局", "清河县公安局")


def test_places_that_are_not_printed_are_not_shown_as_numbers() -> None:
    task = replace(CORPUS.tasks[0], ref="c560.c563.6")
    picture = picture_of(
        Web(index_of(replace(CORPUS, tasks=(task, *CORPUS.tasks[1:]))), PictureView.SECTIONS), State(focus=("all",))
    )
    label = next(thing.label for thing in picture.things if thing.iri == task.iri)
    assert label == f"6 {task.title}"


def test_a_task_with_a_thousand_units_is_folded_and_never_drawn_as_dots() -> None:
    many = tuple(
        replace(CORPUS.units[0], iri=f"u{n}", id=f"x{n}", name=f"{'很长的单位名称' * 8}{n}") for n in range(1000)
    )
    rows = tuple(replace(CORPUS.assignments[0], iri=f"a{n}", unit=f"u{n}") for n in range(1000))
    index = index_of(replace(CORPUS, units=(*CORPUS.units, *many), assignments=(*CORPUS.assignments, *rows)))
    assert view_of(index, State()) is PictureView.UNITS
    web = Web(index, PictureView.UNITS)
    assert len(picture_of(web, State()).shown) < 20
    largest = max(web.groups, key=lambda group: len(group.members))
    opened = picture_of(web, State(open=(largest.key,)))
    assert len(opened.shown) == 300
    assert opened.hidden.cut > 700 - 50
    assert all(len(node.short.split("\n")) <= 4 for node in scene_of(opened).nodes)
