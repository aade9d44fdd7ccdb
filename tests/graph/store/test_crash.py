"""Killed at any moment, full, or read-only: the store is always whole plans, and says what is wrong.

Each child process builds plans until it is killed (SIGKILL) at a moment drawn from a seed: some time into one of its
writes, counted in writes, so that a slow machine does not move all moments to the beginning. What it left is opened
again, and every graph must be absent, or be byte for byte one of the contents that were being written.
"""

import pickle
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.store import open_store
from tests.bench.sparql.shape import plans

ROOT = Path(__file__).resolve().parents[3]
WRITES = 12  # of a child, at most, before it is killed
LONGEST = 0.04  # seconds into the next one, at most

BUILDER = """
import pickle
import sys
from pathlib import Path
from graph.store import open_store
first, second = pickle.loads(Path(sys.argv[2]).read_bytes())
fresh = sys.stdin.readline() == "fresh\\n"  # the word to begin
with open_store(Path(sys.argv[1])) as store:
    print("begun", flush=True)
    if fresh:
        store.replace_many(first[4:])
    print("written", flush=True)
    while True:
        for one, other in zip(first, second):
            store.replace(*one)
            print("written", flush=True)
            store.replace_many((other,))
            print("written", flush=True)
        for graph, _ in first:
            store.remove(graph)
            print("written", flush=True)
"""


def versions() -> tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, bytes], ...]]:
    """Eight plans, and the same eight as read again: some lines fewer, one more."""
    first = tuple((graph, b"".join(content.splitlines(keepends=True)[:1200])) for graph, content in plans(40_000))[:8]
    again = b'<http://e.test/read> <http://e.test/again> "\xe9\x87\x8d\xe8\xaf\xbb" .\n'
    return first, tuple(
        (graph, b"".join(sorted((*content.splitlines(keepends=True)[::2], again)))) for graph, content in first
    )


@pytest.fixture(scope="module")
def expected() -> dict[str, set[bytes]]:
    first, second = versions()
    return {graph: {content, other} for (graph, content), (_, other) in zip(first, second, strict=True)}


def start(folder: Path, contents: Path) -> subprocess.Popen[str]:
    """A child that has everything ready and waits for the word to begin."""
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(folder), str(contents)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def begin(child: subprocess.Popen[str], kind: str) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(kind + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "begun\n"


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.full)])
def test_killed_at_any_moment_every_reopening_holds_whole_plans_only(
    tmp_path: Path, expected: dict[str, set[bytes]], kills: int
) -> None:
    chance = random.Random(20150730)  # noqa: S311  moments to be drawn again, not secrets
    moments = [(chance.randrange(WRITES), chance.uniform(0, LONGEST)) for _ in range(kills)]
    contents = tmp_path / "contents"
    contents.write_bytes(pickle.dumps(versions()))
    seen: list[int] = []
    folder = tmp_path / "data"
    following = start(folder, contents)
    for number, (writes, moment) in enumerate(moments, start=1):
        child, following = following, start(folder, contents)  # one ahead, so that nobody waits for imports
        begin(child, "used" if folder.exists() else "fresh")
        assert child.stdout is not None
        for _ in range(writes):
            assert child.stdout.readline() == "written\n"
        time.sleep(moment)
        child.kill()
        child.communicate()
        with open_store(folder) as store:
            held = store.graphs()
            for graph in held:
                assert store.dump(graph) in expected[graph], (
                    f"kill {number} tore {graph}: {moment:.3f} s after {writes} writes"
                )
            assert store.size() == sum(store.size(graph) for graph in held)
        seen.append(len(held))
        if number % 3 == 0:
            shutil.rmtree(folder)  # a fresh folder takes the bulk loader's way
    following.kill()
    following.communicate()
    assert len(set(seen)) > 3, "the kills all fell into the same moment"
