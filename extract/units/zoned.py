"""Units of a zone: its committee, and its bureaus, registered or as printed.

For: ``昆明高新区财政局`` · ``衢州智慧新城管委会`` · ``经开区社会事业局`` · the zone inside ``市公安局高新分局``.
Against: ``各园区管委会``, a collective; ``高新区`` as the last words of a list of places.
"""

from extract.patterns import pattern
from extract.records import Unit, UnitKind
from extract.units.bodies import find_body
from extract.units.evidence import Home
from extract.units.prefix import PlaceScope, PrefixReading, readings, scope_of_home
from extract.units.resolution import Found, Resolution, folded_name, hashed, unit_of
from extract.units.zones import COMMITTEE, LEVEL, Zone, zone_at, zone_code

_BUREAU = pattern(r"[\u4e00-\u9fff]{2,12}(?:局|办|办公室|委员会)$")


def in_zone(words: str, home: Home) -> Found | None:
    """昆明高新区财政局, 衢州智慧新城管委会: a zone is its own place, directed by its committee."""
    every = list(readings(words, scope_of_home(home), home))
    for reading in (
        every[:-1] if every[0].how == "written" else every
    ):  # the first words of 两江新区经济运行局 are a place
        for zone in zone_at(reading.rest):
            scope = _zone_scope(reading, zone, home)
            if zone.committee:
                return _committee(scope, reading, zone)
            match = find_body(zone.rest, LEVEL, home.year, exact=True, place=scope.code)
            if match is not None:
                unit = unit_of(match, zone.rest, scope, home)
                return Found(Resolution(unit, match.confidence, "zone"), scope)
            if _BUREAU.match(zone.rest):
                return Found(Resolution(_printed(scope, zone.rest), 0.4, "zone"), scope)
    return None


def zone_named(words: str, home: Home) -> PlaceScope | None:
    """The zone inside a name: 市公安局高新分局, 国家税务总局宜昌高新技术产业开发区税务局."""
    for reading in readings(words.removesuffix("区") + "区", scope_of_home(home), home):
        for zone in zone_at(reading.rest):
            if not zone.rest:
                return _zone_scope(reading, zone, home)
    return None


def _zone_scope(reading: PrefixReading, zone: Zone, home: Home) -> PlaceScope:
    """The place that a zone is: the plan's own, or one under the city that is read in front of it."""
    city = reading.scope.code[:6] if reading.how == "none" else reading.scope.code
    code = zone_code(city, zone.name)
    own = home.place_name.endswith(zone.name) and reading.how == "none"  # 新区 of 河北雄安新区
    if own or code == home.code:
        return scope_of_home(home)
    return PlaceScope(code, reading.scope.place_name + zone.name, LEVEL)


def _printed(scope: PlaceScope, body: str) -> Unit:
    """A body of a zone that the tables do not hold: 经开区社会事业局."""
    return Unit(
        id=f"{scope.code}-x{hashed(folded_name(body))}", name=scope.name + body, body=body, place_code=scope.code,
        place_name=scope.name, level=LEVEL, kind=UnitKind.SINGLE, registered=False,
    )  # fmt: skip


def _committee(scope: PlaceScope, reading: PrefixReading, zone: Zone) -> Found:
    """The committee of a zone means the zone; it carries no place to the next name."""
    body = zone.name + (zone.rest or "管委会")
    unit = Unit(
        id=f"{scope.code}-{COMMITTEE}", name=reading.scope.place_name + body, body=body, place_code=scope.code,
        place_name=scope.name, level=LEVEL, kind=UnitKind.SINGLE, registered=False,
    )  # fmt: skip
    return Found(Resolution(unit, 0.7, "zone"))
