"""What people changed, as data: kept in order, replayed on every import, undone by another correction.

Guarantees:
    1. ``replay`` is pure: equal corpora and corrections give equal corpora and conflicts.
    2. A correction that no longer fits is a ``Conflict`` with its reason; the others go on.
    3. Who, when and why come from the caller. Nothing here looks at a clock.

Source: W3C PROV-O (prov:wasRevisionOf); the human judgement is stored data, never patched into what was read.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum

from extract.records import Basis, Bilingual, Role
from graph.errors import GraphError
from graph.model import graded, ordered
from graph.rows import AssignmentRow, Corpus, TaskRow, UnitRow
from ontology import iris


class Change(StrEnum):
    """What a correction does."""

    MERGE = "merge"  # target: the unit that goes; value: the unit that stays
    SPLIT = "split"  # target: a unit; value: the name of the new one; parts: the assignments that go to it
    RENAME = "rename"  # target: a unit; value: its name
    ROLE = "role"  # target: an assignment; value: its role
    ADD = "add"  # target: a task; value: a unit; role, words, start and end of the mention
    DROP = "drop"  # target: an assignment
    MOVE = "move"  # target: a task; words, start and end of its new stretch of text
    ACCEPT = "accept"  # target: a finding
    DISMISS = "dismiss"  # target: a finding
    UNDO = "undo"  # target: a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One judgement of a person. Fields that a change does not use stay empty."""

    change: Change
    target: str
    value: str = ""
    role: str = ""
    words: str = ""
    start: int = 0
    end: int = 0
    parts: tuple[str, ...] = ()
    who: str
    when: str  # ISO 8601, as the caller says
    why: str

    @property
    def iri(self) -> str:
        """The name of the correction: the hash of all that it says."""
        said = "\n".join(repr(field) for field in astuple(self))
        return f"{iris.ID}correction/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A correction that cannot be carried out, and why."""

    correction: Correction
    reason: Bilingual


class BadCorrectionError(GraphError):
    """A correction that makes no sense: an unknown target, a circular merge, a cell that is a formula."""


class _RefusedError(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Bilingual(zh=zh, en=en)


def replay(
    corpus: Corpus, corrections: Sequence[Correction], known: Mapping[str, UnitRow] | None = None
) -> tuple[Corpus, tuple[Conflict, ...]]:
    """Carry corrections out in order.

    Args:
        corpus: what was read.
        corrections: all of them, oldest first; those on plans that the corpus does not hold are passed over.
        known: units of other plans, which a merge or an addition may name.
    """
    conflicts: list[Conflict] = []
    for correction in active(corrections):
        try:
            corpus = _APPLY[correction.change](corpus, correction, known or {})
        except _RefusedError as refused:
            if _concerns(corpus, correction):
                conflicts.append(Conflict(correction=correction, reason=refused.reason))
    return graded(ordered(corpus)), tuple(conflicts)


def active(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Leave out what was undone, and the undoing; an undone undoing counts again."""
    undone: set[str] = set()
    kept: list[Correction] = []
    for correction in reversed(corrections):
        if correction.iri in undone:
            undone.discard(correction.iri)
        elif correction.change is Change.UNDO:
            undone.add(correction.target)
        else:
            kept.append(correction)
    return tuple(reversed(kept))


def appended(corrections: Sequence[Correction], new: Correction, corpus: Corpus) -> tuple[Correction, ...]:
    """Add a correction to those there are; ``corpus`` is what was read, before any correction.

    Raises:
        BadCorrectionError: when it names what is not there, closes a circle of merges, or stands there already.
    """
    if not (new.who.strip() and new.when.strip() and new.why.strip()):
        raise _bad("请写明谁、何时、为何更正。", "Say who corrects, when and why.")
    if new.iri in {one.iri for one in corrections}:
        raise _bad("这条更正已经有了。", "This correction stands already.")
    if new.change is Change.UNDO:
        if new.target not in {one.iri for one in corrections}:
            raise _bad(f"没有更正 {new.target}，无从撤销。", f"There is no correction {new.target} to undo.")
        return (*corrections, new)
    before, _ = replay(corpus, corrections)
    try:
        _APPLY[new.change](before, new, {})
    except _RefusedError as refused:
        raise BadCorrectionError(refused.reason) from refused
    return (*corrections, new)


def verdicts(corrections: Sequence[Correction]) -> Mapping[str, Change]:
    """Tell which findings were accepted or dismissed; the last word counts."""
    judged = (one for one in active(corrections) if one.change in {Change.ACCEPT, Change.DISMISS})
    return {one.target: one.change for one in judged}


def _bad(zh: str, en: str) -> BadCorrectionError:
    return BadCorrectionError(Bilingual(zh=zh, en=en))


def _concerns(corpus: Corpus, correction: Correction) -> bool:
    """Whether a refused correction is about a plan that is here; units come and go with the plans that name them."""
    return any(correction.target.startswith(plan.iri + "/") for plan in corpus.plans)


def _missing(iri: str) -> _RefusedError:
    return _RefusedError(f"找不到 {iri}。", f"There is no {iri}.")


def _unit(corpus: Corpus, iri: str, known: Mapping[str, UnitRow]) -> UnitRow:
    for unit in corpus.units:
        if unit.iri == iri:
            return unit
    if iri in known:
        return known[iri]
    raise _missing(iri)


def _assignment(corpus: Corpus, iri: str) -> AssignmentRow:
    for row in corpus.assignments:
        if row.iri == iri:
            return row
    raise _missing(iri)


def _task(corpus: Corpus, iri: str) -> TaskRow:
    for row in corpus.tasks:
        if row.iri == iri:
            return row
    raise _missing(iri)


def _with_unit(corpus: Corpus, unit: UnitRow) -> Corpus:
    return replace(corpus, units=(*(one for one in corpus.units if one.iri != unit.iri), unit))


def _with_assignment(corpus: Corpus, row: AssignmentRow) -> Corpus:
    return replace(corpus, assignments=(*(one for one in corpus.assignments if one.iri != row.iri), row))


def _merge(corpus: Corpus, correction: Correction, known: Mapping[str, UnitRow]) -> Corpus:
    if correction.target == correction.value:
        raise _RefusedError("单位不能并入自己。", "A unit cannot be merged into itself.")
    gone, stays = correction.target, correction.value
    if gone not in {unit.iri for unit in corpus.units}:
        raise _missing(gone)
    try:
        unit = _unit(corpus, stays, known)
    except _RefusedError:
        raise _RefusedError(
            f"{stays} 不在了：不存在，或已并入别的单位（循环合并）。",
            f"{stays} is not there: it does not exist, or was itself merged away (a circular merge).",
        ) from None
    assignments = tuple(replace(row, unit=stays) if row.unit == gone else row for row in corpus.assignments)
    kept = replace(corpus, units=tuple(one for one in corpus.units if one.iri != gone), assignments=assignments)
    return _with_unit(kept, unit)


def _split(corpus: Corpus, correction: Correction, known: Mapping[str, UnitRow]) -> Corpus:
    old = _unit(corpus, correction.target, known)
    rows = [_assignment(corpus, part) for part in correction.parts]
    if not rows or any(row.unit != old.iri for row in rows) or not correction.value.strip():
        raise _RefusedError(
            "拆分要写明新单位的名称，和原单位的若干条分工。", "A split needs a name and assignments of the unit."
        )
    new_id = f"{old.id}-{hashlib.sha256(correction.value.encode()).hexdigest()[:8]}"
    new = replace(old, iri=iris.unit(new_id), id=new_id, name=correction.value, body=correction.value, registered=False)
    for row in rows:
        corpus = _with_assignment(corpus, replace(row, unit=new.iri))
    return _with_unit(corpus, new)


def _rename(corpus: Corpus, correction: Correction, _: Mapping[str, UnitRow]) -> Corpus:
    unit = _unit(corpus, correction.target, {})
    if not correction.value.strip():
        raise _RefusedError("新名称是空的。", "The new name is empty.")
    return _with_unit(corpus, replace(unit, name=correction.value))


def _change_role(corpus: Corpus, correction: Correction, _: Mapping[str, UnitRow]) -> Corpus:
    row = _assignment(corpus, correction.target)
    return _with_assignment(corpus, replace(row, role=_role(correction.value)))


def _role(words: str) -> str:
    try:
        return str(Role(words))
    except ValueError:
        raise _RefusedError(f"没有“{words}”这种角色。", f"There is no role {words!r}.") from None


def _add(corpus: Corpus, correction: Correction, known: Mapping[str, UnitRow]) -> Corpus:
    task, unit = _task(corpus, correction.target), _unit(corpus, correction.value, known)
    role = _role(correction.role)
    plan = next(plan for plan in corpus.plans if plan.iri == task.plan)
    if not correction.words or not 0 <= correction.start < correction.end <= plan.characters:
        raise _RefusedError("新增的分工没有指明原文的位置。", "The new assignment does not say where the text says so.")
    if correction.end - correction.start != len(correction.words):
        raise _RefusedError("原文的字与起止点不符。", "The words do not fit the place.")
    taken = {row.iri for row in corpus.assignments}
    name = iris.assignment(task.plan, correction.start, role)
    number, iri = 1, name
    while iri in taken:
        number += 1
        iri = f"{name}-{number}"
    row = AssignmentRow(
        iri=iri,
        plan=task.plan,
        task=task.iri,
        unit=unit.iri,
        role=role,
        mention=correction.words,
        start=correction.start,
        end=correction.end,
        label="",
        rank=1,
        of=1,
        ranked=False,
        basis=str(Basis.CLAUSE),
        rule="correction",
        confidence=1.0,
    )
    return _with_assignment(_with_unit(corpus, unit), row)


def _drop(corpus: Corpus, correction: Correction, _: Mapping[str, UnitRow]) -> Corpus:
    gone = _assignment(corpus, correction.target)
    return replace(corpus, assignments=tuple(row for row in corpus.assignments if row.iri != gone.iri))


def _move(corpus: Corpus, correction: Correction, _: Mapping[str, UnitRow]) -> Corpus:
    task = _task(corpus, correction.target)
    plan = next(plan for plan in corpus.plans if plan.iri == task.plan)
    if not correction.words or not 0 <= correction.start < correction.end <= plan.characters:
        raise _RefusedError("新的边界不在原文之内。", "The new boundary lies outside the text.")
    moved = replace(task, start=correction.start, end=correction.end, text=correction.words)
    return replace(corpus, tasks=tuple(moved if one.iri == task.iri else one for one in corpus.tasks))


def _judge(corpus: Corpus, correction: Correction, _: Mapping[str, UnitRow]) -> Corpus:
    if correction.target not in {finding.iri for finding in corpus.findings}:
        raise _missing(correction.target)
    return corpus


_APPLY: Mapping[Change, Callable[[Corpus, Correction, Mapping[str, UnitRow]], Corpus]] = {
    Change.MERGE: _merge,
    Change.SPLIT: _split,
    Change.RENAME: _rename,
    Change.ROLE: _change_role,
    Change.ADD: _add,
    Change.DROP: _drop,
    Change.MOVE: _move,
    Change.ACCEPT: _judge,
    Change.DISMISS: _judge,
}
