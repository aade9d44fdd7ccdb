"""The connections of a server: how many there may be, how long each may take, and which is ended first.

Guarantees:
    1. A new client is served as long as any connection is refused or idle: the one that has been so longest is ended for it.
    2. One peer cannot take all places.
    3. A connection that is idle, or slow to send or to take its answer, is ended at its time.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from api.edge.throttle import network


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """The bounds of the connections of one server.

    Attributes:
        head_bytes: the size of request line and headers together (414, 431).
        body_bytes: the size of a body; what an address takes is less, and answered with 413.
        head_seconds: the time from the first byte of a request to the end of its headers (408).
        body_seconds: the time that a body may take, plus one second for each ``body_rate`` bytes of it.
        write_seconds: the time in which a client takes some of an answer that fills the buffers.
        idle_seconds: the time without a request.
        refused_seconds: the time in which nothing more is read of a client whose request was refused: who sends such
            requests without end gets no more than one into each connection and second.
        linger_seconds: the time that a client has to stop sending once it is answered.
        connections: how many there may be.
        peer_connections: how many one peer may have.
        answer_bytes: the size of all large answers that clients are taking now (503).
    """

    head_bytes: int = 64 << 10
    body_bytes: int = 320 << 20
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    body_rate: int = 16 << 10
    write_seconds: float = 20.0
    idle_seconds: float = 15.0
    refused_seconds: float = 1.0
    linger_seconds: float = 5.0
    connections: int = 400
    peer_connections: int = 300
    answer_bytes: int = 64 << 20


class Phase(IntEnum):
    """What a connection is doing; the order is that in which connections are ended for others."""

    REFUSED = 0
    IDLE = 1
    HEAD = 2
    BODY = 3
    WORK = 4


class Connection(Protocol):
    """A connection as the others see it."""

    since: float

    @property
    def phase(self) -> Phase:
        """What it is doing."""

    @property
    def peer(self) -> str:
        """Who is at the other end."""

    def deadline(self) -> float:
        """Give the time at which it is to be ended, unless something happens."""

    def expire(self) -> None:
        """End it because its time is up."""

    def abort(self) -> None:
        """End it now, without sending what waits."""


class Connections:
    """All connections of one server; belongs to one event loop."""

    def __init__(self, limits: ConnectionLimits, clock: Callable[[], float]) -> None:
        """Start with none."""
        self.limits = limits
        self.clock = clock
        self._all: set[Connection] = set()
        self._of: defaultdict[str, set[Connection]] = defaultdict(set)
        self._sweeping: asyncio.TimerHandle | None = None

    def admit(self, connection: Connection) -> bool:
        """Take a new connection in, and end an idle one for it if need be; say whether there was room."""
        key = network(connection.peer)
        for group, most in ((self._of[key], self.limits.peer_connections), (self._all, self.limits.connections)):
            if len(group) >= most and not self._make_room(group):
                return False
        self._of[key].add(connection)
        self._all.add(connection)
        if self._sweeping is None:
            self._sweep()
        return True

    def leave(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        self._all.discard(connection)
        key = network(connection.peer)
        self._of[key].discard(connection)
        if not self._of[key]:
            del self._of[key]

    def _make_room(self, group: Iterable[Connection]) -> bool:
        """End the connection of a group that can best be spared; say whether there was one."""
        spare = min(group, key=lambda one: (one.phase, one.since))
        if spare.phase is Phase.WORK:
            return False
        self.leave(spare)
        spare.abort()
        return True

    def _sweep(self) -> None:
        """End what has reached its deadline, once a second as long as there are connections."""
        now = self.clock()
        for connection in tuple(self._all):
            if connection.deadline() <= now:
                connection.expire()
        again = asyncio.get_running_loop().call_later(1.0, self._sweep) if self._all else None
        self._sweeping = again
