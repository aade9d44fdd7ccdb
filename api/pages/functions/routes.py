"""`/functions`: a list of the functions of units next to the tasks, as questions; nothing of it enters the archive."""

import asyncio
import shutil

from fastapi import APIRouter, Request, Response

from api.accounts.sessions import PROOF_FIELD
from api.edge.negotiation import Representation, language_of
from api.edge.refusal import RefusedRequest
from api.edge.uploads import Upload, checked, receive
from api.imports.reading import Bounds, ReadingJob
from api.pages.accounts.login import login_page
from api.pages.frame.renderer import PageRenderer, download, written
from api.tables.functions import functions_table
from api.tables.model import Table
from api.writer import Writer
from extract.errors import ExtractError
from extract.messages import Message
from graph.compare.functions import (
    UnitFunction,
    decoded,
    functions_of_csv,
    functions_of_document,
    questions_of_functions,
)
from graph.dataset.rows import Corpus
from graph.errors import MeasureError

DOWNLOADS = {kind.value: kind for kind in (Representation.CSV, Representation.XLSX)}


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the list of functions."""
    router, sessions = APIRouter(include_in_schema=False), renderer.sessions

    @router.get("/functions")
    def page(request: Request) -> Response:
        if not sessions.known(request):
            return login_page(renderer, request, "/functions")
        return renderer.render(request, "functions/functions.html", {"name": "", "table": None, "unjudged": None})

    @router.post("/functions")
    async def ask(request: Request) -> Response:
        sessions.check_caller(request)
        folder = await asyncio.to_thread(writer.uploads.make)
        uploaded = await receive(request, writer.settings, folder)
        try:
            sessions.check_writer(request, uploaded.fields.get(PROOF_FIELD, ""))
            file = checked(uploaded.files, folder)[0]
            index = renderer.index(request)
            table, unjudged = await asyncio.to_thread(_asked, writer, index.corpus, file)
        except ExtractError as error:
            raise RefusedRequest(400, error.message) from error
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        kept = DOWNLOADS.get(uploaded.fields.get("format", ""))
        if table and kept:
            return download(written((table,), kept, language_of(request)), kept, "functions")
        context = {"index": index, "name": file.name, "table": table, "unjudged": unjudged}
        return renderer.render(request, "functions/functions.html", context)

    return router


def _asked(writer: Writer, corpus: Corpus, file: Upload) -> tuple[Table | None, Message | None]:
    """Give the questions, or why it cannot be judged."""
    try:
        return functions_table(questions_of_functions(corpus, _functions(writer, file)), corpus), None
    except MeasureError as error:
        return None, error.message


def _functions(writer: Writer, file: Upload) -> tuple[UnitFunction, ...]:
    if file.name.lower().endswith(".csv"):
        return functions_of_csv(decoded(file.path.read_bytes()))
    bounds = Bounds(seconds=writer.settings.import_seconds, memory=writer.settings.import_memory)
    return functions_of_document(ReadingJob(bounds).run(file.path, file.name, file.sha256, lambda _step: None).corpus)
