import csv
import io
import json
from dataclasses import fields, replace

import pandas as pd
import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from extract.records import Extraction
from graph.dataset.csv_tables import COLUMNS, Name, dictionary, table
from graph.dataset.model import corpus_of
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow, UnitRow
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

ROWS = {Name.TASKS: TaskRow, Name.UNITS: UnitRow, Name.ASSIGNMENTS: AssignmentRow}
PANDAS = {"integer": "int64", "decimal": "float64", "boolean": "bool"}


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


@pytest.mark.parametrize("name", Name)
def test_a_table_has_every_field_and_loads_with_the_stated_types(name: Name, corpus: Corpus) -> None:
    assert [column.name for column in COLUMNS[name]] == [field.name for field in fields(ROWS[name])]
    frame = pd.read_csv(io.BytesIO(table(corpus, name)), keep_default_na=False)
    assert len(frame) == len(getattr(corpus, name))
    for column in COLUMNS[name]:
        if column.datatype in PANDAS:
            assert str(frame[column.name].dtype) == PANDAS[column.datatype]


def test_the_dictionary_names_every_column(corpus: Corpus) -> None:
    for said in json.loads(dictionary())["tables"]:
        name = Name(said["url"].removesuffix(".csv"))
        heading = next(csv.reader(io.StringIO(table(corpus, name).decode())))
        assert [column["name"] for column in said["tableSchema"]["columns"]] == heading
        assert all(len(column["dc:description"]) == 2 for column in said["tableSchema"]["columns"])


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(evil: str, corpus: Corpus) -> None:
    named = replace(corpus, units=tuple(replace(unit, name=evil) for unit in corpus.units))
    rows = list(csv.DictReader(io.StringIO(table(named, Name.UNITS).decode(), newline="")))
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
