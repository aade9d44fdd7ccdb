"""Workers die, are killed, grow old and see new data; whoever asks gets a right answer or a clear word."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from httpx import Client

from api.sparql.limits import Limits
from graph.store import Store
from graph.store.system import BOUNDS_MEMORY
from tests.api.serving import PATIENCE
from tests.api.sparql.conftest import Serve, until
from tests.api.sparql.test_bounds import ENDLESS, GRAPH, POINT, ask, running, send_and_leave, warm

_linux = pytest.mark.skipif(not BOUNDS_MEMORY, reason="looks into /proc, and at limits that Linux keeps")


@pytest.fixture(autouse=True)
def _data(store: Store) -> None:
    store.replace(GRAPH, b"".join(b'<http://e.test/%d> <http://e.test/p> "%d" .\n' % (i, i) for i in range(3000)))


def workers() -> set[int]:
    """Find the worker processes that this process has started."""
    return {child for child in _children() if b"graph.store.worker" in _read(f"/proc/{child}/cmdline")}


def _children() -> Iterator[int]:
    for thread in Path("/proc/self/task").iterdir():
        yield from map(int, _read(f"{thread}/children").split())


def _read(path: str) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):  # a thread or process that has ended while we looked
        return Path(path).read_bytes()
    return b""


def end(worker: int, how: signal.Signals) -> None:
    """Kill a worker, and wait until it is dead, which on a machine that is overrun takes its time."""
    with suppress(ProcessLookupError):
        os.kill(worker, how)
    until(lambda: _read(f"/proc/{worker}/stat").rpartition(b") ")[2][:1] in {b"", b"Z", b"X"})


def started(client: Client, query: str) -> tuple[threading.Thread, list[int], list[str]]:
    """Send a query in a thread of its own, and wait until it runs."""
    statuses: list[int] = []
    words: list[str] = []

    def run() -> None:
        answer = client.post("/sparql", data={"query": query})
        statuses.append(answer.status_code)
        words.append(answer.text)

    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: bool(running(client)))
    return thread, statuses, words


def test_a_worker_loads_nothing_of_the_remote_store_and_nothing_of_the_pages() -> None:
    code = "import sys, graph.store.worker; print(*sorted({'rdflib', 'httpx', 'fastapi', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert done.stdout.strip() == b""


@_linux
def test_a_worker_that_is_killed_is_told_of_and_replaced(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    client = serve(Limits(seconds=PATIENCE, workers=1, slow_after=0.1))
    assert ask(client, POINT) == 200
    thread, statuses, words = started(client, ENDLESS)
    time.sleep(0.5)
    with caplog.at_level(logging.WARNING):
        for worker in workers():
            end(worker, signal.SIGKILL)
        thread.join(PATIENCE)
    assert statuses == [507]
    assert "SIGKILL" in words[0]
    assert "died (SIGKILL) after" in caplog.text
    assert ask(client, POINT) == 200


@_linux
def test_a_worker_that_dies_at_rest_costs_nobody_anything(serve: Serve) -> None:
    client = serve(Limits(workers=1))
    for _ in range(3):
        assert ask(client, POINT) == 200
        for worker in workers():
            end(worker, signal.SIGTERM)


def test_short_limits_hit_nobody_but_their_own_query(serve: Serve) -> None:
    client = serve(Limits(seconds=PATIENCE, workers=2, queue_seconds=PATIENCE))
    longish = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d FILTER(?b < ?d) }"

    def one(number: int) -> tuple[bool, int]:
        point = number % 2 == 0
        return point, ask(client, POINT) if point else ask(client, longish, timeout=f"0.0{number % 9 + 1}")

    with ThreadPoolExecutor(8) as users:
        answers = list(users.map(one, range(120)))
    assert {status for point, status in answers if point} == {200}
    assert {status for point, status in answers if not point} <= {200, 408}
    assert 408 in {status for _, status in answers}


@_linux
def test_a_query_that_needs_too_much_memory_is_507(serve: Serve) -> None:
    client = serve(Limits(memory_bytes=600 << 20, seconds=PATIENCE))
    answer = client.post("/sparql", data={"query": "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"})
    assert answer.status_code == 507
    assert "600 MB" in answer.json()["message"]
    assert ask(client, POINT) == 200


def test_a_client_that_only_waits_may_leave_too(serve: Serve) -> None:
    long = 10 * PATIENCE
    client = serve(Limits(seconds=long, workers=1, most_workers=1, queue_seconds=long, slow_after=long))
    thread, statuses, _ = started(client, ENDLESS)
    send_and_leave(client, POINT, others=1)
    until(lambda: len(running(client)) == 1)
    (left,) = running(client)
    assert str(left["query"]).startswith(ENDLESS)
    client.delete(f"/sparql/running/{left['id']}")
    thread.join(PATIENCE)
    assert statuses == [503]


def test_one_who_waits_too_long_is_told_to_come_back(serve: Serve) -> None:
    long = 10 * PATIENCE
    client = serve(Limits(seconds=long, workers=1, most_workers=1, queue_seconds=0.5, slow_after=long))
    warm(client)
    thread, _, _ = started(client, ENDLESS)
    answer = client.post("/sparql", data={"query": POINT})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    (left,) = running(client)
    client.delete(f"/sparql/running/{left['id']}")
    thread.join(PATIENCE)


def test_a_graph_is_seen_whole_while_it_is_replaced_over_and_over(serve: Serve, store: Store) -> None:
    client = serve(Limits())
    query = f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?k) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    done = threading.Event()

    def replace() -> None:
        for version in range(25):
            store.replace(
                GRAPH, b"".join(b'<http://e.test/%d> <http://e.test/p> "%d" .\n' % (i, version) for i in range(200))
            )
        done.set()

    store.replace(GRAPH, b"".join(b'<http://e.test/%d> <http://e.test/p> "-" .\n' % i for i in range(200)))
    writer = threading.Thread(target=replace)
    writer.start()
    seen = set()
    while not done.is_set():
        (row,) = client.post("/sparql", data={"query": query}).json()["results"]["bindings"]
        seen.add((row["n"]["value"], row["k"]["value"]))
    writer.join()
    assert seen == {("200", "1")}
    last = client.post("/sparql", data={"query": f"SELECT DISTINCT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"})
    assert [row["o"]["value"] for row in last.json()["results"]["bindings"]] == ["24"]


@_linux
def test_quick_queries_keep_their_worker_however_large_the_server_is(serve: Serve) -> None:
    ballast = bytearray(os.urandom(1 << 20)) * 300  # a process begins its life with its parent's peak of memory
    client = serve(Limits(workers=1, memory_bytes=1 << 30, slow_after=PATIENCE))
    assert ask(client, POINT) == 200
    first = workers()
    assert [ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?t ?p ?q FILTER(STR(?s) < '5') }") for _ in range(3)] == [
        200
    ] * 3
    assert first <= workers()
    assert len(ballast) == 300 << 20


def test_a_snapshot_that_goes_before_it_is_opened_is_asked_for_again(
    serve: Serve, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = serve(Limits(workers=1))
    assert ask(client, POINT) == 200
    real, given = store.source, iter([str(tmp_path / "gone")])

    def source() -> str:
        """Give a snapshot that is no more, for another write has come; and a real one after that."""
        gone = next(given, None)
        if gone is None:
            return real()
        store.replace("http://e.test/other", b"")
        return gone

    monkeypatch.setattr(store, "source", source)
    store.replace("http://e.test/other", b"")
    assert ask(client, POINT) == 200
    assert next(given, "asked") == "asked"
