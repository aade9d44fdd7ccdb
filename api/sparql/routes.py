"""The addresses: ``/sparql``, ``/sparql/running``, ``/graphs`` and ``/.well-known/void``."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.edge.negotiation import choose, language_of
from api.edge.refusal import RefusedRequest
from api.sparql.access import check_writer
from api.sparql.describe import service_description, void
from api.sparql.graphs import answer_graph
from api.sparql.limits import Access, Limits
from api.sparql.long_texts import LongTexts
from api.sparql.media_types import choose_graph
from api.sparql.pool import Pool
from api.sparql.protocol import RefusedError, SparqlRequest, read_request
from api.sparql.replies import of_graph_error, refusal
from api.sparql.service import answer_query, gone
from api.sparql.updates import Updates
from extract.messages import message
from graph.errors import DataFolderError, GraphError, StoreBusyError, StoreUnreachableError
from graph.store import Store
from graph.store.formats import MEDIA_TYPES, written
from ontology.catalogue import Language

Page = Callable[[Request], Awaitable[Response]]
_UNAVAILABLE = (StoreBusyError, StoreUnreachableError)


def router(store: Store, limits: Limits, access: Access | None = None, page: Page | None = None) -> APIRouter:
    """Give the addresses of the SPARQL service.

    Args:
        store: whose graphs are read and written.
        limits: what a query may use.
        access: who may write; without it no client.
        page: gives the query page to a browser that opens ``/sparql`` without a query; without it, the service
            description answers browsers too.

    Guarantees:
        1. Workers start with the first query and end with the application.
        2. No query runs in the server's own process.
    """
    return _routes(_Service(store, limits, access or Access(), page))


def install(app: FastAPI, store: Store, limits: Limits, access: Access | None = None, page: Page | None = None) -> Page:
    """Give an app the addresses of the SPARQL service, ``/sparql`` by the shortest way.

    The same as including ``router``, but a query does not go past the routes of all the pages first, which would cost
    as much as answering it. All middleware of the app runs before the short way, as before any other.

    Returns:
        The endpoint itself, for a page that calls it as a client would.
    """
    service = _Service(store, limits, access or Access(), page)
    app.include_router(_routes(service))
    app.user_middleware.append(Middleware(_Shortcut, endpoint=service.sparql))
    return service.sparql


class _Shortcut:
    """Hand a request for ``/sparql`` to its endpoint, and all others on."""

    def __init__(self, app: ASGIApp, endpoint: Page) -> None:
        self._app = app
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/sparql" or scope["method"] not in {"GET", "POST"}:
            await self._app(scope, receive, send)
            return
        response = await self._endpoint(Request(scope, receive, send))
        await response(scope, receive, send)


def _routes(service: "_Service") -> APIRouter:
    @asynccontextmanager
    async def life(_app: object) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await service.close()

    routes = APIRouter(lifespan=life)
    for path in ("/sparql", "/sparql/"):
        routes.add_route(path, service.sparql, methods=["GET", "POST"])
    routes.add_route("/sparql/running", service.running, methods=["GET"])
    routes.add_route("/sparql/running/{number:int}", service.cancel, methods=["DELETE"])
    for path in ("/graphs", "/graphs/{path:path}"):
        routes.add_route(path, service.graphs, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])
    routes.add_route("/.well-known/void", service.void, methods=["GET"])
    return routes


class _Service:
    """The endpoints, over one store; its pool starts in the event loop of the first query."""

    def __init__(self, store: Store, limits: Limits, access: Access, page: Page | None) -> None:
        self._store = store
        self._limits = limits
        self._access = access
        self._page = page
        self._pool: Pool | None = None
        self._texts = LongTexts(limits.queue_seconds)
        self._updates = Updates(store, limits, self._texts)
        self._counting = asyncio.Lock()
        self._counted: tuple[int, str] | None = None
        self._counts = b""

    async def close(self) -> None:
        """End the workers."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def sparql(self, request: Request) -> Response:
        """Answer a query or an update, or describe the service."""
        try:
            asked = await read_request(request, self._limits.query_bytes)
            if asked.update is not None:
                return await self._update(request, asked)
            if asked.query is None:
                return await self._described(request)
            pool, texts = self._ready(), self._texts
            return await answer_query(request, asked, self._store, pool, self._limits, self._access, texts)
        except (RefusedRequest, GraphError) as error:
            return _refused(error, language_of(request))

    async def graphs(self, request: Request) -> Response:
        """Serve the Graph Store Protocol."""
        path = str(request.path_params.get("path", ""))
        try:
            return await answer_graph(request, path, self._store, self._limits, self._access)
        except (RefusedRequest, GraphError) as error:
            return _refused(error, language_of(request))

    async def void(self, request: Request) -> Response:
        """Describe the data."""
        try:
            media_type = _rdf_type(request)
            data = await self._void(str(request.base_url))
        except (RefusedRequest, GraphError) as error:
            return _refused(error, language_of(request))
        return _rdf(data, media_type)

    async def _void(self, root: str) -> bytes:
        """Count everything once for each revision, for any number of clients."""
        async with self._counting:
            revision = self._store.revision
            if self._counted != (revision, root):
                self._counts = await asyncio.to_thread(void, self._store, root)
                self._counted = (revision, root)
            return self._counts

    async def running(self, _request: Request) -> Response:
        """List the running queries."""
        now = time.monotonic()
        runs = self._ready().running()
        return JSONResponse(
            [{"id": run.id, "query": run.query, "seconds": round(now - run.started, 3)} for run in runs],
            headers={"Cache-Control": "no-store"},
        )

    async def cancel(self, request: Request) -> Response:
        """End a running query; takes the token where there is one."""
        try:
            if self._access.token:
                check_writer(request, self._access)
        except RefusedRequest as error:
            return refusal(error, language_of(request))
        if self._ready().cancel(request.path_params["number"]):
            return Response(status_code=204)
        return refusal(RefusedError(404, message("没有这个正在运行的查询。")), language_of(request))

    def _ready(self) -> Pool:
        if self._pool is None:
            self._pool = Pool(self._store, self._limits)
        return self._pool

    async def _update(self, request: Request, asked: SparqlRequest) -> Response:
        if not self._access.updates:
            raise RefusedError(403, message("此服务没有开启更新。"))
        check_writer(request, self._access)
        return await self._updates.answer(request, asked, self._ready(), lambda: gone(request))

    async def _described(self, request: Request) -> Response:
        if request.method == "POST":
            raise RefusedError(400, message("请求里没有 query，也没有 update。"))
        accept = ",".join(request.headers.getlist("accept"))
        if self._page is not None and choose(accept, (*MEDIA_TYPES, "text/html")) == "text/html":
            return await self._page(request)
        media_type = _rdf_type(request)
        endpoint = str(request.url.replace(query="")).rstrip("/")
        graphs = await asyncio.to_thread(self._store.graphs)
        data = service_description(endpoint, graphs, union=self._access.union, updates=self._access.updates)
        return _rdf(data, media_type)


def _rdf_type(request: Request) -> str:
    accept = ",".join(request.headers.getlist("accept"))
    media_type = choose_graph(accept)
    if media_type is None and "text/html" not in accept:
        raise RefusedError(
            406,
            message("说明只有这些形式：{graphs}。", graphs=MEDIA_TYPES),
        )
    return media_type or MEDIA_TYPES[0]


def _rdf(data: bytes, media_type: str) -> Response:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(written(data, media_type), headers={"Content-Type": media_type + charset, "Vary": "Accept"})


def _refused(error: RefusedRequest | GraphError, language: Language) -> Response:
    if isinstance(error, RefusedRequest):
        return refusal(error, language)
    if isinstance(error, _UNAVAILABLE):
        return refusal(of_graph_error(error, 503), language)
    return refusal(of_graph_error(error, 507 if isinstance(error, DataFolderError) else 400), language)
