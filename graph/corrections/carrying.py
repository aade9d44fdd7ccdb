"""Carry corrections over from one version of a plan to the next: by quotation, never by offset.

Each correction about the old version becomes one about the new version, signed as it was. What it points at is found by
its words and their surroundings, after the same corrections before it.

Guarantees:
    1. Pure, and complete: every correction in force about the old version is carried over, or becomes one that points
       at what is lost (``<plan>/earlier/…``), which is a conflict with the words that it was about.
    2. A correction that says the same of both versions, such as the name of a registered unit, is not repeated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from graph.corrections.anchors import Anchors
from graph.corrections.changes import LOST, carry_out
from graph.corrections.records import Change, Correction, DoesNotFitError
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, TaskRow, UnitRow
from ontology import iris

_QUOTED = 40  # characters of a quotation
_HEAD = 24  # characters by which the start of a task is recognised
_Quotable: TypeAlias = AssignmentRow | TaskRow | FindingRow
_Placed = TypeVar("_Placed", AssignmentRow, FindingRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVersion:
    """What was read of one version, before any correction, and its text."""

    corpus: Corpus
    text: str

    @property
    def iri(self) -> str:
        """The IRI of its plan."""
        return self.corpus.plans[0].iri


def carried(
    corrections: Iterable[Correction], old: TextVersion, new: TextVersion, known: Mapping[str, UnitRow]
) -> tuple[Correction, ...]:
    """Carry corrections over.

    Args:
        corrections: those in force, oldest first.
        old: the version that they were made on.
        new: the version that replaces it.
        known: units of other plans that a correction may name.
    """
    carrier = _Carrier(old, new, known)
    found = [carrier.next(one) for one in corrections]
    return tuple(one for one in found if one is not None)


def followed(
    corrections: Sequence[Correction], old: TextVersion, new: TextVersion, known: Mapping[str, UnitRow]
) -> tuple[Correction, ...]:
    """Follow corrections to a new reading of the same bytes: each that points elsewhere now is undone and made again there.

    Args:
        corrections: those in force on the plan or on units, oldest first.
        old: the reading that they were made on.
        new: the reading that takes its place.
        known: units of other plans that a correction may name.
    """
    carrier = _Carrier(old, new, known)
    moved = [(one, carrier.next(one)) for one in corrections]
    found = [(one, there) for one, there in moved if there is not None and LOST not in there.target]
    undone = [
        Correction(change=Change.UNDO, target=one.iri, who=one.who, when=one.when, why=one.why) for one, _ in found
    ]
    return (*undone, *(there for _, there in found))


class _Carrier:
    """Both versions as they are after the corrections carried over so far."""

    def __init__(self, old: TextVersion, new: TextVersion, known: Mapping[str, UnitRow]) -> None:
        self._anchors = Anchors(old.text, new.text)
        self._old_texts, self._new_texts = {old.iri: old.text}, {new.iri: new.text}
        self._old, self._new = old.iri, new.iri
        self._was, self._now = _wide(old.corpus, known), _wide(new.corpus, known)
        self._units = _counterparts(old.corpus.units, new.corpus.units)

    def next(self, one: Correction) -> Correction | None:
        """Carry the next correction over; ``None`` where it is not about the old version, or says the same of both."""
        about = one.target.startswith((self._old + "/", self._old + "#")) or one.target == self._old
        new = self._moved(one) if about else self._of_units(one)
        changed = None if new is None and about else _after(self._now, new or one, self._new_texts)
        if about and changed is None:
            new = self._lost(one)
        self._was, self._now = _after(self._was, one, self._old_texts) or self._was, changed or self._now
        return None if new == one else new

    def _lost(self, one: Correction) -> Correction:
        """Point at what the new version lacks, with the words that the correction was about."""
        rows: dict[str, _Quotable] = {row.iri: row for row in self._was.assignments}
        rows |= {row.iri: row for row in self._was.tasks} | {row.iri: row for row in self._was.findings}
        tail = one.target.removeprefix(self._old)
        tail = tail if tail.startswith(LOST) else f"{LOST}{iris.last(self._old)}{tail}"
        return replace(one, target=self._new + tail, words=one.words or _words(rows.get(one.target)))

    def _moved(self, one: Correction) -> Correction | None:
        """Give the correction of the counterpart; ``None`` where there is none."""
        target = self._counterpart(one.target)
        if target is None:
            return None
        value = self._unit(one.value) if one.change in {Change.ADD, Change.REASSIGN} else one.value
        new = replace(one, target=target, value=value)
        if one.change not in {Change.ADD, Change.MOVE}:
            return new
        place = self._anchors.stretch(one.start, one.end)
        if place is None:
            return None
        return replace(new, start=place[0], end=place[1], words=self._new_texts[self._new][place[0] : place[1]])

    def _of_units(self, one: Correction) -> Correction | None:
        """Give a correction of units its names in the new version; ``None`` where it is not about the old one."""
        target, value = self._unit(one.target), self._unit(one.value)
        parts = tuple(part for part in map(self._part, one.parts) if part)
        if not parts and (target, value) == (one.target, one.value):
            return None
        return replace(one, target=target, value=value, parts=parts)

    def _part(self, iri: str) -> str | None:
        """Give what a split names; in a new reading of the same bytes, what is gone and what is of other plans stays."""
        there = self._counterpart(iri)
        return iri if there is None and self._old == self._new else there

    def _unit(self, iri: str) -> str:
        """Give the unit of the new version; a unit that a split made of one follows it."""
        before = max((old for old in self._units if iri == old or iri.startswith(old + "-")), key=len, default="")
        return self._units[before] + iri.removeprefix(before) if before else iri

    def _counterpart(self, iri: str) -> str | None:
        """Find what a name of the old version names in the new one."""
        if iri == self._old:
            return self._new
        for row in self._was.assignments:
            if row.iri == iri:
                return self._assignment(row)
        for task in self._was.tasks:
            if task.iri == iri:
                return self._task(task)
        for finding in self._was.findings:
            if finding.iri == iri:
                return self._finding(finding)
        return None

    def _assignment(self, row: AssignmentRow) -> str | None:
        place = self._anchors.place(row.start, row.end)
        if place is None:
            return None
        there = [one for one in self._now.assignments if one.start == place[0] and one.role == row.role]
        here = [one for one in self._was.assignments if one.start == row.start and one.role == row.role]
        there = [one for one in there if self._anchors.same(row.mention, one.mention)]
        return _nth(row, here, there)

    def _task(self, task: TaskRow) -> str | None:
        same = [one for one in self._now.tasks if self._anchors.same(task.text, one.text)]
        if len(same) == 1:
            return same[0].iri
        head = self._anchors.place(task.start, min(task.end, task.start + _HEAD))
        there = [one for one in self._now.tasks if head and one.start == head[0]]
        if len(there) > 1:
            there = [one for one in there if one.ref == task.ref]
        return there[0].iri if len(there) == 1 else None

    def _finding(self, row: FindingRow) -> str | None:
        here = [one for one in self._was.findings if (one.code, one.start) == (row.code, row.start)]
        if row.end > row.start:
            place = self._anchors.place(row.start, row.end)
            there = [one for one in self._now.findings if place and (one.code, one.start) == (row.code, place[0])]
            return _nth(row, here, there)
        there = [one for one in self._now.findings if (one.code, one.what_zh) == (row.code, row.what_zh)]
        return there[0].iri if len(there) == 1 else None


def _wide(corpus: Corpus, known: Mapping[str, UnitRow]) -> Corpus:
    own = {unit.iri for unit in corpus.units}
    return replace(corpus, units=(*corpus.units, *(unit for iri, unit in sorted(known.items()) if iri not in own)))


def _after(corpus: Corpus, one: Correction, texts: Mapping[str, str]) -> Corpus | None:
    """Carry a correction out; ``None`` where it does not fit."""
    try:
        return carry_out(corpus, one, texts)
    except DoesNotFitError:
        return None


def _nth(row: _Placed, here: Sequence[_Placed], there: Sequence[_Placed]) -> str | None:
    """Tell rows at one place apart by their order, where both versions have equally many."""
    if len(here) != len(there):
        return None
    return sorted(one.iri for one in there)[sorted(one.iri for one in here).index(row.iri)]


def _words(row: _Quotable | None) -> str:
    if row is None:
        return ""
    words = row.mention if isinstance(row, AssignmentRow) else row.text if isinstance(row, TaskRow) else row.quote
    return words[:_QUOTED]


def _counterparts(old: Iterable[UnitRow], new: Sequence[UnitRow]) -> Mapping[str, str]:
    """Pair the units that are a document's own, which have other ids in each version, by body and then by name."""
    there = {unit.iri for unit in new}
    by_body = {(unit.id.partition("-")[2], unit.kind): unit.iri for unit in new}
    by_name = {(unit.name, unit.kind): unit.iri for unit in new}
    found = {}
    for unit in old:
        if unit.iri in there or not unit.place_code.startswith("U"):
            continue
        body = (unit.id.partition("-")[2], unit.kind)
        counterpart = by_body.get(body) or by_name.get((unit.name, unit.kind))
        if counterpart:
            found[unit.iri] = counterpart
    return found
