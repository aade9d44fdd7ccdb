"""`/scope`: take what was filled into the bar, and go on to the same page with it; `/scopes`: save it under a name."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD, Person
from api.edge import forms
from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.scope_bar import PARAMETER
from api.pages.frame.sorting import Words
from extract.messages import message
from graph.dataset.scope import Scope

PARTS = ("place", "year", "level", "kind", "plan")


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the scope."""
    router = APIRouter(include_in_schema=False)
    sessions, scopes = renderer.sessions, renderer.saved_scopes

    @router.get("/scope")
    def scope(request: Request, scope: Words = "") -> Response:
        given = {name: request.query_params.get(name, "").strip() for name in PARTS}
        asked = Scope.of(scope).joined(Scope(**{f"{name}s": [value] for name, value in given.items() if value}))
        asked.selected(renderer.library.index().plans)  # says what it does not know
        return _onwards(request.query_params.get("next", "/"), asked)

    @router.post("/scopes")
    async def save(request: Request) -> Response:
        person, given = await _sent(request)
        asked = Scope.of(given.get(PARAMETER, ""))
        await asyncio.to_thread(lambda: renderer.library.index(asked))  # says what it does not know
        saved = await asyncio.to_thread(scopes.save, given.get("name", ""), asked, person.name)
        sessions.record(request, person, Deed.SCOPE_SAVED, f"{saved.name}：{saved.words}")
        return _onwards(given.get("next", "/"), asked)

    @router.post("/scopes/remove")
    async def remove(request: Request) -> Response:
        person, given = await _sent(request)
        await asyncio.to_thread(scopes.remove, given.get("name", ""))
        sessions.record(request, person, Deed.SCOPE_REMOVED, given.get("name", ""))
        return _onwards(given.get("next", "/"), Scope.of(given.get(PARAMETER, "")))

    async def _sent(request: Request) -> tuple[Person, Mapping[str, str]]:
        sessions.check_caller(request)
        given = await forms.fields(request)
        return sessions.check_writer(request, given.get(PROOF_FIELD, "")), given

    return router


def _onwards(next_page: str, asked: Scope) -> Response:
    """Lead to a page of this site under a scope.

    Raises:
        RefusedRequest: 400 for a page of another site.
    """
    if forms.local(next_page, "") != next_page or not next_page:
        raise RefusedRequest(400, message("范围之后要去的页面不在本站。"))
    scope = urlencode({PARAMETER: str(asked)}) if asked else ""
    mark = "&" if "?" in next_page else "?"
    return RedirectResponse(forms.header_safe(f"{next_page}{mark}{scope}" if scope else next_page), status_code=303)
