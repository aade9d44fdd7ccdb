"""Join a question to the one before it: 那司法局呢, 配合的呢, 其中第四部分的有几项.

A follow-up says only what changes. Units, roles, grades, places and sections that it names take the place of those of
the same kind; 其中 and 这些 keep the conditions and add to them.
"""

from dataclasses import replace
from enum import StrEnum

from graph.questions.chinese.frame import AnswerShape, DutyGroup, QuestionFrame, Target


class FollowUp(StrEnum):
    """How the words of a question point to the one before it."""

    THESE = "these"  # 其中, 这些: its rows
    PRONOUN = "pronoun"  # 它, 该单位: its unit
    FOLLOW = "follow"  # 呢, 那: its conditions


def continued(frame: QuestionFrame, previous: QuestionFrame | None, points: FollowUp | None) -> QuestionFrame:
    """Complete a frame with the parts of the question before it, where the question is a follow-up."""
    if previous is None:
        return frame
    if points is FollowUp.THESE or (points is not FollowUp.PRONOUN and _only_units(frame)):
        return _kept(frame, previous)
    if points is not None or frame.target is None or _bare(frame):
        return _replaced(frame, previous)
    return frame


def _only_units(frame: QuestionFrame) -> bool:
    """Whether a question requests the units of tasks and names no task: 谁来配合?"""
    return (
        frame.target is Target.UNITS
        and frame.shape is None
        and bool(frame.asked)
        and not frame.named
        and not any(group.bound or group.negated for group in frame.asked)
        and not (
            frame.grades
            or frame.says
            or frame.tasks
            or frame.sections
            or frame.plans
            or frame.headcounts
            or frame.kinds
        )
    )


def _bare(frame: QuestionFrame) -> bool:
    """Whether a question names neither unit, role nor any condition: 有几项?"""
    return not (
        frame.groups
        or frame.grades
        or frame.says
        or frame.tasks
        or frame.sections
        or frame.plans
        or frame.headcounts
        or frame.due
        or frame.timed is not None
    )


def _kept(frame: QuestionFrame, previous: QuestionFrame) -> QuestionFrame:
    conditions = previous.but(
        plans=frame.plans or previous.plans,
        sections=frame.sections or previous.sections,
        tasks=frame.tasks or previous.tasks,
        grades=frame.grades or previous.grades,
        says=(*previous.says, *frame.says),
        timed=frame.timed if frame.timed is not None else previous.timed,
        due=frame.due or previous.due,
        headcounts=(*previous.headcounts, *frame.headcounts),
        kinds=frame.kinds or previous.kinds,
        groups=(*previous.named, *frame.groups),
    )
    return conditions.but(
        target=frame.target or previous.target,
        shape=frame.shape,
        nth=frame.nth,
        top=frame.top,
        least=frame.least,
        with_units=frame.with_units,
    )


def _replaced(frame: QuestionFrame, previous: QuestionFrame) -> QuestionFrame:
    changed = previous.but(
        plans=frame.plans or previous.plans,
        sections=frame.sections or previous.sections,
        tasks=frame.tasks or previous.tasks,
        grades=frame.grades or previous.grades,
        says=frame.says or previous.says,
        due=frame.due or previous.due,
        timed=frame.timed if frame.timed is not None else previous.timed,
        headcounts=frame.headcounts or previous.headcounts,
        groups=_groups(frame.groups, previous.groups),
        kinds=frame.kinds or previous.kinds,
    )
    if frame.shape in {AnswerShape.LIST, AnswerShape.COUNT, AnswerShape.RANK, AnswerShape.SHARE, AnswerShape.YES_NO}:
        changed = changed.but(shape=frame.shape, top=frame.top or previous.top, nth=frame.nth, least=frame.least)
        if frame.target not in {None, Target.TASKS} or previous.shape is None:
            changed = changed.but(target=frame.target or previous.target)
    return changed


def _groups(new: tuple[DutyGroup, ...], old: tuple[DutyGroup, ...]) -> tuple[DutyGroup, ...]:
    """Put new units or new roles into the groups of the question before."""
    if not new or not old:
        return new or old
    first = new[0]
    if first.units and not first.roles:
        return _with_units(first, old)
    if first.units:
        return new
    if first.bound and not first.roles:
        return tuple(replace(group, bound=first.bound) if group.bound else group for group in old)
    return tuple(
        replace(group, roles=first.roles, negated=first.negated, first=first.first, bound=first.bound or group.bound)
        for group in old
    )


def _with_units(first: DutyGroup, old: tuple[DutyGroup, ...]) -> tuple[DutyGroup, ...]:
    if not any(group.units for group in old):
        return (*old, first)
    return tuple(replace(group, units=first.units, join=first.join) if group.units else group for group in old)
