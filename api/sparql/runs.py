"""A running query, and the ways in which it may be ended from outside."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum

from api.sparql.worker_connection import WorkerConnection

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
