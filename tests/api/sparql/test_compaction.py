"""Order is made in a quiet moment, not too often, and queries see the orderly snapshot afterwards."""

import asyncio
from pathlib import Path
from typing import cast

import pytest

from api.sparql import compaction as order
from api.sparql import pool
from api.sparql.compaction import CompactionScheduler
from api.sparql.limits import Limits
from api.sparql.pool import Pool
from extract.messages import message
from graph.errors import DataFolderError
from graph.store import Store, open_store
from graph.store.embedded import EmbeddedStore
from graph.store.frames import QueryOutcome, Request
from tests.api.serving import PATIENCE

GRAPHS = ("http://e.test/one", "http://e.test/two")
LAYERS = tuple(
    b"".join(b"<http://e.test/%d> <http://e.test/p> <http://e.test/o> .\n" % number for number in range(start, 100, 2))
    for start in range(2)
)
ASKED = Request(
    source="", media_type="application/sparql-results+json", seconds=PATIENCE, rows=0, bytes=1 << 20
)  # fmt: skip


class Slow:
    """A store that takes as long to compact as it is told, on a clock that nothing else moves."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 100.0
        self.made = 0

    def compact(self) -> bool:
        """Move the clock."""
        self.now += self.seconds
        self.made += 1
        return True


def scheduler(slow: Slow) -> CompactionScheduler:
    return CompactionScheduler(cast("Store", slow), clock=lambda: slow.now)


class Loose:
    """A store that has always something to put in order."""

    revision = 1

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store

    def source(self) -> str:
        """Give a snapshot."""
        return self.store.source()

    def compact(self) -> bool:
        """Write something, so that there is a new snapshot."""
        self.store.replace(GRAPHS[1], LAYERS[1])
        return self.store.compact()


def test_order_waits_for_a_quiet_moment_after_each_write() -> None:
    slow = Slow(0)
    wanted = scheduler(slow)
    assert not wanted.due(100.0)  # nobody has asked anything yet
    wanted.see(1, 100.0)
    assert not wanted.due(102.9)
    wanted.see(2, 102.9)  # a write
    assert not wanted.due(105.8)
    assert wanted.due(105.9)
    assert asyncio.run(wanted.make())
    assert slow.made == 1
    later = slow.now + 1000
    wanted.see(2, later)
    assert not wanted.due(later + 100)  # all is in order
    wanted.see(3, later)
    assert wanted.due(later + 100)


def test_order_takes_a_tenth_of_the_time_at_most() -> None:
    slow = Slow(5.0)
    wanted = scheduler(slow)
    wanted.see(1, 0.0)
    asyncio.run(wanted.make())
    assert slow.now == 105.0
    wanted.see(2, 0.0)
    assert not wanted.due(149.9)
    assert wanted.due(150.0)


def test_a_store_that_is_closed_meanwhile_is_no_error() -> None:
    class Closed(Slow):
        def compact(self) -> bool:
            raise DataFolderError(message("已关闭"))

    assert not asyncio.run(CompactionScheduler(cast("Store", Closed(0))).make())


def test_queries_go_to_the_orderly_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "_QUIET", 0.0)
    seen: set[str] = set()

    async def run() -> None:
        asked = Pool(cast("Store", Loose(store)), Limits(workers=1, slow_after=PATIENCE))
        try:
            async with asyncio.timeout(PATIENCE):
                while len(seen) < 2:
                    reply, body = await asked.answer("ASK { GRAPH <http://e.test/one> { ?s ?p ?o } }", ASKED)
                    assert (reply.outcome, b"true" in body) == (QueryOutcome.OK, True)
                    seen.add(asked._snapshots.source)
                    await asyncio.sleep(0.02)
        finally:
            await asked.close()

    with open_store(tmp_path / "data") as store:
        store.replace(GRAPHS[0], LAYERS[0])
        asyncio.run(run())


def test_a_worker_at_rest_lets_go_of_an_old_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_LINGER", 0.1)

    async def run() -> None:
        asked = Pool(store, Limits(workers=2, slow_after=PATIENCE))
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(asked.answer("ASK {}", ASKED) for _ in range(2)))
                assert len(asked._idle) == 2
                store.replace(GRAPHS[1], LAYERS[1])
                await asked.answer("ASK {}", ASKED)
                while len(asked._idle) != 1:
                    await asyncio.sleep(0.02)
                assert asked._idle[0].source == store.source()
        finally:
            await asked.close()

    with open_store(tmp_path / "data") as store:
        store.replace(GRAPHS[0], LAYERS[0])
        asyncio.run(run())
