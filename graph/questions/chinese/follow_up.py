"""Join a question to the one before it: 那司法局呢, 配合的呢, 其中第四部分的有几项.

A follow-up says only what changes. Units, roles, grades, places and sections that it names take the place of those of
the same kind; 其中 and 这些 keep the conditions and add to them.
"""

from dataclasses import replace
from enum import StrEnum

from extract.messages import message
from graph.questions.chinese.asking import RefusedQuestionError
from graph.questions.chinese.frame import AnswerShape, Choice, DutyGroup, QuestionFrame, Target
from graph.questions.chinese.parse import SUPPORT


class FollowUp(StrEnum):
    """How the words of a question point to the one before it."""

    THESE = "these"  # 其中, 这些: its rows
    PRONOUN = "pronoun"  # 它, 该单位: its unit
    MOST = "most_one"  # 最多的那家: the first of its ranking
    LEAST = "least_one"
    FOLLOW = "follow"  # 呢, 那: its conditions


def continued(
    frame: QuestionFrame, previous: QuestionFrame | None, points: FollowUp | None, pointer: str = ""
) -> QuestionFrame:
    """Complete a frame with the parts of the question before it, where the question is a follow-up.

    Args:
        frame: what the question says.
        previous: the question before it.
        points: how the question points to it.
        pointer: the words that do.

    Raises:
        RefusedQuestionError: they point to the first of a ranking, and there is none.
    """
    if points in {FollowUp.MOST, FollowUp.LEAST} and not _ranks(previous, points):
        raise RefusedQuestionError(message("前面没有问过谁最多或最少，不知道指哪个单位。"))
    if previous is None:
        return frame
    if points in _OF_RANKING and _ranks(previous, points):
        return continued(frame, _first_of(previous, pointer), FollowUp.PRONOUN)
    if points is FollowUp.THESE or (points is not FollowUp.PRONOUN and _only_units(frame)):
        return _kept(frame, previous)
    if points is FollowUp.PRONOUN and any(group.asked for group in frame.asked):
        return _beside(frame, previous)
    if points is not None or frame.target is None or _bare(frame):
        return _replaced(frame, previous)
    return frame


_OF_RANKING = frozenset({FollowUp.MOST, FollowUp.LEAST, FollowUp.PRONOUN})


def _ranks(previous: QuestionFrame | None, points: FollowUp | None) -> bool:
    """Whether the question before ranks units, from the end that is meant."""
    if previous is None or previous.shape is not AnswerShape.RANK or previous.target is not Target.UNITS:
        return False
    return points is FollowUp.PRONOUN or previous.least == (points is FollowUp.LEAST)


def _first_of(ranking: QuestionFrame, pointer: str) -> QuestionFrame:
    """Give the question about the tasks of the unit that is first in a ranking."""
    unit = Choice(words=pointer, iris=(), first_of=ranking.but(top=ranking.top if ranking.nth else 0))
    groups = (replace(ranking.asked[0] if ranking.asked else DutyGroup(), units=(unit,), asked=False),)
    return ranking.but(shape=None, target=Target.TASKS, top=0, nth=False, least=False, groups=groups)


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


def _beside(frame: QuestionFrame, previous: QuestionFrame) -> QuestionFrame:
    """Read 它和谁一起牵头, 谁来配合它: units next to that of the question before; no target where its role is left open."""
    before = {group.roles for group in previous.named}
    clear = all(group.roles == (SUPPORT,) or {group.roles} == before for group in frame.asked)
    return _kept(frame, previous) if clear else frame.but(target=None)


def _kept(frame: QuestionFrame, previous: QuestionFrame) -> QuestionFrame:
    conditions = previous.but(
        plans=frame.plans or previous.plans,
        sections=frame.sections or previous.sections,
        tasks=frame.tasks or previous.tasks,
        grades=frame.grades or previous.grades,
        grades_negated=frame.grades_negated if frame.grades else previous.grades_negated,
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
        grades_negated=frame.grades_negated if frame.grades else previous.grades_negated,
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
