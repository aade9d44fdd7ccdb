"""The media types of SPARQL answers and of RDF, with the other names clients use for them."""

from functools import lru_cache

from api.edge.negotiation import choose
from graph.store.formats import MEDIA_TYPES

TABLES: tuple[str, ...] = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)

# other names for the same forms, as clients ask for them
_ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
_ALSO_GRAPHS = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
SHORT = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


@lru_cache(maxsize=256)  # clients send the same header again and again
def choose_table(accept: str) -> str | None:
    """Choose among the forms of a table or truth value."""
    return choose(accept, TABLES, _ALSO)


@lru_cache(maxsize=256)
def choose_graph(accept: str) -> str | None:
    """Choose among the forms of RDF."""
    return choose(accept, MEDIA_TYPES, _ALSO | _ALSO_GRAPHS)
