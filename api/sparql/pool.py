"""The workers, who has one, and who waits.

A quick query takes a worker for some milliseconds. One that is not done after ``slow_after`` seconds keeps its worker,
at the lowest priority, and a fresh worker takes the place in the quick lane: slow queries can slow down each other, not
the others. When all places are taken by slow queries and somebody waits, the one that ran longest makes way.

Guarantees:
    1. Every query ends within its time limit and a fraction of a second, by killing its worker if need be.
    2. A killed or broken worker is replaced, and no other query notices.
    3. When the pool is closed, or its process ends in whatever way, no worker is left.
"""

import asyncio
import itertools
import os
import signal
import subprocess
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from api.sparql.limits import Limits
from graph.store import Store
from graph.store.frames import MEMORY_SPENT, PREFIX, Outcome, Reply, Request, pack, unpack_reply
from graph.store.workers import Worker, start_worker

_LOOK_EVERY = 0.05  # seconds between two looks at the clock of all running queries
_LOWEST_PRIORITY = 19
_OUT_OF_MEMORY = frozenset({-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS, MEMORY_SPENT})


class Stopped(StrEnum):
    """Why a query did not come to its own end."""

    TIME = "time"
    MEMORY = "memory"
    BUSY = "busy"
    CANCELLED = "cancelled"
    GONE = "gone"


class StoppedError(Exception):
    """A query that was ended from outside."""

    def __init__(self, why: Stopped) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(slots=True)
class _Seat:
    """A worker and its streams."""

    worker: Worker
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@dataclass(slots=True)
class Run:
    """A query that is running."""

    id: int
    query: str
    limit: float
    started: float
    seat: _Seat | None = None
    slow: bool = False
    why: Stopped | None = None


class Pool:
    """Query workers over one store; belongs to one event loop."""

    def __init__(self, store: Store, limits: Limits) -> None:
        """Keep ready; workers start with the first query."""
        self._store = store
        self._limits = limits
        self._idle: list[_Seat] = []
        self._waiting: deque[asyncio.Future[_Seat | None]] = deque()
        self._runs: dict[int, Run] = {}
        self._ids = itertools.count(1)
        self._seats = 0
        self._source = ""
        self._revision = -1
        self._renewing = asyncio.Lock()
        self._clock: asyncio.Task[None] | None = None
        self._chores: set[asyncio.Task[None]] = set()
        self._closed = False

    def running(self) -> tuple[Run, ...]:
        """Give the running queries, oldest first."""
        return tuple(self._runs.values())

    def cancel(self, number: int) -> bool:
        """End a running query; say whether there was one of that number."""
        run = self._runs.get(number)
        if run is None:
            return False
        self._stop(run, Stopped.CANCELLED)
        return True

    async def answer(self, query: str, request: Request) -> tuple[Reply, bytes]:
        """Run one query in a worker.

        Raises:
            StoppedError: time, memory or patience ran out, or somebody cancelled it.
        """
        run = Run(next(self._ids), query, request.seconds, time.monotonic())
        frame = await self._frame(query, request)
        seat = await self._take()
        run.seat, run.started = seat, time.monotonic()
        self._runs[run.id] = run
        whole = False
        try:
            seat.writer.write(frame)
            head_size, body_size = PREFIX.unpack(await seat.reader.readexactly(PREFIX.size))
            reply = unpack_reply(await seat.reader.readexactly(head_size))
            body = await seat.reader.readexactly(body_size)
            whole = True
        except (asyncio.IncompleteReadError, OSError) as error:
            why = run.why if run.why is not None else await asyncio.to_thread(_cause_of_death, seat)
            raise StoppedError(why) from error
        finally:
            del self._runs[run.id]
            self._give_back(seat, keep=whole and not run.slow)
        if reply.outcome is Outcome.NO_MEMORY:
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
        for seat in self._idle:
            self._end(seat)
        self._idle.clear()
        while self._chores:
            await asyncio.gather(*self._chores)

    async def _frame(self, query: str, request: Request) -> bytes:
        if self._revision != self._store.revision:
            async with self._renewing:
                revision = self._store.revision
                self._source = await asyncio.to_thread(self._store.source)
                self._revision = revision
        return pack(replace(request, source=self._source), query.encode("utf-8"))

    async def _take(self) -> _Seat:
        """Get an idle worker, start one, or wait in the queue."""
        if self._clock is None:
            self._clock = asyncio.create_task(self._watch())
        if self._idle:
            return self._idle.pop()
        if self._seats < self._places():
            return await self._start()
        if len(self._waiting) >= self._limits.queue:
            raise StoppedError(Stopped.BUSY)
        turn: asyncio.Future[_Seat | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                seat = await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._pass_on(turn)
            if isinstance(error, TimeoutError):
                raise StoppedError(Stopped.BUSY) from error
            raise
        return seat if seat is not None else await self._start()

    def _pass_on(self, turn: "asyncio.Future[_Seat | None]") -> None:
        """Let the next in the queue have what came for one who has left."""
        if turn in self._waiting:
            self._waiting.remove(turn)
        elif turn.done() and not turn.cancelled():
            seat = turn.result()
            if seat is None:
                self._call_for_place()
            else:
                self._give_back(seat, keep=True)

    def _places(self) -> int:
        """Say how many workers there may be now: the quick lane, and one for each slow query."""
        slow = sum(1 for run in self._runs.values() if run.slow)
        return min(self._limits.workers + slow, self._limits.most_workers)

    async def _start(self) -> _Seat:
        """Start a worker; one whose query has left meanwhile goes to the next."""
        self._seats += 1
        starting = asyncio.create_task(self._started())
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._adopt)
            raise

    async def _started(self) -> _Seat:
        try:
            worker = await asyncio.to_thread(start_worker, self._limits.memory_bytes, network="://" in self._source)
            reader, writer = await asyncio.open_connection(sock=worker.link)
        except OSError as error:
            self._seats -= 1
            raise StoppedError(Stopped.BUSY) from error
        return _Seat(worker, reader, writer)

    def _adopt(self, starting: "asyncio.Task[_Seat]") -> None:
        if not starting.cancelled() and starting.exception() is None:
            self._give_back(starting.result(), keep=True)

    def _give_back(self, seat: _Seat, *, keep: bool) -> None:
        if not keep or self._closed:
            self._end(seat)
            self._call_for_place()
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(seat)
                return
        self._idle.append(seat)

    def _call_for_place(self) -> None:
        """Call the first in the queue to start a worker, where there is a place for one."""
        while self._waiting and self._seats < self._places():
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _end(self, seat: _Seat) -> None:
        """Kill a worker now; see it off in the background."""
        self._seats -= 1
        seat.worker.process.kill()
        seat.writer.close()
        chore = asyncio.create_task(_see_off(seat))
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def _stop(self, run: Run, why: Stopped) -> None:
        if run.why is None and run.seat is not None:
            run.why = why
            run.seat.worker.process.kill()  # the reading side sees the end of the stream

    async def _watch(self) -> None:
        """Look after the clock of all running queries."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = time.monotonic()
            for run in self.running():
                if now - run.started > run.limit:
                    self._stop(run, Stopped.TIME)
                elif not run.slow and now - run.started > self._limits.slow_after:
                    self._slow_down(run)
            self._make_way()

    def _slow_down(self, run: Run) -> None:
        run.slow = True
        if run.seat is not None:
            with suppress(OSError):  # the process may have ended this very moment
                os.setpriority(os.PRIO_PROCESS, run.seat.worker.process.pid, _LOWEST_PRIORITY)
        self._call_for_place()

    def _make_way(self) -> None:
        runs = self.running()
        if self._waiting and len(runs) >= self._limits.most_workers and all(run.slow for run in runs):
            self._stop(runs[0], Stopped.BUSY)


def _cause_of_death(seat: _Seat) -> Stopped:
    """Tell from its exit code why a worker ended that nobody killed."""
    try:
        code = seat.worker.process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return Stopped.GONE
    if code == -signal.SIGXCPU:
        return Stopped.TIME
    return Stopped.MEMORY if code in _OUT_OF_MEMORY else Stopped.GONE


async def _see_off(seat: _Seat) -> None:
    with suppress(OSError):
        await seat.writer.wait_closed()
    await asyncio.to_thread(seat.worker.end)
