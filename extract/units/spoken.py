"""What the name of an issuer or a title says of a place: 北京市石景山区人民政府, 昆明高新技术产业开发区管委会, 财政部.

Also the chain of places at the front of any name, and places that the table of places does not hold: zones and towns.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from extract.patterns import pattern
from extract.records import Level
from extract.units.evidence import Home
from extract.units.lexicon import lexicon
from extract.units.places import NATION, Place, ancestors, name_starts, named, nearest, place_of, prefixes
from extract.units.zones import LEVEL, zone_at, zone_code

NATIONAL_OPENING = pattern(r"^(?:国务院|中共中央|中央|国家|全国|中国人民银行|中华人民共和国|最高人民)")
_OF_NATION = pattern(r"中国(?![（(])|中华|全国|中央|最高人民|解放军")
_TOWNSHIP = pattern(r"([\u4e00-\u9fff]{1,5}?(?:镇|乡|街道))(?=党|人民政府|政府|办事处|关于|\d|委员会)")


def leading_place(text: str, *, short: bool = True, home: str = "", year: int = 0) -> tuple[Place, int] | None:
    """Read the chain of place names at the start of a text, and how far it reaches.

    >>> leading_place("北京市石景山区人民政府")[0].name
    '石景山区'
    """
    best: tuple[Place, int] | None = None
    at, around = 0, home
    while True:
        step = next(_readings(text, at, around, year, short=short and not at), None)
        if step is None:
            return best
        best = step
        at, around = step[1], step[0].code


def _readings(text: str, at: int, around: str, year: int, *, short: bool) -> Iterator[tuple[Place, int]]:
    for word, is_short in prefixes(text, at):
        if is_short and not short:
            continue
        found = _places_called(word, short=is_short, within=around if at else "")
        place = nearest(found, around, year) if found else None
        if place is not None and place.code != NATION:
            yield place, at + len(word)


def _places_called(word: str, *, short: bool, within: str) -> tuple[Place, ...]:
    """The places of a name; a full name is as often the short one of another place: 东乡县 of 江西, 东乡县 in 临夏州."""
    found = named(word, short=True) if short else (*named(word), *named(word, short=True))
    return tuple(place for place in found if within in ancestors(place.code)) if within else found


def home_in(place: Place, year: int) -> Home:
    """Give the home of a document of a place."""
    return Home(place_code=place.code, place_name=place.name, level=place.level, year=year)


def home_of_nation(year: int) -> Home:
    """Give the home of a document of the nation."""
    return Home(place_code=NATION, place_name="中华人民共和国", level=Level.NATIONAL, year=year)


def spoken_by(words: str, head: str, year: int) -> Home | None:
    """The home an issuer or a title names at its start."""
    words = (
        words.removeprefix("关于印发").removeprefix("中国（").removeprefix("中国(").removeprefix("中共").lstrip("《“")
    )
    words = re.sub(r"^(?:新疆生产建设兵团)?第[一二三四五六七八九十]+师(?=[\u4e00-\u9fff]{2,5}市)", "", words)
    whole = re.sub(r"^国家税务总局(?=[\u4e00-\u9fff]{2,8}税务局)", "", words)
    found = leading_place(whole, year=year) or leading_place(whole)
    if found is not None and whole[found[1] : found[1] + 2] not in {"大学", "银行", "海关"}:
        place, end = found
        return (
            _zone_of(place, whole[end:], year)
            or township_of(whole[end:], head, year, county=place)
            or home_in(place, year)
        )
    if NATIONAL_OPENING.match(words) or _national_body(words):
        return home_of_nation(year)
    return _new_area(words, year)


def _new_area(words: str, year: int) -> Home | None:
    """A new area of the State, which the table of bodies knows, without its province: 雄安新区管理委员会."""
    table = lexicon()
    for zone in zone_at(words):
        place = next((table.bodies[name.key].place for name in table.by_alias.get(zone.name, ())), "")
        if zone.issues and place:
            return Home(place_code=zone_code(place, zone.name), place_name=zone.name, level=LEVEL, year=year)
    return None


def _zone_of(place: Place, words: str, year: int) -> Home | None:
    """A zone that issues: 昆明高新技术产业开发区管委会印发…."""
    for zone in zone_at(words):
        if zone.issues:
            code = zone_code(place.code, zone.name)
            city = place.short[-1] if place.short else place.name
            return Home(place_code=code, place_name=city + zone.name, level=LEVEL, year=year)
    return None


def names_nation(words: str) -> bool:
    """Whether the name of a body begins as those of the nation do, whatever place it serves: 中国中车, 审计署武汉特派办.

    >>> names_nation("中国中车"), names_nation("财政部湖北监管局"), names_nation("财政所")
    (True, True, False)
    """
    return _OF_NATION.match(words) is not None or _national_body(words)


def _national_body(words: str) -> bool:
    """Whether the words open with a body that only the nation has (科技部关于…)."""
    table = lexicon()
    for length in table.lengths.get(words[:2], ()):
        names = table.by_alias.get(words[:length], ())
        if names and all(name.levels == {Level.NATIONAL} for name in names):
            return True
    return False


def township_of(words: str, head: str, year: int, county: Place | None = None) -> Home | None:
    """Read a town at the front of words: 茂林镇人民政府; its county is given, or is the one the head names most."""
    found = _TOWNSHIP.match(words)
    if found is None or found[1][0] in "各本乡镇":
        return None
    if county is None:
        counts = Counter(place.code for place in full_names(head, year) if place.level is Level.COUNTY)
        county = place_of(counts.most_common(1)[0][0], year) if counts else None
    return Home(
        place_code=township_code(county.code if county else "", found[1]),
        place_name=(county.name if county else "") + found[1],
        level=Level.TOWNSHIP,
        year=year,
    )


def township_code(county: str, name: str) -> str:
    """Make a code for a township, which the table of places does not hold: county code, ``t``, six hex digits.

    >>> township_code("450923", "茂林镇")[:7]
    '450923t'
    """
    return f"{county}t{sha256(name.encode()).hexdigest()[:6]}"


@lru_cache(maxsize=8)
def full_names(text: str, year: int) -> tuple[Place, ...]:
    """Give the places whose full names are in a text, in order; the head of a plan is asked several times."""
    return tuple(_full_names(text, year))


def _full_names(text: str, year: int) -> Iterator[Place]:
    end = 0
    for at in name_starts(text):
        for word, is_short in prefixes(text, at) if at >= end else ():
            place = None if is_short or len(word) < 3 else nearest(named(word), "", year)
            if place is not None and place.code != NATION:
                yield place
                end = at + len(word)
                break
