"""RDF in and out of its written forms, on the engine's parsers.

No form fetches anything: a JSON-LD document with a remote context is refused.
"""

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, parse, serialize

from extract.messages import message
from graph.errors import GraphError

_FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
}
MEDIA_TYPES: tuple[str, ...] = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


class MalformedRdfError(GraphError):
    """Bytes that are not the RDF they claim to be."""


def known(media_type: str) -> bool:
    """Whether RDF of this media type can be read."""
    return media_type in _FORMS


def canonical(data: bytes, media_type: str = "application/n-triples", base: str | None = None) -> bytes:
    """Read RDF of one graph and write it as N-Triples, one spelling for one triple.

    Raises:
        MalformedRdfError: when the bytes are not RDF of that media type, or hold named graphs.
    """
    try:
        return _ntriples(_triples(data, _FORMS[media_type], base))
    except (SyntaxError, ValueError) as error:
        raise MalformedRdfError(
            message("内容不是合法的 {media_type}：{error}", media_type=media_type, error=str(error))
        ) from error


def written(ntriples: bytes, media_type: str) -> bytes:
    """Write N-Triples in the form of another media type, one of ``MEDIA_TYPES``."""
    form = _FORMS[media_type]
    if form == RdfFormat.N_TRIPLES:
        return ntriples
    data = serialize(_triples(ntriples, RdfFormat.N_TRIPLES, None), format=form)
    return data or b""


def _triples(data: bytes, form: RdfFormat, base: str | None) -> Iterator[Triple]:
    return (quad.triple for quad in parse(data, format=form, base_iri=base, without_named_graphs=True))


def _ntriples(triples: Iterator[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
