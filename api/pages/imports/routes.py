"""`/import`: drop files in and follow them; `/plans/{id}/remove`: take a plan out."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD
from api.edge import forms
from api.edge.refusal import RefusedRequest
from api.edge.uploads import checked, receive
from api.imports.states import WAY, ImportStep, JobState, options_of
from api.pages.accounts.login import login_page
from api.pages.frame.renderer import Context, PageRenderer
from api.pages.imports.api import found
from api.writer import Writer
from extract.formats import CONVERTED, READABLE
from extract.messages import message
from graph.build.versions import OnDuplicate


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the import pages."""
    router = APIRouter(include_in_schema=False)
    _imports(router, renderer, writer)
    _removals(router, renderer, writer)
    return router


def _imports(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    @router.get("/import")
    def page(request: Request) -> Response:
        if not renderer.sessions.known(request):
            return login_page(renderer, request, "/import")
        settings = writer.settings
        return renderer.render(
            request,
            "imports/import.html",
            {
                "files": settings.upload_files,
                "megabytes": settings.upload_bytes >> 20,
                "jobs": writer.jobs.recent(),
                "readable": READABLE,
                "converted": CONVERTED,
            },
        )

    @router.post("/import")
    async def send(request: Request) -> Response:
        renderer.sessions.check_caller(request)
        async with writer.uploads.handed_over() as folder:
            uploaded = await receive(request, writer.settings, folder)
            files = checked(uploaded.files, folder)
            person = renderer.sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
            renderer.sessions.record(request, person, Deed.IMPORTED, "、".join(file.name for file in files))
            job = writer.jobs.add(files, folder, options_of(uploaded.fields, ask=True))
        return RedirectResponse(f"/import/{job.id}", status_code=303)

    @router.get("/import/{job}")
    def follow(request: Request, job: str) -> Response:
        return renderer.render(request, "imports/import_job.html", _job_context(found(writer.jobs.get(job))))

    @router.post("/import/{job}/cancel")
    async def cancel(request: Request, job: str) -> Response:
        given = await forms.fields(request)
        renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        found(await asyncio.to_thread(writer.jobs.cancel, job))
        return RedirectResponse(f"/import/{found(writer.jobs.get(job)).id}", status_code=303)

    @router.post("/import/{job}/files/{place}")
    async def decide(request: Request, job: str, place: int) -> Response:
        given = await forms.fields(request)
        renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        choice = given.get("on_duplicate", "")
        if choice not in set(OnDuplicate):
            raise RefusedRequest(400, message("请在跳过、取代和两份都留之中选一个。"))
        found(await asyncio.to_thread(writer.decide, job, place, OnDuplicate(choice)))
        return RedirectResponse(f"/import/{found(writer.jobs.get(job)).id}", status_code=303)


def _job_context(job: JobState) -> Context:
    return {"job": job, "way": WAY, "step": ImportStep, "good": job.count(ImportStep.STORED)}


def _removals(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    @router.get("/plans/{plan_id}/remove")
    def ask(request: Request, plan_id: str) -> Response:
        index = renderer.library.index()
        plan = index.plan_by_id.get(plan_id)
        if plan is None:
            raise HTTPException(404)
        if not renderer.sessions.known(request):
            return login_page(renderer, request, f"/plans/{plan_id}/remove")
        shown = {"index": index, "plan": plan, "seen": writer.store.revision}
        return renderer.render(request, "imports/remove.html", shown)

    @router.post("/plans/{plan_id}/remove")
    async def remove(request: Request, plan_id: str) -> Response:
        given = await forms.fields(request)
        person = renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        seen = given.get("seen", "")
        await asyncio.to_thread(writer.remove_plan, plan_id, int(seen) if seen.isdecimal() else None)
        renderer.sessions.record(request, person, Deed.PLAN_REMOVED, plan_id)
        return RedirectResponse("/plans", status_code=303)
