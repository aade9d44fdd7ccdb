"""The questions other modules put to the tables of places and bodies. Everything is loaded once and only looked up after.

Speed: each function is linear in its text; they are meant for clause strings, not complete documents.
"""

import re
from functools import lru_cache

from extract.patterns import pattern
from extract.records import Level
from extract.units.bodies import ORGAN_HEADS, field_word
from extract.units.collectives import class_word, collective
from extract.units.evidence import Home
from extract.units.home import home_of, year_of
from extract.units.lexicon import Lexicon, lexicon
from extract.units.places import NATION, Place, named, nearest, prefixes
from extract.units.shapes import BODY_END, STRONG_END, is_ordinary
from extract.units.spoken import leading_place

__all__ = [
    "Home",
    "field_word",
    "find_places",
    "group_like",
    "home_of",
    "known_body",
    "leading_place",
    "longest_body_at",
    "place_like",
    "protected_joins",
    "unit_like",
    "year_of",
]

_BRANCH_END = pattern(r"(?:分局|分行|支行|支队|大队|分公司|分院|分中心|分部|监管局|调查队|管理处|区|市|县|州)$")
LONGEST_NAME = 60  # characters; longer strings are sentences
_LEVEL_HEAD = pattern(
    r"(?:全|我|本)?(?:自治区|自治州|自治县|自治旗|省|市|州|县|区|旗|盟|地区|镇|乡|国家|中央|国务院)(?:直属|直|级|本级|属)?"
)
_JOIN = pattern(r"以及|[和与及、,，]")
_AREA = r"[省市州县区旗盟]"
_JOINED_GROUPS = pattern(
    rf"各?(?:有关|相关)?(?:设区的?)?{_AREA}(?:[（(\u3014\[]?[、,，和及]?{_AREA}[）)\u3015\]]?)+(?:人民)?(?:党委[和、])?(?:政府|党委|管委会)?"
    r"|各?省[、,，]自治区[、,，]直辖市(?:人民政府|政府)?"
    r"|各(?:有关|相关)?(?:部[、,，])?委[、,，]办[、,，]局|大[、,，]中[、,，]小学校?|立[、,，]改[、,，]废[、,，]释"
    r"|(?:各)?(?:乡镇?|镇)[（(]?[、,，和]?街道[）)]?(?:办事处|办|人民政府)?|(?:部门|机关|地方)(?:和|及|与)(?:有关|相关)?(?:单位|企业|机构|人员)"
    r"|单位和(?:部门|企业|个人)|园区(?:和|、|及)(?:示范区|开发区)管委会|党委[、和]政府|村[（(]?[、]?(?:居|社区)[）)]?"
)


def find_places(text: str, home: Home | None = None) -> tuple[tuple[int, int, Place], ...]:
    """Find the places written in full, longest first at each position, as (start, end, place).

    A name several places have is read as the one nearest to ``home``, and left out where that does not decide.

    >>> [(s, e, p.code) for s, e, p in find_places("昌吉回族自治州与阜康市")]
    [(0, 7, '652300'), (8, 11, '652302')]
    """
    found: list[tuple[int, int, Place]] = []
    code, year = (home.place_code, home.year) if home else ("", 0)
    at = 0
    while at < len(text):
        end = at + 1
        for word, short in prefixes(text, at):
            if short or len(word) < 3:
                continue
            place = nearest(named(word), code, year)
            if place is not None and place.code != NATION:
                found.append((at, at + len(word), place))
                end = at + len(word)
                break
        at = end
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def known_body(name: str) -> bool:
    """Whether the tables know the name, with or without a place in front.

    >>> known_body("州发改委"), known_body("人力资源和社会保障厅"), known_body("企业")
    (True, True, False)
    """
    if len(name) > LONGEST_NAME:
        return False
    table = lexicon().by_alias
    return any(rest in table for rest in _rests(name)) or _framed(name)


def _rests(name: str) -> tuple[str, ...]:
    """The name, and what is left of it after a place, a level word, and 政府 or 党委."""
    rests = [name]
    chain = leading_place(name, short=True)
    if chain is not None:
        rests.append(name[chain[1] :])
    else:
        rests += [name[len(word) :] for word, _ in prefixes(name)]
    head = _LEVEL_HEAD.match(name)
    if head:
        rests.append(name[head.end() :])
    for rest in tuple(rests):
        rests += [
            "党委" if rest == "委" else rest.removeprefix(organ) for organ in ORGAN_HEADS if rest.startswith(organ)
        ]
    return tuple(rest for rest in rests if rest)


def _framed(name: str) -> bool:
    for head, tail, _ in lexicon().framed.get(name[:2], ()):
        if name.startswith(head) and name.endswith(tail) and len(name) >= len(head) + len(tail):
            inner = name[len(head) : len(name) - len(tail)]
            chain = leading_place(inner) if inner else None
            if not inner or _LEVEL_HEAD.fullmatch(inner) or (chain is not None and chain[1] == len(inner)):
                return True
    return False


@lru_cache(maxsize=1 << 12)
def place_like(name: str) -> bool:
    """Whether a string is the name of a place and nothing more, in full or in short.

    >>> place_like("江苏省"), place_like("余杭"), place_like("江苏省财政厅")
    (True, True, False)
    """
    place = leading_place(name, short=True)
    return place is not None and place[1] == len(name)


@lru_cache(maxsize=1 << 16)
def unit_like(name: str) -> bool:
    """Whether a string looks like a unit: known, a collective, or ending as bodies do and no ordinary phrase.

    >>> [unit_like(n) for n in ("监察局", "有关部门", "各县（市、区）人民政府", "企业", "群众", "工作机制", "杨凌示范区")]
    [True, True, True, False, False, False, True]
    """
    name = re.sub(r"\s+", "", name)
    if not 2 <= len(name) <= LONGEST_NAME:
        return False
    if known_body(name):
        return True
    if name in {"企业", "群众", "工作", "机制"} or is_ordinary(name):
        return False
    if any(collective(rest, Level.UNKNOWN) or class_word(rest) for rest in _rests(name)):
        return True
    main = re.sub(r"[（(][^（()）]*[）)]$", "", name)
    return bool(BODY_END.search(main))


@lru_cache(maxsize=1 << 12)
def group_like(name: str) -> bool:
    """Whether a string names a group of bodies that is not an ordinary phrase.

    >>> group_like("各区县政府"), group_like("市级有关部门"), group_like("市教育局")
    (True, True, False)
    """
    return not is_ordinary(name) and any(collective(rest, Level.UNKNOWN) for rest in _rests(name))


def longest_body_at(text: str) -> int:
    """Find where a name whose separator was lost splits into two bodies; 0 where it does not.

    1. Both halves begin with a place or a level word and end as bodies do; one of them is registered.
    2. Where one is not, both begin with a place of the same level written in full, or the second is the registered one.
    3. A name that is itself registered is never split, and no branch is split off its body.

    >>> longest_body_at("区政府集体资产监管办区住房城市建设委")
    10
    >>> longest_body_at("官渡区发改局官渡区大数据中心")
    6
    >>> longest_body_at("州政府电子政务办公室"), longest_body_at("市公安局官渡区分局")
    (0, 0)
    """
    if len(text) > LONGEST_NAME or known_body(text):
        return 0
    cuts = (cut for cut in range(len(text) - 3, 3, -1) if text[cut - 1] in "局厅委办部会院心")
    return next((cut for cut in cuts if _two_bodies(text[:cut], text[cut:])), 0)


def _two_bodies(left: str, right: str) -> bool:
    placed = _LEVEL_HEAD.match(right) is not None and right not in lexicon().by_alias
    if placed and known_body(right):
        return known_body(left) or (_LEVEL_HEAD.match(left) is not None and STRONG_END.search(left) is not None)
    one, other = (leading_place(words, short=False) for words in (left, right))
    if one is None or other is None or one[0].level is not other[0].level:
        return False
    return _stands_alone(left[one[1] :]) and _stands_alone(right[other[1] :])


def _stands_alone(rest: str) -> bool:
    """Whether what follows a place is its own body, and no branch of another."""
    return len(rest) > 2 and BODY_END.search(rest) is not None and not _BRANCH_END.search(rest)


def protected_joins(text: str) -> tuple[tuple[int, int], ...]:
    """Find the spans inside which 和, 与, 及 and 、 are part of one name.

    >>> t = "人力资源和社会保障厅和财政厅"
    >>> [t[a:b] for a, b in protected_joins(t)]
    ['人力资源和社会保障厅']
    """
    spans = [found.span() for found in _JOINED_GROUPS.finditer(text)]
    table = lexicon()
    for join in _JOIN.finditer(text):
        if any(a <= join.start() < b for a, b in spans):
            continue
        span = _name_around(text, join.start(), join.end(), table)
        if span is not None:
            spans.append(span)
    return tuple(sorted(spans))


def _name_around(text: str, start: int, end: int, lexicon_: Lexicon) -> tuple[int, int] | None:
    """The longest known name that begins before and ends after a joining word."""
    aliases, lengths = lexicon_.by_alias, lexicon_.lengths
    for at in range(max(0, start - 16), start - 1):
        for length in lengths.get(text[at : at + 2], ()):
            if at + length > end and text[at : at + length] in aliases:
                return at, at + length
    return None
