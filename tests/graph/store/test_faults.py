"""Every write of the disk may fail: whatever call it is, what was acknowledged is there and nothing is half there.

A small library between the program and the system (``shim.c``) makes the Nth write, sync or rename below the data folder
fail, once or from then on. A child process builds, imports, corrects and restores until something fails; then the folder
is opened without the library.
"""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store import open_store

ROOT = Path(__file__).resolve().parents[3]
SHIM = Path(__file__).with_name("shim.c")
MOMENTS = 10  # of each kind of fault
GRAPHS = {
    f"http://e.test/{name}": b'<http://e.test/s> <http://e.test/p> "%s" .\n' % (name.encode() * 400) for name in "abc"
}

# does one piece of work after the other, and says what the store acknowledged
WORKER = """
import ctypes, json, os, sys
from pathlib import Path
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import take
from graph.corrections import Change, Correction
from graph.corrections.store import apply, settle
from graph.dataset.model import corpus_of
from graph.errors import GraphError
from graph.store import open_store
from graph.store.backup import back_up, read, restore
folder, graphs = Path(sys.argv[1]), json.loads(sys.argv[2])
TEXT = "关于{name}的实施方案\\n\\n一、主要任务\\n（一）清理街巷。由市城管局牵头，市公安局配合。\\n"
done, said = [], ""
def plan(store, name):
    document = read_bytes(TEXT.format(name=name).encode(), name + ".txt")
    corpus = corpus_of(extract(document))
    take(store, corpus, document.text)
    return corpus
try:
    with open_store(folder) as store:
        done.append("opened")
        store.replace_many([(graph, content.encode()) for graph, content in graphs.items()])
        done.append("built")
        corpus = plan(store, "甲")
        done.append("imported " + corpus.plans[0].iri)
        unit = next(unit.iri for unit in corpus.units if "公安" in unit.name)
        apply(store, Correction(change=Change.RENAME, target=unit, value="市公安分局", who="甲", when="2026-11-23", why="试"))
        done.append("corrected")
        settle(store)
        back_up(store, folder.parent / "backup", force=True)
        restore(store, read(folder.parent / "backup"), force=True)
        done.append("restored")
        store.remove(corpus.plans[0].iri)
        done.append("removed " + corpus.plans[0].iri)
except GraphError as error:
    said = str(error)
library = os.environ.get("LD_PRELOAD")
seen = ctypes.CDLL(library).faults_seen() if library else 0
print(json.dumps([done, said, seen]), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the library between program and system takes a C compiler and Linux")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SHIM), "-ldl"], check=True)
    return made


def work(folder: Path, shim: Path, at: int, error: int, *, stays: bool) -> tuple[list[str], str, int]:
    faults = {"LD_PRELOAD": str(shim), "FAULT_UNDER": str(folder), "FAULT_AT": str(at), "FAULT_ERROR": str(error)}
    if stays:
        faults["FAULT_STAYS"] = "1"
    graphs = json.dumps({graph: content.decode() for graph, content in GRAPHS.items()})
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(folder), graphs],
        cwd=ROOT,
        env={**os.environ, **faults},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]  # a fault is said in words, not by a traceback
    acknowledged, said, seen = json.loads(done.stdout)
    return acknowledged, said, seen


def check(folder: Path, acknowledged: list[str]) -> None:
    """What was acknowledged is there, and every graph is complete."""
    with open_store(folder) as store:
        held = store.graphs()
        for graph, content in GRAPHS.items():
            assert graph not in held or store.dump(graph) == content
            assert graph in held or "built" not in acknowledged
        plans = [word.removeprefix("imported ") for word in acknowledged if word.startswith("imported ")]
        last = acknowledged[-1].partition(" ")[0] if acknowledged else ""
        if last == "removed":
            assert not set(plans) & set(held)
        elif last != "restored":  # after which the removal may have been done and not been acknowledged
            assert set(plans) <= set(held)
        if "corrected" in acknowledged:
            assert all("市公安分局".encode() in store.dump(plan) for plan in plans if plan in held)
        store.replace("http://e.test/again", GRAPHS["http://e.test/a"])  # and it can be written again


@pytest.mark.slow
@pytest.mark.parametrize(("error", "stays"), [(errno.EIO, False), (errno.ENOSPC, True)])
def test_a_fault_at_any_write_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
    shim: Path,
    error: int,
    stays: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    acknowledged, said, calls = work(tmp_path / "none" / "data", shim, 0, error, stays=stays)
    assert (acknowledged[-1].split()[0], said) == ("removed", "")
    chance = random.Random(20260101)  # noqa: S311 - moments to be drawn again, not secrets
    moments = sorted(chance.sample(range(1, calls + 1), MOMENTS))
    felt = 0
    for moment in moments:
        folder = tmp_path / str(moment) / "data"
        acknowledged, said, _ = work(folder, shim, moment, error, stays=stays)
        felt += bool(said)
        check(folder, acknowledged)
        shutil.rmtree(folder.parent)
    assert felt > 1, "hardly any fault was felt: the others hit the engine's diary"
