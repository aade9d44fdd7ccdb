"""`/review`: the cases, each with its words and its history; decided one at a time, or by a table that is read back."""

import asyncio
import shutil
from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.accounts.log import Deed
from api.accounts.roles import AccountRole
from api.accounts.sessions import PROOF_FIELD, Person
from api.cases.case_book import CaseBook, counts
from api.cases.table import cases_table, read_back
from api.edge import forms
from api.edge.negotiation import Representation, language_of, of_accept
from api.edge.refusal import RefusedRequest
from api.edge.uploads import checked, receive
from api.pages.frame.renderer import PageRenderer, Reader, reader_of
from api.pages.frame.sorting import PageNumber, Words, cut
from api.pages.review.filters import CaseFilter, rule_name
from api.writer import Writer
from extract.messages import Message, message
from extract.records import Severity
from graph.cases.records import Case, CaseState
from graph.cases.store import CaseChangedError
from graph.corrections.journal import LONGEST_NOTE, BadEntryError

FIELDS = ("state", "plan", "code", "person")
PAGE = 25  # cases on a page: each has a form


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the review."""
    router = APIRouter(include_in_schema=False)
    _reading(router, renderer, writer.cases)
    _writing(router, renderer, writer)
    return router


def _reading(router: APIRouter, renderer: PageRenderer, book: CaseBook) -> None:
    @router.get("/review")
    @router.get("/review.{suffix}")
    def page(
        request: Request,
        state: Words = "",
        plan: Words = "",
        code: Words = "",
        person: Words = "",
        page: PageNumber = 1,
    ) -> Response:
        index, reader = renderer.index(request), reader_of(request)
        asked = CaseFilter(state=state, plan=plan, code=code, person=person)
        every = book.cases(index)
        rows = tuple(sorted(asked.left(index, every), key=lambda one: one.matter.severity == Severity.INFO))
        return renderer.answer(
            request,
            tables=lambda: (cases_table(index, rows, language_of(request)),),
            template="review/review.html",
            context=lambda: {
                "index": index,
                "cut": cut(rows, sort="", order="up", page=page, size=PAGE),
                "total": len(every),
                "counts": counts(every),
                "unknown": asked.unknown(index, every),
                "choices": {name: asked.choices(name, index, every, reader) for name in FIELDS},
                "rule_name": lambda code: rule_name(code, reader),
                "people": sorted(
                    {one.name for one in renderer.sessions.accounts.all()} | {c.person for c in every} - {""}
                ),
                "left": book.left() if not any((state, plan, code, person)) else (),
                "states": tuple(CaseState),
                "longest": LONGEST_NOTE,
                "reviews": reviews(renderer, request),
            },
        )


def reviews(renderer: PageRenderer, request: Request) -> bool:
    """Whether the sender of a request may decide."""
    person = renderer.sessions.person(request)
    return person is not None and person.role.may(AccountRole.REVIEWER)


def _writing(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    sessions, book = renderer.sessions, writer.cases

    @router.post("/review/import")
    async def take(request: Request) -> Response:
        sessions.check_caller(request, AccountRole.REVIEWER)
        folder = await asyncio.to_thread(writer.uploads.make)
        uploaded = await receive(request, writer.settings, folder)
        try:
            person = sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""), AccountRole.REVIEWER)
            table = await asyncio.to_thread(checked(uploaded.files, folder)[0].path.read_bytes)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        number = await asyncio.to_thread(_take, renderer, book, table, person.signs(forms.who(request)))
        sessions.record(request, person, Deed.DECIDED, f"{uploaded.files[0].name} ({number})")
        return RedirectResponse("/review", status_code=303)

    @router.post("/review/{key}")
    async def decide(request: Request, key: str) -> Response:
        sessions.check_caller(request)
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        case = await asyncio.to_thread(book.find, key)
        if case is None:
            raise HTTPException(404)
        try:
            saved = await asyncio.to_thread(_save, book, case, given, person)
        except CaseChangedError as error:
            return _changed(renderer, request, error, given, case)
        sessions.record(request, person, Deed.DECIDED, f"{saved.state} {saved.matter.quote[:40]}")
        if (
            of_accept(request.headers.get("accept", ""), (Representation.HTML, Representation.JSON))
            is Representation.JSON
        ):
            return JSONResponse(_as_json(saved, reader_of(request)))
        back = forms.local(given.get("back", ""), "/review")
        return RedirectResponse(forms.header_safe(f"{back}#case-{quote(key)}"), status_code=303)


def _save(book: CaseBook, case: Case, given: Mapping[str, str], person: Person) -> Case:
    """Save what a form says of a case.

    Raises:
        CaseChangedError: another person decided meanwhile.
        RefusedRequest: 400 for an unknown state or a long note, 403 for a decision without the role.
    """
    who, seen = person.signs(given.get("who", "")), given.get("revision", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise RefusedRequest(400, message("地址中的某个参数不合规定，请检查后重试。"))
    try:
        if given.get("undo"):
            _check_role(person, case.state)
            return book.undo(case, who=who, seen=int(seen))
        state = given.get("state", str(case.state))
        if state not in set(CaseState):
            raise RefusedRequest(400, message("没有状态“{state}”。", state=state[:40]))
        _check_role(person, CaseState(state) if state != case.state else CaseState.OPEN)
        name, note = given.get("person", case.person), given.get("note", case.note)
        return book.decide(case, CaseState(state), person=name, note=note, who=who, seen=int(seen))
    except BadEntryError as error:
        raise RefusedRequest(400, error.message) from error


def _check_role(person: Person, state: CaseState) -> None:
    if state.decided and not person.role.may(AccountRole.REVIEWER):
        raise RefusedRequest(403, message("您的账户没有这项权限。请联系管理员。"))


def _take(renderer: PageRenderer, book: CaseBook, table: bytes, who: str) -> int:
    """Save what a table says; give how many cases changed."""
    there = {one.matter.key: one for one in book.cases(renderer.library.index())}
    try:
        found = read_back(table, there)
        return len(book.save(found, who)) if found else 0
    except (BadEntryError, CaseChangedError) as error:
        raise RefusedRequest(400, error.message) from error


def _changed(
    renderer: PageRenderer, request: Request, error: CaseChangedError, given: Mapping[str, str], case: Case
) -> Response:
    """Show what another person decided meanwhile next to what was about to be saved."""
    told: Message = error.message
    if of_accept(request.headers.get("accept", ""), (Representation.HTML, Representation.JSON)) is Representation.JSON:
        reader = reader_of(request)
        return JSONResponse({"message": reader.say(told), **_as_json(case, reader)}, status_code=409)
    context = {
        "index": renderer.library.index(),
        "fault": told,
        "case": case,
        "given": given,
        "states": tuple(CaseState),
        "rule_name": lambda code: rule_name(code, reader_of(request)),
    }
    return renderer.render(request, "review/changed.html", context, status=409)


def _as_json(case: Case, reader: Reader) -> dict[str, str | int]:
    last = case.history[-1] if case.history else None
    return {
        "key": case.matter.key,
        "state": str(case.state),
        "state_name": reader.term("case", case.state),
        "person": case.person,
        "note": case.note,
        "revision": case.revision,
        "who": last.who if last else "",
        "when": last.when[:16].replace("T", " ") if last else "",
    }
