"""The words behind an answer: of its tasks, its units and its roles, beside what the rows say."""

from collections.abc import Iterator

import pytest

from graph.questions.chinese.answers import quotes
from graph.questions.chinese.query import MOST_QUOTES
from graph.store import open_store
from tests.graph.questions.chinese.test_answers import EXAMPLE, NUMBERS, OTHER, ROWS, TASKS, UNITS, World

Words = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_store(tmp_path_factory.mktemp("quotes") / "data") as store:
        yield World(store, [("a.txt", EXAMPLE.read_bytes()), ("b.txt", OTHER.encode())])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_store(tmp_path_factory.mktemp("one") / "data") as store:
        yield World(store, [("a.txt", EXAMPLE.read_bytes())])


def quoted(world: World, question: str) -> Words:
    """Give task, unit and mention of each quote of an answer."""
    found = world.ask(question)
    assert found.kind == "rows", question
    return {(one.task.iri, one.unit.iri, one.mention) for one in quotes(found, world.store)}


def meant(world: World, unit: str = "", *roles: str) -> Words:
    """Give the same of the rows of a unit, in roles."""
    return {
        (row.task, row.unit, row.mention)
        for row in world.counted
        if world.name[row.unit].endswith(unit) and (not roles or row.role in roles)
    }


def test_the_quotes_of_a_ranking_are_those_of_its_first_unit_in_the_role_asked_for(world: World) -> None:
    assert quoted(world, "谁牵头的任务最多？") == meant(world, "法制办公室", "lead")


def test_the_quotes_of_a_list_of_tasks_are_those_of_the_unit_in_the_role(world: World) -> None:
    assert quoted(world, "法制办配合了哪些任务？") == meant(world, "法制办公室", "support")
    assert quoted(world, "法制办配合几项任务？") == meant(world, "法制办公室", "support")


def test_the_quotes_of_a_question_about_all_tasks_are_the_first_ones(world: World) -> None:
    found = quoted(world, "一共有几项任务？")
    assert found < meant(world)
    assert len(found) == MOST_QUOTES
    assert quotes(world.ask("今天天气怎么样？"), world.store) == ()


def test_only_the_role_asked_for_is_quoted(world: World) -> None:
    (plan,) = (plan.iri for plan in world.rows.plans if "数字政府" in plan.title)
    of_plan = {row for row in meant(world, "", "support") if world.tasks[row[0]].plan == plan}
    assert quoted(world, "数字政府建设方案的任务分别由谁配合？") == of_plan
    assert quoted(world, "配合单位最多的任务是哪项？") < meant(world, "", "support")


def test_every_answer_opens_its_quotes_unless_no_task_is_such(one: World) -> None:
    answers = {question: one.ask(question) for question in (*TASKS, *NUMBERS, *ROWS, *UNITS)}
    silent = {question for question, found in answers.items() if not quotes(found, one.store)}
    assert silent == {"没有单位配合的任务有哪些", "哪些任务写了完成时限"}
    assert not any(answers[question].rows for question in silent)


def test_what_is_not_so_is_shown_by_what_is(one: World) -> None:
    of_task = {(r.task, r.unit, r.mention) for r in one.counted if one.tasks[r.task].ref == "2.8.3"}
    assert quoted(one, "教育局参加了2.8.3没有") == of_task
    assert quoted(one, "农业局配合哪些任务") == meant(one, "农业局")
    assert quoted(one, "从来没有牵头过的单位有哪些") < meant(one, "", "support")
