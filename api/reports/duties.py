"""The customary ledger 任务分工台账: number, task, lead, support, deadline, source."""

from api.reports.table import Language, Table, by_task, heads
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow

_OPENS = "：:（(【[ \t\n\u3000"  # what stands before the label and the first name of a list


def duties(corpus: Corpus, language: Language) -> Table:
    """Lay out the customary ledger 任务分工台账: number, task, lead, support, deadline, source."""
    head = heads(
        language,
        ("序号", "No."),
        ("任务", "Task"),
        ("牵头单位", "Lead units"),
        ("配合单位", "Supporting units"),
        ("完成时限", "Deadline"),
        ("依据", "Source"),
    )
    named, titles = by_task(corpus), {plan.iri: plan.title for plan in corpus.plans}
    rows = tuple(
        (
            place,
            f"{task.number}{task.title or matter(task, named.get(task.iri, ()))}",
            names(named.get(task.iri, ()), Role.LEAD, Role.JOINT),
            names(named.get(task.iri, ()), Role.SUPPORT, Role.IMPLEMENT),
            task.deadline,
            f"{titles[task.plan]} {task.ref}",
        )
        for place, task in enumerate(corpus.tasks, start=1)
    )
    return Table(key="ledger", title=language.say("任务分工台账", "Task ledger"), head=head, rows=rows)


def matter(task: TaskRow, rows: tuple[AssignmentRow, ...]) -> str:
    """Give the words of a task without a title up to its first list of units, which has columns of its own."""
    counted = [row for row in rows if row.counted and row.start >= task.start]
    first = min(counted, key=lambda row: row.start, default=None)
    if first is None:
        return task.text
    before = task.text[: first.start - task.start].rstrip(_OPENS)
    return before.removesuffix(first.label).rstrip(_OPENS) or task.text


def names(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """List the names of some roles as printed."""
    return "、".join(row.mention for row in rows if row.counted and row.role in roles)
