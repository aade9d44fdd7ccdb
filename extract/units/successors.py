"""What became of a body in the reforms of 2018 and 2023: by the national rule, not as a fact about one place.

Source: 深化党和国家机构改革方案 (2018), 党和国家机构改革方案 (2023); how a place carried them out differs and must be checked there.
"""

from extract.units.lexicon import Body, lexicon

REFORMS = (2018, 2023)
_WENT_ON = "="
_NOT_YET = "-"


def successors(unit_id: str, year: int) -> tuple[str, ...]:
    """Give the ids of the units that hold a unit's duties after the reforms up to and including ``year``.

    1. A body that went on, a collective, or an unregistered name gives itself.
    2. One-to-many: all successors by rule, sorted in the order of the table (the main one first).
    3. The place stays; the name in the document is not touched.

    >>> successors("652300-gov-legal-affairs", 2018)
    ('652300-justice',)
    >>> successors("652300-food-drug", 2020)
    ('652300-market-regulation', '652300-drug')
    >>> successors("652300-public-security", 2023)
    ('652300-public-security',)
    """
    place, _, key = unit_id.partition("-")
    return tuple(f"{place}-{heir}" for heir in _heirs(key, year))


def _heirs(key: str, year: int) -> tuple[str, ...]:
    bodies = lexicon().bodies
    now: tuple[str, ...] = (key,)
    for reform in REFORMS:
        if reform <= year:
            now = tuple(dict.fromkeys(heir for one in now for heir in _after(bodies.get(one), one, reform)))
    return now


def _after(body: Body | None, key: str, reform: int) -> tuple[str, ...]:
    if body is None:
        return (key,)
    heirs = body.successor_2018 if reform == REFORMS[0] else body.successor_2023
    known = tuple(heir for heir in heirs if heir not in {_WENT_ON, _NOT_YET})
    return known if known and _WENT_ON not in heirs else (key, *known)
