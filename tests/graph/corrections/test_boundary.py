"""Moving the boundary of a task: neighbours give way, assignments go with their words, nothing overlaps."""

from dataclasses import replace

import pytest

from extract.records import Extraction
from graph.corrections import BadCorrectionError, Change, Correction, appended, replay
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus, TaskRow
from tests.graph.conftest import SMALL

CLAUSES = SMALL.index("责任单位")
END = len(SMALL) - 1  # before the last line break


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


def in_order(corpus: Corpus) -> tuple[TaskRow, ...]:
    return tuple(sorted(corpus.tasks, key=lambda task: task.start))


def move(corpus: Corpus, place: int, start: int, end: int) -> Correction:
    task = in_order(corpus)[place]
    return Correction(
        change=Change.MOVE, target=task.iri, words=SMALL[start:end], start=start, end=end,
        who="张三", when="2026-11-23", why="原文如此",
    )  # fmt: skip


def after(corpus: Corpus, *moves: Correction) -> Corpus:
    ours, conflicts = replay(corpus, moves, texts={corpus.plans[0].iri: SMALL})
    assert conflicts == ()
    return ours


def test_a_task_that_begins_earlier_takes_the_words_and_what_they_assign(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    ours = after(corpus, move(corpus, 1, CLAUSES, second.end))
    assert [task.text for task in in_order(ours)] == [
        SMALL[first.start : CLAUSES].rstrip(),
        SMALL[CLAUSES : second.end],
    ]
    assert all(SMALL[task.start : task.end] == task.text for task in in_order(ours))
    owners = {row.mention: row.task for row in ours.assignments if row.counted}
    assert set(owners.values()) == {second.iri}
    (said,) = [row for row in ours.assignments if not row.counted]
    assert said.task == first.iri  # its words stand before the clauses
    assert [task.clarity for task in in_order(ours)] == ["none", first.clarity]


def test_a_task_that_ends_earlier_keeps_what_nobody_takes(corpus: Corpus) -> None:
    first = in_order(corpus)[0]
    ours = after(corpus, move(corpus, 0, first.start, CLAUSES - 1))
    assert {row.task for row in ours.assignments} == {first.iri}
    assert in_order(ours)[0].text == SMALL[first.start : CLAUSES - 1]
    taken = after(corpus, move(corpus, 0, first.start, CLAUSES - 1), move(corpus, 1, CLAUSES, in_order(corpus)[1].end))
    assert {row.task for row in taken.assignments if row.counted} == {in_order(corpus)[1].iri}


def test_moving_back_gives_everything_back(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    there = move(corpus, 1, CLAUSES, second.end)
    back = move(corpus, 0, first.start, first.end)
    ours, untouched = after(corpus, there, back), after(corpus)
    assert ours.assignments == untouched.assignments
    assert [(task.start, task.end, task.clarity) for task in ours.tasks] == [
        (task.start, task.end, task.clarity) for task in untouched.tasks
    ]


def test_a_task_that_would_be_swallowed_or_cut_in_two_is_kept(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    texts = {first.plan: SMALL}
    for wrong, reason in (
        (move(corpus, 1, first.start, second.end), "将没有内容"),
        (move(corpus, 1, CLAUSES, CLAUSES + 4), "将被分成两段"),
        (replace(move(corpus, 1, CLAUSES, second.end), words="别的话"), "原文该处是"),
    ):
        with pytest.raises(BadCorrectionError, match=reason):
            appended((), wrong, corpus, texts=texts)


def test_neighbours_that_only_touch_are_unchanged(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    ours = after(corpus, move(corpus, 1, second.start, second.end - 1))
    assert in_order(ours)[0] == first
    assert in_order(ours)[1].end == second.end - 1
    ours = after(corpus, move(corpus, 0, first.start + 1, second.start))
    assert in_order(ours)[1] == second


def test_a_neighbour_whose_text_ends_before_its_stretch_begins_where_its_words_do(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    ours = after(corpus, move(corpus, 0, first.start, second.start + 3))
    assert in_order(ours)[1].text == SMALL[second.start + 3 : second.end].strip()
    assert in_order(ours)[1].start == second.start + 3
    assert in_order(ours)[1].end == second.end


def test_a_task_of_another_plan_is_no_neighbour(corpus: Corpus) -> None:
    first, second = in_order(corpus)
    elsewhere = replace(first, iri=first.iri + "-elsewhere", plan="https://w3id.org/dutygraph/id/plan/" + "f" * 16)
    both = replace(corpus, tasks=(*corpus.tasks, elsewhere))
    ours, _ = replay(both, [move(corpus, 1, CLAUSES, second.end)], texts={first.plan: SMALL})
    assert elsewhere.text in {task.text for task in ours.tasks}
