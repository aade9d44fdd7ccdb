"""Read the rows of the chart as an expert does: near misses of a clear lead, each as a question worth asking.

Source: horizontal RACI analysis (no unit accountable, several accountable, one hat on both sides); customary checks
of a legal affairs office (a temporary body leads; the text names another lead than the list).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from extract.records import Basis, Role, UnitKind
from graph.dataset.clarity import DEFAULT, Thresholds
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow, UnitRow

_LEAD, _SUPPORT = Role.LEAD.value, Role.SUPPORT.value
_STEP = re.compile(r"sentence/(?:step|must|with)\b")


class TaskSign(StrEnum):
    """What was noticed in one task."""

    LEAD_ALSO_SUPPORTS = "lead-also-supports"
    TEXT_NAMES_ANOTHER_LEAD = "text-names-another-lead"
    MANY_LEADS = "many-leads"
    TEMPORARY_BODY_LEADS = "temporary-body-leads"
    ABOLISHED_UNIT_LEADS = "abolished-unit-leads"
    NO_DEADLINE = "no-deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Something about the lead of a task that an expert would query.

    Attributes:
        rows: IRIs of the assignments it rests on; empty for a missing deadline.
    """

    sign: TaskSign
    task: TaskRow
    sentence: Message
    rows: tuple[str, ...]


def near_misses(
    corpus: Corpus, thresholds: Thresholds = DEFAULT, abolished: Mapping[tuple[str, str], Message] | None = None
) -> tuple[NearMiss, ...]:
    """List what an expert would query about the leads, in document order.

    Guarantees:
        1. Each sign appears at most once a task.
        2. A missing deadline is only noted in a plan in which some task has one.
        3. Running text is compared with the lists here, and nowhere else counted. A step given to another body
           (由工商部门核发) contradicts no list; a lead of the complete task (政府法制机构牵头) does.

    Args:
        corpus: the rows.
        thresholds: how many co-equal leads are many.
        abolished: by plan and unit IRI, what became of a unit that had ended when the plan was issued
            (see ``graph.reform.succession.gone``).
    """
    units = {unit.iri: unit for unit in corpus.units}
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        rows[row.task].append(row)
    dated = {task.plan for task in corpus.tasks if task.deadline}
    return tuple(
        near
        for task in corpus.tasks
        for near in (
            *_of_task(task, rows[task.iri], units, thresholds),
            *_gone(task, rows[task.iri], abolished or {}),
            *_undated(task, dated),
        )
    )


def _of_task(
    task: TaskRow, rows: Sequence[AssignmentRow], units: Mapping[str, UnitRow], thresholds: Thresholds
) -> Iterator[NearMiss]:
    counted = [row for row in rows if row.counted]
    leads = [row for row in counted if row.role == _LEAD]
    yield from _both(task, counted, {row.unit for row in leads})
    text = [row for row in rows if leads and not row.counted and _leads_in_text(row, leads, units)]
    if text:
        yield _near(
            TaskSign.TEXT_NAMES_ANOTHER_LEAD,
            task,
            text,
            message("正文写明由{units}负责，责任栏未列其牵头。建议明确：以哪一处为准。", units=_mentions(text)),
        )
    yield from _many(task, leads, thresholds)
    offices = [row for row in leads if units[row.unit].kind == UnitKind.GROUP_OFFICE]
    if offices:
        yield _near(
            TaskSign.TEMPORARY_BODY_LEADS,
            task,
            offices,
            message("由议事协调机构牵头：{units}。建议明确：机构撤销后的承接单位。", units=_mentions(offices)),
        )


def _both(task: TaskRow, counted: Sequence[AssignmentRow], leading: set[str]) -> Iterator[NearMiss]:
    both = [row for row in counted if row.role == _SUPPORT and row.unit in leading]
    if both:
        yield _near(
            TaskSign.LEAD_ALSO_SUPPORTS,
            task,
            both,
            message("既牵头又配合：{units}。建议核实两处是否为同一单位。", units=_mentions(both)),
        )


def _many(task: TaskRow, leads: Sequence[AssignmentRow], thresholds: Thresholds) -> Iterator[NearMiss]:
    many = len({row.unit for row in leads})
    if many > thresholds.many_leads and not any(row.ranked for row in leads):
        yield _near(
            TaskSign.MANY_LEADS,
            task,
            leads,
            message("{n} 个单位并列牵头：{units}。建议明确：汇总单位。", units=_mentions(leads), n=many),
        )


def _leads_in_text(row: AssignmentRow, leads: Sequence[AssignmentRow], units: Mapping[str, UnitRow]) -> bool:
    """Whether a sentence makes a unit the lead of the task that the list does not, not even as a kind of body."""
    if row.role != Role.LEAD or _STEP.match(row.rule) or row.basis != Basis.SENTENCE:
        return False
    if row.unit in {lead.unit for lead in leads}:
        return False
    unit = units[row.unit]
    body = unit.id.replace("-class-", "-", 1) if unit.kind == UnitKind.CLASS_WORD else unit.id
    return all(units[lead.unit].id != body for lead in leads if lead.rank == 1)


def _gone(
    task: TaskRow, rows: Sequence[AssignmentRow], abolished: Mapping[tuple[str, str], Message]
) -> Iterator[NearMiss]:
    gone = [row for row in rows if row.counted and row.role == Role.LEAD and (row.plan, row.unit) in abolished]
    if gone:
        after = abolished[gone[0].plan, gone[0].unit]
        yield _near(
            TaskSign.ABOLISHED_UNIT_LEADS,
            task,
            gone,
            message(
                "牵头单位可能已不再设置：{units}（{after}）。建议明确：现责任单位。", units=_mentions(gone), after=after
            ),
        )


def _undated(task: TaskRow, dated: set[str]) -> Iterator[NearMiss]:
    if task.plan in dated and not task.deadline:
        yield _near(
            TaskSign.NO_DEADLINE,
            task,
            (),
            message("同一方案中其他任务有完成时限，这一项没有。"),
        )


def _mentions(rows: Sequence[AssignmentRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.mention for row in rows))


def _near(sign: TaskSign, task: TaskRow, rows: Sequence[AssignmentRow], sentence: Message) -> NearMiss:
    return NearMiss(sign=sign, task=task, sentence=sentence, rows=tuple(row.iri for row in rows))
