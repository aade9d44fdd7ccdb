import csv
import io
import json
from dataclasses import fields, replace

import pandas as pd
import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from extract.records import Extraction
from graph.dataset.csv_tables import EXPORTED, dictionary, table
from graph.dataset.model import corpus_of
from graph.dataset.rows import ROW_TYPES, Corpus
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

PANDAS = {"integer": "int64", "decimal": "float64", "boolean": "bool"}


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


@pytest.mark.parametrize("name", ROW_TYPES)
def test_a_table_has_every_field_of_its_rows(name: str, corpus: Corpus) -> None:
    heading, *rows = csv.reader(io.StringIO(table(corpus, name).decode(), newline=""))
    assert heading == [field.name for field in fields(ROW_TYPES[name])]
    assert len(rows) == len(getattr(corpus, name))


@pytest.mark.parametrize("name", EXPORTED)
def test_the_dictionary_names_every_column_and_a_table_loads_with_the_types_it_states(
    name: str, corpus: Corpus
) -> None:
    (stated,) = (one for one in json.loads(dictionary())["tables"] if one["url"] == f"{name}.csv")
    frame = pd.read_csv(io.BytesIO(table(corpus, name)), keep_default_na=False)
    columns = stated["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(frame.columns)
    for column in columns:
        if column["datatype"] in PANDAS:
            assert str(frame[column["name"]].dtype) == PANDAS[column["datatype"]]
        assert {text["@language"] for text in column["dc:description"] if text["@value"]} == {"zh", "en"}


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(evil: str, corpus: Corpus) -> None:
    named = replace(corpus, units=tuple(replace(unit, name=evil) for unit in corpus.units))
    rows = list(csv.DictReader(io.StringIO(table(named, "units").decode(), newline="")))
    assert {row["name"] for row in rows} == {"'" + evil}


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
