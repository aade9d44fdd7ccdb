import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import iris

PLAN = iris.plan("0123456789abcdef" * 4)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda words: words.strip("."))


@given(WORDS)
def test_any_field_is_one_ascii_segment_and_comes_back_raw(words: str) -> None:
    iri = iris.section(PLAN, words)
    assert iri.isascii()
    assert iri.count("/") == PLAN.count("/") + 2
    assert not set(iri) & set(' <>"{}|\\^`\n#?')
    assert iris.last(iri) == words


@given(WORDS, WORDS)
def test_two_fields_never_share_a_name(one: str, other: str) -> None:
    assert (iris.unit(one) == iris.unit(other)) == (one == other)


@pytest.mark.parametrize("empty", ["", ".", ".."])
def test_a_field_that_a_path_would_swallow_is_refused(empty: str) -> None:
    with pytest.raises(ValueError, match="no IRI"):
        iris.task(PLAN, empty)


@pytest.mark.parametrize("sha", ["", "0" * 63, "G" * 64, "0123456789ABCDEF" * 4, "0" * 64 + "\n"])
def test_a_plan_is_named_by_a_whole_hash_only(sha: str) -> None:
    with pytest.raises(ValueError, match="64 hex"):
        iris.plan(sha)


def test_the_promise_is_kept() -> None:
    """These names have been given out. A change here breaks what others have cited."""
    assert [
        iris.source("0123456789abcdef" * 4).removeprefix(iris.ID),
        iris.section(PLAN, "2.4").removeprefix(iris.ID),
        iris.task(PLAN, "00aa-2").removeprefix(iris.ID),
        iris.assignment(PLAN, 1369, "lead").removeprefix(iris.ID),
        iris.part(iris.assignment(PLAN, 1369, "lead"), "evidence").removeprefix(iris.ID),
        iris.finding(PLAN, 9, "numbering-gap").removeprefix(iris.ID),
        iris.line(PLAN, 0, 50).removeprefix(iris.ID),
        iris.unit("652300-gong-an").removeprefix(iris.ID),
        iris.place("652300").removeprefix(iris.ID),
        iris.graph("registry").removeprefix(iris.ID),
    ] == [
        "source/" + "0123456789abcdef" * 4,
        "plan/0123456789abcdef/section/2.4",
        "plan/0123456789abcdef/task/00aa-2",
        "plan/0123456789abcdef/assignment/1369-lead",
        "plan/0123456789abcdef/assignment/1369-lead#evidence",
        "plan/0123456789abcdef/finding/9-numbering-gap",
        "plan/0123456789abcdef/line/0-50",
        "unit/652300-gong-an",
        "place/652300",
        "graph/registry",
    ]
