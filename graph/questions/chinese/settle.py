"""Settle the names that a question writes once and the data contains several times, by its scope or by asking back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from extract.messages import message
from graph.questions.chinese import query
from graph.questions.chinese.asking import MOST_CHOICES, AskBackError, AskedData, RefusedQuestionError
from graph.questions.chinese.frame import AnswerShape, Choice, DutyGroup, Join, QuestionFrame
from graph.questions.chinese.names import NameIndex, plain
from graph.questions.chinese.results import NamedCell, number_of_query, results


def settled(frame: QuestionFrame, data: AskedData) -> QuestionFrame:
    """Give a frame in which every name means one thing.

    Raises:
        AskBackError: when a name still means several.
        RefusedQuestionError: when it means nothing in the scope of the question.
    """
    plans = tuple(frame.plans)
    scope = {iri for choice in plans for iri in choice.iris}
    frame = frame.but(
        without=tuple(Choice(words=choice.words, iris=(iri,)) for choice in frame.without for iri in choice.iris),
        sections=tuple(_one_place(choice, data.names.sections, scope, data.names) for choice in frame.sections),
        tasks=tuple(_one_place(choice, data.names.tasks, scope, data.names) for choice in frame.tasks),
    )
    if frame.whole is not None:
        frame = frame.but(whole=settled(frame.whole, data))
    if frame.shape is AnswerShape.EACH and any(len(choice.iris) > 1 for group in frame.named for choice in group.units):
        return frame.but(groups=tuple(_spread(group, data.names, scope) for group in frame.groups), plans=())
    for number, group in enumerate(frame.groups):
        groups = [*frame.groups]
        groups[number] = _settle_group(group, frame, data, scope)
        frame = frame.but(groups=tuple(groups))
    return frame.but(among=tuple(_settle_unit(one, DutyGroup(), frame, data, scope) for one in frame.among))


def _spread(group: DutyGroup, names: NameIndex, scope: set[str]) -> DutyGroup:
    """陕西、江西的发改委各牵头几项: every unit of the name in the places requested."""
    places = {names.plans[iri].place for iri in scope}
    units = tuple(
        Choice(words=names.units[iri].name, iris=(iri,))
        for choice in group.units
        for iri in choice.iris
        if not places or names.units[iri].place in places
    )
    return replace(group, units=units)


def _one_place(choice: Choice, table: Mapping[str, object], scope: set[str], names: NameIndex) -> Choice:
    iris = tuple(iri for iri in choice.iris if iri in table and (not scope or _plan_of(iri, names) in scope))
    if len(iris) > 1 and choice.words.startswith("("):  # of the sections (二) those with tasks
        homes = {task.section for task in names.tasks.values()}
        iris = tuple(iri for iri in iris if iri in homes) or iris
    if len(iris) == 1:
        return replace(choice, iris=iris)
    if not iris:
        raise RefusedQuestionError(message("数据里没有“{words}”。", words=choice.words))
    raise AskBackError(choice.words, [_place_label(iri, names) for iri in iris[:MOST_CHOICES]])


def _plan_of(iri: str, names: NameIndex) -> str:
    return names.sections[iri].plan if iri in names.sections else names.tasks[iri].plan


def _place_label(iri: str, names: NameIndex) -> str:
    """Name a section or task so that the question can be asked with it: a reference of one number is no name."""
    row = names.sections.get(iri) or names.tasks[iri]
    plan = names.plans[row.plan]
    words = row.title if row.title and "." not in row.ref else f"{row.ref} {row.title}".strip()
    return f"{plan.place} {plan.title} {words}".strip()


def _settle_group(group: DutyGroup, frame: QuestionFrame, data: AskedData, scope: set[str]) -> DutyGroup:
    if group.than is not None:
        return replace(group, than=_settle_unit(group.than, group, frame, data, scope))
    if not group.units:
        return group
    return replace(group, units=tuple(_settle_unit(choice, group, frame, data, scope) for choice in group.units))


def _settle_unit(choice: Choice, group: DutyGroup, frame: QuestionFrame, data: AskedData, scope: set[str]) -> Choice:
    """Narrow a name by the places of the question, its conditions, the other units, and its exact form, in this order."""
    if choice.first_of is not None:
        return _first(choice, choice.first_of, data)
    places = {data.names.plans[iri].place for iri in scope}
    conditions = bool(frame.sections or frame.tasks or scope or frame.says)
    beside = len(frame.named) > 1 or len(group.units) > 1
    tests: tuple[tuple[bool, Callable[[str], bool]], ...] = (
        (bool(places), lambda iri: data.names.units[iri].place in places),
        (conditions, lambda iri: _has_tasks(iri, group, frame, data)),
        (beside, lambda iri: _together(iri, choice, group, frame, data)),
        (beside, lambda iri: data.names.units[iri].place in _places_beside(choice, frame, data.names)),
        (True, lambda iri: plain(data.names.units[iri].name) == plain(choice.words)),
    )
    iris = choice.iris
    for applies, test in tests:
        if len(iris) > 1 and applies:
            iris = tuple(filter(test, iris)) or iris
    if len(iris) > 1:
        raise AskBackError(choice.words, [data.names.units[iri].name for iri in iris[:MOST_CHOICES]])
    return replace(choice, iris=iris)


def _first(choice: Choice, ranking: QuestionFrame, data: AskedData) -> Choice:
    """Give the unit that is first in a ranking; where several are, they are returned as choices."""
    found = [row[0] for row in results(settled(ranking, data), data).rows]
    named = [cell for cell in found if isinstance(cell, NamedCell)]
    if not named:
        raise RefusedQuestionError(message("没有单位排在第一，不知道指哪个单位。"))
    if len(named) > 1:
        raise AskBackError(choice.words, named[:MOST_CHOICES])
    return Choice(words=str(named[0]), iris=(named[0].iri,))


def _places_beside(choice: Choice, frame: QuestionFrame, names: NameIndex) -> set[str]:
    """Give the places of the other units that are settled."""
    others = (one for group in frame.named for one in group.units if one is not choice and len(one.iris) == 1)
    return {names.units[one.iris[0]].place for one in others}


def _has_tasks(unit: str, group: DutyGroup, frame: QuestionFrame, data: AskedData) -> bool:
    one = query.tasks_of_unit(frame, unit, () if group.negated else group.roles)
    return number_of_query(data, one) > 0


def _together(unit: str, choice: Choice, group: DutyGroup, frame: QuestionFrame, data: AskedData) -> bool:
    """Whether any task has this unit in the group together with the other units that are settled."""
    units = tuple(
        replace(one, iris=(unit,)) if one is choice else one
        for one in group.units
        if one is choice or len(one.iris) == 1
    )
    others = tuple(one for one in frame.named if one is not group and all(len(named.iris) == 1 for named in one.units))
    return (
        number_of_query(
            data, query.number_of_tasks(frame.but(groups=(replace(group, units=units, join=Join.BOTH), *others)))
        )
        > 0
    )
