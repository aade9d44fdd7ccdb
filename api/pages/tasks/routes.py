"""`/tasks`: every task by role, unit, section, clarity and words; `/tasks/{key}`: one task and its evidence."""

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import OrderName, PageNumber, SortName, Words, arranged, cut
from api.pages.tasks.facets import Filter, chosen, facets
from api.read_model.index import ROLES, Index
from api.tables.representations import Sheet
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import TaskRow


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the tasks."""
    router = APIRouter()

    @router.get("/tasks")
    @router.get("/tasks.{suffix}", include_in_schema=False)
    def tasks(  # noqa: PLR0913, PLR0917  one parameter a facet: the address is the form
        request: Request,
        plan: Words = "",
        role: Words = "",
        unit: Words = "",
        section: Words = "",
        clarity: Words = "",
        q: Words = "",
        sort: SortName = "",
        order: OrderName = "up",
        page: PageNumber = 1,
    ) -> Response:
        index = renderer.index(request)
        asked = Filter(plan=plan, role=role, unit=unit, section=section, clarity=clarity, q=q)
        rows = arranged(chosen(index, asked), SORTS, sort, order)
        return renderer.answer(
            request,
            sheets=lambda: (tasks_sheet(index, rows),),
            template="tasks/tasks.html",
            context=lambda: {
                "index": index,
                "asked": asked,
                "facets": facets(index, asked),
                "cut": cut(rows, sort=sort, order=order, page=page, size=renderer.settings.page_rows),
                "definitions": DEFINITIONS,
            },
        )

    @router.get("/tasks/{key}")
    @router.get("/tasks/{key}.{suffix}", include_in_schema=False)
    def task(request: Request, key: str) -> Response:
        index = renderer.library.index()
        row = index.task_by_key.get(key)
        if row is None:
            raise HTTPException(404)
        return renderer.answer(
            request,
            sheets=lambda: (assignments_sheet(index, row),),
            template="tasks/task.html",
            context=lambda: {
                "index": index,
                "task": row,
                "rows": index.of_task(row),
                "sections": index.sections_of(row),
                "neighbours": _neighbours(index, row),
                "definitions": DEFINITIONS,
                "roles": ROLES,
            },
        )

    return router


GRADES = {str(grade): place for place, grade in enumerate(DEFINITIONS)}
SORTS: dict[str, Callable[[TaskRow], tuple[float | str, ...]]] = {
    "task": lambda row: (row.title or row.text,),
    "clarity": lambda row: (GRADES.get(row.clarity, len(GRADES)), row.ref),
}


def _neighbours(index: Index, task: TaskRow) -> tuple[TaskRow | None, TaskRow | None]:
    """The task before and the task after, in the same plan."""
    rows = index.tasks_in(index.plan_of[task.plan])
    place = rows.index(task)
    return (rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)


def tasks_sheet(index: Index, rows: tuple[TaskRow, ...]) -> Sheet:
    """Tasks as plain values, one row each."""
    return Sheet(
        name="tasks",
        columns=("task", "plan", "ref", "title", "sections", "clarity", *ROLES, "deadline", "start", "end", "text"),
        rows=tuple(
            (
                index.task_key(row),
                index.plan_of[row.plan].id,
                row.ref,
                row.title,
                tuple(f"{section.number}{section.title}" for section in index.sections_of(row)),
                row.clarity,
                *(tuple(unit.name for unit in index.units_in(row, role)) for role in ROLES),
                row.deadline,
                row.start,
                row.end,
                row.text,
            )
            for row in rows
        ),
    )


def assignments_sheet(index: Index, task: TaskRow) -> Sheet:
    """The assignments of a task as plain values."""
    names = ("role", "mention", "start", "end", "label", "rank", "of", "ranked", "basis", "rule", "confidence")
    return Sheet(
        name=index.task_key(task),
        columns=("unit", "unit_name", *names, "counted"),
        rows=tuple(
            (
                index.unit_of[row.unit].id,
                index.unit_of[row.unit].name,
                row.role,
                row.mention,
                row.start,
                row.end,
                row.label,
                row.rank,
                row.of,
                row.ranked,
                row.basis,
                row.rule,
                row.confidence,
                row.counted,
            )
            for row in index.of_task(task)
        ),
    )
