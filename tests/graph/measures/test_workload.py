"""Workload: three counts, what they add up to, and the Changji table."""

import json
import math
from collections import defaultdict
from dataclasses import replace
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Role
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.measures.data_frames import frame
from graph.measures.views import expand, of_plans, with_sentences, without_collectives
from graph.measures.workload import DEFAULT_WEIGHTS, Quadrant, Ranks, Sensitivity, Workload, is_fragile, workload
from tests.graph.measures.corpora import BASE, GOLD, corpus, merged
from tests.graph.measures.strategies import corpora, renamed, shuffled


def _by_name(rows: tuple[Workload, ...]) -> dict[str, Workload]:
    return {row.unit.name: row for row in rows}


def test_three_counts_on_three_tasks() -> None:
    one = corpus(
        "lead: 公安局、司法局", "lead: 司法局 | support: 公安局", "lead: 财政局、司法局、公安局", sections=(1, 1, 2)
    )
    rows = _by_name(workload(one))
    sifa = rows["司法局"]
    assert (sifa.led.full, sifa.led.first, sifa.tasks) == (3, 1, 3)
    assert sifa.led.shared == pytest.approx(1 / 2 + 1 + 1 / 3, abs=1e-12)
    assert rows["公安局"].supported.full == 1
    assert (rows["公安局"].led.first, rows["财政局"].led.first) == (1, 1)
    assert len(sifa.sections) == 2
    assert sifa.ranks.full == 1


def test_a_unit_named_twice_in_a_task_is_one() -> None:
    rows = _by_name(workload(corpus("lead: 公安局、公安局、司法局")))
    assert rows["公安局"].led.full == 1
    assert rows["司法局"].led.shared == pytest.approx(0.5, abs=1e-12)


def test_the_running_text_is_not_counted() -> None:
    one = corpus("lead: 司法局 | ~lead: 公安局", "support: 公安局", "~support: 民政局 | lead: 司法局")
    rows = _by_name(workload(one))
    assert (rows["公安局"].led.full, rows["公安局"].tasks, rows["公安局"].ranks.full) == (0, 1, 0)
    assert "民政局" not in rows  # named in the running text alone: in no list and no count


def test_the_running_text_is_counted_when_asked_for() -> None:
    one = corpus("lead: 司法局 | ~lead: 公安局", "support: 公安局", "~support: 民政局 | lead: 司法局")
    rows = _by_name(workload(one, sentences=True))
    assert (rows["公安局"].led.full, rows["公安局"].led.shared, rows["公安局"].tasks) == (1, 0.5, 2)
    assert (rows["民政局"].supported.full, rows["司法局"].led.shared) == (1, 1.5)
    assert {row.unit.iri for row in workload(one, sentences=True)} == {unit.iri for unit in one.units}


def test_the_view_with_sentences_counts_like_the_measure() -> None:
    one = corpus("lead: 司法局 | ~lead: 公安局", "~support: 民政局 | lead: 司法局")
    assert workload(with_sentences(one)) == workload(one, sentences=True)


def test_a_collective_of_the_running_text_is_not_expanded_into_the_counts() -> None:
    one = corpus("lead: 司法局 | ~support: 各部门*", "support: 公安局、司法局")
    group = next(unit.iri for unit in one.units if unit.kind == "collective")
    members = {group: tuple(unit.iri for unit in one.units if unit.kind == "single")}
    assert workload(expand(one, members)) == workload(one)


def test_a_proposal_is_never_counted() -> None:
    one = corpus("lead: 司法局 | ~lead: 公安局")
    proposed = replace(
        one, assignments=tuple(replace(r, basis="proposed") if not r.counted else r for r in one.assignments)
    )
    assert [row.unit.name for row in workload(proposed, sentences=True)] == [
        _by_name(workload(one))["司法局"].unit.name
    ]


def test_quadrants_lie_about_the_mean() -> None:
    lines = ["lead: 甲局"] * 4 + ["lead: 甲局、乙局", "lead: 丙局"]
    rows = _by_name(workload(corpus(*lines, sections=(1, 2, 3, 4, 5, 6))))
    assert rows["甲局"].quadrant is Quadrant.CORE
    assert rows["丙局"].quadrant is Quadrant.MARGIN
    narrow = _by_name(workload(corpus(*(["lead: 甲局"] * 5), "lead: 丙局", sections=(1,) * 5 + (2,))))
    assert narrow["甲局"].quadrant is Quadrant.SPECIALIST


@pytest.mark.parametrize("weight", [-1.0, math.nan, math.inf])
def test_a_weight_that_is_none_is_refused(weight: float) -> None:
    with pytest.raises(MeasureError, match="lead") as caught:
        workload(corpus("lead: 公安局"), {Role.LEAD: weight})
    assert "权重" in caught.value.message.render()


def test_weights_are_the_offices_own() -> None:
    one = corpus("lead: 公安局 | support: 公安局", "support: 公安局")
    assert workload(one)[0].weighted == pytest.approx(1 + 2 * DEFAULT_WEIGHTS[Role.SUPPORT], abs=1e-12)
    assert workload(one, {Role.SUPPORT: 3.0})[0].weighted == pytest.approx(6.0, abs=1e-12)


def test_a_task_or_unit_that_is_not_there_is_an_error_not_a_silence() -> None:
    one = corpus("lead: 公安局")
    with pytest.raises(MeasureError, match="不存在的"):
        workload(Corpus(tasks=one.tasks, assignments=one.assignments))


def test_sensitivity_refuses_nonsense() -> None:
    with pytest.raises(MeasureError):
        Sensitivity(top=0)


@pytest.mark.parametrize("lines", [(), ("",), ("support: 公安局",), ("lead: 公安局",)])
def test_degenerate_plans_give_tables_without_holes(lines: tuple[str, ...]) -> None:
    table = frame(workload(corpus(*lines)))
    assert not table.isna().to_numpy().any()


def test_a_thousand_units_on_a_task() -> None:
    rows = workload(corpus("lead: " + "、".join(f"局{n:04}" for n in range(1000))))
    assert math.fsum(row.led.shared for row in rows) == pytest.approx(1.0, abs=1e-9)
    assert {row.ranks.full for row in rows} == {1}


@settings(max_examples=40)
@given(corpora())
def test_shared_and_first_add_up_to_the_tasks_with_a_lead(one: Corpus) -> None:
    rows = workload(one)
    led = {row.task for row in one.assignments if row.counted and row.role == Role.LEAD}
    assert math.fsum(row.led.shared for row in rows) == pytest.approx(len(led), abs=1e-9)
    assert sum(row.led.first for row in rows) == len(led)


@settings(max_examples=40)
@given(corpora())
def test_an_independent_count_agrees(one: Corpus) -> None:
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for assignment in one.assignments:
        if assignment.counted:
            holders[assignment.task, assignment.role].add(assignment.unit)
    for row in workload(one):
        mine = [units for (_, role), units in holders.items() if role == "support" and row.unit.iri in units]
        assert row.supported.full == len(mine)
        assert row.supported.shared == pytest.approx(sum(1 / len(units) for units in mine), abs=1e-9)


@settings(max_examples=40)
@given(corpora(), st.randoms(use_true_random=False))
def test_shuffling_rows_changes_nothing(one: Corpus, chance: Random) -> None:
    assert workload(shuffled(one, chance)) == workload(one)


@settings(max_examples=40)
@given(corpora())
def test_renaming_units_changes_no_number(one: Corpus) -> None:
    other, back = renamed(one)
    before = {row.unit.iri: frame([row]).filter(regex="led|ranks|fragile|weighted|tasks") for row in workload(one)}
    for row in workload(other):
        after = frame([row]).filter(regex="led|ranks|fragile|weighted|tasks")
        pd.testing.assert_frame_equal(after, before[back[row.unit.iri]])


def test_views() -> None:
    one = corpus("lead: 公安局、有关部门* | support: 有关部门*")
    assert [unit.name for unit in without_collectives(one).units] == ["公安局"]
    two = merged(one, corpus("lead: 司法局", plan="b" * 16))
    assert of_plans(two, [two.plans[1].iri]).units == (two.units[-1],)
    with pytest.raises(MeasureError, match="没有这份方案"):
        of_plans(two, ["nowhere"])


def test_expansion_leaves_leads_out_and_keeps_the_words() -> None:
    one = corpus("lead: 公安局 | support: 各部门*、司法局", "lead: 财政局")
    members = {f"{BASE}/unit/各部门": tuple(f"{BASE}/unit/{name}" for name in ("公安局", "司法局", "财政局"))}
    wide = expand(one, members)
    support = [row for row in wide.assignments if row.role == "support"]
    assert [(row.unit.rsplit("/", 1)[1], row.mention) for row in support] == [
        ("财政局", "各部门"),
        ("司法局", "司法局"),
    ]
    with pytest.raises(MeasureError, match="不认识的单位"):
        expand(one, {f"{BASE}/unit/各部门": ("nobody",)})


@pytest.mark.corpus
def test_changji_rankings_are_those_counted_by_hand(changji: Corpus) -> None:
    rows = {row.unit.id: row for row in workload(changji)}
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["rankings"]
    assert {unit: row.led.full for unit, row in rows.items() if row.led.full} == _counts(gold["lead"])
    assert {unit: row.supported.full for unit, row in rows.items() if row.supported.full} == _counts(gold["support"])
    assert {unit: row.led.first for unit, row in rows.items() if row.led.first} == _counts(gold["first_listed_lead"])


@pytest.mark.corpus
def test_changji_top_of_the_table(changji: Corpus) -> None:
    rows = workload(changji)
    assert [(row.unit.id, row.led.full) for row in rows[:4]] == [
        ("fazhi", 11),
        ("gov_office", 10),
        ("bianban", 8),
        ("gongan", 5),
    ]
    fazhi, office = rows[0], rows[1]
    assert (fazhi.led.first, fazhi.ranks.first, fazhi.fragile, len(fazhi.sections)) == (3, 3, True, 7)
    assert (office.led.first, office.fragile) == (10, False)


@pytest.mark.corpus
def test_changji_expanded_support_is_the_one_counted_by_hand(changji: Corpus) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["rankings"]
    named, wide = _counts(gold["support"]), _counts(gold["support_expanded"])
    lead, lead_wide = _counts(gold["lead"]), _counts(gold["lead_expanded"])
    unit = {row.id: row.iri for row in changji.units}
    departments = tuple(
        unit[name] for name, tasks in wide.items() if tasks >= 20 and name not in named.keys() - {"jiancha"}
    )
    enforcers = tuple(unit[name] for name, tasks in lead_wide.items() if tasks == lead.get(name, 0) + 2)
    assert (len(departments), len(enforcers)) == (29, 18)
    rows = workload(expand(changji, {unit["c_depts"]: departments, unit["c_enf"]: enforcers}))
    assert {row.unit.id: row.led.full for row in rows if row.led.full} == lead_wide
    assert {row.unit.id: row.supported.full for row in rows if row.supported.full} == wide


def _counts(table: list[dict[str, str | int]]) -> dict[str, int]:
    return {str(row["unit"]): int(row["tasks"]) for row in table}


@pytest.mark.parametrize(
    ("full", "shared", "first", "flips"),
    [(3, 3, 3, False), (10, 12, 10, True), (10, 11, 10, False), (40, 44, 40, False), (3, 3, 0, True), (0, 1, 9, False)],
)
def test_a_place_flips_that_is_high_in_one_count_and_lower_in_another(
    full: int, shared: int, first: int, *, flips: bool
) -> None:
    assert is_fragile(Ranks(full=full, shared=shared, first=first), Sensitivity()) is flips
