"""The convener presumed by rule: first-listed, marked as a presumption, and in no count."""

from random import Random

import pytest

from api.tables.tasks import clarity_table
from graph.dataset.clarity import Thresholds
from graph.dataset.rows import Corpus
from graph.measures.convener import presumed_conveners
from graph.measures.settings import read_definitions
from graph.measures.workload import workload
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import shuffled


def _names(one: Corpus, thresholds: Thresholds | None = None) -> list[str]:
    return [unit.name for unit in presumed_conveners(one, thresholds or Thresholds()).values()]


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
    assert presumed_conveners(shuffled(one, Random(2))) == presumed_conveners(one)  # noqa: S311  repeatable
    assert {row.led.full for row in workload(one)} == {2}


def test_the_settings_switch_the_rule_off() -> None:
    own = read_definitions("[clarity]\npresume_convener = false\n")
    one = corpus("lead: 公安局、司法局")
    assert _names(one, own.clarity) == []
    for definitions, expected in ((read_definitions(""), "公安局"), (own, "")):
        table = clarity_table(one, definitions)
        assert table.rows[0][table.keys.index("presumed_convener")] == expected
