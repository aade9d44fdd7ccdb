"""The convener presumed by rule: first-listed, marked as a presumption, and in no count."""

from random import Random

import pytest

from api.tables.tasks import clarity_table
from graph.dataset.clarity import Grade, graded, regraded
from graph.dataset.rows import Corpus
from graph.measures.settings import read_definitions
from graph.measures.workload import workload
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import shuffled


def _names(one: Corpus) -> list[str]:
    units = {unit.iri: unit.name for unit in one.units}
    return [units[task.presumed_convener] for task in one.tasks if task.presumed_convener]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lead: 公安局、司法局 | support: 财政局", ["公安局"]),
        ("lead: 司法局、公安局", ["司法局"]),
        ("lead: 公安局", []),
        ("lead!: 公安局、司法局", []),
        ("lead: 有关部门*、公安局", []),
        ("joint: 公安局、司法局", []),
        ("~lead: 公安局、司法局", []),
        ("", []),
    ],
)
def test_only_the_first_of_co_equal_leads_is_presumed(line: str, expected: list[str]) -> None:
    assert _names(corpus(line)) == expected


def test_the_order_of_rows_has_no_effect_and_no_count_contains_the_presumption() -> None:
    one = corpus("lead: 公安局、司法局", "lead: 司法局、公安局")
    assert _names(graded(shuffled(one, Random(2)))) == _names(one)  # noqa: S311  repeatable
    assert {task.clarity for task in one.tasks} == {Grade.CO_EQUAL}
    assert {row.led.full for row in workload(one)} == {2}


def test_the_settings_switch_the_rule_off() -> None:
    own = read_definitions("[clarity]\npresume_convener = false\n")
    one = corpus("lead: 公安局、司法局")
    assert regraded(one, read_definitions("").clarity) is one
    assert _names(regraded(one, own.clarity)) == []
    for definitions, expected in ((read_definitions(""), "公安局"), (own, "")):
        table = clarity_table(one, definitions)
        assert table.rows[0][table.keys.index("presumed_convener")] == expected
