"""The syntaxes of RDF that are read and written, with their media types and file suffixes."""

from enum import StrEnum


class Syntax(StrEnum):
    """A syntax of RDF; the value is the file suffix."""

    TURTLE = "ttl"
    TRIG = "trig"
    NTRIPLES = "nt"
    NQUADS = "nq"
    JSONLD = "jsonld"
    RDFXML = "rdf"


MEDIA_TYPES: dict[Syntax, str] = {
    Syntax.TURTLE: "text/turtle",
    Syntax.TRIG: "application/trig",
    Syntax.NTRIPLES: "application/n-triples",
    Syntax.NQUADS: "application/n-quads",
    Syntax.JSONLD: "application/ld+json",
    Syntax.RDFXML: "application/rdf+xml",
}

OF_ONE_GRAPH = {f".{syntax}": syntax for syntax in (Syntax.TURTLE, Syntax.NTRIPLES, Syntax.JSONLD, Syntax.RDFXML)}
"""The syntax of each file suffix that a plan as RDF may have."""
