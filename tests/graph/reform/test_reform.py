"""Reforms on paper: load, orphans, clarity and double hats before and after."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.dataset.clarity import Grade, graded
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.readings import TaskSign, near_misses
from graph.reform import succession
from graph.reform.reform_diff import effect
from graph.reform.succession import gone, successions
from graph.reform.transform import add, apply_table, dissolve, merge, move
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
    with pytest.raises(MeasureError, match="没有这个单位"):
        merge(one, {police: "nobody"})
    with pytest.raises(MeasureError, match="也被并入其他单位"):
        merge(one, {police: justice, justice: finance})
    with pytest.raises(MeasureError, match="没有这个单位"):
        dissolve(one, ["nobody"])
    with pytest.raises(MeasureError, match="没有这条分工或单位"):
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


def _legal(issued: str) -> Corpus:
    """One plan of the prefecture with units of the registry: the office that ended in 2018, and two that went on."""
    one = corpus("lead: 法制办、公安局", "lead: 法制办", "lead: 司法局", "support: 农业局", issued=issued)
    ids = {
        "法制办": "652300-gov-legal-affairs",
        "司法局": "652300-justice",
        "公安局": "652300-public-security",
        "农业局": "652300-agriculture",
    }
    iris_ = {unit.iri: f"{BASE}/unit/{ids[unit.name]}" for unit in one.units}
    return graded(
        replace(
            one,
            units=tuple(replace(unit, iri=iris_[unit.iri], id=ids[unit.name]) for unit in one.units),
            assignments=tuple(replace(row, unit=iris_[row.unit]) for row in one.assignments),
        )
    )


def test_the_table_of_2018_passes_duties_on_and_names_the_heir_that_no_plan_names() -> None:
    one = _legal("2015-07-30")
    found = {row.unit.name: [heir.name for heir in row.heirs] for row in successions(one, 2018)}
    assert found == {"法制办": ["司法局"], "农业局": ["昌吉回族自治州农业农村局"]}
    after = apply_table(one, 2018)
    assert {unit.name for unit in after.units} == {"司法局", "公安局", "昌吉回族自治州农业农村局"}
    assert [task.clarity for task in after.tasks] == ["co_equal", "sole", "sole", "none"]
    assert apply_table(one, 2017) == one


def test_the_name_of_an_heir_is_chosen_once_for_all_places() -> None:
    old = _legal("2014-05-06").units
    places = [f"6523{number:02}" for number in range(20)]
    units = tuple(
        replace(unit, id=f"{place}-{unit.id.partition('-')[2]}", iri=f"{unit.iri}-{place}", place_code=place)
        for place in places
        for unit in old
    )
    succession._pattern.cache_clear()
    successions(Corpus(units=old), 2018)
    chosen = succession._pattern.cache_info().misses
    assert len(successions(Corpus(units=units), 2018)) == 2 * len(places)
    assert 0 < succession._pattern.cache_info().misses == chosen


def test_only_a_plan_issued_after_the_reform_is_asked_about() -> None:
    assert gone(_legal("2015-07-30")) == gone(_legal("2018-12-30")) == gone(_legal("")) == {}
    late = _legal("2020-01-02")
    near = [row for row in near_misses(late, abolished=gone(late)) if row.sign is TaskSign.ABOLISHED_UNIT_LEADS]
    assert [row.task.ref for row in near] == ["1.1", "1.2"]
    assert "司法局" in near[0].sentence.render()
    assert "须按地核实" in near[0].sentence.render()


def test_a_health_bureau_ended_in_the_reform_of_2013() -> None:
    one = _legal("2015-07-30")
    health = replace(one.units[-1], id="652300-public-health")
    old = replace(one, units=(*one.units[:-1], health))
    ((_, said),) = gone(old).items()
    assert said.render() == "按2013年机构改革的一般规则，职责已转至昌吉回族自治州卫生健康局，须按地核实"
    assert gone(replace(old, plans=tuple(replace(plan, issued="2014-12-30") for plan in old.plans))) == {}


def test_duties_that_left_the_government_are_handed_to_nobody() -> None:
    one = _legal("2020-01-02")
    supervision = replace(one.units[0], id="652300-supervision-bureau")
    old = replace(one, units=(supervision, *one.units[1:]))
    (row,) = (row for row in successions(old, 2018) if row.left)
    assert [heir.name for heir in row.heirs] == ["昌吉回族自治州监察委员会"]
    assert "职责已划出政府" in gone(old)[one.plans[0].iri, supervision.iri].render()
    after = apply_table(old, 2018)
    assert supervision.iri not in {unit.iri for unit in after.units}
    assert "监察委员会" not in "".join(unit.name for unit in after.units)


def test_overlaps_are_shown_before_and_after() -> None:
    one = corpus(*["lead: 甲局、丙局"] * 3, *["lead: 乙局、丁局"] * 3, *[f"lead: 局{n}" for n in range(9)])
    found = effect(one, merge(one, {f"{BASE}/unit/乙局": f"{BASE}/unit/甲局"}))
    seen = {frozenset((row.a.name, row.b.name)): (row.before.shared, row.after.shared) for row in found.overlaps}
    assert seen[frozenset(("甲局", "丁局"))] == (0, 3)
    assert seen[frozenset(("乙局", "丁局"))] == (3, 0)
    assert sum(found.before.values()) == sum(found.after.values()) == len(one.tasks)
    kept = effect(one, one)
    assert kept.overlaps == ()


def test_an_empty_corpus_can_be_reformed() -> None:
    found = effect(Corpus(), apply_table(Corpus(), 2023))
    assert (found.loads, found.overlaps, sum(found.after.values())) == ((), (), 0)
