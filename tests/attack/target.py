"""A server under attack: a program of its own, from this checkout or from an older one, on a free port of the loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

HERE = Path(__file__).resolve().parents[2]
TOKEN = "Qm3-v7Tz_8sLwX2p"  # noqa: S105 - opens nothing but these servers
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PATIENCE = 60.0  # seconds until an attack gives up; only what hangs takes so long
FILES = 1024  # that a process may have open, as on most machines
_MAIN = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))
try:
    from api.cli.main import main
except ImportError:  # as in the first edition
    from api.cli import main
sys.exit(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    data: Path
    temporary: Path

    def client(self) -> httpx.Client:
        """Open a client of its own; close it after use."""
        alone = httpx.Limits(max_keepalive_connections=0)  # a fault of the server ends its connection
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE, trust_env=False, limits=alone)

    def connect(self, peer: str = "127.0.0.1") -> socket.socket:
        """Open a connection from an address of the loopback; whatever takes longer than an attack may is an error."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(peer, 0))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def answers(self) -> bool:
        """Whether somebody else is served."""
        try:
            with self.client() as other:
                return other.get("/plans.json").status_code == 200
        except httpx.HTTPError:
            return False

    def memory(self) -> int:
        """Give the memory of the server in use, in megabytes."""
        return _status(self.process.pid, "VmRSS")

    def peak(self) -> int:
        """Give the most memory that the server ever had in use, in megabytes."""
        return _status(self.process.pid, "VmHWM")


def command(root: Path, *arguments: str, temporary: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start a command of the program in ``root``."""
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def finished(root: Path, *arguments: str, temporary: Path) -> tuple[int, str]:
    """Run a command of the program in ``root`` to its end; give its exit code and what it printed."""
    with command(root, *arguments, temporary=temporary) as process:
        out, _ = process.communicate(timeout=5 * PATIENCE)
    return process.returncode, out


@contextmanager
def target(root: Path = HERE, *arguments: str, data: Path | None = None, token: str = TOKEN) -> Iterator[Target]:
    """Serve until the block ends."""
    with tempfile.TemporaryDirectory(prefix="attack-") as place:
        temporary = Path(place) / "tmp"
        temporary.mkdir()
        folder = data or Path(place) / "data"
        words = ("serve", "--data", str(folder), "--port", "0", *arguments)
        with command(root, *words, temporary=temporary, DUTYGRAPH_TOKEN=token) as process:
            try:
                yield Target(port=_port(process), process=process, data=folder, temporary=temporary)
            finally:
                process.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=20)
                process.kill()


def ended(line: socket.socket, seconds: float) -> bool:
    """Whether the other side ends a connection within some seconds; what it sends before is read."""
    end = time.monotonic() + seconds
    try:
        while (left := end - time.monotonic()) > 0:
            line.settimeout(left)
            if not line.recv(1 << 16):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def pushed(line: socket.socket, first: bytes, piece: bytes, most: int) -> int:
    """Send a request that never ends, up to ``most`` bytes; give how many the other side took before it ended it."""
    sent = 0
    try:
        line.sendall(first)
        while sent < most:
            line.sendall(piece)
            sent += len(piece)
    except OSError:
        pass
    return sent


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://[^/]*:(\d+)/", line)
        if found:
            return _answering(int(found[1]))
    raise AssertionError("the server did not start")


def _answering(port: int) -> int:
    """Wait until a port is answered; an older program tells its address before it is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/plans.json", timeout=5.0, trust_env=False)
            return port
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def _status(process: int, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) >> 10
