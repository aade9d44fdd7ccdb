"""The largest of some counts against the others: exact by enumeration, calibrated on small draws."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.measures.count_laws import (
    LAWS,
    Law,
    _given_sum,
    _log_weights,
    _power,
    _support,
    _with_mean,
    examine,
    is_too_large,
    level_of,
    threshold,
)


def _weight(law: Law, count: int) -> float:
    """Give Γ(x + r) / x! of one count, less its value at 1, from the definition."""
    if law is Law.POISSON:
        return 1 / math.factorial(count)
    return math.gamma(count + law.shape) / math.factorial(count) / math.gamma(1 + law.shape)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("many", "total"), [(2, 5), (4, 9), (4, 4), (5, 12)])
def test_the_tail_given_the_sum_is_that_of_enumeration(law: Law, many: int, total: int) -> None:
    top = total - many + 1
    every, tail = 0.0, np.zeros(top + 1)
    for counts in itertools.product(range(1, top + 1), repeat=many):
        if sum(counts) == total:
            chance = math.prod(_weight(law, count) for count in counts)
            every += chance
            tail[: counts[0] + 1] += chance
    given_sum = _given_sum(law.shape, many, total, top)
    assert [given_sum.tail(x) for x in range(top + 1)] == pytest.approx(tail / every, abs=1e-12)
    assert given_sum.tail(top + 1) == 0.0
    assert given_sum.log_constant == pytest.approx(math.log(every), abs=1e-9)


def test_geometric_counts_are_all_alike_given_their_sum() -> None:
    """Every composition is as likely as any other: P(X ≥ x) is a ratio of two binomials."""
    for count in (1, 7, 20):
        exact = Fraction(math.comb(40 - count, 8), math.comb(39, 8))
        assert _given_sum(1.0, 9, 40, 32).tail(count) == pytest.approx(float(exact), rel=1e-9)


def test_above_two_hundred_counts_the_others_say_next_to_nothing() -> None:
    exact, alone = _given_sum(0.0, 200, 500, 301), _given_sum(0.0, 201, 502, 301)
    for count in (2, 5, 12):
        assert alone.tail(count) == pytest.approx(exact.tail(count), rel=0.05)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("mean", [1.005, 1.5, 20.0, 50.0])
def test_the_closed_form_has_the_mean_asked_for(law: Law, mean: float) -> None:
    values = np.arange(1, 400_000)
    tilt, scale = _with_mean(law.shape, mean)
    chances = np.exp(_log_weights(law.shape, values) + tilt * values - scale)
    assert float(chances.sum()) == pytest.approx(1.0, rel=1e-6)
    assert float(chances @ values) == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize("law", LAWS)
def test_many_counts_need_no_support_beyond_the_largest(law: Law) -> None:
    """The tail at the largest is that of the law added up far beyond it."""
    assert _support(1000, 100_000, 400) == 400
    assert _support(200, 3000, 400) == 2801
    assert _support(200, 100_000, 400) == 8200
    values = np.arange(1, 2_000_000)
    tilt, scale = _with_mean(law.shape, 100.0)
    chances = np.exp(_log_weights(law.shape, values) + tilt * values - scale)
    found = _given_sum(law.shape, 1000, 100_000, 400)
    assert len(found.tails) == 401
    assert found.tail(400) == pytest.approx(float(chances[399:].sum()), rel=1e-6, abs=1e-9)


def test_poisson_counts_may_be_in_the_thousands() -> None:
    tilt, scale = _with_mean(math.inf, 2000.0)
    assert (tilt, scale) == pytest.approx((math.log(2000), 2000))


@pytest.mark.parametrize("exponent", range(1, 10))
def test_a_power_by_squares_is_the_power(exponent: int) -> None:
    wave = np.array([0.6 + 0.7j, -0.3j, 1.0])
    assert _power(wave, exponent) == pytest.approx(wave**exponent)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=5, max_size=50), st.integers(0, 60))
def test_one_count_is_judged_as_by_the_threshold_of_all(counts: list[int], count: int) -> None:
    many = np.array([*counts, 60], dtype=np.int64)
    assert is_too_large(many, count) == (count >= threshold(examine(many)))


def test_a_giant_is_too_large_and_so_are_all_above_it() -> None:
    tested = examine(np.array([1] * 18 + [2] * 19 + [3] * 6 + [40, 39]))
    assert [one.count for one in tested] == [40, 39, 3]
    assert tested[0].p == tested[1].p <= level_of(45) < tested[2].p
    assert threshold(tested) == 39


@settings(max_examples=60)
@given(st.lists(st.integers(1, 30), max_size=50))
def test_p_is_a_probability_that_falls_with_the_count(counts: list[int]) -> None:
    tested = examine(np.array(counts, dtype=np.int64))
    assert len(tested) == (min(1 + len(counts) // 20, 5) if len(counts) >= 5 else 0)
    assert [one.count for one in tested] == sorted(counts, reverse=True)[: len(tested)]
    p = [one.p for one in tested]
    assert p == sorted(p)
    assert all(0 <= value <= 1 for value in p)


@pytest.mark.parametrize("counts", [[], [1], [9, 1, 1, 1], [3] * 12, [1] * 30])
def test_few_or_equal_counts_are_never_too_large(counts: list[int]) -> None:
    assert threshold(examine(np.array(counts, dtype=np.int64))) == math.inf


def test_the_law_with_most_evidence_is_named() -> None:
    chance = np.random.default_rng(5)
    assert examine(1 + chance.poisson(6, 150))[0].law is Law.POISSON
    assert examine(chance.geometric(0.15, 150))[0].law is Law.GEOMETRIC
    assert examine(chance.logseries(0.97, 190))[0].law is Law.LOG_SERIES
    assert examine(chance.zipf(2.2, 190))[0].law is Law.HEAVY
