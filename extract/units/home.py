"""Whose document it is: the place and level that words such as 州, 市 and 省 lean on.

``home_of`` weighs what speaks for a place: the issuer, the title, the letters of the document number (黔发改服务, 2020,
111号), 我省 and 全市, the places of the first lines, who printed it and to whom it is copied. It never guesses: where nothing names a place, the place code is
empty and the level comes from the words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from extract.patterns import pattern
from extract.records import Level
from extract.units.lexicon import lexicon
from extract.units.places import NATION, Place, ancestors, named, nearest, place_of, prefixes
from extract.units.zones import LEVEL, zone_at, zone_code

HEAD = 3000  # characters of the text that may speak of the issuer
TAIL = 400  # characters at the end of the text that may name those it is copied to

_YEAR = pattern(r"(19[89]\d|20\d\d)")
_NATIONAL = pattern(r"^(?:国务院|中共中央|中央|国家|全国|中国人民银行|中华人民共和国|最高人民)")
_OF_NATION = pattern(r"中国(?![（(])|中华|全国|中央|最高人民|(?:新疆)?(?:生产建设)?兵团|解放军")
_TOWNSHIP = pattern(r"([\u4e00-\u9fff]{1,5}?(?:镇|乡|街道))(?=党|人民政府|政府|办事处|关于|\d|委员会)")
_NUMBER = pattern(
    r"([京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕甘青宁新])[\u4e00-\u9fff]{1,8}[\u3014\[(（【]\s*(?:19|20)\d\d"
)
_LETTERS = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000", "辽": "210000", "吉": "220000",
    "黑": "230000", "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000",
    "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000",
    "渝": "500000", "川": "510000", "蜀": "510000", "黔": "520000", "贵": "520000", "滇": "530000", "云": "530000",
    "藏": "540000", "陕": "610000", "甘": "620000", "青": "630000", "宁": "640000", "新": "650000",
}  # fmt: skip


class Sign(StrEnum):
    """What speaks for a place as the home of a document."""

    ISSUER = "issuer"
    TITLE = "title"
    FIRST_LINES = "first-lines"  # …南通市人民政府关于…
    OWN_WORDS = "own-words"  # 我省, 全市, 已经县人民政府同意, with a place of that level named
    PRINTED = "printed"  # 宜昌市人民政府办公室 2021年3月1日印发
    NUMBER = "number"  # 黔发改服务 (2020) 111号, 昌州政发 (2015) 20号 with 昌吉州 named
    COPIED = "copied"  # 抄送: 州党委办公室, 昌吉军分区
    NAMED = "named"  # the place that the first lines name most, with the units of its own
    NATION = "nation"  # 国务院…, 各省、自治区、直辖市


WEIGHTS = {
    Sign.ISSUER: 8.0, Sign.TITLE: 7.0, Sign.FIRST_LINES: 3.0, Sign.PRINTED: 3.0, Sign.OWN_WORDS: 2.0, Sign.NUMBER: 1.5, Sign.COPIED: 1.2,
    Sign.NAMED: 1.0, Sign.NATION: 0.5,
}  # fmt: skip
"""A written issuer or title outweighs all signs of the text together; of the two the issuer decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The place a document speaks for.

    ``aliases`` are short names the document gives itself (以下简称), ``hosts`` the bodies that keep a group's office
    (办公室设在X): both as pairs of short or group name and full name. ``document`` is the start of the document's hash:
    where no place is known, the units are the document's own.
    """

    place_code: str = ""  # GB/T 2260 code, "CN", or "" where the document does not say
    place_name: str = ""
    level: Level = Level.UNKNOWN
    year: int = 0  # 0: unknown
    aliases: tuple[tuple[str, str], ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()
    document: str = ""
    evidence: tuple["Evidence", ...] = field(default=(), compare=False, repr=False)

    @property
    def code(self) -> str:
        """The place code, or a code that no other document has.

        >>> Home(document="0123456789abcdef").code, Home(place_code="530100", document="0123").code
        ('U01234567', '530100')
        """
        return self.place_code or f"U{self.document[:8]}"

    def of(self, document: str) -> "Home":
        """Give the same home as that of one document, named by its hash."""
        return replace(self, document=document)

    def with_words(self, aliases: tuple[tuple[str, str], ...], hosts: tuple[tuple[str, str], ...]) -> "Home":
        """Give the same home with the document's own aliases and hosts."""
        return replace(self, aliases=aliases, hosts=hosts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to take a place for the home of a document."""

    sign: Sign
    home: Home
    words: str = ""  # of the issuer or the title

    @property
    def weight(self) -> float:
        """How much it counts."""
        return WEIGHTS[self.sign]


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
        found = named(word, short=is_short)
        if at:
            found = tuple(place for place in found if around in ancestors(place.code))
        place = nearest(found, around, year) if found else None
        if place is not None and place.code != NATION:
            yield place, at + len(word)


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
    found = (*_evidence(signs, head, year), *_from_tail(re.sub(r"\s+", "", tail)[-TAIL:], year))
    if not found:
        return _level_only((*signs, head), year)
    best = max(found, key=lambda one: weight_of(one.home.place_code, found))
    return replace(best.home, evidence=found)


def weight_of(code: str, found: tuple["Evidence", ...]) -> float:
    """Weigh a place: all that names it, and half of what names a place above it."""
    above = ancestors(code[:6]) if code != NATION else ()
    return sum(
        one.weight if one.home.place_code == code else one.weight / 2 if one.home.place_code in above else 0
        for one in found
        if one.home.place_code != NATION or code == NATION
    )


def contradiction(home: Home) -> "Evidence | None":
    """Give what an issuer or a title says, where that is neither the home chosen nor above or below it."""
    written = (one for one in home.evidence if one.sign in {Sign.ISSUER, Sign.TITLE})
    return next((one for one in written if not related(one.home.place_code, home.place_code)), None)


def related(code: str, other: str) -> bool:
    """Whether two places are one, or one lies in the other.

    >>> related("530100", "530102"), related("530100", "532900")
    (True, False)
    """
    if NATION in {code, other} or code[:6] == other[:6]:
        return True
    return code[:6] in ancestors(other[:6]) or other[:6] in ancestors(code[:6])


def _evidence(signs: tuple[str, str], head: str, year: int) -> Iterator["Evidence"]:
    """Give what speaks for a place, the surest first."""
    for sign, words in zip((Sign.ISSUER, Sign.TITLE), signs, strict=True):
        home = _spoken_by(words, head, year) if words else None
        if home is not None and home.level is Level.NATIONAL:
            local = _below_the_nation(head, year)
            if local is not None:
                yield Evidence(sign, local, words)
        if home is not None:
            yield Evidence(sign, home, words)
    for words in signs:
        home = _township(words, head, year)
        if home is not None:
            yield Evidence(Sign.TITLE, home, words)
    for sign, home in _from_head(head, year):
        yield Evidence(sign, home)


def _of(place: Place, year: int) -> Home:
    return Home(place_code=place.code, place_name=place.name, level=place.level, year=year)


def _nation(year: int) -> Home:
    return Home(place_code=NATION, place_name="中华人民共和国", level=Level.NATIONAL, year=year)


def _spoken_by(words: str, head: str, year: int) -> Home | None:
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
            _zone_of(place, whole[end:], year) or _township(whole[end:], head, year, county=place) or _of(place, year)
        )
    if _NATIONAL.match(words) or _national_body(words):
        return _nation(year)
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


def _township(words: str, head: str, year: int, county: Place | None = None) -> Home | None:
    found = _TOWNSHIP.match(words)
    if found is None or found[1][0] in "各本乡镇":
        return None
    if county is None:
        counts = Counter(place.code for place in _full_names(head, year) if place.level is Level.COUNTY)
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


def _full_names(text: str, year: int) -> Iterator[Place]:
    at = 0
    while at < len(text):
        for word, is_short in prefixes(text, at):
            place = None if is_short or len(word) < 3 else nearest(named(word), "", year)
            if place is not None and place.code != NATION:
                yield place
                at += len(word) - 1
                break
        at += 1


def _from_head(head: str, year: int) -> Iterator[tuple[Sign, Home]]:
    """What the first lines say, the surest sign first."""
    office = _TOWNSHIP_OFFICE.search(head)
    township = _township(office[1] + "关于", head, year) if office is not None else None
    if township is not None:
        yield Sign.FIRST_LINES, township
    places = Counter(place.code for place in _full_names(head, year))
    for sign, place in (
        (Sign.FIRST_LINES, _issuing_place(head, year)),
        (Sign.OWN_WORDS, _at_own_level(places, head, year)),
        (Sign.NUMBER, _numbered_place(places, head, year)),
        (Sign.NAMED, place_of(places.most_common(1)[0][0], year) if places else None),
    ):
        if place is not None:
            yield sign, _of(place, year)
    if _NATIONAL.match(head) or re.search(r"国务院(?:办公厅)?关于|各省、自治区、直辖市", head[:400]):
        yield Sign.NATION, _nation(year)


def _issuing_place(head: str, year: int) -> Place | None:
    """The place of an issuer inside the head: …南通市人民政府关于…."""
    issuer = re.search(r"([\u4e00-\u9fff]{2,15}?)(?:人民政府|委员会)(?:办公厅|办公室)?关于", head)
    for start in range(issuer.start(1), issuer.end(1) - 1) if issuer else ():
        found = leading_place(head[start : issuer.end(1)], short=False, year=year) if issuer else None
        if found is not None and issuer and start + found[1] == issuer.end(1):
            return found[0]
    return None


def _numbered_place(places: Counter[str], head: str, year: int) -> Place | None:
    """The province in the letters of the document number, unless a place inside it is named and the province is not."""
    number = _NUMBER.search(head)
    province = _LETTERS.get(number[1], "") if number else ""
    inside = [code for code in places if province in ancestors(code)]
    if province:
        return place_of(province, year) if not inside or places[province] else None
    return _lettered_place(places, head, year)


def _lettered_place(places: Counter[str], head: str, year: int) -> Place | None:
    """The place named whose short name the letters of the document number open with: 昌州政发, 武政办."""
    found = _LETTERED.search(head)
    for code, _ in places.most_common() if found else ():
        place = place_of(code, year)
        names = (*place.short, place.name) if place is not None else ()
        if found and any(name[0] == found[1][0] and set(found[1]) <= set(name) for name in names):
            return place
    return None


def _from_tail(tail: str, year: int) -> Iterator["Evidence"]:
    """What the end says: who printed the document, and to whom it is copied."""
    printed, copied = _PRINTED_BY.search(tail), _COPIED.search(tail)
    by = leading_place(printed[1], short=False, year=year) if printed else None
    if by is not None:
        yield Evidence(Sign.PRINTED, _of(by[0], year))
    to = Counter(place.code for place in _full_names(copied[1], year)) if copied else Counter()
    place = place_of(to.most_common(1)[0][0], year) if to else None
    if place is not None:
        yield Evidence(Sign.COPIED, _of(place, year))


def _at_own_level(places: Counter[str], head: str, year: int) -> Place | None:
    """The place named most that is of the level of 我省, 我市, 我县, or is above one that is named."""
    own = _OWN_WORD.search(head)
    if own is None:
        return None
    level = _OWN[own[1] or own[2] or own[3]]
    for code, _ in places.most_common():
        for near in (code, *ancestors(code)):
            place = place_of(near, year)
            if place is not None and place.level is level:
                return place
    return None


def _below_the_nation(head: str, year: int) -> Home | None:
    """A local notice that carries out a national paper: 各乡镇人民政府……已经县人民政府同意."""
    if not _LOCAL_NOTICE.search(head[:600]):
        return None
    place = _at_own_level(Counter(place.code for place in _full_names(head, year)), head, year)
    return _of(place, year) if place else None


_LETTERED = pattern(r"([\u4e00-\u9fff]{1,3}?)(?:政|府|委|署)[\u4e00-\u9fff]{0,4}[\u3014\[(（【](?:19|20)\d\d")
_PRINTED_BY = pattern(
    r"([\u4e00-\u9fff]{4,30}(?:办公[室厅]|办公厅秘书处|局|委员会))(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发"
)
_COPIED = pattern(r"抄[送报][:：]([^。]{4,300})")
_OWN_WORD = pattern(r"[我全]([省州市县区])|已?经([省州市县区])(?:委、[省州市县区])?人民?政府|^各(乡镇)")
_LOCAL_NOTICE = pattern(r"^各乡镇|已?经[省州市县区](?:委、[省州市县区])?人民?政府")
_OWN = {
    "省": Level.PROVINCE,
    "州": Level.PREFECTURE,
    "市": Level.PREFECTURE,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "乡镇": Level.COUNTY,
}
_TOWNSHIP_OFFICE = pattern(r"([\u4e00-\u9fff]{2,3}[镇乡])(?:党政办公室|人民政府|党委)(?:关于|印发)")


_EVERY = pattern(r"(?:我|全)(自治区|[省州市县区])")


def _level_only(signs: tuple[str, ...], year: int) -> Home:
    """The level alone, where no place is named: 省…, else 全省, 我市."""
    *spoken, head = signs
    own = _EVERY.search(head)
    for words in (*spoken, own[1] if own else ""):
        for start, level in (
            ("自治区", Level.PROVINCE), ("自治州", Level.PREFECTURE), ("自治县", Level.COUNTY), ("省", Level.PROVINCE),
            ("州", Level.PREFECTURE), ("市", Level.PREFECTURE), ("县", Level.COUNTY), ("区", Level.COUNTY),
        ):  # fmt: skip
            if words.startswith(start):
                return Home(level=level, year=year)
    return Home(year=year)
