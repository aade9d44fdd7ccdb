"""The workers, the queries that have one, and those that wait.

A quick query takes a worker for some milliseconds. One that has not ended after ``slow_after`` seconds of processor time
keeps its worker, and a new worker immediately takes the place in the quick lane. While there are other queries, a slow one
loses priority: slow queries can slow down each other, not the others. A text that was slow before is slow from the start:
it takes a worker that has lost its priority, or waits for one, and leaves the places of quick queries alone. When slow
queries have all places and a quick one waits, the one that has run longest is ended. Of those that wait, the client that
has the fewest workers is next.

Guarantees:
    1. Every query ends within its time limit and a fraction of a second, waiting included, by killing its worker if
       need be.
    2. A killed or broken worker is replaced, and no other query notices.
    3. When the pool is closed, or its process ends in any way, no worker is left.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial

from api.sparql.limits import Limits
from api.sparql.runs import Leaving, RunningQuery, Stopped, StoppedError
from api.sparql.snapshots import Snapshots
from api.sparql.waiting import SlowQueries, WaitingQueries
from api.sparql.worker_connection import (
    WorkerConnection,
    WorkerLostError,
    connect_worker,
)
from graph.store import Store
from graph.store.frames import QueryOutcome, Reply, Request, pack

LOG = logging.getLogger(__name__)

_LOOK_EVERY = 0.025  # seconds between two looks at the clock of all running queries
_START_SECONDS = 20.0  # for a worker to be ready, a twentieth of a second where the machine is not overrun
_USUAL_START = 0.7  # a query ends within a second of its limit, whatever comes before it begins
_LINGER = 5.0  # seconds that a worker too many is kept, as slow queries often come one after the other
# how far a query steps back (nice), by the multiples of slow_after that it has run
_STEPS_BACK = ((1, 10), (5, 19))


class Pool:
    """Query workers over one store; belongs to one event loop."""

    def __init__(self, store: Store, limits: Limits) -> None:
        """Start nothing; workers start with the first query."""
        self._limits = limits
        self._idle: list[WorkerConnection] = []
        self._stepped_back: list[WorkerConnection] = []  # idle, for slow queries
        self._waiting = WaitingQueries()
        self._waiting_slow = WaitingQueries()
        self._slow = SlowQueries()
        self._most_slow = max(1, limits.most_workers - limits.workers)
        self._runs: dict[int, RunningQuery] = {}
        self._ids = itertools.count(1)
        self._newest = 0  # the number of the query that came last
        self._count = 0
        self._crowded = 0.0  # since when there are more workers than places
        self._snapshots = Snapshots(store)
        self._taking = asyncio.Lock()  # held by who takes a large answer in
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

    async def answer(
        self, query: str, request: Request, leaving: Leaving | None = None, client: str = ""
    ) -> tuple[Reply, bytes]:
        """Run one query in a worker.

        Args:
            query: its text.
            request: its bounds; an empty ``source`` means a snapshot of the current revision.
            leaving: gives a coroutine that ends when the client has left.
            client: who asks; of several that wait, each gets a worker in turn.

        Raises:
            StoppedError: time, memory or patience ran out, or it was cancelled.
        """
        now = time.monotonic()
        run = RunningQuery(next(self._ids), query, request.seconds, now, now, leaving, client, slow=query in self._slow)
        self._runs[run.id] = run
        self._newest = run.id
        keep = False
        try:
            source = await self._snapshots.current()
            frame = pack(_with_source(request, source), query.encode("utf-8"))
            run.connection = await self._take(run)
            if run.why is not None:  # stopped while its worker was starting
                raise StoppedError(run.why)
            run.start(time.monotonic())
            if run.slow:
                run.step_back(_STEPS_BACK[0][1])
            run.connection.source = self._snapshots.source
            reply, body = await run.connection.ask(frame)
            # one that was stopped while its answer was on the way is dead, or about to be
            keep = not reply.swollen and run.why is None
        except WorkerLostError as error:
            raise await run.loss() from error
        finally:
            del self._runs[run.id]
            if run.watching is not None:
                run.watching.cancel()
            if run.connection is not None:
                self._slow.note(query, slow=run.age(time.monotonic()) > self._limits.slow_after)
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
        for connection in (*self._idle, *self._stepped_back):
            self._end(connection)
        self._idle.clear()
        self._stepped_back.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _idle_connection(self, *, slow: bool) -> WorkerConnection | None:
        """Get an idle worker that is alive; a slow query takes one from the quick ones only where it can start none."""
        if slow and self._slow_runs() >= self._most_slow:
            return None
        idle = (
            self._stepped_back
            if slow and (self._stepped_back or self._count < self._limits.most_workers)
            else self._idle
        )
        while idle:
            connection = idle.pop()
            if not connection.ended:
                return connection
            LOG.warning("query worker %d died at rest", connection.worker.process.pid)
            self._end(connection)
        return None

    async def _take(self, run: RunningQuery) -> WorkerConnection:
        """Start a worker, or wait in the queue for one."""
        if self._clock is None:
            self._clock = asyncio.create_task(self._watch())
        connection = self._idle_connection(slow=run.slow)
        run.placed = connection is not None or self._has_place(slow=run.slow)
        if run.placed:
            return connection or await self._start(run)
        if len(self._waiting) + len(self._waiting_slow) >= self._limits.queue:
            raise StoppedError(Stopped.BUSY)
        turn = (self._waiting_slow if run.slow else self._waiting).add(run)
        try:
            connection = await turn
        except asyncio.CancelledError:
            self._pass_on(run, turn)
            raise
        finally:
            run.turn = None
        return connection if connection is not None else await self._start(run)

    def _pass_on(self, run: RunningQuery, turn: "asyncio.Future[WorkerConnection | None]") -> None:
        """Give the next in the queue what came for a client that has left."""
        if self._leave_queue(run):
            return
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            connection = turn.result()
            if connection is None:
                self._start_next()
            else:
                self._release(connection, keep=True)

    def _leave_queue(self, run: RunningQuery) -> bool:
        return self._waiting.remove(run) or self._waiting_slow.remove(run)

    def _slow_runs(self) -> int:
        """Count the slow queries that have a worker, or start one."""
        return sum(run.slow and run.placed for run in self._runs.values())

    def _places(self) -> int:
        """Say how many workers there may be now: the quick lane, and those of slow queries."""
        slow = self._slow_runs() + len(self._stepped_back)
        return min(self._limits.workers + slow, self._limits.most_workers)

    def _has_place(self, *, slow: bool) -> bool:
        """Whether a worker may be started; one at rest that has stepped back gives way to one for a quick query."""
        if slow:
            return self._slow_runs() < self._most_slow and self._count < self._limits.most_workers
        if self._count >= self._limits.most_workers and self._stepped_back:
            self._end(self._stepped_back.pop(0))
        return self._count < self._places()

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
        network = "://" in self._snapshots.source
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
        else:
            queues = (self._waiting_slow,) if connection.stepped_back else (self._waiting, *self._last_resort())
            if not any(queue.give(connection, self.running()) for queue in queues):
                connection.rests_since = time.monotonic()
                (self._stepped_back if connection.stepped_back else self._idle).append(connection)
        self._start_next()

    def _last_resort(self) -> tuple[WaitingQueries, ...]:
        """Let a slow query have the worker of a quick one where it can get no other."""
        full = self._count >= self._limits.most_workers and self._slow_runs() < self._most_slow
        return (self._waiting_slow,) if full else ()

    def _start_next(self) -> None:
        """Let the next in each queue start a worker, where there is a place for one."""
        for waiting, slow in ((self._waiting, False), (self._waiting_slow, True)):
            if waiting and self._has_place(slow=slow):
                waiting.give(None, self.running())

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
            self._leave_queue(run)
            run.turn.set_exception(StoppedError(why))

    async def _watch(self) -> None:
        """Look after the clock of all running queries."""
        looked = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = time.monotonic()
            looked, others = self._newest, self._newest > looked
            for run in self.running():
                run.watch_client(partial(self._stop, run, Stopped.LEFT))
                if run.connection is None and run.turn is None:  # its worker is starting
                    continue
                if now - run.asked > run.limit:
                    self._stop(run, Stopped.TIME)
                elif run.connection is not None:
                    self._check_lane(run, run.age(now), company=others and run.id != self._newest)
                elif now - run.asked > self._limits.queue_seconds:
                    self._stop(run, Stopped.BUSY)
            self._dismiss(now)
            self._end_longest()
            if self._snapshots.order.due(now):
                self._background(self._snapshots.compact())

    def _check_lane(self, run: RunningQuery, age: float, *, company: bool) -> None:
        """Open a place for another query next to a slow one, and lower the priority of a long one."""
        times = age / self._limits.slow_after
        if times > 1 and not run.slow:
            run.slow = True
            self._start_next()
            if not self._idle and self._count < self._places():
                self._background(self._start_spare())
        nice = max((nice for least, nice in _STEPS_BACK if times > least), default=0)
        if company:
            run.step_back(nice)

    def _dismiss(self, now: float) -> None:
        """End workers that keep the files of an old snapshot, and one too many: the one whose cache is the coldest."""
        for connection in [one for one in self._stepped_back if now - one.rests_since > _LINGER]:
            self._stepped_back.remove(connection)
            self._end(connection)
        if now - self._snapshots.renewed > _LINGER:
            for connection in [one for one in self._idle if one.source not in {"", self._snapshots.source}]:
                self._idle.remove(connection)
                self._end(connection)
        if not self._idle or self._count <= self._places():
            self._crowded = now
        elif now - self._crowded > _LINGER:
            self._crowded = now
            self._end(self._idle.pop(0))

    def _end_longest(self) -> None:
        runs = [run for run in self.running() if run.connection is not None]
        if self._waiting and len(runs) >= self._limits.most_workers and all(run.slow for run in runs):
            self._stop(runs[0], Stopped.BUSY)


@lru_cache(maxsize=128)
def _with_source(request: Request, source: str) -> Request:
    return request if request.source else replace(request, source=source)


async def _shut_down(connection: WorkerConnection) -> None:
    await connection.shut_down()
