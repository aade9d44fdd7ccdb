"""Lines and sentences against the same questions asked of the rows, by other means."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract
from graph.build.plans import build
from graph.dataset.load import load
from graph.dataset.rows import AssignmentRow, Corpus
from graph.questions.chinese import answer
from graph.questions.line import ConditionField, LineError, parse_line
from graph.questions.sentence import Compare, Sentence, SentenceError
from graph.store import Store, open_store
from ontology.catalogue import Language

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("search")) as opened:
        build([EXAMPLE], opened, lambda _step: None)
        yield opened


@pytest.fixture(scope="module")
def corpus(store: Store) -> Corpus:
    return load(store)


def found(store: Store, line: str) -> list[str]:
    answered = answer(parse_line(line).question(), store)
    assert answered.kind == "rows", answered.why.render() if answered.why else answered.choices
    return [str(row[0]) for row in answered.rows]


def tasks_where(corpus: Corpus, test: Callable[[AssignmentRow], bool]) -> set[str]:
    refs = {task.iri: task.ref for task in corpus.tasks}
    return {refs[row.task] for row in corpus.assignments if row.counted and test(row)}


def name(corpus: Corpus, row: AssignmentRow) -> str:
    return next(unit.name for unit in corpus.units if unit.iri == row.unit)


def test_a_role_finds_the_tasks_of_the_unit(store: Store, corpus: Corpus) -> None:
    led = tasks_where(corpus, lambda row: row.role == "lead" and "法制办" in row.mention)
    assert set(found(store, "牵头:法制办")) == led
    assert len(led) == 11
    assert set(found(store, "lead:法制办")) == led
    printed = [task.ref for task in sorted(corpus.tasks, key=lambda task: task.start) if task.ref in led]
    assert found(store, "牵头:法制办") == printed


def test_an_abbreviation_finds_the_full_name(store: Store, corpus: Corpus) -> None:
    led = tasks_where(corpus, lambda row: row.role == "lead" and "发展和改革委员会" in name(corpus, row))
    assert led
    assert set(found(store, "牵头:发改委")) == set(found(store, "牵头:州发改委")) == led


def test_all_conditions_hold_at_once_and_a_dash_takes_away(store: Store, corpus: Corpus) -> None:
    led = tasks_where(corpus, lambda row: row.role == "lead" and "法制办" in row.mention)
    with_police = tasks_where(corpus, lambda row: "公安" in name(corpus, row))
    assert set(found(store, "牵头:法制办 单位:公安局")) == led & with_police
    assert set(found(store, "牵头:法制办 -单位:公安局")) == led - with_police
    texts = {task.ref for task in corpus.tasks if "执法" in task.text}
    assert set(found(store, "执法 牵头:法制办")) == led & texts
    assert set(found(store, "-执法 牵头:法制办")) == led - texts


def test_a_section_by_its_printed_number_or_its_words(store: Store, corpus: Corpus) -> None:
    section = next(row for row in corpus.sections if row.id == "2.4")
    under = {task.ref for task in corpus.tasks if task.part_of == section.iri}
    assert set(found(store, "章节:（四）")) == set(found(store, "章节:四")) == under
    assert set(found(store, f"章节:{section.title}")) == under
    assert under


def test_a_grade_by_any_of_its_names(store: Store, corpus: Corpus) -> None:
    grade = {task.ref for task in corpus.tasks if task.clarity == "collective"}
    assert (
        set(found(store, "清晰度:集体牵头")) == set(found(store, "clarity:collective")) == grade == {"2.4.3", "2.4.4"}
    )


@pytest.mark.parametrize(
    "line", ["", "   ", "没有:法制办", "牵头:", "牵头:“”", "x" * 301, " ".join(["牵头:局"] * 13), "清晰度:很清楚", ":"]
)
def test_a_line_that_cannot_be_read_says_why(line: str) -> None:
    with pytest.raises(LineError) as error:
        parse_line(line).question()
    assert error.value.message.render()
    assert error.value.message.render(Language.EN)


def test_quoted_words_may_hold_blanks_and_colons() -> None:
    (condition,) = parse_line('原文:"第一 条：总则"').conditions
    assert (condition.field, condition.words) == (ConditionField.WORDS, "第一 条：总则")


@given(st.text(max_size=60))
def test_any_line_is_a_question_or_says_why_not(store: Store, text: str) -> None:
    try:
        question = parse_line(text).question()
    except LineError:
        return
    assert answer(question, store).kind in {"rows", "clarify", "refuse"}


@pytest.mark.parametrize("line", ["牵头:旅游局", "章节:九", "方案:乌鲁木齐", "牵头:法制办 配合:旅游局"])
def test_a_name_that_is_not_in_the_data_is_refused_not_answered_with_nothing(store: Store, line: str) -> None:
    refused = answer(parse_line(line).question(), store)
    assert (refused.kind, len(refused.near)) == ("refuse", 3)


@pytest.mark.parametrize("line", ["章节:第三部分", "牵头:税务局"])
def test_a_name_that_means_several_is_asked_back(store: Store, line: str) -> None:
    assert answer(parse_line(line).question(), store).kind == "clarify"


@pytest.mark.parametrize("role", ["lead", "support", ""])
@pytest.mark.parametrize(
    ("compare", "number"), [(Compare.MORE, 3), (Compare.AT_LEAST, 5), (Compare.EXACTLY, 1), (Compare.AT_MOST, 2)]
)
def test_a_sentence_counts_as_the_rows_do(
    store: Store, corpus: Corpus, role: str, compare: Compare, number: int
) -> None:
    pairs = {(row.unit, row.task) for row in corpus.assignments if row.counted and (not role or row.role == role)}
    counts = Counter(unit for unit, _ in pairs)
    test: dict[Compare, Callable[[int], bool]] = {
        Compare.MORE: lambda n: n > number,
        Compare.AT_LEAST: lambda n: n >= number,
        Compare.EXACTLY: lambda n: n == number,
        Compare.AT_MOST: lambda n: n <= number,
    }
    names = {unit.iri: unit.name for unit in corpus.units}
    want = {(names[unit], n) for unit, n in counts.items() if test[compare](n)}
    rows = answer(Sentence(role=role, compare=compare, number=number).question(), store).rows
    assert set(rows) == want


def test_a_sentence_within_a_section_and_beside_a_unit(store: Store, corpus: Corpus) -> None:
    section = next(row for row in corpus.sections if row.id == "2.4")
    under = {task.iri for task in corpus.tasks if task.part_of == section.iri}
    police = {row.task for row in corpus.assignments if row.counted and "公安局" in name(corpus, row)}
    leads = {
        name(corpus, row) for row in corpus.assignments if row.counted and row.role == "lead" and row.task in under
    }
    assert {row[0] for row in answer(Sentence(section="四").question(), store).rows} == leads
    beside = {
        name(corpus, row)
        for row in corpus.assignments
        if row.counted and row.role == "lead" and row.task in police and "公安局" not in name(corpus, row)
    }
    assert beside
    assert {row[0] for row in answer(Sentence(beside="公安局").question(), store).rows} == beside


@pytest.mark.parametrize(
    "wrong", [{"role": "boss"}, {"number": -1}, {"number": 10**9}, {"kind": "king"}, {"beside_role": "x"}]
)
def test_a_choice_that_is_not_offered_is_refused(wrong: dict[str, str | int]) -> None:
    with pytest.raises(SentenceError):
        Sentence(**wrong)  # type: ignore[arg-type]  # wrong on purpose
