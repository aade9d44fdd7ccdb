"""Plans that are proposed for a comparison, and words that two texts have in common."""

from dataclasses import replace

import pytest

from graph.compare import similarity
from graph.compare.related import PlanRelation, related
from graph.compare.shared_words import pieces, shared_words
from graph.dataset.rows import PlanRow
from tests.graph.measures.corpora import corpus

PLAN = corpus().plans[0]


def _plan(name: str, title: str, year: str, code: str, level: str) -> PlanRow:
    return replace(
        PLAN, iri=f"{PLAN.iri}-{name}", id=name, title=title, issued=f"{year}-01-01", place_code=code, level=level
    )


LATE = _plan("late", "昌吉州法治政府建设实施方案", "2020", "652300", "prefecture")
EARLY = _plan("early", "昌吉州法治政府建设工作要点", "2015", "652300", "prefecture")
ABOVE = _plan("above", "自治区法治政府建设实施方案", "2020", "650000", "province")
OTHER = _plan("other", "昌吉州城市绿化管理通知", "2020", "652300", "prefecture")
AWAY = _plan("away", "喀什地区法治政府建设实施方案", "2020", "653100", "prefecture")


def test_plans_of_one_place_and_another_year_and_of_another_level_are_proposed() -> None:
    found = {(pair.left.id, pair.right.id): pair.relation for pair in related([LATE, OTHER, EARLY, ABOVE, AWAY])}
    assert found[("early", "late")] is PlanRelation.OTHER_YEAR
    assert found[("above", "late")] is PlanRelation.OTHER_LEVEL
    assert ("late", "away") not in found
    assert ("other", "late") not in found
    assert related([]) == related([LATE]) == ()


@pytest.mark.parametrize("block", [1, 2, 512])
def test_the_first_pairs_are_those_that_begin_the_list_of_all(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "_BLOCK", block)
    plans = [LATE, OTHER, EARLY, ABOVE, AWAY, replace(EARLY, iri=f"{EARLY.iri}2"), replace(ABOVE, place_code="")]
    every = related(plans)
    assert len(every) == 6
    assert [related(plans, most) for most in range(8)] == [every[:most] for most in range(8)]


def test_pairs_among_some_texts_are_those_of_the_texts_with_themselves() -> None:
    texts = similarity.vectors([plan.title for plan in (LATE, OTHER, EARLY, ABOVE, AWAY)])
    both = [(one, two, value) for one, two, value in similarity.alike(texts, texts, 0.1) if one < two]
    assert [pair for some in similarity.alike_pairs(texts, 0.1) for pair in zip(*some, strict=True)] == both


def test_the_shared_words_are_cut_out_of_the_text_and_nothing_is_lost() -> None:
    text, other = "健全申请、轮候机制，完善公示。", "建立健全申请轮候等制度"
    cut = tuple(pieces(text, shared_words(text, other)))
    assert cut == (("健全申请、轮候", True), ("机制，完善公示。", False))
    assert "".join(words for words, _ in cut) == text
    assert shared_words(text, "") == shared_words("", text) == ()
