"""One shape for every failure: a designed page for people, one JSON object for programs, both in two languages."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.edge.guard import HEADERS
from api.edge.negotiation import Twin, of_accept
from api.edge.refusal import Refusal
from api.locale.words import WORDS
from api.pages.frame.renderer import PageRenderer, reader_of
from extract.errors import ExtractError
from graph.corrections import BadCorrectionError
from graph.errors import GraphError, StoreBusyError, StoreUnreachableError
from graph.texts import Bilingual, shown

LOG = logging.getLogger(__name__)
PAGES = frozenset({400, 401, 403, 404, 405, 413, 500})  # statuses with a page of their own in the catalogue


def install(app: FastAPI, renderer: PageRenderer) -> None:
    """Make an app answer every failure in the one shape."""

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return answer(renderer, request, status, _of_status(status))

    async def invalid(request: Request, _error: Exception) -> Response:
        return answer(renderer, request, 400, _of_status(400))

    async def known(request: Request, error: Exception) -> Response:
        message = shown(error.message) if isinstance(error, GraphError | ExtractError) else _of_status(500)
        return answer(renderer, request, _status(error), message)

    async def refused(request: Request, error: Exception) -> Response:
        status, message = (error.status, error.message) if isinstance(error, Refusal) else (500, _of_status(500))
        return answer(renderer, request, status, message)

    async def unknown(request: Request, error: Exception) -> Response:
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        response = answer(renderer, request, 500, _of_status(500))
        response.headers.update(HEADERS)  # this handler answers outside the middleware
        return response

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(GraphError, known)
    app.add_exception_handler(ExtractError, known)
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(Exception, unknown)


def answer(renderer: PageRenderer, request: Request, status: int, message: Bilingual) -> Response:
    """Answer a failure as a page where the request prefers HTML, else as JSON.

    The JSON is ``{"status": 404, "message": {"zh": "…", "en": "…"}}``.
    """
    suffix = request.url.path.rpartition(".")[2]
    wants_page = of_accept(request.headers.get("accept", ""), (Twin.JSON, Twin.HTML)) is Twin.HTML
    if not wants_page or suffix in {twin.value for twin in Twin}:
        return JSONResponse({"status": status, "message": {"zh": message.zh, "en": message.en}}, status_code=status)
    title = WORDS[f"error.{status}.title" if status in PAGES else f"error.{503 if status > 500 else 400}.title"]
    reader = reader_of(request)
    context = {"status": status, "title": reader.choose(title), "what": reader.choose(message)}
    return renderer.render(request, "frame/error.html", context, status=status)


def _of_status(status: int) -> Bilingual:
    """The sentence for a status; one without its own speaks as its class does."""
    known = status if status in PAGES else 400 if status < 500 else 500
    return WORDS[f"error.{known}.what"]


def _status(error: Exception) -> int:
    """The status that fits an error of the lower rooms."""
    if isinstance(error, StoreBusyError | StoreUnreachableError):
        return 503
    if isinstance(error, BadCorrectionError):
        return 409
    return 400 if isinstance(error, ExtractError) else 500
