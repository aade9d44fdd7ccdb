"""`/assignments`: every assignment with the words that make it, by plan, role and unit."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import ColumnElement

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import PageNumber, Words, cut
from api.read_model.index import ROLES, Index
from api.read_model.row_list import RowList
from api.tables.assignments import assignments_table
from graph.dataset.row_places import RowPlaces
from graph.dataset.rows import COUNTED, AssignmentRow
from graph.dataset.sql_tables import ROWS

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
        rows = chosen(index, plan=plan, role=role, unit=unit)
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


def chosen(index: Index, *, plan: str = "", role: str = "", unit: str = "") -> RowList[AssignmentRow]:
    """The assignments that count; an empty condition sets none, an unknown one lets nothing pass."""
    places = index.once(_places, plan, role, unit)
    return RowList(index.rows, AssignmentRow, places, index.ready_assignments)


def _places(index: Index, plan: str, role: str, unit: str) -> RowPlaces:
    rows = ROWS["assignments"]
    wanted: list[ColumnElement[bool]] = [rows.c.basis.in_(sorted(COUNTED))]
    if plan:
        row = index.plan_by_id.get(plan)
        wanted.append(rows.c.graph == (index.rows.number_of[row.iri] if row else -1))
    if role:
        wanted.append(rows.c.role == role)
    if unit:
        found = index.unit_by_id.get(unit)
        wanted.append(rows.c.unit == (found.iri if found else ""))
    return RowPlaces(index.rows, rows, wanted)
