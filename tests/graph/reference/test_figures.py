"""The reference has figures only: quantiles of plans of one level, and the place of one plan among them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import percentileofscore

from api.tables.single_plan import place_among, reference_table
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from graph.reference.figures import MEASURES, Distribution, compared, measured, read, reference, shipped, written
from tests.graph.measures.corpora import corpus


def _plan(many: int, level: str = "county", kind: str = "plan") -> Corpus:
    one = corpus(*["lead: 甲局 | support: 乙局"] * many, "lead: 有关部门*")
    return replace(one, plans=(replace(one.plans[0], level=level, kind=kind),))


def test_kinds_and_levels_with_ten_plans_have_quantiles_and_others_have_none() -> None:
    plans = [
        *(_plan(many) for many in range(5, 16)),
        *(_plan(9, "province") for _ in range(9)),
        *(_plan(9, kind="ledger") for _ in range(9)),
    ]
    rows = reference(plans, "2026-01-31")
    assert {(row.kind, row.level, row.plans, row.date) for row in rows} == {("plan", "county", 11, "2026-01-31")}
    assert [row.measure for row in rows] == sorted(MEASURES)
    tasks = next(row for row in rows if row.measure == "tasks")
    assert tasks.quantiles == tuple(np.quantile(range(6, 17), np.linspace(0, 1, 11)).tolist())
    assert read(written(rows)) == rows


def test_the_place_of_a_value_is_that_of_scipy_where_no_values_are_equal() -> None:
    one = Distribution(
        kind="plan", level="", measure="", plans=11, date="", quantiles=tuple(float(x) for x in range(0, 110, 10))
    )
    for value in (0.0, 5.0, 50.0, 99.0, 100.0):
        grid = np.arange(0, 100, 0.01)
        assert one.below(value) == pytest.approx(percentileofscore(grid, value, "strict") / 100, abs=1e-3)
        assert one.below(value) + one.above(value) == pytest.approx(1.0)


def test_equal_plans_are_neither_above_nor_below() -> None:
    one = Distribution(kind="plan", level="", measure="", plans=10, date="", quantiles=(0.0,) * 8 + (0.1, 0.2, 0.4))
    assert (one.below(0.0), one.above(0.0)) == pytest.approx((0.0, 0.3))
    assert (one.below(1.0), one.above(1.0)) == (1.0, 0.0)
    row = compared(_plan(9), (replace(one, level="county", measure="unclear"),))
    assert {str(place_among(item)) for item in row if item.measure != "unclear"} == {
        "不能判断，因为没有同类同级方案的参考分布（至少 10 份）。"
    }
    assert [str(place_among(item)) for item in row if item.measure == "unclear"] == ["高于同类同级方案的 8 成"]
    other = compared(_plan(9, kind="ledger"), (replace(one, level="county", measure="unclear"),))
    assert {item.among for item in other} == {None}


def test_a_small_plan_and_several_plans_are_not_compared() -> None:
    assert measured(corpus("lead: 甲局")) == {}
    assert measured(corpus(*[""] * 9)) == {}
    assert reference_table(corpus("lead: 甲局")).rows == ()
    assert reference((), "2026-01-31") == ()


def test_what_is_shipped_has_figures_of_levels_with_ten_plans() -> None:
    assert {(row.kind, row.level) for row in shipped()} == {("plan", "province"), ("plan", "prefecture")}
    for row in shipped():
        assert row.plans >= 10
        assert list(row.quantiles) == sorted(row.quantiles)


@pytest.mark.parametrize("text", ["level\na,b", "h\ncounty,tasks,x,2026-01-31,1", "h\ncounty,tasks,10,2026-01-31,1,2"])
def test_a_wrong_table_is_refused(text: str) -> None:
    with pytest.raises(MeasureError):
        read(text)
