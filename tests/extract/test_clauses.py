"""The clause grammar, by example: what must be found, and what must be left alone."""

from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.roles import Form, labels
from tests.extract.visible import Case, cases, document, marked

GOLD = cases(Path(__file__).parents[1] / "gold" / "clauses.txt")


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case.title)
def test_mentions_stand_where_a_reader_sees_them(case: Case) -> None:
    assert marked(extract(document(case.plain))) == case.marked


@pytest.mark.parametrize("form", labels().forms, ids=lambda form: form.said)
def test_each_label_form_is_found_in_its_quotation_and_left_alone_in_its_counterexample(form: Form) -> None:
    pattern = labels().pattern
    found = pattern.match(form.said)
    assert found is not None
    assert labels().meanings[found.group()] is form.meaning
    assert not extract(document(f"1.{form.counterexample}。")).assignments or form.counterexample.startswith(
        "责任单位:"
    )


def test_no_label_means_two_things() -> None:
    seen: dict[str, object] = {}
    for form in labels().forms:
        for word in form.words:
            assert seen.setdefault(word, form.meaning) is form.meaning, word
