"""`/clarity`: the tasks by how clearly the plan says who leads, each with its sentence and a question worth asking."""

from collections import Counter

from fastapi import APIRouter, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import Words
from api.read_model.index import ROLES, Index
from api.tables.lists import tasks_table
from graph.dataset.clarity import DEFINITIONS, Grade, without_clear_lead
from graph.dataset.rows import AssignmentRow, TaskRow

VAGUE_FIRST = (
    Grade.CONFLICT,
    Grade.NONE,
    Grade.UNRESOLVED,
    Grade.COLLECTIVE,
    Grade.GROUP_OFFICE,
    Grade.BY_REMIT,
    Grade.CO_EQUAL,
    Grade.RANKED,
    Grade.SOLE,
)


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of lead clarity."""
    router = APIRouter()

    @router.get("/clarity")
    @router.get("/clarity.{suffix}", include_in_schema=False)
    def clarity(request: Request, grade: Words = "", plan: Words = "") -> Response:
        index = renderer.index(request)
        every = tuple(row for row in index.once(_vague_first) if not plan or index.plan_of[row.plan].id == plan)
        rows = tuple(row for row in every if row.clarity == grade) if grade else every
        counts = Counter(row.clarity for row in every)
        return renderer.answer(
            request,
            tables=lambda: (tasks_table(index, rows),),
            template="clarity/clarity.html",
            context=lambda: {
                "index": index,
                "rows": rows[: renderer.settings.page_rows],
                "total": len(rows),
                "every": len(every),
                "grade": grade,
                "grades": tuple((name, counts[name]) for name in VAGUE_FIRST if counts[name]),
                "unclear": len(without_clear_lead(every)),
                "equal": counts[Grade.CO_EQUAL],
                "definitions": DEFINITIONS,
                "bearers": bearers,
                "roles": ROLES,
            },
        )

    return router


def _vague_first(index: Index) -> tuple[TaskRow, ...]:
    """Order the tasks from the least clear to the clearest, document order within a grade."""
    place = {name.value: number for number, name in enumerate(VAGUE_FIRST)}
    return tuple(sorted(index.corpus.tasks, key=lambda row: place.get(row.clarity, len(place))))


def bearers(index: Index, task: TaskRow) -> tuple[AssignmentRow, ...]:
    """The assignments whose words decide the grade: the leads, or those responsible together where no unit leads."""
    rows = tuple(row for row in index.of_task(task) if row.counted)
    leads = tuple(row for row in rows if row.role == "lead")
    return leads or tuple(row for row in rows if row.role == "joint")
