"""One connection and the bytes that come: until when each part of a request may take, and what is answered; no second passes."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from api.edge.bounded_http import CONNECTION, BoundedProtocol, protocol_within
from api.edge.connections import ConnectionLimits, Phase
from tests.api.edge.hurried import hurried

LIMITS = ConnectionLimits(
    head_bytes=1000,
    body_bytes=5000,
    head_seconds=10.0,
    body_seconds=20.0,
    body_rate=100,
    write_seconds=30.0,
    idle_seconds=40.0,
    refused_seconds=50.0,
    linger_seconds=60.0,
)
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nContent-Length: 9000\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"


class Wire(asyncio.Transport):
    """The system's end of a connection; ``waits`` is what the client has not taken."""

    def __init__(self) -> None:
        super().__init__({"peername": ("10.0.0.7", 1234), "sockname": ("127.0.0.1", 80)})
        self.sent = b""
        self.waits = 0
        self.done: list[str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def write_eof(self) -> None:
        self.done.append("eof")

    def close(self) -> None:
        self.done.append("closed")

    def abort(self) -> None:
        self.done.append("aborted")

    def is_closing(self) -> bool:
        return bool({"closed", "aborted"} & set(self.done))

    def get_write_buffer_size(self) -> int:
        return self.waits

    def pause_reading(self) -> None:
        self.done.append("paused")

    def resume_reading(self) -> None:
        self.done.append("resumed")


class Server:
    """An application that answers when ``go`` is set, and what it saw."""

    def __init__(self, limits: ConnectionLimits = LIMITS) -> None:
        self.go, self.begin = asyncio.Event(), False
        self.scopes: list[Scope] = []
        self._protocol = protocol_within(limits)
        self._config = uvicorn.Config(self._answer, ws="none", interface="asgi3", log_config=None, access_log=False)
        self._state = ServerState()

    def connect(self) -> tuple[BoundedProtocol, Wire]:
        line, wire = self._protocol(self._config, self._state, {}), Wire()
        line.connection_made(wire)
        return line, wire

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
        if self.begin:
            await send(start)
        await self.go.wait()
        if not self.begin:
            await send(start)
        await send({"type": "http.response.body", "body": b"ok"})


def connected(
    test: Callable[[Server, BoundedProtocol, Wire], Awaitable[None]], limits: ConnectionLimits = LIMITS
) -> None:
    """Run a test with one connection, which is made at second 0."""

    async def run() -> None:
        server = Server(limits)
        await test(server, *server.connect())
        server.go.set()
        await asyncio.sleep(0)

    hurried(run())


def test_each_part_of_a_request_has_its_time() -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        assert (line.phase, line.deadline()) == (Phase.IDLE, 40)
        await asyncio.sleep(1)
        line.data_received(POST[:9])
        assert (line.phase, line.deadline()) == (Phase.HEAD, 1 + 10)
        await asyncio.sleep(2)
        line.data_received(POST[9:30])
        assert line.deadline() == 1 + 10  # who sends a head slowly gets no more time
        line.data_received(POST[30:])
        assert (line.phase, line.deadline()) == (Phase.WORK, 3 + 20)
        await asyncio.sleep(4)
        line.data_received(b"x" * 1500)
        assert line.deadline() == 3 + 20 + 15  # a second for each 100 bytes
        line.data_received(b"x" * 100)
        assert line.deadline() == 3 + 20 + 16
        line.data_received(b"x" * 7400)
        assert (line.phase, line.deadline()) == (Phase.WORK, math.inf)  # it waits for the application
        await asyncio.sleep(500)
        server.go.set()
        await asyncio.sleep(0)
        assert wire.sent.startswith(OK)
        assert (line.phase, line.deadline()) == (Phase.IDLE, 507 + 40)
        assert line.peer == "10.0.0.7"

    connected(go, replace(LIMITS, body_bytes=20_000))


def test_a_body_that_nobody_reads_any_more_has_a_little_time_to_end() -> None:
    async def go(server: Server, line: BoundedProtocol, _wire: Wire) -> None:
        server.go.set()
        line.data_received(POST + b"x" * 10)
        await asyncio.sleep(3)
        assert (line.phase, line.deadline()) == (Phase.BODY, 0 + 60)
        assert len(server.scopes) == 1

    connected(go)


def test_a_body_that_the_application_does_not_read_is_not_late() -> None:
    async def go(_server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(b"POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + b"x" * 70_000)
        assert "paused" in wire.done
        assert line.deadline() == math.inf

    connected(go, replace(LIMITS, body_bytes=1 << 20))


def test_a_client_that_takes_nothing_has_its_own_time() -> None:
    async def go(_server: Server, line: BoundedProtocol, _wire: Wire) -> None:
        line.data_received(GET)
        assert (line.deadline(), line.stalled) == (math.inf, 0)
        await asyncio.sleep(5)
        line.pause_writing()
        await asyncio.sleep(2)
        assert (line.deadline(), line.stalled) == (5 + 30, 2)
        line.resume_writing()
        assert (line.deadline(), line.stalled) == (math.inf, 0)

    connected(go)


@pytest.mark.parametrize(
    ("data", "begun", "waits", "done", "said"),
    [
        (b"", False, 0, "aborted", b""),
        (GET[:9], False, 0, "closed", b"408 Request Timeout"),
        (GET[:9], False, 7, "aborted", b""),
        (POST, False, 0, "closed", b"408 Request Timeout"),
        (POST, True, 0, "aborted", OK),
        (GET, True, 0, "aborted", OK),
    ],
)
def test_who_is_late_is_told_unless_an_answer_is_on_its_way(
    data: bytes, *, begun: bool, waits: int, done: str, said: bytes
) -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        server.begin = begun
        line.data_received(data)
        await asyncio.sleep(0)
        wire.waits = waits
        line.expire()
        assert done in wire.done
        assert "closed" not in wire.done or done == "closed"
        assert said in wire.sent
        assert bool(wire.sent) is bool(said)

    connected(go)


def test_a_refusal_is_a_complete_answer_of_plain_text() -> None:
    async def go(_server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(b"nonsense\r\n\r\n")
        assert wire.sent == (
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 11\r\n"
            b"connection: close\r\n\r\nBad Request"
        )
        assert wire.done == ["paused", "eof"]  # and is closed later
        assert (line.phase, line.deadline()) == (Phase.REFUSED, 50)
        line.data_received(GET)
        assert wire.sent.count(b"HTTP/1.1") == 1
        await asyncio.sleep(50)
        assert wire.done[:3] == ["paused", "eof", "aborted"]

    connected(go)


def test_where_there_is_no_place_it_is_said_when_to_come_again() -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(GET)
        _, other = server.connect()
        assert other.sent == (
            b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 19\r\n"
            b"retry-after: 5\r\nconnection: close\r\n\r\nService Unavailable"
        )
        assert other.done == ["closed"]
        line.connection_lost(None)
        assert not server.connect()[1].sent
        assert wire.done == ["closed"]

    connected(go, replace(LIMITS, connections=1))


def head(size: int, name: str = "X") -> bytes:
    """A request whose address and headers have so many bytes, as they are counted."""
    return b"GET / HTTP/1.1\r\n%s: %s\r\n\r\n" % (name.encode(), b"b" * (size - 1 - len(name) - 4))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (head(1000), b""),
        (head(1001), b"431 "),
        (b"GET /" + b"a" * 999 + b" HTTP/1.1\r\n\r\n", b""),
        (b"GET /" + b"a" * 1000 + b" HTTP/1.1\r\n\r\n", b"414 "),
        (b"GET /" + b"a" * 990 + b" HTTP/1.1\r\nX: b\r\nY: c\r\n\r\n", b"431 "),
        (b"GET /" + b"a" * 996, b"414 "),
        (b"GET / HTTP/1.1\r\nX: b\r\nY: " + b"c" * 990, b"431 "),
    ],
)
def test_an_address_and_its_headers_have_one_bound(data: bytes, said: bytes) -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(data)
        await asyncio.sleep(0)
        assert wire.sent[9:13] == said
        assert len(server.scopes) == (not said)

    connected(go)


def test_the_bound_is_that_of_one_request() -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        server.go.set()
        for _ in range(4):
            line.data_received(head(900))
            await asyncio.sleep(0)
        assert wire.sent.count(OK) == 4

    connected(go)


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ((b"x" * 6000,), b""),  # what is taken, and once more the size of a head
        ((b"x" * 6000, b"x"), b"413 "),
        ((b"x" * 3000, b"x" * 3000), b""),
        ((b"x" * 3000, b"x" * 3001), b"413 "),
    ],
)
def test_a_body_has_a_bound(pieces: tuple[bytes, ...], said: bytes) -> None:
    async def go(_server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(POST)
        for piece in pieces:
            assert not wire.sent
            line.data_received(piece)
        assert wire.sent[9:13] == said
        assert wire.is_closing() is bool(said)

    connected(go)


@pytest.mark.parametrize(("mark", "said"), [(b"1;" + b"y" * 2, b""), (b"1;" + b"y" * 20, b"413 ")])
def test_the_marks_of_chunks_may_have_a_few_times_the_bytes_of_a_body(mark: bytes, said: bytes) -> None:
    async def go(_server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(CHUNKED)
        for _ in range(120):
            line.data_received(mark + b"\r\na\r\n")
        assert wire.sent[9:13] == said

    connected(go, replace(LIMITS, head_bytes=200))


def test_headers_after_a_body_are_left_out() -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        server.go.set()
        line.data_received(CHUNKED + b"1\r\na\r\n0\r\nX-Late: b\r\n\r\n")
        await asyncio.sleep(0)
        assert wire.sent.startswith(OK)
        (scope,) = server.scopes
        assert scope["headers"] == [(b"transfer-encoding", b"chunked")]
        assert scope["extensions"] == {CONNECTION: line}

    connected(go)


def test_of_two_requests_at_once_the_second_is_answered_after_the_first() -> None:
    async def go(server: Server, line: BoundedProtocol, wire: Wire) -> None:
        line.data_received(GET + GET)
        await asyncio.sleep(3)
        assert (len(server.scopes), wire.sent) == (1, b"")
        assert line.phase is Phase.WORK
        server.go.set()
        await asyncio.sleep(0.1)
        assert (wire.sent.count(OK), line.phase, line.deadline()) == (2, Phase.IDLE, 3 + 40)

    connected(go)
