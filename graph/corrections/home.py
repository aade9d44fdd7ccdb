"""Give a plan another home: its units are read again as bodies of that place.

Guarantees:
    1. Pure; a unit changes only where the old home explains it: 市财政局 follows the home, 昌吉市财政局 does not.
    2. Units that were a document's own (``U…``) become the registered units that all plans of the place share.
"""

from collections.abc import Mapping
from dataclasses import replace

from extract.messages import message
from extract.records import Level
from extract.units.evidence import Home
from extract.units.home import home_of, year_of
from extract.units.places import NATION, place_of
from extract.units.resolve import resolve
from extract.units.spoken import leading_place
from graph.corrections.records import DoesNotFitError
from graph.dataset.model import unit_row
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, UnitRow
from ontology import iris

_SETTLED = "home-conflict"
"""The code of the finding that a person settles by saying which home is right."""


def rehomed(corpus: Corpus, plan: PlanRow, place: str) -> Corpus:
    """Give a plan the home of a code (``420500``, ``CN``) or of a name (``宜昌市``, ``湖北省宜昌市``).

    Raises:
        DoesNotFitError: when no place or several have that code or name, or the plan is of that place already.
    """
    old, new = home_of_plan(plan), _home_at(place, plan)
    if new.place_code == plan.place_code:
        raise DoesNotFitError(message("方案的归属地本来就是{place}。", place=new.place_name))
    units = {unit.iri: unit for unit in corpus.units}
    rows = []
    for row in corpus.assignments:
        unit = _unit(row, units, old, new) if row.plan == plan.iri else None
        if unit is not None:
            units.setdefault(unit.iri, unit)
            row = replace(row, unit=unit.iri)  # noqa: PLW2901 - the row as it is under the new home
        rows.append(row)
    placed = replace(plan, place_code=new.place_code, place_name=new.place_name, level=str(new.level))
    return replace(
        corpus,
        plans=tuple(placed if one.iri == plan.iri else one for one in corpus.plans),
        units=tuple(units.values()),
        assignments=tuple(rows),
        findings=tuple(one for one in corpus.findings if (one.plan, one.code) != (plan.iri, _SETTLED)),
    )


def home_of_plan(plan: PlanRow) -> Home:
    """Give the home under which the names of a plan are read."""
    return Home(
        place_code=plan.place_code,
        place_name=plan.place_name,
        level=Level(plan.level),
        year=year_of(plan.issued),
        document=plan.sha256,
    )


def _home_at(place: str, plan: PlanRow) -> Home:
    year, words = year_of(plan.issued), place.strip()
    chain = leading_place(words, year=year) or leading_place(words)
    known = place_of(words, year) or (chain[0] if chain and chain[1] == len(words) else None)
    if known is not None:
        return Home(place_code=known.code, place_name=known.name, level=known.level, year=year, document=plan.sha256)
    found = home_of("", "国务院" if words == NATION else words, "", plan.issued)
    if words != NATION and len(found.place_code) <= len("420500"):  # neither a zone nor a town
        raise DoesNotFitError(
            message("没有“{place}”这个地方，或有几处同名：请连同上级地名写全，或写代码。", place=words[:40])
        )
    return found.of(plan.sha256)


def _unit(row: AssignmentRow, units: Mapping[str, UnitRow], old: Home, new: Home) -> UnitRow | None:
    """Read a mention under the new home; ``None`` where the old home does not explain its unit."""
    unit = units[row.unit]
    for words in (row.mention, unit.name):
        if iris.unit(resolve(words, old).unit.id) == unit.iri:
            return unit_row(resolve(words, new).unit)
    return None
