"""`/compare/pairs`: a person confirms or refuses that two tasks are the same matter, and takes it back."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.accounts.log import Deed
from api.accounts.sessions import PROOF_FIELD
from api.edge import forms
from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import PageRenderer
from api.pairs.pair_book import pairs_table
from api.writer import Writer
from graph.compare.decisions import PairState
from graph.corrections.journal import BadEntryError


def routes(renderer: PageRenderer, writer: Writer) -> APIRouter:
    """Give the routes of the decisions about pairs of tasks."""
    router = APIRouter(include_in_schema=False)
    sessions, book = renderer.sessions, writer.pairs

    @router.get("/compare/pairs.{suffix}")
    def listed(request: Request) -> Response:
        found = pairs_table(book.in_force())
        return renderer.answer(request, tables=lambda: (found,), template="compare/compare.html", context=dict)

    @router.post("/compare/pairs")
    async def decide(request: Request) -> Response:
        sessions.check_caller(request)
        given = await forms.fields(request)
        person = sessions.check_writer(request, given.get(PROOF_FIELD, ""))
        index = renderer.library.index()
        tasks = [index.task_by_key.get(given.get(name, "")) for name in ("left", "right")]
        rows, state = [task for task in tasks if task], given.get("state", "")
        if len(rows) != len(tasks) or state not in set(PairState):
            raise HTTPException(404)
        try:
            saved = await asyncio.to_thread(
                book.decide, index, rows, PairState(state), person.signs(given.get("who", ""))
            )
        except BadEntryError as error:
            raise RefusedRequest(400, error.message) from error
        sessions.record(request, person, Deed.DECIDED, f"{saved.state} {saved.left_words} / {saved.right_words}")
        plans = [index.plan_of[task.plan].id for task in rows]
        return RedirectResponse(f"/compare?a={plans[0]}&b={plans[1]}#matched", status_code=303)

    return router
