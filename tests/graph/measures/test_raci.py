"""The chart read down and across, and a unit followed over plans."""

import pytest
from hypothesis import given, settings

from graph.dataset.rows import Corpus
from graph.measures.career import career
from graph.measures.data_frames import frame
from graph.measures.raci import ChartSign, Notice, horizontal, vertical
from ontology.catalogue import Language
from tests.graph.measures.corpora import BASE, corpus, merged
from tests.graph.measures.strategies import corpora


def test_down_the_chart() -> None:
    one = corpus(
        *["lead: 甲局、乙局 | support: 丙局"] * 3,
        *["lead: 甲局 | support: 有关部门*"] * 7,
        *[f"lead: 县局{n}" for n in range(12)],
        sections=[1, 1, 1, 2, 3, 4, 5, *[1] * 15],
    )
    found = {(row.sign, row.label): row for row in vertical(one)}
    assert set(found) == {
        (ChartSign.CARRIES_MUCH, "甲局"),
        (ChartSign.EVERYWHERE, "甲局"),
        (ChartSign.NEVER_ALONE, "乙局"),
        (ChartSign.NEVER_FIRST, "乙局"),
        (ChartSign.ONLY_SUPPORTS, "丙局"),
    }
    assert len(found[ChartSign.CARRIES_MUCH, "甲局"].tasks) == 10
    assert found[ChartSign.ONLY_SUPPORTS, "丙局"].sentence.render() == "丙局配合 3 项，未牵头任何任务。"
    assert vertical(one, Notice(tasks=4, sections=9))[0].sign is ChartSign.CARRIES_MUCH


def test_across_the_chart() -> None:
    one = corpus(
        "support: 甲局",
        "lead: 甲局、乙局 | support: 有关部门*",
        "lead!: 甲局、乙局 | support: 丙局",
        "lead: 甲局",
        "lead: 甲局 | support: " + "、".join(f"局{n}" for n in range(8)),
        "~lead: 甲局",
    )
    assert [(row.sign, row.label[:3]) for row in horizontal(one)] == [
        (ChartSign.NOBODY_LEADS, "1.1"),
        (ChartSign.SEVERAL_LEAD, "1.2"),
        (ChartSign.EVERYBODY_SUPPORTS, "1.2"),
        (ChartSign.NOBODY_SUPPORTS, "1.4"),
        (ChartSign.EVERYBODY_SUPPORTS, "1.5"),
        (ChartSign.NOBODY_LEADS, "1.6"),
    ]
    assert horizontal(corpus("lead: 甲局", "lead: 乙局")) == ()  # a plan that names leads alone leaves nobody out


@settings(max_examples=40)
@given(corpora())
def test_every_reading_rests_on_tasks_of_the_plan(one: Corpus) -> None:
    known = {task.iri for task in one.tasks}
    for row in (*vertical(one), *horizontal(one)):
        assert row.tasks
        assert set(row.tasks) <= known
        assert all((row.sentence.render(), row.sentence.render(Language.EN), row.label))


def test_a_unit_over_plans_and_years() -> None:
    early = corpus("lead: 法制办、公安局", "lead: 公安局", issued="2015-07-30")
    late = corpus("lead: 司法局", "lead: 公安局", "support: 司法局", plan="b" * 16, issued="2019-01-02")
    silent = corpus("lead: 财政局", plan="c" * 16, issued="2017-01-01")
    both = merged(late, early, silent)
    found = career(both, f"{BASE}/unit/司法局", (f"{BASE}/unit/法制办",))
    assert [(row.plan.issued[:4], row.unit.name, row.own, row.led.full, row.rank) for row in found] == [
        ("2015", "法制办", False, 1, 2),
        ("2019", "司法局", True, 1, 1),
    ]
    assert [row.share for row in found] == pytest.approx([0.25, 0.5])
    assert not frame(found).isna().to_numpy().any()
    assert career(both, "nobody") == career(Corpus(), "nobody") == ()
