"""`/progress`: how far the tasks are, by unit, section and task; a filled-in ledger is read back, and undone.

`/tasks/{key}/progress` takes what a person fills in on the page of one task.
"""

import asyncio
import shutil
from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD
from api.edge import forms
from api.edge.refusal import RefusedRequest
from api.edge.uploads import checked, receive
from api.pages.frame.renderer import PageRenderer, reader_of
from api.pages.frame.sorting import PageNumber, Words, cut
from api.pages.progress.filters import FIELDS, ProgressFilter
from api.progress.progress_book import ProgressBook
from api.progress.progress_tables import progress_table, sections_table, units_table
from api.writer import Writer
from extract.errors import ExtractError
from extract.messages import message
from graph.corrections.journal import BadEntryError
from graph.progress.records import FILLED_IN, ProgressState
from graph.progress.store import ProgressChangedError

PAGE = 50
GROUPS = 12  # units and sections on the page; the workbook has all of them
BATCHES = 5  # ledgers that are listed with a way back


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the progress."""
    router = APIRouter(include_in_schema=False)
    _reading(router, renderer, writer.progress)
    _writing(router, renderer, writer)
    _one_task(router, renderer, writer)
    return router


def _reading(router: APIRouter, renderer: PageRenderer, book: ProgressBook) -> None:
    @router.get("/progress")
    @router.get("/progress.{suffix}")
    def page(  # noqa: PLR0913, PLR0917  one parameter a condition: the address is the form
        request: Request,
        state: Words = "",
        plan: Words = "",
        unit: Words = "",
        section: Words = "",
        date: Words = "",
        done: Words = "",
        page: PageNumber = 1,
    ) -> Response:
        index, reader = renderer.index(request), reader_of(request)
        asked = ProgressFilter(state=state, plan=plan, unit=unit, section=section, given=date.strip())
        every = book.of(index, index.corpus.tasks, asked.day)
        rows = asked.left(index, every)
        day = asked.given if asked.day else ""
        grouped = {"units": units_table(index, rows, day), "sections": sections_table(index, rows, day)}
        return renderer.answer(
            request,
            tables=lambda: (progress_table(index, rows), *grouped.values()),
            template="progress/progress.html",
            context=lambda: {
                "asked": asked,
                "total": len(every),
                "reported": sum(one.last is not None for one in every),
                "unknown": asked.unknown(index, every),
                "choices": {name: asked.choices(name, index, every, reader) for name in FIELDS},
                "cut": (shown := cut(rows, sort="", order="up", page=page, size=PAGE)),
                "tables": {
                    "progress": progress_table(index, shown.rows),
                    **{name: table.first(GROUPS) for name, table in grouped.items()},
                },
                "more": {name: len(table.rows) - GROUPS for name, table in grouped.items()},
                "batches": book.batches()[:BATCHES],
                "done": done if done.isdecimal() else "",
            },
        )


def _writing(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    sessions, book = renderer.sessions, writer.progress

    @router.post("/progress/import")
    async def take(request: Request) -> Response:
        sessions.check_caller(request)
        folder = await asyncio.to_thread(writer.uploads.make)
        uploaded = await receive(request, writer.settings, folder)
        try:
            person = sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
            file = checked(uploaded.files, folder)[0]
            ledger = await asyncio.to_thread(file.path.read_bytes)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        who = person.signs(uploaded.fields.get("who", "") or forms.who(request))
        try:
            saved = await asyncio.to_thread(book.take, ledger, file.name, who)
        except (BadEntryError, ExtractError) as error:
            raise RefusedRequest(400, error.message) from error
        sessions.record(request, person, Deed.REPORTED, f"{file.name} ({len(saved)})")
        return RedirectResponse(f"/progress?done={len(saved)}", status_code=303)

    @router.post("/progress/undo")
    async def undo(request: Request) -> Response:
        sessions.check_caller(request)
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        who = person.signs(given.get("who", ""))
        try:
            saved = await asyncio.to_thread(book.undo, given.get("batch", ""), who)
        except BadEntryError as error:
            raise RefusedRequest(400, error.message) from error
        sessions.record(request, person, Deed.REPORTED, f"undo ({len(saved)})")
        return RedirectResponse(f"/progress?done={len(saved)}", status_code=303)


def _one_task(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    sessions = renderer.sessions

    @router.post("/tasks/{key}/progress")
    async def fill_in(request: Request, key: str) -> Response:
        sessions.check_caller(request)
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        index = renderer.library.index()
        task = index.task_by_key.get(key)
        if task is None:
            raise HTTPException(404)
        said, seen, who = _said(given), _seen(given), person.signs(given.get("who", ""))
        try:
            saved = await asyncio.to_thread(writer.progress.report, index, task, said, who=who, seen=seen)
        except ProgressChangedError as error:
            there = writer.progress.of(index, (task,))[0]
            context = {"index": index, "fault": error.message, "task": task, "there": there, "said": said, "seen": seen}
            return renderer.render(request, "progress/changed.html", context, status=409)
        except BadEntryError as error:
            raise RefusedRequest(400, error.message) from error
        if saved:
            sessions.record(request, person, Deed.REPORTED, f"{said[0]} {saved[0].task[:40]}")
        return RedirectResponse(f"{index.task_url(task)}#progress", status_code=303)


def _said(given: Mapping[str, str]) -> tuple[ProgressState, str, str]:
    """Read state, progress and remarks from a form.

    Raises:
        RefusedRequest: 400 for a state that no one can fill in.
    """
    state = given.get("state", "")
    if state not in FILLED_IN:
        raise RefusedRequest(400, message("没有状态“{state}”。", state=state[:40]))
    report, remarks = ("\n".join(given.get(name, "").split("\r\n")).strip() for name in ("report", "remarks"))
    return ProgressState(state), report, remarks


def _seen(given: Mapping[str, str]) -> int:
    """Read which report was seen last; 0 where there was none.

    Raises:
        RefusedRequest: 400 for what does not look like a number.
    """
    seen = given.get("revision", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise RefusedRequest(400, message("地址中的某个参数不合规定，请检查后重试。"))
    return int(seen)
