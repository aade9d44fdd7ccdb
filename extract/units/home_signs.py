"""What the first lines and the end of a text say of its home: number, 我省, who printed it, to whom it is copied.

For: ``黔发改服务 (2020) 111号`` · ``已经县人民政府同意`` · ``抄送：州党委办公室`` · ``宜昌市人民政府办公室 2021年3月1日印发``.
Against: a place named once in the running text, where another is named more often.
"""

import re
from collections import Counter
from collections.abc import Iterator

from extract.patterns import pattern
from extract.records import Level
from extract.units.evidence import Evidence, Home, Sign
from extract.units.places import Place, ancestors, place_of
from extract.units.spoken import NATIONAL_OPENING, full_names, home_in, home_of_nation, leading_place, township_of

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


def signs_in_head(head: str, year: int) -> Iterator[tuple[Sign, Home]]:
    """What the first lines say, the surest sign first."""
    office = _TOWNSHIP_OFFICE.search(head)
    township = township_of(office[1] + "关于", head, year) if office is not None else None
    if township is not None:
        yield Sign.FIRST_LINES, township
    places = Counter(place.code for place in full_names(head, year))
    for sign, place in (
        (Sign.FIRST_LINES, _issuing_place(head, year)),
        (Sign.OWN_WORDS, _at_own_level(places, head, year)),
        (Sign.NUMBER, _numbered_place(places, head, year)),
        (Sign.NAMED, place_of(places.most_common(1)[0][0], year) if places else None),
    ):
        if place is not None:
            yield sign, home_in(place, year)
    if NATIONAL_OPENING.match(head) or re.search(r"国务院(?:办公厅)?关于|各省、自治区、直辖市", head[:400]):
        yield Sign.NATION, home_of_nation(year)


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


def signs_in_tail(tail: str, year: int) -> Iterator["Evidence"]:
    """What the end says: who printed the document, and to whom it is copied."""
    printed, copied = _PRINTED_BY.search(tail), _COPIED.search(tail)
    by = leading_place(printed[1], short=False, year=year) if printed else None
    if by is not None:
        yield Evidence(Sign.PRINTED, home_in(by[0], year))
    to = Counter(place.code for place in full_names(copied[1], year)) if copied else Counter()
    place = place_of(to.most_common(1)[0][0], year) if to else None
    if place is not None:
        yield Evidence(Sign.COPIED, home_in(place, year))


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


def below_the_nation(head: str, year: int) -> Home | None:
    """A local notice that carries out a national paper: 各乡镇人民政府……已经县人民政府同意."""
    if not _LOCAL_NOTICE.search(head[:600]):
        return None
    place = _at_own_level(Counter(place.code for place in full_names(head, year)), head, year)
    return home_in(place, year) if place else None


def level_only(signs: tuple[str, ...], year: int) -> Home:
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
