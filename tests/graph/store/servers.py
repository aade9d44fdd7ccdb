"""SPARQL servers to test against, each on a free port of this machine, ended with its test by its process id."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_PATIENCE = 120.0  # seconds for a server to come up
_CLAIMS: list[ExitStack] = []


def free_port(beyond: int = 0) -> int:
    """Find a port below those that systems hand out, so that nobody gets it between its finding and its use.

    Each test process looks from a place of its own, or ``beyond`` a port that it has found, and keeps what it finds to
    itself until it ends: a server may take many seconds to bind to it.
    """
    for port in range((beyond or 20_000 + os.getpid() * 7 % 10_000) + 1, 32_000):
        if _claimed(port):
            try:
                with socket.create_server(("127.0.0.1", port)):
                    return port
            except OSError:  # a program that is no test has it
                continue
    raise AssertionError("no port is free")


def _claimed(port: int) -> bool:
    """Claim a port among all test processes of this machine, by a lock that ends with the process."""
    with ExitStack() as opened:
        try:
            claim = opened.enter_context(Path(tempfile.gettempdir(), f"dutygraph-test-port-{port}").open("ab"))
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        _CLAIMS.append(opened.pop_all())  # as long as this process lives
    return True


@contextmanager
def oxigraph(*options: str, port: int = 0) -> Iterator[str]:
    """Run ``oxigraph serve``; give its address."""
    port = port or free_port()
    command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, Path.cwd(), f"http://127.0.0.1:{port}/query?query=ASK%7B%7D") as process:
        yield f"http://127.0.0.1:{port}/"
        assert process.poll() is None, "the server ended before its test"


def virtuoso_program() -> str | None:
    return shutil.which("virtuoso-t")


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso with a database of its own in ``folder``; user and password are ``dba``."""
    port = free_port()
    sql_port = free_port(port)
    settings = _VIRTUOSO.format(port=port, sql_port=sql_port)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    program = virtuoso_program()
    assert program is not None
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def _running(command: list[str], folder: Path, probe: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, probe)
        yield process
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], probe: str) -> None:
    end = time.monotonic() + _PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with opener.open(probe, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(probe)


_VIRTUOSO = """
[Database]
DatabaseFile       = virtuoso.db
ErrorLogFile       = virtuoso.log
LockFile           = virtuoso.lck
TransactionFile    = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend         = 200
[TempDatabase]
DatabaseFile    = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort         = 127.0.0.1:{sql_port}
DisableUnixSocket  = 1
CheckpointInterval = 0
NumberOfBuffers    = 10000
MaxDirtyBuffers    = 6000
DirsAllowed        = .
[HTTPServer]
ServerPort    = 127.0.0.1:{port}
ServerRoot    = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""
