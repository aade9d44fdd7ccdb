"""The bodies of the state, the party and those around them: who they are, what they are called, when and at which level.

Three tables, all sorted:

- ``lexicon.csv``, one row a body: ``key,en,kind,system,place,confidence,ambiguous_with,source``. ``key`` is a promise (it
  is the second half of a unit's id); ``place`` is the code of the one place the body belongs to, if there is only one, or
  the first digits of the provinces that have such bodies (``44|45``: Guangdong and Guangxi).
  ``ambiguous_with`` lists keys that share an alias at one level and date.
- ``validity.csv``, one row a body and level that a reform founded or ended: ``key,level,from,to,source``. It is generated
  from the tables of reforms (``.ci/reforms``); ``source`` names the reforms. It bounds all names of the body there.
- ``names.csv``, one row a name a body has: ``key,name,levels,from,to,aliases,source``. ``{地}`` means the place, ``{简}``
  for its short name (南昌海关). ``levels``
  is a set of 国省市县乡, ``from`` and ``to`` are years, both inclusive, empty where unbounded. A body may have one name at
  each level (公安部, 公安厅, 公安局); ``from`` and ``to`` say what no reform says (a company that changed its name).

In addition to the aliases written down, each name gives those that follow by rule (see ``derived``): without the place, 委 for
委员会, 办 for 办公室, without 和, without 人民政府 or 中共…委员会, without 国家 at the national level.

Source: our own compilation. Names follow the institutional reform plans of 2018 (深化党和国家机构改革方案) and 2023
(党和国家机构改革方案), the State Council's notices on its structure, and the wording of published plans; each row says how
sure it is.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from extract.records import Level, UnitKind
from extract.units.places import named

PLACE_MARK = "{地}"
SHORT_MARK = "{简}"
LEVEL_LETTERS = {
    "国": Level.NATIONAL,
    "省": Level.PROVINCE,
    "市": Level.PREFECTURE,
    "县": Level.COUNTY,
    "乡": Level.TOWNSHIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, independent of its place."""

    key: str
    en: str
    kind: UnitKind
    system: str  # government, party, congress, court, mass, vertical, enterprise, institution, coordination, military
    place: str  # code of the place, where there is only one body of this kind
    territory: tuple[str, ...]  # how the codes of the places begin that have it; empty: any place
    confidence: str  # checked, well-known, doubtful
    ambiguous_with: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of a body, with the levels and years it is used at."""

    key: str
    pattern: str
    levels: frozenset[Level]
    start: int
    end: int
    aliases: tuple[str, ...]

    def in_use(self, year: int) -> bool:
        """Whether the name was used in ``year`` (0: any year)."""
        return not year or (self.start <= year and (not self.end or year <= self.end))

    def at(self, place: str) -> str:
        """Fill in the place.

        >>> Name(key="k", pattern="{地}公安局", levels=frozenset(), start=0, end=0, aliases=()).at("昌吉市")
        '昌吉市公安局'
        """
        own = self.pattern
        if place.endswith(OFFICE_PLACES):
            own = own.replace(PLACE_MARK + "人民政府", PLACE_MARK + "行政公署")
        return own.replace(PLACE_MARK, place).replace(SHORT_MARK, shortest(place))


OFFICE_PLACES = ("盟", "地区")
"""What a place is called that an administrative office governs; 兴安盟行政公署法制办公室 is its 政府法制办公室."""


def shortest(place: str) -> str:
    """Give the shortest usual name of a place, as vertical bodies have it.

    >>> shortest("南昌市"), shortest("昌吉回族自治州")
    ('南昌', '昌吉')
    """
    known = named(place)
    return known[-1].short[-1] if known and known[-1].short else place


Frame = tuple[str, str, Name]  # head, tail, name: the place stands inside the words (人民银行南昌中心支行)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The tables with their look-ups."""

    bodies: dict[str, Body]
    names: tuple[Name, ...]
    by_alias: dict[str, tuple[Name, ...]]
    framed: dict[str, tuple[Frame, ...]]  # by the first two characters of the head, longest frames first
    lengths: dict[str, tuple[int, ...]]  # first two characters of an alias → alias lengths, longest first


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(files("extract.units").joinpath(name).read_text(encoding="utf-8").splitlines())


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _body(row: dict[str, str]) -> Body:
    return Body(
        key=row["key"],
        en=row["en"],
        kind=UnitKind(row["kind"]),
        system=row["system"],
        place=row["place"] if row["place"].isdigit() else "",
        territory=() if row["place"].isdigit() else _parts(row["place"]),
        confidence=row["confidence"],
        ambiguous_with=_parts(row["ambiguous_with"]),
        source=row["source"],
    )


def _names(row: dict[str, str], bounds: Mapping[tuple[str, str], tuple[int, int]]) -> Iterator[Name]:
    """Give the name of a row, once for each span of years that its levels have."""
    start, end = int(row["from"] or 0), int(row["to"] or 0)
    spans: dict[tuple[int, int], set[Level]] = {}
    for letter in row["levels"]:
        begun, ended = bounds.get((row["key"], letter), (0, 0))
        span = max(start, begun), min(end or ended, ended or end)
        spans.setdefault(span, set()).add(LEVEL_LETTERS[letter])
    for (first, last), levels in spans.items():
        yield Name(
            key=row["key"], pattern=row["name"], levels=frozenset(levels), start=first, end=last,
            aliases=_parts(row["aliases"]),
        )  # fmt: skip


def _bare(pattern: str) -> Iterator[str]:
    """The name without place, government or party wrapping."""
    pattern = pattern.replace(SHORT_MARK, PLACE_MARK)
    base = pattern.removeprefix(PLACE_MARK)
    yield base
    if base.startswith("人民政府") and base not in {"人民政府", "人民政府办公室", "人民政府办公厅"}:
        yield base.removeprefix("人民政府")
        yield "行署" + base.removeprefix("人民政府")
    if base.startswith("人民政府"):
        yield base.removeprefix("人民")
    for wrapped in ("中共{地}委员会", "中共中央", "中共{地}"):
        if pattern.startswith(wrapped) and pattern != wrapped:
            rest = pattern.removeprefix(wrapped)
            yield rest
            yield "党委" + rest
            yield "委" + rest
            if wrapped == "中共中央":
                yield "中央" + rest
            break


def _shortened(name: str) -> Iterator[str]:
    yield name
    if name.endswith("委员会") and len(name) > 4:
        yield name.removesuffix("员会")
    if name.endswith("办公室") and len(name) > 4:
        yield name.removesuffix("公室")


_STATE = ("国家", "国务院", "中华全国", "中国")  # how names of national bodies begin


@lru_cache(maxsize=1 << 12)
def derived(name: Name) -> tuple[str, ...]:
    """Give the aliases that follow from a name by rule, without those written down.

    >>> derived(Name(key="k", pattern="{地}发展和改革委员会", levels=frozenset(), start=0, end=0, aliases=()))
    ('发展和改革委员会', '发展改革委员会', '发展与改革委员会', '发展和改革委', '发展改革委', '发展与改革委')
    """
    bases = list(_bare(name.pattern))
    if Level.NATIONAL in name.levels and PLACE_MARK not in name.pattern:
        bases += [base.removeprefix(head) for head in _STATE for base in bases if _begins(base, head)]
    shorter = (short for base in bases if PLACE_MARK not in base for short in _shortened(base))
    found = dict.fromkeys(alias for short in shorter for alias in _joined(short))
    return tuple(alias for alias in found if len(alias) > 1 and alias not in {"办公厅", "办公室", "委员会"})


def _begins(name: str, head: str) -> bool:
    return name.startswith(head) and len(name) > len(head) + 2


def _joined(name: str) -> tuple[str, ...]:
    """Give a name with 和, without it, and with 与 in its place."""
    return (name, name.replace("和", ""), name.replace("和", "与")) if "和" in name else (name,)


@cache
def lexicon() -> Lexicon:
    """Load the tables once.

    Raises:
        KeyError: when a name belongs to no body or has an unknown level letter.
        ValueError: when a kind is not one of the records' kinds, or fewer than two characters are before a place.
    """
    bodies = {row["key"]: _body(row) for row in _rows("lexicon.csv")}
    bounds = {(row["key"], row["level"]): (int(row["from"] or 0), int(row["to"] or 0)) for row in _rows("validity.csv")}
    names = tuple(name for row in _rows("names.csv") for name in _names(row, bounds))
    index: dict[str, dict[Name, None]] = {}
    for name in names:
        _ = bodies[name.key]
        for alias in _without_place(name):
            index.setdefault(alias, {})[name] = None
    framed = [frame for name in names for frame in _frames(name)]
    lengths: dict[str, set[int]] = {}
    for alias in index:
        lengths.setdefault(alias[:2], set()).add(len(alias))
    return Lexicon(
        bodies=bodies,
        names=names,
        by_alias={alias: tuple(group) for alias, group in index.items()},
        framed=_by_start(framed),
        lengths={start: tuple(sorted(group, reverse=True)) for start, group in lengths.items()},
    )


def _without_place(name: Name) -> Iterator[str]:
    return (alias for alias in (*derived(name), *name.aliases) if PLACE_MARK not in alias)


def _frames(name: Name) -> Iterator[Frame]:
    """Give the forms of a name with words before and after its place.

    Raises:
        ValueError: when a single character is before the place.
    """
    for alias in (name.pattern.replace(SHORT_MARK, PLACE_MARK), *name.aliases):
        head, mark, tail = alias.partition(PLACE_MARK)
        if len(head) == 1 and mark:
            raise ValueError(f"{alias}: a frame must begin with two characters")
        if mark and head:
            yield head, tail, name


def _by_start(framed: list[Frame]) -> dict[str, tuple[Frame, ...]]:
    groups: dict[str, list[Frame]] = {}
    for frame in sorted(framed, key=lambda frame: (-len(frame[0]) - len(frame[1]), frame[0], frame[1])):
        groups.setdefault(frame[0][:2], []).append(frame)
    return {start: tuple(group) for start, group in groups.items()}


def candidates(alias: str, level: Level, year: int, place: str = "") -> tuple[Name, ...]:
    """Give the names that ``alias`` may mean at a level in a year, in the place of a code, the likeliest first.

    Level and year sort, they do not exclude: 县农委 is found although the table knows 农委 only higher up; but a name that
    fits both is before one that fits one, and at the national level, where a reform takes effect within weeks, the
    newer before the older. Bodies that only some provinces have are first there, and last elsewhere.
    """
    found = lexicon().by_alias.get(alias, ())
    national = level is Level.NATIONAL
    return tuple(
        sorted(
            found,
            key=lambda name: (
                level not in name.levels,
                not name.in_use(year),
                bool(year) and name.end == year,
                elsewhere(name, place),
                name.pattern != PLACE_MARK + alias,
                -name.start if national else 0,
                _ending(alias, name),
                alias not in derived(name),
            ),
        )
    )


def elsewhere(name: Name, place: str) -> int:
    """Rank a body of one territory before the others in it, after them outside."""
    territory = lexicon().bodies[name.key].territory
    return 1 if not territory else 0 if place.startswith(territory) else 2


def _ending(alias: str, name: Name) -> bool:
    """Whether the last character disagrees: 公安局 prefers a name in 局 to one in 厅."""
    return name.pattern[-1] != alias[-1]
