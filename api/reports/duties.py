"""The customary ledger 任务分工台账: number, task, lead, support, deadline, source, and what was reported."""

import csv
import io
from collections.abc import Mapping

from api.locale.terms import TERMS
from api.tables.evidence import by_task
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import message
from extract.records import Role
from graph.dataset.csv_tables import BOM, safe
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.progress.records import ProgressEntry, ProgressState
from ontology.catalogue import Language

_OPENS = "：:（(【[ \t\n\u3000"  # what precedes the label and the first name of a list


def duties(corpus: Corpus, reported: Mapping[str, ProgressEntry] | None = None) -> Table:
    """Give the customary ledger: number, task, lead, support, deadline, source, and three columns to fill in.

    Args:
        corpus: the plans.
        reported: what was reported of tasks, by their IRI; empty cells for every other task.
    """
    known = reported or {}
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
        Column("progress", message("进展情况"), lambda row: known[row[1].iri].report if row[1].iri in known else ""),
        Column("status", message("完成状态"), lambda row: status(known.get(row[1].iri)), names=TERMS["progress"]),
        Column("remarks", message("备注"), lambda row: known[row[1].iri].remarks if row[1].iri in known else ""),
    )
    return table("ledger", message("任务分工台账"), columns, enumerate(corpus.tasks, start=1))


def ledger_csv(
    corpus: Corpus, language: Language = Language.ZH, reported: Mapping[str, ProgressEntry] | None = None
) -> bytes:
    """Write the ledger as CSV with the headings that people read, in UTF-8 with a byte order mark."""
    table = duties(corpus, reported)
    out = io.StringIO(newline="")
    out.write(BOM)
    csv.writer(out).writerows(
        [safe(str(cell)) for cell in row] for row in (table.head(language), *table.cells(language))
    )
    return out.getvalue().encode()


def status(entry: ProgressEntry | None) -> str:
    """Give the reported state of a task; nothing where none was reported."""
    return "" if entry is None or entry.state is ProgressState.NOT_REPORTED else str(entry.state)


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
