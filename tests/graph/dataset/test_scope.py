"""A scope: read as people write it, written so that it is read again, and never wider than what was asked for."""

from dataclasses import replace

import pytest

from graph.dataset.rows import PlanRow
from graph.dataset.scope import EVERYTHING, Scope, ScopeError
from tests.bench.sparql.shape import plan

_ONE = plan(0)[0].plans[0]


def plan_row(
    number: int, place: str = "652300", issued: str = "2015-07-30", level: str = "prefecture", kind: str = "plan"
) -> PlanRow:
    iri = f"https://example.org/plan/{number:016x}"
    return replace(
        _ONE,
        iri=iri,
        id=f"{number:016x}",
        title=f"第{number}份方案",
        source=f"{number}.docx",
        place_code=place,
        issued=issued,
        level=level,
        kind=kind,
    )


PLANS = (
    plan_row(0),
    plan_row(1, "652301", "2016", "county"),
    plan_row(2, "650000", "2020-01", "province"),
    plan_row(3, "110105", "", "county", "ledger"),
    plan_row(4, "CN", "2018-03-01", "national"),
)


def chosen(words: str) -> list[int]:
    """Which of the plans a scope selects."""
    return [PLANS.index(row) for row in Scope.of(words).selected(PLANS)]


@pytest.mark.parametrize(
    ("words", "plans"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("place=昌吉", [0, 1]),
        ("place=昌吉州", [0, 1]),
        ("place=652300", [0, 1]),
        ("place=昌吉市", [1]),
        ("place=新疆", [0, 1, 2]),
        ("place=全国", [0, 1, 2, 3, 4]),
        ("place=昌吉市,place=北京", [1, 3]),
        ("year=2015", [0]),
        ("year=2015..2018", [0, 1, 4]),
        ("year=2018..", [2, 4]),
        ("year=..2016", [0, 1]),
        ("year=2015,year=2020", [0, 2]),
        ("level=county", [1, 3]),
        ("level=县级", [1, 3]),
        ("kind=ledger", [3]),
        ("kind=责任清单,kind=plan", [0, 1, 2, 3, 4]),
        ("kind=工作方案,level=县级", [1]),
        ("kind=news", []),
        ("place=新疆,level=县级", [1]),
        ("place=新疆, year=2016..2020", [1, 2]),
        ("place=新疆，year=2016..2020", [1, 2]),
        ("plan=1.docx", [1]),
        ("plan=第2份方案,plan=0000000000000004", [2, 4]),
        ("place=上海", []),
    ],
)
def test_a_scope_selects_the_plans_that_meet_every_part(words: str, plans: list[int]) -> None:
    assert chosen(words) == plans


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("place=桃花源", "桃花源"),
        ("place=朝阳", "110105"),  # several places of that name
        ("place=999999", "999999"),
        ("year=十五", "十五"),
        ("year=2020..2015", "2020..2015"),
        ("year=..", ".."),
        ("year=20152016", "20152016"),
        ("year=1815", "1815"),
        ("level=big", "prefecture"),
        ("kind=诗歌", "工作方案"),
        ("planet=earth", "planet=earth"),
        ("place=", "place="),
        ("昌吉", "昌吉"),
    ],
)
def test_what_names_nothing_is_an_error_that_says_so(words: str, said: str) -> None:
    with pytest.raises(ScopeError) as refused:
        Scope.of(words)
    assert said in refused.value.message.render()


@pytest.mark.parametrize(("words", "said"), [("plan=none.docx", "0.docx"), ("plan=甲", "0000000000000000")])
def test_a_plan_that_is_not_there_or_is_several_is_an_error(words: str, said: str) -> None:
    two = (replace(PLANS[0], title="甲"), replace(PLANS[1], title="甲"))
    with pytest.raises(ScopeError) as refused:
        Scope.of(words).selected(two)
    assert said in refused.value.message.render()


@pytest.mark.parametrize(
    "words",
    ["", "place=652300", "place=110105,place=652300,year=..2016,year=2018,level=county,plan=1.docx", "year=2015.."],
)
def test_a_scope_written_is_read_as_the_same(words: str) -> None:
    assert str(Scope.of(words)) == words
    assert Scope.of(str(Scope.of(words))) == Scope.of(words)
    assert bool(Scope.of(words)) == bool(words)


def test_equal_scopes_are_equal_however_they_are_written() -> None:
    one = Scope(places=["昌吉州", "昌吉"], years=["2015..2015"], levels="县级")
    assert one == Scope.of("level=county,year=2015,place=652300")
    assert hash(one) == hash(Scope.of(str(one)))
    assert Scope() == EVERYTHING


def test_a_scope_is_said_and_names_a_file() -> None:
    one = Scope.of("place=昌吉,year=2015..2020,level=县级,plan=a/b:c.docx")
    assert [str(part) for part in one.said()] == ["昌吉回族自治州", "2015–2020", "县级", "a/b:c.docx"]
    assert one.file_name() == "昌吉回族自治州-2015–2020-县级-a-b-c.docx"
    assert EVERYTHING.file_name() == ""
    assert len(Scope(plans=["长" * 200]).file_name()) == 60
