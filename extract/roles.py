"""What labels and role phrases mean: the entries of the lexicon compiled into patterns over the folded view."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from extract.lexicon import Family, entries
from extract.patterns import pattern


class Meaning(StrEnum):
    """What a label or phrase says before the other labels of its clause are known."""

    LEAD = "lead"
    SUPPORT = "support"
    JOINT = "joint"
    IMPLEMENT = "implement"
    GUIDE = "guide"
    SUPERVISE = "supervise"
    RESPONSIBLE = "responsible"  # lead alone or beside 配合单位, support beside a named lead
    PERSON = "person"
    TIME = "time"
    INNER = "inner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The compiled labels: a pattern, and the meaning of each label it can match.

    ``strict`` labels count only with a colon and units after it.
    """

    pattern: re.Pattern[str]
    meanings: dict[str, Meaning]
    strict: frozenset[str]


@cache
def labels() -> Labels:
    """Compile the labels of the lexicon; longest first, so that 其他责任单位 is not read as 责任单位."""
    rows = (*entries(Family.STEM), *entries(Family.WHOLE))
    meanings = {word: Meaning(row.value) for row in rows for word in row.words}
    strict = frozenset(word for row in rows if row.strict for word in row.words)
    return Labels(pattern=re.compile(_longest(meanings)), meanings=meanings, strict=strict)


def _longest(words: Iterable[str]) -> str:
    """Write a pattern for the longest of many words; words that begin alike share their beginning.

    A plain list of a thousand words is tried one by one at every place of the text, twenty times as slow.

    >>> _longest(["责任单位", "责任人", "责任"])
    '责任(?:单位|人)?'
    """
    tree: dict[str, list[str]] = {}
    for word in words:
        tree.setdefault(word[:1], []).append(word[1:])
    ends = "" in tree
    branches = [re.escape(first) + _longest(rest) for first, rest in tree.items() if first]
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if branches else ""


def meaning_of(label: str) -> Meaning | None:
    """Tell what a label means, or nothing when it is not a label.

    >>> meaning_of("其他责任单位")
    <Meaning.SUPPORT: 'support'>
    """
    return labels().meanings.get(label)


_PHRASES = tuple((Meaning(row.value), row.pattern) for row in entries(Family.PHRASE))
_AT_END = pattern(rf"(?:{'|'.join(f'(?P<p{n}>{p})' for n, (_, p) in enumerate(_PHRASES))})\s*$")


@lru_cache(maxsize=1 << 12)
def phrase_at_end(words: str) -> tuple[Meaning, int] | None:
    """Find the role phrase that closes ``words``; give its meaning and where it starts.

    >>> phrase_at_end("各地区、国务院相关部门按职责分工负责")
    (<Meaning.JOINT: 'joint'>, 11)
    >>> phrase_at_end("省市场监督管理局") is None
    True
    """
    found = _AT_END.search(words)
    if found is None:
        return None
    return _PHRASES[int(str(found.lastgroup)[1:])][0], found.start()
