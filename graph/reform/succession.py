"""Say what became of the units of a corpus in the reforms of 2018 and 2023, by the national rule.

A rule is no fact about one place: what a place did must be checked there, and every sentence here says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.records import Level, UnitKind
from extract.units.lexicon import Name, lexicon
from extract.units.successors import REFORMS, successors
from graph.dataset.rows import Corpus, UnitRow
from graph.texts import Bilingual
from ontology import iris


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A unit whose duties passed on: ``heirs`` holds all successors by rule, the main one first."""

    unit: UnitRow
    heirs: tuple[UnitRow, ...]


def successions(corpus: Corpus, year: int) -> tuple[Succession, ...]:
    """List the units of a corpus that the reforms up to a year made an end of.

    Guarantees:
        1. A unit that went on, also beside a new one, is not listed.
        2. An heir that the corpus holds is its own row; another is named as the table of bodies names it.
        3. In the order of the corpus.

    Args:
        corpus: the rows.
        year: the last reform to apply: 2018 applies the first, 2023 both.
    """
    known = {unit.id: unit for unit in corpus.units}
    found = ((unit, successors(unit.id, year)) for unit in corpus.units)
    return tuple(
        Succession(unit=unit, heirs=tuple(known.get(heir) or _heir(unit, heir, year) for heir in heirs))
        for unit, heirs in found
        if unit.id not in heirs
    )


def gone(corpus: Corpus) -> Mapping[tuple[str, str], Bilingual]:
    """Say of each plan which units it names had ended, by rule, before the year it was issued.

    Guarantees:
        1. A plan of the year of a reform, or without a date, is given the benefit of the doubt.

    Returns:
        By plan and unit IRI, what became of the unit.
    """
    return {(plan, row.unit.iri): _became(row) for plan, row in _ended(corpus)}


def _ended(corpus: Corpus) -> Iterator[tuple[str, Succession]]:
    named = {(row.plan, row.unit) for row in corpus.assignments}
    for reform in REFORMS:
        for row in successions(corpus, reform):
            for plan in corpus.plans:
                if plan.issued[:4] > str(reform) and (plan.iri, row.unit.iri) in named:
                    yield plan.iri, row


def _became(row: Succession) -> Bilingual:
    names = [heir.name for heir in row.heirs]
    return Bilingual(
        zh=f"按机构改革的一般规则，职责已转至{'、'.join(names)}，须按地核实",
        en=f"by the general rule of the reform its duties passed to {', '.join(names)}; to be checked locally",
    )


def _heir(old: UnitRow, identity: str, year: int) -> UnitRow:
    """Name a unit that no plan names: the same place, the body the rule gives."""
    key = identity.removeprefix(f"{old.place_code}-")
    level = Level(old.level)
    names = [name for name in lexicon().names if name.key == key]
    pattern = min(names, key=lambda name: _fit(name, level, year, old.name), default=None)
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


def _fit(name: Name, level: Level, year: int, old: str) -> tuple[bool, bool, bool, int, int, str]:
    """Weigh a name: in use, of the level, a bureau after a bureau, at most levels, then the shortest."""
    unused, unlike = not name.in_use(year + 1), name.pattern[-1] != old[-1]
    return unused, level not in name.levels, unlike, -len(name.levels), len(name.pattern), name.pattern
