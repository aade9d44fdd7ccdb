"""What the tables know of a name: a body under some reading of its place, a collective, a class word.

For: ``州政府办公室`` · ``江西银保监局`` · ``人行南昌中心支行`` · ``州政府有关部门`` · ``公安机关`` · ``杭州市`` (its government).
Against: ``吉利控股集团``, whose first words are no place; a name that no table holds.
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.patterns import pattern
from extract.records import Unit, UnitKind
from extract.units.bodies import Match, find_body
from extract.units.collectives import class_word, collective, flat
from extract.units.evidence import Home
from extract.units.lexicon import PLACE_MARK, Name, lexicon
from extract.units.prefix import (
    NATIONAL,
    PlaceScope,
    PrefixReading,
    place_expression,
    readings,
    scope_of_home,
)
from extract.units.resolution import Found, Resolution, hashed, shown_name, unit_of
from extract.units.zoned import zone_named
from extract.units.zones import COMMITTEE, KINDS, LEVEL, zone_code

CORPS = "66"  # the codes of the 兵团 and its divisions, which have no government
_OWN_GROUP = pattern(
    r"[各有相所其驻]|(?:中央|中省|部省属?|省)驻|[县市区旗州乡镇]{2}|[县市区旗]（"
)  # no place is at the front: 县（市、区）政府


def known(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """What the tables know: a body under some reading of its place, a collective, a class word."""
    every = list(readings(words, carry, home))
    none = every[-1]
    own = find_body(words, none.scope.level, home.year, exact=True, place=none.scope.code)
    if own is not None and (own.fits or not any(r.how == "level-word" and _body(r, home) for r in every)):
        return _single(own, none, words, home)
    for reading in every:
        match = _body(reading, home)
        if match is not None:
            return _single(match, reading, words, home)
    alone = next((r for r in every if r.how == "written" and not r.rest), None)
    if alone is not None and not alone.scope.code.startswith(CORPS):  # 杭州市、宁波市: the place means its government
        named = Match.of(_government(), alone.scope.level, home.year)
        return Found(Resolution(unit_of(named, "人民政府", alone.scope, home), 0.8, "place-alone"))
    return _framed(words, carry, home) or _grouped(every, words, home)


def _government() -> Name:
    """The name every government below the nation has."""
    return next(name for name in lexicon().by_alias["人民政府"] if name.key == "government")


def _body(reading: PrefixReading, home: Home) -> Match | None:
    if reading.how == "none":
        return None
    scope, short = reading.scope, reading.how == "short"
    match = find_body(reading.rest, scope.level, home.year, exact=short, place=scope.code)
    if match is None or (short and not match.framed and match.body.system == "party"):
        return None
    return match if match.may_belong_to(scope) else None


def _single(match: Match, reading: PrefixReading, words: str, home: Home) -> Found:
    """A registered body under one reading of its place."""
    scope = match.scope(reading.scope, written=reading.how != "none")
    front = words.removesuffix(reading.rest) if reading.how == "short" else scope.name
    unit = unit_of(match, reading.rest, scope, home, front)
    if match.body.key in KINDS:
        unit = _in_zone(unit, scope, KINDS[match.body.key])
    rule = {"none": "carried", "written": "written", "level-word": "level-word", "short": "short-place"}[reading.how]
    host = dict(home.hosts).get(unit.name) or dict(home.hosts).get(unit.body) or ""
    sets = (
        reading.how in {"written", "level-word"}
        and match.body.key not in {"government", "subdistrict-office", "party-committee"}
        and match.body.kind is not UnitKind.OUTSIDER
    )
    return Found(Resolution(unit, match.confidence, rule, host), scope if sets else None)


def _in_zone(unit: Unit, scope: PlaceScope, kind: str) -> Unit:
    """高新区管委会 of a city: the committee of its one zone of that kind."""
    if "z" in scope.code:
        return unit
    code = zone_code(scope.code, kind)
    return replace(unit, id=f"{code}-{COMMITTEE}", place_code=code, place_name=scope.place_name + kind, level=LEVEL)


def _framed(words: str, carry: PlaceScope, home: Home) -> Found | None:
    """人行南昌中心支行: the place is inside the name; a name of the year goes before another."""
    found = [
        (name, scope, head + tail)
        for head, tail, name in lexicon().framed.get(words[:2], ())
        if words.startswith(head) and words.endswith(tail) and len(words) >= len(head) + len(tail)
        if (scope := _inside(words[len(head) : len(words) - len(tail)], carry, home)) is not None
    ]
    if not found:
        return None
    name, scope, printed = min(found, key=lambda one: (not one[0].in_use(home.year), one[1].level not in one[0].levels))
    named = Match.of(name, scope.level, home.year)
    unit = unit_of(named, printed, scope, home)
    if unit.name != name.at(scope.name) or name.pattern.startswith(PLACE_MARK):  # 公安河西分局 stays as printed
        unit = replace(unit, name=words)
    return Found(Resolution(unit, named.confidence, "framed"))


def _inside(words: str, carry: PlaceScope, home: Home) -> PlaceScope | None:
    """The place that is expected inside a name; the nation is none."""
    scope = place_expression(words, carry, home) or zone_named(words, home)
    return None if scope is NATIONAL else scope


def _grouped(every: Sequence[PrefixReading], words: str, home: Home) -> Found | None:
    """A collective or a class word, under the first reading of its place that gives one."""
    ordered = [every[-1], *every[:-1]] if _OWN_GROUP.match(words) else every
    written = (reading for reading in ordered if reading.how != "short")
    found = next((one for one in (_collective(reading, home) for reading in written) if one is not None), None)
    if found is not None:
        return found
    kinds = [kind for kind in map(_class, ordered) if kind is not None]
    registered = [kind for kind in kinds if kind.resolution.unit.registered]
    return next(iter((*registered, *kinds)), None)  # 市场监管部门 is no 场监管部门 of a 市


def _collective(reading: PrefixReading, home: Home) -> Found | None:
    group = collective(reading.rest, reading.scope.level)
    if group is None:
        return None
    if group.governments and reading.how == "none":  # 县林业局、各县（市、区）人民政府: no place is carried to them
        reading = replace(reading, scope=scope_of_home(home))
        group = collective(reading.rest, home.level) or group
    key = group.key or f"group-{hashed(flat(reading.rest))}"
    scope = replace(reading.scope, name=reading.scope.place_name) if group.governments else reading.scope
    unit = _kept(key, group.words, scope, group.kind)
    return Found(
        Resolution(replace(unit, registered=bool(group.key)), 0.9 if group.key else 0.75, "collective"),
        resets=group.governments,
    )


def _class(reading: PrefixReading) -> Found | None:
    """公安机关, 各级发展改革部门, 各级国资委: a kind of body."""
    found = class_word(reading.rest)
    every = reading.rest.startswith("各级")
    stem = found[0] if found else reading.rest.removeprefix("各级") if every else ""
    if not stem:
        return None
    key = ""
    for tail in ("", "局", "委", "厅", "部", "办"):
        match = find_body(stem + tail, reading.scope.level, 0, exact=True)
        if match is not None:
            key = f"class-{match.body.key}"
            break
    if not key:
        if found is None:
            return None
        key = f"class-{hashed(stem)}"
    unit = _kept(key + ("-every-level" if every else ""), reading.rest, reading.scope, UnitKind.CLASS_WORD)
    return Found(Resolution(replace(unit, registered="class-" + hashed(stem) not in key), 0.85, "class-word"))


def _kept(key: str, rest: str, scope: PlaceScope, kind: UnitKind) -> Unit:
    name = rest if scope.code == NATIONAL.code else scope.name + rest
    return Unit(
        id=f"{scope.code}-{key}", name=name, body=rest, place_code=scope.code, place_name=shown_name(scope),
        level=scope.level, kind=kind, registered=True,
    )  # fmt: skip
