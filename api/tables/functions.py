"""The table of questions about the functions of units."""

from collections.abc import Iterable

from api.tables.model import Column, Table, table, unit_column
from api.tables.references import plan_column, task_column
from extract.messages import message
from graph.compare.functions import FunctionQuestion
from graph.dataset.rows import Corpus


def functions_table(found: Iterable[FunctionQuestion], corpus: Corpus) -> Table:
    """Questions, each with the unit, the task and the words it is about."""
    columns: tuple[Column[FunctionQuestion], ...] = (
        unit_column("unit", message("单位"), lambda one: one.unit),
        plan_column(corpus, lambda one: one.task.plan if one.task else ""),
        task_column(corpus, lambda one: one.task),
        Column("question", message("问题"), lambda one: one.sentence()),
    )
    note = message("按用词对照，只作提问，不作结论；只对照清单中写有全称的单位牵头和共同承担的任务。")
    return table("functions", message("职责清单与任务分工"), columns, found, (note,))
