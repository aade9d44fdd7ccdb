"""Lead clarity: each grade by its written definition, then the Changji plan."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dataset.clarity import DEFINITIONS, Grade, Thresholds, grade
from graph.dataset.rows import Corpus
from graph.errors import MeasureError
from ontology.catalogue import Language
from tests.graph.measures.corpora import corpus

CASES = [
    ("lead: 公安局", Grade.SOLE),
    ("lead: 公安局、公安局", Grade.SOLE),
    ("lead: 公安局 | support: 州政府各部门*", Grade.SOLE),
    ("lead: 西部开发服务中心?", Grade.SOLE),
    ("lead!: 公安局、司法局", Grade.RANKED),
    ("lead!: 公安局", Grade.SOLE),
    ("lead!: 有关部门*、司法局", Grade.COLLECTIVE),
    ("lead!: 公安局 | lead!: 司法局", Grade.CO_EQUAL),
    ("lead!: 公安局、司法局 | lead: 财政局", Grade.CO_EQUAL),
    ("lead!: 公安局、司法局 | lead: 公安局", Grade.RANKED),
    ("lead!: 本单位?、司法局、公安局", Grade.RANKED),
    ("lead!: 州长&、司法局", Grade.RANKED),
    ("lead: 公安局、司法局", Grade.CO_EQUAL),
    ("lead: 公安局、有关部门*", Grade.CO_EQUAL),
    ("lead: 公安局、推进职能转变领导小组办公室@", Grade.CO_EQUAL),
    ("joint: 公安局、司法局", Grade.BY_REMIT),
    ("joint: 公安局、司法局 | support: 财政局", Grade.BY_REMIT),
    ("joint: 各有关部门*", Grade.COLLECTIVE),
    ("lead: 公安局 | joint: 司法局、财政局", Grade.SOLE),
    ("lead: 州直各行政执法部门*", Grade.COLLECTIVE),
    ("lead: 公安机关%", Grade.COLLECTIVE),
    ("lead: 推进职能转变领导小组办公室@", Grade.GROUP_OFFICE),
    ("lead: 推进职能转变领导小组办公室@、有关部门*", Grade.GROUP_OFFICE),
    ("lead: 牵头单位待定?", Grade.UNRESOLVED),
    ("lead: 本单位?", Grade.UNRESOLVED),
    ("lead: 州长&", Grade.UNRESOLVED),
    ("lead: 州长&、公安局", Grade.SOLE),
    ("", Grade.NONE),
    ("support: 公安局", Grade.NONE),
    ("implement: 各县市人民政府*", Grade.NONE),
    ("~lead: 公安局", Grade.NONE),
]


def _grade(one: Corpus, thresholds: Thresholds | None = None) -> Grade:
    units = {unit.iri: unit for unit in one.units}
    return grade(one.assignments, units, thresholds or Thresholds())


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_each_form_has_its_grade(line: str, expected: Grade) -> None:
    assert _grade(corpus(line)) is expected


def test_every_grade_is_defined_in_both_languages() -> None:
    assert set(DEFINITIONS) == set(Grade)
    for grade_, item in DEFINITIONS.items():
        assert item.grade is grade_
        assert all(
            (
                item.name.render(),
                item.name.render(Language.EN),
                item.rule.render(),
                item.rule.render(Language.EN),
                item.sentence.render(),
                item.sentence.render(Language.EN),
            )
        )
        assert (
            bool(item.question.render())
            == bool(item.question.render(Language.EN))
            == (grade_ not in {Grade.SOLE, Grade.RANKED})
        )


def test_a_unit_missing_from_the_table_is_unresolved_not_an_error() -> None:
    one = corpus("lead: 公安局")
    assert grade(one.assignments, {}) is Grade.UNRESOLVED


def test_an_office_may_point_out_every_second_lead() -> None:
    assert Thresholds(many_leads=1).many_leads == 1


@pytest.mark.parametrize("word", Thresholds().placeholders)
def test_each_placeholder_names_no_unit(word: str) -> None:
    assert _grade(corpus(f"lead: {word}单位?")) is Grade.UNRESOLVED


def test_a_registered_unit_is_never_taken_for_a_placeholder() -> None:
    one = corpus("lead: 公安局")
    row = replace(one.assignments[0], mention="本单位")
    assert grade([row], {unit.iri: unit for unit in one.units}) is Grade.SOLE


def test_an_office_sets_its_own_placeholders() -> None:
    one = corpus("lead: 筹备组?")
    assert _grade(one) is Grade.SOLE
    assert _grade(one, Thresholds(placeholders=("筹备组",))) is Grade.UNRESOLVED


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Thresholds(many_leads=0),
        lambda: Thresholds(many_leads=-1),
        lambda: Thresholds(placeholders=("待定", " ")),
    ],
)
def test_a_threshold_without_meaning_is_refused_in_both_languages(bad: Callable[[], Thresholds]) -> None:
    with pytest.raises(MeasureError) as caught:
        bad()
    assert caught.value.message.render()
    assert caught.value.message.render(Language.EN)


@given(st.data(), st.sampled_from(CASES))
def test_the_order_of_rows_does_not_matter(data: st.DataObject, case: tuple[str, Grade]) -> None:
    one = corpus(case[0])
    shuffled = data.draw(st.permutations(one.assignments))
    assert grade(shuffled, {unit.iri: unit for unit in one.units}) is case[1]


@pytest.mark.corpus
def test_changji_grades(changji: Corpus) -> None:
    counts = Counter(task.clarity for task in changji.tasks)
    assert counts == {"collective": 2, "group_office": 1, "co_equal": 22, "sole": 5}
    assert _refs(changji, "collective") == ("2.4.3", "2.4.4")
    assert _refs(changji, "group_office") == ("2.1.3",)
    assert _refs(changji, "sole") == ("2.4.1", "2.5.3", "2.6.2", "2.7.4", "2.7.5")


def _refs(one: Corpus, wanted: str) -> tuple[str, ...]:
    return tuple(task.ref for task in one.tasks if task.clarity == wanted)
