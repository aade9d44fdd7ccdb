"""`/login` and `/enter`: sign in with a password, with the token, or by the link that the start opens; `/logout`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.roles import AccountRole
from api.accounts.sessions import PROOF_FIELD, check_same_site
from api.edge import forms
from api.pages.frame.renderer import PageRenderer

HOME = "/import"


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of signing in and out."""
    router = APIRouter(include_in_schema=False)
    sessions = renderer.sessions

    @router.get("/login")
    def login(request: Request, next: str = HOME) -> Response:  # noqa: A002 - the name of the parameter in the address
        return login_page(renderer, request, forms.local(next, HOME))

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        check_same_site(request)
        given = await forms.fields(request)
        onward = forms.local(given.get("next", ""), HOME)
        if not sessions.writable:
            return login_page(renderer, request, onward)
        name = given.get("who", "").strip()
        key = await sessions.sign_in(request, name, given.get("token", ""))
        if key is None:
            return login_page(renderer, request, onward, fault="wrong")
        response = RedirectResponse(forms.header_safe(onward), status_code=303)
        sessions.remember(response, key)
        if name:
            forms.remember_who(response, name)
        return response

    @router.get("/enter")
    def enter(request: Request, key: str = "") -> Response:
        opened = sessions.sign_in_by_link(request, key)
        if opened is None:
            return login_page(renderer, request, "/", fault="link")
        response = RedirectResponse("/", status_code=303)
        sessions.remember(response, opened)
        return response

    @router.post("/logout")
    async def sign_out(request: Request) -> Response:
        given = await forms.fields(request)
        sessions.check_writer(request, given.get(PROOF_FIELD, ""), AccountRole.READER)
        response = RedirectResponse("/login" if sessions.accounts.exist else "/", status_code=303)
        sessions.sign_out(request, response)
        return response

    return router


def login_page(renderer: PageRenderer, request: Request, onward: str, *, fault: str = "") -> Response:
    """Show the form of signing in; ``fault`` is ``wrong`` for a wrong secret, ``link`` for a link that was used."""
    context = {
        "onward": onward,
        "fault": fault,
        "writable": renderer.sessions.writable,
        "accounts": renderer.sessions.accounts.exist,
    }
    return renderer.render(request, "accounts/login.html", context, status=401 if fault else 200)
