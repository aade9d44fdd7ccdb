"""Answer a settled frame: run its query, and shape the rows as requested."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from extract.messages import message
from graph.questions.chinese import carried, query
from graph.questions.chinese.asking import AskBackError, AskedData
from graph.questions.chinese.frame import (
    AnswerShape,
    Bound,
    DutyGroup,
    Headcount,
    Join,
    NumberComparison,
    QuestionFrame,
    Target,
)
from graph.questions.chinese.query import FrameQuery
from graph.store import RdfTerm

Cell = str | int | float
_COLLECTIVE = "collective"


class NamedCell(str):
    """A name or reference in an answer, with the IRI of what it names."""

    __slots__ = ("iri",)

    def __new__(cls, words: str, iri: str) -> Self:
        """Make a cell of the words that people know a thing by."""
        made = super().__new__(cls, words)
        made.iri = iri
        return made

    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of a plan that support an answer."""

    task: NamedCell
    unit: NamedCell
    label: str
    mention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedRows:
    """The rows of an answer with the query that gave them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sparql: str


def results(frame: QuestionFrame, data: AskedData) -> ShapedRows:
    """Run the query of a settled frame.

    Raises:
        AskBackError: when the words leave open whether all of the units are meant or any.
    """
    for group in frame.named:
        if group.join is Join.OPEN and frame.shape in {None, AnswerShape.LIST, AnswerShape.COUNT} and not group.negated:
            together = "、".join(one.words for one in group.units) + "一起"
            either = "或".join(one.words for one in group.units)
            why = message("“{words}”指共同承担，还是任意一家承担？", words=group.written)
            raise AskBackError(group.written, (together, either), why)
    frame = frame.but(groups=tuple(_measured(group, frame, data) for group in frame.groups))
    shape = frame.shape or AnswerShape.LIST
    if (
        frame.target is Target.TASKS
        and shape in {AnswerShape.LIST, AnswerShape.COUNT, AnswerShape.SHARE}
        and not (frame.with_units or frame.with_roles)
    ):
        frame = _with_headcounts(frame)
    rows, columns, text = _SHAPES[shape](frame, data)
    return ShapedRows(columns=columns, rows=tuple(rows), sparql=text)


def collectives(found: ShapedRows, frame: QuestionFrame, data: AskedData) -> int:
    """Count the collectives (各县市人民政府) among the units that an answer lists or counts; 0 where only they were requested."""
    if frame.kinds:
        return 0
    if "unit" not in found.columns:
        counted = frame.target is Target.UNITS and frame.shape in {
            AnswerShape.COUNT,
            AnswerShape.SHARE,
            AnswerShape.AVERAGE,
        }
        return int(_count(frame.but(kinds=(_COLLECTIVE,)), data)[0][0][0]) if counted else 0
    listed = {cell.iri for row in found.rows for cell in row if isinstance(cell, NamedCell)}
    return sum(data.names.units[iri].kind == _COLLECTIVE for iri in listed & data.names.units.keys())


def _measured(group: DutyGroup, frame: QuestionFrame, data: AskedData) -> DutyGroup:
    """比公安局多: the number of that unit becomes the bound."""
    if group.than is None or group.bound is None:
        return group
    one = query.tasks_of_unit(frame, group.than.iris[0], group.roles, first=group.first)
    return replace(group, bound=replace(group.bound, number=number_of_query(data, one)))


def _with_headcounts(frame: QuestionFrame) -> QuestionFrame:
    """有配合单位的任务: a role without a unit means that there is one."""
    signs = {
        True: Bound(compare=NumberComparison.EXACTLY, number=0),
        False: Bound(compare=NumberComparison.AT_LEAST, number=1),
    }
    heads = tuple(Headcount(roles=group.roles, bound=group.bound or signs[group.negated]) for group in frame.asked)
    return frame.but(headcounts=(*frame.headcounts, *heads), groups=frame.named)


_Found = tuple[list[tuple[Cell, ...]], tuple[str, ...], str]


def _run(data: AskedData, one: FrameQuery) -> _Found:
    """Run a query; the IRI before a name or reference is left out of its row."""
    found = data.store.select(one.text, data.graphs)
    places = {name: place for place, name in enumerate(found.variables)}
    rows = [tuple(_value(row, column, places) for column in one.columns) for row in found.rows]
    return rows, one.columns, one.text


_LABELS = {"unit": "name", "unit2": "name2", "task": "ref", "section": "name", "plan": "name"}


def _value(row: Sequence[RdfTerm | None], column: str, places: Mapping[str, int]) -> Cell:
    """Give the value of a column; a thing is given by its name or reference."""
    term = row[places[column]]
    if column not in _LABELS:
        return _cell(term, column)
    label = row[places[_LABELS[column]]]
    return NamedCell(label.value if label else "", term.value if term else "")


def _cell(term: RdfTerm | None, column: str) -> Cell:
    value = term.value if term else ""
    if column == "count":
        return int(value)
    if column == "number":
        return round(float(value), 2)
    if column == "clarity":
        return value.rpartition("-")[2]
    return value


def number_of_query(data: AskedData, one: FrameQuery) -> int:
    """Run a query that gives one number."""
    rows, _, _ = _run(data, one)
    return int(rows[0][0]) if rows else 0


def _list(frame: QuestionFrame, data: AskedData) -> _Found:
    if frame.target is Target.ROLES or frame.with_roles:
        return _run(data, query.roles(frame))
    if frame.target is Target.PAIRS:
        return _tops(_pairs(frame, data), frame)
    if frame.target is Target.UNITS and len(frame.asked) == 1 and frame.asked[0].bound:
        return _ranked_units(frame, data)
    roles = {role for group in frame.asked for role in group.roles}
    if frame.target is Target.UNITS and frame.tasks and len(roles) > 1 and not any(one.negated for one in frame.asked):
        return _run(data, query.units_by_role(frame))
    found = _LISTS.get(frame.target or Target.TASKS, query.tasks)(frame)
    listed = _listed(frame, data)
    return _run(data, found) if listed is None else (listed, found.columns, found.text)


def _listed(frame: QuestionFrame, data: AskedData) -> list[tuple[Cell, ...]] | None:
    """Give the units or tasks that the rows have, or None."""
    match frame.target:
        case Target.UNITS:
            units = carried.units(frame, data)
            return None if units is None else [(_named(data, unit),) for unit in units]
        case Target.TASKS | None:
            tasks = carried.listed(frame, data)
            return None if tasks is None else [(NamedCell(ref, iri), title) for iri, ref, title in tasks]
        case _:
            return None


_LISTS: Mapping[Target, Callable[[QuestionFrame], FrameQuery]] = {
    Target.UNITS: query.units,
    Target.SECTIONS: query.sections,
    Target.PLANS: query.plans,
    Target.DEADLINES: query.deadlines,
    Target.GRADES: query.grades,
}


def _count(frame: QuestionFrame, data: AskedData) -> _Found:
    match frame.target:
        case Target.UNITS:
            counted = carried.units(frame, data)
            found = query.number_of_units(frame)
            return _run(data, found) if counted is None else ([(len(counted),)], found.columns, found.text)
        case Target.SECTIONS | Target.PLANS:
            rows, _, text = _list(frame, data)
            return [(len(rows),)], ("count",), text
        case _:
            found = query.number_of_tasks(frame)
            listed = carried.listed(frame, data) if frame.says else None
            return _run(data, found) if listed is None else ([(len(listed),)], found.columns, found.text)


def _ranking(frame: QuestionFrame, data: AskedData) -> _Found:
    match frame.target:
        case Target.TASKS:
            found = _labelled(carried.tasks(frame, data), query.ranked_tasks(frame), data)
        case Target.SECTIONS | Target.PLANS:
            found = _ranked_homes(frame, data)
        case Target.PAIRS:
            found = _pairs(frame, data)
        case Target.GRADES:
            found = _run(data, query.grades(frame))
        case _:
            found = _ranked_units(frame, data)
    return _tops(found, frame)


def _ranked_homes(frame: QuestionFrame, data: AskedData) -> _Found:
    return _labelled(carried.homes(frame, data), query.ranked_homes(frame), data)


def _labelled(counted: list[tuple[str, str, int]] | None, found: FrameQuery, data: AskedData) -> _Found:
    """Give the rows that are counted already, or else run their query."""
    if counted is None:
        return _run(data, found)
    return [(NamedCell(label, iri), n) for iri, label, n in counted], found.columns, found.text


def _ranked_units(frame: QuestionFrame, data: AskedData) -> _Found:
    found, counted = query.ranked_units(frame), carried.ranked(frame, data)
    if counted is None:
        return _run(data, found)
    return [(_named(data, unit), n) for unit, n in counted], found.columns, found.text


def _pairs(frame: QuestionFrame, data: AskedData) -> _Found:
    found, counted = query.pairs(frame), carried.pairs(frame, data)
    if counted is None:
        return _run(data, found)
    return [(_named(data, one), _named(data, other), n) for one, other, n in counted], found.columns, found.text


def _tops(found: _Found, frame: QuestionFrame) -> _Found:
    """Cut a ranking after the places requested; those who tie at the cut belong to the answer."""
    rows, columns, text = found
    if frame.nth:
        number = _at_place(rows, frame.top)
        return [row for row in rows if row[-1] == number], columns, text
    place = min(frame.top or 1, len(rows))
    if rows:
        last = rows[place - 1][-1]
        at_cut = next((n for n, row in enumerate(rows) if n >= place and row[-1] != last), len(rows))
        rows = rows[:at_cut]
    return rows, columns, text


def _at_place(rows: Sequence[tuple[Cell, ...]], place: int) -> Cell | None:
    return rows[place - 1][-1] if place <= len(rows) else None


def _share(frame: QuestionFrame, data: AskedData) -> _Found:
    of_units = frame.target is Target.UNITS
    counted = query.number_of_units if of_units else query.number_of_tasks
    scope = QuestionFrame(plans=frame.plans, sections=frame.sections, tasks=frame.tasks)
    one = counted(frame)
    part, whole = number_of_query(data, one), number_of_query(data, counted(frame.whole or scope))
    return [(round(100 * part / whole, 1) if whole else 0.0,)], ("percent",), one.text


def _each(frame: QuestionFrame, data: AskedData) -> _Found:
    match frame.target:
        case Target.GRADES:
            return _run(data, query.grades(frame))
        case Target.SECTIONS | Target.PLANS:
            return _ranked_homes(frame, data)
    if not frame.named:
        return _ranked_units(frame, data)
    group = frame.named[0]
    roles = group.roles or ()
    rows: list[tuple[Cell, ...]] = []
    text = ""
    split = len(roles) > 1
    for choice in (choice for one in frame.named for choice in one.units):
        wanted = [(role,) for role in roles] if split else [roles]
        queries = [query.tasks_of_unit(frame, choice.iris[0], one, first=group.first) for one in wanted]
        text = queries[0].text
        rows.append((_named(data, choice.iris[0]), *(number_of_query(data, one) for one in queries)))
    return rows, ("unit", *(roles if split else ("count",))), text


def _named(data: AskedData, unit: str) -> NamedCell:
    return NamedCell(data.names.units[unit].name, unit)


def _sides(frame: QuestionFrame) -> list[QuestionFrame]:
    """Give one frame for each thing that is compared."""
    match frame.target:
        case Target.PLANS:
            return [frame.but(plans=(choice,)) for choice in frame.plans]
        case Target.SECTIONS:
            return [frame.but(sections=(choice,)) for choice in frame.sections]
        case Target.ROLES:
            return [frame.but(groups=(replace(frame.named[0], roles=(role,)),)) for role in frame.named[0].roles]
        case _:
            units = ((group, choice) for group in frame.named for choice in group.units)
            return [
                frame.but(groups=(*frame.asked, replace(group, units=(choice,), join=Join.BOTH)))
                for group, choice in units
            ]


_SIDES = {Target.PLANS: "plan", Target.SECTIONS: "section", Target.ROLES: "role"}


def _side(frame: QuestionFrame, data: AskedData) -> Cell:
    """Name one side of a comparison."""
    match frame.target:
        case Target.PLANS:
            return NamedCell(data.names.plans[frame.plans[0].iris[0]].title, frame.plans[0].iris[0])
        case Target.SECTIONS:
            return NamedCell(data.names.sections[frame.sections[0].iris[0]].ref, frame.sections[0].iris[0])
        case Target.ROLES:
            return frame.named[0].roles[0]
        case _:
            return _named(data, frame.named[0].units[0].iris[0])


def _compared(frame: QuestionFrame, data: AskedData) -> tuple[list[tuple[Cell, int]], str, str]:
    counts, text = [], ""
    of_units = frame.target in {Target.PLANS, Target.SECTIONS} and any(group.asked for group in frame.asked)
    for one in _sides(frame):
        found = query.number_of_units(one) if of_units else query.number_of_tasks(one)
        text = found.text
        counts.append((_side(one, data), number_of_query(data, found)))
    return counts, _SIDES.get(frame.target or Target.UNITS, "unit"), text


def _winner(frame: QuestionFrame, data: AskedData) -> _Found:
    counts, column, text = _compared(frame, data)
    best = (min if frame.least else max)(number for _, number in counts)
    return [(name, number) for name, number in counts if number == best], (column, "count"), text


def _difference(frame: QuestionFrame, data: AskedData) -> _Found:
    """Give the difference, and which side is ahead; neither where they are equal."""
    counts, column, text = _compared(frame, data)
    (one, first), (two, second) = counts[:2]
    ahead: Cell = "" if first == second else one if first > second else two
    return [(abs(first - second), ahead)], ("count", column), text


def _said(holds: bool, text: str) -> _Found:  # noqa: FBT001  the one value of the answer
    return [("yes" if holds else "no",)], ("answer",), text


def _yes_no(frame: QuestionFrame, data: AskedData) -> _Found:
    units = [choice for one in frame.named for choice in one.units]
    if frame.asked and not units:
        rows, _, text = _list(frame.but(target=Target.UNITS), data)
        return _said(bool(rows), text)
    bounded = next((group for group in frame.named if group.bound), None)
    if bounded is not None and bounded.bound is not None:
        one = query.tasks_of_unit(frame, bounded.units[0].iris[0], bounded.roles, first=bounded.first)
        return _said(bounded.bound.holds(number_of_query(data, one)), one.text)
    if len({choice.iris for choice in units}) == 1 and len(frame.named) > 1:
        return _each_true(frame, data)
    one = query.number_of_tasks(frame)
    return _said((number_of_query(data, one) > 0) is not frame.absent, one.text)


def _each_true(frame: QuestionFrame, data: AskedData) -> _Found:
    """司法局是不是只牵头不配合: what is asserted of one unit must be true role by role."""
    text, held = "", True
    for group in frame.named:
        one = query.tasks_of_unit(frame, group.units[0].iris[0], group.roles, first=group.first)
        text = text or one.text
        held = held and (number_of_query(data, one) > 0) is not group.negated
    return _said(held, text)


def _exceeds(frame: QuestionFrame, data: AskedData) -> _Found:
    counts, _, text = _compared(frame, data)
    more = counts[0][1] < counts[1][1] if frame.least else counts[0][1] > counts[1][1]
    return _said(more, text)


def _equals(frame: QuestionFrame, data: AskedData) -> _Found:
    counts, _, text = _compared(frame, data)
    return _said(counts[0][1] == counts[1][1], text)


def _all(frame: QuestionFrame, data: AskedData) -> _Found:
    if frame.target is Target.UNITS:  # 所有单位都牵头过吗
        some, _, text = _count(frame, data)
        every, _, _ = _count(frame.but(groups=()), data)
        return _said(some == every, text)
    one = query.number_of_tasks(frame)
    whole = number_of_query(data, query.number_in_scope(frame))
    return _said(number_of_query(data, one) == whole, one.text)


def _is_top(frame: QuestionFrame, data: AskedData) -> _Found:
    group = frame.named[0]
    ranking = frame.but(groups=(DutyGroup(roles=group.roles, first=group.first, asked=True),), target=Target.UNITS)
    rows, _, text = _ranking(ranking, data)
    wanted = {data.names.units[choice.iris[0]].name for choice in group.units}
    return _said(wanted <= {row[0] for row in rows}, text)


def _average(frame: QuestionFrame, data: AskedData) -> _Found:
    return _run(data, query.average(frame))


_SHAPES: Mapping[AnswerShape, Callable[[QuestionFrame, AskedData], _Found]] = {
    AnswerShape.LIST: _list,
    AnswerShape.COUNT: _count,
    AnswerShape.RANK: _ranking,
    AnswerShape.SHARE: _share,
    AnswerShape.EACH: _each,
    AnswerShape.YES_NO: _yes_no,
    AnswerShape.ALL: _all,
    AnswerShape.TOPS: _is_top,
    AnswerShape.WINNER: _winner,
    AnswerShape.DIFFERENCE: _difference,
    AnswerShape.EQUALS: _equals,
    AnswerShape.EXCEEDS: _exceeds,
    AnswerShape.AVERAGE: _average,
}
