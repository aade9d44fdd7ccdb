"""RDF in and out of its written forms, on the engine's parsers.

No form fetches anything: a JSON-LD document with a remote context is refused.
"""

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, parse, serialize

from extract.messages import message
from graph.errors import GraphError

FORMS = {
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


MOST_LITERAL = 12 << 20
"""The most bytes of one triple. Engines read lines of 16 MB at most, so that a longer one could be stored and not restored."""


class MalformedRdfError(GraphError):
    """Bytes that are not the RDF they claim to be."""


class LiteralTooLargeError(MalformedRdfError):
    """A value that is too large for a backup to be read back."""


def known(media_type: str) -> bool:
    """Whether RDF of this media type can be read."""
    return media_type in FORMS


def canonical(data: bytes, media_type: str = "application/n-triples", base: str | None = None) -> bytes:
    """Read RDF of one graph and write it as N-Triples, one spelling for one triple.

    Raises:
        MalformedRdfError: when the bytes are not RDF of that media type, or hold named graphs.
        LiteralTooLargeError: when a triple is longer than ``MOST_LITERAL``.
    """
    try:
        content = of_bounded_size(_ntriples(_triples(data, FORMS[media_type], base)))
    except MemoryError as error:  # how the engine's parser says that a value is longer than its buffer
        raise _too_large() from error
    except (SyntaxError, ValueError) as error:
        raise MalformedRdfError(
            message("内容不是合法的 {media_type}：{error}", media_type=media_type, error=str(error))
        ) from error
    return content


def of_bounded_size(ntriples: bytes) -> bytes:
    """Give canonical N-Triples back.

    Raises:
        LiteralTooLargeError: when a triple is longer than ``MOST_LITERAL``.
    """
    if len(ntriples) > MOST_LITERAL and any(len(line) > MOST_LITERAL for line in ntriples.splitlines()):
        raise _too_large()
    return ntriples


def written(ntriples: bytes, media_type: str) -> bytes:
    """Write N-Triples in the form of another media type, one of ``MEDIA_TYPES``."""
    form = FORMS[media_type]
    if form == RdfFormat.N_TRIPLES:
        return ntriples
    data = serialize(_triples(ntriples, RdfFormat.N_TRIPLES, None), format=form)
    return data or b""


def _too_large() -> LiteralTooLargeError:
    most = MOST_LITERAL >> 20
    return LiteralTooLargeError(
        message("有一段文字超过 {most} MB，不能入库。请把文件拆分成几个较小的文件，再分别导入。", most=most)
    )


def _triples(data: bytes, form: RdfFormat, base: str | None) -> Iterator[Triple]:
    return (quad.triple for quad in parse(data, format=form, base_iri=base, without_named_graphs=True))


def _ntriples(triples: Iterator[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
