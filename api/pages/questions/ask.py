"""`/questions/ask`: one question in Chinese; its answer with quotes, the choices it leaves open, or why it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.frame.names import named_thing, page_of
from api.pages.frame.renderer import PageRenderer, Reader, reader_of
from api.read_model.index import Index
from api.tables.answers import table_of
from api.tables.model import Table, of_values
from extract.messages import Message, message
from graph.questions.chinese import ChineseAnswer, answer
from graph.questions.chinese.answers import quotes
from graph.questions.chinese.asking import AskedData
from graph.questions.chinese.names import names_of
from graph.questions.chinese.results import Quote
from graph.questions.chinese.wording import EditableChip, editable_chips
from graph.store import Store

MOST_BEFORE = 5  # questions that a follow-up goes back to
SHOWN_QUOTES = 12
EXAMPLES = (
    "法制办牵头了哪些任务？",
    "谁牵头的任务最多？",
    "没有明确牵头单位的任务有哪些？",
    "州政府办公室和编办一起牵头了几项？",
    "第四部分有哪些任务？",
)
_ASKING = ("？", "?", "谁", "哪", "几项", "几家", "几个", "多少", "什么", "是不是", "是否", "有没有", "吗")
Before = Annotated[list[str], Query(max_length=MOST_BEFORE)]
Asked = Annotated[str, Query(max_length=10_000)]  # what is too long is refused in words, as any other question


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question with its answer, ready for a page."""

    words: str
    before: tuple[str, ...]
    found: ChineseAnswer
    parts: tuple[EditableChip, ...]
    quotes: tuple[Quote, ...]
    table: Table

    @property
    def size(self) -> Message:
        """Say how many rows the answer has."""
        match self.found.columns:
            case ("task", *_):
                return message("共 {n} 项任务。", n=len(self.found.rows))
            case ("unit", *_):
                return message("共 {n} 个单位。", n=len(self.found.rows))
            case _:
                return message("共 {n} 行。", n=len(self.found.rows))

    @property
    def choices(self) -> Iterator[tuple[str, str]]:
        """Give each choice with the question that it makes."""
        for choice in self.found.choices:
            ambiguous = self.found.ambiguous
            yield choice, self.words.replace(ambiguous, choice, 1) if ambiguous in self.words else choice


def is_question(words: str) -> bool:
    """Whether words of the search field are a question in Chinese."""
    return not words.isascii() and any(sign in words for sign in _ASKING)


def add_ask(router: APIRouter, renderer: PageRenderer, store: Store) -> None:
    """Add the route of questions in Chinese."""

    @router.get("/questions/ask")
    @router.get("/questions/ask.{suffix}", include_in_schema=False)
    def ask(request: Request, q: Asked = "", before: Before = []) -> Response:  # noqa: B006  FastAPI copies it
        index = renderer.index(request)
        graphs = renderer.graphs(request)
        found = answer(q, store, tuple(before), graphs)
        data = AskedData(names=names_of(store, graphs), store=store, graphs=graphs)
        reader = reader_of(request)
        shown = AnsweredQuestion(
            words=q,
            before=tuple(before),
            found=found,
            parts=editable_chips(found.frame, data) if found.frame else (),
            quotes=quotes(found, store, graphs),
            table=table_of(found, lambda iri: page_of(index, iri) or "") if found.kind == "rows" else _none(found),
        )
        return renderer.answer(
            request,
            tables=lambda: (shown.table,),
            template="questions/ask.html",
            context=lambda: {
                "index": index,
                "asked": shown,
                "shown_quotes": SHOWN_QUOTES,
                "page": lambda iri: _page(index, iri, reader),
            },
        )


def _page(index: Index, iri: str, reader: Reader) -> tuple[str, str]:
    return named_thing(index, iri, reader)


def _none(found: ChineseAnswer) -> Table:
    """Make the table of a question without rows: what was found, the reason, the choices."""
    why = found.why or message("没有答案。")
    return of_values(
        "answer", message("查询答案"), ("answer", "why", "choices"), ((found.kind, why, found.choices or found.near),)
    )
