"""Workers of a Dask cluster give what one process gives, also when one is killed; what cannot be used is said."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from graph.build import cluster
from graph.build.cluster import ClusterError, readings_by
from graph.build.plans import BuildStep, build
from graph.build.reading import read_source
from graph.store import open_store
from tests.graph.build.test_pool import ignore, plan_text

PLANS = 24


@contextmanager
def started(*program: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of Dask until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "dask", *program], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(place: Path) -> Iterator[str]:
    """Give the address of a scheduler on loopback."""
    port = place / "port"
    program = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(port))
    with started(*program) as process:
        while not (port.exists() and '"address"' in port.read_text(encoding="utf-8")):
            assert process.poll() is None, "the scheduler has ended; is the extra distributed installed?"
            time.sleep(0.1)
        yield port.read_text(encoding="utf-8").partition('"address": "')[2].partition('"')[0]


@pytest.mark.full
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_one_core_the_pool_and_two_workers_of_which_one_is_killed_give_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(PLANS):
        (folder / f"{number:02}.txt").write_text(plan_text(number), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    with ExitStack() as stack:
        one, two, three = (stack.enter_context(open_store(tmp_path / name)) for name in ("one", "two", "three"))
        address = stack.enter_context(scheduler(tmp_path))
        programs = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory")
        first, _ = (stack.enter_context(started(*programs, str(tmp_path / f"w{number}"))) for number in range(2))

        def kill(step: BuildStep) -> None:
            if step.number == PLANS // 3:
                os.kill(first.pid, signal.SIGKILL)

        alone = build([folder], one, ignore, processes=1)
        assert build([folder], two, ignore, processes=2) == alone
        assert build([folder], three, kill, cluster=address) == alone
        assert two.dump() == one.dump()
        assert three.dump() == one.dump()
        first.wait()
        assert all(outcome.known or outcome.error for outcome in build([folder], three, ignore, cluster=address))


@pytest.mark.full
def test_a_scheduler_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with scheduler(tmp_path) as address, pytest.raises(ClusterError, match="没有工作进程"):
        next(readings_by(address, [tmp_path / "a.txt"], frozenset()))


@pytest.mark.full
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "http://127.0.0.1:1", "nonsense"])
def test_no_scheduler_is_said(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(ClusterError, match="没有应答"):
        next(readings_by(address, [tmp_path / "a.txt"], frozenset()))


def test_what_has_to_be_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"dutygraph\[distributed\]"):
        next(readings_by("tcp://127.0.0.1:1", [tmp_path / "a.txt"], frozenset()))


class Made:
    """A future whose result is known."""

    def __init__(self, result: object) -> None:
        self._result = result

    def result(self) -> object:
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


def test_a_worker_with_another_version_reads_nothing_and_that_is_said(tmp_path: Path) -> None:
    read = cluster._read(tmp_path / "a.txt", plan_text(1).encode(), frozenset(), ("0", "0"))
    assert read is None
    with pytest.raises(ClusterError, match="版本不同"):
        cluster._taken(tmp_path / "a.txt", Made(read), frozenset())


@pytest.mark.full
def test_a_source_that_ends_its_workers_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    from distributed import KilledWorker  # noqa: PLC0415  an optional extra

    source = tmp_path / "a.txt"
    source.write_text(plan_text(1), encoding="utf-8")
    made = Made(KilledWorker("read", None, 3))
    assert cluster._taken(source, made, frozenset()) == read_source(source, frozenset())
