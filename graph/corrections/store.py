"""Corrections in a store: carried out immediately, replayed on every import, and listed with their state.

``apply(store, correction) -> Applied`` · ``apply_all(store, corrections) -> Applied`` · ``history(store) -> tuple[HistoryEntry, ...]``
· ``take(store, corpus, text, instead_of) -> tuple[Corpus, tuple[Conflict, ...]]`` (an import) · ``settle(store)`` (after imports).

The reading of a plan that corrections change is stored as one JSON literal in another graph
(``id/graph/reading-<plan>``): so an undoing needs no source file, and a correction is always replayed on the reading.

Guarantees:
    1. All or nothing: the corrections, the plans they change and their readings go into the store in one transaction.
    2. A refused correction raises and leaves the store unchanged.
    3. The graph of a plan depends on its reading, the corrections and the readings of the units they name: not on
       when or how often it was imported, nor on the order of imports once ``settle`` has run.
    4. Corrections are only ever added.

Source: W3C PROV-O § 3.1 (prov:wasRevisionOf, prov:value).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.messages import Message, message
from graph.corrections import OF_UNITS, Change, Conflict, Correction, active, appended, is_about, replay, undone
from graph.corrections.carrying import TextVersion, carried, followed
from graph.corrections.csv import GRAPH, from_store, to_ntriples
from graph.corrections.readings import Readings, reading_graph, reading_ntriples
from graph.dataset.earlier import all_earlier, version_graph, version_ntriples
from graph.dataset.load import load_plan, note, note_many
from graph.dataset.model import ordered, plan_finding
from graph.dataset.rows import Corpus, FindingRow, UnitRow
from graph.dataset.triples import ntriples
from graph.exchange.void import forget, renew, total
from graph.exchange.void import note as note_shares
from graph.store import Store
from graph.store.transaction import write
from ontology import iris

CONFLICT = "correction-conflict"
"""The code of the finding that tells of a correction which no longer fits its plan."""


class CorrectionState(StrEnum):
    """The state of a correction."""

    IN_FORCE = "in_force"
    UNDONE = "undone"
    CONFLICT = "conflict"
    REPLACED = "replaced"  # a later name of the same unit is in force
    EARLIER = "earlier"  # made on a version that a newer one replaces, to which it was carried over


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """A correction of a store with its state; ``reason`` is why it does not fit, where it does not."""

    number: int  # from 1, oldest first
    correction: Correction
    state: CorrectionState
    plans: tuple[str, ...]  # IRIs of the plans it is about
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The result of applying corrections: the plans whose graphs changed, and what no longer fits them."""

    corrections: tuple[Correction, ...]
    plans: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def apply(store: Store, correction: Correction) -> Applied:
    """Add one correction to those of a store and carry it out, all in one transaction.

    Raises:
        BadCorrectionError: when it names what does not exist, closes a circle of merges, undoes what is undone, lacks
            who, when or why, or exists already; the store is unchanged.
    """
    return apply_all(store, (correction,))


def apply_all(store: Store, corrections: Sequence[Correction]) -> Applied:
    """Add corrections, oldest first, and carry them out: all of them, or none.

    Raises:
        BadCorrectionError: for the first one that is refused; the store is unchanged.
    """
    with store.alone():
        kept = together = from_store(store)
        by_iri = {one.iri: one for one in kept}
        library = Readings(store)
        touched: set[str] = set()
        for new in corrections:
            plans = _plans_of(new, by_iri, library)
            touched |= plans
            # a split names assignments of several plans; anything else fits all plans that it is about, or none
            asked = sorted(plans) if new.change is Change.SPLIT else sorted(plans)[:1]
            for plan in asked or [""]:
                corpus = library.corpus(plan) if plan else Corpus()
                texts = {plan: library.text(plan)} if plan else {}
                appended(together, new, corpus, library.units((*together, new), plan), texts)
            together = (*together, new)
            by_iri[new.iri] = new
        changed, conflicts = _revise(library, together, touched)
        added = {GRAPH: to_ntriples(together[len(kept) :], first=len(kept) + 1)}
        if corrections:
            write(store, changed, added, removed=total(store))
            renew(store)
        return Applied(
            corrections=tuple(corrections),
            plans=tuple(sorted(graph for graph in changed if graph in library.plans)),
            conflicts=conflicts,
        )


def take(store: Store, corpus: Corpus, text: str, instead_of: str = "") -> tuple[Corpus, tuple[Conflict, ...]]:
    """Store a plan that was just read, with the corrections replayed on it.

    Args:
        store: where it goes.
        corpus: what was read.
        text: the full text of the plan.
        instead_of: the plan whose new version it is: that one becomes an earlier version in the same transaction, and
            the corrections made on it are carried over.

    Returns:
        The corrected rows, and the corrections that do not fit: those about this plan, those about units that no plan
        of the store names, and those about units that this plan named when it was read before and names no longer.

    Raises:
        ValueError: when the rows contradict themselves or the text; the store is unchanged.
    """
    with store.alone():
        plan = corpus.plans[0].iri
        corrections = from_store(store)
        if not corrections and not instead_of:
            content = ntriples(corpus, text)
            forget(store)
            note(store, plan, store.replace(plan, content), corpus, text)
            return corpus, ()
        library = Readings(store)
        gone = _no_longer_named(library, instead_of or plan, corpus, corrections)
        own = _carried(library, corrections, corpus, text, instead_of or plan)
        together = (*corrections, *own)
        ours, conflicts = _corrected(corpus, text, together, library.units(together, plan))
        graphs = {**_graphs(corpus, ours, text), version_graph(plan): b""}
        if instead_of:
            graphs |= _put_aside(library, instead_of, plan)
        write(store, graphs, {GRAPH: to_ntriples(own, first=len(corrections) + 1)}, removed=total(store))
        return ours, (*conflicts, *(one for one in gone if one.correction not in {c.correction for c in conflicts}))


def concerned_units(store: Store) -> frozenset[str]:
    """Give the units that the corrections of a store are about: a new plan that names none of them is not changed."""
    return frozenset(iri for one in active(from_store(store)) for iri in (one.target, one.value))


def take_new(store: Store, plans: Sequence[tuple[Corpus, str, bytes]]) -> None:
    """Store plans that are new, and that no correction is about, by bulk load.

    Args:
        store: where they go.
        plans: of each its rows, its text, and the N-Triples of both.

    Raises:
        GraphError: when the disk is full; some of the plans may be stored, each completely.
    """
    with store.alone():
        forget(store)
        store.replace_many(
            ((corpus.plans[0].iri, content) for corpus, _, content in plans), compact=False, checked=True
        )
        stamped = ((corpus, text, store.stamp(corpus.plans[0].iri)) for corpus, text, _ in plans)
        note_many(store, [(corpus.plans[0].iri, stamp, corpus, text) for corpus, text, stamp in stamped])
        note_shares(store, ((corpus, content.count(b"\n")) for corpus, _, content in plans))


def _carried(
    library: Readings, corrections: Sequence[Correction], corpus: Corpus, text: str, old: str
) -> tuple[Correction, ...]:
    """Carry the corrections in force on ``old`` over to what was just read: a newer version, or the same bytes again."""
    if old not in library.plans:
        return ()
    there = {one.iri for one in corrections}
    was = TextVersion(corpus=library.corpus(old), text=library.text(old))
    now = TextVersion(corpus=corpus, text=text)
    if old == now.iri:
        about = [one for one in active(corrections) if one.change in OF_UNITS or is_about(one, old)]
        return followed(about, was, now, library.units(corrections, old)) if about and was != now else ()
    return tuple(
        one for one in carried(active(corrections), was, now, library.units(corrections, old)) if one.iri not in there
    )


def _put_aside(library: Readings, old: str, new: str) -> dict[str, bytes]:
    """Give the graphs with which a plan becomes an earlier version."""
    content = version_ntriples(load_plan(library.store, old), library.text(old), new)
    return {old: b"", reading_graph(old): b"", version_graph(old): content}


def settle(store: Store) -> tuple[str, ...]:
    """Update a store after plans were added or removed; return the IRIs of the plans whose graphs changed.

    The corrections are replayed on every plan they are about, because a unit that one names may be imported after the
    plan that it changes; and the summary graphs are renewed.
    """
    with store.alone():
        changed = _replayed(store)
        renew(store)
        return changed


def _replayed(store: Store) -> tuple[str, ...]:
    corrections = from_store(store)
    if not corrections:
        return ()
    library = Readings(store)
    touched = set(library.corrected)
    by_iri = {one.iri: one for one in corrections}
    for one in corrections:
        touched |= _plans_of(one, by_iri, library)
    changed, _ = _revise(library, corrections, touched)
    write(store, changed)
    return tuple(sorted(graph for graph in changed if graph in library.plans))


def history(store: Store) -> tuple[HistoryEntry, ...]:
    """List the corrections of a store, oldest first, with the state of each."""
    corrections = from_store(store)
    library = Readings(store)
    by_iri = {one.iri: one for one in corrections}
    gone = undone(corrections)
    old = tuple(f"{plan}/" for plan in all_earlier(store))
    plans = {iri: _plans_of(one, by_iri, library) for iri, one in by_iri.items()}
    reasons: dict[str, Message] = {}
    for plan in sorted(set().union(*plans.values())) or ([""] if corrections else []):
        corpus = library.corpus(plan) if plan else Corpus()
        texts = {plan: library.text(plan)} if plan else {}
        for conflict in replay(corpus, corrections, library.units(corrections, plan), texts)[1]:
            reasons.setdefault(conflict.correction.iri, conflict.reason)
    return tuple(
        HistoryEntry(
            number=number,
            correction=one,
            state=CorrectionState.EARLIER
            if old and f"{one.target}/".startswith(old)
            else _state(one, gone, reasons, corrections),
            plans=tuple(sorted(plans[one.iri])),
            reason=reasons.get(one.iri),
        )
        for number, one in enumerate(corrections, start=1)
    )


def _state(
    one: Correction, gone: frozenset[str], reasons: Mapping[str, Message], corrections: Sequence[Correction]
) -> CorrectionState:
    if one.iri in reasons:
        return CorrectionState.CONFLICT
    if one.iri in gone:
        return CorrectionState.UNDONE
    later = corrections[corrections.index(one) + 1 :] if one.change is Change.RENAME else ()
    again = any((c.change, c.target) == (one.change, one.target) and c.iri not in gone for c in later)
    return CorrectionState.REPLACED if again else CorrectionState.IN_FORCE


def _plans_of(one: Correction, by_iri: Mapping[str, Correction], library: Readings) -> set[str]:
    """Find the plans of the store that a correction is about; an undoing is about those of what it undoes."""
    while one.change is Change.UNDO:
        if one.target not in by_iri:
            return set()
        one = by_iri[one.target]
    if one.change in OF_UNITS:
        return library.naming({one.target, one.value})
    return {plan for plan in library.plans if is_about(one, plan)}


def _corrected(
    corpus: Corpus, text: str, corrections: Sequence[Correction], known: Mapping[str, UnitRow]
) -> tuple[Corpus, tuple[Conflict, ...]]:
    """Replay the corrections on one plan; those about it that do not fit become findings of the plan."""
    plan = corpus.plans[0].iri
    ours, conflicts = replay(corpus, corrections, known, {plan: text})
    lost = [one for one in conflicts if one.correction.change not in OF_UNITS]
    names = iris.numbered(iris.finding(plan, 0, CONFLICT) for _ in lost)
    findings = tuple(_finding(plan, name, conflict) for name, conflict in zip(names, lost, strict=True))
    return ordered(replace(ours, findings=(*ours.findings, *findings))), conflicts


def _finding(plan: str, iri: str, conflict: Conflict) -> FindingRow:
    said = conflict.correction
    what = message(
        "{who} {when} 的更正（{change}）未能落实：{reason}",
        who=said.who,
        when=said.when,
        change=said.change.value,
        reason=conflict.reason,
    )
    remedy = message("请对照原文重新更正，或撤销它。")
    return plan_finding(plan, iri, CONFLICT, what, remedy)


def _graphs(read: Corpus, ours: Corpus, text: str) -> dict[str, bytes]:
    """Write the graph of a plan and that of its reading, which is empty where corrections change nothing."""
    plan = read.plans[0].iri
    return {plan: ntriples(ours, text), reading_graph(plan): b"" if ours == read else reading_ntriples(read)}


def _revise(
    library: Readings, corrections: Sequence[Correction], plans: Iterable[str]
) -> tuple[dict[str, bytes], tuple[Conflict, ...]]:
    """Rewrite plans from their readings; return the graphs that change, and what does not fit."""
    changed: dict[str, bytes] = {}
    found: dict[str, Conflict] = {}
    for plan in sorted(plans):
        corpus, text = library.corpus(plan), library.text(plan)
        ours, conflicts = _corrected(corpus, text, corrections, library.units(corrections, plan))
        graphs = _graphs(corpus, ours, text).items()
        changed |= {graph: content for graph, content in graphs if content != library.store.dump(graph)}
        found |= {one.correction.iri: one for one in conflicts}
    return changed, tuple(found.values())


def _no_longer_named(
    library: Readings, plan: str, corpus: Corpus, corrections: Sequence[Correction]
) -> tuple[Conflict, ...]:
    """Find the corrections about units that ``plan`` named when it was read before, and that are not named now."""
    now = {unit.iri for unit in corpus.units}
    reason = message(
        "重新读取后，方案 {title} 里不再有这个单位。", title=corpus.plans[0].title or corpus.plans[0].source
    )
    return tuple(
        Conflict(correction=one, reason=reason)
        for one in active(corrections)
        if one.change in OF_UNITS and one.target not in now and library.named_when_read(plan, one.target)
    )
