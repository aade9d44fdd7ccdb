"""`/plans`: what is loaded; `/plans/{id}`: a plan's own text, each mention linked to its task and back."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.edge.negotiation import Representation, language_of
from api.pages.frame.renderer import Context, PageRenderer, download, written
from api.pages.frame.sorting import PageNumber, Words, cut
from api.pages.overview.figures import ledger_counts
from api.pages.plans.filters import PlanFilter, chips, chosen, options
from api.pages.plans.passages import Marks, Passage, passages
from api.read_model.index import ROLES, Index
from api.tables.lists import plans_table, tasks_table
from api.tables.names import said
from graph.build.rereading import is_outdated
from graph.dataset.clarity import DEFINITIONS
from graph.dataset.rows import AssignmentRow, FindingRow, PlanRow, SectionRow, TaskRow

PLAN_REPRESENTATIONS = (
    Representation.HTML,
    Representation.JSON,
    Representation.CSV,
    Representation.XLSX,
    Representation.TXT,
)


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the plans."""
    router = APIRouter()

    @router.get("/plans")
    @router.get("/plans.{suffix}", include_in_schema=False)
    def plans(  # noqa: PLR0913, PLR0917  one parameter a facet: the address is the form
        request: Request,
        q: Words = "",
        issuer: Words = "",
        place: Words = "",
        year: Words = "",
        level: Words = "",
        kind: Words = "",
        page: PageNumber = 1,
    ) -> Response:
        index = renderer.index(request)
        size = renderer.settings.page_rows
        asked = PlanFilter(q=q.strip(), issuer=issuer, place=place, year=year, level=level, kind=kind)
        rows = chosen(index.plans, asked)
        return renderer.answer(
            request,
            tables=lambda: (plans_table(index, rows),),
            template="plans/plans.html",
            context=lambda: {
                "index": index,
                "cut": (shown := cut(rows, sort="", order="", page=page, size=size)),
                "asked": asked,
                "options": index.once(_options) if not asked else options(index.plans, asked),
                "chips": chips(index.plans, asked),
                "outdated": tuple(plan for plan in rows if is_outdated(plan)),
                "tables": {"plans": plans_table(index, shown.rows)},
            },
        )

    @router.get("/plans/{plan_id}")
    @router.get("/plans/{plan_id}.{suffix}", include_in_schema=False)
    def plan(request: Request, plan_id: str, ledger: Words = "") -> Response:
        index = renderer.library.index()
        row = index.plan_by_id.get(plan_id)
        if row is None:
            if renderer.library.is_earlier(plan_id):
                return RedirectResponse(f"/versions/{plan_id}", status_code=303)
            raise HTTPException(404)
        representation = renderer.representation(request, PLAN_REPRESENTATIONS)
        if representation is Representation.HTML:
            text = renderer.library.text(row.iri)
            context = _context(index, row, text, ledger=bool(ledger))
            return renderer.render(
                request,
                "plans/plan.html",
                {**context, "verdicts": renderer.library.verdicts(), "seen": renderer.corrections()},
            )
        if representation is Representation.TXT:
            return download(renderer.library.text(row.iri).encode(), representation, row.id)
        body = written((tasks_table(index, index.tasks_in(row)),), representation, language_of(request))
        return download(body, representation, f"tasks-{row.id}")

    return router


def _options(index: Index) -> Mapping[str, Sequence[tuple[str, int]]]:
    return options(index.plans, PlanFilter())


def _context(index: Index, plan: PlanRow, text: str, *, ledger: bool) -> Context:
    """Gather what the reading page shows."""
    assignments = index.assignments_in(plan)
    findings = index.findings_in(plan)
    marks = Marks(
        sections=index.sections_in(plan),
        tasks=index.ready(index.tasks_in(plan)),
        assignments=assignments,
        ledger=index.ledger_of(plan) if ledger else (),
        places=tuple(row.start for row in findings),
    )
    return {
        "index": index,
        "plan": plan,
        "passages": (read := passages(text, marks)),
        "found_in": found_in(read, findings),
        "outline": _outline(index, plan),
        "legend": tuple((role, count) for role in ROLES if (count := _count(assignments, role))),
        "said": tuple(row for row in assignments if not row.counted),
        "ledger": ledger,
        "states": ledger_counts(index.ledger_of(plan)),
        "findings": findings,
        "definitions": DEFINITIONS,
        "outdated": is_outdated(plan),
        "roles": ROLES,
        "rows_of": lambda rows: _rows(index, rows),
        "said_of": cache(lambda words: said(words, plan)),
    }


def found_in(read: Sequence[Passage], findings: Sequence[FindingRow]) -> tuple[tuple[FindingRow, ...], ...]:
    """Give the findings about words of each passage; those about the plan at large are in the list alone."""
    starts = [passage.lines[0].start for passage in read]
    found: list[list[FindingRow]] = [[] for _ in read]
    for row in findings:
        place = bisect_right(starts, row.start) - 1
        if row.end > row.start and place >= 0:
            found[place].append(row)
    return tuple(map(tuple, found))


def _rows(index: Index, rows: Sequence[AssignmentRow]) -> str:
    """What the reader's script has to know of the assignments at one place."""
    return json.dumps(
        [
            {
                "iri": row.iri,
                "role": row.role,
                "unit": row.unit,
                "name": index.unit_of[row.unit].name,
                "url": index.unit_url(index.unit_of[row.unit]),
                "task": index.task_of[row.task].ref,
                "counted": row.counted,
            }
            for row in rows
        ],
        ensure_ascii=False,
    )


def _outline(index: Index, plan: PlanRow) -> tuple[SectionRow | TaskRow, ...]:
    """Sections and tasks in document order, an outer one before what it contains."""
    rows: list[SectionRow | TaskRow] = [*index.sections_in(plan), *index.tasks_in(plan)]
    return tuple(sorted(rows, key=lambda row: (row.start, -row.end)))


def _count(assignments: Sequence[AssignmentRow], role: str) -> int:
    return sum(row.role == role and row.counted for row in assignments)
