"""Concentration: a giant is seen, equals are not, and the three counts are kept apart."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dataset.columns import Ints
from graph.dataset.rows import Corpus
from graph.measures import count_laws
from graph.measures.concentration import Concentration, _affordable, concentration
from graph.measures.count_laws import Largest, Law
from graph.measures.data_frames import frame
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import corpora, shuffled

GIANT = (*["lead: 甲局"] * 20, *[f"lead: 局{n}" for n in range(20)], "lead: 局1", "lead: 局2")


def _by_name(*lines: str) -> dict[str, Concentration]:
    return {row.unit.name: row for row in concentration(corpus(*lines))}


def test_a_giant_among_equals_is_flagged_and_no_other_unit() -> None:
    rows = _by_name(*GIANT)
    assert [name for name, row in rows.items() if row.flagged] == ["甲局"]
    giant = rows["甲局"]
    assert (giant.led.full, giant.peers, giant.median) == (20, 21, 1.0)
    assert giant.flagged_shared
    assert giant.flagged_first
    assert giant.p < 1e-4
    assert giant.stays > 0.9
    assert {rows["局0"].p, rows["局0"].stays} == {1.0, 0.0}


def test_a_sentence_names_the_counts_that_agree_and_the_draws_in_which_the_flag_stays() -> None:
    rows = _by_name(*GIANT)
    said = str(rows["甲局"].sentence())
    assert said.startswith("任务集中（按全部牵头、按均摊、按首位）：牵头 20 项，均摊 20.0 项，列首位 20 项")
    assert f"{rows['甲局'].stays:.0%} 的抽样中仍如此" in said
    assert str(rows["局0"].sentence()) == "与同级 21 个牵头单位（中位数 1 项）相比，未见任务集中。"
    assert "不能判断" in str(_by_name("lead: 甲局", "lead: 乙局")["甲局"].sentence())
    listed = "、".join(f"局{n}" for n in range(8))
    first_only = _by_name(*[f"lead: {listed}"] * 12, *[f"lead: 单{n}" for n in range(30)])["局0"]
    assert (first_only.flagged, first_only.flagged_first) == (False, True)
    assert str(first_only.sentence()).endswith("按全部牵头计，未见集中。")


def test_a_count_of_shares_and_a_count_of_firsts_may_say_otherwise() -> None:
    listed = "、".join(f"局{n}" for n in range(8))
    rows = _by_name(*[f"lead: {listed}、甲局"] * 12, *[f"lead: 单{n}" for n in range(30)])
    assert rows["局0"].flagged_first
    assert not rows["甲局"].flagged_first
    assert not rows["甲局"].flagged_shared


def test_a_flag_that_rests_on_few_tasks_does_not_always_stay() -> None:
    rows = _by_name(*["lead: 甲局"] * 9, *[f"lead: 局{n}" for n in range(20)])
    assert rows["甲局"].flagged
    assert 0.3 < rows["甲局"].stays < 1.0


def test_units_are_compared_within_their_level_and_few_peers_are_not_judged() -> None:
    few = _by_name(*["lead: 甲局"] * 30, "lead: 乙局")
    assert {row.law for row in few.values()} == {Law.NONE}
    assert not any(row.flagged for row in few.values())


def test_collectives_and_group_offices_are_not_peers() -> None:
    assert list(_by_name("lead: 有关部门*、甲局、领导小组办公室@")) == ["甲局"]


@pytest.mark.parametrize(
    "lines", [(), ("",), ("lead: 甲局",), ("support: 甲局",), tuple(f"lead: 局{n}" for n in range(9))]
)
def test_nothing_to_compare_is_not_flagged(lines: tuple[str, ...]) -> None:
    found = concentration(corpus(*lines))
    assert not any(row.flagged or row.flagged_first or row.flagged_shared for row in found)
    assert not frame(found).isna().to_numpy().any()


@settings(max_examples=25, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_rows_has_no_effect(one: Corpus, chance: Random) -> None:
    assert concentration(shuffled(one, chance)) == concentration(one)


def test_the_order_of_rows_has_no_effect_on_the_draws() -> None:
    one = corpus(*["lead: 甲局"] * 9, *[f"lead: 局{n}" for n in range(20)])
    assert concentration(shuffled(one, Random(3))) == concentration(one)  # noqa: S311  repeatable numbers


@pytest.mark.parametrize(
    ("asked", "assignments", "drawn"),
    [(100, 80, 100), (100, 10_000, 100), (100, 50_000, 20), (100, 10**7, 10), (3, 10**7, 3)],
)
def test_fewer_samples_are_drawn_where_each_is_large(asked: int, assignments: int, drawn: int) -> None:
    assert _affordable(asked, assignments) == drawn


def test_a_flag_that_stays_is_tested_once_in_each_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventy-one peers have four candidates in each of the three counts; a giant needs no second test in a draw."""
    tested: list[int] = []
    largest = count_laws._largest

    def counted(ranked: Ints, place: int, level: float) -> Largest:
        tested.append(len(ranked))
        return largest(ranked, place, level)

    monkeypatch.setattr(count_laws, "_largest", counted)
    lines = [*["lead: 甲局"] * 60, *[f"lead: 局{n}" for n in range(70)]]
    assert concentration(corpus(*lines), draws=30)[0].stays == 1.0
    assert len(tested) == 3 * 4 + 30


@pytest.mark.corpus
def test_no_unit_of_changji_leads_more_than_one_law_allows(changji: Corpus) -> None:
    rows = concentration(changji)
    assert [row.unit.id for row in rows[:3]] == ["fazhi", "gov_office", "bianban"]
    assert {(row.peers, row.median, row.law) for row in rows[:3]} == {(37, 2.0, Law.GEOMETRIC)}
    assert not any(row.flagged or row.flagged_first or row.flagged_shared for row in rows)
    assert rows[0].p == pytest.approx(0.385, abs=5e-3)
