"""Answer a request: the page in the reader's language, or one of its representations."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import HTTPException, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.accounts.database import Database
from api.accounts.roles import AccountRole
from api.accounts.saved_scopes import SavedScopes
from api.accounts.sessions import Sessions
from api.edge import forms
from api.edge.negotiation import LANG, Representation, language_of, of_accept, of_suffix
from api.edge.settings import Settings
from api.locale.terms import TERMS
from api.pages.frame.references import printed
from api.pages.frame.scope_bar import PARAMETER, ScopeBar, carried, conditions
from api.progress.progress_book import TaskProgress, not_reported
from api.read_model.index import Index
from api.read_model.read_model import ReadModel
from api.tables.model import Table, of_values
from api.tables.representations import csv_of, json_of
from api.tables.workbook import book_of, packed
from extract.messages import Message, Value, message
from graph.cases.records import Case
from graph.compare.decisions import PairEntry
from graph.dataset.rows import TaskRow
from graph.dataset.scope import Scope
from graph.errors import GraphError
from graph.questions import graphs_of
from ontology.catalogue import Language

PAGES = Path(__file__).parent.parent
STATIC = PAGES.parent / "static"
NAV = (
    ("overview", "/"),
    ("plans", "/plans"),
    ("units", "/units"),
    ("tasks", "/tasks"),
    ("clarity", "/clarity"),
    ("overlap", "/overlap"),
    ("compare", "/compare"),
    ("reform", "/reform"),
    ("graph", "/graph"),
    ("questions", "/questions"),
    ("query", "/query"),
    ("review", "/review"),
)
TABLE_REPRESENTATIONS = (Representation.HTML, Representation.JSON, Representation.CSV, Representation.XLSX)

Context = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: the language and the place in the site."""

    lang: Language
    path: str
    query: tuple[tuple[str, str], ...]

    def say(self, text: Message) -> str:
        """Render a text in the reader's language."""
        return text.render(self.lang)

    def gettext(self, text_id: str, **values: Value) -> str:
        """Render a text of a template, ``{{ _("…", n=3) }}``, in the reader's language."""
        return message(text_id, **values).render(self.lang)

    def term(self, kind: str, value: object) -> str:
        """Name a value of an enumeration in the reader's language.

        Raises:
            KeyError: when ``api.locale.terms`` does not name it.
        """
        return self.say(TERMS[kind][str(value)])

    def here(self, **changes: str | int | None) -> str:
        """Give this page's URL with some parameters changed; None or an empty value takes one away.

        >>> Reader(lang=Language.ZH, path="/units", query=(("q", "公安"),)).here(q=None, sort="led")
        '/units?sort=led'
        """
        kept = [(name, value) for name, value in self.query if name not in changes]
        added = [(name, str(value)) for name, value in changes.items() if value not in {None, ""}]
        query = urlencode(kept + added)
        return f"{self.path}?{query}" if query else self.path

    def value(self, name: str) -> str:
        """Give a parameter of the address; empty without it."""
        return dict(self.query).get(name, "")

    def representation(self, suffix: str) -> str:
        """Give the URL of a representation of this page: the same rows, written otherwise."""
        path = self.path if self.path != "/" else "/overview"
        query = urlencode([(name, value) for name, value in self.query if name != "lang"])
        return f"{path}.{suffix}" + (f"?{query}" if query else "")


def reader_of(request: Request) -> Reader:
    """Give who reads a request."""
    return Reader(lang=language_of(request), path=request.url.path, query=tuple(parse_qsl(request.url.query)))


class PageRenderer:
    """What every route needs: the library, the settings, the printing press."""

    def __init__(self, library: ReadModel, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        accounts = Database(settings.data)
        self.sessions, self.saved_scopes = Sessions(settings.token, accounts), SavedScopes(accounts)
        self.waiting: Callable[[], int] = lambda: 0  # how many cases nobody has looked at
        self.cases_of: Callable[[Index], tuple[Case, ...]] = lambda _index: ()
        self.corrections: Callable[[], int] = lambda: 0  # how many there are
        self.pairs_decided: Callable[[], tuple[PairEntry, ...]] = tuple
        self.progress_of: Callable[[Index, Sequence[TaskRow]], tuple[TaskProgress, ...]] = not_reported
        self._environment = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.filters["printed"] = printed

    def index(self, request: Request) -> Index:
        """Give the look-ups over the plans in the scope of a request.

        Raises:
            ScopeError: when the scope cannot be read, names what does not exist, or no plan is in it.
        """
        return self.library.index(scope_of(request))

    def graphs(self, request: Request) -> tuple[str, ...] | None:
        """Give the graphs of the plans in the scope of a request; None for all."""
        return graphs_of(self.index(request).plans) if scope_of(request) else None

    def _scope_bar(self, request: Request) -> ScopeBar:
        """Say which plans the page is about; of a scope that is refused, only its words."""
        words, saved = request.query_params.get(PARAMETER, ""), self.saved_scopes.every()
        if not words:
            return ScopeBar(saved=saved)
        try:
            scope = Scope.of(words)
            index = self.library.index(scope)
        except GraphError:
            return ScopeBar(words=words, saved=saved)
        return ScopeBar(
            words=str(scope),
            conditions=tuple(conditions(scope)),
            plans=len(index.plans),
            tasks=index.count("tasks"),
            saved=saved,
        )

    def render(self, request: Request, template: str, context: Context, *, status: int = 200) -> Response:
        """Render a page in the reader's language, and keep the choice of language where one was made."""
        reader = reader_of(request)
        person = self.sessions.person(request)
        signed = person is not None and person.role.may(AccountRole.EDITOR)
        html = self._environment.get_template(template).render(
            {
                **context,
                "reader": reader,
                "gettext": reader.gettext,
                "say": reader.say,
                "term": reader.term,
                "lang": reader.lang.value,
                "pages": NAV,
                "waiting": self.waiting(),
                "scope_bar": lambda: self._scope_bar(request),
                "person": person,
                "signed": signed,
                "who": (person.name if person else "") or forms.who(request),
                "bound": person is not None and not person.own,
                "administers": person is not None and person.role.may(AccountRole.ADMINISTRATOR),
                "proof": person.proof if person else "",
                "bundle": bundle_exists(),
            }
        )
        response = Response(
            carried(html, scope_of(request)) if status < 400 else html,
            status_code=status,
            media_type="text/html",
            headers={"Vary": "Accept, Cookie", "Content-Language": reader.lang.value},
        )
        if person:
            response.headers["Cache-Control"] = "no-store"  # a page that can write goes into no cache
        if request.query_params.get(LANG) in set(Language):
            response.set_cookie(LANG, reader.lang.value, max_age=forms.YEAR, samesite="strict", httponly=True)
        return response

    def answer(
        self,
        request: Request,
        *,
        tables: Callable[[], Sequence[Table]],
        template: str,
        context: Callable[[], Context],
    ) -> Response:
        """Answer with the page, or with its rows as JSON, CSV or a workbook, as requested.

        A page with several tables gives the first one as CSV and all of them as JSON and as a workbook.

        Raises:
            HTTPException: 404 when the suffix names no representation of this page.
        """
        representation = self.representation(request, TABLE_REPRESENTATIONS)
        if representation is Representation.HTML:
            return self.render(request, template, context())
        found, scope = tables(), scope_of(request)
        if scope and representation is Representation.XLSX:
            found = (*found, _scope_table(scope))
        body = written(found, representation, language_of(request))
        return download(body, representation, file_name(scope, found[0].key))

    def representation(self, request: Request, offered: Sequence[Representation]) -> Representation:
        """Choose the representation of a request.

        Raises:
            HTTPException: 404 when the suffix names no representation of this page.
        """
        suffix = str(request.path_params.get("suffix", ""))
        if not suffix:
            return of_accept(request.headers.get("accept", ""), offered)
        representation = of_suffix(suffix, offered)
        if representation is None or representation is Representation.HTML:
            raise HTTPException(404)
        return representation


def scope_of(request: Request) -> Scope:
    """Give the scope of a request.

    Raises:
        ScopeError: when it cannot be read, or names what does not exist.
    """
    return Scope.of(request.query_params.get(PARAMETER, ""))


def file_name(scope: Scope, name: str) -> str:
    """Name a download by its scope and what it is: 昌吉回族自治州-2015–2020-units."""
    return "-".join(filter(None, (scope.file_name(), name)))


def _scope_table(scope: Scope) -> Table:
    """Tell in a workbook which plans its rows are of."""
    return of_values(PARAMETER, message("范围"), (PARAMETER,), ((str(scope),),))


def written(tables: Sequence[Table], representation: Representation, language: Language) -> bytes:
    """Write tables as JSON, as a workbook, or the first one as CSV."""
    if representation is Representation.CSV:
        return csv_of(tables[0], language)
    return packed(book_of(tables, language)) if representation is Representation.XLSX else json_of(tables, language)


def download(body: bytes, representation: Representation, name: str) -> Response:
    """Send bytes under a file name; text is shown in the browser, tables are saved."""
    media = (
        representation.media_type
        if representation is Representation.XLSX
        else f"{representation.media_type}; charset=utf-8"
    )
    headers = {"Vary": "Accept"}
    if representation in {Representation.CSV, Representation.XLSX}:
        headers["Content-Disposition"] = attachment(f"{name}.{representation.value}")
    return Response(body, headers={**headers, "Content-Type": media})


def attachment(name: str) -> str:
    """Give the header of a file to save; a name beyond ASCII is written twice, as RFC 6266 § 4.3 says.

    >>> attachment("units.csv")
    'attachment; filename="units.csv"'
    """
    if name.isascii():
        return f'attachment; filename="{name}"'
    plain = re.sub(r"[^ -~]+", "", name).lstrip("-") or "download"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def bundle_exists() -> bool:
    """Whether the front end was built; without it the pages are complete, only the pictures are absent."""
    return (STATIC / "dist" / "graph.js").is_file()
