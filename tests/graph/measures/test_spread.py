"""Inequality and near misses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.messages import message
from graph.dataset.clarity import Thresholds
from graph.dataset.rows import Corpus
from graph.measures.inequality import gini, hhi, inequality, top_share
from graph.measures.readings import TaskSign, near_misses
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import corpora


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_gini_is_the_mean_difference(values: list[int]) -> None:
    array = np.array(values, dtype=np.float64)
    apart = np.abs(array[:, None] - array[None, :]).mean() / (2 * array.mean())
    assert gini(array) == pytest.approx(apart, abs=1e-9)


def test_known_spreads() -> None:
    assert hhi(np.array([3.0, 1.0])) == pytest.approx(10 / 16)
    assert top_share(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(0.9)


@settings(max_examples=30, deadline=None)
@given(corpora())
def test_intervals_hold_together(one: Corpus) -> None:
    found = inequality(one, draws=50)
    for estimate in (found.gini, found.hhi, found.top_three):
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert found == inequality(one, draws=50)


@pytest.mark.corpus
def test_changji_spread(changji: Corpus) -> None:
    found = inequality(changji)
    assert (found.units, found.tasks) == (39, 30)
    assert found.top_three.value == pytest.approx(29 / 96, abs=1e-9)


def test_an_interval_lies_around_its_value() -> None:
    even = inequality(corpus(*[f"lead: 局{n}" for n in range(40)]))
    assert even.gini.value == 0.0  # drawn again, some lead twice and some not at all: that is no sign of inequality
    assert even.gini.low == 0.0
    assert even.gini.high < 0.2


def _signs(one: Corpus, thresholds: Thresholds | None = None) -> list[TaskSign]:
    return [near.sign for near in near_misses(one, thresholds or Thresholds())]


def test_near_misses_are_told_apart() -> None:
    assert _signs(corpus("lead: 公安局 | support: 公安局、司法局")) == [TaskSign.LEAD_ALSO_SUPPORTS]
    assert _signs(corpus("lead: 公安局 | ~lead: 司法局")) == [TaskSign.TEXT_NAMES_ANOTHER_LEAD]
    assert _signs(corpus("lead: 甲局、乙局、丙局、丁局")) == [TaskSign.MANY_LEADS]
    assert _signs(corpus("lead!: 甲局、乙局、丙局、丁局")) == []
    assert _signs(corpus("lead: 甲局、乙局"), Thresholds(many_leads=1)) == [TaskSign.MANY_LEADS]
    assert _signs(corpus("lead: 领导小组办公室@")) == [TaskSign.TEMPORARY_BODY_LEADS]
    assert _signs(corpus("lead: 公安局")) == []


def test_an_abolished_lead_is_asked_about_in_both_languages() -> None:
    one = corpus("lead: 法制办")
    after = {(one.plans[0].iri, one.units[0].iri): message("2018 年后：司法局")}
    (near,) = near_misses(one, abolished=after)
    assert near.sign is TaskSign.ABOLISHED_UNIT_LEADS
    assert "法制办（2018 年后：司法局）" in near.sentence.render()
    assert near.rows == (one.assignments[0].iri,)


@pytest.mark.corpus
def test_changji_near_misses(changji: Corpus) -> None:
    found = [(near.sign, near.task.ref) for near in near_misses(changji)]
    assert [ref for sign, ref in found if sign is TaskSign.MANY_LEADS] == [
        "2.1.2",
        "2.1.4",
        "2.1.5",
        "2.5.2",
        "2.6.1",
        "2.8.2",
    ]
    assert [ref for sign, ref in found if sign is TaskSign.TEMPORARY_BODY_LEADS] == ["2.1.3"]
    assert TaskSign.LEAD_ALSO_SUPPORTS not in {sign for sign, _ in found}


def test_the_intervals_are_those_of_tasks_drawn_again() -> None:
    found = inequality(corpus("lead: 甲局", "lead: 甲局", "lead: 甲局", "lead: 乙局", "lead: 丙局"), draws=40)
    for estimate in (found.gini, found.hhi, found.top_three):
        assert estimate.low <= estimate.value <= estimate.high
    assert found.gini.low < found.gini.high
    assert found.hhi.low < found.hhi.high
