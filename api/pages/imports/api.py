"""Imports for programs: send files, follow the job, cancel it, take a plan out. Writing takes the token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any  # the framework's own type of described answers

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter

from api.accounts.log import Deed
from api.accounts.sessions import TOKEN_SCHEME
from api.edge.negotiation import language_of
from api.edge.preconditions import etag, expected, unchanged
from api.edge.refusal import Fault, RefusedRequest
from api.edge.uploads import Upload, checked, receive
from api.imports.jobs import Jobs
from api.imports.states import JobAnswer, JobState, answer, options_of
from api.writer import Writer
from extract.formats import READABLE
from extract.messages import message
from graph.build.versions import OnDuplicate
from ontology import iris

LOOK_EVERY = 0.1  # seconds between two looks at a job
BEAT_EVERY = 15.0  # seconds between two signs of life on a stream that has no news
JSON_OF = TypeAdapter(JobAnswer)
FILES_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                            "description": f"the plans: {', '.join(READABLE)}",
                        },
                        "again": {"type": "string", "description": "1: read known bytes again"},
                        "on_duplicate": {
                            "type": "string",
                            "enum": [one.value for one in OnDuplicate],
                            "description": "what to do with a document that is here in another version or form",
                        },
                    },
                }
            }
        },
    },
}
REFUSED: dict[int | str, dict[str, Any]] = {status: {"model": Fault} for status in (400, 401, 403)}


def routes(writer: Writer) -> APIRouter:
    """Give the routes of the imports; the queue ends with the app."""
    sessions, jobs = writer.sessions, writer.jobs

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(jobs.close)

    router = APIRouter(prefix="/api", tags=["import"], lifespan=life)

    @router.post(
        "/import",
        status_code=202,
        openapi_extra=FILES_BODY,
        dependencies=[Depends(TOKEN_SCHEME)],
        responses={**REFUSED, **{status: {"model": Fault} for status in (412, 413, 415, 429)}},
    )
    async def send(request: Request) -> JobAnswer:
        """Import one or more documents; they are read one after the other, each on its own.

        With ``If-Match`` and the ETag of the list of imports, a document is refused that others have changed since: here
        where it is known by its bytes, else in its own line, whose ``status`` is 412 then.
        """
        person = sessions.check_writer(request)
        async with writer.uploads.handed_over() as folder:
            uploaded = await receive(request, writer.settings, folder)
            files = checked(uploaded.files, folder)
            sessions.record(request, person, Deed.IMPORTED, "、".join(file.name for file in files))
            options = options_of(uploaded.fields, ask=uploaded.fields.get("ask") == "1", seen=expected(request))
            await asyncio.to_thread(_check_unchanged, writer, files, options.seen)
            job = jobs.add(files, folder, options)
        return answer(job, language_of(request))

    @router.get("/import")
    def recent(request: Request, response: Response) -> tuple[JobAnswer, ...]:
        """List the imports of this run of the server, newest first; the ETag is for ``If-Match``."""
        response.headers["ETag"] = etag(writer.store.revision)
        return tuple(answer(job, language_of(request)) for job in jobs.recent())

    @router.get("/import/{job}", responses={404: {"model": Fault}})
    def state(request: Request, job: str) -> JobAnswer:
        """Tell how far an import is."""
        return answer(found(jobs.get(job)), language_of(request))

    @router.delete("/import/{job}", responses={**REFUSED, 404: {"model": Fault}}, dependencies=[Depends(TOKEN_SCHEME)])
    def cancel(request: Request, job: str) -> JobAnswer:
        """Cancel an import: what is stored stays, what is not is not read."""
        sessions.check_writer(request)
        return answer(found(jobs.cancel(job)), language_of(request))

    @router.get(
        "/import/{job}/events",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}, 404: {"model": Fault}},
    )
    async def events(request: Request, job: str) -> Response:
        """Follow an import: one event ``state`` for each change, the last one when it is over."""
        found(jobs.get(job))
        return StreamingResponse(follow(request, jobs, job), media_type="text/event-stream")

    @router.delete(
        "/plans/{plan_id}",
        status_code=204,
        responses={**REFUSED, 404: {"model": Fault}, 412: {"model": Fault}},
        dependencies=[Depends(TOKEN_SCHEME)],
    )
    def remove(request: Request, plan_id: str) -> Response:
        """Take a plan out of the store; corrections to it remain."""
        person = sessions.check_writer(request)
        writer.remove_plan(plan_id, expected(request))
        sessions.record(request, person, Deed.PLAN_REMOVED, plan_id)
        return Response(status_code=204)

    return router


def _check_unchanged(writer: Writer, files: tuple[Upload, ...], seen: int | None) -> None:
    if seen is not None:
        with unchanged(writer.store, seen, [iris.plan(file.sha256) for file in files]):
            pass


def found(job: JobState | None) -> JobState:
    """Give a job that is there.

    Raises:
        RefusedRequest: 404 for one that is not, or no longer.
    """
    if job is None:
        raise RefusedRequest(
            404,
            message("没有这次导入，或服务已重新启动。已入库的方案不受影响。"),
        )
    return job


async def follow(request: Request, jobs: Jobs, job_id: str) -> AsyncIterator[str]:
    """Give the events of a job until it is over or the client has left."""
    seen, quiet = -1, 0.0
    while not await request.is_disconnected():
        job = jobs.get(job_id)
        if job is None:
            return
        if job.version != seen:
            seen, quiet = job.version, 0.0
            yield f"event: state\ndata: {JSON_OF.dump_json(answer(job, language_of(request))).decode()}\n\n"
        if job.over:
            return
        quiet += LOOK_EVERY
        if quiet >= BEAT_EVERY:
            quiet = 0.0
            yield ": at work\n\n"
        await asyncio.sleep(LOOK_EVERY)
