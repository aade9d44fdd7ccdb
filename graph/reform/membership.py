"""Say who a collective means, where this is stated: an office's own list, or the public table of places.

What no list says is never expanded; a list that names an unknown unit is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extract.messages import message
from extract.records import Level, Unit, UnitKind
from extract.units.evidence import Home
from extract.units.members import members_of
from extract.units.resolve import resolve
from graph.dataset.model import unit_row
from graph.dataset.rows import COLLECTIVE_KINDS, Corpus, PlanRow, UnitRow
from graph.errors import MeasureError
from graph.measures.views import expand
from graph.reform.proposal import find_unit


def expanded(corpus: Corpus, stated: Mapping[str, tuple[str, ...]]) -> Corpus:
    """Put members in the place of collectives: those the office states, else those the table of places gives.

    Guarantees:
        1. A collective that no list explains stays as named.
        2. A member that no plan names becomes a unit of the view.

    Args:
        corpus: the rows as named.
        stated: for the name or id of a collective, the names or ids of its members.

    Raises:
        MeasureError: when a name is not a known unit, or the collective is a particular unit.
    """
    units = {unit.iri: unit for unit in corpus.units}
    members = {collective.iri: found for collective, found in _by_places(corpus)}
    for name, listed in stated.items():
        collective = find_unit(corpus, name)
        if collective.kind not in COLLECTIVE_KINDS:
            raise MeasureError(message("{name} 是具体单位，不能列成员。", name=collective.name))
        members[collective.iri] = tuple(_member(corpus, collective, words) for words in listed)
    units |= {unit.iri: unit for found in members.values() for unit in found if unit.iri not in units}
    whole = replace(corpus, units=tuple(units.values()))
    return expand(whole, {collective: tuple(unit.iri for unit in found) for collective, found in members.items()})


def _by_places(corpus: Corpus) -> Iterator[tuple[UnitRow, tuple[UnitRow, ...]]]:
    """Give the governments that lie right below a place, for 各县市人民政府 and its like, as of the first plan."""
    if not corpus.plans:
        return
    for unit in corpus.units:
        if unit.kind == UnitKind.COLLECTIVE and unit.registered:
            home = _home(corpus.plans[0], unit)
            found = members_of(_record(unit), home, home.year)
            if found:
                yield unit, tuple(unit_row(one) for one in found)


def _member(corpus: Corpus, collective: UnitRow, words: str) -> UnitRow:
    try:
        return find_unit(corpus, words)
    except MeasureError:
        if not corpus.plans:
            raise
        found = resolve(words, _home(corpus.plans[0], collective)).unit
        if not found.registered:
            raise
        return unit_row(found)


def _home(plan: PlanRow, unit: UnitRow) -> Home:
    year = int(plan.issued[:4]) if plan.issued[:4].isdigit() else 0
    return Home(place_code=unit.place_code, place_name=unit.place_name, level=Level(unit.level), year=year)


def _record(unit: UnitRow) -> Unit:
    return Unit(
        id=unit.id,
        name=unit.name,
        body=unit.body,
        place_code=unit.place_code,
        place_name=unit.place_name,
        level=Level(unit.level),
        kind=UnitKind(unit.kind),
        registered=unit.registered,
    )
