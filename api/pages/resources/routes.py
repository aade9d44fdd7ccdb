"""`/id/…`: every name of the graph answers here: RDF as it is requested, and the page about it to people.

Guarantees:
    1. The path after ``/id/`` is that of the name: what follows ``https://w3id.org/dutygraph/id/``, escapes and all.
    2. A page is named by 303, since a unit is not a document; RDF comes directly. Both say ``Vary: Accept``.
    3. ``.ttl``, ``.jsonld``, ``.nt`` and ``.rdf`` after a name give its RDF independent of the Accept header.

Source: W3C, Cool URIs for the Semantic Web § 4.3; RFC 9110 § 15.4.4 (303), § 12.5.5 (Vary).
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.pages.frame import rdf
from api.pages.frame.names import local, page_of
from api.pages.frame.renderer import Context, PageRenderer, reader_of
from api.pages.ontology.routes import label
from api.read_model.index import Index
from graph.dataset.rows import PlanRow
from graph.exchange.resource_graph import POINTING, About, about
from graph.exchange.syntaxes import Syntax
from graph.exchange.void_formats import VOCABULARY
from graph.store import RdfTerm, Store, TermKind
from ontology import iris
from ontology.terms import DCTERMS, RDFS, SKOS

_ROOT = iris.ID.removesuffix("id/")
_NAMES = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
_LONGEST = 600  # code points of a value on a page; the file has all of it


def routes(renderer: PageRenderer, store: Store) -> APIRouter:
    """Give the routes of the names."""
    router = APIRouter()

    @router.get("/id/{path:path}", include_in_schema=False)
    def thing(request: Request) -> Response:
        iri, form = _asked(request, store)
        form = form or rdf.of_accept(request)
        page = _page(renderer.library.index(), iri) if form is None else ""
        if page:
            return RedirectResponse(quote(page, safe="/#?=&%"), status_code=303, headers={"Vary": "Accept"})
        found = about(store, iri)
        if found is None:
            raise HTTPException(404)
        if form is not None:
            return rdf.send(store.dump(iri) if found.triples else found.ntriples(), form)
        return renderer.render(request, "resources/thing.html", _context(request, found, renderer.library.index()))

    return router


def _asked(request: Request, store: Store) -> tuple[str, Syntax | None]:
    """Read the name, and the form that a suffix requests, where no thing has a name that ends so.

    The path is taken as it was sent, for ``%2F`` in a printed number is not a slash.
    """
    sent = (
        bytes(request.scope.get("raw_path") or request.url.path.encode()).partition(b"?")[0].decode("ascii", "replace")
    )
    segments = sent.removeprefix("/id/").split("/")
    iri = iris.ID + "/".join(quote(unquote(segment), safe="") for segment in segments)
    name, _, suffix = iri.rpartition(".")
    form = rdf.of_suffix(suffix)
    if form is None or about(store, iri) is not None:
        return iri, None
    return name, form


def _page(index: Index, iri: str) -> str:
    """Give the address of the page about a thing; nothing where it has none."""
    if iri == VOCABULARY:
        return "/ontology"
    own = page_of(index, iri)
    if own:
        return own
    plan = index.plan_of.get("/".join(iri.split("/")[:7]))
    return next(_places(index, plan, iri), "") if plan else ""


def _places(index: Index, plan: PlanRow, iri: str) -> Iterator[str]:
    """Give the place in the plan's text of what it contains."""
    if iri in index.section_of:
        yield index.place_url(plan.iri, index.section_of[iri].start)
    for assignment in index.assignments_in(plan):
        if assignment.iri == iri:
            yield index.place_url(plan.iri, assignment.start)
    for finding in index.findings_in(plan):
        if finding.iri == iri:
            yield index.place_url(plan.iri, finding.start)
    for line in index.ledger_of(plan):
        if iris.line(plan.iri, line.start, line.end) == iri:
            yield f"{index.plan_url(plan)}?ledger=1#c{line.start}"


def _context(request: Request, found: About, index: Index) -> Context:
    lang = reader_of(request).lang
    return {
        "thing": found,
        "name": next((value.value for _, fact, value in found.said if fact in _NAMES), ""),
        "label": label,
        "title": lambda iri: title(index, iri) or label(iri, lang),
        "local": local,
        "written": written,
        "is_iri": is_iri,
        "cut": len(found.pointing) == POINTING,
        "most": POINTING,
        "address": local(found.iri),
        "forms": rdf.FORMS,
    }


def title(index: Index, iri: str) -> str:
    """Name a plan, a unit or a task by its words; nothing for other things."""
    if iri in index.plan_of:
        return index.plan_of[iri].title
    if iri in index.unit_of:
        return index.unit_of[iri].name
    return index.task_of[iri].title if iri in index.task_of else ""


def is_iri(value: RdfTerm) -> bool:
    """Whether a value is a name and not words."""
    return value.kind is TermKind.IRI


def written(value: RdfTerm) -> str:
    """Give words to show for a value: a long one is cut."""
    return value.value if len(value.value) <= _LONGEST else value.value[:_LONGEST] + "…"
