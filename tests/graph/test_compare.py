"""Plans side by side: the same matter by its words, its leads in each."""

import pytest

from graph.compare import compare
from graph.measures.clarity import Grade
from graph.measures.errors import MeasureError
from tests.graph.measures.corpora import corpus, merged

OLD = corpus("推行行政执法公示制度//lead: 法制办", "清理规范行政审批事项//lead: 编办", "加强粮食储备管理//lead: 粮食局")
NEW = corpus(
    "全面推行行政执法公示制度//lead: 司法局",
    "清理规范行政审批事项//lead: 编办、数据局",
    "建设数字政府//lead: 数据局",
    plan="b" * 16,
)
BOTH = merged(OLD, NEW)
LEFT, RIGHT = (plan.iri for plan in BOTH.plans)


def test_matters_are_matched_by_their_words() -> None:
    found = compare(BOTH, LEFT, RIGHT)
    assert {(match.left.ref, match.right.ref, match.grade) for match in found.matches} == {
        ("1.1", "1.1", Grade.CONFLICT),
        ("1.2", "1.2", Grade.CO_EQUAL),
    }
    assert [task.title for task in found.dropped] == ["加强粮食储备管理"]
    assert [task.title for task in found.new] == ["建设数字政府"]


def test_a_plan_agrees_with_itself() -> None:
    found = compare(BOTH, LEFT, LEFT)
    assert [match.likeness for match in found.matches] == pytest.approx([1.0, 1.0, 1.0])
    assert Grade.CONFLICT not in {match.grade for match in found.matches}
    assert (found.dropped, found.new) == ((), ())


def test_an_empty_plan_has_only_new_tasks() -> None:
    both = merged(corpus(), corpus("建设数字政府//lead: 数据局", plan="b" * 16))
    found = compare(both, both.plans[0].iri, both.plans[1].iri)
    assert (found.matches, found.dropped, len(found.new)) == ((), (), 1)


def test_nonsense_is_refused() -> None:
    with pytest.raises(MeasureError, match="No such plan"):
        compare(BOTH, LEFT, "nowhere")
    with pytest.raises(MeasureError, match="alike"):
        compare(BOTH, LEFT, RIGHT, float("nan"))
