"""A sentence of choices: 列出 [牵头] [超过 3 项] 的 [单位]，在 [第四部分]，同 [公安局] 一起."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from graph.dataset.names import ROLES
from graph.errors import QueryError
from graph.questions.line import parse_line
from ontology.terms import DIRECT

MOST_TASKS = 100_000


class SentenceError(QueryError):
    """A choice that is not offered."""


class Compare(StrEnum):
    """How many tasks."""

    MORE = "more"
    AT_LEAST = "at_least"
    EXACTLY = "exactly"
    AT_MOST = "at_most"


# The words of a sentence; the form of the pages offers the same words.
VERBS: Mapping[str, Message] = {
    **ROLES,
    "": message("承担"),
}
HOW_MANY: Mapping[Compare, Message] = {
    Compare.MORE: message("超过"),
    Compare.AT_LEAST: message("至少"),
    Compare.EXACTLY: message("正好"),
    Compare.AT_MOST: message("至多"),
}
_COMPARED = {Compare.MORE: "超过", Compare.AT_LEAST: "至少", Compare.EXACTLY: "正好", Compare.AT_MOST: "至多"}
_VERBS = {
    "": "承担", "lead": "牵头", "support": "配合", "joint": "分工负责", "implement": "组织实施", "guide": "指导", "supervise": "督办",
}  # fmt: skip
_KINDS = {"": "单位", "single": "具体单位", "collective": "集体单位"}
_FIELDS = {
    "": "单位", "lead": "牵头", "support": "配合", "joint": "分工", "implement": "落实", "guide": "指导", "supervise": "督办",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The choices of a sentence. An empty choice restricts nothing.

    Raises:
        SentenceError: when a role or kind is unknown, or the number is not between 0 and ``MOST_TASKS``.
    """

    role: str = "lead"  # "" for any
    compare: Compare = Compare.AT_LEAST
    number: int = 1
    kind: str = ""  # single, collective, group_office …
    section: str = ""
    plan: str = ""
    beside: str = ""  # words of another unit's name
    beside_role: str = ""

    def __post_init__(self) -> None:
        """Refuse choices that are not offered."""
        for role in (self.role, self.beside_role):
            if role and role not in DIRECT:
                raise _bad(role, message("没有这种角色"))
        if not 0 <= self.number <= MOST_TASKS:
            raise _bad(str(self.number), message("应在 0 与 {most_tasks} 之间", most_tasks=MOST_TASKS))
        if self.kind not in _KINDS:
            raise _bad(self.kind, message("没有这类单位"))

    def question(self) -> str:
        """Write the question in Chinese that the sentence means.

        >>> Sentence(compare=Compare.MORE, number=3, section="四", kind="single").question()
        '第四部分牵头超过3项任务的具体单位有哪些？'
        """
        fields = (("方案", self.plan), ("章节", self.section), (_FIELDS[self.beside_role], self.beside))
        line = " ".join(f"{name}:“{words}”" for name, words in fields if words)
        where = parse_line(line).question().partition("的任务")[0] if line else ""
        beside = f"{where}的任务中" if self.beside else where
        verb = _VERBS[self.role]
        return f"{beside}{verb}{_COMPARED[self.compare]}{self.number}项任务的{_KINDS[self.kind]}有哪些？"


def _bad(words: str, reason: Message) -> SentenceError:
    return SentenceError(message("“{words}”{reason}。", words=words[:20], reason=reason))
