"""Answer a question in Chinese: the rows with how it was understood, a question back, or a refusal with its reason.

Guarantees:
    1. An answer is given only when every word of the question was understood and every name is in the data.
    2. A name that the data contains several times is settled by the scope of the question or asked back, never chosen.
    3. A refusal names its reason.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.cleaning import fold
from extract.messages import Message, message
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.questions.chinese import query
from graph.questions.chinese.follow_up import continued
from graph.questions.chinese.frame import (
    Bound,
    Choice,
    Comparison,
    DutyGroup,
    Headcount,
    Join,
    QuestionFrame,
    Shape,
    Target,
)
from graph.questions.chinese.grammar import ParsedQuestion, read
from graph.questions.chinese.lexer import sound, tokens_of
from graph.questions.chinese.names import NameIndex, names_of, plain
from graph.questions.chinese.query import FrameQuery
from graph.questions.chinese.words import vocabulary
from graph.store import RdfTerm, Store

LONGEST = 300  # code points of a question
_MOST_CHOICES = 40
_CODE = re.compile(
    r"[{}<>]|\b(?:select|insert|delete|drop|construct|update|union|script|where|prefix|ask|clear|load)\b|--|;\s*$|://",
    re.IGNORECASE,
)
_A_NOT_A = re.compile(r"(?<!是)([^是有])不\1(\w)")  # 参不参与
_TOO_MANY = 1_000_000

Cell = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseAnswer:
    """Rows, a question back with choices, or a refusal."""

    kind: Literal["rows", "clarify", "refuse"]
    why: Message | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    choices: tuple[str, ...] = ()
    sparql: str = ""
    frame: QuestionFrame | None = None


class _AskBackError(Exception):
    def __init__(self, words: str, choices: Sequence[str]) -> None:
        super().__init__(words)
        self.words, self.choices = words, tuple(choices)

    def why(self) -> Message:
        if len(self.choices) == 1:
            return message("数据里没有“{words}”，是不是指“{choice}”？", words=self.words, choice=self.choices[0])
        return message("“{words}”可以指 {n} 个，请选一个。", words=self.words, n=len(self.choices))


class _RefusalError(Exception):
    def __init__(self, why: Message) -> None:
        super().__init__(why.render())
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    """What is asked: a store with its names, or the graphs of a scope in it."""

    names: NameIndex
    store: Store
    graphs: tuple[str, ...] | None


def answer(
    question: str, store: Store, context: Sequence[str] = (), graphs: Sequence[str] | None = None
) -> ChineseAnswer:
    """Answer a question.

    Args:
        question: One question in Chinese.
        store: The store of all plans.
        context: The questions asked before, oldest first: a follow-up goes on from them.
        graphs: The graphs of the plans that the answer is about; all of them where None.
    """
    scope = None if graphs is None else tuple(graphs)
    try:
        data = _Data(names=names_of(store, scope), store=store, graphs=scope)
        frame = understand(question, data.names, context)
        settled = _settled(frame, data)
        return _answered(settled, data)
    except _AskBackError as asked:
        return ChineseAnswer(kind="clarify", choices=asked.choices, why=asked.why())
    except _RefusalError as refused:
        return ChineseAnswer(kind="refuse", why=refused.why)


def understand(question: str, names: NameIndex, context: Sequence[str] = ()) -> QuestionFrame:
    """Read a question as a frame, after those before it."""
    previous = None
    for before in context:
        previous = _read(before, names, previous)
    return _read(question, names, previous)


def _read(question: str, names: NameIndex, previous: QuestionFrame | None) -> QuestionFrame:
    text = unicodedata.normalize("NFKC", question).strip()
    if len(text) > LONGEST:
        raise _RefusalError(message("问题请不超过 {longest} 个字。", longest=LONGEST))
    if _CODE.search(text):
        raise _RefusalError(message("问题里带有查询或更新语句。请用一句话提问，查询语句请写在 SPARQL 页。"))
    text = _A_NOT_A.sub(r"是不是\1\2", fold(text))
    reading = read(text, tokens_of(text, names), names)
    _screen(reading, names)
    frame = continued(reading.frame, previous, text)
    if frame.target is None:
        raise _RefusalError(message("没有看懂要问什么。可以问：法制办牵头了哪些任务？谁牵头的任务最多？"))
    return frame


def _screen(reading: ParsedQuestion, names: NameIndex) -> None:
    if reading.missing:
        raise _RefusalError(message("数据里没有“{words}”。", words="、".join(reading.missing)))
    for words in reading.left:
        meanings = vocabulary().get(words, ())
        if any(one.kind == "outside" for one in meanings):
            raise _RefusalError(message("数据里没有“{words}”：只有方案原文写明的单位、任务、分工和时限。", words=words))
        if any(one.kind == "opinion" for one in meanings):
            raise _RefusalError(message("“{words}”问的是评价或推测，数据只有原文怎么写。", words=words))
    left = [words for words in reading.left if words]
    near = tuple(_near(left, names))
    if near:
        raise _AskBackError("".join(left), near)
    if left:
        raise _RefusalError(
            message("没有看懂“{words}”：数据里没有这个名称，也不是能识别的说法。", words="、".join(left))
        )


def _near(left: Sequence[str], names: NameIndex) -> Iterator[str]:
    """Find the units whose names end in the words, sound like them, or differ by one character."""
    if len(left) != 1 or len(left[0]) < 2:
        return
    words = plain(left[0])
    found: dict[str, None] = {}
    for unit in names.units.values():
        if plain(unit.name).endswith(words) and len(words) > 2:
            found[unit.name] = None
    heard = sound(words)
    for form, iris in names.unit_forms.items():
        if len(form) == len(words) and sound(form) == heard:
            found.update(dict.fromkeys(names.units[iri].name for iri in iris))
    yield from sorted(found)[:_MOST_CHOICES]


# ---- names that are written once and mean several ----


def _settled(frame: QuestionFrame, data: _Data) -> QuestionFrame:
    plans = tuple(frame.plans)
    scope = {iri for choice in plans for iri in choice.iris}
    frame = frame.but(
        without=tuple(Choice(words=choice.words, iris=(iri,)) for choice in frame.without for iri in choice.iris),
        sections=tuple(_one_place(choice, data.names.sections, scope, data.names) for choice in frame.sections),
        tasks=tuple(_one_place(choice, data.names.tasks, scope, data.names) for choice in frame.tasks),
    )
    if frame.shape is Shape.EACH and any(len(choice.iris) > 1 for group in frame.named for choice in group.units):
        return frame.but(groups=tuple(_spread(group, data.names, scope) for group in frame.groups), plans=())
    for number, group in enumerate(frame.groups):
        groups = [*frame.groups]
        groups[number] = _settle_group(group, frame, data, scope)
        frame = frame.but(groups=tuple(groups))
    return frame


def _spread(group: DutyGroup, names: NameIndex, scope: set[str]) -> DutyGroup:
    """陕西、江西的发改委各牵头几项: every unit of the name in the places asked for."""
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
    if len(iris) == 1:
        return replace(choice, iris=iris)
    if not iris:
        raise _RefusalError(message("数据里没有“{words}”。", words=choice.words))
    raise _AskBackError(choice.words, [_place_label(iri, names) for iri in iris[:_MOST_CHOICES]])


def _plan_of(iri: str, names: NameIndex) -> str:
    return names.sections[iri].plan if iri in names.sections else names.tasks[iri].plan


def _place_label(iri: str, names: NameIndex) -> str:
    row = names.sections.get(iri) or names.tasks[iri]
    plan = names.plans[row.plan]
    return f"{plan.place} {plan.title} {row.ref} {row.title}"


def _settle_group(group: DutyGroup, frame: QuestionFrame, data: _Data, scope: set[str]) -> DutyGroup:
    if not group.units:
        return group
    return replace(group, units=tuple(_settle_unit(choice, group, frame, data, scope) for choice in group.units))


def _settle_unit(choice: Choice, group: DutyGroup, frame: QuestionFrame, data: _Data, scope: set[str]) -> Choice:
    """Narrow a name by the places of the question, its conditions, the other units, and its exact form, in this order."""
    places = {data.names.plans[iri].place for iri in scope}
    conditions = bool(frame.sections or frame.tasks or scope or frame.says)
    beside = len(frame.named) > 1 or len(group.units) > 1
    tests: tuple[tuple[bool, Callable[[str], bool]], ...] = (
        (bool(places), lambda iri: data.names.units[iri].place in places),
        (conditions, lambda iri: _has_tasks(iri, group, frame, data)),
        (beside, lambda iri: _together(iri, choice, group, frame, data)),
        (True, lambda iri: plain(data.names.units[iri].name) == plain(choice.words)),
    )
    iris = choice.iris
    for applies, test in tests:
        if len(iris) > 1 and applies:
            iris = tuple(filter(test, iris)) or iris
    if len(iris) > 1:
        raise _AskBackError(choice.words, [data.names.units[iri].name for iri in iris[:_MOST_CHOICES]])
    return replace(choice, iris=iris)


def _has_tasks(unit: str, group: DutyGroup, frame: QuestionFrame, data: _Data) -> bool:
    one = query.tasks_of_unit(frame, unit, () if group.negated else group.roles)
    return _number(data, one) > 0


def _together(unit: str, choice: Choice, group: DutyGroup, frame: QuestionFrame, data: _Data) -> bool:
    """Whether any task has this unit in the group together with the other units that are settled."""
    units = tuple(
        replace(one, iris=(unit,)) if one is choice else one
        for one in group.units
        if one is choice or len(one.iris) == 1
    )
    others = tuple(one for one in frame.named if one is not group and all(len(named.iris) == 1 for named in one.units))
    return (
        _number(data, query.number_of_tasks(frame.but(groups=(replace(group, units=units, join=Join.BOTH), *others))))
        > 0
    )


# ---- answers ----


def _answered(frame: QuestionFrame, data: _Data) -> ChineseAnswer:
    for group in frame.named:
        if group.join is Join.OPEN and frame.shape in {None, Shape.LIST, Shape.COUNT} and not group.negated:
            raise _AskBackError(
                "、".join(one.words for one in group.units), ("共同" + "承担的任务", "任意一家承担的任务")
            )
    shape = frame.shape or Shape.LIST
    if frame.target is Target.TASKS and shape in {Shape.LIST, Shape.COUNT, Shape.SHARE} and not frame.with_units:
        frame = _with_headcounts(frame)
    rows, columns, text = _SHAPES[shape](frame, data)
    return ChineseAnswer(kind="rows", columns=columns, rows=tuple(rows), sparql=text, frame=frame)


def _with_headcounts(frame: QuestionFrame) -> QuestionFrame:
    """有配合单位的任务: a role without a unit means that there is one."""
    signs = {True: Bound(compare=Comparison.EXACTLY, number=0), False: Bound(compare=Comparison.AT_LEAST, number=1)}
    heads = tuple(Headcount(roles=group.roles, bound=group.bound or signs[group.negated]) for group in frame.asked)
    return frame.but(headcounts=(*frame.headcounts, *heads), groups=frame.named)


_Found = tuple[list[tuple[Cell, ...]], tuple[str, ...], str]


def _run(data: _Data, one: FrameQuery) -> _Found:
    """Run a query; the IRI before a name or reference is left out of its row."""
    found = data.store.select(one.text, data.graphs)
    names = {"unit": "name", "unit2": "name2", "task": "ref", "section": "name", "plan": "name"}
    at = [found.variables.index(names.get(column, column)) for column in one.columns]
    return (
        [tuple(_cell(row[place], column) for place, column in zip(at, one.columns, strict=True)) for row in found.rows],
        one.columns,
        one.text,
    )


def _cell(term: RdfTerm | None, column: str) -> Cell:
    value = term.value if term else ""
    if column == "count":
        return int(value)
    if column == "number":
        return round(float(value), 2)
    if column == "role":
        return {
            "lead": "牵头",
            "support": "配合",
            "joint": "分工负责",
            "implement": "落实",
            "guide": "指导",
            "supervise": "督办",
        }[value]
    if column == "clarity":
        return DEFINITIONS[Grade(value.rpartition("-")[2])].name.render()
    return value


def _number(data: _Data, one: FrameQuery) -> int:
    rows, _, _ = _run(data, one)
    return int(rows[0][0]) if rows else 0


def _list(frame: QuestionFrame, data: _Data) -> _Found:
    if frame.target is Target.PAIRS:
        return _tops(_run(data, query.pairs(frame)), frame)
    roles = {role for group in frame.asked for role in group.roles}
    if frame.target is Target.UNITS and frame.tasks and len(roles) > 1 and not any(one.negated for one in frame.asked):
        return _run(data, query.units_by_role(frame))
    return _run(data, _LISTS.get(frame.target or Target.TASKS, query.tasks)(frame))


_LISTS: Mapping[Target, Callable[[QuestionFrame], FrameQuery]] = {
    Target.UNITS: query.units,
    Target.SECTIONS: query.sections,
    Target.PLANS: query.plans,
    Target.DEADLINES: query.deadlines,
    Target.GRADES: query.grades,
}


def _count(frame: QuestionFrame, data: _Data) -> _Found:
    match frame.target:
        case Target.UNITS:
            return _run(data, query.number_of_units(frame))
        case Target.SECTIONS | Target.PLANS:
            rows, _, text = _list(frame, data)
            return [(len(rows),)], ("count",), text
        case _:
            return _run(data, query.number_of_tasks(frame))


def _ranking(frame: QuestionFrame, data: _Data) -> _Found:
    match frame.target:
        case Target.TASKS:
            found = query.ranked_tasks(frame)
        case Target.SECTIONS | Target.PLANS:
            found = query.ranked_homes(frame)
        case Target.PAIRS:
            found = query.pairs(frame)
        case _:
            found = query.ranked_units(frame)
    return _tops(_run(data, found), frame)


def _tops(found: _Found, frame: QuestionFrame) -> _Found:
    """Cut a ranking after the places asked for; whoever ties at the cut belongs to the answer."""
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


def _share(frame: QuestionFrame, data: _Data) -> _Found:
    one = query.number_of_tasks(frame)
    part, whole = _number(data, one), _number(data, query.number_in_scope(frame))
    return [(round(100 * part / whole, 1) if whole else 0.0,)], ("percent",), one.text


def _each(frame: QuestionFrame, data: _Data) -> _Found:
    match frame.target:
        case Target.GRADES:
            return _run(data, query.grades(frame))
        case Target.SECTIONS | Target.PLANS:
            return _run(data, query.ranked_homes(frame))
    if not frame.named:
        return _run(data, query.ranked_units(frame.but(top=_TOO_MANY)))
    group = frame.named[0]
    roles = group.roles or ()
    rows: list[tuple[Cell, ...]] = []
    text = ""
    split = len(roles) > 1
    for choice in (choice for one in frame.named for choice in one.units):
        wanted = [(role,) for role in roles] if split else [roles]
        queries = [query.tasks_of_unit(frame, choice.iris[0], one, first=group.first) for one in wanted]
        text = queries[0].text
        rows.append((data.names.units[choice.iris[0]].name, *(_number(data, one) for one in queries)))
    return rows, ("unit", *(roles if split else ("count",))), text


def _compared(frame: QuestionFrame, data: _Data) -> tuple[list[tuple[str, int]], str]:
    roles = next((group.roles for group in frame.groups if group.roles), ())
    first = any(group.first for group in frame.groups)
    counts, text = [], ""
    for choice in (choice for one in frame.named for choice in one.units):
        one = query.tasks_of_unit(frame, choice.iris[0], roles, first=first)
        text = one.text
        counts.append((data.names.units[choice.iris[0]].name, _number(data, one)))
    return counts, text


def _winner(frame: QuestionFrame, data: _Data) -> _Found:
    counts, text = _compared(frame, data)
    best = (min if frame.least else max)(number for _, number in counts)
    return [(name, number) for name, number in counts if number == best], ("unit", "count"), text


def _difference(frame: QuestionFrame, data: _Data) -> _Found:
    counts, text = _compared(frame, data)
    return [(abs(counts[0][1] - counts[1][1]),)], ("count",), text


def _yes_no(frame: QuestionFrame, data: _Data) -> _Found:
    units = [choice for one in frame.named for choice in one.units]
    if frame.asked and not units:
        rows, _, text = _list(frame.but(target=Target.UNITS), data)
        return [("是" if rows else "否",)], ("answer",), text
    bounded = next((group for group in frame.named if group.bound), None)
    if bounded is not None and bounded.bound is not None:
        one = query.tasks_of_unit(frame, bounded.units[0].iris[0], bounded.roles, first=bounded.first)
        n, bound = _number(data, one), bounded.bound
        held = {
            ">": n > bound.number,
            ">=": n >= bound.number,
            "=": n == bound.number,
            "<=": n <= bound.number,
            "<": n < bound.number,
        }
        return [("是" if held[bound.compare] else "否",)], ("answer",), one.text
    if len({choice.iris for choice in units}) == 1 and len(frame.named) > 1:
        return _each_true(frame, data)
    one = query.number_of_tasks(frame)
    return [("是" if _number(data, one) else "否",)], ("answer",), one.text


def _each_true(frame: QuestionFrame, data: _Data) -> _Found:
    """司法局是不是只牵头不配合: what is said of one unit must be true role by role."""
    text, held = "", True
    for group in frame.named:
        one = query.tasks_of_unit(frame, group.units[0].iris[0], group.roles, first=group.first)
        text = text or one.text
        held = held and (_number(data, one) > 0) is not group.negated
    return [("是" if held else "否",)], ("answer",), text


def _exceeds(frame: QuestionFrame, data: _Data) -> _Found:
    counts, text = _compared(frame, data)
    more = counts[0][1] < counts[1][1] if frame.least else counts[0][1] > counts[1][1]
    return [("是" if more else "否",)], ("answer",), text


def _all(frame: QuestionFrame, data: _Data) -> _Found:
    one = query.number_of_tasks(frame)
    whole = _number(data, query.number_in_scope(frame))
    return [("是" if _number(data, one) == whole else "否",)], ("answer",), one.text


def _is_top(frame: QuestionFrame, data: _Data) -> _Found:
    group = frame.named[0]
    ranking = frame.but(groups=(DutyGroup(roles=group.roles, first=group.first, asked=True),), target=Target.UNITS)
    rows, _, text = _ranking(ranking, data)
    wanted = {data.names.units[choice.iris[0]].name for choice in group.units}
    return [("是" if wanted <= {row[0] for row in rows} else "否",)], ("answer",), text


def _average(frame: QuestionFrame, data: _Data) -> _Found:
    return _run(data, query.average(frame))


_SHAPES: Mapping[Shape, Callable[[QuestionFrame, _Data], _Found]] = {
    Shape.LIST: _list,
    Shape.COUNT: _count,
    Shape.RANK: _ranking,
    Shape.SHARE: _share,
    Shape.EACH: _each,
    Shape.YES_NO: _yes_no,
    Shape.ALL: _all,
    Shape.TOPS: _is_top,
    Shape.WINNER: _winner,
    Shape.DIFFERENCE: _difference,
    Shape.EXCEEDS: _exceeds,
    Shape.AVERAGE: _average,
}
