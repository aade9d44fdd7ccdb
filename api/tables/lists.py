"""The tables of plans and of tasks, as pages list them."""

from collections.abc import Callable, Iterable

from api.read_model.index import ROLES, Index
from api.tables.model import Column, Table, ValueKind, table
from api.tables.tasks import GRADES, title_of
from extract.messages import message
from graph.dataset.rows import PlanRow, TaskRow


def plans_table(index: Index, rows: Iterable[PlanRow]) -> Table:
    """The plans with their counts."""
    listed = tuple(rows)
    tallies = index.rows.limited(listed).tallies()

    def count(what: str) -> Callable[[PlanRow], int]:
        return lambda plan: sum(n for (name, _), n in tallies[plan.iri].items() if name == what)

    columns: tuple[Column[PlanRow], ...] = (
        Column("id", None, lambda plan: plan.id),
        Column("title", message("方案"), lambda plan: plan.title, link=index.plan_url),
        Column("source", None, lambda plan: plan.source),
        Column("issuer", message("发文机关"), lambda plan: plan.issuer, aside=True),
        Column("number", None, lambda plan: plan.number),
        Column("issued", message("日期"), lambda plan: plan.issued, ValueKind.DATE, aside=True),
        Column("place", None, lambda plan: plan.place_name),
        Column("kind", None, lambda plan: plan.kind),
        Column(
            "tasks",
            message("任务"),
            count("tasks"),
            ValueKind.NUMBER,
            link=lambda plan: f"/tasks?plan={plan.id}",
        ),
        Column(
            "units",
            message("单位"),
            count("units"),
            ValueKind.NUMBER,
            link=lambda plan: f"/units?plan={plan.id}",
        ),
        Column(
            "assignments",
            message("分工"),
            count("assignments"),
            ValueKind.NUMBER,
            link=lambda plan: f"/assignments?plan={plan.id}",
        ),
        Column(
            "findings",
            message("待核实"),
            count("findings"),
            ValueKind.NUMBER,
            link=lambda plan: f"{index.plan_url(plan)}#findings",
        ),
    )
    return table("plans", message("方案"), columns, listed)


def tasks_table(index: Index, rows: Iterable[TaskRow]) -> Table:
    """The tasks with the units of each role."""
    return table("tasks", message("任务"), task_columns(index), rows)


def task_columns(index: Index) -> tuple[Column[TaskRow], ...]:
    """The columns of the tasks."""
    units = {role: _units(index, role) for role in ROLES}
    headings = {"lead": message("牵头单位"), "support": message("配合单位")}
    return (
        Column("task", None, index.task_key),
        Column("plan", None, lambda task: index.plan_of[task.plan].id),
        Column(
            "ref",
            message("编号"),
            lambda task: task.ref,
            ValueKind.REFERENCE,
            link=lambda task: index.place_url(task.plan, task.start),
        ),
        Column("title", message("任务"), title_of, link=index.task_url, sortable=True),
        Column("clarity", message("牵头情况"), lambda task: task.clarity, names=GRADES, sortable=True),
        *(Column(role, headings.get(role), units[role], ValueKind.LIST, aside=role != "lead") for role in ROLES),
        Column("sections", message("所在部分"), lambda task: _sections(index, task), ValueKind.LIST, aside=True),
        Column("presumed_convener", None, lambda task: _named(index, task.presumed_convener)),
        Column("deadline", None, lambda task: task.deadline),
        Column("start", None, lambda task: task.start, ValueKind.NUMBER),
        Column("end", None, lambda task: task.end, ValueKind.NUMBER),
        Column("text", None, lambda task: task.text),
    )


def _named(index: Index, unit: str) -> str:
    return index.unit_of[unit].name if unit else ""


def _units(index: Index, role: str) -> Callable[[TaskRow], tuple[str, ...]]:
    return lambda task: tuple(unit.name for unit in index.units_in(task, role))


def _sections(index: Index, task: TaskRow) -> tuple[str, ...]:
    return tuple(f"{section.number}{section.title}" for section in index.sections_of(task))
