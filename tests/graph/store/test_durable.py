"""What is acknowledged is on the disk; the log and the values are bounded; a backup that cannot be restored is none."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from graph.errors import BackupError
from graph.store import open_store
from graph.store.backup import back_up, read, restore
from graph.store.durable import MOST_LOG
from graph.store.formats import MOST_LITERAL, LiteralTooLargeError

GRAPH = "http://e.test/g"


def triple(size: int) -> bytes:
    return b'<http://e.test/s> <http://e.test/p> "' + b"a" * size + b'" .\n'


def test_the_log_is_on_the_disk_when_a_write_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[str, int]] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink() if Path("/proc/self/fd").exists() else Path()
        synced.append((path.name, os.fstat(descriptor).st_size))
        sync(descriptor)

    with open_store(tmp_path / "data") as store:
        monkeypatch.setattr(os, "fsync", noted)
        for size in (10, 1000):
            store.replace(GRAPH, triple(size))
        store.remove(GRAPH)
        monkeypatch.undo()
        logs = [(name, size) for name, size in synced if name.endswith(".log")]
        assert len([name for name, _ in synced if name == "stamps"]) == 3
        assert len({size for _, size in logs}) >= 3  # each after its own write
        assert "store" in [name for name, _ in synced]  # and the name of the log once


def test_a_number_lost_with_the_power_is_found_in_the_stamps(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace(GRAPH, triple(1))
        old = (tmp_path / "data" / "revision").read_bytes()
        store.replace(GRAPH, triple(2))
        revision, stamp = store.revision, store.stamp(GRAPH)
    (tmp_path / "data" / "revision").write_bytes(old)  # which nobody waited for
    with open_store(tmp_path / "data") as store:
        assert (store.revision, store.stamp(GRAPH)) == (revision, stamp)
        assert store.replace(GRAPH, triple(3)) > revision


@pytest.mark.full
def test_the_log_is_bounded_without_any_query(tmp_path: Path) -> None:
    content = b"".join(b'<http://e.test/s> <http://e.test/p%d> "%s" .\n' % (n, b"x" * 1000) for n in range(3000))
    largest = 0
    with open_store(tmp_path / "data") as store:
        for _ in range(40):
            store.replace(GRAPH, content)
            largest = max(largest, sum(log.stat().st_size for log in (tmp_path / "data" / "store").glob("*.log")))
    assert largest < 2 * MOST_LOG


@pytest.mark.parametrize("size", [MOST_LITERAL, 17 << 20])
def test_a_value_that_no_backup_could_hold_is_refused_in_words(tmp_path: Path, size: int) -> None:
    with open_store(tmp_path / "data") as store:
        before = store.revision
        for write in (store.replace, store.add, lambda graph, content: store.replace_many([(graph, content)])):
            with pytest.raises(LiteralTooLargeError, match="12 MB"):
                write(GRAPH, triple(size))
        assert (store.graphs(), store.revision) == ((), before)


def test_a_value_as_large_as_may_be_is_backed_up_and_restored(tmp_path: Path) -> None:
    content = triple(MOST_LITERAL - 100)
    with open_store(tmp_path / "data") as store, open_store(tmp_path / "other") as other:
        store.replace(GRAPH, content)
        back_up(store, tmp_path / "file")
        restore(other, read(tmp_path / "file"))
        assert other.dump(GRAPH) == content


def test_a_backup_that_could_not_be_restored_is_refused_when_it_is_made(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        large = "CONCAT(" + ", ".join(["?a"] * 16) + ")"
        where = 'VALUES ?a { "' + "x" * (1 << 20) + '" } BIND(' + large + " AS ?b)"
        store.update("INSERT { GRAPH <http://e.test/g> { <s:s> <p:p> ?b } } WHERE { " + where + " }")
        with pytest.raises(BackupError):
            back_up(store, tmp_path / "file")
    assert not list(tmp_path.glob("file*"))


def test_what_one_thread_reads_and_writes_no_other_divides(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace(GRAPH, triple(1))

        def grow() -> None:
            for _ in range(10):
                with store.alone():
                    size = len(store.dump(GRAPH))
                    store.replace(GRAPH, triple(size - len(triple(0)) + 1))

        threads = [threading.Thread(target=grow) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.dump(GRAPH) == triple(41)


def test_an_older_folder_without_stamps_is_opened(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace(GRAPH, triple(1))
        revision = store.revision
    (tmp_path / "data" / "stamps").unlink()
    shutil.rmtree(tmp_path / "data" / "shelf", ignore_errors=True)
    with open_store(tmp_path / "data") as store:
        assert (store.revision, store.stamp(GRAPH)) == (revision, revision)
