"""Load the entries of the lexicon."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Family(StrEnum):
    """A kind of entry; the name of its table in the files."""

    STEM = "stem"  # a label made of a stem and a noun: 牵头 + 单位
    WHOLE = "whole"  # a label of one word: 责任人
    PHRASE = "phrase"
    ENDING = "ending"
    LEVEL = "level"
    TIME = "time"
    RULE = "rule"
    CHUNK = "chunk"
    VERB = "verb"
    JOIN = "join"
    SIGN = "sign"


_FILES = {
    "labels": (Family.STEM, Family.WHOLE),
    "phrases": (Family.PHRASE,),
    "bodies": (Family.ENDING, Family.LEVEL),
    "times": (Family.TIME,),
    "rules": (Family.RULE,),
    "chunks": (Family.CHUNK,),
    "verbs": (Family.VERB, Family.JOIN),
    "signs": (Family.SIGN,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Words or a pattern with one value.

    Attributes:
        family: what kind of entry it is.
        value: what the words say: the meaning of a label or phrase, the class of an ending.
        words: the words, if they are listed; a stem is given with each of its nouns.
        pattern: the pattern, if they are not.
        quotations: what the entry is for.
        against: what it leaves alone.
        strict: whether a label counts only with a colon and units after it.
    """

    family: Family
    value: str
    words: tuple[str, ...]
    pattern: str
    quotations: tuple[str, ...]
    against: tuple[str, ...]
    strict: bool = False


@cache
def entries(family: Family) -> tuple[Entry, ...]:
    """Give the entries of a family in the order of its file.

    >>> [entry.value for entry in entries(Family.LEVEL)]
    ['national', 'province', 'prefecture', 'county', 'township']
    """
    data = _data(next(file for file, families in _FILES.items() if family in families))
    parts = {name: str(part) for name, part in _table(data, "parts").items()}
    nouns = _listed(_table(data, "label"), "nouns")
    rows = data[family]
    if not isinstance(rows, list):
        raise TypeError(f"{family} is no list of tables")
    return tuple(_entry(family, row, parts, nouns) for row in rows)


@cache
def closings() -> frozenset[str]:
    """Give the last two letters of every role phrase.

    >>> "牵头" in closings()
    True
    """
    return frozenset(_listed(_data("phrases"), "closings"))


def _data(name: str) -> dict[str, object]:
    path = resources.files("extract.lexicon").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = data.get(name, {})
    return table if isinstance(table, dict) else {}


def _entry(family: Family, row: Mapping[str, object], parts: Mapping[str, str], nouns: tuple[str, ...]) -> Entry:
    words = _listed(row, "words")
    if family is Family.STEM:
        words = tuple(word + noun for word in words for noun in (_listed(row, "nouns") or nouns))
    pattern = str(row.get("pattern", ""))
    for _ in parts:  # a part may hold another
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
    return Entry(
        family=family, value=str(row.get("meaning") or row.get("value")), words=words,
        pattern=pattern, quotations=_listed(row, "for"),
        against=_listed(row, "against"), strict=bool(row.get("strict")),
    )  # fmt: skip


def _listed(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key, ())
    return tuple(map(str, value)) if isinstance(value, list) else ()
