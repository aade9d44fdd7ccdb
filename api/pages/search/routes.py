"""`/search`: the units, tasks and passages that hold some words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.pages.frame.renderer import PageRenderer, reader_of, scope_of
from api.pages.frame.scope_bar import PARAMETER
from api.pages.frame.sorting import Words
from api.pages.questions.ask import is_question
from api.pages.search.suggestions import suggestions
from api.pages.tasks.facets import Filter, chosen
from api.pages.units.routes import named
from api.read_model.index import Index
from api.tables.model import Column, ValueKind, table
from extract.messages import message
from graph.dataset.rows import PlanRow
from graph.questions.line import ConditionField, LineError, parse_line

MOST = 30  # hits of one kind
AROUND = 28  # characters either side of a hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in a plan's text that contains the words."""

    plan: PlanRow
    start: int
    before: str
    words: str
    after: str


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the route of the search."""
    router = APIRouter()

    @router.get("/search")
    @router.get("/search.{suffix}", include_in_schema=False)
    def search(request: Request, q: Words = "") -> Response:
        asked = _question(q)
        if asked and not request.path_params.get("suffix"):
            return RedirectResponse(asked, status_code=303)
        index = renderer.index(request)
        words = q.strip()
        units = named(index, words) if words else ()
        tasks = chosen(index, Filter(q=words)) if words else ()
        hits = passages_with(index, words) if words else ()
        return renderer.answer(
            request,
            tables=lambda: (table("search", message("搜索"), _COLUMNS, hits),),
            template="search/search.html",
            context=lambda: {
                "index": index,
                "words": words,
                "units": units[:MOST],
                "unit_count": len(units),
                "tasks": tasks[:MOST],
                "task_count": len(tasks),
                "hits": hits,
                "most": MOST,
            },
        )

    @router.get("/search/suggestions", include_in_schema=False)
    def suggested(request: Request, q: Words = "") -> Response:
        reader, scope = reader_of(request), str(scope_of(request))
        query = f"?{urlencode({PARAMETER: scope})}" if scope else ""
        return JSONResponse(
            [
                {"kind": reader.say(one.kind), "label": one.label, "note": one.note, "url": one.url + query}
                for one in suggestions(renderer.index(request), q.strip())
            ],
            headers={"Vary": "Cookie"},
        )

    return router


def _question(q: str) -> str:
    """Give the address that answers a line of conditions or a question; nothing for words to look for."""
    if _has_fields(q):
        return f"/questions/line?{urlencode({'q': q})}"
    return f"/questions/ask?{urlencode({'q': q})}" if is_question(q) else ""


def _has_fields(words: str) -> bool:
    """Whether the words are a line of conditions: 牵头:法制办 章节:四."""
    try:
        return any(condition.field is not ConditionField.WORDS for condition in parse_line(words).conditions)
    except LineError:
        return False


def passages_with(index: Index, words: str) -> tuple[Hit, ...]:
    """The first places that contain the words, plan by plan."""
    found: list[Hit] = []
    having = index.rows.plans_having(words)
    for plan in index.plans:
        if plan.iri not in having:
            continue
        text = index.rows.text(plan.iri) or ""
        start = text.find(words)
        while start >= 0:
            end = start + len(words)
            found.append(
                Hit(
                    plan=plan,
                    start=start,
                    before=text[max(0, start - AROUND) : start].rpartition("\n")[2],
                    words=text[start:end],
                    after=text[end : end + AROUND].partition("\n")[0],
                )
            )
            if len(found) == MOST:
                return tuple(found)
            start = text.find(words, end)
    return tuple(found)


_COLUMNS: tuple[Column[Hit], ...] = (
    Column("plan", message("方案"), lambda hit: hit.plan.id),
    Column("start", message("起"), lambda hit: hit.start, ValueKind.NUMBER),
    Column("before", None, lambda hit: hit.before),
    Column("words", message("原文"), lambda hit: hit.words),
    Column("after", None, lambda hit: hit.after),
)
