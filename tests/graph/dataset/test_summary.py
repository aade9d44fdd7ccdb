"""What each unit carries, added up over plans: the same as the measures count over all rows at once."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from extract.records import Role
from graph.dataset.row_database import open_rows
from graph.dataset.rows import Corpus
from graph.dataset.summary import ANY, summaries
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
            assert (row.share if row else 0.0) == pytest.approx(count.shared)
        row = found.get((load.unit.iri, ANY))
        assert (row.n if row else 0) == load.tasks


def test_plans_add_up_and_a_choice_of_plans_counts_alone(tmp_path: Path) -> None:
    one = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 公安局 | ~lead: 财政局", plan=A)
    two = corpus("lead: 公安局、公安局", plan=B)
    rows = open_rows(tmp_path)
    rows.put("a", 1, one, "")
    rows.put("b", 1, two, "")
    loads = {load.unit.iri: load for load in workload(merged(one, two))}
    led = {row.unit: row for row in rows.snapshot().carried() if row.role == Role.LEAD}
    assert {unit: (row.n, row.share, row.first) for unit, row in led.items()} == {
        unit: (load.led.full, load.led.shared, load.led.first) for unit, load in loads.items() if load.led.full
    }
    found = rows.snapshot()
    assert [row.n for row in found.limited(two.plans).carried() if row.role == Role.LEAD] == [1]
    assert found.limited([]).carried() == ()
