"""`/assignments`: every assignment with the words that make it, by plan, role and unit."""

from fastapi import APIRouter, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import PageNumber, Words, cut
from api.read_model.index import ROLES, Index
from api.tables.representations import Sheet
from graph.dataset.rows import AssignmentRow


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the route of the assignments."""
    router = APIRouter()

    @router.get("/assignments")
    @router.get("/assignments.{suffix}", include_in_schema=False)
    def assignments(
        request: Request, plan: Words = "", role: Words = "", unit: Words = "", page: PageNumber = 1
    ) -> Response:
        index = renderer.index(request)
        rows = tuple(
            row
            for row in index.corpus.assignments
            if row.counted
            and (not plan or index.plan_of[row.plan].id == plan)
            and (not role or row.role == role)
            and (not unit or index.unit_of[row.unit].id == unit)
        )
        return renderer.answer(
            request,
            sheets=lambda: (_sheet(index, rows),),
            template="assignments/assignments.html",
            context=lambda: {
                "index": index,
                "cut": cut(rows, sort="", order="up", page=page, size=renderer.settings.page_rows),
                "role": role,
                "roles": ROLES,
                "plan": plan,
                "unit": unit,
            },
        )

    return router


def _sheet(index: Index, rows: tuple[AssignmentRow, ...]) -> Sheet:
    """Assignments as plain values."""
    columns = (
        "plan",
        "task",
        "ref",
        "role",
        "unit",
        "unit_name",
        "mention",
        "start",
        "end",
        "label",
        "rank",
        "of",
        "rule",
    )
    return Sheet(
        name="assignments",
        columns=columns,
        rows=tuple(
            (
                index.plan_of[row.plan].id,
                index.task_key(index.task_of[row.task]),
                index.task_of[row.task].ref,
                row.role,
                index.unit_of[row.unit].id,
                index.unit_of[row.unit].name,
                row.mention,
                row.start,
                row.end,
                row.label,
                row.rank,
                row.of,
                row.rule,
            )
            for row in rows
        ),
    )
