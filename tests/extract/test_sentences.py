"""Duties in the running text, by example; and what they must never touch."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaning import fold
from extract.forms.running_sentence import duties
from extract.naming import names_at
from extract.pipeline import extract
from extract.records import Basis, LineState
from tests.extract.visible import Case, cases, document, marked
from tests.extract.work import calls

GOLD = cases(Path(__file__).parents[1] / "gold" / "sentences.txt")


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case.title)
def test_mentions_stand_where_a_reader_sees_them(case: Case) -> None:
    assert marked(extract(document(case.plain))) == case.marked


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case.title)
def test_a_sentence_is_marked_as_such_and_stands_in_the_ledger(case: Case) -> None:
    result = extract(document(case.plain))
    said = [a for a in result.assignments if not a.basis.counted]
    assert all(a.basis is Basis.SENTENCE and a.rule.startswith("sentence/") and 0 < a.confidence < 1 for a in said)
    lines = [line for line in result.ledger if line.rule.startswith("sentence/")]
    assert all(line.state is LineState.READ for line in lines)
    assert all(any(line.span.holds(a.mention.span) for line in lines) for a in said)


def test_sentences_take_nothing_from_the_clauses() -> None:
    for case in GOLD:
        text = case.plain
        counted = [a for a in extract(document(text)).assignments if a.basis.counted]
        alone = [line for line in text.splitlines() if line.startswith("责任单位")]
        assert len(counted) == sum(line.count("、") + 1 for line in alone) + 2 * text.count("财政厅负责")


def test_a_sentence_belongs_to_the_innermost_task_that_holds_it() -> None:
    text = "一、总体任务。由市财政局牵头编制。（责任单位：市政府办公室）\n（一）建平台。由市教育局组织实施。（责任单位：市科技局）"
    result = extract(document(text))
    refs = {task.id: task.ref for task in result.tasks}
    said = [(a.mention.words, refs[a.task]) for a in result.assignments if not a.basis.counted]
    assert said == [("市财政局", "1"), ("市教育局", "1.1")]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("市委组织部组织实施", ["市委组织部"]),
        ("县政府办理", ["县政府"]),
        ("市财政局、市审计局等部门配合", ["市财政局", "市审计局"]),
        ("省（区、市）统筹", ["省(区、市)"]),
        ("企业自主选择", []),
        ("市财政局、企业共同出资", []),
        ("某某某", []),
        ("", []),
    ],
)
def test_names_end_where_a_reader_would_end_them(words: str, names: list[str]) -> None:
    view = fold(words)
    found = names_at(view, 0, len(view))
    assert [view[s.start : s.end] for s in found.items] == names if found else not names


SOUP = st.sampled_from(
    ["由", "牵头", "负责", "会同", "市财政局", "市审计局", "各部门", "、", "，", "。", "要", "为主", "在", "以", "指导下", "《", "》", "（", "）",
     "（责任单位：市教育局）", "1.", "\n", "等", "和", "企业", "配合", "按职责分工", "的", "组织实施"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(SOUP, max_size=50).map("".join))
def test_any_soup_of_sentences_is_grounded_in_order_and_inside(text: str) -> None:
    view = fold(text)
    found = list(duties(view, 0, len(view)))
    ends = [0, *(max(d.label.end, d.items[-1].end) for d in found)]
    for duty, before in zip(found, ends, strict=False):
        assert duty.items
        assert all(0 <= item.start < item.end <= len(view) for item in duty.items)
        assert duty.label.end >= before or duty.items[0].start >= before
    result = extract(document(text))
    assert all(result.document.quote(a.mention.span) == a.mention.words for a in result.assignments)


@pytest.mark.parametrize(
    "bait", ["由", "由市财政局", "市财政局、", "《由市财政局", "负责", "在市财政局", "各部门各部门", "市局（市"]
)
def test_hostile_repetition_costs_no_more_than_its_length(bait: str) -> None:
    def cost(length: int) -> int:
        view = fold(bait * (length // len(bait)))
        return calls(lambda: list(duties(view, 0, len(view))))

    assert cost(32_000) <= 9 * cost(4_000) + 500


def test_a_pool_of_processes_reads_the_same() -> None:
    texts = [case.plain for case in GOLD]
    documents = [document(text) for text in texts]
    here = [extract(one) for one in documents]
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(extract, documents)) == here
    assert pickle.loads(pickle.dumps(here)) == here  # noqa: S301 — our own bytes
