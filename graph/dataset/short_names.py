"""The short names under which offices know units: 州政府法制办 for 昌吉回族自治州人民政府法制办公室."""

from collections import defaultdict
from collections.abc import Iterable

from extract.units.places import named, prefixes
from graph.dataset.rows import UnitRow

_CORPS = "生产建设兵团"
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
_SHORTER = (
    ("机构编制委员会办公室", "编办"),
    ("发展和改革委员会", "发展改革委"),
    ("国有资产监督管理委员会", "国资委"),
    ("卫生和计划生育委员会", "卫生计生委"),
    ("人民政府", "政府"),
    ("委员会办公室", "委办"),
    ("办公室", "办"),
    ("委员会", "委"),
)


def short_name(name: str, *, one_place: bool) -> str:
    """Shorten the place and the body in the name of a unit; the name of a place alone stays.

    Args:
        name: its full name.
        one_place: whether all units next to it are of its place, so that the kind of place is enough (州, 市, 自治区).

    >>> short_name("昌吉回族自治州发展和改革委员会", one_place=True), short_name("石家庄市财政局", one_place=False)
    ('州发展改革委', '石家庄市财政局')
    """
    place = next((found for found, short in prefixes(name) if not short), "")
    body = name.removeprefix(place)
    if not place or not body:
        return shorter(name)
    return (_kind(place) if one_place else short_place(place)) + shorter(body)


def short_names(units: Iterable[UnitRow]) -> dict[str, str]:
    """Give the short name of each unit by its IRI.

    Guarantees:
        1. Two units that had different names still have; they keep the full ones then.
    """
    rows = tuple(units)
    one_place = in_one_place(row.place_code for row in rows)
    found = {row.iri: short_name(row.name, one_place=one_place) for row in rows}
    same: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        same[found[row.iri]].add(row.name)
    return {row.iri: row.name if len(same[found[row.iri]]) > 1 else found[row.iri] for row in rows}


def in_one_place(codes: Iterable[str]) -> bool:
    """Whether units of the places with these codes, "" for none, are of one place."""
    return len({*codes} - {""}) <= 1


def short_place(place: str) -> str:
    """Leave the people out of the name of an autonomous place, as offices do.

    >>> short_place("昌吉回族自治州"), short_place("新疆维吾尔自治区"), short_place("石家庄市")
    ('昌吉州', '新疆', '石家庄市')
    """
    if place.endswith(_CORPS):
        return "兵团"
    if not place.endswith(_AUTONOMOUS):
        return place
    return next((row.short[0] for row in named(place) if row.short), place)


def shorter(body: str) -> str:
    """Shorten the name of a body the way offices do.

    >>> shorter("人民政府法制办公室"), shorter("机构编制委员会办公室"), shorter("国有资产监督管理委员会"), shorter("公安局")
    ('政府法制办', '编办', '国资委', '公安局')
    """
    for long, short_form in _SHORTER:
        body = body.replace(long, short_form)
    return body


def _kind(place: str) -> str:
    """Give the kind of a place as offices write it before their own bodies."""
    if place.endswith(_CORPS):
        return "兵团"
    return "自治区" if place.endswith("自治区") else place[-1:]
