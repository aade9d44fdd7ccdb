"""The vocabulary of questions in Chinese: kinds of words with the forms people write."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, order=True)
class FormMeaning:
    """What a form may mean: its kind (``role``, ``noun``, ``ask`` …) and its value in that kind."""

    kind: str
    value: str


@cache
def vocabulary() -> Mapping[str, tuple[FormMeaning, ...]]:
    """Load the forms with their meanings, in the order of the file.

    >>> FormMeaning("role", "lead") in vocabulary()["牵头"]
    True
    """
    found: dict[str, dict[FormMeaning, None]] = {}
    for form, meaning in _entries():
        found.setdefault(form, {})[meaning] = None
    return {form: tuple(meanings) for form, meanings in found.items()}


def _entries() -> Iterator[tuple[str, FormMeaning]]:
    text = files("graph.questions.chinese").joinpath("words.toml").read_text(encoding="utf-8")
    for kind, values in tomllib.loads(text).items():
        for value, forms in values.items():
            yield from ((form, FormMeaning(kind, value)) for form in forms)
