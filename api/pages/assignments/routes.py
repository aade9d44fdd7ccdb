"""`/assignments`: every assignment with the words that make it, by plan, role and unit."""

from fastapi import APIRouter, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import PageNumber, Words, cut
from api.read_model.index import ROLES
from api.tables.assignments import assignments_table

COLUMNS = ("role", "unit_label", "mention", "rank", "ref", "title")


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
            tables=lambda: (assignments_table(index, rows),),
            template="assignments/assignments.html",
            context=lambda: {
                "index": index,
                "cut": (shown := cut(rows, sort="", order="up", page=page, size=renderer.settings.page_rows)),
                "tables": {"assignments": assignments_table(index, shown.rows).only(*COLUMNS)},
                "role": role,
                "roles": ROLES,
            },
        )

    return router
