"""The workers, the queries that have one, and those that wait.

A quick query takes a worker for some milliseconds. One that is not done after ``slow_after`` seconds keeps its worker,
and a new worker immediately takes the place in the quick lane. While there are other queries, a query loses priority the
longer it runs: slow queries can slow down each other, not the others. When slow queries have all places and a query waits,
the one that has run longest is ended.

Guarantees:
    1. Every query ends within its time limit and a fraction of a second, waiting included, by killing its worker if
       need be.
    2. A killed or broken worker is replaced, and no other query notices.
    3. When the pool is closed, or its process ends in any way, no worker is left.
"""

import asyncio
import itertools
import logging
import os
import time
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from api.sparql.compaction import CompactionScheduler
from api.sparql.limits import Limits
from api.sparql.runs import Leaving, RunningQuery, Stopped, StoppedError
from api.sparql.worker_connection import (
    WorkerConnection,
    WorkerLostError,
    connect_worker,
    named,
    out_of_memory,
    out_of_time,
)
from graph.store import Store
from graph.store.frames import QueryOutcome, Reply, Request, pack

LOG = logging.getLogger(__name__)

_LOOK_EVERY = 0.025  # seconds between two looks at the clock of all running queries
_START_SECONDS = 20.0  # for a worker to be ready, a twentieth of a second where the machine is not overrun
_USUAL_START = 0.7  # a query ends within a second of its limit, whatever comes before it begins
_LINGER = 5.0  # seconds that a worker too many is kept, as slow queries often come one after the other
# how far a query steps back (nice), by the multiples of slow_after that it has run
_STEPS_BACK = ((0.25, 5), (1, 10), (5, 19))


class Pool:
    """Query workers over one store; belongs to one event loop."""

    def __init__(self, store: Store, limits: Limits) -> None:
        """Start nothing; workers start with the first query."""
        self._store = store
        self._limits = limits
        self._idle: list[WorkerConnection] = []
        self._waiting: deque[asyncio.Future[WorkerConnection | None]] = deque()
        self._runs: dict[int, RunningQuery] = {}
        self._ids = itertools.count(1)
        self._newest = 0  # the number of the query that came last
        self._count = 0
        self._crowded = 0.0  # since when there are more workers than places
        self._source = ""
        self._revision = -1
        self._renewed = 0.0
        self._renewing = asyncio.Lock()
        self._taking = asyncio.Lock()  # held by who takes a large answer in
        self._order = CompactionScheduler(store)
        self._clock: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def running(self) -> tuple[RunningQuery, ...]:
        """Give the running queries, oldest first."""
        return tuple(self._runs.values())

    def cancel(self, number: int) -> bool:
        """End a running query; say whether there was one of that number."""
        run = self._runs.get(number)
        if run is None:
            return False
        self._stop(run, Stopped.CANCELLED)
        return True

    async def answer(self, query: str, request: Request, leaving: Leaving | None = None) -> tuple[Reply, bytes]:
        """Run one query in a worker.

        Args:
            query: its text.
            request: its bounds; an empty ``source`` means a snapshot of the current revision.
            leaving: gives a coroutine that ends when the client has left.

        Raises:
            StoppedError: time, memory or patience ran out, or it was cancelled.
        """
        now = time.monotonic()
        run = RunningQuery(next(self._ids), query, request.seconds, asked=now, started=now, leaving=leaving)
        self._runs[run.id] = run
        self._newest = run.id
        keep = False
        try:
            frame = await self._frame(query, request)
            run.connection = self._idle_connection() or await self._take(run)
            if run.why is not None:  # stopped while its worker was starting
                raise StoppedError(run.why)
            run.started = time.monotonic()
            run.connection.source = self._source
            reply, body = await run.connection.ask(frame)
            # one that has stepped back cannot step forward again; one that was stopped while its answer was on the way
            # is dead, or about to be
            keep = not run.nice and not reply.swollen and run.why is None
        except WorkerLostError as error:
            raise await self._loss(run) from error
        finally:
            del self._runs[run.id]
            if run.watching is not None:
                run.watching.cancel()
            if run.connection is not None:
                self._release(run.connection, keep=keep)
        if reply.outcome is QueryOutcome.NO_MEMORY:
            raise StoppedError(Stopped.MEMORY)
        return reply, body

    async def close(self) -> None:
        """End all workers and wait until they are gone."""
        self._closed = True
        if self._clock is not None:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock
        for run in self.running():
            self._stop(run, Stopped.CANCELLED)
        for connection in self._idle:
            self._end(connection)
        self._idle.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _frame(self, query: str, request: Request) -> bytes:
        if self._revision != self._store.revision:
            async with self._renewing:
                revision = self._store.revision
                self._source = await asyncio.to_thread(self._store.source)
                self._revision, self._renewed = revision, time.monotonic()
                self._order.see(revision, self._renewed)
        return pack(_with_source(request, self._source), query.encode("utf-8"))

    def _idle_connection(self) -> WorkerConnection | None:
        """Get an idle worker that is alive."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.ended:
                return connection
            LOG.warning("query worker %d died at rest", connection.worker.process.pid)
            self._end(connection)
        return None

    async def _take(self, run: RunningQuery) -> WorkerConnection:
        """Start a worker, or wait in the queue for one."""
        if self._clock is None:
            self._clock = asyncio.create_task(self._watch())
        if self._count < self._places():
            return await self._start(run)
        if len(self._waiting) >= self._limits.queue:
            raise StoppedError(Stopped.BUSY)
        turn: asyncio.Future[WorkerConnection | None] = asyncio.get_running_loop().create_future()
        run.turn = turn
        self._waiting.append(turn)
        try:
            connection = await turn
        except asyncio.CancelledError:
            self._pass_on(turn)
            raise
        finally:
            run.turn = None
        return connection if connection is not None else await self._start(run)

    def _pass_on(self, turn: "asyncio.Future[WorkerConnection | None]") -> None:
        """Give the next in the queue what came for a client that has left."""
        if turn in self._waiting:
            self._waiting.remove(turn)
        elif turn.done() and not turn.cancelled() and turn.exception() is None:
            connection = turn.result()
            if connection is None:
                self._start_next()
            else:
                self._release(connection, keep=True)

    def _places(self) -> int:
        """Say how many workers there may be now: the quick lane, and one for each slow query."""
        slow = sum(1 for run in self._runs.values() if run.slow)
        return min(self._limits.workers + slow, self._limits.most_workers)

    async def _start(self, run: RunningQuery | None) -> WorkerConnection:
        """Start a worker, which counts into the time of the query it is for only where it takes unusually long.

        One whose query has left meanwhile goes to the next.
        """
        self._count += 1
        began = time.monotonic()
        starting = asyncio.create_task(self._started())
        try:
            connection = await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._take_over)
            raise
        if run is not None:
            run.asked += min(time.monotonic() - began, _USUAL_START)
        return connection

    async def _started(self) -> WorkerConnection:
        network = "://" in self._source
        try:
            try:
                return await connect_worker(self._limits.memory_bytes, _START_SECONDS, self._taking, network=network)
            except WorkerLostError:  # an accident; a second one is none
                return await connect_worker(self._limits.memory_bytes, _START_SECONDS, self._taking, network=network)
        except (OSError, WorkerLostError) as error:
            self._count -= 1
            LOG.warning("no query worker could be started: %r", error)
            raise StoppedError(Stopped.BUSY) from error

    def _take_over(self, starting: "asyncio.Task[WorkerConnection]") -> None:
        if not starting.cancelled() and starting.exception() is None:
            self._release(starting.result(), keep=True)

    async def _start_spare(self) -> None:
        """Start a worker before a query has to wait for it."""
        with suppress(StoppedError):
            self._release(await self._start(None), keep=True)

    def _release(self, connection: WorkerConnection, *, keep: bool) -> None:
        if not keep or connection.ended or self._closed:
            self._end(connection)
            self._start_next()
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return
        self._idle.append(connection)

    def _start_next(self) -> None:
        """Let the first in the queue start a worker, where there is a place for one."""
        while self._waiting and self._count < self._places():
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _end(self, connection: WorkerConnection) -> None:
        """Kill a worker now; wait for its end in the background."""
        self._count -= 1
        self._background(_shut_down(connection))

    def _background(self, work: Coroutine[None, None, None]) -> None:
        chore = asyncio.create_task(work)
        self._tasks.add(chore)
        chore.add_done_callback(self._tasks.discard)

    def _stop(self, run: RunningQuery, why: Stopped) -> None:
        """End a run where it is; one that waits for its worker to start ends when the worker is there."""
        if run.why is not None:
            return
        run.why = why
        if run.connection is not None:
            run.connection.kill()  # the reading side sees the end of the stream
        elif run.turn is not None and not run.turn.done():
            self._waiting.remove(run.turn)
            run.turn.set_exception(StoppedError(why))

    async def _loss(self, run: RunningQuery) -> StoppedError:
        """Tell why a query lost its worker, and log what the pool did not cause."""
        if run.why is not None or run.connection is None:
            return StoppedError(run.why or Stopped.GONE)
        code = await run.connection.exit_code()
        seconds = time.monotonic() - run.started
        LOG.warning("query worker %d died (%s) after %.2f s", run.connection.worker.process.pid, named(code), seconds)
        if out_of_time(code):
            return StoppedError(Stopped.TIME, named(code))
        return StoppedError(Stopped.MEMORY if out_of_memory(code) else Stopped.GONE, named(code))

    async def _watch(self) -> None:
        """Look after the clock of all running queries."""
        looked = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = time.monotonic()
            looked, others = self._newest, self._newest > looked
            for run in self.running():
                self._check_client(run)
                if run.connection is None and run.turn is None:  # its worker is starting
                    continue
                if now - run.asked > run.limit:
                    self._stop(run, Stopped.TIME)
                elif run.connection is not None:
                    self._check_lane(run, now - run.started, company=others and run.id != self._newest)
                elif now - run.asked > self._limits.queue_seconds:
                    self._stop(run, Stopped.BUSY)
            self._dismiss(now)
            self._end_longest()
            if self._order.due(now):
                self._background(self._compact())

    def _check_client(self, run: RunningQuery) -> None:
        """Watch, from the first look on, whether the client of a query is still there."""
        if run.leaving is not None and run.watching is None:
            run.watching = asyncio.create_task(run.leaving())
            run.watching.add_done_callback(
                lambda watching: None if watching.cancelled() else self._stop(run, Stopped.LEFT)
            )

    def _check_lane(self, run: RunningQuery, age: float, *, company: bool) -> None:
        """Open a place for another query next to a slow one, and lower the priority of a long one."""
        times = age / self._limits.slow_after
        if times > 1 and not run.slow:
            run.slow = True
            self._start_next()
            if not self._idle and self._count < self._places():
                self._background(self._start_spare())
        nice = max((nice for least, nice in _STEPS_BACK if times > least), default=0)
        if company and nice > run.nice and run.connection is not None:
            run.nice = nice
            with suppress(OSError):  # the process may have ended this very moment
                os.setpriority(os.PRIO_PROCESS, run.connection.worker.process.pid, nice)

    def _dismiss(self, now: float) -> None:
        """End workers that keep the files of an old snapshot, and one too many: the one whose cache is the coldest."""
        if now - self._renewed > _LINGER:
            for connection in [connection for connection in self._idle if connection.source not in {"", self._source}]:
                self._idle.remove(connection)
                self._end(connection)
        if not self._idle or self._count <= self._places():
            self._crowded = now
        elif now - self._crowded > _LINGER:
            self._crowded = now
            self._end(self._idle.pop(0))

    async def _compact(self) -> None:
        """Let the next query read a compacted snapshot."""
        if await self._order.make():
            async with self._renewing:
                self._revision = -1

    def _end_longest(self) -> None:
        runs = [run for run in self.running() if run.connection is not None]
        if self._waiting and len(runs) >= self._limits.most_workers and all(run.slow for run in runs):
            self._stop(runs[0], Stopped.BUSY)


@lru_cache(maxsize=128)
def _with_source(request: Request, source: str) -> Request:
    return request if request.source else replace(request, source=source)


async def _shut_down(connection: WorkerConnection) -> None:
    await connection.shut_down()
