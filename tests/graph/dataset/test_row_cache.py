"""Rows kept for the next time: as right as rows read anew, whatever happened to the store or to the files meanwhile."""

from pathlib import Path

import pytest

from extract.records import Extraction
from graph.build.plans import build
from graph.corrections.store import take
from graph.dataset import load as loading
from graph.dataset import row_cache
from graph.dataset.load import Loader, load
from graph.dataset.model import corpus_of
from graph.dataset.row_cache import RowCache
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.store import Store, open_remote, open_store
from graph.store.graph_versions import GraphVersions
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


def anew(store: Store) -> Corpus:
    """The rows without any cache."""
    loader = Loader(store)
    loader._cache = RowCache(None)
    return loader.load()


def test_rows_are_found_for_their_graph_and_stamp_only(tmp_path: Path, small: Extraction) -> None:
    corpus, cache = corpus_of(small), RowCache(tmp_path / "cache")
    assert cache.find("g", 1) is None
    cache.put("g", 1, corpus)
    assert cache.find("g", 1) == corpus
    assert cache.find("g", 2) is None
    assert cache.find("h", 1) is None
    cache.put("g", 2, Corpus())
    assert cache.find("g", 1) is None
    assert cache.find("g", 2) == Corpus()
    cache.put("h", 1, corpus)
    cache.keep_only(["h"])
    assert cache.find("g", 2) is None
    assert cache.find("h", 1) == corpus
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".json"]


def test_another_version_of_the_code_does_not_use_the_rows(
    tmp_path: Path, small: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = RowCache(tmp_path)
    cache.put("g", 1, corpus_of(small))
    monkeypatch.setattr(row_cache, "_fingerprint", lambda: "0" * 16)
    assert cache.find("g", 1) is None


def test_the_fingerprint_covers_each_file_that_shapes_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for number in range(len(row_cache._READING) + 1):
        monkeypatch.setattr(row_cache, "_READING", row_cache._READING[:number])
        seen.add(row_cache._fingerprint.__wrapped__())
        monkeypatch.undo()
    assert len(seen) == len(row_cache._READING) + 1
    assert {name for _, name in row_cache._READING} >= {"load.py", "rows.py", "schema.py", "model.py", "clarity.py"}


def test_without_a_folder_nothing_is_cached_and_nothing_fails(small: Extraction) -> None:
    cache = RowCache(None)
    cache.put("g", 1, corpus_of(small))
    cache.keep_only([])
    assert cache.find("g", 1) is None


def test_the_next_process_reads_nothing_and_gives_the_same(data: Path, read: list[str]) -> None:
    with open_store(data) as store:
        first = load(store)
        assert sorted(read) == sorted(IRIS)
        read.clear()
    with open_store(data) as store:
        assert load(store) == first
        assert read == []
        assert anew(store) == first


def test_only_what_was_written_is_read_again(data: Path, read: list[str], small: Extraction) -> None:
    corpus = corpus_of(small)
    with open_store(data) as store:
        loader = Loader(store)
        loader.load()
        read.clear()
        store.replace(corpus.plans[0].iri, ntriples(corpus, small.document.text))
        assert {row.iri for row in loader.load().plans} == {*IRIS, corpus.plans[0].iri}
        assert read == [corpus.plans[0].iri]
        read.clear()
        store.remove(IRIS[0])
        assert {row.iri for row in loader.load().plans} == {*IRIS[1:], corpus.plans[0].iri}
        assert read == []
        store.update(f"DELETE DATA {{ GRAPH <{IRIS[1]}> {{ <{IRIS[1]}> a <http://e.test/none> }} }}")
        assert loader.load() == anew(store)
        assert set(IRIS[1:]) <= set(read)  # an update may have touched anything
    assert len(list((data / "shelf").iterdir())) == 3


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
        assert rows == anew(store)
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
        assert load(store) == anew(store)


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied", "swapped", "unfit"])
def test_a_damaged_cache_costs_time_alone(data: Path, read: list[str], harm: str) -> None:
    with open_store(data) as store:
        right = load(store)
        read.clear()
    files = sorted((data / "shelf").iterdir())
    content = [file.read_bytes() for file in files]
    for file, one, following in zip(files, content, [*content[1:], content[0]], strict=True):
        at = len(one) // 2
        file.write_bytes(
            {
                "cut": one[:-1],
                "changed": one[:at] + bytes([one[at] ^ 1]) + one[at + 1 :],
                "emptied": b"",
                "swapped": following,
                "unfit": b"0" + one[1:],
            }[harm]
        )
    with open_store(data) as store:
        assert load(store) == right
        assert sorted(read) == sorted(IRIS)


def test_a_cache_folder_that_cannot_be_made_costs_time_alone(data: Path, read: list[str]) -> None:
    (data / "shelf").write_bytes(b"")
    with open_store(data) as store:
        assert load(store) == load(store)
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


def test_rows_of_a_server_are_read_anew_when_somebody_has_written(read: list[str]) -> None:
    with oxigraph() as address, open_remote(address) as store:
        store.replace_many((corpus.plans[0].iri, content) for corpus, content in WRITTEN[:2])
        loader = Loader(store)
        assert {row.iri for row in loader.load().plans} == set(IRIS[:2])
        read.clear()
        assert loader.load() == anew(store)
        store.replace(IRIS[2], WRITTEN[2][1])
        assert {row.iri for row in loader.load().plans} == set(IRIS)
