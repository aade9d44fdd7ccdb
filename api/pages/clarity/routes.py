"""`/clarity`: the tasks by how clearly the plan says who leads, each with its sentence and a question worth asking."""

from collections import Counter

from fastapi import APIRouter, Request, Response

from api.pages.frame.chips import Chip
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import Words
from api.pages.tasks.facets import Filter, TaskColumns
from api.read_model.index import ROLES, Index
from api.read_model.row_list import RowList
from api.tables.lists import tasks_table
from extract.messages import message
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade
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
        asked = Filter(plan=plan, clarity=grade)
        counts = grades_of(index, plan)
        rows = vague_first(index, asked)
        return renderer.answer(
            request,
            tables=lambda: (tasks_table(index, rows),),
            template="clarity/clarity.html",
            context=lambda: {
                "index": index,
                "rows": rows[: renderer.settings.page_rows],
                "total": len(rows),
                "every": counts.total(),
                "plan": plan,
                "chips": chips(index, grade, plan),
                "grade": grade,
                "grades": tuple((name, counts[name]) for name in VAGUE_FIRST if counts[name]),
                "unclear": sum(counts[name] for name in DEFAULT.no_clear_lead),
                "equal": counts[Grade.CO_EQUAL],
                "definitions": DEFINITIONS,
                "bearers": bearers,
                "roles": ROLES,
            },
        )

    return router


def chips(index: Index, grade: str, plan: str) -> tuple[Chip, ...]:
    """Give the conditions, each with the number of tasks that it leaves alone."""
    row, known = index.plan_by_id.get(plan), grade in set(Grade)
    words = DEFINITIONS[Grade(grade)].name if known else grade
    of_grade = Chip(
        name="grade", label=message("牵头情况"), words=words, count=index.count("tasks", grade), known=known
    )
    title = (row.title or row.source) if row else plan
    of_plan = Chip(
        name="plan", label=message("方案"), words=title, count=grades_of(index, plan).total(), known=row is not None
    )
    return (*((of_grade,) if grade else ()), *((of_plan,) if plan else ()))


def grades_of(index: Index, plan: str) -> Counter[str]:
    """Count the tasks of each grade, in one plan or in all."""
    if not plan:
        return Counter({name: index.count("tasks", name) for name in VAGUE_FIRST})
    row = index.plan_by_id.get(plan)
    return Counter(task.clarity for task in index.tasks_in(row)) if row else Counter()


def vague_first(index: Index, asked: Filter) -> RowList[TaskRow]:
    """Order the tasks from the least clear to the clearest, document order within a grade."""
    return index.once(TaskColumns).by_clarity(asked, VAGUE_FIRST)


def bearers(index: Index, task: TaskRow) -> tuple[AssignmentRow, ...]:
    """The assignments whose words decide the grade: the leads, or those responsible together where no unit leads."""
    rows = tuple(row for row in index.of_task(task) if row.counted)
    leads = tuple(row for row in rows if row.role == "lead")
    return leads or tuple(row for row in rows if row.role == "joint")
