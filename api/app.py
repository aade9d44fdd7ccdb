"""The application: pages, representations and services over one store."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import pages
from api.accounts.gate import SignedIn
from api.edge.guard import Guarded
from api.edge.settings import Settings
from api.openapi import Described
from api.pages.accounts import login
from api.pages.accounts import routes as accounts
from api.pages.compare import pairs
from api.pages.corrections import api as revising
from api.pages.corrections import forms as correcting
from api.pages.corrections import routes as corrections
from api.pages.drafts import routes as drafts
from api.pages.frame import errors
from api.pages.frame.renderer import STATIC, PageRenderer
from api.pages.functions import routes as functions
from api.pages.imports import api as importing
from api.pages.imports import routes as imports
from api.pages.names import routes as names
from api.pages.progress import routes as progress
from api.pages.query import routes as query
from api.pages.questions import routes as questions
from api.pages.reread import routes as reread
from api.pages.resources import routes as things
from api.pages.review import routes as review
from api.pages.versions import routes as versions
from api.read_model.read_model import ReadModel
from api.sparql.limits import Access, Limits
from api.sparql.routes import install as sparql
from api.version import version
from api.writer import Writer
from graph.corrections import verdicts
from graph.corrections.csv import from_store
from graph.dataset.earlier import earlier
from graph.dataset.load import snapshot
from graph.store import Store
from ontology import iris


def create_app(store: Store, settings: Settings) -> FastAPI:
    """Build the application over a store.

    Guarantees:
        1. Nothing is read from the store before the first request.
        2. Every answer carries a Content-Security-Policy that allows no other host and nothing inline.
    """
    library = ReadModel(
        lambda: snapshot(store),
        lambda: store.revision,
        lambda: verdicts(from_store(store)),
        lambda plan_id: earlier(store, f"{iris.ID}plan/{plan_id}") is not None,
    )
    renderer = PageRenderer(library, settings)
    app = assemble(renderer)
    for page in (things, questions, versions, names):
        app.include_router(page.routes(renderer, store))
    writer = Writer(store, settings, renderer.sessions, library)
    for form in (login, correcting):
        app.include_router(form.routes(renderer))
    for writing in (imports, reread, corrections, accounts, review, progress, pairs, drafts, functions):
        app.include_router(writing.routes(renderer, writer))
    for service in (importing, revising):
        app.include_router(service.routes(writer))
    limits = Limits(seconds=settings.query_seconds)
    access = Access(token=settings.token, updates=settings.updates, throttle=renderer.sessions.throttle)
    endpoint = sparql(app, store, limits, access, query.opened)
    app.include_router(query.routes(renderer, endpoint))
    renderer.waiting = writer.cases.waiting
    renderer.cases_of = writer.cases.cases
    renderer.corrections = lambda: len(writer.revisions.history())
    renderer.progress_of = writer.progress.of
    renderer.pairs_decided = writer.pairs.in_force
    return app


def assemble(renderer: PageRenderer) -> FastAPI:
    """Build the pages that only read, over any store."""
    app = Described(title="dutygraph", version=version(), docs_url=None, redoc_url=None)
    app.include_router(pages.routes(renderer))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    errors.install(app, renderer)
    app.state.sessions = renderer.sessions
    app.add_middleware(SignedIn, sessions=renderer.sessions)
    app.add_middleware(Guarded, settings=renderer.settings)
    return app
