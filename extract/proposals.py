"""What someone else proposes: exact spans that the rules missed, marked as such and never counted until accepted.

A proposer is any object with ``propose(document)``: a model on the same machine, a list preserved by an office. Nothing it
says is believed: the words must be in the text where it says, inside a task, in a role that exists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from extract.findings import finding
from extract.messages import Message, message
from extract.records import Document, Finding, Role, Severity, Span

__all__ = ["Checked", "Proposal", "Proposer", "checked"]

NAME_LIMIT = 60
"""Code points of the longest proposed name; no body of the registry has a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unit that someone proposes: offsets in code points of ``Document.text``, the words there, and a role."""

    start: int
    end: int
    words: str
    role: str


class Proposer(Protocol):
    """Someone who proposes; to be picklable it must be so itself."""

    def propose(self, document: Document) -> Iterable[Proposal]:
        """Propose units of a document, in any order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A proposal that holds: the place of its words, its role, and the task (an index) it is in."""

    task: int
    span: Span
    role: Role


def checked(
    document: Document, tasks: Sequence[Span], proposals: Iterable[Proposal]
) -> tuple[tuple[Checked, ...], tuple[Finding, ...]]:
    """Tell the proposals that hold from those that do not.

    Guarantees:
        1. Each proposal comes out once: as a ``Checked`` in the innermost task, or as a Finding that says why not.
        2. Same document, tasks and proposals, same result, in the order of the text.
    """
    good: set[Checked] = set()
    bad: list[Finding] = []
    for one in proposals:
        reason = _reason(document, one)
        task = -1 if reason else _task(tasks, one)
        if reason is None and task < 0:
            reason = message("不在任何任务之内")
        if reason is None:
            good.add(Checked(task=task, span=Span(one.start, one.end), role=Role(one.role)))
        else:
            bad.append(_refused(document, one, reason))
    return tuple(sorted(good, key=lambda c: (c.span, c.role, c.task))), tuple(bad)


def _reason(document: Document, one: Proposal) -> Message | None:
    if not 0 <= one.start < one.end <= len(document.text) or one.end - one.start > NAME_LIMIT:
        return message("起止点不在原文之内，或过长")
    if document.text[one.start : one.end] != one.words or one.words != one.words.strip():
        return message("与原文不符")
    if one.role not in set(Role):
        return message("没有这种角色")
    return None


def _task(tasks: Sequence[Span], one: Proposal) -> int:
    around = [(span.length, number) for number, span in enumerate(tasks) if span.holds(Span(one.start, one.end))]
    return min(around)[1] if around else -1


def _refused(document: Document, one: Proposal, reason: Message) -> Finding:
    length = len(document.text)
    start = min(max(one.start, 0), length)
    said = f"{one.words[:40]}／{one.role[:20]}"
    return finding(
        document, "bad-proposal", Severity.WARNING, Span(start, min(max(one.end, start), start + NAME_LIMIT, length)),
        message("建议“{said}”没有采用：{reason}。", said=said, reason=reason),
        message("请核对提出建议的程序。"),
    )  # fmt: skip
