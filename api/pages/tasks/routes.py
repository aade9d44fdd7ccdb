"""`/tasks`: every task by role, unit, section, clarity and words; `/tasks/{key}`: one task and its evidence."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import OrderName, PageNumber, SortName, Words, cut
from api.pages.tasks.chips import chips
from api.pages.tasks.facets import Filter, chosen, facets
from api.read_model.index import Index
from api.tables.assignments import EVIDENCE, assignments_table
from api.tables.lists import tasks_table
from api.tables.model import Table
from graph.corrections.journal import LONGEST_NOTE
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import TaskRow
from graph.progress.records import FILLED_IN


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
        convener: Words = "",
        q: Words = "",
        sort: SortName = "",
        order: OrderName = "up",
        page: PageNumber = 1,
    ) -> Response:
        index = renderer.index(request)
        asked = Filter(plan=plan, role=role, unit=unit, section=section, clarity=clarity, convener=convener, q=q)
        rows = chosen(index, asked, sort, order)
        return renderer.answer(
            request,
            tables=lambda: (tasks_table(index, rows),),
            template="tasks/tasks.html",
            context=lambda: {
                "index": index,
                "asked": asked,
                "chips": chips(index, asked),
                "facets": index.once(facets, asked) if asked == Filter() else facets(index, asked),
                "cut": (shown := cut(rows, sort=sort, order=order, page=page, size=renderer.settings.page_rows)),
                "tables": {"tasks": tasks_table(index, shown.rows)},
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
            tables=lambda: (assignments_table(index, index.of_task(row), key=index.task_key(row)),),
            template="tasks/task.html",
            context=lambda: {
                "index": index,
                "task": row,
                "tables": _evidence(index, row),
                "sections": index.sections_of(row),
                "neighbours": _neighbours(index, row),
                "definitions": DEFINITIONS,
                "filled_in": FILLED_IN,
                "longest": LONGEST_NOTE,
                "writable": renderer.sessions.writable,
                "progress": renderer.progress_of(index, (row,))[0],
            },
        )

    return router


def _evidence(index: Index, task: TaskRow) -> dict[str, Table]:
    """Give the assignments of a task that count, and those of the running text."""
    rows = index.of_task(task)
    return {
        "assignments": assignments_table(index, (row for row in rows if row.counted)).only(*EVIDENCE),
        "sentences": assignments_table(index, (row for row in rows if not row.counted)).only(*EVIDENCE),
    }


def _neighbours(index: Index, task: TaskRow) -> tuple[TaskRow | None, TaskRow | None]:
    """The task before and the task after, in the same plan."""
    rows = index.tasks_in(index.plan_of[task.plan])
    place = rows.index(task)
    return (rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)
