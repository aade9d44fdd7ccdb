"""Look up the reforms: who holds a function on a day, who followed a body, who came before it.

Every answer holds by the national rule, at one level. Bodies are keys of the lexicon; levels are the values of
``extract.records.Level``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ontology.reforms.events import Event, Fate, Transfer, reforms


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What became of a body: those that hold its functions, the main one first.

    Attributes:
        heirs: the body itself where it goes on.
        left: the body's duties left the government: its heirs are no government bodies.
        event: the reform that ended the body; None where it goes on.
    """

    heirs: tuple[str, ...]
    left: bool = False
    event: Event | None = None


def holder(function: str, level: str, day: date) -> str:
    """Give the body that holds a function at a level on a day; "" where no reform moved it there.

    >>> holder("fire", "county", date(2015, 7, 30)), holder("fire", "county", date(2020, 1, 1))
    ('public-security', 'emergency-management')
    """
    moved = [one for one in reforms().transfers if (one.function, one.level) == (function, level)]
    return _holder(moved, [one for one in moved if one.date <= day])


def _holder(moved: list[Transfer], done: list[Transfer]) -> str:
    return done[-1].heir if done else moved[0].body if moved else ""


@lru_cache(maxsize=1 << 12)
def succession(body: str, level: str, year: int) -> Succession:
    """Say what became of a body in the reforms named by the years up to and including ``year``.

    A township has the reforms of its county; an unknown level those of a county, too.

    >>> succession("food-drug", "province", 2018).heirs, succession("food-drug", "prefecture", 2018).heirs
    (('market-regulation', 'drug'), ('market-regulation',))
    >>> succession("supervision-bureau", "county", 2018).left
    True
    >>> succession("public-security", "county", 2023).heirs
    ('public-security',)
    """
    level = settled(level)
    done = [one for one in reforms().transfers if one.level == level and one.event.year <= year]
    last = [one for one in done if one.body == body and one.ends]
    if not last:
        return Succession(heirs=(body,))
    heirs = dict.fromkeys(_final(one, done) for one in last)
    return Succession(heirs=tuple(heirs), left=any(one.fate is Fate.LEAVES for one in last), event=last[0].event)


def _final(one: Transfer, done: list[Transfer]) -> str:
    """Follow a function to its last holder, and an heir that ended to its main heir."""
    later = [next_ for next_ in done if next_.date > one.date and next_.body == one.heir and next_.ends]
    own = [next_ for next_ in done if next_.date > one.date and next_.function == one.function]
    follow = own[:1] or later[:1]
    return _final(follow[0], done) if follow else one.heir


def settled(level: str) -> str:
    """Give the level whose reforms hold: a township's and an unknown one's are the county's."""
    return level if level in {"national", "province", "prefecture"} else "county"


def ended(body: str, level: str) -> Event | None:
    """Give the reform that ended a body at a level; None where it goes on."""
    level = settled(level)
    return next((one.event for one in _of(body) if one.level == level and one.ends), None)


def predecessors(body: str, level: str) -> tuple[str, ...]:
    """Give the bodies whose functions a body took over when they ended, in the order of the table.

    >>> predecessors("natural-resources", "county")[:2]
    ('land-resources', 'urban-planning')
    """
    level = settled(level)
    before = (one.body for one in reforms().transfers if (one.heir, one.level) == (body, level) and one.ends)
    return tuple(dict.fromkeys(before))


def _of(body: str) -> Iterable[Transfer]:
    return (one for one in reforms().transfers if one.body == body)
