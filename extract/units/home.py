"""Whose document it is: the place and level that words such as 州, 市 and 省 lean on.

``home_of`` weighs what speaks for a place: the issuer, the title, the letters of the document number (黔发改服务, 2020,
111号), 我省 and 全市, the places of the first lines, who printed it and to whom it is copied. It never guesses: where nothing names a place, the place code is
empty and the level comes from the words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extract.patterns import pattern
from extract.records import Level
from extract.units.evidence import Evidence, Home, Sign, weight_of
from extract.units.home_signs import below_the_nation, level_only, signs_in_head, signs_in_tail
from extract.units.spoken import spoken_by, township_of

HEAD = 3000  # characters of the text that may speak of the issuer
TAIL = 400  # characters at the end of the text that may name those it is copied to
_YEAR = pattern(r"(19[89]\d|20\d\d)")


def year_of(issued: str) -> int:
    """Take the year out of a date.

    >>> year_of("2015-07-30"), year_of("")
    (2015, 0)
    """
    found = _YEAR.search(issued)
    return int(found[1]) if found else 0


def _year_spoken_of(head: str) -> int:
    """A sign of the year where no date is printed: the one named most, but none before the latest paper cited."""
    cited = re.findall(r"[\u3014\[(（【]((?:19[89]|20\d)\d)[\u3015\])）】]", head)
    years = Counter(_YEAR.findall(head)).most_common(1)
    return int(max([*cited, *(year for year, _ in years)], default="0"))


def home_of(title: str, issuer: str, text_head: str, issued: str, tail: str = "") -> Home:
    """Find the place a document speaks for, with the evidence for it and against it.

    ``tail`` is the end of the text, which names those it is copied to and who printed it.

    1. Never raises; an unreadable head gives a home without a place.
    2. A written place always wins over a sign (document number, counts); a printed date over a year in the text.
    3. The most weight wins, the sooner evidence among equals; evidence for a place counts half for what lies below it.

    >>> home_of("自治州全面推进依法行政加快建设法治政府实施方案", "昌吉回族自治州人民政府", "", "2015-07-30").place_code
    '652300'
    >>> home_of("国务院办公厅关于进一步优化营商环境的实施意见", "", "", "2020").level
    <Level.NATIONAL: 'national'>
    """
    head = re.sub(r"\s+", "", text_head[:HEAD])
    year = year_of(issued) or _year_spoken_of(head)
    spoken, headed = (re.sub(r"\s+|^[\W_]+", "", words) for words in (issuer, title))
    signs = (spoken, headed)
    found = (*_evidence(signs, head, year), *signs_in_tail(re.sub(r"\s+", "", tail)[-TAIL:], year))
    if not found:
        return level_only((*signs, head), year)
    best = max(found, key=lambda one: weight_of(one.home.place_code, found))
    return replace(best.home, evidence=found)


def _evidence(signs: tuple[str, str], head: str, year: int) -> Iterator["Evidence"]:
    """Give what speaks for a place, the surest first."""
    for sign, words in zip((Sign.ISSUER, Sign.TITLE), signs, strict=True):
        home = spoken_by(words, head, year) if words else None
        if home is not None and home.level is Level.NATIONAL:
            local = below_the_nation(head, year)
            if local is not None:
                yield Evidence(sign, local, words)
        if home is not None:
            yield Evidence(sign, home, words)
    for words in signs:
        home = township_of(words, head, year)
        if home is not None:
            yield Evidence(Sign.TITLE, home, words)
    for sign, home in signs_in_head(head, year):
        yield Evidence(sign, home)
