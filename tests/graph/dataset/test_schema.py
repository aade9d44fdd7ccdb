"""One declaration of the rows: what is added to it is written, read, tabled and kept without another line of code."""

import csv
import io
import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

import pytest
from sqlalchemy import Integer, MetaData

from extract.messages import message
from extract.records import Extraction
from graph.dataset import csv_tables, row_engines, rows, sql_tables
from graph.dataset.load import IncompleteGraphError, load
from graph.dataset.model import corpus_of
from graph.dataset.rows import ROW_TYPES, Corpus, LedgerRow, TaskRow
from graph.dataset.schema import Datatype, Property, SchemaError, properties
from graph.dataset.schema_check import faults
from graph.dataset.triples import ntriples
from graph.store import open_store
from ontology.terms import Scheme, Term
from ontology.vocabulary import names

GOLDEN = Path(__file__).with_name("small.nt")
BUDGET = "http://example.org/budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetedTask(TaskRow):
    """A task with one field more."""

    budget: Annotated[int, Property(BUDGET, message("任务的原文。"))]


@pytest.fixture
def extended(small: Extraction, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The small plan in a schema whose tasks have a budget."""
    corpus, metadata = corpus_of(small), MetaData()
    monkeypatch.setitem(rows.ROW_TYPES, "tasks", BudgetedTask)
    monkeypatch.setitem(sql_tables.ROWS, "tasks", sql_tables.rows_table("tasks", BudgetedTask, metadata))
    for table in sql_tables.METADATA.tables.values():
        if table.name != "tasks":
            table.to_metadata(metadata)
    monkeypatch.setattr(row_engines, "METADATA", metadata)
    tasks = (
        BudgetedTask(**{field.name: getattr(task, field.name) for field in fields(TaskRow)}, budget=number)
        for number, task in enumerate(corpus.tasks)
    )
    return replace(corpus, tasks=tuple(tasks))


def test_a_field_more_is_written_read_tabled_and_kept(extended: Corpus, small: Extraction, tmp_path: Path) -> None:
    content = ntriples(extended, small.document.text)
    assert (
        f'<{extended.tasks[1].iri}> <{BUDGET}> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'.encode() in content
    )
    with open_store(tmp_path / "data") as store:
        store.replace(extended.plans[0].iri, content)
        assert load(store) == extended
    out = io.BytesIO()
    csv_tables.write_table(out, "tasks", extended.tasks)
    heading, *cells = csv.reader(io.StringIO(out.getvalue().decode()))
    assert heading[-1] == "budget"
    assert [row[-1] for row in cells] == ["0", "1"]
    described = json.loads(csv_tables.dictionary())["tables"][0]["tableSchema"]["columns"][-1]
    assert (described["name"], described["datatype"]) == ("budget", "integer")
    assert isinstance(sql_tables.ROWS["tasks"].columns["budget"].type, Integer)


def test_every_field_of_every_row_has_a_property_that_the_vocabulary_defines() -> None:
    assert [fault for row_type in ROW_TYPES.values() for fault in faults(row_type, names())] == []
    assert list(ROW_TYPES) == [field.name for field in fields(Corpus)]


def test_a_field_without_a_property_is_named() -> None:
    @dataclass
    class Bare:
        title: str

    @dataclass
    class Odd:
        title: Annotated[bytes, Property(Term.TEXT, message("引文。"))]

    with pytest.raises(SchemaError, match=r"Bare\.title has no property"):
        properties(Bare)
    with pytest.raises(SchemaError, match=r"Odd\.title has the type .*bytes"):
        properties(Odd)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Annotated[str, Property("https://w3id.org/dutygraph/ns#titel", message("引文。"))], "not defined"),
        (Annotated[str, Property("titel", message("引文。"))], "not the IRI of a property"),
        (Annotated[str, Property("", message("引文。"))], "not the IRI of a property"),
        (Annotated[int, Property(Term.QUOTE, message("引文。"))], "the range of"),
        (Annotated[str, Property(Term.START, message("引文。"))], "the range of"),
        (Annotated[str, Property(Term.QUOTE, message("引文。"), Datatype.LINK)], "the range of"),
        (Annotated[str, Property(Term.QUOTE, message("引文。"), scheme=Scheme.ROLE)], "the range of"),
    ],
)
def test_a_property_that_does_not_fit_the_vocabulary_is_named_with_its_field(wrong: object, said: str) -> None:
    row_type = type("Wrong", (), {"__annotations__": {"title": wrong}})
    (fault,) = faults(dataclass(row_type), names())
    assert "Wrong.title" in fault
    assert said in fault


REQUIRED = [
    (row_type, one)
    for row_type in ROW_TYPES.values()
    for one in properties(row_type)
    if one.required
]  # fmt: skip


@pytest.mark.parametrize(("row_type", "one"), REQUIRED, ids=lambda value: getattr(value, "name", None))
def test_a_row_that_lacks_a_required_field_is_refused_with_its_name(
    row_type: type[LedgerRow], one: Property, tmp_path: Path
) -> None:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)
    kind = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{row_type.CLASS}> ."
    subject = next(line for line in lines if kind in line).split()[0]
    cut = [line for line in lines if not line.startswith(f"{subject} <{one.term}> ")]
    assert len(cut) < len(lines)
    with open_store(tmp_path / "data") as store:
        store.replace("https://w3id.org/dutygraph/id/plan/2f1fbd34a3358c86", "".join(cut).encode())
        with pytest.raises(IncompleteGraphError) as raised:
            load(store)
    assert subject.strip("<>") in str(raised.value)
    assert one.term in str(raised.value)
