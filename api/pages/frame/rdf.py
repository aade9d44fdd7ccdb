"""RDF of a page: which form a request needs, and how it is sent.

Source: W3C, Cool URIs for the Semantic Web § 4.3 (303 URIs and content negotiation).
"""

from fastapi import Request, Response

from api.edge.negotiation import choose
from graph.exchange.formats import write
from graph.exchange.syntaxes import MEDIA_TYPES, Syntax
from graph.store.formats import written

HTML = "text/html"
FORMS = (Syntax.TURTLE, Syntax.JSONLD, Syntax.NTRIPLES, Syntax.RDFXML)
"""The forms that every thing is offered in."""

READABLE = 2_000  # triples; a whole plan has more, and nobody reads that as Turtle
_BY_TYPE = {MEDIA_TYPES[form]: form for form in FORMS}
_ALSO = {
    "application/json": MEDIA_TYPES[Syntax.JSONLD],
    "application/xml": MEDIA_TYPES[Syntax.RDFXML],
    "application/x-turtle": MEDIA_TYPES[Syntax.TURTLE],
    "application/xhtml+xml": HTML,
}


def of_accept(request: Request) -> Syntax | None:
    """Give the form of RDF that a request likes best; None where it likes a page best, or says nothing.

    A request that takes none of the forms is given the page, which names them all.
    """
    accept = ",".join(request.headers.getlist("accept"))
    return _BY_TYPE.get(choose(accept, (HTML, *_BY_TYPE), _ALSO) or HTML)


def of_suffix(suffix: str) -> Syntax | None:
    """Give the form that the suffix of an address names; None for any other suffix."""
    return next((form for form in FORMS if form.value == suffix), None)


def send(ntriples: bytes, form: Syntax) -> Response:
    """Send sorted N-Triples in a form: with prefixes and in groups where a person may read it, else as fast as it goes."""
    charset = "; charset=utf-8" if form is Syntax.TURTLE else ""
    headers = {"Content-Type": MEDIA_TYPES[form] + charset, "Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    large = ntriples.count(b"\n") > READABLE
    return Response(written(ntriples, MEDIA_TYPES[form]) if large else write(ntriples, form), headers=headers)
