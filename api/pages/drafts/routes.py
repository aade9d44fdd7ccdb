"""`/draft`: drop a draft in, decide each remark next to the text, take it back with comments, or the memo."""

import asyncio
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.sessions import PROOF_FIELD, Person
from api.drafts.annotator import annotated
from api.drafts.drafts import Decision, Draft, Drafts, new_id, text_alone
from api.edge import forms
from api.edge.negotiation import language_of
from api.edge.refusal import RefusedRequest
from api.edge.uploads import Upload, checked, receive
from api.imports.reading import Bounds, ReadingJob
from api.pages.accounts.login import login_page
from api.pages.frame.renderer import PageRenderer, attachment
from api.pages.reports.routes import MEDIA, dated_memo, short_name
from api.read_model.index import MOST_LOOKED_AT
from api.reports.lint import Remark, remarks
from api.writer import Writer
from extract.messages import message
from graph.cases.records import CaseState
from graph.corrections.journal import LONGEST_NOTE
from graph.dataset.rows import Corpus

DECISIONS = (CaseState.OPEN, CaseState.ADVISED, CaseState.DISMISSED)


@dataclass(frozen=True, slots=True)
class DraftStretch:
    """Words of a draft, the numbers of the remarks on them, and whether the first of these begins here."""

    words: str
    numbers: tuple[int, ...]
    first: bool


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of drafts."""
    router, drafts = APIRouter(include_in_schema=False), Drafts()
    _reading(router, renderer, drafts)
    _writing(router, renderer, writer, drafts)
    _returning(router, renderer, writer, drafts)
    return router


def _reading(router: APIRouter, renderer: PageRenderer, drafts: Drafts) -> None:
    @router.get("/draft")
    def page(request: Request) -> Response:
        person = renderer.sessions.person(request)
        if person is None or not renderer.sessions.known(request):
            return login_page(renderer, request, "/draft")
        return renderer.render(request, "drafts/drafts.html", {"drafts": drafts.of(person.key)})

    @router.get("/draft/{draft_id}")
    def look(request: Request, draft_id: str) -> Response:
        draft = _found(renderer, request, drafts, draft_id)
        context = {"draft": draft, "stretches": stretches(draft.reading.text, draft.remarks), "states": DECISIONS}
        return renderer.render(request, "drafts/draft.html", {**context, "longest": LONGEST_NOTE})


def _writing(router: APIRouter, renderer: PageRenderer, writer: Writer, drafts: Drafts) -> None:
    sessions = renderer.sessions

    @router.post("/draft")
    async def bring(request: Request) -> Response:
        sessions.check_caller(request)
        async with writer.uploads.handed_over() as folder:
            uploaded = await receive(request, writer.settings, folder)
            person = sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
            upload = checked(uploaded.files, folder)[0]
            draft = await asyncio.to_thread(_read, renderer, writer, person, upload, folder)
        drafts.add(draft)
        return RedirectResponse(f"/draft/{quote(draft.id)}", status_code=303)

    @router.post("/draft/{draft_id}")
    async def decide(request: Request, draft_id: str) -> Response:
        given = await forms.fields(request)
        sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        draft = _found(renderer, request, drafts, draft_id)
        if given.get("remove"):
            await asyncio.to_thread(drafts.remove, draft)
            return RedirectResponse("/draft", status_code=303)
        number, state = given.get("number", ""), given.get("state", "")
        if number not in set(map(str, range(len(draft.remarks)))) or state not in set(DECISIONS):
            raise RefusedRequest(400, message("地址中的某个参数不合规定，请检查后重试。"))
        note = given.get("note", "").strip()
        if len(note) > LONGEST_NOTE:
            raise RefusedRequest(400, message("备注最多 {most} 字，现有 {n} 字。", most=LONGEST_NOTE, n=len(note)))
        drafts.decide(draft.id, int(number), Decision(state=CaseState(state), note=note))
        return RedirectResponse(f"/draft/{quote(draft.id)}#r{number}", status_code=303)


def _returning(router: APIRouter, renderer: PageRenderer, writer: Writer, drafts: Drafts) -> None:
    @router.get("/draft/{draft_id}/annotated.docx")
    async def comments(request: Request, draft_id: str) -> Response:
        draft = _found(renderer, request, drafts, draft_id)
        bounds = _bounds(writer)
        language = language_of(request)
        body = await asyncio.to_thread(annotated, draft.file, draft.name, draft.commented(), bounds, language)
        name = message("{name}-批注", name=short_name(Path(draft.name).stem))
        return _docx(body, f"{name.render(language)}.docx")

    @router.get("/draft/{draft_id}/memo.docx")
    async def written(request: Request, draft_id: str) -> Response:
        draft, language = _found(renderer, request, drafts, draft_id), language_of(request)
        person = renderer.sessions.person(request)
        decided = draft.cases(person.name if person else "")
        return _docx(*await asyncio.to_thread(dated_memo, draft.reading.corpus, language, decided))

    @router.post("/draft/{draft_id}/import")
    async def keep(request: Request, draft_id: str) -> Response:
        given = await forms.fields(request)
        renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        draft = _found(renderer, request, drafts, draft_id)
        folder = await asyncio.to_thread(writer.uploads.make)
        file = folder / "0"
        await asyncio.to_thread(shutil.copyfile, draft.file, file)
        plan = draft.reading.corpus.plans[0]
        upload = Upload(name=draft.name, path=file, size=file.stat().st_size, sha256=plan.sha256)
        job = await asyncio.to_thread(writer.jobs.add, (upload,), folder)
        return RedirectResponse(f"/import/{job.id}", status_code=303)


def _docx(body: bytes, name: str) -> Response:
    return Response(
        body, media_type=MEDIA[".docx"], headers={"Content-Disposition": attachment(name), "Cache-Control": "no-store"}
    )


def _bounds(writer: Writer) -> Bounds:
    return Bounds(seconds=writer.settings.import_seconds, memory=writer.settings.import_memory)


def _read(renderer: PageRenderer, writer: Writer, person: Person, upload: Upload, folder: Path) -> Draft:
    reading = ReadingJob(_bounds(writer)).run(upload.path, upload.name, upload.sha256, lambda _step: None)
    index = renderer.library.index()
    others = index.corpus if index.count("assignments") <= MOST_LOOKED_AT else Corpus()
    found = remarks(text_alone(upload.name, reading.text), reading.corpus, others if others.plans else None)
    return Draft(
        id=new_id(),
        owner=person.key,
        folder=folder,
        file=upload.path,
        name=upload.name,
        reading=reading,
        remarks=found,
    )


def _found(renderer: PageRenderer, request: Request, drafts: Drafts, draft_id: str) -> Draft:
    """Give a draft to the session that brought it.

    Raises:
        HTTPException: 404 for any other draft.
    """
    person = renderer.sessions.person(request)
    draft = drafts.find(draft_id, person.key) if person and person.key else None
    if draft is None:
        raise HTTPException(404)
    return draft


def stretches(text: str, found: tuple[Remark, ...]) -> tuple[DraftStretch, ...]:
    """Cut a text where remarks begin and end.

    Guarantees:
        1. The words of the stretches, joined, are the text.
    """
    edges = sorted({0, len(text), *(one.start for one in found), *(one.end for one in found)})
    return tuple(_stretch(text, found, start, end) for start, end in pairwise(edges))


def _stretch(text: str, found: tuple[Remark, ...], start: int, end: int) -> DraftStretch:
    numbers = tuple(number for number, one in enumerate(found) if one.start <= start and end <= one.end)
    return DraftStretch(text[start:end], numbers, first=bool(numbers) and found[numbers[0]].start == start)
