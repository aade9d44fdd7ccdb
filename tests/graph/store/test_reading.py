"""A folder is read while another process writes to it: complete transactions, nothing written, nothing left behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import DataFolderError
from graph.store import open_reading, open_store

GRAPH = "https://dutygraph.example/id/plan/a"
# each write replaces the graph by ROUND triples that all name the round
WRITER = """
import sys
from pathlib import Path
from graph.store import open_store
with open_store(Path(sys.argv[1])) as store:
    for number in range(10_000):
        lines = [f'<urn:s{i}> <urn:round> "{number}" .' for i in range(200)]
        store.replace(sys.argv[2], "\\n".join(lines).encode() + b"\\n")
        if number % 20 == 7:
            store.replace_many((f"urn:g{number}-{k}", b"<urn:s> <urn:p> <urn:o> .\\n" * 40) for k in range(4))
            store.compact()
        if number == 0:
            print("begun", flush=True)
"""


def test_a_reader_beside_a_writing_process_sees_complete_transactions(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, tmp_path / "data", GRAPH], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout
            assert writer.stdout.readline() == b"begun\n"
            seen = [rounds(tmp_path / "data") for _ in range(25)]
        finally:
            writer.send_signal(signal.SIGKILL)
    assert all(len(found) == 1 for found, _ in seen), "a graph is of one round"
    assert {count for _, count in seen} == {200}
    numbers = [int(next(iter(found))) for found, _ in seen]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1], "the writer went on meanwhile"


def rounds(data: Path) -> tuple[set[str], int]:
    with open_reading(data) as store:
        table = store.select(f"SELECT ?round WHERE {{ GRAPH <{GRAPH}> {{ ?s <urn:round> ?round }} }}")
    return {row[0].value for row in table.rows if row[0]}, len(table.rows)


def test_a_reader_takes_no_lock_writes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace(GRAPH, b"<urn:s> <urn:p> <urn:o> .\n")
    with open_reading(tmp_path) as reader, open_store(tmp_path) as writer:
        assert reader.size() == 1
        assert reader.revision == writer.revision
        with pytest.raises(DataFolderError, match="只读"):
            reader.replace(GRAPH, b"")
        with pytest.raises(DataFolderError, match="只读"):
            reader.remove(GRAPH)
        writer.remove(GRAPH)
        assert reader.holds(GRAPH)
    assert list((tmp_path / "readings").iterdir()) == []


def test_what_a_killed_reader_left_is_removed(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    killed = f"import os; from pathlib import Path; from graph.store import open_reading; open_reading(Path({str(tmp_path)!r})); os._exit(1)"
    subprocess.run([sys.executable, "-c", killed], check=False)
    (left,) = (tmp_path / "readings").iterdir()
    with open_reading(tmp_path):
        assert not left.exists()


@pytest.mark.parametrize("name", ["absent", "file.txt"])
def test_what_is_no_data_folder_is_refused_and_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataFolderError):
        open_reading(tmp_path / name)
    with pytest.raises(DataFolderError, match="不是责任图谱的数据目录"):
        open_reading(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
