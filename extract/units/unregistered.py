"""Names that the tables do not hold: a branch, an office inside a body, else a unit under its own name.

For: ``市生态环境局鹿城分局`` · ``市教育局办公室`` · ``公安、卫生健康等部门`` · ``…领导小组办公室`` · ``郑东新区管委会``.
Against: merging by likeness: two names are one only where the official short forms allow it.
"""

from dataclasses import replace

from extract.patterns import pattern
from extract.records import Level, Unit, UnitKind
from extract.units.bodies import field_word
from extract.units.evidence import Home
from extract.units.lexicon import shortest
from extract.units.places import ancestors, named, nearest
from extract.units.prefix import (
    NATIONAL,
    PlaceScope,
    PrefixReading,
    place_expression,
    readings,
    scope_of,
    scope_of_home,
)
from extract.units.registered import known
from extract.units.resolution import Found, Resolution, folded_name, hashed, shown_name
from extract.units.shapes import GROUP, is_outsider, is_person
from extract.units.spoken import names_nation
from extract.units.zoned import zone_named

_ZONE = pattern(
    r"(?:新区|新城|区|园|片区|基地)(?:管理委员会|管委会|党工委|管理局|建设局)?$|(?:街道|镇|乡|苏木)(?:办事处|人民政府|政府)?$"
)
_BRANCH = pattern(r"^(?P<body>.+?[局委])(?P<place>[\u4e00-\u9fff]{2,8}?)分局$")
_LAST_BRACKET = pattern(r"（[^（）]*）$")
_INNER = pattern(r"^(?P<body>.+?[局委厅办部院会])(?P<inner>[\u4e00-\u9fff]{1,8}(?:处|科|室|股|处室|科室|司))$")


def unregistered(words: str, carry: PlaceScope, home: Home) -> Found:
    """A name the tables do not hold."""
    person = is_person(words)
    found = _branch(words, carry, home) or _shared_head(words, carry, home)
    found = found or (None if person else _internal(words, carry, home))
    return found or unknown(words, carry, home, *_kind(words))


def _branch(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """市生态环境局鹿城分局: the city's body in a district, named as the city's, placed in the district."""
    found = _BRANCH.match(words)
    parent = known(found["body"], carry, home) if found else None
    if found is None or parent is None or not parent.resolution.unit.registered:
        return None
    unit, place = parent.resolution.unit, found["place"]
    scope = _below(place, unit, home) or place_expression(place, carry, home) or zone_named(place, home)
    if scope is None:
        return None
    part = replace(
        unit,
        id=f"{scope.code}-{unit.id.partition('-')[2]}",
        name=f"{unit.name}{place}分局",
        place_code=scope.code,
        place_name=scope.place_name,
        level=scope.level,
    )
    return Found(Resolution(part, 0.85, "branch"))


def _below(words: str, parent: Unit, home: Home) -> PlaceScope | None:
    """The place below a body's own that has the same short name: 大理州生态环境局大理分局 is in 大理市."""
    under = tuple(place for place in named(words, short=True) if parent.place_code in ancestors(place.code))
    place = nearest(under, parent.place_code, home.year) if under else None
    return scope_of(place) if place is not None else None


def _shared_head(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """公安、卫生健康等部门: the head appears once, after the last."""
    shared = known(words + "部门", carry, home) if field_word(words) else None
    if shared is None:
        return None
    return replace(shared, resolution=replace(shared.resolution, rule="shared-head", confidence=0.75))


def _internal(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """市教育局办公室: an office inside a known body."""
    inner = _INNER.match(words)
    if inner:
        whole = known(inner["body"], carry, home)
        if whole is not None and whole.resolution.unit.kind is UnitKind.SINGLE:
            unit = whole.resolution.unit
            part = replace(
                unit,
                id=f"{unit.id}-x{hashed(inner['inner'])}",
                name=unit.name + inner["inner"],
                body=unit.body + inner["inner"],
                registered=False,
            )
            return Found(Resolution(part, 0.6, "internal-office"), whole.carries)
    return None


def _kind(words: str) -> tuple[UnitKind, str, float]:
    """What an unknown name looks like, by which rule, and how sure that is."""
    bare = _LAST_BRACKET.sub("", words)
    if is_person(bare):
        return UnitKind.PERSON, "person", 0.6
    if GROUP.search(bare):
        return UnitKind.GROUP_OFFICE, "group-office", 0.75
    if is_outsider(bare):
        return UnitKind.OUTSIDER, "outsider", 0.6
    return UnitKind.SINGLE, "unregistered", 0.4


def unknown(words: str, carry: PlaceScope, home: Home, kind: UnitKind, rule: str, confidence: float) -> Found:
    """Make a unit under its own name, in the place that is read at its front or carried to it."""
    if _ZONE.search(words):
        carry = scope_of_home(home)  # 省药监局、郑东新区管委会: a zone is the plan's own, no place is carried to it
    reading = next(r for r in readings(words, carry, home) if r.how != "short" or _names_place(r, kind))
    at_home = bool(home.place_name) and shortest(home.place_name) in words
    if reading.how == "none" and names_nation(words) and not at_home:  # 中国人寿宜昌分公司 is a body of 宜昌
        reading = PrefixReading(NATIONAL, words, "none")
    scope, rest = reading.scope, reading.rest
    shown = _shown(words, reading, kind)
    unit = Unit(
        id=f"{scope.code}-x{hashed(folded_name(shown))}", name=shown, body=words if shown == words else rest,
        place_code=scope.code, place_name=shown_name(scope), level=scope.level, kind=kind, registered=False,
    )  # fmt: skip
    host = dict(home.hosts).get(words, "") or dict(home.hosts).get(rest, "") if kind is UnitKind.GROUP_OFFICE else ""
    sets = reading.how in {"written", "level-word"} and kind is UnitKind.SINGLE
    return Found(Resolution(unit, confidence, rule, host), scope if sets else None)


def _names_place(reading: PrefixReading, kind: UnitKind) -> bool:
    """Whether a short place in front of an unknown name is one: a county's is as often a brand (吉利, 和平)."""
    return kind is UnitKind.OUTSIDER and reading.scope.level in {Level.PROVINCE, Level.PREFECTURE}


def _shown(words: str, reading: PrefixReading, kind: UnitKind) -> str:
    """The label of an unknown name: the place and the printed words, unless the words are a full name already."""
    scope = reading.scope
    outside = kind in {UnitKind.OUTSIDER, UnitKind.PERSON} and reading.how != "level-word"
    if outside or scope.code == NATIONAL.code:
        return words
    if reading.how == "none" and scope.place_name and shortest(scope.place_name) in words:
        return words
    return scope.name + reading.rest
