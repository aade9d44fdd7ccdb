"""`/help`: what the pages show, how to work with them, and what the words mean."""

from fastapi import APIRouter, Request, Response

from api.pages.frame.renderer import PageRenderer
from graph.dataset.clarity import DEFINITIONS


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the route of the help."""
    router = APIRouter(include_in_schema=False)

    @router.get("/help")
    def page(request: Request) -> Response:
        return renderer.render(request, "help/help.html", {"definitions": DEFINITIONS})

    return router
