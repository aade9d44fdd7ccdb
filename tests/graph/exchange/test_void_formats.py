from dataclasses import replace

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from extract.records import Extraction
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.exchange.void_formats import (
    DESCRIPTION,
    VOCABULARY,
    VOID,
    WHOLE,
    description,
    registry,
    vocabulary,
    vocabulary_file,
    vocabulary_version,
)
from ontology.terms import Term


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


def test_the_registry_keeps_name_and_spellings_and_says_the_successor(corpus: Corpus) -> None:
    old = replace(corpus.units[0], id="652300-gov-legal-affairs")
    spelt = {unit.iri: frozenset({unit.name, unit.body}) for unit in corpus.units}
    graph = Graph().parse(data=registry((old, *corpus.units[1:]), spelt), format="nt")
    for unit in corpus.units:
        assert set(graph.objects(URIRef(unit.iri), SKOS.prefLabel)) == {Literal(unit.name, lang="zh")}
        assert set(graph.objects(URIRef(unit.iri), SKOS.altLabel)) == {Literal(unit.body, lang="zh")}
    (heir,) = graph.objects(URIRef(old.iri), URIRef(Term.SUCCESSOR_BY_RULE))
    assert str(heir).rsplit("/", 1)[-1] == "652300-justice"
    assert list(graph.objects(heir, SKOS.prefLabel)) == [Literal("昌吉回族自治州司法局", lang="zh")]
    assert not list(graph.subjects(RDF.type, URIRef(Term.UNIT)))


def test_the_description_counts_what_is_there_itself_included() -> None:
    written = description({"urn:plan": 100, "urn:other": 7}, {Term.TASK: 30})
    graph = Graph().parse(data=written, format="nt")
    triples = URIRef(VOID + "triples")
    assert graph.value(URIRef(DESCRIPTION), triples) == Literal(len(graph))
    assert graph.value(URIRef(WHOLE), triples) == Literal(107 + len(graph))
    assert graph.value(URIRef("urn:plan"), triples) == Literal(100)
    assert graph.value(URIRef(f"{WHOLE}#Task"), URIRef(VOID + "entities")) == Literal(30)
    assert {str(part) for part in graph.objects(URIRef(WHOLE), URIRef(VOID + "subset"))} == {
        "urn:plan",
        "urn:other",
        DESCRIPTION,
    }


def test_the_vocabulary_is_the_file_and_its_hash() -> None:
    written = Graph().parse(data=vocabulary(), format="nt")
    file = Graph().parse(data=vocabulary_file(), format="turtle")
    assert isomorphic(
        written - file, Graph().add((URIRef(VOCABULARY), URIRef(Term.SHA256), Literal(vocabulary_version())))
    )
    assert len(written) == len(file) + 1
