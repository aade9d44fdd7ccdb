"""The lexicon, tested both ways: an entry matches what it is for, nothing it is against, and shares no quotation."""

import re

import pytest

from extract.lexicon import Entry, Family, begins_duty, closings, ending_of, entries
from extract.pipeline import extract
from extract.roles import labels, phrase_at_end
from tests.extract.visible import document

CASES = [(family, entry) for family in Family for entry in entries(family)]
IDS = [f"{family}-{entry.value}-{number}" for number, (family, entry) in enumerate(CASES)]
AT_START = frozenset({Family.STEM, Family.WHOLE, Family.LEVEL, Family.VERB, Family.JOIN})
AT_END = frozenset({Family.ENDING, Family.PHRASE})


def reach(entry: Entry, words: str) -> int:
    """How many letters of a quotation an entry matches, where its family looks for it."""
    if entry.family is Family.ENDING and any(words.endswith(word) for word in entry.against):
        return 0
    if entry.words:
        found = [word for word in entry.words if _listed(entry.family, words, word)]
        return max(map(len, found), default=0)
    if entry.family in {Family.TIME, Family.CHUNK}:
        whole = re.fullmatch(entry.pattern, words)
        return len(words) if whole else 0
    ends = re.search(rf"(?:{entry.pattern}){'$' if entry.family in AT_END else ''}", words)
    return len(ends.group()) if ends else 0


def _listed(family: Family, words: str, word: str) -> bool:
    if family in AT_START:
        return words.startswith(word)
    return words.rstrip(")").endswith(word.rstrip(")")) if family in AT_END else word in words


@pytest.mark.parametrize(("family", "entry"), CASES, ids=IDS)
def test_an_entry_has_quotations_and_matches_each(family: Family, entry: Entry) -> None:
    assert entry.quotations, "nothing it is for"
    assert entry.against, "nothing it leaves alone"
    assert all(reach(entry, words) for words in entry.quotations)
    if family not in {Family.STEM, Family.WHOLE, Family.PHRASE}:  # these need the clause around them: see below
        assert not any(reach(entry, words) for words in entry.against)


@pytest.mark.parametrize(("family", "entry"), CASES, ids=IDS)
def test_a_quotation_is_matched_by_one_entry(family: Family, entry: Entry) -> None:
    if family is Family.SIGN:
        return
    families = (Family.STEM, Family.WHOLE) if family in {Family.STEM, Family.WHOLE} else (family,)
    others = [row for one in families for row in entries(one)]
    for words in entry.quotations:
        lengths = [reach(row, words) for row in others]
        best = [row.value for row, length in zip(others, lengths, strict=True) if length == max(lengths)]
        assert set(best) == {entry.value}, words


@pytest.mark.parametrize(
    "entry", [*entries(Family.STEM), *entries(Family.WHOLE)], ids=lambda entry: entry.quotations[0]
)
def test_a_label_is_found_in_its_quotation_and_left_alone_in_what_it_is_against(entry: Entry) -> None:
    pattern = labels().pattern
    for words in entry.quotations:
        found = pattern.match(words)
        assert found is not None
        assert labels().meanings[found.group()] == entry.value
    for words in entry.against:
        assert not extract(document(f"1.{words}。")).assignments or words.startswith("责任单位:")


@pytest.mark.parametrize("entry", entries(Family.PHRASE), ids=lambda entry: f"{entry.value}-{entry.quotations[0]}")
def test_a_phrase_closes_its_quotation_with_its_meaning(entry: Entry) -> None:
    for words in entry.quotations:
        found = phrase_at_end(words)
        assert found is not None
        assert found[0] == entry.value
        assert words[-2:] in closings()
    for words in entry.against:
        found = phrase_at_end(words)
        assert found is None or found[0] != entry.value


@pytest.mark.parametrize("family", [Family.STEM, Family.WHOLE])
def test_no_label_means_two_things(family: Family) -> None:
    seen: dict[str, str] = {}
    for entry in entries(family):
        for word in entry.words:
            assert seen.setdefault(word, entry.value) == entry.value, word


@pytest.mark.parametrize("entry", entries(Family.ENDING), ids=lambda entry: entry.value)
def test_a_name_ends_as_its_entry_says_and_an_ordinary_word_does_not(entry: Entry) -> None:
    assert [ending_of(words, 0, len(words)) for words in entry.quotations] == [entry.value] * len(entry.quotations)
    assert not any(ending_of(words, 0, len(words)) for words in entry.against)


def test_a_duty_begins_with_a_verb() -> None:
    assert begins_duty("负责制定计划", 0, 6)
    assert not begins_duty("张某某", 0, 3)
