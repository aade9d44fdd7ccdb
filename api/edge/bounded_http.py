"""HTTP/1.1 within bounds: uvicorn's protocol on httptools, with limits of size, time and number on every connection.

uvicorn bounds neither the request line nor the headers, waits for ever for a first request or for the rest of one, and
keeps an answer for a client that does not take it.

Guarantees:
    1. No request needs more memory than ``head_bytes`` and what its address takes of a body.
    2. Every connection that makes no progress ends; see ``api.edge.connections``.
    3. What is refused here is answered in plain text with its own status, and the connection is closed.

Source: RFC 9110, 15.5.9 (408), 15.5.15 (414), 15.6.4 (503); RFC 6585, 5 (431); RFC 9112, 9.6 (tear-down).
"""

import asyncio
import math
from http import HTTPStatus
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.edge.connections import ConnectionLimits, Connections, Phase

CONNECTION = "dutygraph.connection"
"""The extension of a scope that gives the connection of a request to ``api.edge.delivery``."""

_AGAIN = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE}
)
_TRAFFIC = 8  # bytes that may be sent for each byte of a body in chunks


class BoundedProtocol(HttpToolsProtocol):
    """One connection; ``protocol_within`` makes a class with limits of it.

    A request is read (``_reading`` says which part of it) while the one before may still be worked on (``_working``).
    """

    limits = ConnectionLimits()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.since = self.loop.time()
        self._reading = Phase.IDLE
        self._working = False
        self._stalled_since = math.inf
        self._head = self._received = self._taken = 0  # bytes: of the head, since it is read, of the body
        self._fault = HTTPStatus.BAD_REQUEST
        found = getattr(server_state, "bounded", None)
        self._others: Connections = found or Connections(self.limits, self.loop.time)
        if found is None:
            server_state.bounded = self._others  # type: ignore[attr-defined]  # one for all connections of a server

    @property
    def peer(self) -> str:
        """The address of the other end."""
        return self.client[0] if self.client else ""

    @property
    def phase(self) -> Phase:
        """What the connection is doing."""
        return Phase.WORK if self._working else self._reading

    @property
    def stalled(self) -> float:
        """For how many seconds the client has taken nothing of an answer that fills the buffers."""
        return max(0.0, self.loop.time() - self._stalled_since)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Take the connection in, or refuse it where all places are in use."""
        super().connection_made(transport)
        if not self._others.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place free."""
        self._others.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request, and refuse a head or a body that grows too large."""
        if self.transport.is_closing() or self._reading is Phase.REFUSED:
            return
        self._received += len(data)
        super().data_received(data)
        if self._reading is Phase.HEAD and self._received > self.limits.head_bytes:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if self.headers else HTTPStatus.REQUEST_URI_TOO_LONG
            )
        elif self._reading is Phase.BODY and self._received > self._most_bytes():
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # as in uvicorn
        """Refuse what the parser refuses, or what was found too large while it was parsed."""
        self._refuse(self._fault)

    def on_message_begin(self) -> None:
        """Start the clock of a request."""
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: self}  # type: ignore[dict-item]  # an extension of our own
        self._head = self._taken = 0
        self._enter(Phase.HEAD)

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self._count(len(url), HTTPStatus.REQUEST_URI_TOO_LONG)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that follows a body is left out, since nothing reads it."""
        if self._reading is Phase.HEAD:
            self._count(len(name) + len(value) + 4, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request over."""
        self._enter(Phase.BODY)
        self._received = 0
        self._working = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._taken += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the answer."""
        super().on_message_complete()
        self._received = 0
        self._enter(Phase.IDLE)

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the end of the body that is no longer read."""
        self._working = bool(self.pipeline)
        self.since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note that the client does not take what is sent."""
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that it does."""
        self._stalled_since = math.inf
        super().resume_writing()

    def deadline(self) -> float:
        """Give the time at which the connection is to be ended, unless something happens."""
        return min(self._stalled_since + self.limits.write_seconds, self.since + self._patience())

    def expire(self) -> None:
        """End the connection because its time is up; a request in progress gets an answer that states this."""
        told = self._reading > Phase.IDLE and not self.transport.get_write_buffer_size()
        if told and not (self._working and self.cycle.response_started):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.abort()

    def abort(self) -> None:
        """End the connection now."""
        self.transport.abort()

    def _patience(self) -> float:
        """Give the seconds that the present part of a request may take."""
        if self._reading is Phase.REFUSED:
            return self.limits.refused_seconds
        if self._reading is Phase.HEAD:
            return self.limits.head_seconds
        if self._reading is Phase.BODY:
            if not self._working:
                return self.limits.linger_seconds
            slow = self.limits.body_seconds + self._taken / self.limits.body_rate
            return math.inf if self.flow.read_paused else slow  # what the application does not read is not late
        return math.inf if self._working else self.limits.idle_seconds

    def _enter(self, phase: Phase) -> None:
        self._reading, self.since = phase, self.loop.time()

    def _count(self, size: int, fault: HTTPStatus) -> None:
        self._head += size
        if self._head > self.limits.head_bytes:
            self._fault = fault
            raise ValueError(fault.phrase)  # which the parser passes on, and uvicorn answers by ``send_400_response``

    def _most_bytes(self) -> int:
        """Give the most bytes that a body may have taken so far, with the marks of its chunks."""
        return min(self.limits.head_bytes + _TRAFFIC * self._taken, self.limits.body_bytes) + self.limits.head_bytes

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer without any application, and close; an answer that was begun is cut off instead.

        What may come again immediately is closed later: a client that sends such requests without end waits meanwhile.
        """
        if self.transport.is_closing():
            self.abort()
            return
        if self._working and self.cycle.response_started:
            self.abort()
            return
        again = b"retry-after: 5\r\n" if status is HTTPStatus.SERVICE_UNAVAILABLE else b""
        words = status.phrase.encode()
        self.transport.write(
            b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n%sconnection: close\r\n\r\n%s"
            % (status, words, len(words), again, words)
        )
        if status in _AGAIN and not self._working:
            self.transport.pause_reading()
            self.transport.write_eof()
            self.url, self.headers = b"", []
            self._enter(Phase.REFUSED)
        else:
            self.transport.close()


def protocol_within(limits: ConnectionLimits) -> type[BoundedProtocol]:
    """Make the class of connections within limits."""
    return type("BoundedProtocol", (BoundedProtocol,), {"limits": limits})
