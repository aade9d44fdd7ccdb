"""One line of fields: ``牵头:法制办 配合:公安局 章节:四 执法`` is the question after the tasks of which all of it is true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from graph.errors import QueryError
from ontology.terms import Scheme, concept
from ontology.vocabulary import entries

LONGEST = 300  # code points of a line
MOST = 12  # conditions of a line


class LineError(QueryError):
    """A line that cannot be read."""


class ConditionField(StrEnum):
    """What a condition is about. The six roles carry the names of the vocabulary."""

    LEAD = "lead"
    SUPPORT = "support"
    JOINT = "joint"
    IMPLEMENT = "implement"
    GUIDE = "guide"
    SUPERVISE = "supervise"
    UNIT = "unit"
    SECTION = "section"
    PLAN = "plan"
    CLARITY = "clarity"
    DEADLINE = "deadline"
    WORDS = "words"


_WRITTEN = {
    ConditionField.LEAD: ("牵头", "主办", "责任", "lead"),
    ConditionField.SUPPORT: ("配合", "协办", "参与", "support"),
    ConditionField.JOINT: ("共同", "分工", "按职责", "joint"),
    ConditionField.IMPLEMENT: ("落实", "实施", "implement"),
    ConditionField.GUIDE: ("指导", "guide"),
    ConditionField.SUPERVISE: ("督办", "督查", "监督", "supervise"),
    ConditionField.UNIT: ("单位", "部门", "unit"),
    ConditionField.SECTION: ("章节", "部分", "章", "节", "section"),
    ConditionField.PLAN: ("方案", "文件", "plan"),
    ConditionField.CLARITY: ("清晰度", "牵头情况", "clarity"),
    ConditionField.DEADLINE: ("时限", "期限", "完成时限", "deadline"),
    ConditionField.WORDS: ("原文", "内容", "words"),
}
_VERBS = {
    ConditionField.LEAD: "牵头",
    ConditionField.SUPPORT: "配合",
    ConditionField.JOINT: "分工负责",
    ConditionField.IMPLEMENT: "组织实施",
    ConditionField.GUIDE: "指导",
    ConditionField.SUPERVISE: "督办",
    ConditionField.UNIT: "参与",
}
_FIRST = {ConditionField.PLAN: 0, ConditionField.SECTION: 1}
_NUMERALS = frozenset("一二三四五六七八九十0123456789")
_SHORTEST_TITLE = 6  # code points; fewer name a place (陕西) or part of a title
_BY_NAME = {name: field for field, names in _WRITTEN.items() for name in names}
_PIECE = re.compile(
    r"""(?P<without>-)?(?:(?P<field>[^\s:：\"“”-][^\s:：\"“”]{0,11})[:：])?(?:["“](?P<quoted>[^"”]*)["”]|(?P<bare>[^\s:：]+))"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must be true of a task, or must not."""

    field: ConditionField
    words: str
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    """A line that was read."""

    conditions: tuple[Condition, ...]

    def question(self) -> str:
        """Write the question in Chinese that the line means; the names in it are settled as in any other question.

        >>> parse_line("牵头:法制办 -配合:公安局 章节:四 执法").question()
        '第四部分、法制办牵头、公安局没有配合、提到“执法”的任务有哪些？'
        """
        ordered = sorted(self.conditions, key=lambda one: _FIRST.get(one.field, len(_FIRST)))
        return f"{'、'.join(map(_phrase, ordered))}的任务有哪些？"


def parse_line(text: str) -> ConditionLine:
    """Read a line of conditions; words without a field are looked for in the tasks' own words.

    >>> [(c.field.value, c.words) for c in parse_line("牵头:法制办 章节：四 执法").conditions]
    [('lead', '法制办'), ('section', '四'), ('words', '执法')]

    Raises:
        LineError: when the line is empty or too long, or a field is unknown or empty.
    """
    if not text.strip() or len(text) > LONGEST:
        raise LineError(message("请写 1 至 {longest} 个字的条件，例如：牵头:法制办 章节:四 执法。", longest=LONGEST))
    conditions = tuple(_conditions(text))
    if len(conditions) > MOST:
        raise LineError(message("一次最多 {most} 个条件。", most=MOST))
    return ConditionLine(conditions=conditions)


def _conditions(text: str) -> Iterator[Condition]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _PIECE.match(text, at)
        if found is None:
            raise _bad(text[at:], message("此处无法识别"))
        words = (found["quoted"] if found["quoted"] is not None else found["bare"]).strip()
        if not words:
            raise _bad(found.group(), message("引号里没有字"))
        yield Condition(field=_field(found["field"]), words=words, without=found["without"] is not None)
        at = found.end()


def _field(name: str | None) -> ConditionField:
    if name is None:
        return ConditionField.WORDS
    field = _BY_NAME.get(name.lower())
    if field is None:
        known = tuple(names[0] for names in _WRITTEN.values())
        raise _bad(name, message("没有这个条件名，可用：{known}", known=known))
    return field


def _bad(words: str, reason: Message) -> LineError:
    return LineError(message("“{words}”：{reason}。", words=words.strip()[:20], reason=reason))


def _phrase(condition: Condition) -> str:
    """Say one condition as a question does."""
    words, no = condition.words, "没有" if condition.without else ""
    match condition.field:
        case ConditionField.SECTION | ConditionField.PLAN if condition.without:
            raise _bad(words, message("部分和方案不能排除"))
        case ConditionField.SECTION:
            return _section(words)
        case ConditionField.PLAN:
            return f"{words}方案" if len(words) < _SHORTEST_TITLE else words
        case ConditionField.CLARITY:
            return f"不是{_grade(words)}" if no else _grade(words)
        case ConditionField.DEADLINE if condition.without:
            raise _bad(words, message("时限不能排除"))
        case ConditionField.DEADLINE:
            return f"时限是“{words}”"
        case ConditionField.WORDS:
            return f"{no}提到“{words}”"
        case role:
            return f"{words}{no}{_VERBS[role]}"


def _section(words: str) -> str:
    bare = words.strip("第（）()、.章节部分")
    if bare and set(bare) <= _NUMERALS:
        return f"第{bare}部分" if "（" not in words and "(" not in words else f"（{bare}）部分"
    return words if words.replace(".", "").isdigit() else f"“{words}”部分"


def _grade(words: str) -> str:
    """Find a clarity grade by its Chinese or English name or its value."""
    grades = [
        entry for entry in entries() if entry.term.startswith(str(concept(Scheme.CLARITY, "sole"))[: -len("sole")])
    ]
    for entry in grades:
        if words.lower() in {entry.notation.lower(), entry.zh, entry.en.lower()} or words in entry.zh:
            return entry.zh
    raise _bad(words, message("没有这一级，可用：{known}", known=tuple(entry.zh for entry in grades)))
