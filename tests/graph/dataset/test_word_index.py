"""Words are found as a plain scan finds them: of any length, in any script, across no border of texts."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from graph.dataset import word_index
from graph.dataset.row_database import RowDatabase, open_rows
from graph.dataset.rows import Corpus, TaskRow
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in range(4))
LETTERS = st.text(alphabet="执法局 aA1*\"'-,.:，。“\n责任", max_size=12)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RowDatabase:
    opened = open_rows(tmp_path_factory.mktemp("rows"))
    for corpus, text in PLANS:
        opened.put(corpus.plans[0].iri, 1, corpus, text)
    return opened


def having(rows: RowDatabase, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tasks and the plans with the words, by the database."""
    found = rows.snapshot()
    tasks = found.at(TaskRow, found.task_places_having(words))
    return tuple(task.iri for task in tasks), tuple(sorted(found.plans_having(words)))


def scanned(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tasks and the plans with the words, by looking at every text."""
    plans = sorted(PLANS, key=lambda pair: pair[0].plans[0].iri)
    tasks = tuple(task.iri for corpus, _ in plans for task in corpus.tasks if _says(corpus, task.iri, words))
    return tasks, tuple(corpus.plans[0].iri for corpus, text in plans if words in text)


def _says(corpus: Corpus, task: str, words: str) -> bool:
    row = next(one for one in corpus.tasks if one.iri == task)
    called = (one.mention for one in corpus.assignments if one.task == task)
    return any(words in text for text in (row.text, row.title, *called))


@pytest.mark.parametrize(
    "words", ["执法", "行政执法", "局", "财政局", "，", "一", "2", "不存在的词", '"', "*", "a", "责任单位：", "\n", " "]
)
def test_words_are_found_as_a_scan_finds_them(rows: RowDatabase, words: str) -> None:
    assert having(rows, words) == scanned(words)


def test_words_of_two_characters_are_found_and_none_find_nothing(rows: RowDatabase) -> None:
    assert having(rows, "执法")[1]
    assert having(rows, "") == ((), ())


def test_words_across_two_texts_of_a_task_are_not_found(tmp_path: Path) -> None:
    corpus, text = PLANS[0]
    title = replace(corpus.tasks[0], title="甲乙", text="丙丁")
    opened = open_rows(tmp_path)
    opened.put("g", 1, replace(corpus, tasks=(title, *corpus.tasks[1:])), text)
    assert having(opened, "丁")[0] == having(opened, "甲乙")[0] == (title.iri,)
    assert having(opened, "丁甲")[0] == ()


@settings(max_examples=60)
@given(st.lists(LETTERS, min_size=1, max_size=6), LETTERS.filter(bool))
def test_the_index_finds_what_a_scan_finds(texts: list[str], words: str) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        word_index.make_again(connection)
        word_index.add(connection, word_index.PLAN_WORDS, enumerate(texts))
        assert word_index.owners(connection, word_index.PLAN_WORDS, words) == [
            number for number, text in enumerate(texts) if words in text
        ]
        word_index.drop(connection, word_index.PLAN_WORDS, enumerate(texts))
        assert word_index.owners(connection, word_index.PLAN_WORDS, words) == []
    engine.dispose()
