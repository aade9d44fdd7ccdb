"""The one place where a printed name becomes a unit: the gate first, then the tables."""

from collections.abc import Sequence

from extract.units.evidence import Home
from extract.units.gate import Refusal, judge
from extract.units.resolution import Resolution
from extract.units.resolve import resolve_list


def identify(names: Sequence[str], home: Home) -> tuple[Resolution | Refusal, ...]:
    """Read the names of one list, in order: a unit for each that the gate admits, the reason for each that it refuses.

    Guarantees:
        1. One answer a name, in the same order; nothing is raised on any text.
        2. A refused name carries no place to the next, and the others are read as if it were not there.
        3. A short name that the document explains (以下简称) is judged by what it means.

    >>> from extract.records import Level
    >>> home = Home(place_code="530100", place_name="昆明市", level=Level.PREFECTURE, year=2023)
    >>> first, second = identify(["市数据局", "第一位为牵头单位"], home)
    >>> first.unit.name, second
    ('昆明市数据局', <Refusal.RULE: 'rule'>)
    """
    aliases = dict(home.aliases)
    refusals = [judge(aliases.get(name, name)) for name in names]
    resolved = iter(resolve_list([name for name, refused in zip(names, refusals, strict=True) if not refused], home))
    return tuple(refused or next(resolved) for refused in refusals)
