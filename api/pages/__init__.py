"""The pages, rendered on the server: each answers one question, every number opens its rows, every row its words."""

from fastapi import APIRouter

from api.pages import graph
from api.pages.addresses import routes as addresses
from api.pages.analysis import routes as analysis
from api.pages.assignments import routes as assignments
from api.pages.clarity import routes as clarity
from api.pages.compare import routes as compare
from api.pages.frame.renderer import PageRenderer
from api.pages.help import routes as help_page
from api.pages.ontology import routes as ontology
from api.pages.overlap import routes as overlap
from api.pages.overview import routes as overview
from api.pages.plans import routes as plans
from api.pages.reform import routes as reform
from api.pages.reports import routes as reports
from api.pages.resources import representations as rdf_representations
from api.pages.scope import routes as scope
from api.pages.search import routes as search
from api.pages.tasks import routes as tasks
from api.pages.units import routes as units


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of all pages."""
    router = APIRouter()
    for page in (
        rdf_representations,  # before the pages whose representations it adds
        overview,
        plans,
        units,
        tasks,
        assignments,
        clarity,
        overlap,
        analysis,
        compare,
        reform,
        reports,
        graph,
        search,
        scope,
        ontology,
        addresses,
        help_page,
    ):
        router.include_router(page.routes(renderer))
    return router
