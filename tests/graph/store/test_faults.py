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
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import open_store

ROOT = Path(__file__).resolve().parents[3]
SHIM = Path(__file__).with_name("shim.c")
GRAPHS = {
    f"http://e.test/{name}": b'<http://e.test/s> <http://e.test/p> "%s" .\n' % (name.encode() * 400) for name in "abc"
}

# told a folder and a fault by line, starts a process of its own that does one piece of work after the other until something
# fails, and says what the store acknowledged; what is imported is imported once for all
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
TEXT = "关于{name}的实施方案\\n\\n一、主要任务\\n（一）清理街巷。由市城管局牵头，市公安局配合。\\n"
library = ctypes.CDLL(os.environ["LD_PRELOAD"])
def plan(store, name):
    document = read_bytes(TEXT.format(name=name).encode(), name + ".txt")
    corpus = corpus_of(extract(document))
    take(store, corpus, document.text)
    return corpus
def work(folder, graphs):
    done = []
    try:
        with open_store(folder) as store:
            done.append("opened")
            store.replace_many([(graph, content.encode()) for graph, content in graphs.items()])
            done.append("built")
            corpus = plan(store, "甲")
            done.append("imported " + corpus.plans[0].iri)
            unit = next(unit.iri for unit in corpus.units if "公安" in unit.name)
            renamed = Correction(change=Change.RENAME, target=unit, value="市公安分局", who="甲", when="2026-11-23", why="试")
            apply(store, renamed)
            done.append("corrected")
            settle(store)
            back_up(store, folder.parent / "backup", force=True)
            restore(store, read(folder.parent / "backup"), force=True)
            done.append("restored")
            store.remove(corpus.plans[0].iri)
            done.append("removed " + corpus.plans[0].iri)
    except GraphError as error:
        return done, str(error), library.faults_seen()
    return done, "", library.faults_seen()
graphs = json.loads(sys.stdin.readline())
for line in sys.stdin:
    faults = json.loads(line)
    if os.fork() == 0:
        os.environ.update(faults)
        print(json.dumps(work(Path(faults["FAULT_UNDER"]), graphs)), flush=True)
        os._exit(0)
    if os.wait()[1]:
        print("null", flush=True)
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the library between program and system takes a C compiler and Linux")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SHIM), "-ldl"], check=True)
    return made


@pytest.fixture(scope="module")
def worker(shim: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(shim)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        print(
            json.dumps({graph: content.decode() for graph, content in GRAPHS.items()}), file=process.stdin, flush=True
        )
        yield process
        process.stdin.close()


def work(
    worker: "subprocess.Popen[str]", folder: Path, at: int, error: int, *, stays: bool
) -> tuple[list[str], str, int]:
    faults = {"FAULT_UNDER": str(folder), "FAULT_AT": str(at), "FAULT_ERROR": str(error)}
    if stays:
        faults["FAULT_STAYS"] = "1"
    assert worker.stdin is not None
    assert worker.stdout is not None
    print(json.dumps(faults), file=worker.stdin, flush=True)
    answer = json.loads(worker.stdout.readline())
    assert answer is not None, "the fault is not said in words"  # the traceback is on the standard error
    acknowledged, said, seen = answer
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
@pytest.mark.parametrize("moments", [10, pytest.param(50, marks=pytest.mark.full)])
@pytest.mark.parametrize(("error", "stays"), [(errno.EIO, False), (errno.ENOSPC, True)])
def test_a_fault_at_any_write_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
    worker: "subprocess.Popen[str]",
    error: int,
    stays: bool,  # noqa: FBT001 - a parameter of the test
    moments: int,
) -> None:
    acknowledged, said, calls = work(worker, tmp_path / "none" / "data", 0, error, stays=stays)
    assert (acknowledged[-1].split()[0], said) == ("removed", "")
    chance = random.Random(20260101)  # noqa: S311 - moments to be drawn again, not secrets
    felt = 0
    for moment in sorted(chance.sample(range(1, calls + 1), min(moments, calls))):
        folder = tmp_path / str(moment) / "data"
        acknowledged, said, _ = work(worker, folder, moment, error, stays=stays)
        felt += bool(said)
        check(folder, acknowledged)
        shutil.rmtree(folder.parent)
    assert felt > 1, "hardly any fault was felt: the others hit the engine's diary"
