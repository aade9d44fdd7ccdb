"""The vocabulary as records, read from ``dutygraph.ttl``: what a page of it shows, and what a name of it means.

Guarantees:
    1. One entry a term of ``ontology.terms``, in that order; nothing is added to the file.
    2. The file is read once; nothing is fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Node, URIRef

from ontology.terms import NS, PREFIXES, Term


class Sort(StrEnum):
    """What sort of term it is."""

    CLASS = "class"
    OBJECT_PROPERTY = "object_property"
    DATATYPE_PROPERTY = "datatype_property"
    SCHEME = "scheme"
    CONCEPT = "concept"


class Tie(StrEnum):
    """The relation of a term to another; the value is the prefixed name of the property that says so."""

    SUBCLASS = "rdfs:subClassOf"
    SUBPROPERTY = "rdfs:subPropertyOf"
    DOMAIN = "rdfs:domain"
    RANGE = "rdfs:range"
    EXACT = "skos:exactMatch"
    CLOSE = "skos:closeMatch"
    RELATED = "skos:relatedMatch"
    IN_SCHEME = "skos:inScheme"
    SEE = "rdfs:seeAlso"


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyTerm:
    """One term: its names, what it means, a quotation from a plan, and its relations to others."""

    term: Term
    name: str  # after the namespace: leadBy
    sort: Sort
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    example: str
    ties: tuple[tuple[Tie, str], ...]  # IRIs
    alternatives: tuple[str, ...]  # how plans write it
    notation: str  # the value that stands for a concept in code and tables


_SORTS: dict[Node, Sort] = {
    OWL.Class: Sort.CLASS,
    OWL.ObjectProperty: Sort.OBJECT_PROPERTY,
    OWL.DatatypeProperty: Sort.DATATYPE_PROPERTY,
    SKOS.ConceptScheme: Sort.SCHEME,
    SKOS.Concept: Sort.CONCEPT,
}


def short(iri: str) -> str:
    """Write an IRI with the prefix of a known namespace; others are unchanged.

    >>> short("https://w3id.org/dutygraph/ns#leadBy"), short("http://example.org/x")
    ('dg:leadBy', 'http://example.org/x')
    """
    for prefix, namespace in PREFIXES:
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def entries() -> tuple[VocabularyTerm, ...]:
    """Read every term of the vocabulary."""
    graph = Graph().parse(data=(files("ontology") / "dutygraph.ttl").read_bytes(), format="turtle")
    return tuple(_entry(graph, term) for term in Term)


@cache
def names() -> dict[str, VocabularyTerm]:
    """Give the entries by IRI."""
    return {str(entry.term): entry for entry in entries()}


def _entry(graph: Graph, term: Term) -> VocabularyTerm:
    node = URIRef(term)
    (sort,) = {_SORTS[kind] for kind in graph.objects(node, RDF.type) if kind in _SORTS}
    return VocabularyTerm(
        term=term,
        name=term.removeprefix(NS),
        sort=sort,
        zh=_words(graph, node, RDFS.label, "zh"),
        en=_words(graph, node, RDFS.label, "en"),
        definition_zh=_words(graph, node, SKOS.definition, "zh"),
        definition_en=_words(graph, node, SKOS.definition, "en"),
        example=_words(graph, node, SKOS.example, "zh"),
        ties=tuple(_ties(graph, node)),
        alternatives=tuple(sorted(str(words) for words in graph.objects(node, SKOS.altLabel))),
        notation=str(graph.value(node, SKOS.notation) or ""),
    )


def _words(graph: Graph, node: URIRef, predicate: URIRef, language: str) -> str:
    (words,) = (o for o in graph.objects(node, predicate) if isinstance(o, Literal) and o.language == language)
    return str(words)


def _ties(graph: Graph, node: URIRef) -> Iterator[tuple[Tie, str]]:
    namespaces = dict(PREFIXES)
    for tie in Tie:
        prefix, _, name = tie.partition(":")
        for other in sorted(str(o) for o in graph.objects(node, URIRef(namespaces[prefix] + name))):
            yield tie, other
