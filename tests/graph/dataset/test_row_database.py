"""The row database: the same as what is read from the store, whatever happened to the store or to the file meanwhile."""

import gc
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from extract.records import Extraction
from graph.build.plans import build
from graph.corrections.store import take
from graph.dataset import load as loading
from graph.dataset import row_engines, sql_tables
from graph.dataset.load import load, plan_stamps
from graph.dataset.model import corpus_of, merged
from graph.dataset.row_database import open_rows
from graph.dataset.row_databases import database_of
from graph.dataset.row_engines import FILE_NAME, RowDatabaseError
from graph.dataset.rows import Corpus
from graph.dataset.scope import Scope, ScopeError
from graph.dataset.triples import ntriples
from graph.store import Store, open_reading, open_remote, open_store
from graph.store.folder import claim, read_revision, write_revision
from graph.store.graph_versions import GraphVersions
from graph.store.remote import RemoteStore
from graph.store.transaction import write
from tests.bench.sparql.shape import plan
from tests.graph.store.servers import oxigraph

EXAMPLE = Path(__file__).parents[3] / "extract" / "examples" / "changji-2015.txt"
WRITTEN = tuple((corpus, ntriples(corpus, text)) for corpus, text in (plan(number) for number in range(3)))
IRIS = tuple(corpus.plans[0].iri for corpus, _ in WRITTEN)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with open_store(folder) as store:
        store.replace_many((corpus.plans[0].iri, content) for corpus, content in WRITTEN)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The graphs that were read from the engine."""
    asked: list[str] = []
    reading = loading._read

    def noted(store: Store, name: str) -> Corpus:
        asked.append(name)
        corpus: Corpus = reading(store, name)
        return corpus

    monkeypatch.setattr("graph.dataset.load._read", noted)
    return asked


def from_the_store(store: Store) -> Corpus:
    """The rows without the database."""
    return merged(loading._read(store, graph) for graph in plan_stamps(store) if "/plan/" in graph)


def test_what_is_put_in_is_given_back_graph_by_graph(tmp_path: Path, small: Extraction) -> None:
    corpus, text = corpus_of(small), small.document.text
    rows = open_rows(tmp_path / "rows")
    rows.put("b", 2, corpus, text)
    rows.put("a", 1, Corpus(), "")
    assert rows.stamps() == {"a": 1, "b": 2}
    assert rows.corpora(["a", "b", "c"]) == {"a": Corpus(), "b": corpus}
    assert (rows.text("b"), rows.text("a"), rows.text("c")) == (text, None, None)


def test_equal_texts_of_a_corpus_are_one_object(tmp_path: Path, small: Extraction) -> None:
    rows, corpus = open_rows(tmp_path), corpus_of(small)
    rows.put(corpus.plans[0].iri, 1, corpus, "")
    found = rows.snapshot().corpus()
    assert {id(row.plan) for row in found.tasks} == {id(row.plan) for row in found.ledger} == {id(found.plans[0].iri)}
    assert {id(row.unit) for row in found.assignments} <= {id(row.iri) for row in found.units}
    assert found == corpus


def test_a_graph_put_in_again_takes_the_place_of_what_it_was(tmp_path: Path, small: Extraction) -> None:
    corpus, text = corpus_of(small), small.document.text
    rows = open_rows(tmp_path / "rows")
    rows.put("a", 1, corpus, text)
    rows.put("b", 1, corpus, text)
    changed = replace(corpus, tasks=tuple(replace(task, text="另一句") for task in corpus.tasks))
    rows.put("a", 2, changed, "另一句")
    assert rows.stamps() == {"a": 2, "b": 1}
    assert rows.corpora(["a", "b"]) == {"a": changed, "b": corpus}
    assert {graph for graph, _ in rows.snapshot().task_places_having("普法")} == {2}
    assert len(rows.snapshot().task_places_having("另一句")) == len(corpus.tasks)
    rows.remove(["b", "c"])
    assert rows.stamps() == {"a": 2}
    left = rows.snapshot()
    assert (left.plans_having("普法"), left.task_places_having("普法")) == (frozenset(), ())
    assert {unit for one in left.carried().values() for unit in one.units} == {unit.iri for unit in corpus.units}


def test_a_plan_that_cannot_be_written_whole_leaves_what_was_there(tmp_path: Path, small: Extraction) -> None:
    corpus, text = corpus_of(small), small.document.text
    rows = open_rows(tmp_path / "rows")
    rows.put("a", 1, corpus, text)
    bad = replace(corpus.ledger[0], state=None)  # type: ignore[arg-type]  # what no column takes
    with pytest.raises(RowDatabaseError) as refused:
        rows.put("a", 2, replace(corpus, ledger=(*corpus.ledger, bad)), text)
    assert str(tmp_path) in refused.value.message.render()
    assert rows.stamps() == {"a": 1}
    assert rows.corpora(["a"]) == {"a": corpus}


def test_another_version_of_the_code_does_not_use_the_rows(
    tmp_path: Path, small: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_rows(tmp_path / "rows").put("g", 1, corpus_of(small), small.document.text)
    assert open_rows(tmp_path / "rows").stamps() == {"g": 1}
    monkeypatch.setattr(row_engines, "fingerprint", lambda: "0" * 16)
    assert open_rows(tmp_path / "rows").stamps() == {}


def test_the_fingerprint_covers_each_file_that_shapes_rows() -> None:
    modules = sql_tables._DERIVED_FROM
    assert len({sql_tables._hash(modules[:number]) for number in range(len(modules) + 1)}) == len(modules) + 1
    assert {name for _, name in modules} >= {"load.py", "rows.py", "schema.py", "model.py", "clarity.py", "summary.py"}


def test_without_a_folder_the_rows_are_in_a_temporary_one(small: Extraction) -> None:
    rows = open_rows(None)
    place = Path(rows.engine.url.database or "").parent
    rows.put("g", 1, corpus_of(small), small.document.text)
    assert rows.stamps() == {"g": 1}
    assert place.is_dir()
    rows.close()
    del rows
    gc.collect()
    assert not place.exists()


def test_the_next_process_reads_nothing_and_gives_the_same(data: Path, read: list[str]) -> None:
    with open_store(data) as store:
        first = load(store)
        assert sorted(read) == sorted(IRIS)
        read.clear()
    with open_store(data) as store:
        assert load(store) == first
        assert read == []
        assert from_the_store(store) == first


def test_only_what_was_written_is_read_again(data: Path, read: list[str], small: Extraction) -> None:
    corpus = corpus_of(small)
    with open_store(data) as store:
        load(store)
        read.clear()
        store.replace(corpus.plans[0].iri, ntriples(corpus, small.document.text))
        assert {row.iri for row in load(store).plans} == {*IRIS, corpus.plans[0].iri}
        assert read == [corpus.plans[0].iri]
        read.clear()
        store.remove(IRIS[0])
        assert {row.iri for row in load(store).plans} == {*IRIS[1:], corpus.plans[0].iri}
        assert read == []
        store.update(f"DELETE DATA {{ GRAPH <{IRIS[1]}> {{ <{IRIS[1]}> a <http://e.test/none> }} }}")
        assert load(store) == from_the_store(store)
        assert set(IRIS[1:]) <= set(read)  # an update may have touched anything
        assert len(database_of(store).stamps()) == 3


def test_what_was_just_imported_or_corrected_is_kept_as_it_reads(
    tmp_path: Path, read: list[str], small: Extraction
) -> None:
    ours = corpus_of(small).plans[0].iri
    with open_store(tmp_path / "data") as store:
        build([EXAMPLE], store, lambda _: None)
        take(store, corpus_of(small), small.document.text)
        rows = load(store)
        (example,) = {row.iri for row in rows.plans} - {ours}
        assert {example, ours}.isdisjoint(read)
        assert rows == from_the_store(store)
        read.clear()
        write(store, {ours: b""})
        assert [row.iri for row in load(store).plans] == [example]
        assert example not in read


def test_a_plan_that_another_process_has_changed_is_read_anew(data: Path, read: list[str]) -> None:
    with open_store(data) as store:
        load(store)
        read.clear()
    with open_store(data) as store:
        store.replace(IRIS[0], WRITTEN[0][1].replace(b"plan-0.txt", b"other.txt"))
    with open_store(data) as store:
        assert {row.source for row in load(store).plans} == {"other.txt", "plan-1.txt", "plan-2.txt"}
        assert read == [IRIS[0]]
        assert load(store) == from_the_store(store)


@pytest.mark.parametrize("harm", ["cut", "no database", "emptied", "torn", "deleted"])
def test_a_corrupted_file_is_made_again_from_the_store(data: Path, read: list[str], harm: str) -> None:
    with open_store(data) as store:
        right = load(store)
        database_of(store).close()
        folder = store.cache_folder()
        read.clear()
    assert folder is not None
    file = folder / FILE_NAME
    content = file.read_bytes()
    harmed = {
        "cut": content[: len(content) // 2],
        "no database": b"0" + content[1:],
        "emptied": b"",
        "torn": content[:8192] + bytes(len(content) - 8192),
        "deleted": b"",
    }
    file.write_bytes(harmed[harm])
    if harm == "deleted":
        file.unlink()
    with open_store(data) as store:
        assert load(store) == right
        assert sorted(read) == sorted(IRIS)
    read.clear()
    with open_store(data) as store:  # and then it is right again
        assert load(store) == right
        assert read == []


def test_a_folder_that_cannot_be_made_costs_time_alone(data: Path, read: list[str]) -> None:
    with open_store(data) as store:
        folder = store.cache_folder()
    assert folder is not None
    folder.write_bytes(b"")
    with open_store(data) as store:
        right = load(store)
        assert len(read) == len(IRIS)
    with open_store(data) as store:
        assert load(store) == right
        assert len(read) == 2 * len(IRIS)


@pytest.mark.parametrize("cut", ["revision", "stamps", "torn", "gone", "not text"])
def test_where_a_write_left_no_stamp_everything_is_read_anew(data: Path, read: list[str], cut: str) -> None:
    with open_store(data) as store:
        right = load(store)
        read.clear()
        before = store.revision
    stamps = data / "stamps"
    match cut:
        case "revision":  # a write began, and the process ended before its line stood in the file
            (data / "revision").write_text(f"{before + 1}\n", encoding="utf-8")
        case "stamps":
            stamps.write_text(
                "".join(stamps.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
            )
        case "torn":
            stamps.write_bytes(stamps.read_bytes() + b"17 https://w3id")
        case "gone":
            stamps.unlink()
        case _:
            stamps.write_bytes(b"\xff\xfe")
    with open_store(data) as store:
        assert load(store) == right
        if cut == "revision":
            assert sorted(read) == sorted(IRIS)
    read.clear()
    with open_store(data) as store:  # and then the stamps are sound again
        assert load(store) == right
        assert read == []


def test_stamps_are_those_of_finished_writes_and_outlive_the_process(tmp_path: Path) -> None:
    stamps = GraphVersions(tmp_path / "stamps", 0)
    stamps.announce(1, ("a", "b"))
    assert stamps.of("a") == 0
    stamps.done(1, ("a", "b"))
    stamps.announce(2, ("b",))
    stamps.done(2, ("b",))
    assert [stamps.of(graph) for graph in "abc"] == [1, 2, 0]
    again = GraphVersions(tmp_path / "stamps", 2)
    assert [again.of(graph) for graph in "abc"] == [1, 2, 0]
    again.announce(3, None)
    again.done(3, None)
    assert [again.of(graph) for graph in "abc"] == [3, 3, 3]
    later = GraphVersions(tmp_path / "stamps", 3)
    later.announce(4, ("a",))  # the process ends here: whether it was done, nobody knows
    assert [GraphVersions(tmp_path / "stamps", 4).of(graph) for graph in "ab"] == [4, 3]


def test_one_change_on_a_server_has_one_plan_read_and_one_by_another_all(read: list[str]) -> None:
    changed = WRITTEN[0][1].replace(b"plan-0.txt", b"other.txt")
    with oxigraph() as address, open_remote(address) as store, open_remote(address) as other:
        store.replace_many((corpus.plans[0].iri, content) for corpus, content in WRITTEN)
        assert {row.iri for row in load(store).plans} == set(IRIS)
        read.clear()
        store.replace(IRIS[0], changed)
        assert isinstance(store, RemoteStore)
        store.look()  # its own mark is no write by another
        assert {row.source for row in load(store).plans} == {"other.txt", "plan-1.txt", "plan-2.txt"}
        assert read == [IRIS[0]]
        store.remove(IRIS[1])
        store.update(f"CLEAR SILENT GRAPH <{IRIS[1]}>", graphs=(IRIS[1],))
        assert {row.iri for row in load(store).plans} == {IRIS[0], IRIS[2]}
        assert read == [IRIS[0]]
        other.replace(IRIS[0], WRITTEN[0][1])
        store.replace(IRIS[1], WRITTEN[1][1])  # its look finds the mark of the other
        read.clear()
        assert {row.source for row in load(store).plans} == {"plan-0.txt", "plan-1.txt", "plan-2.txt"}
        assert sorted(read) == sorted(IRIS)


def test_a_reader_beside_the_writer_uses_its_rows_and_changes_nothing(data: Path, read: list[str]) -> None:
    with open_store(data) as writer:
        right = load(writer)
        file = Path(database_of(writer).engine.url.database or "")
        read.clear()
        with open_reading(data) as reader:
            assert load(reader) == right
            assert read == []
        writer.replace(IRIS[0], WRITTEN[0][1].replace(b"plan-0.txt", b"other.txt"))
        with open_reading(data) as reader:
            assert {row.source for row in load(reader).plans} == {"other.txt", "plan-1.txt", "plan-2.txt"}
            assert read == [IRIS[0]]
            writer.remove(IRIS[1])
            assert {row.source for row in load(reader).plans} == {"other.txt", "plan-1.txt", "plan-2.txt"}
        assert database_of(writer).stamps().keys() == set(IRIS)  # as the writer left it, though one is gone
    file.write_bytes(b"no database")
    with claim(data), open_reading(data) as reader:
        assert len(load(reader).plans) == 2
    assert file.read_bytes() == b"no database"


def _after_an_upgrade(data: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    with open_store(data) as writer:
        right = load(writer)
    for module in (sql_tables, row_engines):
        monkeypatch.setattr(module, "fingerprint", lambda: "the next version")
    return right


def test_after_an_upgrade_the_first_reader_writes_the_rows_for_all(
    data: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = _after_an_upgrade(data, monkeypatch)
    read.clear()
    with open_reading(data) as one, open_reading(data) as other:
        assert load(one) == load(other) == right  # the second one finds what the first has written
        assert sorted(read) == sorted(IRIS)
    with open_store(data) as writer:
        assert load(writer) == right
        assert len(read) == len(IRIS)


def test_readers_that_derive_the_rows_at_once_do_not_disturb_one_another(
    data: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = _after_an_upgrade(data, monkeypatch)
    copied: list[str] = []
    copy = row_engines.copy

    def noted(source: Engine, target: Engine) -> None:
        copied.append("rows")
        copy(source, target)

    monkeypatch.setattr(row_engines, "copy", noted)
    read.clear()
    with open_reading(data) as one, open_reading(data) as other:
        assert database_of(one).temporary
        assert database_of(other).temporary
        assert load(one) == load(other) == right
        assert load(one) == right
    assert (len(read), copied) == (2 * len(IRIS), ["rows"])


@pytest.mark.parametrize("taken", ["held", "written"])
def test_a_reader_beside_a_writer_leaves_the_rows_to_it_and_says_so(
    data: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, taken: str
) -> None:
    right = _after_an_upgrade(data, monkeypatch)
    monkeypatch.setattr(loading, "_AHEAD", 1)
    before = (data / "shelf" / FILE_NAME).read_bytes()
    read.clear()
    with open_reading(data) as reader, ExitStack() as holding:
        holding.enter_context(claim(data))
        if taken == "written":
            write_revision(data, read_revision(data) + 1)
            holding.close()
        assert load(reader) == right
    assert sorted(read) == sorted(IRIS)
    assert (data / "shelf" / FILE_NAME).read_bytes() == before
    assert ["行数据库不能更新" in record.getMessage() for record in caplog.records] == [True]


def test_of_a_scope_only_its_plans_are_read(data: Path, read: list[str]) -> None:
    with open_store(data) as store:
        whole = load(store)
        plan = whole.plans[1]
        read.clear()
        part = load(store, Scope(plans=[plan.id]))
        assert part.plans == (plan,)
        assert part.tasks == tuple(row for row in whole.tasks if row.plan == plan.iri)
        assert part.ledger == tuple(row for row in whole.ledger if row.plan == plan.iri)
        assert {row.iri for row in part.units} >= {row.unit for row in part.assignments}
        assert read == []
        with pytest.raises(ScopeError):
            load(store, Scope(plans=["none"]))


def test_a_scope_is_read_also_where_the_database_cannot_be_written(data: Path) -> None:
    with open_store(data) as writer:
        plan = load(writer).plans[0]
        writer.replace(plan.iri, WRITTEN[IRIS.index(plan.iri)][1].replace(b".txt", b".doc"))
        with open_reading(data) as reader:
            part = load(reader, Scope(plans=[plan.id]))
    assert [row.source for row in part.plans] == [plan.source.replace(".txt", ".doc")]
