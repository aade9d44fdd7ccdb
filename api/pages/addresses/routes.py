"""`/docs`: what ``/openapi.json`` describes, as a page of this server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # the framework's own type of a description

from fastapi import APIRouter, Request, Response

from api.pages.frame.renderer import PageRenderer


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLine:
    """One operation: its method and address, what it takes, and what it may answer."""

    method: str
    path: str
    takes: tuple[str, ...]
    answers: tuple[tuple[str, tuple[str, ...]], ...]


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the route of the page."""
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    def addresses(request: Request) -> Response:
        said: Mapping[str, Any] = request.app.openapi()
        groups = [(tag["description"], tuple(_of_tag(said, tag["name"]))) for tag in said["tags"]]
        return renderer.render(
            request,
            "addresses/addresses.html",
            {"groups": [group for group in groups if group[1]], "version": said["info"]["version"]},
        )

    return router


def _of_tag(said: Mapping[str, Any], tag: str) -> Iterator[AddressLine]:
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            if tag in operation["tags"]:
                taken = tuple(one["name"] for one in operation.get("parameters", ()))
                answers = tuple(
                    (status, tuple(one.get("content", ()))) for status, one in operation["responses"].items()
                )
                yield AddressLine(method=method.upper(), path=path, takes=taken, answers=answers)
