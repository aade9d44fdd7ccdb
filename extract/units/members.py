"""Who belongs to a collective: only where a public table of the year says so, the governments right below a place."""

from extract.records import Unit, UnitKind
from extract.units.evidence import Home
from extract.units.places import children
from extract.units.resolve import resolve

SOURCE = "GB/T 2260 of the year (places.csv)"
_BELOW = {"all-governments-county", "all-governments-prefecture", "all-governments-province"}


def members_of(collective: Unit, home: Home, year: int) -> tuple[Unit, ...]:
    """Give the governments that 各县市人民政府 means in a year, by code; nothing for any other collective.

    A table of places says who lies below whom; it does not say which departments are 有关. What no table says is
    never expanded.

    Source: GB/T 2260 of the year.

    >>> from extract.records import Level
    >>> home = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
    >>> len(members_of(resolve("各县市人民政府", home).unit, home, 2015))
    7
    >>> members_of(resolve("州政府各部门", home).unit, home, 2015)
    ()
    """
    place, _, key = collective.id.partition("-")
    if collective.kind is not UnitKind.COLLECTIVE or key not in _BELOW:
        return ()
    wanted = key.rpartition("-")[2]
    below = [one for one in children(place, year) if one.level.value == wanted]
    if not below and wanted == "county":
        below = [one for city in children(place, year) for one in children(city.code, year)]
    home = Home(place_code=place, place_name=collective.place_name, level=collective.level, year=year)
    return tuple(resolve(one.name + "人民政府", home).unit for one in below)
