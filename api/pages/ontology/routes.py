"""`/ontology`: every term of the vocabulary, from its file, with representations; `/ns` and `/shapes`: its own names, answered here."""

import re
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.pages.frame import rdf
from api.pages.frame.renderer import Context, PageRenderer
from api.tables.model import Column, ValueKind, table
from extract.messages import message
from graph.exchange.formats import read
from graph.exchange.syntaxes import MEDIA_TYPES, Syntax
from graph.exchange.void_formats import vocabulary_file
from ontology.terms import NS, ONTOLOGY, VERSION
from ontology.vocabulary import Sort, Tie, VocabularyTerm, entries, names, short

_VERSIONS = ("", "/" + VERSION.removeprefix(ONTOLOGY + "/"))
_MAPPINGS = (Tie.SUBCLASS, Tie.SUBPROPERTY, Tie.EXACT, Tie.CLOSE, Tie.RELATED)


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the vocabulary."""
    router = APIRouter()

    @router.get("/ontology")
    @router.get("/ontology.{suffix}", include_in_schema=False)
    def ontology(request: Request, suffix: str = "") -> Response:
        form = rdf.of_suffix(suffix) if suffix else _rdf_only(request)
        if form is not None:
            return _file(form)
        return renderer.answer(
            request,
            tables=lambda: (table("ontology", message("词汇表"), _COLUMNS, entries()),),
            template="ontology/ontology.html",
            context=_context,
        )

    @router.get("/ns")
    @router.get("/ns/{version}", include_in_schema=False)
    def namespace(request: Request, version: str = "") -> Response:
        if version and f"/{version}" not in _VERSIONS:
            raise HTTPException(404)
        form = rdf.of_accept(request)
        if form is None:
            return RedirectResponse("/ontology", status_code=303, headers={"Vary": "Accept"})
        return _file(form)

    @router.get("/shapes")
    @router.get("/shapes.ttl", include_in_schema=False)
    def shapes() -> Response:
        return Response((files("ontology") / "shapes.ttl").read_bytes(), headers=_headers(Syntax.TURTLE))

    return router


def _rdf_only(request: Request) -> Syntax | None:
    """Give the form of RDF that a request names; plain JSON is the table of the terms, as on every page."""
    form = rdf.of_accept(request)
    accept = request.headers.get("accept", "")
    return None if form is Syntax.JSONLD and MEDIA_TYPES[form] not in accept else form


def _file(form: Syntax) -> Response:
    """Send the vocabulary: in Turtle as it was written, else the same triples."""
    if form is Syntax.TURTLE:
        return Response(vocabulary_file(), headers=_headers(form))
    return rdf.send(read(vocabulary_file(), Syntax.TURTLE), form)


def _headers(form: Syntax) -> dict[str, str]:
    return {
        "Content-Type": f"{MEDIA_TYPES[form]}; charset=utf-8",
        "Vary": "Accept",
        "Access-Control-Allow-Origin": "*",
    }


def _context() -> Context:
    found = entries()
    return {
        "entries": found,
        "sorts": tuple((sort, tuple(entry for entry in found if entry.sort is sort)) for sort in Sort),
        "namespace": NS,
        "version": VERSION.rpartition("/")[2],
        "here": here,
        "label": label,
        "short": short,
        "forms": rdf.FORMS,
    }


def here(iri: str) -> str:
    """Give the address of a term on the page of the vocabulary; of a term of others, its own IRI."""
    return f"#{names()[iri].name}" if iri in names() else iri


def label(iri: str, lang: str) -> str:
    """Name a term in a language: ours by its label, others by their prefixed name."""
    entry = names().get(iri)
    if entry is None:
        return short(iri)
    return entry.zh if lang == "zh" else entry.en


def words_of(iri: str) -> str:
    """Break a name in camel case into words, for one that has no label.

    >>> words_of("http://www.w3.org/ns/org#OrganizationalUnit")
    'organizational unit'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split(r"[#/]", iri)[-1]).lower()


def _mappings(entry: VocabularyTerm) -> tuple[str, ...]:
    return tuple(f"{tie} {short(iri)}" for tie, iri in entry.ties if tie in _MAPPINGS)


_COLUMNS: tuple[Column[VocabularyTerm], ...] = (
    Column("term", message("术语"), lambda entry: entry.name),
    Column("iri", None, lambda entry: str(entry.term)),
    Column("sort", message("类型"), lambda entry: str(entry.sort)),
    Column("label_zh", None, lambda entry: entry.zh),
    Column("label_en", None, lambda entry: entry.en),
    Column("definition_zh", None, lambda entry: entry.definition_zh),
    Column("definition_en", None, lambda entry: entry.definition_en),
    Column("example", message("例"), lambda entry: entry.example),
    Column("written", None, lambda entry: entry.alternatives, ValueKind.LIST),
    Column("notation", None, lambda entry: entry.notation),
    Column("mappings", None, _mappings, ValueKind.LIST),
)
