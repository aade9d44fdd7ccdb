"""Every term of others that the project writes exists in their vocabulary, spelt as they spell it."""

from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, VOID, XSD, Graph, URIRef
from rdflib.namespace import DefinedNamespace

import extract as extract_room
import ontology
from graph.build.plans import build
from graph.corrections import Change, Correction
from graph.corrections.store import apply
from graph.dataset.load import load
from graph.store import open_store
from ontology import iris
from ontology.terms import NS, ONTOLOGY, Term

ROOM = Path(ontology.__file__).parent
EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"

# closed namespaces of rdflib, made from the files that the standards bodies publish
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(space): space for space in (DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, VOID, XSD)
}
# those that rdflib does not hold: the names used here, as their documents list them
LISTED = {
    # W3C Web Annotation Vocabulary, 23 February 2017
    "http://www.w3.org/ns/oa#": {
        *("SpecificResource", "TextQuoteSelector", "TextPositionSelector"),
        *("hasSource", "hasSelector", "exact", "prefix", "suffix", "start", "end"),
    },
    # European Legislation Identifier ontology 1.4
    "http://data.europa.eu/eli/ontology#": {"LegalResource", "LegalResourceSubdivision", "is_part_of", "number"},
    # SEMIC Core Public Organisation Vocabulary 2.1, CPSV-AP 3.2
    "http://data.europa.eu/m8g/": {"PublicOrganisation", "Participation"},
}
PLAIN = (NS, ONTOLOGY, iris.ID, "https://w3id.org/dutygraph/shapes", "https://www.apache.org/", "https://www.iana.org/")


def unknown(graph: Graph) -> set[str]:
    """Find the names that neither we nor the vocabularies of others have."""
    names = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    return {name for name in names if not name.startswith(PLAIN) and not exists(name)}


def exists(name: str) -> bool:
    for namespace, space in CLOSED.items():
        if name == namespace:
            return True
        if name.startswith(namespace) and "/" not in name.removeprefix(namespace):
            return URIRef(name) in space
    return any(name.removeprefix(space) in found for space, found in LISTED.items() if name.startswith(space))


@pytest.mark.parametrize("file", ["dutygraph.ttl", "shapes.ttl"])
def test_the_files_name_nothing_that_does_not_exist(file: str) -> None:
    assert unknown(Graph().parse(ROOM / file)) == set()


def test_the_data_names_nothing_that_does_not_exist_and_has_no_blank_nodes(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        build([EXAMPLE], store, lambda _: None)
        row = next(row for row in load(store).assignments if row.counted)
        apply(store, Correction(change=Change.DROP, target=row.iri, who="张三", when="2026-11-23", why="原文有误"))
        for graph in store.graphs():
            written = store.dump(graph)
            assert b"_:" not in written.replace(b"\\", b""), graph
            assert unknown(Graph().parse(data=written, format="nt")) == set(), graph


@pytest.mark.parametrize(
    "wrong", [str(ORG) + "OrganisationalUnit", str(PROV) + "Revison", "http://www.w3.org/ns/oa#quote", "urn:x"]
)
def test_a_misspelt_name_is_found_out(wrong: str) -> None:
    assert unknown(Graph().add((URIRef(Term.PLAN), RDF.type, URIRef(wrong)))) == {wrong}


@pytest.mark.parametrize("space", [ORG, PROV, DCTERMS, SKOS, *LISTED])
def test_the_vocabulary_leans_on_each_of_the_standards(space: str) -> None:
    written = (ROOM / "dutygraph.ttl").read_text(encoding="utf-8")
    used = {str(term) for triple in Graph().parse(data=written, format="turtle") for term in triple}
    assert any(name.startswith(str(space)) and name != str(space) for name in used)


def test_every_term_is_declared_as_owl_and_skos_want_it() -> None:
    vocabulary = Graph().parse(ROOM / "dutygraph.ttl")
    sorts = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme}
    for term in Term:
        assert len(sorts & set(vocabulary.objects(URIRef(term), RDF.type))) == 1, term
    for thing in vocabulary.subjects(RDF.type, OWL.DatatypeProperty):
        assert all(str(o).startswith(str(XSD)) for o in vocabulary.objects(thing, RDFS.range)), thing
    for thing in vocabulary.subjects(RDF.type, OWL.ObjectProperty):
        assert not [o for o in vocabulary.objects(thing, RDFS.range) if str(o).startswith(str(XSD))], thing
