"""Find tasks whose leads are given twice and differently: in a clause and in a cell, or in the text and in a table.

For: ``1.建平台。（市数据局牵头）`` in the body and ``建平台 | 牵头单位：市财政局`` in the annex.
Against: the same lead in both · a lead in the one and supporters in the other · two tasks with different words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extract.cleaning import squeeze
from extract.findings import finding
from extract.messages import message
from extract.records import Assignment, Basis, Document, Finding, Role, Severity, Span, Task

__all__ = ["contradictions"]

_SHORTEST = 4  # code points of the words that name a task
_LONGEST = 60
_SIGNS = "。;；,，、（("

Leads = Mapping[str, Span]
"""The units that lead, each with the place of its name."""


def contradictions(document: Document, tasks: Sequence[Task], assignments: Sequence[Assignment]) -> Iterator[Finding]:
    """Report every task whose table names other leads than its clause.

    Guarantees:
        1. Both readings stay; the finding quotes the later one and names the leads of both.
        2. Tasks are one where their title, or else their first sentence, is the same.
    """
    leads = _leads(assignments)
    seen: dict[str, list[tuple[Task, Basis, Leads]]] = defaultdict(list)
    for task in tasks:
        same = seen[_words(task) or task.id]
        for basis, units in leads.get(task.id, {}).items():
            for other, before, others in same[:2]:
                if before is not basis and set(others).isdisjoint(units):
                    yield _finding(document, task, (others, units), same=other is task)
            same.append((task, basis, units))


def _leads(assignments: Sequence[Assignment]) -> dict[str, dict[Basis, dict[str, Span]]]:
    """Group the leads by task and by what they rest on, clause or table."""
    found: dict[str, dict[Basis, dict[str, Span]]] = {}
    for one in assignments:
        if one.role is Role.LEAD and one.basis in {Basis.CLAUSE, Basis.TABLE}:
            found.setdefault(one.task, {}).setdefault(one.basis, {})[one.unit] = one.mention.span
    return found


def _words(task: Task) -> str:
    """Give the words that name a task: its title, or its text up to the first sign."""
    words = squeeze(task.title or task.text)[: _LONGEST + 1]
    cut = min((place for sign in _SIGNS if (place := words.find(sign)) > 0), default=len(words))
    return words[:cut] if _SHORTEST <= cut <= _LONGEST else ""


def _finding(document: Document, task: Task, leads: tuple[Leads, Leads], *, same: bool) -> Finding:
    first, second = ("、".join(squeeze(document.quote(span)) for span in units.values()) for units in leads)
    place = min(leads[1].values())
    if same:
        what = message(
            "任务 {ref} 的文字与单元格写的牵头单位不同：{first}；{second}。", ref=task.ref, first=first, second=second
        )
    else:
        what = message(
            "任务 {ref} 在正文与表格中的牵头单位不同：{first}；{second}。", ref=task.ref, first=first, second=second
        )
    remedy = message("两处都保留；请核对原件，删去不对的一处。")
    return finding(document, "contradictory-lead", Severity.WARNING, place, what, remedy, task.id)
