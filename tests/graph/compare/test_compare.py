"""Plans side by side: the same matter by its words, its leads in each."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.compare.conflicts import conflicts
from graph.compare.decisions import PairEntry, PairState, decide, decisions, in_force
from graph.compare.plans import ComparedTasks, TaskMatch, aligned, matches_between
from graph.compare.similarity import alike, vectors
from graph.corrections.csv import from_store
from graph.corrections.journal import BadEntryError
from graph.dataset.clarity import Grade
from graph.dataset.keys import task_keys
from graph.dataset.rows import Corpus, TaskRow
from graph.errors import MeasureError
from graph.store import open_store
from tests.graph.measures.corpora import BASE, corpus, merged

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
    found = aligned(BOTH, LEFT, RIGHT)
    assert {(match.left.ref, match.right.ref, match.sure, match.grade) for match in found.matches} == {
        ("1.1", "1.1", True, Grade.CONFLICT),
        ("1.2", "1.2", True, Grade.CO_EQUAL),
    }
    assert [task.title for task in found.dropped] == ["加强粮食储备管理"]
    assert [task.title for task in found.new] == ["建设数字政府"]


def test_a_measure_that_is_split_has_two_partners_and_no_conflict_where_one_keeps_its_lead() -> None:
    both = merged(
        corpus("建立粮食储备轮换制度；开展粮食质量安全检查//lead: 粮食局"),
        corpus("建立粮食储备轮换制度//lead: 发改委", "开展粮食质量安全检查//lead: 粮食局", plan="b" * 16),
    )
    found = aligned(both, both.plans[0].iri, both.plans[1].iri)
    assert [(match.right.ref, match.same) for match in found.matches] == [("1.1", False), ("1.2", True)]
    assert Grade.CONFLICT not in {match.grade for match in found.matches}
    assert (found.dropped, found.new, conflicts(both).matches) == ((), (), ())


def test_a_plan_agrees_with_itself() -> None:
    found = aligned(BOTH, LEFT, LEFT)
    assert [match.likelihood for match in found.matches] == [1.0, 1.0, 1.0]
    assert all(match.same and match.left == match.right for match in found.matches)
    assert (found.dropped, found.new) == ((), ())


def _decided(state: PairState, left: TaskRow, right: TaskRow) -> PairEntry:
    keys = task_keys(BOTH)
    return PairEntry(
        left=keys[left.iri], right=keys[right.iri], left_words="", right_words="", state=state, who="王芳", when=""
    )


def test_what_people_decided_is_used_in_either_direction() -> None:
    first, other = aligned(BOTH, LEFT, RIGHT).matches[0], aligned(BOTH, LEFT, RIGHT).new[0]
    decided = (
        _decided(PairState.REFUSED, first.right, first.left),
        _decided(PairState.CONFIRMED, first.left, other),
    )
    found = aligned(BOTH, LEFT, RIGHT, decided)
    assert [(match.left.ref, match.right.ref, match.confirmed) for match in found.matches] == [
        ("1.1", "1.3", True),
        ("1.2", "1.2", False),
    ]
    assert [task.ref for task in found.new] == ["1.1"]
    assert [match.right.ref for match in conflicts(BOTH, decided=decided).matches] == ["1.3"]


def test_decisions_are_only_added_and_the_last_is_in_force(tmp_path: Path) -> None:
    match = aligned(BOTH, LEFT, RIGHT).matches[0]
    states = (PairState.CONFIRMED, PairState.REFUSED, PairState.WITHDRAWN)
    with open_store(tmp_path / "data") as store:
        for number, state in enumerate(states, start=1):
            decide(store, _decided(state, match.left, match.right))
            there = decisions(store)
            assert [one.number for one in there] == list(range(1, number + 1))
            assert [one.state for one in in_force(there)] == ([] if state is PairState.WITHDRAWN else [state])
        with pytest.raises(BadEntryError):
            decide(store, replace(there[0], who=" "))
        assert from_store(store) == ()


def test_an_empty_plan_has_only_new_tasks() -> None:
    both = merged(corpus(), corpus("建设数字政府//lead: 数据局", plan="b" * 16))
    found = aligned(both, both.plans[0].iri, both.plans[1].iri)
    assert (found.matches, found.dropped, len(found.new)) == ((), (), 1)


def test_nonsense_is_refused() -> None:
    with pytest.raises(MeasureError, match="没有这份方案"):
        aligned(BOTH, LEFT, "nowhere")


def test_the_same_matter_with_other_leads_is_found_among_many_plans() -> None:
    third = corpus(
        "加强粮食储备管理//lead: 发改委", "清理规范行政审批事项//lead: 编办", plan="c" * 16, issued="2020-01-01"
    )
    found = conflicts(merged(OLD, NEW, third)).matches
    assert {(match.left.title, match.right.title) for match in found} == {
        ("加强粮食储备管理", "加强粮食储备管理"),
        ("推行行政执法公示制度", "全面推行行政执法公示制度"),
    }
    assert all(match.left.plan < match.right.plan for match in found)
    assert [match.right.plan for match in conflicts(merged(OLD, NEW, third), OLD.plans[0].iri).matches] == [
        OLD.plans[0].iri
    ] * 2
    assert conflicts(OLD).matches == conflicts(Corpus()).matches == ()


def test_of_many_pairs_of_plans_those_are_aligned_whose_tasks_with_different_leads_are_most_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreed = corpus("清理规范行政审批事项//lead: 编办", plan="c" * 16, issued="2020-01-01")
    every = merged(OLD, NEW, agreed)
    asked: list[tuple[str, str]] = []

    def noted(facts: ComparedTasks, left: str, right: str) -> Iterator[TaskMatch]:
        asked.append((left, right))
        return matches_between(facts, left, right)

    monkeypatch.setattr("graph.compare.conflicts.matches_between", noted)
    found = conflicts(every, most=1)
    assert (found.pairs, found.aligned, asked) == (3, 1, [(LEFT, RIGHT)])
    assert [match.right.title for match in found.matches] == ["全面推行行政执法公示制度"]


def _elsewhere(one: Corpus, code: str) -> Corpus:
    """Move a plan and its units to another place."""
    names = {unit.iri: f"{BASE}/unit/{code}-{unit.id}" for unit in one.units}
    return replace(
        one,
        plans=tuple(replace(plan, place_code=code) for plan in one.plans),
        units=tuple(replace(unit, iri=names[unit.iri], id=f"{code}-{unit.id}", place_code=code) for unit in one.units),
        assignments=tuple(replace(row, unit=names[row.unit]) for row in one.assignments),
    )


def test_another_place_has_leads_of_its_own() -> None:
    there = _elsewhere(
        corpus("推行行政执法公示制度//lead: 法制办", "加强粮食储备管理//lead: 农业局", plan="d" * 16), "650000"
    )
    both = merged(OLD, there)
    found = {match.left.title: match for match in aligned(both, OLD.plans[0].iri, there.plans[0].iri).matches}
    assert (found["推行行政执法公示制度"].same, found["推行行政执法公示制度"].grade) == (True, Grade.SOLE)
    assert (found["加强粮食储备管理"].same, found["加强粮食储备管理"].grade) == (False, Grade.CONFLICT)
    assert conflicts(both).matches == ()


def test_likeness_is_the_cosine_of_plain_tf_idf() -> None:
    texts = ["推行行政执法公示制度", "全面推行行政执法公示制度。", "加强粮食储备管理", "1", ""]
    plain = [_plain(text, texts) for text in texts]
    every = vectors(texts)
    found = {(a, b): value for a, b, value in alike(every, every, 1e-6)}
    for a, one in enumerate(plain):
        for b, two in enumerate(plain):
            cosine = sum(value * two.get(gram, 0.0) for gram, value in one.items())
            assert found.get((a, b), 0.0) == pytest.approx(cosine, abs=1e-12)


def _plain(text: str, texts: list[str]) -> dict[str, float]:
    def grams(words: str) -> list[str]:
        dense = [letter for letter in words if letter.isalnum()]
        return ["".join(dense[at : at + size]) for size in (2, 3) for at in range(len(dense) - size + 1)]

    known = {gram: sum(gram in grams(other) for other in texts) for gram in grams(text)}
    raw = {gram: grams(text).count(gram) * (1 + math.log((1 + len(texts)) / (1 + n))) for gram, n in known.items()}
    length = math.sqrt(sum(value**2 for value in raw.values()))
    return {gram: value / length for gram, value in raw.items()}
