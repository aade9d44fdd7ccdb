"""What others wait for their answers, at rest and while the server is misused: the ratio of two measurements of one run.

``attack``: four peers send endless addresses and headers, 300 connections are idle and 30 clients take no answer.
``slow``: eight clients repeat a query of about a second, of a size that is found out first.

Who misuses comes from other addresses of the loopback and steps back behind the server, as if from other machines. Beside the
waits stands what the event loop had of a processor and how long it waited for one: where it waits long at rest already, the
machine has other work, and the waits tell of that. Linux puts other work behind a session of its own with
``setsid sh -c 'echo -15 >/proc/self/autogroup; exec .venv/bin/python -m tests.bench.edge'`` (as root).
"""

# ruff: noqa: T201  a bench is there to print, and starts itself

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.attack.connections import HEAD, LARGE
from tests.attack.target import HERE, Target, finished, pushed, target
from tests.attack.writers import plan
from tests.bench.sparql.pressure import press

SECONDS = 15.0
SETTLING = 3.0  # seconds until a misuse has begun
USERS = 4
PUSHERS, IDLE, READERS, SLOW = 4, 300, 30, 8
BEHIND = 5  # steps of priority
PLANS = 10
POINT = "SELECT ?label WHERE { ?unit a <http://www.w3.org/ns/org#Organization> ; ?p ?label } LIMIT 5"
_NUMBERS = " ".join(map(str, range(46)))
LONG = LARGE % (_NUMBERS, _NUMBERS, _NUMBERS, "x" * 250)
JOINED = "SELECT (COUNT(*) AS ?n) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } VALUES ?d { %s } }"
LEAST = 1.0  # seconds of a slow query at rest


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        data, source = Path(place) / "data", Path(place) / "plans"
        source.mkdir()
        for number in range(PLANS):
            (source / f"{number}.txt").write_bytes(plan(f"第{number}", tasks=40))
        finished(HERE, "build", str(source), "--data", str(data), temporary=Path(place))
        with target(data=data) as one:
            for kind in ("attack", "slow"):
                _measure(one, kind)


def _joined(size: int) -> str:
    """Give a query whose time grows with ``size``."""
    return JOINED % (_NUMBERS, _NUMBERS, _NUMBERS, " ".join(map(str, range(size))))


def _size(one: Target) -> int:
    """Find the size of a query that takes ``LEAST`` seconds, by the quickest of three."""
    size, took = 20, 0.0
    while took < LEAST:
        took = min(_seconds(one, _joined(size)) for _ in range(3))
        print(f"slow     a query of size {size} takes {took:.2f} s", flush=True)
        size = size if took >= LEAST else max(size + 5, int(size * LEAST / took))
    return size


def _seconds(one: Target, query: str) -> float:
    begun = time.perf_counter()
    httpx.get(
        f"http://127.0.0.1:{one.port}/sparql", params={"query": query}, timeout=60, trust_env=False
    ).raise_for_status()
    return time.perf_counter() - begun


def _measure(one: Target, kind: str) -> None:
    size = _size(one) if kind == "slow" else 0
    rest = _waits(one, "at rest")
    memory = one.memory()
    with _misused(one, kind, size):
        time.sleep(SETTLING)
        busy = _waits(one, kind)
    print(f"{kind:8} p99 {busy / rest:4.1f} × that at rest; memory +{one.peak() - memory} MB", flush=True)


def _waits(one: Target, kind: str) -> float:
    before = _scheduled(one.process.pid)
    came = asyncio.run(press(f"http://127.0.0.1:{one.port}/sparql", [POINT], USERS, SECONDS))
    ran, waited = (100 * (now - then) / SECONDS for now, then in zip(_scheduled(one.process.pid), before, strict=True))
    print(
        f"{kind:8} median {came.median:6.1f} ms, p99 {came.p99:6.1f} ms, worst {came.worst:6.1f} ms, {came.rate:5.0f} a second; "
        f"event loop: {ran:.0f} % of a processor, {waited:.0f} % waiting for one; answers {came.statuses}",
        flush=True,
    )
    return came.p99


def _scheduled(process: int) -> tuple[float, float]:
    """Give the seconds that the first thread of a process ran, and those that it waited for a processor.

    Source: Linux, Documentation/scheduler/sched-stats.rst.
    """
    ran, waited, _ = Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()
    return int(ran) / 1e9, int(waited) / 1e9


@contextmanager
def _misused(one: Target, kind: str, size: int) -> Iterator[None]:
    """Misuse the server in a process of its own until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.edge", kind, str(one.port), str(size)], cwd=HERE)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def misuse(kind: str, port: int, size: int) -> None:
    """Misuse the server of a port without end, with slow queries of a size."""
    os.nice(BEHIND)
    if kind == "slow":
        asyncio.run(press(f"http://127.0.0.1:{port}/sparql", [_joined(size)], SLOW, 3600.0, "127.0.0.2"))
        return
    one = Target(port=port, process=None, data=Path(), temporary=Path())  # type: ignore[arg-type]  # of another process
    with ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(one.connect("127.0.0.2"))
        request = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        for _ in range(READERS):
            line = stack.enter_context(one.connect("127.0.0.3"))
            line.sendall(request + b"Content-Length: %d\r\n\r\n" % len(LONG) + LONG.encode())
        for number in range(PUSHERS):
            threading.Thread(target=_push, args=(one, number), daemon=True).start()
        time.sleep(3600)


def _push(one: Target, number: int) -> None:
    first, piece = ((b"GET /", b"a" * 4096), (HEAD, b"X-A: " + b"b" * 1000 + b"\r\n"))[number % 2]
    while True:
        with one.connect(f"127.0.0.{4 + number}") as line:
            pushed(line, first, piece, 12 << 20)


if __name__ == "__main__":
    if sys.argv[1:]:
        misuse(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
