"""The servers that the bench compares, each a process on a free port of this machine."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_OXIGRAPH = str(Path(sys.executable).parent / "oxigraph")
_PATIENCE = 60.0  # seconds for a server to come up


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: what it is, where it answers queries, and its process."""

    name: str
    address: str
    process: int

    def memory(self) -> int:
        """Add up the memory in use by the process and all that it started, in megabytes."""
        return sum(_resident(process) for process in _family(self.process)) >> 20


@contextmanager
def dutygraph(data: Path) -> Iterator[Server]:
    """Run ``dutygraph serve``."""
    port = _free_port()
    command = [sys.executable, "-m", "api.cli.main", "serve", "--data", str(data), "--port", str(port)]
    with _running(command, f"http://127.0.0.1:{port}/sparql", "dutygraph") as server:
        yield server


@contextmanager
def oxigraph(location: Path) -> Iterator[Server]:
    """Run ``oxigraph serve`` with no time limit, as it comes."""
    port = _free_port()
    command = [_OXIGRAPH, "serve", "--location", str(location), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running(command, f"http://127.0.0.1:{port}/query", "oxigraph serve") as server:
        yield server


@contextmanager
def rdflib_endpoint(quads: Path) -> Iterator[Server | None]:
    """Run rdflib-endpoint over its store in memory, where it is installed; the bench does not ask for it to be."""
    if importlib.util.find_spec("rdflib_endpoint") is None:
        yield None
        return
    port = _free_port()
    command = [sys.executable, "-m", "rdflib_endpoint", "serve", "--port", str(port), str(quads)]
    with _running(command, f"http://127.0.0.1:{port}/", "rdflib-endpoint") as server:
        yield server


def oxigraph_load(location: Path, quads: Path) -> None:
    """Load N-Quads with Oxigraph's own bulk loader."""
    command = [_OXIGRAPH, "load", "--location", str(location), "--file", str(quads)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _running(command: list[str], address: str, name: str) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait(process, f"{address}?query=ASK%7B%7D")
        yield Server(name, address, process.pid)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait(process: subprocess.Popen[bytes], probe: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((process.stderr.read() if process.stderr else b"").decode(errors="replace")[-2000:])
        try:
            with urllib.request.urlopen(probe, timeout=5):  # noqa: S310  an address of our own making
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(probe)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = [
            int(child)
            for thread in Path(f"/proc/{process}/task").iterdir()
            for child in (thread / "children").read_text(encoding="ascii").split()
        ]
    except OSError:  # it has ended, or this is no Linux
        return
    for child in children:
        yield from _family(child)


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
