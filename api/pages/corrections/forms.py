"""The forms that correct one thing, without scripts: an assignment, a unit, a task, a finding."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.corrections.candidates import candidates
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import Words
from api.read_model.index import ROLES, Index
from extract.units.evidence import Evidence
from extract.units.home import HEAD, home_of
from graph.corrections import PLAN_FIELDS
from graph.dataset.rows import AssignmentRow, FindingRow, PlanRow
from graph.dataset.scope import KINDS


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the forms; each shows the words of the plan with what is read of them."""
    router = APIRouter(include_in_schema=False)

    def printed(request: Request, kind: str, **context: object) -> Response:
        common = {
            "kind": kind,
            "roles": ROLES,
            "writable": renderer.sessions.writable,
            "seen": renderer.corrections(),
        }
        return renderer.render(request, "corrections/correct.html", {**common, **context})

    @router.get("/assignments/{plan_id}/{key}")
    def assignment(request: Request, plan_id: str, key: str, q: Words = "") -> Response:
        index = renderer.library.index()
        row = assignment_of(index, plan_id, key)
        return printed(
            request,
            "assignment",
            index=index,
            row=row,
            task=index.task_of[row.task],
            unit=index.unit_of[row.unit],
            q=q,
            choices=candidates(index, q or row.mention, besides=row.unit),
            around=around(renderer.library.text(row.plan), row.start, row.end),
        )

    @router.get("/units/{unit_id}/correct")
    def unit(request: Request, unit_id: str, q: Words = "") -> Response:
        index = renderer.library.index()
        row = index.unit_by_id.get(unit_id)
        if row is None:
            raise HTTPException(404)
        rows = index.of_unit(row)
        return printed(
            request,
            "unit",
            index=index,
            unit=row,
            rows=rows,
            q=q,
            choices=candidates(index, q or row.body, besides=row.iri),
        )

    @router.get("/tasks/{key}/correct")
    def task(request: Request, key: str, q: Words = "") -> Response:
        index = renderer.library.index()
        row = index.task_by_key.get(key)
        if row is None:
            raise HTTPException(404)
        return printed(request, "task", index=index, task=row, q=q, choices=candidates(index, q), edges=edges(row.text))

    @router.get("/plans/{plan_id}/correct")
    def plan(request: Request, plan_id: str) -> Response:
        index = renderer.library.index()
        row = _plan(index, plan_id)
        reasons = evidence(row, renderer.library.text(row.iri))
        return printed(request, "plan", index=index, plan=row, reasons=reasons, fields=PLAN_FIELDS, kinds=tuple(KINDS))

    @router.get("/findings/{plan_id}/{key}")
    def finding(request: Request, plan_id: str, key: str) -> Response:
        index = renderer.library.index()
        row = finding_of(index, plan_id, key)
        context = around(renderer.library.text(row.plan), row.start, row.end)
        return printed(request, "finding", index=index, row=row, around=context)

    return router


def assignment_of(index: Index, plan_id: str, key: str) -> AssignmentRow:
    """Find an assignment by the last part of its IRI.

    Raises:
        HTTPException: 404 when it is not there.
    """
    for row in index.assignments_in(_plan(index, plan_id)):
        if row.iri.rpartition("/")[2] == key:
            return row
    raise HTTPException(404)


def finding_of(index: Index, plan_id: str, key: str) -> FindingRow:
    """Find a finding by the last part of its IRI.

    Raises:
        HTTPException: 404 when it is not there.
    """
    for row in index.findings_in(_plan(index, plan_id)):
        if row.iri.rpartition("/")[2] == key:
            return row
    raise HTTPException(404)


def evidence(plan: PlanRow, text: str) -> tuple[Evidence, ...]:
    """Give what the document itself says of the place it speaks for, the weightiest first."""
    found = home_of(plan.title, plan.issuer, text[:HEAD], plan.issued, text[-HEAD:]).evidence
    return tuple(sorted(found, key=lambda one: -one.weight))


def _plan(index: Index, plan_id: str) -> PlanRow:
    plan = index.plan_by_id.get(plan_id)
    if plan is None:
        raise HTTPException(404)
    return plan


def edges(text: str, letters: int = 12) -> tuple[str, str]:
    r"""Give the first words of a text and the last, each within one line.

    >>> edges("3.健全制度。\n责任单位：财政局", 4)
    ('3.健全', '：财政局')
    """
    lines = text.split("\n")
    return lines[0][:letters], lines[-1][-letters:]


def around(text: str, start: int, end: int, letters: int = 60) -> tuple[str, str, str]:
    """Give the words at a place with the words before and after them.

    >>> around("责任单位：财政局、公安局", 5, 8, 3)
    ('单位：', '财政局', '、公安')
    """
    return text[max(0, start - letters) : start], text[start:end], text[end : end + letters]
