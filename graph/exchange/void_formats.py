"""The three summary graphs: the vocabulary, the register of units as ORG and SKOS, the description as VoID and DCAT.

Guarantees:
    1. Pure and sorted, like the graph of a plan; no clock.
    2. The register contains the units that the plans name, their successors by the rule of a reform, and the reforms
       that ended them; it has no triple ``a dg:Unit``, so that questions about plans count the units of plans only.

Source: W3C ORG § 5; W3C VoID § 2–4; W3C DCAT 3 § 6.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from graph.dataset.rows import Corpus, UnitRow
from graph.dataset.triples import link, literal
from graph.exchange.syntaxes import MEDIA_TYPES, Syntax
from graph.reform.succession import last_reform, successions
from graph.store.formats import canonical
from ontology import iris
from ontology.reforms import reforms, settled
from ontology.reforms.views import triples
from ontology.terms import DCTERMS, NS, ONTOLOGY, ORG, RDF, SKOS, XSD, Term

VOCABULARY = iris.graph("ontology")
REGISTRY = iris.graph("registry")
DESCRIPTION = iris.graph("description")
ABOUT = (VOCABULARY, REGISTRY, DESCRIPTION)
WHOLE = iris.ID + "dataset"
"""The whole of what a store holds, as a data set."""

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
_MEDIA = "https://www.iana.org/assignments/media-types/"


@cache
def vocabulary_file() -> bytes:
    """Give the bytes of the vocabulary's Turtle file."""
    return (files("ontology") / "dutygraph.ttl").read_bytes()


@cache
def vocabulary_version() -> str:
    """Give the SHA-256 of the vocabulary's file: what tells one state of it from another."""
    return hashlib.sha256(vocabulary_file()).hexdigest()


@cache
def vocabulary() -> bytes:
    """Write the vocabulary as sorted N-Triples, with the hash of its file on the name of its graph."""
    version = f"<{VOCABULARY}> <{Term.SHA256}> {literal(vocabulary_version())} .\n"
    lines = {*canonical(vocabulary_file(), MEDIA_TYPES[Syntax.TURTLE]).splitlines(keepends=True), version.encode()}
    return b"".join(sorted(lines))


def registry(units: Sequence[UnitRow], spellings: Mapping[str, frozenset[str]]) -> bytes:
    """Write units as an organisation register: names, spellings, place, successors by rule.

    Args:
        units: those that plans name.
        spellings: by IRI, the words by which plans name each unit.
    """
    lines: set[str] = set()
    for unit in units:
        lines |= {*_unit(unit, spellings.get(unit.iri, frozenset()))}
    ended = {(unit.id.partition("-")[2], settled(unit.level)) for unit in units}
    lines |= {*triples(one for one in reforms().transfers if one.ends and (one.body, one.level) in ended)}
    known = {unit.iri for unit in units}
    for succession in successions(Corpus(units=tuple(units)), last_reform()):
        for heir in succession.heirs:
            lines.add(link(succession.unit.iri, Term.SUCCESSOR_BY_RULE, heir.iri))
            lines |= set() if heir.iri in known else {*_unit(heir, frozenset())}
    return "".join(sorted(lines)).encode()


def description(triples: Mapping[str, int], entities: Mapping[str, int]) -> bytes:
    """Describe the dataset: what it is, its graphs with their sizes, and its syntaxes.

    Guarantees:
        1. The counts include the description itself.

    Args:
        triples: the number of triples of each named graph but the description.
        entities: the number of things of each class, in the plans.
    """
    lines = {*_whole(entities)}
    for graph in (*triples, DESCRIPTION):
        lines |= {link(WHOLE, VOID + "subset", graph), link(graph, RDF + "type", VOID + "Dataset")}
    own = len(lines) + len(triples) + 2  # and one line for the count of each graph, of itself, and of the total
    counts = {**triples, DESCRIPTION: own}
    lines |= {_number(graph, VOID + "triples", count) for graph, count in counts.items()}
    return "".join(sorted({*lines, total_line(own + sum(triples.values()))})).encode()


def total_line(triples: int) -> str:
    """Write how many triples the dataset has."""
    return _number(WHOLE, VOID + "triples", triples)


def _unit(unit: UnitRow, spellings: frozenset[str]) -> Iterator[str]:
    if unit.kind in {"single", "group_office"}:
        yield link(unit.iri, RDF + "type", ORG + "OrganizationalUnit")
    yield link(unit.iri, RDF + "type", SKOS + "Concept")
    yield link(unit.iri, SKOS + "inScheme", REGISTRY)
    yield link(REGISTRY, RDF + "type", SKOS + "ConceptScheme")
    yield _words(unit.iri, SKOS + "prefLabel", unit.name, "zh")
    yield _words(unit.iri, ORG + "identifier", unit.id)
    for spelling in spellings - {unit.name}:
        yield _words(unit.iri, SKOS + "altLabel", spelling, "zh")
    if unit.place_code:
        yield link(unit.iri, DCTERMS + "spatial", iris.place(unit.place_code))


def _whole(entities: Mapping[str, int]) -> Iterator[str]:
    yield link(WHOLE, RDF + "type", VOID + "Dataset")
    yield link(WHOLE, RDF + "type", DCAT + "Dataset")
    yield _words(WHOLE, DCTERMS + "title", "责任图谱", "zh")
    yield _words(WHOLE, DCTERMS + "title", "dutygraph", "en")
    yield _words(WHOLE, DCTERMS + "description", "政府方案里谁做什么，每条分工都带原文依据。", "zh")
    yield _words(
        WHOLE, DCTERMS + "description", "Who must do what in government plans, with the words that say so.", "en"
    )
    yield link(WHOLE, DCTERMS + "conformsTo", ONTOLOGY)
    yield link(WHOLE, VOID + "vocabulary", NS)
    yield _words(WHOLE, VOID + "uriSpace", iris.ID)
    for kind, count in entities.items():
        part = iris.part(WHOLE, kind.removeprefix(NS))
        yield link(WHOLE, VOID + "classPartition", part)
        yield link(part, VOID + "class", kind)
        yield _number(part, VOID + "entities", count)
    for syntax in Syntax:
        part = iris.part(WHOLE, syntax)
        yield link(WHOLE, DCAT + "distribution", part)
        yield link(part, RDF + "type", DCAT + "Distribution")
        yield link(part, DCAT + "mediaType", _MEDIA + MEDIA_TYPES[syntax])


def _words(subject: str, predicate: str, words: str, language: str = "") -> str:
    return f"<{subject}> <{predicate}> {literal(words, language=language)} .\n"


def _number(subject: str, predicate: str, number: int) -> str:
    return f"<{subject}> <{predicate}> {literal(str(number), XSD + 'integer')} .\n"
