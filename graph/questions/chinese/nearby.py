"""Offer three questions near one that is refused: each of them has an answer."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.questions.chinese.lexer import QuestionToken
from graph.questions.chinese.names import NameIndex

OFFERED = 3
_LONGEST_WORDS = 20
_OF_UNIT = (
    "{unit}牵头了哪些任务？",
    "{unit}配合了哪些任务？",
    "{unit}牵头几项任务？",
    "和{unit}一起牵头的单位有哪些？",
)
_OF_ALL = (
    "谁牵头的任务最多？",
    "配合任务最多的前三个单位是哪些？",
    "没有明确牵头的任务有哪些？",
    "一共有多少项任务？",
    "哪些任务写了完成时限？",
    "哪个部分的任务最多？",
    "唯一牵头的任务占多大比例？",
    "库里有哪几份方案？",
)


def nearby(text: str, tokens: Sequence[QuestionToken], names: NameIndex, words: str = "") -> tuple[str, ...]:
    """Give the questions that share most pairs of characters with a refused one.

    Args:
        text: the refused question.
        tokens: its tokens.
        names: the names of the data.
        words: what of it was not understood: a question looks for these words in the tasks.
    """
    first = [f"提到“{words}”的任务有哪些？"] if 1 < len(words) <= _LONGEST_WORDS and words.isalnum() else []
    pairs = set(_pairs(text))
    offered = sorted(_questions(tokens, names), key=lambda question: -len(pairs & set(_pairs(question))))
    return tuple(dict.fromkeys((*first, *offered)))[:OFFERED]


def _questions(tokens: Sequence[QuestionToken], names: NameIndex) -> Iterator[str]:
    """Give the questions about a unit that is named, or about the first in the data, then those about everything."""
    named = (names.units[token.iris[0]].name for token in tokens if token.shape == "unit" and len(token.iris) == 1)
    known = (unit.name for unit in names.units.values() if len(names.unit_forms.get(unit.name, ())) == 1)
    unit = next(named, "") or next(known, "")
    yield from (form.format(unit=unit) for form in _OF_UNIT if unit)
    yield from _OF_ALL


def _pairs(text: str) -> Iterator[str]:
    yield from map("".join, pairwise(text))
