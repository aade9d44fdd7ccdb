"""Say what became of the units of a corpus in the reforms, by the national rule, at the level of each unit.

A rule is not a fact about one place: what a place did must be checked there, and every sentence here says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.messages import Message, message
from extract.records import Level, UnitKind
from extract.units.lexicon import Name, lexicon
from graph.dataset.rows import Corpus, UnitRow
from ontology import iris
from ontology.reforms import Event, Transfer, predecessors, reforms, settled, succession

_TELLING = 3  # characters of a part of the name of a function; shorter ones are in other words by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSuccession:
    """A unit that a reform made an end of.

    Attributes:
        heirs: all successors by rule, the main one first.
        left: its duties left the government; no government body took them over.
        event: the reform.
    """

    unit: UnitRow
    heirs: tuple[UnitRow, ...]
    left: bool
    event: Event


def last_reform() -> int:
    """Give the year of the latest reform in the tables."""
    return max(event.year for event in reforms().events)


def reform_years() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Give the years of the reforms in the tables, each with the titles of its events."""
    years = sorted({event.year for event in reforms().events})
    return tuple((year, tuple(one.title for one in reforms().events if one.year == year)) for year in years)


def successions(corpus: Corpus, year: int) -> tuple[UnitSuccession, ...]:
    """List the units of a corpus that the reforms up to a year made an end of.

    Guarantees:
        1. A unit that went on, also where it gave single functions away, is not listed.
        2. An heir that the corpus holds is its own row; another is named as the table of bodies names it.
        3. In the order of the corpus.

    Args:
        corpus: the rows.
        year: the last reforms to apply: 2018 applies all up to those of 2018.
    """
    return tuple(_successions(corpus, {unit.id: unit for unit in corpus.units}, year))


def _successions(corpus: Corpus, known: Mapping[str, UnitRow], year: int) -> Iterator[UnitSuccession]:
    for unit in corpus.units:
        place, _, key = unit.id.partition("-")
        found = succession(key, unit.level, year)
        if found.event is not None:
            ids = [f"{place}-{heir}" for heir in found.heirs]
            heirs = tuple(known.get(heir) or _heir(unit, heir, year) for heir in ids)
            yield UnitSuccession(unit=unit, heirs=heirs, left=found.left, event=found.event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """The units that come before and after one by function, whether or not a plan names them, and the reform that ended it.

    Attributes:
        event: None where the unit goes on.
    """

    before: tuple[UnitRow, ...]
    after: tuple[UnitRow, ...]
    event: Event | None


def kin_of(unit: UnitRow) -> Kin:
    """Give the predecessors and successors of a unit by the national rule."""
    place, _, key = unit.id.partition("-")
    nearest = predecessors(key, unit.level)
    before = dict.fromkeys((*nearest, *(older for one in nearest for older in predecessors(one, unit.level))))
    found = succession(key, unit.level, last_reform())

    def named(keys: Iterable[str]) -> tuple[UnitRow, ...]:
        return tuple(_heir(unit, f"{place}-{one}", last_reform()) for one in keys if one != key)

    return Kin(before=named(before), after=named(found.heirs), event=found.event)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionTransfer:
    """A function that a unit took over from another, or gave to it."""

    transfer: Transfer
    other: UnitRow
    gained: bool


def functions_of(unit: UnitRow, known: Mapping[str, UnitRow]) -> tuple[FunctionTransfer, ...]:
    """List the functions that a unit took over and gave away by the national rule, by date.

    Args:
        unit: the unit.
        known: units by id; a unit that is not among them is named as the table of bodies names it.
    """
    place, _, key = unit.id.partition("-")

    def row(one: Transfer) -> FunctionTransfer:
        other = f"{place}-{one.body if one.heir == key else one.heir}"
        named = known.get(other) or _heir(unit, other, one.event.year - (one.heir == key))
        return FunctionTransfer(transfer=one, other=named, gained=one.heir == key)

    level = settled(unit.level)
    return tuple(row(one) for one in reforms().transfers if one.level == level and key in {one.body, one.heir})


def transfer_between(old: UnitRow, new: UnitRow, earlier: str, later: str, words: str) -> Transfer | None:
    """Find the reform by which a duty passed from one unit to another between two dates.

    Guarantees:
        1. Both units are of one place, and the level of the old one carried the reform out after the earlier date; the
           reform was decided by the year of the later one.
        2. Of a body that went on, only a function whose name is in the words of the duty passed on.

    Args:
        old: who was responsible for the duty.
        new: who is responsible.
        earlier: the date at which the old one was responsible, to any precision.
        later: the date at which the new one is responsible.
        words: the words of the duty.
    """
    place, _, body = old.id.partition("-")
    other, _, heir = new.id.partition("-")
    if place != other or not later[:4].isdigit():
        return None
    year, names = int(later[:4]), {key: zh for key, zh, _ in reforms().functions}
    final = succession(body, old.level, year).heirs
    passed = [
        one
        for one in reforms().transfers
        if one.level == settled(old.level)
        and one.body == body
        and one.event.year <= year
        and earlier <= one.date.isoformat()
        and (heir in final if one.ends else one.heir == heir and _named(names[one.function], words))
    ]
    return min(passed, key=lambda one: (one.heir != heir, one.date), default=None)


def _named(function: str, words: str) -> bool:
    """Say whether words name a function, or one of those that it consists of.

    >>> _named("应对气候变化和减排", "做好应对气候变化工作"), _named("应对气候变化和减排", "推进节能减排")
    (True, False)
    """
    parts = (part for part in re.split("[和、]", function) if len(part) >= _TELLING or part == function)
    return any(part in words for part in parts)


def gone(corpus: Corpus) -> Mapping[tuple[str, str], Message]:
    """Say of each plan which units it names had ended, by rule, before the year it was issued.

    Guarantees:
        1. A plan of the year in which the unit's level had to carry the reform out, or without a date, is given the
           benefit of the doubt.

    Returns:
        By plan and unit IRI, what became of the unit.
    """
    named = {(row.plan, row.unit) for row in corpus.assignments}
    return {
        (plan.iri, row.unit.iri): _became(row)
        for row in successions(corpus, last_reform())
        for plan in corpus.plans
        if (plan.iri, row.unit.iri) in named and plan.issued[:4] > _carried_out(row)
    }


def _carried_out(row: UnitSuccession) -> str:
    """The year by which the unit's level had to carry its reform out."""
    day = row.event.date_at(row.unit.level) or max(day for _, day in row.event.dates)
    return str(day.year)


def _became(row: UnitSuccession) -> Message:
    heirs, year = tuple(heir.name for heir in row.heirs), row.event.year
    if row.left:
        return message("按{year}年的改革，职责已划出政府，由{heirs}承担，不再是政府部门的任务", year=year, heirs=heirs)
    return message("按{year}年机构改革的一般规则，职责已转至{heirs}，须按地核实", year=year, heirs=heirs)


def _heir(old: UnitRow, identity: str, year: int) -> UnitRow:
    """Name a unit that no plan names: the same place, the body the rule gives."""
    key = identity.removeprefix(f"{old.place_code}-")
    pattern = _pattern(key, Level(old.level), year, old.name[-1])
    body = lexicon().bodies.get(key)
    return UnitRow(
        iri=iris.unit(identity),
        id=identity,
        name=pattern.at(old.place_name) if pattern else identity,
        body=pattern.at("") if pattern else key,
        kind=str(body.kind if body else UnitKind.SINGLE),
        place_code=old.place_code,
        place_name=old.place_name,
        level=old.level,
        registered=body is not None,
    )


@lru_cache(maxsize=1 << 12)
def _pattern(key: str, level: Level, year: int, end: str) -> Name | None:
    """Choose a name of a body, the same in every place; ``end`` is the last sign of the name of the unit before it."""
    names = (name for name in lexicon().names if name.key == key)
    return min(names, key=lambda name: _fit(name, level, year, end), default=None)


def _fit(name: Name, level: Level, year: int, end: str) -> tuple[bool, bool, bool, int, int, str]:
    """Weigh a name: in use, of the level, a bureau after a bureau, at most levels, then the shortest."""
    unused, unlike = not name.in_use(year + 1), name.pattern[-1] != end
    return unused, level not in name.levels, unlike, -len(name.levels), len(name.pattern), name.pattern
