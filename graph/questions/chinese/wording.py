"""Write a frame as a question in Chinese, so that a part of it can be taken away or changed and asked again.

Guarantees:
    1. A question that is written here is read as the frame it was written for, or none is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.messages import Message
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade
from graph.questions.chinese.answers import understand
from graph.questions.chinese.asking import AskBackError, AskedData, RefusedQuestionError
from graph.questions.chinese.chips import chips
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
from graph.questions.chinese.settle import settled

_VERBS = {
    "lead": "牵头", "support": "配合", "joint": "分工负责", "implement": "组织实施", "guide": "指导", "supervise": "督办",
}  # fmt: skip
_COMPARED = {
    NumberComparison.MORE: "超过",
    NumberComparison.AT_LEAST: "至少",
    NumberComparison.EXACTLY: "正好",
    NumberComparison.AT_MOST: "不超过",
    NumberComparison.FEWER: "少于",
}
_NOUNS = {Target.TASKS: "任务", Target.UNITS: "单位", Target.SECTIONS: "部分", Target.PLANS: "方案"}
_KINDS = {"single": "具体", "collective": "集体"}
_LISTS = ("plans", "sections", "tasks", "says", "headcounts", "groups", "without")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableChip:
    """One part of how a question was understood, with the questions without it and with it changed; empty where none is."""

    part: Message
    removed: str
    changed: tuple[tuple[str, str], ...]  # the words of the change, and the question


def editable_chips(frame: QuestionFrame, data: AskedData) -> tuple[EditableChip, ...]:
    """Give the parts of a settled frame as ``chips`` does, each with what can be asked instead."""
    parts = chips(frame, data.names)
    found = []
    for at, part in enumerate(parts):
        removed = next((one for one in _smaller(frame) if chips(one, data.names) == parts[:at] + parts[at + 1 :]), None)
        changes = (
            (words, question_of(one, data)) for words, one in _changed(frame) if _differs_at(one, at, parts, data)
        )
        found.append(
            EditableChip(
                part=part,
                removed=question_of(removed, data) if removed else "",
                changed=tuple((words, question) for words, question in changes if question),
            )
        )
    return tuple(found)


def question_of(frame: QuestionFrame, data: AskedData) -> str:
    """Write a settled frame as a question; empty where no words are read as this frame."""
    if frame.with_units or frame.with_roles or frame.whole:
        return ""
    question = _written(frame, data.names)
    try:
        read = settled(understand(question, data.names), data)
    except (AskBackError, RefusedQuestionError):
        return ""
    return question if chips(read, data.names) == chips(frame, data.names) else ""


def _smaller(frame: QuestionFrame) -> Iterator[QuestionFrame]:
    """Give the frames that lack one part."""
    for name in _LISTS:
        parts = getattr(frame, name)
        yield from (frame.but(**{name: parts[:at] + parts[at + 1 :]}) for at in range(len(parts)))
    yield frame.but(grades=(), grades_negated=False)
    yield frame.but(timed=None)
    yield frame.but(due="")
    yield frame.but(kinds=())


def _changed(frame: QuestionFrame) -> Iterator[tuple[str, QuestionFrame]]:
    """Give the frames with another role in one group, or a count in place of a list."""
    for at, group in enumerate(frame.groups):
        for role, words in (("lead", "牵头"), ("support", "配合"), ("", "参与")):
            roles = (role,) if role else ()
            if group.roles != roles and not group.first:
                groups = (*frame.groups[:at], replace(group, roles=roles), *frame.groups[at + 1 :])
                yield words, frame.but(groups=groups)
    if frame.shape in {None, AnswerShape.LIST}:
        yield "有几项" if frame.target is Target.TASKS else "有几个", frame.but(shape=AnswerShape.COUNT)
    if frame.shape is AnswerShape.COUNT:
        yield "有哪些", frame.but(shape=None)


def _differs_at(other: QuestionFrame, at: int, parts: tuple[Message, ...], data: AskedData) -> bool:
    """Whether a frame has another part at a place, and the same parts around it."""
    theirs = chips(other, data.names)
    return (
        len(theirs) == len(parts)
        and theirs[at] != parts[at]
        and theirs[:at] + theirs[at + 1 :] == parts[:at] + parts[at + 1 :]
    )


def _written(frame: QuestionFrame, names: NameIndex) -> str:
    noun = _NOUNS.get(frame.target or Target.TASKS, "任务")
    conditions = "、".join(_conditions(frame, names))
    asked = "、".join(map(_asked, frame.asked))
    where = "".join(_scope(frame, names))
    kind = "".join(_KINDS.get(one, "") for one in frame.kinds)
    of_tasks = f"{conditions}的任务" if conditions else ""
    end = "有几项" if noun == "任务" else "有几个"
    ending = end if frame.shape is AnswerShape.COUNT else "有哪些"
    if frame.target is Target.UNITS:
        top = f"最多的前{frame.top or 1}个" if frame.shape is AnswerShape.RANK else "的"
        between = "里" if of_tasks else ""
        return f"{where}{of_tasks}{between}{asked}{top}{kind}{noun}{'' if frame.shape is AnswerShape.RANK else ending}"
    return f"{where}{conditions}{'的' if conditions else ''}{noun}{ending}"


def _scope(frame: QuestionFrame, names: NameIndex) -> Iterator[str]:
    for choice in frame.plans:
        yield f"{names.plans[choice.iris[0]].title}里" if len(choice.iris) == 1 else f"{choice.words}方案里"
    for choice in (*frame.sections, *frame.tasks):
        yield choice.words


def _conditions(frame: QuestionFrame, names: NameIndex) -> Iterator[str]:
    yield from (_group(group, names) for group in frame.named)
    if frame.grades:
        several = frame.grades == DEFAULT.no_clear_lead
        words = "没有明确牵头" if several else DEFINITIONS[Grade(frame.grades[0])].name.render()
        yield f"不是{words}" if frame.grades_negated else words
    for says in frame.says:
        yield ("没有" if says.negated else "") + "提到" + "或".join(f"“{one}”" for one in (says.words, *says.others))
    if frame.timed is not None:
        yield "写了时限" if frame.timed else "没有写时限"
    if frame.due:
        yield f"时限是“{frame.due}”"
    for headcount in frame.headcounts:
        yield f"{_roles(headcount.roles)}单位{_bound(headcount.bound, '家')}"


def _group(group: DutyGroup, names: NameIndex) -> str:
    joiner = "或" if group.join is Join.EITHER else "和"
    together = "一起" if len(group.units) > 1 and group.join is Join.BOTH else ""
    units = joiner.join(_unit(choice, names) for choice in group.units)
    verb = "列首位牵头" if group.first else _roles(group.roles)
    return f"{units}{together}{'没有' if group.negated else ''}{verb}"


def _unit(choice: Choice, names: NameIndex) -> str:
    name = names.units[choice.iris[0]].name
    return name if names.unit_forms.get(name) == choice.iris else choice.words


def _asked(group: DutyGroup) -> str:
    bound = f"{_bound(group.bound, '项')}任务" if group.bound else ""
    return f"{'没有' if group.negated else ''}{_roles(group.roles)}{bound}"


def _roles(roles: tuple[str, ...]) -> str:
    return "和".join(_VERBS[role] for role in roles) or "参与"


def _bound(bound: Bound, measure: str) -> str:
    if bound.most:
        return f"{bound.number}到{bound.most}{measure}"
    return f"{_COMPARED[bound.compare]}{bound.number}{measure}"
