"""`/account`: one's own password; `/accounts`: the accounts and the log; `/backup`: everything in one file."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.background import BackgroundTask

from api.accounts.errors import AccountError
from api.accounts.log import Deed
from api.accounts.roles import AccountRole
from api.accounts.sessions import PROOF_FIELD, Person, Sessions
from api.edge import forms
from api.edge.refusal import RefusedRequest
from api.pages.accounts.login import login_page
from api.pages.frame.renderer import PageRenderer
from api.tables.model import Table, of_values
from api.tables.representations import csv_of
from api.writer import Writer
from extract.messages import Message, message
from graph.build.sources import sources_folder
from graph.store.backup import back_up

SHOWN = 100  # entries of the log on the page; the table has all of them
ALL = 1_000_000
FILE = "dutygraph-backup.nq.gz"
ADMINISTRATOR = AccountRole.ADMINISTRATOR


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the accounts."""
    router = APIRouter(include_in_schema=False)
    _own(router, renderer)
    _administered(router, renderer)
    _backup(router, renderer, writer)
    return router


def _own(router: APIRouter, renderer: PageRenderer) -> None:
    sessions = renderer.sessions

    @router.get("/account")
    def page(request: Request) -> Response:
        person = sessions.person(request)
        if person is None or person.own:
            return login_page(renderer, request, "/account")
        return _own_page(renderer, request)

    @router.post("/account")
    async def change(request: Request) -> Response:
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""), AccountRole.READER)
        old, new = given.get("old", ""), given.get("password", "")
        if person.own or await sessions.sign_in(request, person.name, old) is None:
            return _own_page(renderer, request, message("原密码不正确。"))
        try:
            await asyncio.to_thread(sessions.accounts.set_password, person.name, new)
        except AccountError as error:
            return _own_page(renderer, request, error.message)
        sessions.record(request, person, Deed.ACCOUNT_PASSWORD, person.name)
        return RedirectResponse("/login?next=/", status_code=303)


def _own_page(renderer: PageRenderer, request: Request, fault: Message | None = None) -> Response:
    return renderer.render(request, "accounts/account.html", {"fault": fault}, status=400 if fault else 200)


def _administered(router: APIRouter, renderer: PageRenderer) -> None:
    sessions = renderer.sessions

    @router.get("/accounts")
    def page(request: Request) -> Response:
        if not administers(sessions, request):
            return login_page(renderer, request, "/accounts")
        return _accounts_page(renderer, request)

    @router.get("/accounts.csv")
    def log(request: Request) -> Response:
        if not administers(sessions, request):
            raise RefusedRequest(403, message("您的账户没有这项权限。请联系管理员。"))
        headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="log.csv"'}
        return Response(csv_of(_log(sessions)), headers=headers)

    @router.post("/accounts")
    async def change(request: Request) -> Response:
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""), ADMINISTRATOR)
        try:
            await asyncio.to_thread(_change, sessions, request, person, given)
        except AccountError as error:
            return _accounts_page(renderer, request, error.message)
        return RedirectResponse("/accounts", status_code=303)


def _change(sessions: Sessions, request: Request, person: Person, given: Mapping[str, str]) -> None:
    """Add or change an account as a form says.

    Raises:
        AccountError: when it cannot be done.
        RefusedRequest: 400 for a form that says nothing of the kind.
    """
    name, password, deed = given.get("name", ""), given.get("password", ""), given.get("deed", "")
    role = given.get("role", AccountRole.READER)
    if role not in set(AccountRole):
        raise RefusedRequest(400, message("没有“{words}”这种角色。", words=role[:40]))
    match deed:
        case Deed.ACCOUNT_ADDED:
            sessions.accounts.add(name, password, AccountRole(role))
        case Deed.ACCOUNT_ROLE:
            sessions.accounts.set_role(name, AccountRole(role))
        case Deed.ACCOUNT_PASSWORD:
            sessions.accounts.set_password(name, password)
        case Deed.ACCOUNT_REMOVED:
            sessions.accounts.remove(name)
        case _:
            raise RefusedRequest(400, message("地址中的某个参数不合规定，请检查后重试。"))
    told = f"{name} {role}" if deed in {Deed.ACCOUNT_ADDED, Deed.ACCOUNT_ROLE} else name
    sessions.record(request, person, Deed(deed), told)


def _accounts_page(renderer: PageRenderer, request: Request, fault: Message | None = None) -> Response:
    sessions = renderer.sessions
    context = {
        "accounts": sessions.accounts.all(),
        "events": sessions.log.latest(SHOWN),
        "account_roles": tuple(AccountRole),
        "fault": fault,
    }
    return renderer.render(request, "accounts/accounts.html", context, status=400 if fault else 200)


def _log(sessions: Sessions) -> Table:
    rows = ((one.number, one.time, one.who, str(one.deed), one.about, one.origin) for one in sessions.log.latest(ALL))
    return of_values("log", message("日志"), ("number", "time", "who", "deed", "about", "origin"), rows)


def administers(sessions: Sessions, request: Request) -> bool:
    """Whether the sender of a request may do what an administrator may."""
    person = sessions.person(request)
    return person is not None and person.role.may(ADMINISTRATOR)


def _backup(router: APIRouter, renderer: PageRenderer, writer: Writer) -> None:
    @router.post("/backup")
    async def save(request: Request) -> Response:
        given = await forms.fields(request)
        person = renderer.sessions.check_writer(request, given.get(PROOF_FIELD, ""), ADMINISTRATOR)
        folder = tempfile.TemporaryDirectory(prefix="dutygraph-backup-")
        out = Path(folder.name) / FILE
        try:
            await asyncio.to_thread(back_up, writer.store, out, sources=sources_folder(writer.store))
        except BaseException:
            folder.cleanup()
            raise
        renderer.sessions.record(request, person, Deed.BACKED_UP)
        return FileResponse(
            out, filename=FILE, media_type="application/gzip", background=BackgroundTask(folder.cleanup)
        )
