"""One line of fields: ``牵头:法制办 配合:公安局 章节:四 执法`` finds the tasks of which all of it is true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from graph.dataset.triples import literal
from graph.errors import QueryError
from graph.questions.patterns import PREFIXES, inside, named, of_plan
from ontology.terms import Scheme, concept
from ontology.vocabulary import entries

COLUMNS = ("task", "reference", "text")
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


ROLES = frozenset(
    {
        ConditionField.LEAD,
        ConditionField.SUPPORT,
        ConditionField.JOINT,
        ConditionField.IMPLEMENT,
        ConditionField.GUIDE,
        ConditionField.SUPERVISE,
    }
)
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

    def sparql(self) -> str:
        """Write the query that the line means.

        Returns:
            A SELECT with the columns ``COLUMNS``, tasks in the order of their plans and places.
        """
        body = [
            _without(condition, number) if condition.without else _pattern(condition, number)
            for number, condition in enumerate(self.conditions)
        ]
        head = "?task a dg:Task ; dg:text ?text ; dg:inPlan ?in ; dg:start ?at . OPTIONAL { ?task dg:reference ?reference }"
        where = "\n  ".join((head, *body))
        return (
            f"{PREFIXES}SELECT ?task ?reference ?text WHERE {{\n  {where}\n}} "
            "GROUP BY ?task ?reference ?text ?in ?at ORDER BY ?in ?at\n"
        )


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


def _pattern(condition: Condition, number: int) -> str:
    words, field = condition.words, condition.field
    if field in ROLES or field is ConditionField.UNIT:
        return named("?task", words, "" if field is ConditionField.UNIT else field.value, number)
    if field is ConditionField.SECTION:
        return inside("?task", words, number)
    if field is ConditionField.PLAN:
        return of_plan("?task", words, number)
    if field is ConditionField.CLARITY:
        return f"?task dg:clarity <{_grade(words)}> ."
    holds, said = (
        ("?text", "")
        if field is ConditionField.WORDS
        else (f"?deadline{number}", f"?task dg:deadline ?deadline{number} . ")
    )
    return f"{said}FILTER(CONTAINS(STR({holds}), {literal(words)}))"


def _without(condition: Condition, number: int) -> str:
    if condition.field is ConditionField.WORDS:
        return f"FILTER(!CONTAINS(STR(?text), {literal(condition.words)}))"
    return f"MINUS {{ {_pattern(condition, number)} }}"


def _grade(words: str) -> str:
    """Find a clarity grade by its Chinese or English name or its value."""
    grades = [
        entry for entry in entries() if entry.term.startswith(str(concept(Scheme.CLARITY, "sole"))[: -len("sole")])
    ]
    for entry in grades:
        if words.lower() in {entry.notation.lower(), entry.zh, entry.en.lower()} or words in entry.zh:
            return str(entry.term)
    raise _bad(words, message("没有这一级，可用：{known}", known=tuple(entry.zh for entry in grades)))
