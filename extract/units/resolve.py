"""From the words of a list to units: places carried along, collectives left undivided, unknown names left as named.

Forms handled, each with its rule:

- ``州政府办公室、监察局`` → 州监察局: the place is carried, 政府 is not (``carried``)
- ``政府法制办`` = ``州政府法制办`` (``carried``, ``level-word``); ``昌吉市公安局`` (``written``); ``江西银保监局`` (``short-place``)
- ``人行南昌中心支行``: the place is inside the name (``framed``)
- ``州政府有关部门`` = ``州政府各有关部门`` ≠ ``州政府各部门`` (``collective``); ``公安机关`` (``class-word``)
- ``市数据局（市人工智能局）``: one body with a second name; ``…领导小组办公室`` (``group-office``)
- anything else is its own unit under its own name (``unregistered``): nothing is merged on likeness.

Source: clause grammar of Chinese plans, unit mentions and prefix carrying.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from extract.patterns import pattern
from extract.records import Level, Unit, UnitKind
from extract.units.bodies import Match, field_word, find_body
from extract.units.collectives import class_word, collective, flat
from extract.units.home import Home, names_nation
from extract.units.labels import label_of
from extract.units.lexicon import Name, lexicon, shortest
from extract.units.places import ancestors, named, nearest, place_of
from extract.units.prefix import (
    NATIONAL,
    PlaceScope,
    PrefixReading,
    place_expression,
    readings,
    scope_of,
    scope_of_home,
)
from extract.units.shapes import GROUP, is_outsider, is_person
from extract.units.zones import COMMITTEE, KINDS, LEVEL, Zone, zone_at, zone_code

_ZONE = pattern(
    r"(?:新区|新城|区|园|片区|基地)(?:管理委员会|管委会|党工委|管理局|建设局)?$|(?:街道|镇|乡|苏木)(?:办事处|人民政府|政府)?$"
)

__all__ = ["Home", "Resolution", "resolve", "resolve_list"]

_TRAILING = pattern(r"[、，,；;。.：:\s]+$|等$")
_SECOND = pattern(r"^(?P<main>[^（()）]+)[（(](?P<second>[^（()）]+)[）)]$")
_IN_NAME = pattern(r"^筹(?:备|建)?组?$|^[\u4e00-\u9fff]{2,4}[省市州县区]$")  # a bracket that belongs to the name
_MIDDLE = pattern(r"^(?P<front>[^（）]{2,})（[^（）]+）(?P<back>[^（）]{1,4})$")
_BRACKETS = str.maketrans("()\u3014\u3015[]\u3010\u3011", "（）（）（）（）")
_AREA_ONLY = pattern(r"^[各省自治州市县区旗盟新特别行政辖直、，,及和与乡镇街道地团场师含]+$")
_OWN_GROUP = pattern(
    r"[各有相所其驻]|(?:中央|中省|部省属?|省)驻|[县市区旗州乡镇]{2}|[县市区旗]（"
)  # no place is at the front: 县（市、区）政府
_NICKNAME = pattern(r"，?以下(?:简|统)称[^（）]*(?=）)")
_MEMBERS = pattern(r"^[^（(]+[（(][^（()）]*[、，,][^（()）]*[）)]$")
_BRANCH = pattern(r"^(?P<body>.+?[局委])(?P<place>[\u4e00-\u9fff]{2,8}?)分局$")
_BUREAU = pattern(r"[\u4e00-\u9fff]{2,12}(?:局|办|办公室|委员会)$")
_LAST_BRACKET = pattern(r"（[^（）]*）$")
_INNER = pattern(r"^(?P<body>.+?[局委厅办部院会])(?P<inner>[\u4e00-\u9fff]{1,8}(?:处|科|室|股|处室|科室|司))$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A unit, how sure the reading is (0–1), by which rule, and who keeps a group's office if the document says."""

    unit: Unit
    confidence: float
    rule: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one mention came to, and whether its place is carried to the next."""

    resolution: Resolution
    carries: PlaceScope | None = None
    resets: bool = False


def resolve_list(names: Sequence[str], home: Home) -> tuple[Resolution, ...]:
    """Resolve the mentions of one list, in order.

    1. One resolution a name, in the same order; never raises on any text.
    2. Same names and home, same result.
    3. A place written on a single body carries to the names after it; a body of another kind or a government does not carry.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> [r.unit.name for r in resolve_list(["州政府办公室", "监察局"], home)]
    ['昌吉回族自治州人民政府办公室', '昌吉回族自治州监察局']
    """
    start = carry = scope_of_home(home)
    found: list[Resolution] = []
    for name in names:
        one = _resolve(name, carry, home)
        found.append(one.resolution)
        carry = start if one.resets else one.carries or carry
    return tuple(found)


def resolve(name: str, home: Home) -> Resolution:
    """Resolve one mention that is alone.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> resolve("政府法制办", home).unit.id
    '652300-gov-legal-affairs'
    """
    return resolve_list((name,), home)[0]


@lru_cache(maxsize=1 << 14)
def _resolve(name: str, carry: PlaceScope, home: Home) -> _Found:
    words = re.sub(r"\s+", "", name).translate(_BRACKETS).replace(",", "，")
    words = _NICKNAME.sub("", words).replace("（）", "")
    while (cut := _TRAILING.sub("", words)) != words and cut:
        words = cut
    full = dict(home.aliases).get(words)
    if full and full != words:
        one = _read(full, carry, home)
        return replace(one, resolution=replace(one.resolution, rule="document-alias"))
    return _read(words, carry, home)


def _read(words: str, carry: PlaceScope, home: Home) -> _Found:
    if _MEMBERS.match(words) and not _AREA_ONLY.match(words[words.index("（") + 1 : -1]):
        main = words[: words.index("（")]
        known = _known(main, carry, home)
        return known or _unknown(words, carry, home, UnitKind.COLLECTIVE, "listed-members", 0.7)
    second = _SECOND.match(words)
    if second and not _AREA_ONLY.match(second["second"]) and not _IN_NAME.match(second["second"]):
        words = second["main"]
    return (
        _known(words, carry, home)
        or _without_bracket(words, carry, home)
        or _zone(words, home)
        or _fallback(words, carry, home)
    )


def _without_bracket(words: str, carry: PlaceScope, home: Home) -> _Found | None:
    """市市场监管（知识产权）局: the bracket names a second duty of a registered body."""
    middle = _MIDDLE.match(words)
    found = _known(middle["front"] + middle["back"], carry, home) if middle else None
    return found if found is not None and found.resolution.unit.kind is UnitKind.SINGLE else None


def _zone(words: str, home: Home) -> _Found | None:
    """昆明高新区财政局, 衢州智慧新城管委会: a zone is its own place, directed by its committee."""
    for reading in readings(words, scope_of_home(home), home):
        for zone in zone_at(reading.rest):
            scope = _zone_scope(reading, zone)
            if zone.committee:
                return _committee(scope, reading, zone)
            match = find_body(zone.rest, LEVEL, home.year, exact=True, place=scope.code)
            if match is not None:
                unit = _unit(match, zone.rest, scope, home)
                return _Found(Resolution(unit, match.confidence, "zone"), scope)
            if _BUREAU.match(zone.rest):
                return _Found(Resolution(_printed(scope, zone.rest), 0.4, "zone"), scope)
    return None


def _zone_scope(reading: PrefixReading, zone: Zone) -> PlaceScope:
    city = reading.scope.code[:6] if reading.how == "none" else reading.scope.code
    return PlaceScope(zone_code(city, zone.name), reading.scope.place_name + zone.name, LEVEL)


def _printed(scope: PlaceScope, body: str) -> Unit:
    """A body of a zone that the tables do not hold: 经开区社会事业局."""
    return Unit(
        id=f"{scope.code}-x{_hash(_normal(body))}", name=scope.name + body, body=body, place_code=scope.code,
        place_name=scope.name, level=LEVEL, kind=UnitKind.SINGLE, registered=False,
    )  # fmt: skip


def _committee(scope: PlaceScope, reading: PrefixReading, zone: Zone) -> _Found:
    """The committee of a zone means the zone; it carries no place to the next name."""
    body = zone.name + (zone.rest or "管委会")
    unit = Unit(
        id=f"{scope.code}-{COMMITTEE}", name=reading.scope.place_name + body, body=body, place_code=scope.code,
        place_name=scope.name, level=LEVEL, kind=UnitKind.SINGLE, registered=False,
    )  # fmt: skip
    return _Found(Resolution(unit, 0.7, "zone"))


def _known(words: str, carry: PlaceScope, home: Home) -> _Found | None:
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
    if alone is not None:  # 杭州市、宁波市: the place stands for its government
        named = Match.of(_government(), alone.scope.level, home.year)
        return _Found(Resolution(_unit(named, "人民政府", alone.scope, home), 0.8, "place-alone"))
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


def _single(match: Match, reading: PrefixReading, words: str, home: Home) -> _Found:
    """A registered body under one reading of its place."""
    scope = match.scope(reading.scope, written=reading.how != "none")
    front = words.removesuffix(reading.rest) if reading.how == "short" else scope.name
    unit = _unit(match, reading.rest, scope, home, front)
    if match.body.key in KINDS:
        unit = _in_zone(unit, scope, KINDS[match.body.key])
    rule = {"none": "carried", "written": "written", "level-word": "level-word", "short": "short-place"}[reading.how]
    host = dict(home.hosts).get(unit.name) or dict(home.hosts).get(unit.body) or ""
    sets = (
        reading.how in {"written", "level-word"}
        and match.body.key not in {"government", "subdistrict-office", "party-committee"}
        and match.body.kind is not UnitKind.OUTSIDER
    )
    return _Found(Resolution(unit, match.confidence, rule, host), scope if sets else None)


def _in_zone(unit: Unit, scope: PlaceScope, kind: str) -> Unit:
    """高新区管委会 of a city: the committee of its one zone of that kind."""
    if "z" in scope.code:
        return unit
    code = zone_code(scope.code, kind)
    return replace(unit, id=f"{code}-{COMMITTEE}", place_code=code, place_name=scope.place_name + kind, level=LEVEL)


def _unit(match: Match, printed: str, scope: PlaceScope, home: Home, front: str = "") -> Unit:
    name, body = match.name, match.body
    fixed = place_of(body.place) if body.place else None
    place = scope_of(fixed) if fixed else scope
    full = name.at("") if fixed else label_of(match, printed, place, home.year, front)
    return Unit(
        id=f"{place.code}-{body.key}", name=full, body=name.at(""), place_code=place.code,
        place_name=_place_name(place), level=place.level, kind=body.kind, registered=True,
    )  # fmt: skip


def _place_name(scope: PlaceScope) -> str:
    return "中华人民共和国" if scope.code == NATIONAL.code else scope.place_name


def _framed(words: str, carry: PlaceScope, home: Home) -> _Found | None:
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
    unit = _unit(named, printed, scope, home)
    unit = unit if unit.name == name.at(scope.name) else replace(unit, name=words)
    return _Found(Resolution(unit, named.confidence, "framed"))


def _inside(words: str, carry: PlaceScope, home: Home) -> PlaceScope | None:
    """The place that is expected inside a name; the nation is none."""
    scope = place_expression(words, carry, home) or _zone_named(words, home)
    return None if scope is NATIONAL else scope


def _grouped(every: Sequence[PrefixReading], words: str, home: Home) -> _Found | None:
    """A collective or a class word, under the first reading of its place that gives one."""
    ordered = [every[-1], *every[:-1]] if _OWN_GROUP.match(words) else every
    written = (reading for reading in ordered if reading.how != "short")
    found = next((one for one in (_collective(reading, home) for reading in written) if one is not None), None)
    if found is not None:
        return found
    kinds = [kind for kind in map(_class, ordered) if kind is not None]
    registered = [kind for kind in kinds if kind.resolution.unit.registered]
    return next(iter((*registered, *kinds)), None)  # 市场监管部门 is no 场监管部门 of a 市


def _collective(reading: PrefixReading, home: Home) -> _Found | None:
    group = collective(reading.rest, reading.scope.level)
    if group is None:
        return None
    if group.governments and reading.how == "none":  # 县林业局、各县（市、区）人民政府: no place is carried to them
        reading = replace(reading, scope=scope_of_home(home))
        group = collective(reading.rest, home.level) or group
    key = group.key or f"group-{_hash(flat(reading.rest))}"
    scope = replace(reading.scope, name=reading.scope.place_name) if group.governments else reading.scope
    unit = _kept(key, group.words, scope, group.kind)
    return _Found(
        Resolution(replace(unit, registered=bool(group.key)), 0.9 if group.key else 0.75, "collective"),
        resets=group.governments,
    )


def _class(reading: PrefixReading) -> _Found | None:
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
        key = f"class-{_hash(stem)}"
    unit = _kept(key + ("-every-level" if every else ""), reading.rest, reading.scope, UnitKind.CLASS_WORD)
    return _Found(Resolution(replace(unit, registered="class-" + _hash(stem) not in key), 0.85, "class-word"))


def _kept(key: str, rest: str, scope: PlaceScope, kind: UnitKind) -> Unit:
    name = rest if scope.code == NATIONAL.code else scope.name + rest
    return Unit(
        id=f"{scope.code}-{key}", name=name, body=rest, place_code=scope.code, place_name=_place_name(scope),
        level=scope.level, kind=kind, registered=True,
    )  # fmt: skip


def _branch(words: str, carry: PlaceScope, home: Home) -> _Found | None:
    """市生态环境局鹿城分局: the city's body in a district, named as the city's, placed in the district."""
    found = _BRANCH.match(words)
    parent = _known(found["body"], carry, home) if found else None
    if found is None or parent is None or not parent.resolution.unit.registered:
        return None
    unit, place = parent.resolution.unit, found["place"]
    scope = _below(place, unit, home) or place_expression(place, carry, home) or _zone_named(place, home)
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
    return _Found(Resolution(part, 0.85, "branch"))


def _below(words: str, parent: Unit, home: Home) -> PlaceScope | None:
    """The place below a body's own that has the same short name: 大理州生态环境局大理分局 is in 大理市."""
    under = tuple(place for place in named(words, short=True) if parent.place_code in ancestors(place.code))
    place = nearest(under, parent.place_code, home.year) if under else None
    return scope_of(place) if place is not None else None


def _zone_named(words: str, home: Home) -> PlaceScope | None:
    """The zone inside a name: 市公安局高新分局, 国家税务总局宜昌高新技术产业开发区税务局."""
    for reading in readings(words.removesuffix("区") + "区", scope_of_home(home), home):
        for zone in zone_at(reading.rest):
            if not zone.rest:
                return _zone_scope(reading, zone)
    return None


def _shared_head(words: str, carry: PlaceScope, home: Home) -> _Found | None:
    """公安、卫生健康等部门: the head appears once, after the last."""
    shared = _known(words + "部门", carry, home) if field_word(words) else None
    if shared is None:
        return None
    return replace(shared, resolution=replace(shared.resolution, rule="shared-head", confidence=0.75))


def _internal(words: str, carry: PlaceScope, home: Home) -> _Found | None:
    """市教育局办公室: an office inside a known body."""
    inner = _INNER.match(words)
    if inner:
        whole = _known(inner["body"], carry, home)
        if whole is not None and whole.resolution.unit.kind is UnitKind.SINGLE:
            unit = whole.resolution.unit
            part = replace(
                unit,
                id=f"{unit.id}-x{_hash(inner['inner'])}",
                name=unit.name + inner["inner"],
                body=unit.body + inner["inner"],
                registered=False,
            )
            return _Found(Resolution(part, 0.6, "internal-office"), whole.carries)
    return None


def _fallback(words: str, carry: PlaceScope, home: Home) -> _Found:
    """A name the tables do not hold."""
    person = is_person(words)
    found = _branch(words, carry, home) or _shared_head(words, carry, home)
    found = found or (None if person else _internal(words, carry, home))
    return found or _unknown(words, carry, home, *_kind(words))


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


def _unknown(words: str, carry: PlaceScope, home: Home, kind: UnitKind, rule: str, confidence: float) -> _Found:
    if _ZONE.search(words):
        carry = scope_of_home(home)  # 省药监局、郑东新区管委会: a zone is the plan's own, no place is carried to it
    reading = next(r for r in readings(words, carry, home) if r.how != "short" or _names_place(r, kind))
    at_home = bool(home.place_name) and shortest(home.place_name) in words
    if reading.how == "none" and names_nation(words) and not at_home:  # 中国人寿宜昌分公司 is a body of 宜昌
        reading = PrefixReading(NATIONAL, words, "none")
    scope, rest = reading.scope, reading.rest
    shown = _shown(words, reading, kind)
    unit = Unit(
        id=f"{scope.code}-x{_hash(_normal(shown))}", name=shown, body=words if shown == words else rest,
        place_code=scope.code, place_name=_place_name(scope), level=scope.level, kind=kind, registered=False,
    )  # fmt: skip
    host = dict(home.hosts).get(words, "") or dict(home.hosts).get(rest, "") if kind is UnitKind.GROUP_OFFICE else ""
    sets = reading.how in {"written", "level-word"} and kind is UnitKind.SINGLE
    return _Found(Resolution(unit, confidence, rule, host), scope if sets else None)


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


def _normal(name: str) -> str:
    """Fold the wordings that the official short forms allow: 人民政府 and 政府, 办公室 and 办, 委员会 and 委."""
    name = flat(name).replace("人民政府", "政府")
    name = re.sub(r"街道办(?:事处)?$", "街道", name)
    return re.sub(r"委员会$", "委", re.sub(r"办公室$", "办", name))


def _hash(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
