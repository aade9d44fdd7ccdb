"""`/questions`: ready questions, a line of conditions, a sentence of choices; each answer with its SPARQL and its representations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.edge.refusal import RefusedRequest
from api.locale.terms import TERMS
from api.pages.frame.names import named_thing
from api.pages.frame.renderer import PageRenderer, Reader, reader_of
from api.pages.frame.scope_bar import PARAMETER
from api.pages.frame.sorting import Words
from api.pages.questions.ask import EXAMPLES, add_ask
from api.progress.days import today
from api.read_model.index import Index
from api.reports.official_paper import written_date
from api.tables.model import Column, Table, ValueKind, of_values, table
from api.version import version
from extract.messages import Message, message
from graph.errors import QueryError
from graph.questions import Question, UnknownQuestionError, question, questions, render
from graph.questions.line import parse_line
from graph.questions.sentence import HOW_MANY, VERBS, Compare, Sentence
from graph.store import RdfTerm, Solutions, Store, TermKind

SHOWN = 500  # rows on a page; the representations have all of them
KINDS = ("single", "collective")
Number = Annotated[int, Query(ge=0, le=100_000)]
_SAME = (("unit", "name"), ("task", "reference"))
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCell:
    """A value of an answer: as the store holds it, the words people know it by, the page about it if it is ours."""

    value: str | int | float
    words: str
    url: str = ""

    @property
    def number(self) -> bool:
        """Whether it is a number, to be set right-aligned."""
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answered question: the query, the columns, the rows."""

    title: str
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[tuple[AnswerCell, ...], ...]

    @property
    def shown(self) -> tuple[tuple[int, str, bool], ...]:
        """Give the columns of the page: place, name, whether its values are numbers.

        A name next to its thing (name and unit, reference and task) says the same twice and is left to the representations.
        """
        twice = {name for thing, name in _SAME if thing in self.columns}
        return tuple(
            (at, name, bool(self.rows) and self.rows[0][at].number)
            for at, name in enumerate(self.columns)
            if name not in twice
        )

    @property
    def table(self) -> Table:
        """Give the rows as a table."""
        values = (tuple(cell.value for cell in row) for row in self.rows)
        return of_values("answer", message("查询答案"), self.columns, values)


def routes(renderer: PageRenderer, store: Store) -> APIRouter:
    """Give the routes of the questions."""
    router = APIRouter()

    @router.get("/questions")
    @router.get("/questions.{suffix}", include_in_schema=False)
    def index(request: Request) -> Response:
        return renderer.answer(
            request,
            tables=lambda: (_catalogue(),),
            template="questions/questions.html",
            context=lambda: {
                "questions": questions(),
                "kinds": KINDS,
                "verbs": VERBS,
                "how_many": HOW_MANY,
                "examples": EXAMPLES,
            },
        )

    @router.get("/questions/line")
    @router.get("/questions/line.{suffix}", include_in_schema=False)
    def line(request: Request, q: Words = "") -> Response:
        return _asked(request, _composed(lambda: parse_line(q).question()))

    @router.get("/questions/sentence")
    @router.get("/questions/sentence.{suffix}", include_in_schema=False)
    def sentence(  # noqa: PLR0913, PLR0917  one parameter a choice: the address is the form
        request: Request,
        role: Words = "lead",
        compare: Compare = Compare.AT_LEAST,
        number: Number = 1,
        kind: Words = "",
        section: Words = "",
        plan: Words = "",
        beside: Words = "",
        beside_role: Words = "",
    ) -> Response:
        said = _composed(
            lambda: Sentence(
                role=role,
                compare=compare,
                number=number,
                kind=kind,
                section=section,
                plan=plan,
                beside=beside,
                beside_role=beside_role,
            )
        )
        return _asked(request, said.question())

    add_ask(router, renderer, store)

    @router.get("/questions/{name}")
    @router.get("/questions/{name}.{suffix}", include_in_schema=False)
    def ready(request: Request, name: str) -> Response:
        one = _known(name)
        values = {key: value for key, value in request.query_params.items() if key not in {"lang", PARAMETER}}
        asked = QuestionRequest(
            store=store, title=one.title, sparql=_composed(lambda: _filled(one, values)), question=one, values=values
        )
        return _print(renderer, request, asked)

    return router


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRequest:
    """A question before it is answered; an empty query where a ready question still lacks a value."""

    store: Store
    title: Message
    sparql: str
    question: Question | None = None
    values: Mapping[str, str] | None = None


def _asked(request: Request, words: str) -> Response:
    """Send a line or a sentence on as the question that it means, in the same scope, language and form."""
    same = {key: value for key, value in request.query_params.items() if key in {"lang", PARAMETER}}
    suffix = request.path_params.get("suffix")
    address = f"/questions/ask{'.' + suffix if suffix else ''}?{urlencode({'q': words, **same})}"
    return RedirectResponse(address, status_code=303)


def _known(name: str) -> Question:
    try:
        return question(name)
    except UnknownQuestionError as error:
        raise HTTPException(404) from error


def _filled(one: Question, values: Mapping[str, str]) -> str:
    """Fill a ready question; one that needs a value not given yet is not a query."""
    lacking = [p for p in one.parameters if not p.default and not values.get(p.name)]
    return "" if lacking and not values else render(one, values)


def _composed(compose: Callable[[], Made]) -> Made:
    """Make what was requested, or say why it cannot be."""
    try:
        return compose()
    except QueryError as error:
        raise RefusedRequest(400, error.message) from error


def _print(renderer: PageRenderer, request: Request, asked: QuestionRequest) -> Response:
    index = renderer.library.index()
    reader = reader_of(request)
    answer = _answer(reader, index, asked, renderer.graphs(request))
    return renderer.answer(
        request,
        tables=lambda: (answer.table,),
        template="questions/question.html",
        context=lambda: {
            "index": index,
            "answer": answer,
            "asked": asked,
            "shown": SHOWN,
            "version": version(),
            "date": written_date(today().isoformat(), reader.lang),
            "label": lambda name: _column(name, reader),
        },
    )


def _answer(reader: Reader, index: Index, asked: QuestionRequest, graphs: tuple[str, ...] | None) -> Answer:
    table = asked.store.select(asked.sparql, graphs) if asked.sparql else Solutions(variables=(), rows=())
    rows = tuple(tuple(_cell(reader, index, term) for term in row) for row in table.rows)
    return Answer(title=reader.say(asked.title), sparql=asked.sparql, columns=table.variables, rows=rows)


def _cell(reader: Reader, index: Index, term: RdfTerm | None) -> AnswerCell:
    if term is None:
        return AnswerCell(value="", words="")
    if term.kind is not TermKind.IRI:
        return AnswerCell(value=_number(term), words=term.value)
    url, words = named_thing(index, term.value, reader)
    return AnswerCell(value=term.value, words=words, url=url)


def _number(term: RdfTerm) -> str | int | float:
    """Give a literal as a number where it is one."""
    kind = term.datatype.rpartition("#")[2]
    if kind == "integer":
        return int(term.value)
    return float(term.value) if kind in {"decimal", "double"} else term.value


def _column(name: str, reader: Reader) -> str:
    """Give the words over a column; one that has none is called as the query calls it."""
    heading = TERMS["questions.column"].get(name)
    return reader.say(heading) if heading else name


_CATALOGUE: tuple[Column[Question], ...] = (
    Column("id", message("编号"), lambda one: one.id),
    Column("title", message("问题"), lambda one: one.title),
    Column("parameters", message("参数"), lambda one: tuple(p.name for p in one.parameters), ValueKind.LIST),
    Column("columns", None, lambda one: one.columns, ValueKind.LIST),
)


def _catalogue() -> Table:
    return table("questions", message("可以问的问题"), _CATALOGUE, questions())
