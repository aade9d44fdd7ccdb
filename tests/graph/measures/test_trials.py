"""Adding up unlike chances: equal to plain convolution, and to scipy's binomial where all are alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from graph.measures.degrees import fit_all
from graph.measures.trials import Trials, poisson_binomial_tail

CHANCES = st.lists(
    st.tuples(st.sampled_from([0.0, 1e-6, 0.02, 0.1, 0.11, 0.5, 0.97, 1.0]), st.integers(1, 9)), max_size=6
)


def _plain(chances: list[tuple[float, int]], least: int) -> float:
    spread = np.ones(1)
    for p, times in chances:
        for _ in range(times):
            spread = np.convolve(spread, [1 - p, p])
    return float(spread[least:].sum())


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(CHANCES, st.integers(0, 60)), min_size=1, max_size=5))
def test_the_tail_is_that_of_plain_convolution(asked: list[tuple[list[tuple[float, int]], int]]) -> None:
    rows = [(pair, p, times) for pair, (chances, _) in enumerate(asked) for p, times in chances]
    trials = Trials(
        pair=np.array([row[0] for row in rows], dtype=np.int64),
        p=np.array([row[1] for row in rows], dtype=np.float64),
        times=np.array([row[2] for row in rows], dtype=np.int64),
    )
    found = poisson_binomial_tail(np.array([least for _, least in asked], dtype=np.int64), trials)
    for value, (chances, least) in zip(found, asked, strict=True):
        assert value == pytest.approx(_plain(chances, least), abs=1e-12)


def test_many_tries_are_scipys_binomial() -> None:
    trials = Trials(pair=np.zeros(1, np.int64), p=np.array([0.03]), times=np.array([20_000]))
    for least in (1, 500, 600, 650, 800):
        found = poisson_binomial_tail(np.array([least]), trials)
        assert found[0] == pytest.approx(max(binom.sf(least - 1, 20_000, 0.03), 2.3e-16), abs=1e-12)


def test_a_plan_has_the_same_model_alone_and_among_others() -> None:
    one, two = np.array([3, 2, 1, 0, 0]), np.array([0, 1, 1, 4, 2])
    lists = np.array([3, 2, 1]), np.array([2, 2, 1, 1, 2])
    alone = [fit_all([one], [lists[0]])[0], fit_all([two], [lists[1]])[0]]
    for model, other in zip(alone, fit_all([one, two], lists), strict=True):
        assert model.p == pytest.approx(other.p, abs=1e-12)
