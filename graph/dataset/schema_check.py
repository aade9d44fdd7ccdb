"""Compare the declarations of the rows with the vocabulary; ``make lint`` does so."""

from collections.abc import Iterator, Mapping

from graph.dataset.schema import Datatype, Property, properties
from ontology.terms import NS, RDFS, SKOS, XSD
from ontology.vocabulary import Tie, VocabularyTerm

_RANGES: Mapping[Datatype, str] = {
    Datatype.TEXT: XSD + "string",
    Datatype.INTEGER: XSD + "integer",
    Datatype.INTEGERS: XSD + "string",
    Datatype.DECIMAL: XSD + "decimal",
    Datatype.BOOLEAN: XSD + "boolean",
    Datatype.CONCEPT: SKOS + "Concept",
}


def faults(row_type: type, terms: Mapping[str, VocabularyTerm]) -> Iterator[str]:
    """Name the fields of a row type whose property is missing from the vocabulary, or has another range there.

    Args:
        row_type: a row type.
        terms: the terms of the vocabulary by IRI (``ontology.vocabulary.names``).
    """
    for one in properties(row_type):
        place = f"{row_type.__module__}: {row_type.__name__}.{one.name}"
        if not one.term.startswith(NS):
            if one.datatype is not Datatype.SUBJECT and not one.term.startswith("http"):
                yield f"{place}: {one.term!r} is not the IRI of a property"
        elif one.term not in terms:
            yield f"{place}: {one.term} is not defined in dutygraph.ttl"
        elif (stated := _range(terms[one.term])) and _differs(one, stated):
            yield f"{place}: the range of {one.term} is {stated}"


def _range(entry: VocabularyTerm) -> str:
    return next((iri for tie, iri in entry.ties if tie is Tie.RANGE), "")


def _differs(one: Property, stated: str) -> bool:
    """Whether a stated range does not fit the datatype; a link may lead to any class of ours."""
    if one.datatype is Datatype.LINK:
        return stated.startswith((XSD, RDFS))
    return one.datatype in _RANGES and _RANGES[one.datatype] != stated
