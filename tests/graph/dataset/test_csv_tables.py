"""The exported tables: every field a column, no cell a formula, a dictionary that states the types."""

import csv
import io
import json
from dataclasses import fields, replace

import pandas as pd
import pytest

from extract.records import Extraction
from graph.dataset.csv_tables import EXPORTED, dictionary, write_table
from graph.dataset.model import corpus_of
from graph.dataset.rows import ROW_TYPES, Corpus

PANDAS = {"integer": "int64", "decimal": "float64", "boolean": "bool"}


def table(corpus: Corpus, name: str) -> bytes:
    out = io.BytesIO()
    write_table(out, name, getattr(corpus, name))
    return out.getvalue()


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


@pytest.mark.parametrize("name", ROW_TYPES)
def test_a_table_has_every_field_of_its_rows(name: str, corpus: Corpus) -> None:
    heading, *rows = csv.reader(io.StringIO(table(corpus, name).decode("utf-8-sig"), newline=""))
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
    rows = list(csv.DictReader(io.StringIO(table(named, "units").decode("utf-8-sig"), newline="")))
    assert {row["name"] for row in rows} == {"'" + evil}


def test_the_dictionary_is_csvw_metadata_indented_for_people() -> None:
    written = dictionary().decode("utf-8-sig")
    assert written.endswith("}\n")
    assert '\n  "dialect": {' in written
    assert "任务的原文。" in written
    metadata = json.loads(written)
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    assert metadata["dialect"] == {"lineTerminators": ["\r\n"]}
    assert [one["url"] for one in metadata["tables"]] == ["tasks.csv", "units.csv", "assignments.csv"]
    assert {one["tableSchema"]["primaryKey"] for one in metadata["tables"]} == {"iri"}
    columns = metadata["tables"][0]["tableSchema"]["columns"]
    assert columns[0] == {
        "name": "iri",
        "titles": "iri",
        "datatype": "anyURI",
        "dc:description": [
            {"@value": "这一行的 IRI。", "@language": "zh"},
            {"@value": "The IRI of the row.", "@language": "en"},
        ],
    }
    datatypes = {
        column["name"]: column["datatype"] for one in metadata["tables"] for column in one["tableSchema"]["columns"]
    }
    assert datatypes["plan"] == datatypes["part_of"] == "anyURI"
    assert datatypes["clarity"] == datatypes["text"] == "string"


def test_truth_values_and_line_ends_are_those_of_csvw(corpus: Corpus) -> None:
    written = table(corpus, "units").decode("utf-8-sig")
    assert written.count("\r\n") == len(corpus.units) + 1
    assert "\n" not in written.replace("\r\n", "")
    assert {line.rsplit(",", 1)[-1] for line in written.split("\r\n")[1:-1]} == {"true", "false"}
