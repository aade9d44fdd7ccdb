"""The pages, rendered on the server: each answers one question, every number opens its rows, every row its words."""

from fastapi import APIRouter

from api.pages import (
    assignments,
    clarity,
    compare,
    graph,
    ontology,
    overlap,
    overview,
    plans,
    rdf_twins,
    reform,
    reports,
    search,
    tasks,
    units,
)
from api.pages.desk import Desk


def routes(desk: Desk) -> APIRouter:
    """Give the routes of all pages."""
    router = APIRouter()
    for page in (
        rdf_twins,  # before the pages whose twins it adds
        overview,
        plans,
        units,
        tasks,
        assignments,
        clarity,
        overlap,
        compare,
        reform,
        reports,
        graph,
        search,
        ontology,
    ):
        router.include_router(page.routes(desk))
    return router
