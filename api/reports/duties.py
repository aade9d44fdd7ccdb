"""The customary ledger 任务分工台账: number, task, lead, support, deadline, source."""

from api.tables.evidence import by_task
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import message
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow

_OPENS = "：:（(【[ \t\n\u3000"  # what precedes the label and the first name of a list


def duties(corpus: Corpus) -> Table:
    """Give the customary ledger: number, task, lead, support, deadline, source, and three columns to fill in."""
    held, titles = by_task(corpus), {plan.iri: plan.title for plan in corpus.plans}

    def rows(task: TaskRow) -> tuple[AssignmentRow, ...]:
        return held.get(task.iri, ())

    columns: tuple[Column[tuple[int, TaskRow]], ...] = (
        Column("number", message("序号"), lambda row: row[0], ValueKind.NUMBER),
        Column("task", message("任务"), lambda row: f"{row[1].number}{row[1].title or matter(row[1], rows(row[1]))}"),
        Column("lead", message("牵头单位"), lambda row: names(rows(row[1]), Role.LEAD, Role.JOINT)),
        Column("support", message("配合单位"), lambda row: names(rows(row[1]), Role.SUPPORT, Role.IMPLEMENT)),
        Column("deadline", message("完成时限"), lambda row: row[1].deadline),
        Column("source", message("依据"), lambda row: f"{titles[row[1].plan]} {row[1].ref}"),
        Column("progress", message("进展情况"), lambda _row: ""),
        Column("status", message("完成状态"), lambda _row: ""),
        Column("remarks", message("备注"), lambda _row: ""),
    )
    return table("ledger", message("任务分工台账"), columns, enumerate(corpus.tasks, start=1))


def matter(task: TaskRow, rows: tuple[AssignmentRow, ...]) -> str:
    """Give the words of a task without a title up to its first list of units, which has separate columns."""
    counted = [row for row in rows if row.counted and row.start >= task.start]
    first = min(counted, key=lambda row: row.start, default=None)
    if first is None:
        return task.text
    before = task.text[: first.start - task.start].rstrip(_OPENS)
    return before.removesuffix(first.label).rstrip(_OPENS) or task.text


def names(rows: tuple[AssignmentRow, ...], *roles: Role) -> str:
    """List the names of some roles as printed."""
    return "、".join(row.mention for row in rows if row.counted and row.role in roles)
