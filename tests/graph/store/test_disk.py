"""A disk that is full and a folder that may not be written: clear errors, and nothing of what was stored is lost."""

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import open_store
from tests.bench.sparql.shape import plans

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534

# writes plans until that fails; says which ones were stored, and the words of the fault
FILLER = """
import json, os, pickle, resource, signal, sys
from pathlib import Path
import graph.store.embedded
from ontology.catalogue import Language
from graph.errors import GraphError
from graph.store import open_store
Language.EN.template("是空文件")  # another user may not read the catalogue
folder, contents, most, user = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
plans = pickle.loads(contents.read_bytes())
if most:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
if user:
    os.setgid(user)
    os.setuid(user)
stored, said = [], None
try:
    with open_store(folder) as store:
        for graph, content in plans * 40:
            store.replace(graph, content)
            stored.append(graph)
except GraphError as error:
    said = [error.message.render(), error.message.render(Language.EN)]
print(json.dumps([stored, said]), flush=True)
os._exit(0)
"""


def fill(folder: Path, contents: Path, *, most: int = 0, user: int = 0) -> tuple[list[str], list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(folder), str(contents), str(most), str(user)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    stored, said = json.loads(done.stdout)
    assert said is not None, f"nothing failed in {len(stored)} writes"
    assert str(folder) in said[0]
    assert str(folder) in said[1]
    return stored, said


@pytest.fixture
def contents(tmp_path: Path) -> Path:
    file = tmp_path / "contents"
    file.write_bytes(pickle.dumps(PLANS))
    return file


PLANS = tuple(plans(30_000))


def whole(folder: Path, stored: list[str]) -> None:
    """What was said to be stored is there, and every graph is whole."""
    content = dict(PLANS)
    with open_store(folder) as store:
        assert set(stored) <= set(store.graphs())
        for graph in store.graphs():
            assert store.dump(graph) == content[graph]
        store.replace(*PLANS[0])  # and it can be written again


def test_files_that_may_not_grow_are_told_and_nothing_is_lost(tmp_path: Path, contents: Path) -> None:
    stored, said = fill(tmp_path / "data", contents, most=6 << 20)
    assert stored
    assert "磁盘空间" in said[0]
    assert "disk space" in said[1]
    whole(tmp_path / "data", stored)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_told_and_nothing_is_lost(small_disk: Path, contents: Path) -> None:
    stored, said = fill(small_disk / "data", contents)
    assert stored
    assert "磁盘空间" in said[0]
    assert "disk space" in said[1]
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    whole(small_disk / "data", stored)


@pytest.fixture
def locked_away(contents: Path) -> Iterator[tuple[Path, Path]]:
    """A data folder that another user may read but not write, and the plans where that user can read them."""
    with tempfile.TemporaryDirectory() as above:
        folder, copy = Path(above) / "data", Path(above) / "contents"
        with open_store(folder) as store:
            store.replace(*PLANS[0])
        copy.write_bytes(contents.read_bytes())
        for path in (Path(above), copy, *Path(above).rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder, copy
        for path in (Path(above), *Path(above).rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_folder_that_may_not_be_written_is_told_and_is_as_it_was(locked_away: tuple[Path, Path]) -> None:
    folder, copy = locked_away
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stored, said = fill(folder, copy, user=NOBODY if os.getuid() == 0 else 0)  # root may write anywhere
    assert stored == []
    assert "权限" in said[0]
    assert "ermission" in said[1]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    whole(folder, [PLANS[0][0]])


def test_a_folder_on_a_disk_mounted_for_reading_is_told(small_disk: Path, contents: Path) -> None:
    folder = small_disk / "data"
    with open_store(folder) as store:
        store.replace(*PLANS[0])
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    stored, said = fill(folder, contents)
    assert stored == []
    assert "Read-only file system" in said[1]
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    whole(folder, [PLANS[0][0]])
