"""Reforms on paper: load, orphans, clarity and double hats before and after."""

import pytest
from hypothesis import given, settings

from graph.measures.clarity import Grade
from graph.measures.errors import MeasureError
from graph.reform import add, dissolve, effect, merge, move
from graph.rows import Corpus
from tests.graph.measures.corpora import BASE, GOLD, corpus, gold_corpus, unit_row
from tests.graph.measures.strategies import corpora


@settings(max_examples=40)
@given(corpora())
def test_merging_units_with_themselves_changes_nothing(one: Corpus) -> None:
    same = merge(one, {unit.iri: unit.iri for unit in one.units})
    assert same == one
    found = effect(one, same)
    assert (found.loads, found.grades, found.orphans, found.both) == ((), (), (), ())


def test_a_merger_makes_two_leads_one_and_shows_the_double_hat() -> None:
    one = corpus("lead: 法制办、司法局", "lead: 司法局 | support: 法制办", "lead: 法制办")
    found = effect(one, merge(one, {f"{BASE}/unit/法制办": f"{BASE}/unit/司法局"}))
    assert [(row.unit.name, row.led_before, row.led_after) for row in found.loads] == [
        ("法制办", 2, 0),
        ("司法局", 2, 3),
    ]
    assert [(change.before, change.after) for change in found.grades] == [(Grade.CO_EQUAL, Grade.SOLE)]
    assert [task.ref for task in found.both] == ["1.2"]


def test_dissolving_leaves_orphans_and_a_new_unit_can_take_over() -> None:
    one = corpus("lead: 领导小组办公室@", "lead: 公安局")
    gone = dissolve(one, [f"{BASE}/unit/领导小组办公室"])
    assert [task.ref for task in effect(one, gone).orphans] == ["1.1"]
    wider = add(one, [unit_row("数据局"), unit_row("公安局")])
    assert len(wider.units) == 3
    taken = merge(wider, {f"{BASE}/unit/领导小组办公室": f"{BASE}/unit/数据局"})
    assert taken.tasks[0].clarity == "sole"


def test_a_single_duty_moves() -> None:
    one = corpus("lead: 公安局", "lead: 司法局")
    moved = move(one, [one.assignments[0].iri], f"{BASE}/unit/司法局")
    assert [row.unit.rsplit("/", 1)[1] for row in moved.assignments] == ["司法局", "司法局"]
    assert moved.assignments[0].mention == "公安局"


def test_nonsense_is_refused() -> None:
    one = corpus("lead: 公安局、司法局、财政局")
    police, justice, finance = (unit.iri for unit in one.units)
    with pytest.raises(MeasureError, match="No such unit"):
        merge(one, {police: "nobody"})
    with pytest.raises(MeasureError, match="merged away itself"):
        merge(one, {police: justice, justice: finance})
    with pytest.raises(MeasureError, match="No such unit"):
        dissolve(one, ["nobody"])
    with pytest.raises(MeasureError, match="No such duty"):
        move(one, ["nothing"], police)


@pytest.mark.corpus
def test_changji_legal_affairs_office_into_the_justice_bureau() -> None:
    if not GOLD.exists():
        pytest.skip("the shared corpus is not here")
    one = gold_corpus()
    after = merge(one, {f"{BASE}/unit/fazhi": f"{BASE}/unit/sifa"})
    found = effect(one, after)
    leads = {row.task for row in one.assignments if row.role == "lead" and row.unit.endswith(("/fazhi", "/sifa"))}
    assert [(row.unit.id, row.led_before, row.led_after) for row in found.loads] == [
        ("fazhi", 11, 0),
        ("sifa", 4, len(leads)),
    ]
    assert found.orphans == ()
    assert sum(row.role == "lead" for row in after.assignments) == 96
