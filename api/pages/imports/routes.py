"""`/import`: drop files in and follow them; `/login`: show the token once; `/plans/{id}/remove`: take a plan out."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.edge import forms
from api.edge.sessions import PROOF_FIELD, check_same_site
from api.edge.uploads import checked, receive
from api.imports.jobs import job_folder
from api.imports.states import WAY, ImportStep, JobState
from api.pages.frame.renderer import Context, PageRenderer
from api.pages.imports.api import found
from api.writer import Writer
from extract.readers.formats import CONVERTED, READABLE

WRONG_TOKEN_SECONDS = 0.5  # a guess costs this much


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the import pages and of the login."""
    router = APIRouter(include_in_schema=False)
    _login_routes(router, renderer)
    _imports(router, renderer, writer)
    _removals(router, renderer, writer)
    return router


def _login_routes(router: APIRouter, renderer: PageRenderer) -> None:
    @router.get("/login")
    def login(request: Request, next: str = "/import") -> Response:  # noqa: A002 - the name of the parameter in the address
        return _login(renderer, request, forms.local(next, "/import"))

    @router.post("/login")
    async def enter(request: Request) -> Response:
        check_same_site(request)
        given = await forms.fields(request)
        onward = forms.local(given.get("next", ""), "/import")
        if not renderer.sessions.fits(request, given.get("token", "")):
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
            return _login(renderer, request, onward, wrong=renderer.sessions.writable)
        response = RedirectResponse(forms.header_safe(onward), status_code=303)
        renderer.sessions.remember(response)
        if name := given.get("who", "").strip():
            forms.remember_who(response, name)
        return response

    @router.post("/logout")
    async def leave(request: Request) -> Response:
        given = await forms.fields(request)
        renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        response = RedirectResponse("/", status_code=303)
        renderer.sessions.forget(response)
        return response


def _login(renderer: PageRenderer, request: Request, onward: str, *, wrong: bool = False) -> Response:
    context = {"onward": onward, "wrong": wrong, "who": forms.who(request), "writable": renderer.sessions.writable}
    return renderer.render(request, "imports/login.html", context, status=401 if wrong else 200)


def _imports(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    @router.get("/import")
    def page(request: Request) -> Response:
        if not renderer.sessions.known(request):
            return _login(renderer, request, "/import")
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
        folder = await asyncio.to_thread(job_folder)
        uploaded = await receive(request, writer.settings, folder)
        files = checked(uploaded.files, folder)
        renderer.sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
        job = writer.jobs.add(files, folder, again=uploaded.fields.get("again") == "1")
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
            return _login(renderer, request, f"/plans/{plan_id}/remove")
        return renderer.render(request, "imports/remove.html", {"index": index, "plan": plan})

    @router.post("/plans/{plan_id}/remove")
    async def remove(request: Request, plan_id: str) -> Response:
        given = await forms.fields(request)
        renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        await asyncio.to_thread(writer.remove_plan, plan_id)
        return RedirectResponse("/plans", status_code=303)
