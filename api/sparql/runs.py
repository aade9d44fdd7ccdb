"""A running query, and the ways in which it may be ended from outside."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from api.sparql.worker_connection import WorkerConnection, named, out_of_memory, out_of_time
from graph.store.system import processor_time

LOG = logging.getLogger(__name__)
_MOSTLY_WAITING = 10  # a query is slow, too, that has taken so many times as long by the clock

Leaving = Callable[[], Coroutine[None, None, None]]


class Stopped(StrEnum):
    """Why a query did not come to its own end."""

    TIME = "time"
    MEMORY = "memory"
    BUSY = "busy"
    CANCELLED = "cancelled"
    LEFT = "left"
    GONE = "gone"


class StoppedError(Exception):
    """A query that was ended from outside; ``how`` says why its worker died, where the pool did not kill it."""

    def __init__(self, why: Stopped, how: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.how = how


@dataclass(slots=True, eq=False)
class RunningQuery:
    """A query that is running, or waiting for a worker (no ``connection`` yet)."""

    id: int
    query: str
    limit: float
    asked: float
    started: float
    leaving: Leaving | None
    client: str = ""
    connection: WorkerConnection | None = None
    turn: "asyncio.Future[WorkerConnection | None] | None" = None
    watching: "asyncio.Task[None] | None" = None
    slow: bool = False
    placed: bool = False  # has a worker, or may start one
    spent: float = 0.0  # processor time of its worker before it
    nice: int = 0
    why: Stopped | None = None

    def start(self, now: float) -> None:
        """Note that the worker begins."""
        self.started, self.spent = now, self._processor_time() or 0.0

    def age(self, now: float) -> float:
        """Give the processor time that a query has had, where the system tells it: who waits for others is not slow."""
        age, spent = now - self.started, self._processor_time()
        return age if spent is None else max(spent - self.spent, age / _MOSTLY_WAITING)

    def step_back(self, nice: int) -> None:
        """Lower the priority of a query; its worker cannot step forward again."""
        if self.connection is not None and nice > self.nice:
            self.nice = nice
            self.connection.stepped_back = True
            with suppress(OSError):  # the process may have ended this very moment
                os.setpriority(os.PRIO_PROCESS, self.connection.worker.process.pid, nice)

    def watch_client(self, left: Callable[[], None]) -> None:
        """Watch, from the first look on, whether the client of a query is still there; ``left`` is called where it is not."""
        if self.leaving is not None and self.watching is None:
            self.watching = asyncio.create_task(self.leaving())
            self.watching.add_done_callback(lambda watching: None if watching.cancelled() else left())

    async def loss(self) -> StoppedError:
        """Tell why a query lost its worker, and log what the pool did not cause."""
        if self.why is not None or self.connection is None:
            return StoppedError(self.why or Stopped.GONE)
        code = await self.connection.exit_code()
        seconds = time.monotonic() - self.started
        LOG.warning("query worker %d died (%s) after %.2f s", self.connection.worker.process.pid, named(code), seconds)
        if out_of_time(code):
            return StoppedError(Stopped.TIME, named(code))
        return StoppedError(Stopped.MEMORY if out_of_memory(code) else Stopped.GONE, named(code))

    def _processor_time(self) -> float | None:
        return None if self.connection is None else processor_time(self.connection.worker.process.pid)
