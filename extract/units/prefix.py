"""The place at the front of a unit's name: written in full, shortened, or left to a level word (州, 省级, 市直)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.patterns import pattern
from extract.records import Level
from extract.units.evidence import Home, related
from extract.units.lexicon import OFFICE_PLACES
from extract.units.places import NATION, Place, ancestors, children, named, nearest, place_of, prefixes
from extract.units.spoken import leading_place, township_code


@dataclass(frozen=True, slots=True)
class PlaceScope:
    """The place a body belongs to; ``name`` is a level word (省, 县) where the document does not say which one."""

    code: str
    name: str
    level: Level

    @property
    def place_name(self) -> str:
        """The name of the place, or nothing where only its level is known."""
        return "" if self.name in _WORD_LEVEL else self.name


@dataclass(frozen=True, slots=True)
class PrefixReading:
    """One way to take a place off the front of a name."""

    scope: PlaceScope
    rest: str
    how: str  # written, level-word, short, none


NATIONAL = PlaceScope(NATION, "", Level.NATIONAL)
_LEVEL_WORD = pattern(
    r"(?:全|我|本)?(?P<word>特别行政区|自治区|自治州|自治县|自治旗|省(?!会)|市(?!场(?!馆)|政[公工园]|民[中热]|容|长)|州|县(?!域)|区(?!域|块|划)|旗|盟|地区|地(?=委)|镇|乡|街道(?!办|社区|$))"
    r"(?:直属|直(?![属管])|级|本级|属)?"
)
_NATIONAL_WORD = pattern(r"(?:中央和国家|国家级|国家|中央|国务院|全国)")
_WORD_LEVEL = {
    "特别行政区": Level.PROVINCE, "自治区": Level.PROVINCE, "省": Level.PROVINCE, "自治州": Level.PREFECTURE,
    "州": Level.PREFECTURE, "盟": Level.PREFECTURE, "地区": Level.PREFECTURE, "地": Level.PREFECTURE,
    "市": Level.PREFECTURE, "自治县": Level.COUNTY, "自治旗": Level.COUNTY, "县": Level.COUNTY, "旗": Level.COUNTY,
    "区": Level.COUNTY, "镇": Level.TOWNSHIP, "乡": Level.TOWNSHIP, "街道": Level.TOWNSHIP,
}  # fmt: skip
_ZONE_SIGN = "z"  # in the code of a zone
_OF_ZONE = pattern(r"(?:本|全)?(?:园区|新区|开发区|管委会)(?:本级|级|直属|直)?")  # what a zone calls itself
_OF_DIVISION = pattern(
    r"师市(?:直属|直)?|本?师(?=[\u4e00-\u9fff]{2,6}[局委办部])"
)  # 第八师石河子市: a division and its city
_CORPS = r"(?:(?:新疆)?(?:生产建设)?兵团)"
_DIVISION = pattern(
    rf"^{_CORPS}?第[一二三四五六七八九十]+师(?=[\u4e00-\u9fff]{{2,5}}市)|^{_CORPS}(?=第[一二三四五六七八九十]+师)"
)
_TOWN = pattern(
    r"(?!.*(?:小镇|建制镇|中心镇|重点|特色|有关|相关|所在|涉及))(?P<town>镇?[^各县市区乡镇州省全其本][^各县市区乡镇省全其本]{1,3}(?:镇|乡|苏木))(?P<rest>(?:人民政府|政府|党委)?)$"
)
_AREAS = ("林区", "特区", "矿区", "新区")
_OFFICE = pattern("行政公署|行署")  # 行署扶贫办 of a 地区 or a 盟
_GENERIC = frozenset(
    {"市区", "郊区", "城区", "矿区", "新区", "东区", "西区", "南区", "北区"}
)  # places in some cities, ordinary words in the others
_MUNICIPALITIES = ("11", "12", "31", "50")
_MUNICIPALITY, _PREFECTURE = 2, 4  # digits of a code that the counties of one have in common
_LETTER = {Level.PROVINCE: "p", Level.PREFECTURE: "c", Level.COUNTY: "x", Level.TOWNSHIP: "t"}


def scope_of_home(home: Home) -> PlaceScope:
    """Give the place of the document itself.

    >>> scope_of_home(Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE)).code
    '652300'
    """
    if home.place_code == NATION:
        return NATIONAL
    return PlaceScope(home.code, home.place_name, home.level)


def scope_of(place: Place) -> PlaceScope:
    """Give the place as a scope; the nation has no name in front of its bodies."""
    return NATIONAL if place.code == NATION else PlaceScope(place.code, place.name, place.level)


def _chain(home: Home) -> tuple[PlaceScope, ...]:
    """Home and what is above it."""
    code = home.place_code
    above = ancestors(code)
    if len(code) > len(code[:6]) and code[:6].isdigit():  # a township or a zone
        above = (code[:6], *ancestors(code[:6]))
    places = (place_of(parent, home.year) for parent in above)
    return (scope_of_home(home), *(scope_of(place) for place in places if place is not None))


def of_word(word: str, home: Home) -> PlaceScope:
    """Give the place a level word means in a document of ``home``.

    1. 市 is the document's own city, or the one above it; 区 in an autonomous region's document is the region.
    2. A level below home's names no place: the scope is ``<home>_<letter>``, one for all that level's unnamed places.
    3. Where home is unknown, the scope is the document's own, and named by the word.

    >>> of_word("州", Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE)).name
    '昌吉回族自治州'
    >>> of_word("市", Home(place_code="110107", place_name="石景山区", level=Level.COUNTY)).name
    '北京市'
    """
    level = _WORD_LEVEL[word]
    chain = _chain(home)
    for scope in chain:
        if scope.name.endswith(word) and (word != "区" or scope.level is not Level.PREFECTURE):
            return scope
    for scope in chain:
        if scope.level is level and (not scope.name or word == "地" or level is Level.PROVINCE):
            return scope if scope.name else PlaceScope(scope.code, word, level)
    return PlaceScope(f"{chain[0].code}_{_LETTER[level]}", word, level)


def at_level(scope: PlaceScope, levels: frozenset[Level]) -> PlaceScope:
    """Give the nearest place above ``scope`` at one of ``levels``; ``scope`` itself where there is none."""
    for code in ancestors(scope.code[:6]):
        place = place_of(code)
        if place is not None and place.level in levels:
            return scope_of(place)
    return NATIONAL if Level.NATIONAL in levels else scope


def readings(name: str, carry: PlaceScope, home: Home) -> Iterator[PrefixReading]:
    """Give the ways to read a place at the front of ``name``, the surest first; the last is not a place.

    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE)
    >>> [(r.scope.code, r.rest, r.how) for r in readings("州公安局", scope_of_home(home), home)]
    [('652300', '公安局', 'level-word'), ('652300', '州公安局', 'none')]
    """
    yield from _written(name, home)
    own = _own_word(name, home)
    if 0 < own < len(name):
        yield PrefixReading(scope_of_home(home), name[own:], "level-word")
    national = _NATIONAL_WORD.match(name)
    if national and len(name) > national.end():
        yield PrefixReading(NATIONAL, name[national.end() :], "level-word")
    word = _LEVEL_WORD.match(name)
    if word and len(name) > word.end():
        above = of_word(word["word"], home)
        yield from _below(above, name[word.end() :], home)
        yield PrefixReading(above, name[word.end() :], "level-word")
    yield from _short(name, home)
    yield PrefixReading(carry, name, "none")


def _below(above: PlaceScope, rest: str, home: Home) -> Iterator[PrefixReading]:
    """市建邺区政府: a place below follows the level word."""
    chain = leading_place(rest, short=False, home=above.code[:6], year=home.year)
    if chain is not None and above.code in ancestors(chain[0].code) and len(rest) > chain[1]:
        yield PrefixReading(scope_of(chain[0]), rest[chain[1] :], "written")


def _is_meant(place: Place, home: Home, *, street: bool) -> bool:
    """Whether a name that is an ordinary word, or a street's, elsewhere is the place: 城区 in 大同市, not in its province."""
    near = place.code[:_PREFECTURE] == home.place_code[:_PREFECTURE] and place.stands_in(home.year)
    return near or (place.name not in _GENERIC and not (street and home.place_code))


def _own_word(name: str, home: Home) -> int:
    """How far a word reaches that only places of the plan's own kind call themselves: 园区, 师市, 林区, 行署."""
    own = (_OF_ZONE if _ZONE_SIGN in home.place_code else _OF_DIVISION).match(name)
    if home.place_name.endswith(OFFICE_PLACES):
        own = own or _OFFICE.match(name)
    if own:
        return own.end()
    return next((len(word) for word in _AREAS if home.place_name.endswith(word) and name.startswith(word)), 0)


def _written(name: str, home: Home) -> Iterator[PrefixReading]:
    name = _DIVISION.sub("", name)
    chain = leading_place(name, short=False, home=home.place_code[:6], year=home.year)
    street = chain is not None and name.startswith("街道", chain[1])  # 新北区街道办 of 独山子区, not of 常州市
    if chain is not None and (chain[0].name != name[: chain[1]] or _is_meant(chain[0], home, street=street)):
        yield PrefixReading(scope_of(chain[0]), name[chain[1] :], "written")
        return
    town = _TOWN.match(name) if _has_towns(home) else None
    if town is not None:
        code = township_code(home.place_code, town["town"])
        yield PrefixReading(PlaceScope(code, home.place_name + town["town"], Level.TOWNSHIP), town["rest"], "written")
        return
    own = _of_township(name, home) if home.level is Level.TOWNSHIP else ""
    if own:
        yield PrefixReading(scope_of_home(home), name[len(own) :], "written")
        return
    if street:
        return
    for word, short in prefixes(name):
        scope = _scope_of_short(word, home) if short else _scope_of_word(word, name, home)
        if scope is not None:
            yield PrefixReading(scope, name[len(word) :], "written")
            return


def _has_towns(home: Home) -> bool:
    """Whether towns are directly below a plan's place: a county, or a prefecture without counties (儋州市, 东莞市)."""
    if not home.place_code.isdigit():
        return False
    return home.level is Level.COUNTY or (home.level is Level.PREFECTURE and not children(home.place_code, home.year))


def _of_township(name: str, home: Home) -> str:
    """Give the name of the plan's own town where a name begins with it: 城关镇 or 城关."""
    own = re.search(r"(?:(?<=[县市区旗])|^)[\u4e00-\u9fff]{2,4}(?:[镇乡]|街道)$", home.place_name)
    words = (own[0], own[0].removesuffix("街道").rstrip("镇乡")) if own else ()
    return next((word for word in words if name.startswith(word) and len(name) > len(word)), "")


def _scope_of_short(word: str, home: Home) -> PlaceScope | None:
    """Give the scope of a short name: 昌吉州, 梅里斯区, 第八师 and 兵团 are as good as the full name, 昌吉 is not."""
    if word != "兵团" and (word[-1] not in "州县区旗师" or len(word) < 3):
        return None
    place = nearest(named(word, short=True), home.place_code, home.year)
    return scope_of(place) if place is not None else None


def _scope_of_word(word: str, name: str, home: Home) -> PlaceScope | None:
    if len(word) < 3 or len(name) <= len(word):
        return None
    return PlaceScope(home.code + township_code("", word), word, named(word)[0].level)


def _short(name: str, home: Home) -> Iterator[PrefixReading]:
    for word, short in prefixes(name):
        if short and len(name) > len(word):
            place = nearest(named(word, short=True), home.place_code, home.year)
            if place is not None and _is_near(place, home):
                yield PrefixReading(scope_of(place), name[len(word) :], "short")


def _is_near(place: Place, home: Home) -> bool:
    """Whether a short name can mean a place: a county's is as often a part of another name (东湖高新区 in 武汉)."""
    near = _MUNICIPALITY if home.place_code.startswith(_MUNICIPALITIES) else _PREFECTURE
    code = home.place_code
    return place.level is not Level.COUNTY or not code or related(place.code, code) or place.code[:near] == code[:near]


def place_expression(words: str, carry: PlaceScope, home: Home) -> PlaceScope | None:
    """Read words that are where a place is expected (人民银行⟨南昌⟩中心支行); empty words mean the carried place.

    >>> home = Home(place_code="360000", place_name="江西省", level=Level.PROVINCE)
    >>> place_expression("南昌", scope_of_home(home), home).name
    '南昌市'
    """
    if not words:
        return carry
    if words in _WORD_LEVEL:
        return of_word(words, home)
    if len(words) > 1 and home.place_name.startswith(words):
        return scope_of_home(home)
    if home.level is Level.TOWNSHIP and _of_township(words + "政府", home) == words:
        return scope_of_home(home)
    chain = leading_place(words, short=True, home=home.place_code[:6], year=home.year)
    if chain is not None and chain[1] == len(words) and (named(words) or _is_near(chain[0], home)):
        return scope_of(chain[0])
    return None
