"""`/plans/{id}.ttl`, `/units/{id}.jsonld`, `/tasks/{id}.rdf` …: the RDF of the page of a thing, at its own name."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.pages.frame import rdf
from api.pages.frame.renderer import PageRenderer
from graph.exchange.syntaxes import Syntax

KINDS = ("plans", "units", "tasks")


def routes(_: PageRenderer) -> APIRouter:
    """Give the routes of the RDF representations; they come before those of the pages, which have no such suffix."""
    router = APIRouter()
    for kind in KINDS:
        for form in rdf.FORMS:
            router.add_api_route(f"/{kind}/{{key}}.{form.value}", _route(kind, form), include_in_schema=False)
    return router


def name_of(kind: str, key: str) -> str:
    """Give the path of the name of what a page is about.

    >>> name_of("units", "652300-police"), name_of("tasks", "0a1b-00ff-2")
    ('/id/unit/652300-police', '/id/plan/0a1b/task/00ff-2')
    """
    if kind == "tasks":
        plan, _, task = key.partition("-")
        return f"/id/plan/{quote(plan, safe='')}/task/{quote(task, safe='')}"
    return f"/id/{kind.removesuffix('s')}/{quote(key, safe='')}"


def _route(kind: str, form: Syntax) -> Callable[[str], Response]:
    def representation(key: str) -> Response:
        return RedirectResponse(f"{name_of(kind, key)}.{form.value}", status_code=303)

    return representation
