"""Every clause form, by the quotations it is for and those it leaves alone."""

import importlib
import pkgutil
import re

import pytest

from extract import forms
from extract.forms.examples import Examples
from extract.pipeline import extract
from tests.extract.visible import LETTERS, document, marked

_MARK = re.compile(rf"⟦[{''.join(LETTERS)}{''.join(LETTERS).lower()}]:([^⟧]*)⟧")
FORMS = {
    name: importlib.import_module(f"extract.forms.{name}")
    for _, name, _ in pkgutil.iter_modules(forms.__path__)
    if name != "examples"
}


def examples(name: str) -> Examples:
    found = FORMS[name].EXAMPLES
    assert isinstance(found, Examples)
    return found


FOR = [(name, text) for name in FORMS for text in examples(name).quotations]
AGAINST = [(name, text) for name in FORMS for text in examples(name).against]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_quotations_both_ways(name: str) -> None:
    assert examples(name).quotations
    assert examples(name).against


@pytest.mark.parametrize(("name", "text"), FOR, ids=[f"{name}-{n}" for n, (name, _) in enumerate(FOR)])
def test_a_form_reads_what_it_is_for(name: str, text: str) -> None:
    result = extract(document(_MARK.sub(r"\1", text)))
    assert marked(result) == text
    rules = examples(name).rules
    assert any(a.rule.startswith(rules) for a in result.assignments) or any(
        line.rule.startswith(rules) for line in result.ledger
    )


@pytest.mark.parametrize(("name", "text"), AGAINST, ids=[f"{name}-{n}" for n, (name, _) in enumerate(AGAINST)])
def test_a_form_leaves_alone_what_it_is_against(name: str, text: str) -> None:
    result = extract(document(text))
    assert [a.mention.words for a in result.assignments if a.rule.startswith(examples(name).rules)] == []
