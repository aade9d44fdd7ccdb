"""What each unit carries, added up over plans: the same as the measures count over all rows at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Role
from graph.dataset.row_database import open_rows
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus
from graph.dataset.sql_tables import SUMMARY
from graph.dataset.summary import ANY, PARTS, summaries
from graph.dataset.totals import Carried, carried, sums
from graph.measures.workload import workload
from tests.graph.measures.corpora import corpus, merged
from tests.graph.measures.strategies import corpora

A, B = "a" * 16, "b" * 16


@settings(max_examples=40)
@given(corpora())
def test_one_plan_is_summed_up_as_the_measures_count_it(one: Corpus) -> None:
    found = {(row.unit, row.role): row for row in summaries(one)}
    for load in workload(one):
        for role, count in ((Role.LEAD, load.led), (Role.SUPPORT, load.supported), (Role.JOINT, load.joint)):
            row = found.get((load.unit.iri, role.value))
            assert (row.n if row else 0, row.first if row else 0) == (count.full, count.first)
            assert (row.share / PARTS if row else 0.0) == pytest.approx(count.shared)
        row = found.get((load.unit.iri, ANY))
        assert (row.n if row else 0) == load.tasks


def test_plans_add_up_and_a_choice_of_plans_counts_alone(tmp_path: Path) -> None:
    one = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 公安局 | ~lead: 财政局", plan=A)
    two = corpus("lead: 公安局、公安局", plan=B)
    rows = open_rows(tmp_path)
    rows.put("a", 1, one, "")
    rows.put("b", 1, two, "")
    loads = {load.unit.iri: load for load in workload(merged(one, two))}
    found = rows.snapshot()
    assert _read(found)[Role.LEAD] == {
        unit: (load.led.full, load.led.shared, load.led.first) for unit, load in loads.items() if load.led.full
    }
    assert [n for n, _, _ in _read(found.limited(two.plans))[Role.LEAD].values()] == [1]
    assert found.limited([]).carried() == {}


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), corpora())), max_size=6))
def test_the_sums_of_all_plans_are_those_of_their_rows_whatever_was_written_before(
    writes: list[tuple[str, Corpus | None]],
) -> None:
    rows = open_rows(None)
    for stamp, (graph, one) in enumerate(writes):
        if one is None:
            rows.remove([graph])
        else:
            rows.put(graph, stamp, one, "")
    with rows.engine.connect() as connection:
        for named in (False, True):
            kept = carried(connection.execute(sums(named=named)))
            assert _of(kept) == _of(carried(connection.execute(sums(SUMMARY.c.graph >= 0, named=named))))
    rows.close()


def _read(rows: RowSnapshot) -> dict[str, dict[str, tuple[int, float, int]]]:
    return _of(rows.carried())


def _of(found: Mapping[str, Carried]) -> dict[str, dict[str, tuple[int, float, int]]]:
    return {
        role: {
            unit: (int(n), float(share), int(first))
            for unit, n, share, first in zip(one.units, one.n, one.share, one.first, strict=True)
        }
        for role, one in found.items()
    }
