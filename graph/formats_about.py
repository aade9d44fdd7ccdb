"""Two graphs about the whole: the registry of units as ORG and SKOS, and the description as VoID and DCAT.

Guarantees:
    1. Pure and sorted, like the graph of a plan; no clock.
    2. A successor is written only where the rule of a reform gives one, and never overwrites the unit's name.

Source: W3C ORG § 5; W3C VoID § 2–4; W3C DCAT 3.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from extract.units.successors import REFORMS, successors
from graph.formats import MEDIA_TYPES, Syntax
from graph.rows import Corpus, UnitRow
from graph.triples import literal
from ontology import iris
from ontology.terms import DCTERMS, NS, ORG, RDF, SKOS, XSD, Term

REGISTRY = iris.graph("registry")
DESCRIPTION = iris.graph("description")
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"


def registry(corpus: Corpus) -> bytes:
    """Write the units of all plans as an organisation register: names, spellings, place, successors by rule."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in corpus.assignments:
        spellings[row.unit].add(row.mention)
    lines = {line for unit in corpus.units for line in _unit(unit, spellings[unit.iri])}
    return "".join(sorted(lines)).encode()


def description(corpus: Corpus, triples: Mapping[str, int]) -> bytes:
    """Describe the whole: what it is, which graphs it has, how large they are, in which syntaxes it comes.

    Args:
        corpus: the rows of all plans.
        triples: the number of triples of each named graph.
    """
    lines = {*_whole(corpus, triples)}
    for plan in corpus.plans:
        lines |= {
            _link(DESCRIPTION, _VOID + "subset", plan.iri),
            _link(plan.iri, RDF + "type", _VOID + "Dataset"),
            _number(plan.iri, _VOID + "triples", triples.get(plan.iri, 0)),
        }
    return "".join(sorted(lines)).encode()


def _unit(unit: UnitRow, spellings: set[str]) -> Iterator[str]:
    if unit.kind in {"single", "group_office"}:
        yield _link(unit.iri, RDF + "type", ORG + "OrganizationalUnit")
    yield _link(unit.iri, RDF + "type", SKOS + "Concept")
    yield _link(unit.iri, SKOS + "inScheme", REGISTRY)
    yield _link(REGISTRY, RDF + "type", SKOS + "ConceptScheme")
    yield _words(unit.iri, SKOS + "prefLabel", unit.name, "zh")
    yield _words(unit.iri, ORG + "identifier", unit.id)
    for spelling in spellings - {unit.name}:
        yield _words(unit.iri, SKOS + "altLabel", spelling, "zh")
    if unit.place_code:
        yield _link(unit.iri, DCTERMS + "spatial", iris.place(unit.place_code))
    for heir in successors(unit.id, REFORMS[-1]):
        if heir != unit.id:
            yield _link(unit.iri, Term.SUCCESSOR_BY_RULE, iris.unit(heir))


def _whole(corpus: Corpus, triples: Mapping[str, int]) -> Iterator[str]:
    yield _link(DESCRIPTION, RDF + "type", _VOID + "Dataset")
    yield _link(DESCRIPTION, RDF + "type", _DCAT + "Dataset")
    yield _words(DESCRIPTION, DCTERMS + "title", "责任图谱", "zh")
    yield _words(DESCRIPTION, DCTERMS + "title", "dutygraph", "en")
    yield _link(DESCRIPTION, _VOID + "vocabulary", NS)
    yield _number(DESCRIPTION, _VOID + "triples", sum(triples.values()))
    for kind, count in (
        (Term.PLAN, len(corpus.plans)),
        (Term.SECTION, len(corpus.sections)),
        (Term.TASK, len(corpus.tasks)),
        (Term.UNIT, len(corpus.units)),
        (Term.ASSIGNMENT, len(corpus.assignments)),
    ):
        part = iris.part(DESCRIPTION, kind.removeprefix(NS))
        yield _link(DESCRIPTION, _VOID + "classPartition", part)
        yield _link(part, _VOID + "class", kind)
        yield _number(part, _VOID + "entities", count)
    for syntax in Syntax:
        part = iris.part(DESCRIPTION, syntax)
        yield _link(DESCRIPTION, _DCAT + "distribution", part)
        yield _link(part, RDF + "type", _DCAT + "Distribution")
        yield _words(part, DCTERMS + "format", MEDIA_TYPES[syntax])


def _link(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> <{target}> .\n"


def _words(subject: str, predicate: str, words: str, language: str = "") -> str:
    return f"<{subject}> <{predicate}> {literal(words, language=language)} .\n"


def _number(subject: str, predicate: str, number: int) -> str:
    return f"<{subject}> <{predicate}> {literal(str(number), XSD + 'integer')} .\n"
