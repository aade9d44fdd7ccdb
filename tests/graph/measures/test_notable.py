"""What one plan shows by itself: changed sides, long lists, and what is said first."""

from random import Random

import pytest

from graph.dataset.rows import Corpus
from graph.measures.notable import changed_sides, long_lists, notable
from tests.graph.measures.corpora import corpus
from tests.graph.measures.strategies import shuffled


def test_two_units_that_lead_and_support_each_other_change_sides() -> None:
    one = corpus("lead: 甲局 | support: 乙局、丙局", "lead: 乙局 | support: 甲局", "lead: 丁局 | support: 有关部门*")
    (found,) = changed_sides(one)
    sides = {found.first.name: found.first_leads, found.second.name: found.second_leads}
    assert sides == {"甲局": (one.tasks[0].iri,), "乙局": (one.tasks[1].iri,)}


@pytest.mark.parametrize(
    "lines",
    [
        ("lead: 甲局、乙局",),
        ("lead: 甲局 | support: 乙局",),
        ("lead: 乙局 | support: 甲局",),
        ("lead: 甲局 | support: 乙局", "~lead: 乙局 | support: 甲局"),
        ("lead: 有关部门* | support: 甲局", "lead: 甲局 | support: 有关部门*"),
        ("lead: 人民政府 | support: 甲局", "lead: 甲局 | support: 人民政府"),
        (),
    ],
)
def test_others_do_not(lines: tuple[str, ...]) -> None:
    assert changed_sides(corpus(*lines)) == ()


def test_a_list_far_longer_than_those_of_the_plan_is_listed() -> None:
    ten = "、".join(f"局{n}" for n in range(10))
    one = corpus(*["lead: 甲局 | support: 乙局"] * 11, f"lead: {ten}")
    (found,) = long_lists(one)
    assert (found.task.iri, found.units, found.median) == (one.tasks[-1].iri, 10, 2.0)
    assert long_lists(corpus(*["lead: 甲局"] * 5, f"lead: {ten}")) == ()
    assert long_lists(corpus(*[f"lead: {ten}"] * 12)) == ()


def test_at_most_three_sentences_and_none_where_nothing_is_notable() -> None:
    ten = "、".join(f"局{n}" for n in range(10))
    one = corpus(
        "",
        "lead: 甲局 | support: 乙局",
        "lead: 乙局 | support: 甲局",
        *[f"lead: 单{n}" for n in range(9)],
        f"lead: {ten}",
    )
    said = [str(row.sentence) for row in notable(one)]
    assert said[0] == "1 项任务无具体单位牵头，占全部任务的 8%。"
    assert said[1].startswith("1 对单位在不同任务中互为牵头和配合：")
    assert len(said) == 3
    assert notable(shuffled(one, Random(1)))[0] == notable(one)[0]  # noqa: S311  repeatable numbers
    assert notable(corpus("lead: 甲局")) == notable(Corpus()) == ()
