"""An archive that is too large for a picture of its units is drawn as groups of plans, down to what can be drawn."""

from dataclasses import replace

from api.pages.graph.archive import groups_scene, groups_table, plan_groups
from api.read_model.index import Index
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, TaskRow
from graph.dataset.scope import Scope
from ontology.catalogue import Language
from tests.api.indexed import index_of
from tests.api.pages.test_explorer import CORPUS

HOMES = (
    ("CN", "national", "2015-01-01"),
    ("650000", "province", "2015-02-01"),
    ("652300", "prefecture", "2015-03-01"),
    ("652301", "county", "2016-03-01"),
    ("652301", "county", "2017-03-01"),
    ("130100", "prefecture", "2017-03-01"),
    ("", "", ""),
)


def plan_at(number: int) -> Corpus:
    """Give the example as the plan of a place, with its first two tasks."""
    place, level, issued = HOMES[number]
    iri = f"{CORPUS.plans[0].iri}-{number}"
    plan: PlanRow = replace(
        CORPUS.plans[0], iri=iri, id=f"p{number}", title=f"方案{number}", place_code=place, level=level, issued=issued
    )
    tasks: tuple[TaskRow, ...] = tuple(
        replace(task, iri=f"{iri}/{task.start}", plan=iri, part_of=iri) for task in CORPUS.tasks[:2]
    )
    held = {task.iri: new.iri for task, new in zip(CORPUS.tasks, tasks, strict=False)}
    rows: tuple[AssignmentRow, ...] = tuple(
        replace(row, iri=f"{iri}/{row.start}/{row.role}", plan=iri, task=held[row.task])
        for row in CORPUS.assignments
        if row.task in held
    )
    return Corpus(plans=(plan,), tasks=tasks, assignments=rows)


def archive(*numbers: int) -> Index:
    """Give the look-ups of some plans."""
    parts = [plan_at(number) for number in numbers]
    return index_of(
        Corpus(
            plans=tuple(plan for part in parts for plan in part.plans),
            units=CORPUS.units,
            tasks=tuple(task for part in parts for task in part.tasks),
            assignments=tuple(row for part in parts for row in part.assignments),
        )
    )


def test_plans_are_parted_by_the_places_below_what_they_share_then_by_year_then_by_title() -> None:
    index = archive(0, 1, 2, 3, 4, 5)
    found = plan_groups(index, Scope()).groups
    assert {(str(one.name), str(one.scope), len(one.plans)) for one in found} == {
        ("新疆维吾尔自治区", "place=650000", 4),
        ("河北省", "place=130000", 1),
        ("全国", "place=CN,level=national", 1),
    }
    assert sum(one.assignments for one in found) == index.count("assignments")
    below = plan_groups(archive(1, 2, 3, 4), Scope.of("place=650000")).groups
    assert {(str(one.name), str(one.scope)) for one in below} == {
        ("昌吉回族自治州", "place=652300"),
        ("新疆维吾尔自治区本级", "place=650000,level=province"),
    }
    town = Scope.of("place=652301")
    assert {str(one.name) for one in plan_groups(archive(3, 4), town).groups} == {"2016年", "2017年"}
    year = Scope.of("place=652301,year=2017")
    assert [str(one.scope) for one in plan_groups(archive(4), year).groups] == ["place=652301,year=2017,plan=p4"]


def test_plans_without_a_place_are_groups_of_their_own_and_no_plan_is_left_out() -> None:
    index = archive(1, 5, 6)
    found = plan_groups(index, Scope()).groups
    assert ("归属地未能确定（1–1）", "plan=p6") in {(str(one.name), str(one.scope)) for one in found}
    assert sum(one.assignments for one in found) == index.count("assignments")
    assert {plan.iri for one in found for plan in one.plans} == {plan.iri for plan in index.plans}


def test_groups_are_discs_that_lead_to_their_plans_with_lines_for_units_in_common() -> None:
    index = archive(0, 1, 2, 5)
    scene = groups_scene(index, Scope(), Language.ZH)
    assert [node.url for node in scene.nodes] == [one.address for one in plan_groups(index, Scope()).groups]
    units = {row.unit for row in plan_at(0).assignments if row.counted}
    assert [edge.weight for edge in scene.edges] == [float(len(units))] * 3  # of 全国, 新疆, 河北
    for at, one in enumerate(scene.nodes):
        for two in scene.nodes[at + 1 :]:
            apart = ((one.at.x - two.at.x) ** 2 + (one.at.y - two.at.y) ** 2) ** 0.5
            assert apart >= one.radius + two.radius
    table = groups_table(plan_groups(index, Scope()))
    assert len(table.rows) == len(scene.nodes)
