"""Carry out one correction on rows: one function per kind of change.

Guarantees:
    1. Pure: what does not fit raises ``DoesNotFitError`` with its reason and changes nothing.
    2. The units of the corpus may be more than its assignments name; what a merge or an addition names is found there.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from extract.messages import message
from extract.records import Basis, DocumentKind, Role
from graph.corrections.boundary import moved
from graph.corrections.home import rehomed
from graph.corrections.records import PLAN_FIELDS, Change, Correction, DoesNotFitError
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, PlanRow, TaskRow, UnitRow
from ontology import iris

RULE = "correction"
"""The rule of an assignment that a person added; one that a person accepted has ``accepted/`` before its own."""

LOST = "/earlier/"
"""In the target of a correction that was made on an earlier version and found no counterpart in the plan."""

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_Row = TypeVar("_Row", UnitRow, AssignmentRow, TaskRow, PlanRow, FindingRow)


@dataclass(frozen=True, slots=True)
class _Case:
    """A correction with the rows, and the full texts of the plans as far as they are given."""

    corpus: Corpus
    said: Correction
    texts: Mapping[str, str]

    def unit(self, iri: str) -> UnitRow:
        return _found(self.corpus.units, iri)

    def assignment(self, iri: str) -> AssignmentRow:
        return _found(self.corpus.assignments, iri)

    def with_unit(self, unit: UnitRow) -> Corpus:
        return replace(self.corpus, units=(*(one for one in self.corpus.units if one.iri != unit.iri), unit))

    def with_assignment(self, row: AssignmentRow) -> Corpus:
        return replace(self.without(row), assignments=(*self.without(row).assignments, row))

    def without(self, row: AssignmentRow) -> Corpus:
        return replace(self.corpus, assignments=tuple(one for one in self.corpus.assignments if one.iri != row.iri))

    def check_place(self, plan_iri: str) -> None:
        """Refuse words that the plan's text does not have at the place given."""
        said, plan = self.said, _found(self.corpus.plans, plan_iri)
        if not said.words or not 0 <= said.start < said.end <= plan.characters:
            raise DoesNotFitError(message("没有照录原文，或起止点不在原文之内。"))
        here = self.texts[plan_iri][said.start : said.end] if plan_iri in self.texts else said.words
        if here != said.words or said.end - said.start != len(said.words):
            raise DoesNotFitError(
                message("原文该处是“{here}”，不是“{words}”。", here=here[:40], words=said.words[:40]),
            )


def carry_out(corpus: Corpus, correction: Correction, texts: Mapping[str, str]) -> Corpus:
    """Carry out one correction.

    Args:
        corpus: the rows to change.
        correction: what to change; not an undoing, which changes the list of corrections instead.
        texts: the full text of each plan by IRI; words are not compared with a text that is not given.

    Raises:
        DoesNotFitError: when it does not fit.
    """
    if LOST in correction.target:
        raise DoesNotFitError(
            message(
                "更正是对旧版本“{words}”作的，新版本里找不到对应的文字。",
                words=correction.words[:40] or correction.target,
            )
        )
    return _CHANGES[correction.change](_Case(corpus, correction, texts))


def _found(rows: tuple[_Row, ...], iri: str) -> _Row:
    for row in rows:
        if row.iri == iri:
            return row
    raise DoesNotFitError(message("找不到 {iri}。", iri=iri))


def _merge(case: _Case) -> Corpus:
    gone, stays = case.said.target, case.said.value
    if gone == stays:
        raise DoesNotFitError(message("单位不能并入自己。"))
    case.unit(gone)
    try:
        case.unit(stays)
    except DoesNotFitError:
        raise DoesNotFitError(
            message("{stays} 不在了：不存在，或已并入别的单位（循环合并）。", stays=stays),
        ) from None
    corpus = case.corpus
    return replace(
        corpus,
        units=tuple(one for one in corpus.units if one.iri != gone),
        assignments=tuple(replace(row, unit=stays) if row.unit == gone else row for row in corpus.assignments),
    )


def _split(case: _Case) -> Corpus:
    """Add a new unit and give it assignments of the old one; those of other plans are ignored."""
    old, name = case.unit(case.said.target), case.said.value
    here = tuple(plan.iri + "/" for plan in case.corpus.plans)
    rows = [case.assignment(part) for part in case.said.parts if part.startswith(here)]
    if not case.said.parts or not name.strip() or any(row.unit != old.iri for row in rows):
        raise DoesNotFitError(message("拆分要写明新单位的名称，和原单位的若干条分工。"))
    new_id = f"{old.id}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    new = replace(old, iri=iris.unit(new_id), id=new_id, name=name, body=name, registered=False)
    moved = {row.iri for row in rows}
    return replace(
        case.with_unit(new),
        assignments=tuple(replace(row, unit=new.iri) if row.iri in moved else row for row in case.corpus.assignments),
    )


def _rename(case: _Case) -> Corpus:
    unit = case.unit(case.said.target)
    if not case.said.value.strip():
        raise DoesNotFitError(message("新名称是空的。"))
    return case.with_unit(replace(unit, name=case.said.value))


def _change_role(case: _Case) -> Corpus:
    row = case.assignment(case.said.target)
    return case.with_assignment(replace(row, role=_role(case.said.value)))


def _role(words: str) -> str:
    try:
        return str(Role(words))
    except ValueError:
        raise DoesNotFitError(message("没有“{words}”这种角色。", words=words)) from None


def _add(case: _Case) -> Corpus:
    said = case.said
    task, unit, role = _found(case.corpus.tasks, said.target), case.unit(said.value), _role(said.role)
    case.check_place(task.plan)
    row = AssignmentRow(
        iri=_free(iris.assignment(task.plan, said.start, role), {row.iri for row in case.corpus.assignments}),
        plan=task.plan,
        task=task.iri,
        unit=unit.iri,
        role=role,
        mention=said.words,
        start=said.start,
        end=said.end,
        label="",
        rank=1,
        of=1,
        ranked=False,
        basis=str(Basis.CLAUSE),
        rule=RULE,
        confidence=1.0,
    )
    return case.with_assignment(row)


def _reassign(case: _Case) -> Corpus:
    """Give a mention another unit, and another role where one is said; it counts, since a person said so."""
    said = case.said
    row, unit = case.assignment(said.target), case.unit(said.value)
    role = _role(said.role) if said.role else row.role
    return case.with_assignment(
        replace(row, unit=unit.iri, role=role, basis=str(Basis.CLAUSE), rule=f"reassigned/{row.rule}")
    )


def _free(name: str, taken: set[str]) -> str:
    number, iri = 1, name
    while iri in taken:
        number += 1
        iri = f"{name}-{number}"
    return iri


def _drop(case: _Case) -> Corpus:
    return case.without(case.assignment(case.said.target))


def _move(case: _Case) -> Corpus:
    said, task = case.said, _found(case.corpus.tasks, case.said.target)
    case.check_place(task.plan)
    return moved(case.corpus, task, said.start, said.end, said.words)


def _describe(case: _Case) -> Corpus:
    """Correct what a plan says of itself; what it is recognised by in other versions, and what was read, stay."""
    said, plan = case.said, _found(case.corpus.plans, case.said.target)
    field, value = "".join(said.parts), said.value.strip()
    if field not in PLAN_FIELDS:
        raise DoesNotFitError(message("方案信息中没有“{field}”一项。", field=field[:40]))
    if field == "title" and not value:
        raise DoesNotFitError(message("标题不能为空。"))
    if field == "issued" and value and not _is_date(value):
        raise DoesNotFitError(message("日期“{date}”无法识别，请写成 2026-11-30、2026-11 或 2026。", date=value[:40]))
    if field == "kind" and value not in tuple(DocumentKind):
        raise DoesNotFitError(message("没有“{kind}”这种文种。", kind=value[:40]))
    changed = replace(plan, **cast("Any", {field: value}))
    plans = tuple(changed if one.iri == plan.iri else one for one in case.corpus.plans)
    return replace(case.corpus, plans=plans)


def _is_date(words: str) -> bool:
    """Whether words are a day, a month or a year as ISO 8601 writes it."""
    if not _DATE.fullmatch(words):
        return False
    try:
        datetime.date.fromisoformat((words + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _accept(case: _Case) -> Corpus:
    """Count what was only shown: its basis becomes a clause, and its rule records that a person accepted it."""
    row = _judged(case)
    if row is None:
        return case.corpus
    return case.with_assignment(replace(row, basis=str(Basis.CLAUSE), rule=f"accepted/{row.rule}"))


def _dismiss(case: _Case) -> Corpus:
    row = _judged(case)
    return case.corpus if row is None else case.without(row)


def _rehome(case: _Case) -> Corpus:
    return rehomed(case.corpus, _found(case.corpus.plans, case.said.target), case.said.value)


def _judged(case: _Case) -> AssignmentRow | None:
    """Give the assignment that is judged; None for a finding, whose row stays as it is."""
    if case.said.target in {finding.iri for finding in case.corpus.findings}:
        return None
    row = case.assignment(case.said.target)
    if row.counted:
        raise DoesNotFitError(message("这条分工本来就计数；要去掉请用“删除分工”。"))
    return row


_CHANGES: Mapping[Change, Callable[[_Case], Corpus]] = {
    Change.MERGE: _merge,
    Change.SPLIT: _split,
    Change.RENAME: _rename,
    Change.ROLE: _change_role,
    Change.ADD: _add,
    Change.DROP: _drop,
    Change.REASSIGN: _reassign,
    Change.MOVE: _move,
    Change.DESCRIBE: _describe,
    Change.ACCEPT: _accept,
    Change.DISMISS: _dismiss,
    Change.HOME: _rehome,
}
