"""The rows of the tasks that name a time, and no others."""

from sqlalchemy import func, select

from api.read_model.index import MOST_LOOKED_AT, Index
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow, UnitRow
from graph.dataset.sql_tables import ROWS


def timed(index: Index) -> Corpus:
    """Give the tasks with a deadline, or a time in their running text, with who leads them or is jointly responsible.

    Raises:
        TooLargeError: when there are more than a page can look at.
    """
    rows, tasks, named = index.rows, ROWS["tasks"], ROWS["assignments"]
    times = (tasks.c.deadline != "") | (tasks.c.times_in_text != "")
    here = named.c.task.in_(select(tasks.c.iri).where(times, *rows.inside(tasks.c.graph)))
    led = named.c.role.in_((Role.LEAD.value, Role.JOINT.value))
    many = select(func.count()).select_from(named).where(here, led, *rows.inside(named.c.graph))
    index.check_size(rows.ask(many)[0][0], MOST_LOOKED_AT)
    assignments = rows.rows(AssignmentRow, here, led)
    index.unit_of.ready(row.unit for row in assignments)
    units = (index.unit_of[iri] for iri in {row.unit for row in assignments})
    return Corpus(
        plans=index.plans,
        tasks=rows.rows(TaskRow, times),
        assignments=assignments,
        units=tuple(sorted(units, key=UnitRow.order)),
    )
