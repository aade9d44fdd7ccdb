"""Dealing a table again: every number stays, and small tables come out as plain enumeration has them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.measures.fixed_degrees import deal_again, redealt


@settings(max_examples=60)
@given(st.lists(st.sets(st.integers(0, 8)), max_size=10), st.integers(0, 99))
def test_every_unit_and_every_list_keeps_its_number(lists: list[set[int]], seed: int) -> None:
    dealt = [set(listed) for listed in lists]
    deal_again(dealt, np.random.default_rng(seed))
    assert [len(listed) for listed in dealt] == [len(listed) for listed in lists]
    assert sorted(itertools.chain(*dealt)) == sorted(itertools.chain(*lists))


def test_the_tail_is_that_of_all_tables() -> None:
    rows, columns_ = (2, 2, 1, 1), (3, 1, 1, 1)
    tables = [
        table
        for table in itertools.product(*(itertools.combinations(range(4), size) for size in rows))
        if tuple(sum(unit in listed for listed in table) for unit in range(4)) == columns_
    ]
    exact = sum(sum({0, 1} <= set(listed) for listed in table) >= 1 for table in tables) / len(tables)
    cells = np.array([[int(unit in listed) for unit in range(4)] for listed in tables[0]])
    drawn = [float(dealt[:, 0] @ dealt[:, 1]) >= 1 for dealt in redealt(sparse.csr_array(cells), draws=4000)]
    assert np.mean(drawn) == pytest.approx(exact, abs=0.03)


def test_lists_without_units_are_left_out_and_one_list_stays_as_it_is() -> None:
    only = sparse.csr_array(np.array([[1, 1], [0, 0]], dtype=np.int64))
    assert [dealt.tolist() for dealt in redealt(only, draws=2)] == [[[1.0, 1.0]]] * 2
