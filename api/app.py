"""The application: pages, twins and services over one store."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors, pages
from api.corrections import routes as revising
from api.description import Described
from api.guard import Guarded
from api.imports import routes as importing
from api.pages import correcting, corrections, imports, query, questions, things
from api.pages.desk import STATIC, Desk
from api.pages.library import Library
from api.settings import Settings
from api.sparql.limits import Access, Limits
from api.sparql.routes import install as sparql
from api.writer import Writer
from graph.corrections import verdicts
from graph.corrections.csv import from_store
from graph.load import Loader, plan_text
from graph.store import Store


def create_app(store: Store, settings: Settings) -> FastAPI:
    """Build the application over a store.

    Guarantees:
        1. Nothing is read from the store before the first request.
        2. Every answer carries a Content-Security-Policy that allows no other host and nothing inline.
    """
    library = Library(
        Loader(store).load,
        lambda iri: plan_text(store, iri),
        lambda: store.revision,
        lambda: verdicts(from_store(store)),
        store.stamp,
    )
    desk = Desk(library, settings)
    app = assemble(desk)
    for page in (things, questions):
        app.include_router(page.routes(desk, store))
    writer = Writer(store, settings, desk.sessions, library)
    app.include_router(correcting.routes(desk))
    for writing in (imports, corrections):
        app.include_router(writing.routes(desk, writer))
    for service in (importing, revising):
        app.include_router(service.routes(writer))
    limits = Limits(seconds=settings.query_seconds)
    endpoint = sparql(app, store, limits, Access(token=settings.token, updates=settings.updates), query.opened)
    app.include_router(query.routes(desk, endpoint))
    return app


def assemble(desk: Desk) -> FastAPI:
    """Build the pages that only read, whatever stands behind them."""
    app = Described(title="dutygraph", version="0.1.0", docs_url=None, redoc_url=None)
    app.include_router(pages.routes(desk))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    errors.install(app, desk)
    app.add_middleware(Guarded, settings=desk.settings)
    return app
