"""Parquet tables have the columns, types and values of the rows, in one part or in several."""

import io
import sys
from dataclasses import fields

import pytest

from extract.records import Extraction
from graph.dataset.csv_tables import EXPORTED
from graph.dataset.model import corpus_of
from graph.dataset.rows import ROW_TYPES, Corpus, Row
from graph.exchange import parquet
from graph.exchange.parquet import NoParquetError, write_parquet

TYPES = {str: "string", int: "int64", float: "double", bool: "bool"}


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


@pytest.mark.parametrize("at_once", [1, 1000])
@pytest.mark.parametrize("name", EXPORTED)
def test_a_table_has_the_columns_the_types_and_the_values_of_its_rows(
    name: str, at_once: int, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415  an optional extra

    monkeypatch.setattr(parquet, "_AT_ONCE", at_once)
    rows: tuple[Row, ...] = getattr(corpus, name)
    out = io.BytesIO()
    write_parquet(out, name, iter(rows))
    file = ParquetFile(out)
    assert file.num_row_groups == -(-len(rows) // at_once)
    read = file.read()
    assert read.column_names == [field.name for field in fields(ROW_TYPES[name])]
    assert [tuple(row.values()) for row in read.to_pylist()] == [
        tuple(getattr(row, field) for field in read.column_names) for row in rows
    ]
    for field in read.schema:
        assert str(field.type) == TYPES[type(getattr(rows[0], field.name))]
        assert field.metadata.keys() == {b"zh", b"en"}


def test_what_has_to_be_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquetError, match=r"dutygraph\[parquet\]"):
        write_parquet(io.BytesIO(), "tasks", ())
