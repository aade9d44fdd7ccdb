"""Try a reform on paper: merge units, move duties, dissolve bodies, apply a table of successors.

A reform is itself a view: it gives a new corpus, the stored rows never change, and the words stay as printed.
``graph.reform.reform_diff`` compares the corpus before and after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from extract.messages import message
from graph.dataset.clarity import graded
from graph.dataset.rows import Corpus, UnitRow
from graph.errors import MeasureError
from graph.reform.succession import successions


def merge(corpus: Corpus, into: Mapping[str, str]) -> Corpus:
    """Let each unit's duties pass to another.

    Guarantees:
        1. Merging a unit with itself changes nothing.
        2. Mentions keep their words, places and ranks; only their unit changes.
        3. Units that pass all their duties on leave the corpus; every task is graded again.

    Args:
        corpus: the rows.
        into: for the IRI of a unit, the IRI of the unit that takes over; both must be in the corpus (see ``add``).

    Raises:
        MeasureError: when a unit is unknown, or a successor passes its own duties on in turn.
    """
    moves = {old: new for old, new in into.items() if old != new}
    known = {unit.iri for unit in corpus.units}
    for iri in (*moves.keys(), *moves.values()):
        if iri not in known:
            raise MeasureError(message("没有这个单位：{iri}", iri=iri))
    chained = sorted(set(moves.values()) & set(moves))
    if chained:
        raise MeasureError(message("接收单位 {chained} 也被并入其他单位，请直接写最终承接单位。", chained=chained[0]))
    return graded(
        replace(
            corpus,
            units=tuple(unit for unit in corpus.units if unit.iri not in moves),
            assignments=tuple(replace(row, unit=moves.get(row.unit, row.unit)) for row in corpus.assignments),
        )
    )


def add(corpus: Corpus, units: Iterable[UnitRow]) -> Corpus:
    """Found new units, so that duties can pass to them; a unit that is there already stays as it is."""
    known = {unit.iri for unit in corpus.units}
    new = {unit.iri: unit for unit in units if unit.iri not in known}
    return replace(corpus, units=(*corpus.units, *new.values()))


def dissolve(corpus: Corpus, units: Iterable[str]) -> Corpus:
    """Take units away without a successor: no unit takes over what they did.

    Raises:
        MeasureError: when a unit is unknown.
    """
    gone = set(units)
    unknown = sorted(gone - {unit.iri for unit in corpus.units})
    if unknown:
        raise MeasureError(message("没有这个单位：{unknown}", unknown=unknown[0]))
    return graded(
        replace(
            corpus,
            units=tuple(unit for unit in corpus.units if unit.iri not in gone),
            assignments=tuple(row for row in corpus.assignments if row.unit not in gone),
        )
    )


def move(corpus: Corpus, assignments: Iterable[str], unit: str) -> Corpus:
    """Move single duties to another unit.

    Args:
        corpus: the rows.
        assignments: IRIs of the duties to move.
        unit: IRI of the unit that takes them.

    Raises:
        MeasureError: when a duty or the unit is unknown.
    """
    wanted = set(assignments)
    missing = sorted(wanted - {row.iri for row in corpus.assignments})
    if unit not in {row.iri for row in corpus.units}:
        missing.append(unit)
    if missing:
        raise MeasureError(message("没有这条分工或单位：{missing}", missing=missing[0]))
    rows = (replace(row, unit=unit) if row.iri in wanted else row for row in corpus.assignments)
    return graded(replace(corpus, assignments=tuple(rows)))


def apply_table(corpus: Corpus, year: int) -> Corpus:
    """Apply the table of successors: every unit that a reform ended passes its duties to its main heir.

    Guarantees:
        1. By the national rule alone (see ``graph.reform.succession``); where a unit has several heirs the first takes all.
        2. Duties that left the government are given to no unit: the unit is dissolved, its tasks are without a lead.
        3. Units that went on are not touched; a year before the first reform changes nothing.

    Args:
        corpus: the rows.
        year: the last reform to apply.
    """
    found = successions(corpus, year)
    passed = [row for row in found if not row.left]
    merged = merge(add(corpus, (row.heirs[0] for row in passed)), {row.unit.iri: row.heirs[0].iri for row in passed})
    return dissolve(merged, [row.unit.iri for row in found if row.left])
