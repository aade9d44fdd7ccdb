"""Corpora at the edge of sense: every analysis answers, and no table holds a hole."""

import json
import math
from collections.abc import Iterator

import pytest

from api.cli.analyses import ANALYSES
from api.reports.contents import tables
from api.reports.write import LEDGERS, REPORTS, ledger, report
from api.tables.loads import career_table
from api.tables.model import Table
from api.tables.representations import json_of
from api.tables.tasks import compare_table, reform_tables
from graph.compare.plans import aligned
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS
from graph.measures.views import without_collectives
from graph.reform.membership import expanded
from graph.reform.reform_diff import effect
from graph.reform.transform import apply_table, dissolve
from ontology.catalogue import Language
from tests.graph.measures.corpora import corpus

EDGES = {
    "nothing at all": Corpus(),
    "a plan without tasks": corpus(),
    "a task without units": corpus(""),
    "one unit, one task": corpus("lead: 甲局"),
    "one task, two units": corpus("lead: 甲局、乙局"),
    "no leads at all": corpus("support: 甲局、乙局", "implement: 丙局"),
    "joint alone": corpus("joint: 甲局、乙局"),
    "running text alone": corpus("~lead: 甲局"),
    "collectives alone": corpus("lead: 各部门* | support: 有关部门%"),
    "a person and a name nobody knows": corpus("lead: 张三&", "lead: 某某处?"),
    "the same unit in every role": corpus("lead: 甲局 | support: 甲局 | joint: 甲局"),
}
CROWD = corpus("lead: " + "、".join(f"局{n:04}" for n in range(1000)))


def _analyses(one: Corpus) -> Iterator[Table]:
    for build in ANALYSES.values():
        yield build(one, DEFAULTS)
    yield from reform_tables(effect(one, apply_table(one, 2023)))
    yield from reform_tables(effect(one, dissolve(one, [unit.iri for unit in one.units])))
    for unit in one.units[:2]:
        yield career_table(one, unit.iri)
    for plan in one.plans:
        yield compare_table(one, aligned(one, plan.iri, plan.iri))


def _whole(found: Table) -> None:
    for row in found.rows:
        for value in row:
            assert value is not None
            assert not isinstance(value, float) or math.isfinite(value), (found.key, row)
    json.loads(json_of((found,)), parse_constant=lambda word: pytest.fail(f"{word} in {found.key}"))


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("view", ["named", "left out", "expanded"])
def test_every_analysis_is_whole(name: str, view: str) -> None:
    one = EDGES[name]
    seen = {"named": lambda: one, "left out": lambda: without_collectives(one), "expanded": lambda: expanded(one, {})}
    for found in _analyses(seen[view]()):
        _whole(found)


@pytest.mark.parametrize("name", EDGES)
def test_every_report_can_be_written(name: str) -> None:
    for ending in REPORTS:
        assert report(EDGES[name], f"r{ending}", Language.EN)
    for ending in LEDGERS:
        assert ledger(EDGES[name], f"l{ending}")
    for table in tables(EDGES[name]):
        assert "nan" not in str(table.rows)


@pytest.mark.full
def test_a_thousand_units_on_one_task() -> None:
    for name, build in ANALYSES.items():
        found = build(CROWD, DEFAULTS)
        if name == "overlap":
            assert len(found.rows) == 1000 * 999 // 2
            assert found.rows[0][-1] == ("1.1",)
            assert all(math.isfinite(row[3]) for row in found.rows[::997] if isinstance(row[3], float))
        else:
            _whole(found)
