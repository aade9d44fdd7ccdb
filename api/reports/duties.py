"""The customary ledger 任务分工台账: number, task, lead, support, deadline, source."""

from api.reports.table import Table, by_task, heads
from extract.messages import message
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from ontology.catalogue import Language

_OPENS = "：:（(【[ \t\n\u3000"  # what stands before the label and the first name of a list


def duties(corpus: Corpus, language: Language) -> Table:
    """Lay out the customary ledger 任务分工台账: number, task, lead, support, deadline, source."""
    head = heads(
        language,
        message("序号"),
        message("任务"),
        message("牵头单位"),
        message("配合单位"),
        message("完成时限"),
        message("依据"),
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
    return Table(key="ledger", title=message("任务分工台账").render(language), head=head, rows=rows)


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
