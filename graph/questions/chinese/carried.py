"""Count what a question about all tasks of some plans asks for in the row database, where that gives the same as a query.

A query walks every assignment of an archive; the rows have each once, and what is counted of each plan when it is
written. Each function gives None where a question restricts the tasks by more than plans and grades of clarity.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select

from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import COUNTED
from graph.dataset.sql_tables import LINKS, ROWS, SUMMARY
from graph.dataset.summary import ANY, ROLE_NAMES
from graph.questions.chinese.asking import AskedData
from graph.questions.chinese.frame import DutyGroup, QuestionFrame, Says, Target
from graph.questions.chinese.parse import LEAD
from graph.questions.chinese.query import TITLE, others

_TASKS, _UNITS, _SECTIONS = ROWS["tasks"].c, ROWS["units"].c, ROWS["sections"].c


def ranked(frame: QuestionFrame, data: AskedData) -> list[tuple[str, int]] | None:
    """Give each unit with its tasks in a role, the most or the fewest first.

    Returns:
        The IRIs and numbers in the order of ``graph.questions.chinese.query.ranked_units``; None as the module says.
    """
    group = _group(frame)
    if group is None:
        return None
    numbers = _numbers(frame, group, data)
    allowed = _allowed(frame, numbers, data)
    found = [(unit, n) for unit, n in numbers.items() if unit in allowed]
    units = data.names.units
    return sorted(found, key=lambda row: (row[1] if frame.least else -row[1], units[row[0]].name))


def units(frame: QuestionFrame, data: AskedData) -> list[str] | None:
    """Give the units that are requested, by name: those of every role that is asserted, less those of the roles denied."""
    groups = frame.asked or (DutyGroup(),)
    if frame.grades or not all(_plain(frame, group) for group in groups) or frame.named:
        return None
    positive = [group for group in groups if not group.negated] or [DutyGroup()]
    denied = [group for group in groups if group.negated]
    denied += [other for group in positive if group.only for other in others(group)]
    found = set.intersection(*(set(_numbers(frame, group, data)) for group in positive))
    for group in denied:
        found -= set(_numbers(frame, group, data))
    return sorted(_allowed(frame, found, data), key=lambda unit: data.names.units[unit].name)


def tasks(frame: QuestionFrame, data: AskedData) -> list[tuple[str, str, int]] | None:
    """Count the units of each task, the most first, in the order of ``graph.questions.chinese.query.ranked_tasks``; or None."""
    group = _group(frame)
    if group is None or group.first or group.bound or frame.kinds or frame.without:
        return None
    rows = _rows(frame, data)
    asked = select(_TASKS.iri, _TASKS.ref, func.count(LINKS.c.unit.distinct())).join_from(*_of_task())
    asked = asked.where(*_in_role(group), *_of_grades(frame), *rows.inside(LINKS.c.graph)).group_by(
        _TASKS.iri, _TASKS.ref
    )
    return _in_order(rows.ask(asked), frame)


def listed(frame: QuestionFrame, data: AskedData) -> list[tuple[str, str, str]] | None:
    """Give the IRI, reference and title of each task, in the order of ``graph.questions.chinese.query.tasks``; or None."""
    rest = frame.but(plans=(), grades=(), grades_negated=False, says=(), timed=None, target=None, shape=None)
    if rest != QuestionFrame():
        return None
    rows = _rows(frame, data)
    words = func.substr(_TASKS.text, 1, TITLE)
    asked = select(_TASKS.iri, _TASKS.ref, _TASKS.title, words).order_by(_TASKS.plan, _TASKS.start)
    timed = () if frame.timed is None else ((_TASKS.deadline != "") == frame.timed,)
    conditions = (*timed, *map(_saying, frame.says), *_of_grades(frame), *rows.inside(_TASKS.graph))
    found = rows.ask(asked.where(*conditions))
    return [(iri, ref, title or text) for iri, ref, title, text in found]


def homes(frame: QuestionFrame, data: AskedData) -> list[tuple[str, str, int]] | None:
    """Count the tasks of each section or plan, or their units, as ``graph.questions.chinese.query.ranked_homes``; or None."""
    group = _group(frame)
    if group is None or group.first or group.bound or frame.kinds or frame.without:
        return None
    rows = _rows(frame, data)
    of_sections = frame.target is Target.SECTIONS
    home: Sequence[ColumnElement[Any]] = (_SECTIONS.iri, _SECTIONS.id) if of_sections else (_TASKS.plan,)
    counted = LINKS.c.unit if frame.asked else _TASKS.place
    asked: Select[Any] = select(*home, func.count(counted.distinct()))
    asked = asked.join_from(*_of_task()) if frame.asked else asked.select_from(ROWS["tasks"])
    asked = asked.where(*_in_role(group), *_of_grades(frame), *rows.inside(_TASKS.graph))
    if of_sections:
        asked = asked.join(ROWS["sections"], (_SECTIONS.graph == _TASKS.graph) & (_SECTIONS.iri == _TASKS.part_of))
    titles = data.names.plans
    found: Sequence[Sequence[Any]] = rows.ask(asked.group_by(*home))
    return _in_order(found if of_sections else [(plan, titles[plan].title, n) for plan, n in found], frame)


def pairs(frame: QuestionFrame, data: AskedData) -> list[tuple[str, str, int]] | None:
    """Count the tasks that two units share, the most first, in the order of ``graph.questions.chinese.query.pairs``; or None."""
    group = _group(frame)
    if group is None or group.first or group.bound or frame.kinds or frame.without or frame.grades:
        return None
    rows = _rows(frame, data)
    of_unit = (_UNITS.graph == LINKS.c.graph) & (_UNITS.place == LINKS.c.unit)
    asked = select(LINKS.c.graph, LINKS.c.task, _UNITS.iri).join_from(LINKS, ROWS["units"], of_unit).distinct()
    held: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for graph, task, unit in rows.ask(asked.where(*_in_role(group), *rows.inside(LINKS.c.graph))):
        held[graph, task].append(unit)
    counts = Counter(pair for found in held.values() for pair in combinations(sorted(found), 2))
    names = {iri: unit.name for iri, unit in data.names.units.items()}
    least = min(nlargest(frame.top or 1, counts.values()), default=0)  # the places below are not requested
    ordered = [(one, other, n) for (one, other), n in counts.items() if n >= least]
    return sorted(ordered, key=lambda row: (-row[2], names[row[0]], names[row[1]]))


def _group(frame: QuestionFrame) -> DutyGroup | None:
    """Give the only role that is requested; None where the question restricts the tasks or units by more."""
    group = frame.asked[0] if frame.asked else DutyGroup()
    alone = len(frame.groups) <= 1 and not (frame.named or group.negated or group.only)
    return group if alone and _plain(frame, group) else None


def _plain(frame: QuestionFrame, group: DutyGroup) -> bool:
    """Whether the rows have the tasks of a role: of plans and grades, in one place of the list or any."""
    rest = frame.but(
        plans=(),
        grades=(),
        grades_negated=False,
        kinds=(),
        without=(),
        groups=(),
        target=None,
        shape=None,
        top=0,
        nth=False,
        least=False,
    )
    known = replace(group, asked=False, roles=(), first=False, bound=None, negated=False, only=False)
    return rest == QuestionFrame() and known == DutyGroup()


def _numbers(frame: QuestionFrame, group: DutyGroup, data: AskedData) -> dict[str, int]:
    """Count the tasks of each unit in the roles of a group, within its bound."""
    rows = _rows(frame, data)
    asked: Select[Any]
    if group.first:
        asked = _listed_first(frame, group).where(*rows.inside(_TASKS.graph))
    elif frame.grades or len(group.roles) > 1:
        held = select(LINKS.c.graph, LINKS.c.task, LINKS.c.unit).join_from(*_of_task()).distinct()
        links = held.where(*_in_role(group), *_of_grades(frame), *rows.inside(LINKS.c.graph)).subquery()
        of_unit = (_UNITS.graph == links.c.graph) & (_UNITS.place == links.c.unit)
        asked = select(_UNITS.iri, func.count()).select_from(links).join(ROWS["units"], of_unit).group_by(_UNITS.iri)
    else:
        role = (SUMMARY.c.role == (group.roles or (ANY,))[0], SUMMARY.c.n > 0, *rows.inside(SUMMARY.c.graph))
        asked = select(SUMMARY.c.unit, func.sum(SUMMARY.c.n)).where(*role).group_by(SUMMARY.c.unit)
    found: Sequence[Sequence[Any]] = rows.ask(asked)
    return {unit: int(n) for unit, n in found if group.bound is None or group.bound.holds(int(n))}


def _listed_first(frame: QuestionFrame, group: DutyGroup) -> Select[Any]:
    """Count the tasks in whose list each unit is the first."""
    table = ROWS["assignments"]
    first = (table.c.rank == 1, table.c.role == (group.roles or (LEAD,))[0], table.c.basis.in_(sorted(COUNTED)))
    of_task = (_TASKS.graph == table.c.graph) & (_TASKS.iri == table.c.task)
    asked = select(table.c.unit, func.count(table.c.task.distinct())).join(ROWS["tasks"], of_task)
    return asked.where(*first, *_of_grades(frame)).group_by(table.c.unit)


def _of_task() -> tuple[Any, Any, ColumnElement[bool]]:
    """Join the links with their tasks."""
    return LINKS, ROWS["tasks"], (_TASKS.graph == LINKS.c.graph) & (_TASKS.place == LINKS.c.task)


def _in_role(group: DutyGroup) -> tuple[ColumnElement[bool], ...]:
    return (LINKS.c.role.in_([ROLE_NAMES.index(role) for role in group.roles]),) if group.roles else ()


def _of_grades(frame: QuestionFrame) -> tuple[ColumnElement[bool], ...]:
    if not frame.grades:
        return ()
    grades = _TASKS.clarity.in_(frame.grades)
    return (~grades if frame.grades_negated else grades,)


def _saying(says: Says) -> ColumnElement[bool]:
    """Compare a text with itself less the words: LIKE takes a and A for the same."""
    found = or_(*(func.replace(_TASKS.text, words, "") != _TASKS.text for words in (says.words, *says.others)))
    return not_(found) if says.negated else found


def _allowed(frame: QuestionFrame, found: Iterable[str], data: AskedData) -> set[str]:
    """Give the units of the kinds requested, without those that are left out."""
    left_out = {iri for choice in frame.without for iri in choice.iris}
    named = data.names.units
    return {unit for unit in found if unit not in left_out and (not frame.kinds or named[unit].kind in frame.kinds)}


def _in_order(rows: Sequence[Sequence[Any]], frame: QuestionFrame) -> list[tuple[str, str, int]]:
    found = [(str(iri), str(label), int(n)) for iri, label, n in rows]
    return sorted(found, key=lambda row: (row[2] if frame.least else -row[2], row[1], row[0]))


def _rows(frame: QuestionFrame, data: AskedData) -> RowSnapshot:
    """Give the rows of the plans that the question names, or of all."""
    named = {iri for choice in frame.plans for iri in choice.iris}
    return data.rows.limited(plan for plan in data.rows.plans if plan.iri in named) if named else data.rows
