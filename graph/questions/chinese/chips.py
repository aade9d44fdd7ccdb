"""Print a frame back in Chinese, part by part: what was understood, so that a reader can check it."""

from collections.abc import Iterator, Mapping

from extract.messages import Message, message, message_in
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.names import ROLES
from graph.questions.chinese.frame import (
    AnswerShape,
    Bound,
    Choice,
    DutyGroup,
    Join,
    NumberComparison,
    QuestionFrame,
    Target,
)
from graph.questions.chinese.names import NameIndex
from graph.questions.sentence import HOW_MANY

_ANY = message("承担")
_COMPARE = {
    **{NumberComparison[one.name]: name for one, name in HOW_MANY.items()},
    NumberComparison.FEWER: message("少于"),
}
_TARGET = {
    Target.TASKS: message("任务"),
    Target.UNITS: message("单位"),
    Target.SECTIONS: message("部分"),
    Target.PLANS: message("方案"),
    Target.PAIRS: message("两个单位"),
    Target.DEADLINES: message("时限"),
    Target.GRADES: message("牵头情况"),
    Target.ROLES: message("角色"),
}
_SHAPE = {
    AnswerShape.LIST: message_in("answer", "列出"),
    AnswerShape.COUNT: message("计数"),
    AnswerShape.RANK: message("按数量排序"),
    AnswerShape.SHARE: message("占全部任务的百分比"),
    AnswerShape.EACH: message("分别计数"),
    AnswerShape.YES_NO: message("是或否"),
    AnswerShape.ALL: message("是否每项都是"),
    AnswerShape.TOPS: message("是否排在第一"),
    AnswerShape.WINNER: message("谁更多"),
    AnswerShape.DIFFERENCE: message("相差多少"),
    AnswerShape.EQUALS: message("是否一样多"),
    AnswerShape.EXCEEDS: message("是否更多"),
    AnswerShape.AVERAGE: message("平均数"),
}

HEADINGS = {
    "unit": message("单位"),
    "unit2": message("另一单位"),
    "task": message("任务"),
    "title": message("任务内容"),
    "count": message("数量"),
    **ROLES,
    "percent": message("百分比"),
    "number": message("平均数"),
    "role": message("角色"),
    "section": message("部分"),
    "plan": message("方案"),
    "clarity": message("牵头情况"),
    "deadline": message("时限"),
    "answer": message("是或否"),
}
"""What the columns of an answer are called."""

NAMES: Mapping[str, Mapping[str, Message]] = {
    "role": ROLES,
    "clarity": {str(grade): one.name for grade, one in DEFINITIONS.items()},
    "answer": {"yes": message("是"), "no": message("否")},
}
"""What people call the codes in the columns of an answer."""

NUMBERS = frozenset({"count", "percent", "number", "lead", "support"})
"""The columns that hold numbers."""


def chips(frame: QuestionFrame, names: NameIndex) -> tuple[Message, ...]:
    """Say each part of a frame in a few words, what is requested first."""
    return tuple(_parts(frame, names))


def _parts(frame: QuestionFrame, names: NameIndex) -> Iterator[Message]:
    target = _TARGET[frame.target or Target.TASKS]
    yield message("{shape}：{target}", shape=_SHAPE[frame.shape or AnswerShape.LIST], target=target)
    if frame.top:
        yield message("第 {place} 位", place=frame.top) if frame.nth else message("前 {place} 位", place=frame.top)
    if frame.least:
        yield message("从少到多")
    yield from (message("方案：{words}", words=_named(choice, names)) for choice in frame.plans)
    yield from (message("部分：{words}", words=_named(choice, names)) for choice in frame.sections)
    yield from (message("任务：{words}", words=_named(choice, names)) for choice in frame.tasks)
    yield from (_of_group(group, names) for group in frame.groups)
    if frame.grades:
        grades = tuple(DEFINITIONS[Grade(grade)].name for grade in frame.grades)
        yield (
            message("不是：{grades}", grades=grades)
            if frame.grades_negated
            else message("牵头情况：{grades}", grades=grades)
        )
    for says in frame.says:
        words = "”或“".join((says.words, *says.others))
        yield message("原文不含“{words}”", words=words) if says.negated else message("原文含“{words}”", words=words)
    if frame.timed is not None:
        yield message("写明时限") if frame.timed else message("未写时限")
    if frame.due:
        yield message("时限含“{words}”", words=frame.due)
    for headcount in frame.headcounts:
        yield message("{roles}单位{bound}家", roles=_roles(headcount.roles), bound=_bound(headcount.bound))
    if frame.kinds:
        yield message("只算具体单位") if "single" in frame.kinds else message("只算集体")
    if frame.absent:
        yield message("没有这样的任务")
    yield from (message("不含{words}", words=_named(choice, names)) for choice in frame.without)
    yield from (message("限于{words}", words=_named(choice, names)) for choice in frame.among)


def _named(choice: Choice, names: NameIndex) -> str:
    if len(choice.iris) != 1:
        return choice.words
    iri = choice.iris[0]
    if iri in names.units:
        return names.units[iri].name
    if iri in names.plans:
        return names.plans[iri].title
    row = names.sections.get(iri) or names.tasks.get(iri)
    return f"{row.ref} {row.title}".strip() if row else choice.words


def _of_group(group: DutyGroup, names: NameIndex) -> Message:
    joiner = "或" if group.join is Join.EITHER else "、"
    units = joiner.join(_named(choice, names) for choice in group.units)
    roles = _roles(group.roles)
    said = message("未{roles}", roles=roles) if group.negated else message("{roles}", roles=roles)
    if group.first:
        said = message("列首位{roles}", roles=roles)
    if group.only:
        said = message("只{roles}", roles=roles)
    if group.than and group.bound:
        compare = _COMPARE[group.bound.compare]
        said = message("{said}{compare}{unit}", said=said, compare=compare, unit=_named(group.than, names))
    elif group.bound:
        said = message("{said}{bound}项", said=said, bound=_bound(group.bound))
    return message("{units}{said}", units=units, said=said) if units else message("单位{said}", said=said)


def _roles(roles: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(ROLES[role] for role in roles) or (_ANY,)


def _bound(bound: Bound) -> Message:
    if bound.most:
        return message(" {number} 到 {most} ", number=bound.number, most=bound.most)
    return message("{compare} {number} ", compare=_COMPARE[bound.compare], number=bound.number)
