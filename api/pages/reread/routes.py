"""`/plans/{id}/reread`: read a plan again with the program as it is now, see what differs, and take it."""

import asyncio
import threading

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD
from api.edge import forms
from api.imports.border import DocumentReading
from api.imports.reading import ReadingJob
from api.pages.accounts.login import login_page
from api.pages.frame.renderer import PageRenderer
from api.writer import Writer
from extract.errors import ExtractError
from extract.messages import Message, message
from graph.build.sources import source_path
from graph.compare.changes import TaskChange, changes
from graph.corrections.readings import Readings
from graph.dataset.rows import PlanRow
from graph.errors import GraphError

_ONE = threading.Lock()  # one plan at a time: a reading takes a process


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of reading again."""
    router = APIRouter(include_in_schema=False)

    def plan_of(plan_id: str) -> PlanRow:
        plan = renderer.library.index().plan_by_id.get(plan_id)
        if plan is None:
            raise HTTPException(404)
        return plan

    @router.get("/plans/{plan_id}/reread")
    def show(request: Request, plan_id: str) -> Response:
        plan = plan_of(plan_id)
        if not renderer.sessions.known(request):
            return login_page(renderer, request, f"/plans/{plan_id}/reread")
        found, fault = compared(writer, plan)
        context = {"index": renderer.library.index(), "plan": plan, "changes": found, "fault": fault}
        return renderer.render(request, "reread/reread.html", context)

    @router.post("/plans/{plan_id}/reread")
    async def take(request: Request, plan_id: str) -> Response:
        given = await forms.fields(request)
        person = renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        plan = plan_of(plan_id)
        reading = await asyncio.to_thread(read_again, writer, plan)
        await asyncio.to_thread(writer.keeper.again, reading)
        renderer.sessions.record(request, person, Deed.IMPORTED, plan.source)
        return RedirectResponse(f"/plans/{plan_id}", status_code=303)

    return router


def compared(writer: Writer, plan: PlanRow) -> tuple[tuple[TaskChange, ...], Message | None]:
    """Say what the present program reads differently, or why it cannot read the plan."""
    try:
        reading = read_again(writer, plan)
    except (ExtractError, GraphError) as error:
        return (), error.message
    return changes(Readings(writer.store).corpus(plan.iri), reading.corpus), None


def read_again(writer: Writer, plan: PlanRow) -> DocumentReading:
    """Read a plan from its stored source, in a separate process.

    Raises:
        GraphError: when the source is not stored.
        ExtractError: when it cannot be read.
    """
    path = source_path(writer.store, plan.sha256)
    if path is None or not path.exists():
        raise GraphError(message("没有保存《{title}》的源文件，请重新导入。", title=plan.title or plan.source))
    with _ONE:
        return ReadingJob(writer.jobs.bounds).run(path, plan.source, plan.sha256, lambda _step: None)
