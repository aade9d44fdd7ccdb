"""`/scope`: take what was filled into the bar, and go on to the same page with it."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.scope_bar import PARAMETER
from api.pages.frame.sorting import Words
from extract.messages import message
from graph.dataset.scope import Scope

PARTS = ("place", "year", "level", "kind", "plan")


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the route of the scope."""
    router = APIRouter()

    @router.get("/scope", include_in_schema=False)
    def scope(request: Request, scope: Words = "") -> Response:
        next_page = request.query_params.get("next", "/")
        if not next_page.startswith("/") or next_page.startswith(("//", "/\\")):
            raise RefusedRequest(400, message("范围之后要去的页面不在本站。"))
        given = {name: request.query_params.get(name, "").strip() for name in PARTS}
        asked = Scope.of(scope).joined(Scope(**{f"{name}s": [value] for name, value in given.items() if value}))
        asked.selected(renderer.library.index().plans)  # says what it does not know
        if not asked:
            return RedirectResponse(next_page, status_code=303)
        mark = "&" if "?" in next_page else "?"
        return RedirectResponse(f"{next_page}{mark}{urlencode({PARAMETER: str(asked)})}", status_code=303)

    return router
