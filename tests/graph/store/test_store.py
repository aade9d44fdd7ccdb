"""The data folder of the embedded store: versions, locks, snapshots. What every store promises is in test_store_contract."""

import errno
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import NamedNode
from pyoxigraph import Store as Engine

from graph.errors import DataFolderError, GraphError, StoreBusyError
from graph.store import Store, loader, open_store
from graph.store.embedded import EmbeddedStore
from ontology.catalogue import Language
from tests.bench.sparql.shape import plans

PLAN = "https://w3id.org/dutygraph/id/plan/0123456789abcdef"
OTHER = "https://w3id.org/dutygraph/id/plan/fedcba9876543210"
ONE = '<http://e.test/a> <http://e.test/b> "责任单位\\n\\"市政府\\""@zh .\n'.encode()
TWO = b"<http://e.test/a> <http://e.test/b> <http://e.test/c> .\n<http://e.test/a> <http://e.test/b> 'x' .\n"
PLANS = tuple(plans(8_000))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


def test_revision_grows_with_each_write_and_over_openings(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        seen = [store.revision]
        for _ in range(3):
            store.replace(PLAN, ONE)
            seen.append(store.revision)
        store.graphs()
        assert store.revision == seen[-1]
    assert seen == sorted(set(seen))
    with open_store(tmp_path / "data") as store:
        assert store.revision == seen[-1]
        assert store.dump(PLAN) == ONE


def test_a_large_graph_takes_the_place_of_an_existing_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "WORTH_LOADING", 0)
    old = ONE + b"<http://e.test/a> <http://e.test/c> <http://e.test/d> .\n"
    store.replace(PLAN, old)
    store.replace(PLAN, ONE)
    assert store.dump(PLAN) == ONE
    store.replace_many([(PLAN, old), (OTHER, old), (OTHER, ONE), (PLAN, ONE)])
    assert (store.dump(PLAN), store.dump(OTHER)) == (ONE, ONE)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    store.close()
    store.close()
    with pytest.raises(DataFolderError, match="已关闭"):
        store.graphs()


def test_a_snapshot_holds_the_revision_it_was_asked_for(store: Store) -> None:
    store.replace(PLAN, ONE)
    first = store.source()
    assert store.source() == first
    for _ in range(4):
        store.remove(PLAN)
        store.replace(PLAN, ONE)
        store.source()
    assert store.source() != first
    kept = sorted(path.name for path in Path(store.source()).parent.iterdir())
    assert len(kept) == 2


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graph.store import open_store\n"
        "store = open_store(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "data"), str(tmp_path / "secret")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError) as caught:
            open_store(tmp_path / "data")
        for words in (caught.value.message.render(), caught.value.message.render(Language.EN)):
            assert f"{holder.pid}" in words
            assert "python" in words
            assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", words)
            assert str(tmp_path / "secret") not in words
    finally:
        holder.kill()
        holder.communicate()
    with open_store(tmp_path / "data") as store:  # a lock ends with its process
        assert store.graphs() == ()


def _refused(folder: Path) -> GraphError:
    with pytest.raises(DataFolderError) as caught:
        open_store(folder)
    assert str(folder) in caught.value.message.render()
    assert str(folder) in caught.value.message.render(Language.EN)
    assert caught.value.message.render() != caught.value.message.render(Language.EN)
    return caught.value


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert "不是责任图谱的数据目录" in _refused(tmp_path).message.render()
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_folder_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("dutygraph data 99\n", encoding="utf-8")
    assert "dutygraph data 99" in _refused(tmp_path).message.render(Language.EN)
    assert [path.name for path in tmp_path.iterdir()] == ["VERSION"]


def test_a_claim_cut_short_is_taken_up_again(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1\n", encoding="ascii")
    (tmp_path / "VERSION.new").write_text("dutyg", encoding="ascii")
    with open_store(tmp_path) as store:
        assert store.graphs() == ()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    _refused(tmp_path / "data")


def test_a_folder_that_cannot_be_made() -> None:
    _refused(Path("/proc/dutygraph") if sys.platform == "linux" else Path("/dev/null/data"))


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace(PLAN, ONE)
    for path in (tmp_path / "store").glob("MANIFEST*"):
        path.write_bytes(b"damaged")
    assert "备份" in _refused(tmp_path).message.render()
    _refused(tmp_path)  # and the lock was let go


def test_a_backup_opens_and_is_equal(store: Store, tmp_path: Path) -> None:
    assert isinstance(store, EmbeddedStore)
    store.replace(PLAN, ONE)
    store.backup(tmp_path / "copy")
    store.remove(PLAN)
    with open_store(tmp_path / "copy") as copy:
        assert copy.dump(PLAN) == ONE
    with pytest.raises(DataFolderError, match="已存在"):
        store.backup(tmp_path / "copy")


def test_what_the_loader_brought_is_put_in_order_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    compact = EmbeddedStore.compact
    monkeypatch.setattr(EmbeddedStore, "compact", lambda store: called.append(compact(store)))
    monkeypatch.setattr(loader, "BATCH", 1 << 20)  # so that it takes several
    many = dict(plans(21_000))
    with open_store(tmp_path / "data") as store:
        store.replace_many(many.items())
        assert len(called) == 1
        store.replace_many(PLANS[:1])  # a write like others, of a plan that is there
        assert len(called) == 1
        assert {graph: store.dump(graph) for graph in store.graphs()} == many


def test_order_makes_a_new_snapshot_of_the_same_content(store: Store) -> None:
    store.replace_many(PLANS[:1])
    source = store.source()
    store.replace(*PLANS[1])
    before, revision = store.dump(), store.revision
    assert store.compact()  # what is in memory alone makes new files
    assert store.source() != source
    assert (store.dump(), store.revision) == (before, revision)
    assert Engine.read_only(store.source()).contains_named_graph(NamedNode(PLANS[1][0]))


@pytest.mark.skipif(platform.system() != "Linux", reason="the wall is a filter of system calls of Linux")
@pytest.mark.parametrize("way", ["LOAD <{}>", "INSERT {{ <s:s> <p:p> ?o }} WHERE {{ SERVICE <{}> {{ ?s ?p ?o }} }}"])
def test_the_engine_that_writes_has_no_network(store: Store, way: str) -> None:
    store.add(PLAN, ONE)
    with pytest.raises(DataFolderError, match="Permission denied"):  # refused by the system, not by who listens there
        store.update(way.format("http://127.0.0.1:18999/"))
    assert store.dump() == b"".join(line[:-2] + f"<{PLAN}> .\n".encode() for line in ONE.splitlines(keepends=True))
    socket.socket().close()  # the other threads of the program have it


def test_there_is_room_for_order_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "1.sst").write_bytes(b"x" * 4000)
    for free, room in ((12_000, False), (12_001, True)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder, free=free: SimpleNamespace(free=free))
        assert loader.Files(tmp_path).have_room() is room


def test_files_are_loose_when_much_came_by_the_loader(tmp_path: Path) -> None:
    (tmp_path / "1.sst").write_bytes(b"x" * 4000)
    assert not loader.Files(tmp_path, loaded=1000).loose
    assert loader.Files(tmp_path, loaded=1001).loose


def test_a_load_that_breaks_off_leaves_whole_graphs_and_counts_as_a_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = dict(plans(21_000))
    whole = loader.load

    def broken(engine: Engine, graphs: Sequence[tuple[str, bytes]]) -> None:
        if graphs[0][0] != next(iter(many)):
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(engine, graphs)

    monkeypatch.setattr(loader, "load", broken)
    with open_store(tmp_path / "data") as store:
        before = store.revision
        with pytest.raises(DataFolderError, match="磁盘空间"):
            store.replace_many(many.items())
        assert store.revision > before
        held = store.graphs()
        assert 0 < len(held) < len(many)
        assert all(store.dump(graph) == many[graph] for graph in held)
        assert all(store.stamp(graph) == store.revision for graph in held)
