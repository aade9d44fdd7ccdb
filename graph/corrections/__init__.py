"""Human corrections as data: stored in order, replayed on every import, undone by another correction.

``replay`` is the pure core. The plans of a store are corrected through ``graph.corrections.store``:
``apply(store, correction) -> Applied``, ``apply_all(store, corrections)``, ``history(store) -> tuple[HistoryEntry, ...]``.

Guarantees:
    1. ``replay`` is pure: equal corpora and corrections give equal corpora and conflicts.
    2. A correction that no longer fits is a ``Conflict`` with its reason; the others are carried out.
    3. Who, when and why come from the caller. No clock is read.

Source: W3C PROV-O (prov:Revision); the human judgement is stored data, never patched into the reading.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.messages import message
from graph.corrections.changes import carry_out
from graph.corrections.records import PLAN_FIELDS, BadCorrectionError, Change, Conflict, Correction, DoesNotFitError
from graph.dataset.clarity import graded
from graph.dataset.model import ordered
from graph.dataset.rows import Corpus, UnitRow

__all__ = [
    "OF_UNITS",
    "PLAN_FIELDS",
    "BadCorrectionError",
    "Change",
    "Conflict",
    "Correction",
    "active",
    "appended",
    "is_about",
    "is_exact",
    "replay",
    "saved_together",
    "undone",
    "verdicts",
]

OF_UNITS = frozenset({Change.MERGE, Change.SPLIT, Change.RENAME})
"""The changes that are about a unit, whatever plans name it; every other one is about one plan."""


def replay(
    corpus: Corpus,
    corrections: Sequence[Correction],
    known: Mapping[str, UnitRow] | None = None,
    texts: Mapping[str, str] | None = None,
) -> tuple[Corpus, tuple[Conflict, ...]]:
    """Carry corrections out in order.

    Guarantees:
        1. A unit that loses its last assignment is removed; one that a change names is added.
        2. Corrections of plans that the corpus does not contain are ignored.
        3. A correction of a unit that neither the corpus nor ``known`` contains is a conflict.

    Args:
        corpus: what was read.
        corrections: all of them, oldest first.
        known: units of other plans as they were read, which a merge or an addition may name.
        texts: the full text of each plan by IRI; words are not compared with a text that is not given.
    """
    conflicts: list[Conflict] = []
    idle = {unit.iri for unit in corpus.units} - {row.unit for row in corpus.assignments}
    own = {unit.iri for unit in corpus.units}
    others = (unit for iri, unit in sorted((known or {}).items()) if iri not in own)
    wide = replace(corpus, units=(*corpus.units, *others))
    for correction in active(corrections):
        try:
            wide = carry_out(wide, correction, texts or {})
        except DoesNotFitError as refused:
            if _concerns(corpus, correction):
                conflicts.append(Conflict(correction=correction, reason=refused.reason))
    named = {row.unit for row in wide.assignments} | idle
    ours = replace(wide, units=tuple(unit for unit in wide.units if unit.iri in named))
    return graded(ordered(ours)), tuple(conflicts)


def active(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Leave out what was undone, and the undoing; undoing an undoing restores the correction.

    Guarantees:
        1. A split that was made again because its words moved (see ``graph.corrections.carrying.followed``) is where it
           was: before the corrections of the unit that it made.
    """
    gone, places = undone(corrections), _places(corrections)
    kept = (one for one in corrections if one.change is not Change.UNDO and one.iri not in gone)
    return tuple(sorted(kept, key=lambda one: places[one.iri]))


def _places(corrections: Sequence[Correction]) -> Mapping[str, int]:
    """Number corrections in order; a split that is signed as one undone under the same signature has its number."""
    places: dict[str, int] = {}
    signed: dict[str, Correction] = {}
    free: dict[tuple[str, str, str], list[int]] = {}
    for number, one in enumerate(corrections):
        again = free.get(one.signature) if one.change is Change.SPLIT else None
        places[one.iri] = again.pop(0) if again else number
        signed[one.iri] = one
        of = signed.get(one.target) if one.change is Change.UNDO else None
        if of is not None and of.change is Change.SPLIT and of.signature == one.signature:
            free.setdefault(one.signature, []).append(places[of.iri])
    return places


def undone(corrections: Sequence[Correction]) -> frozenset[str]:
    """Give the IRIs of the corrections, undoings among them, that a later one undoes."""
    targets: set[str] = set()
    found: set[str] = set()
    for correction in reversed(corrections):
        if correction.iri in targets:
            found.add(correction.iri)
        elif correction.change is Change.UNDO:
            targets.add(correction.target)
    return frozenset(found)


def saved_together(corrections: Sequence[Correction], target: str) -> tuple[Correction, ...]:
    """Give the corrections that were saved with one of them: same person, same reason, same microsecond.

    Guarantees:
        1. A time of day without microseconds, as a person writes it into a table, joins nothing.
    """
    of = next((one for one in corrections if one.iri == target), None)
    if of is None:
        return ()
    return tuple(one for one in corrections if one.iri == target or (is_exact(of) and one.signature == of.signature))


def is_exact(correction: Correction) -> bool:
    """Whether a correction has the time of a clock, which tells one save from another."""
    return "." in correction.when


def appended(
    corrections: Sequence[Correction],
    new: Correction,
    corpus: Corpus,
    known: Mapping[str, UnitRow] | None = None,
    texts: Mapping[str, str] | None = None,
) -> tuple[Correction, ...]:
    """Append a correction; ``corpus`` is what was read, before any correction.

    Raises:
        BadCorrectionError: when it names what does not exist, closes a circle of merges, undoes what is undone, lacks
            who, when or why, or exists already.
    """
    _check_words(corrections, new)
    together = (*corrections, new)
    if new.change is Change.UNDO:
        if new.target not in {one.iri for one in corrections}:
            raise BadCorrectionError(message("没有更正 {target}，无从撤销。", target=new.target))
        if active(together) == active(corrections):
            raise BadCorrectionError(message("这条更正已经撤销过了。"))
        return together
    for conflict in replay(corpus, together, known, texts)[1]:
        if conflict.correction == new:
            raise BadCorrectionError(conflict.reason)
    if new.change not in OF_UNITS and not _concerns(corpus, new):
        raise BadCorrectionError(message("找不到 {target}。", target=new.target))
    return together


def verdicts(corrections: Sequence[Correction]) -> Mapping[str, Change]:
    """Give the findings that were accepted or dismissed; the last judgement counts."""
    judged = (one for one in active(corrections) if one.change in {Change.ACCEPT, Change.DISMISS})
    return {one.target: one.change for one in judged}


def _check_words(corrections: Sequence[Correction], new: Correction) -> None:
    if not (new.who.strip() and new.when.strip() and new.why.strip()):
        raise BadCorrectionError(message("请写明谁、何时、为何更正。"))
    try:
        datetime.datetime.fromisoformat(new.when)
    except ValueError:
        raise BadCorrectionError(
            message("时间“{when}”要写成 2026-11-23 或 2026-11-23T09:00:00 的样子。", when=new.when[:40]),
        ) from None
    if new.iri in {one.iri for one in corrections}:
        raise BadCorrectionError(message("这条更正已经有了。"))


def is_about(correction: Correction, plan: str) -> bool:
    """Whether a correction that is of no unit is about a plan, by its IRI."""
    return correction.target == plan or correction.target.startswith(plan + "/")


def _concerns(corpus: Corpus, correction: Correction) -> bool:
    """Whether a correction is about the units, or about a plan that is here."""
    if correction.change in OF_UNITS:
        return True
    return any(is_about(correction, plan.iri) for plan in corpus.plans)
