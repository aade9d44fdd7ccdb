"""The short names under which offices know units: 州政府法制办 for 昌吉回族自治州人民政府法制办公室."""

from collections.abc import Iterator

from extract.units.places import NATION, named, prefixes

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
    """Shorten the places and the body in the name of a unit; the name of a place alone, and the nation's, stay.

    Args:
        name: its full name.
        one_place: whether all units next to it are of its place, so that the kind of place is enough (州, 市, 自治区).

    >>> short_name("昌吉回族自治州发展和改革委员会", one_place=True), short_name("石家庄市财政局", one_place=False)
    ('州发展改革委', '石家庄市财政局')
    >>> short_name("北京市朝阳区人民政府", one_place=True), short_name("北京市朝阳区人民政府", one_place=False)
    ('区政府', '北京市朝阳区政府')
    >>> short_name("中华人民共和国财政部", one_place=True), short_name("昌吉市", one_place=True)
    ('中华人民共和国财政部', '昌吉市')
    """
    places = tuple(_places(name))
    body = name[sum(map(len, places)) :]
    if not places or not body:
        return shorter(name)
    return (_kind(places[-1]) if one_place else "".join(map(short_place, places))) + shorter(body)


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


def _places(name: str) -> Iterator[str]:
    """Give the full names of places at the beginning, a place before those in it; the nation is none of them."""
    at = 0
    while found := next((one for one, short in prefixes(name, at) if not short), ""):
        if any(row.code == NATION for row in named(found)):
            return
        yield found
        at += len(found)


def _kind(place: str) -> str:
    """Give the kind of a place as offices write it before their own bodies."""
    if place.endswith(_CORPS):
        return "兵团"
    return "自治区" if place.endswith("自治区") else place[-1:]
