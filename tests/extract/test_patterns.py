"""Patterns that are compiled when they are first used."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import extract
from extract.patterns import pattern


def held(value: object) -> Iterator[object]:
    """Yield the patterns in a module's value, in tuples and dictionaries too."""
    if isinstance(value, tuple | list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from held(inner)
    elif isinstance(value, re.Pattern) or type(value) is type(pattern("")):
        yield value


def of_the_room() -> list[tuple[str, object]]:
    names = [module.name for module in pkgutil.walk_packages(extract.__path__, "extract.")]
    return [
        (f"{name}.{key}", found)
        for name in names
        for key, value in vars(importlib.import_module(name)).items()
        for found in held(value)
    ]


def test_a_pattern_is_compiled_at_its_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def noted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return real(source, flags)

    monkeypatch.setattr(re, "compile", noted)
    places = pattern("[县市]", re.IGNORECASE)
    assert compiled == []
    assert (places.sub("", "甲县乙市"), places.search("丙"), places.pattern) == ("甲乙", None, "[县市]")
    assert compiled == ["[县市]"]


def test_a_wrong_pattern_fails_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_the_room_is_right_and_none_is_compiled_at_import() -> None:
    found = of_the_room()
    assert len(found) > 300
    assert [name for name, one in found if isinstance(one, re.Pattern)] == []
    for name, one in found:
        assert re.compile(one.pattern, one.flags) is not None, name  # type: ignore[attr-defined]
