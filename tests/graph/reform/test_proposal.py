"""Reforms written in names, and collectives put in their members' words."""

from importlib.resources import files

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.workload import workload
from graph.reform.membership import expanded
from graph.reform.proposal import Move, ReformProposal, carry_out, find_unit
from graph.reform.reform_diff import effect
from tests.graph.measures.corpora import BASE, corpus, plan_row

PLAN = corpus("lead: 法制办、司法局 | support: 有关部门*", "lead: 法制办", "lead: 领导小组办公室@")


@pytest.fixture(scope="module")
def example() -> Corpus:
    data = (files("extract") / "examples" / "changji-2015.txt").read_bytes()
    return corpus_of(extract(read_bytes(data, "changji.txt")))


def test_nothing_proposed_is_nothing_changed() -> None:
    assert carry_out(PLAN, ReformProposal()) == PLAN


def test_a_proposal_in_names_is_carried_out() -> None:
    after = carry_out(
        PLAN,
        ReformProposal(
            merged=(("法制办", "司法局"),),
            dissolved=("领导小组办公室",),
            moves=(Move(task="1.2", old="法制办", new="司法局"),),
        ),
    )
    assert [task.clarity for task in after.tasks] == ["sole", "sole", "none"]
    assert [task.ref for task in effect(PLAN, after).orphans] == ["1.3"]


@pytest.mark.parametrize(
    ("proposal", "says"),
    [
        (ReformProposal(merged=(("法治办", "司法局"),)), "没有这个单位：法治办"),
        (ReformProposal(dissolved=("",)), "没有这个单位"),
        (ReformProposal(moves=(Move(task="1.2", old="司法局", new="法制办"),)), "任务 1.2 中没有"),
        (ReformProposal(moves=(Move(task="9.9", old="法制办", new="司法局"),)), "任务 9.9 中没有"),
    ],
)
def test_a_proposal_that_names_nothing_is_refused(proposal: ReformProposal, says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        carry_out(PLAN, proposal)


def test_units_are_found_by_the_words_of_the_plan(example: Corpus) -> None:
    by_words = find_unit(example, "州政府法制办")
    assert by_words == find_unit(example, by_words.id) == find_unit(example, by_words.name)


def test_the_office_that_ended_in_2018_joins_the_justice_bureau(example: Corpus) -> None:
    found = effect(example, carry_out(example, ReformProposal(merged=(("州政府法制办", "州司法局"),))))
    both = {"州政府法制办", "政府法制办", "法制办", "州司法局", "司法局"}
    leads = {row.task for row in example.assignments if row.counted and row.role == "lead" and row.mention in both}
    assert [(row.unit.id, row.led_before, row.led_after) for row in found.loads] == [
        ("652300-gov-legal-affairs", 11, 0),
        ("652300-justice", 4, len(leads)),
    ]
    assert len(leads) == 14
    assert found.orphans == ()
    assert sum(found.before.values()) == sum(found.after.values()) == 30


@pytest.mark.parametrize("year", [2018, 2023])
def test_the_tables_leave_only_tasks_of_supervision_without_a_lead(example: Corpus, year: int) -> None:
    found = effect(example, carry_out(example, ReformProposal(year=year)))
    left = {unit.iri for unit in example.units if unit.id == "652300-supervision-bureau"}
    leads = {
        task.iri: {
            row.unit for row in example.assignments if row.counted and row.role == "lead" and row.task == task.iri
        }
        for task in example.tasks
    }
    assert [task.iri for task in found.orphans] == [task for task, led_by in leads.items() if led_by and led_by <= left]
    loads = {row.unit.id: (row.led_before, row.led_after) for row in found.loads}
    assert loads["652300-justice"] == (4, 14)
    merged = ("industry-commerce", "quality-supervision", "food-drug", "intellectual-property")
    into = {f"652300-{key}" for key in merged}
    units = {unit.iri for unit in example.units if unit.id in into}
    led = {row.task for row in example.assignments if row.counted and row.role == "lead" and row.unit in units}
    assert loads["652300-market-regulation"] == (0, len(led))


def test_stated_members_stand_in_for_their_collective() -> None:
    view = expanded(PLAN, {"有关部门": ("司法局", "法制办")})
    assert {unit.name: row.supported.full for row in workload(view) for unit in (row.unit,)}["有关部门"] == 0
    one = expanded(corpus("lead: 甲局 | support: 有关部门*", "lead: 乙局"), {"有关部门": ("甲局", "乙局")})
    loads = {row.unit.name: row.supported.full for row in workload(one)}
    assert loads == {"甲局": 0, "乙局": 1, "有关部门": 0}


def test_the_table_of_places_says_who_lies_below(example: Corpus) -> None:
    collective = next(unit for unit in example.units if unit.id.endswith("all-governments-county"))
    before = {row.unit.iri: row for row in workload(example)}
    after = {row.unit.id: row for row in workload(expanded(example, {}))}
    assert after[collective.id].tasks == 0
    below = [row for name, row in after.items() if row.unit.level == "county" and row.tasks]
    assert len(below) == 7
    assert {row.supported.full + row.led.full for row in below} == {
        before[collective.iri].supported.full + before[collective.iri].led.full
    }


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({"有关部门": ("没有的局",)}, "没有这个单位：没有的局"),
        ({"各部门": ("司法局",)}, "没有这个单位：各部门"),
        ({"司法局": ("法制办",)}, "具体单位"),
    ],
)
def test_a_list_that_names_nobody_is_refused(stated: dict[str, tuple[str, ...]], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        expanded(PLAN, stated)


def test_a_plan_without_units_can_be_expanded() -> None:
    assert expanded(Corpus(), {}) == Corpus()
    bare = Corpus(plans=(plan_row("d" * 16, "空", ""),))
    assert expanded(bare, {}) == bare
    assert BASE
