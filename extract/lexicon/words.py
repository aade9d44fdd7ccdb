"""The questions that other modules put to the lexicon at one place of the folded view."""

import re
from functools import cache

from extract.lexicon.entries import Family, entries

LONGEST = 12  # code points of an ending, or of a word that only looks like one


def ending_of(view: str, start: int, end: int) -> str:
    """Tell what kind of body the words ``view[start:end]`` end like; nothing where they do not.

    The longest ending counts, and a word that only looks like it (全局, 平台) is none.

    >>> [ending_of(words, 0, len(words)) for words in ("市妇联", "各县(市、区)", "全局", "工作")]
    ['association', 'place', '', '']
    """
    while end > start and view[end - 1] == ")":
        opened = view.rfind("(", start, end)
        end = opened if opened > start else end - 1
    endings, against = _endings()
    for length in range(min(LONGEST, end - start), 0, -1):
        tail = view[end - length : end]
        if tail in against:
            return ""
        if tail in endings:
            return endings[tail]
    return ""


def ends_body(view: str, start: int, end: int) -> bool:
    """Whether the words end as names of bodies do.

    >>> [ends_body(words, 0, len(words)) for words in ("市科协", "各乡镇街道", "出台")]
    [True, True, False]
    """
    return bool(ending_of(view, start, end))


@cache
def _endings() -> tuple[dict[str, str], frozenset[str]]:
    rows = entries(Family.ENDING)
    words = {word: row.value for row in rows for word in row.words}
    return words, frozenset(word for row in rows for word in row.against)


def begins_duty(view: str, start: int, end: int) -> bool:
    """Whether the words begin as a duty does, with a verb.

    >>> [begins_duty(words, 0, len(words)) for words in ("负责制定计划", "张某某")]
    [True, False]
    """
    return view.startswith(_verbs(), start, end)


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(word for row in entries(Family.VERB) for word in row.words)


def is_remark(words: str) -> bool:
    """Whether words in a clause begin as a remark does: when, how, on what money; not who.

    >>> [is_remark(words) for words in ("每月报送进展", "A类", "市教育局")]
    [True, True, False]
    """
    return rule_pattern("remark").search(words) is not None


@cache
def rule_pattern(value: str) -> re.Pattern[str]:
    """Compile the pattern of one rule.

    Raises:
        StopIteration: when the lexicon has no such rule.

    >>> rule_pattern("first-leads").search("列第一位者为牵头单位,下同").group()
    '列第一位者为牵头单位'
    """
    return re.compile(next(row.pattern for row in entries(Family.RULE) if row.value == value))


@cache
def chunk_pattern(value: str) -> re.Pattern[str]:
    """Compile the pattern of what is between commas and names no unit.

    Raises:
        StopIteration: when the lexicon has no such chunk.

    >>> chunk_pattern("limit").fullmatch("2025年底前完成") is not None
    True
    """
    return re.compile(next(row.pattern for row in entries(Family.CHUNK) if row.value == value))


@cache
def _times() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = entries(Family.TIME)
    return re.compile("|".join(f"(?:{row.pattern})" for row in rows)), re.compile(
        next(row.pattern for row in rows if row.value == "day")
    )


def is_time(words: str) -> bool:
    """Whether the words are a limit of time and nothing else.

    >>> is_time("2025年12月底前"), is_time("长期"), is_time("2025年版")
    (True, True, False)
    """
    return _times()[0].fullmatch(words) is not None


def time_at(view: str, start: int, end: int) -> int:
    """Find where the date that begins at ``start`` ends; ``start`` itself where none does.

    >>> time_at("6月底前完成", 0, 7)
    4
    """
    found = _times()[1].match(view, start, end)
    return found.end() if found else start
