"""The bounds of a connection, with short times: what is refused with which status, and who is served."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from api.edge.connections import ConnectionLimits, Phase
from api.edge.server import BoundedServer, allow_connections
from tests.api.serving import PATIENCE
from tests.api.sparql.conftest import until
from tests.attack.target import ended, pushed

LIMITS = ConnectionLimits(
    head_bytes=8 << 10,
    body_bytes=1 << 20,
    head_seconds=1.0,
    body_seconds=1.0,
    write_seconds=2.0,
    idle_seconds=1.0,
    linger_seconds=1.0,
    connections=8,
    peer_connections=6,
    answer_bytes=20 << 20,
)
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


@dataclass(slots=True)
class House:
    """A server of one application, and what its paths wait for."""

    port: int
    server: BoundedServer
    go: threading.Event

    def connect(self, peer: str = "127.0.0.1") -> socket.socket:
        line = socket.socket()
        line.settimeout(PATIENCE)
        line.bind((peer, 0))
        line.connect(("127.0.0.1", self.port))
        return line

    def get(self, path: str = "/", method: str = "GET") -> httpx.Response:
        return httpx.request(method, f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE, trust_env=False)

    def phases(self) -> list[Phase]:
        connections = getattr(self.server.server_state, "bounded", None)  # there from the first one on
        return [connection.phase for connection in tuple(connections._all)] if connections else []


@contextmanager
def serving(limits: ConnectionLimits = LIMITS) -> Iterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        go = threading.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                await (await _answer(Request(scope, receive), go))(scope, receive, send)

        ready = threading.Event()
        server = BoundedServer(app, ready.set, limits)
        one = House(listener.getsockname()[1], server, go)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(PATIENCE)
            yield one
        finally:
            one.go.set()
            server.should_exit = True
            thread.join(PATIENCE)


async def _answer(request: Request, go: threading.Event) -> Response:
    if request.url.path == "/large":
        return Response(b"x" * (8 << 20))
    if request.url.path == "/wait":
        while not go.is_set() and not await request.is_disconnected():
            pass
        return PlainTextResponse("waited")
    return PlainTextResponse(f"{len(await request.body())}")


@pytest.fixture(scope="module")
def one() -> Iterator[House]:
    with serving() as made:
        yield made


def status(line: socket.socket) -> int:
    """The status of the first answer on a connection; 0 where it ends without one."""
    data = b""
    try:
        while b"\r\n" not in data:
            piece = line.recv(1 << 16)
            if not piece:
                return 0
            data += piece
    except OSError:
        return 0
    return int(data.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (HEAD + b"X: " + b"b" * 9000 + b"\r\n\r\n", 431),
        (HEAD + b"X: b\r\n" * 2000 + b"\r\n", 431),
        (b"GET /" + b"a" * 9000, 414),
        (HEAD + b"X: " + b"b" * 9000, 431),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /" + b"a" * 7000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (POST + b"Content-Length: 100000\r\n\r\n" + b"c" * 100_000, 200),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 9000 + b"0\r\n\r\n", 200),
        (HEAD, 408),
        (POST + b"Content-Length: 10\r\n\r\nabc", 408),
        (b"", 0),
    ],
)
def test_what_is_too_large_or_too_slow_gets_a_status_of_its_own(
    one: House, request_bytes: bytes, expected: int
) -> None:
    with one.connect() as line:
        line.sendall(request_bytes)
        assert status(line) == expected
        assert ended(line, PATIENCE)


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"GET /", b"a" * 1000),
        (HEAD + b"\r\nGET /", b"a" * 1000),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 100),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 2000 + b"\r\na\r\n"),
        (POST + b"Content-Length: 900000000\r\n\r\n", b"x" * 65536),
    ],
)
def test_what_never_ends_is_ended(one: House, first: bytes, piece: bytes) -> None:
    with one.connect() as line:
        assert pushed(line, first, piece, 32 << 20) < 32 << 20
    assert one.get().status_code == 200


@pytest.mark.parametrize("endless", [b"GET /" + b"a" * 9000, HEAD + b"X: " + b"b" * 9000, b"nonsense\r\n\r\n"])
def test_nothing_more_is_read_of_who_was_refused(endless: bytes) -> None:
    with serving(replace(LIMITS, refused_seconds=PATIENCE)) as one:
        with one.connect() as line:
            line.sendall(endless)
            assert status(line) >= 400
            assert ended(line, PATIENCE)  # the answer is complete; its client may leave
            line.settimeout(0.5)
            with pytest.raises(TimeoutError):  # when all that the system takes by itself is full
                line.sendall(b"a" * (64 << 20))
            assert one.phases() == [Phase.REFUSED]
        assert one.get().status_code == 200


def test_who_was_refused_gives_way_first() -> None:
    with serving(replace(LIMITS, refused_seconds=PATIENCE, idle_seconds=PATIENCE)) as one, ExitStack() as stack:
        lines = [stack.enter_context(one.connect()) for _ in range(LIMITS.peer_connections)]
        until(lambda: len(one.phases()) == len(lines))
        lines[-1].sendall(b"nonsense\r\n\r\n")
        assert status(lines[-1]) == 400
        assert one.get().status_code == 200
        assert one.phases().count(Phase.REFUSED) == 0
        lines[0].sendall(HEAD + b"\r\n")
        assert status(lines[0]) == 200


def test_an_idle_connection_gives_way_to_a_new_client(one: House) -> None:
    with ExitStack() as stack:
        for number in range(30):
            stack.enter_context(one.connect(f"127.0.0.{2 + number % 3}"))
        assert [one.get().status_code for _ in range(3)] == [200] * 3


def test_where_all_places_work_a_new_client_is_told_when_to_come_back() -> None:
    with serving() as one, ExitStack() as stack:
        for _ in range(LIMITS.peer_connections):
            line = stack.enter_context(one.connect("127.0.0.2"))
            line.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        end = time.monotonic() + PATIENCE
        while True:
            with one.connect("127.0.0.2") as line:
                line.settimeout(0.2)
                try:
                    data = line.recv(1000)
                except TimeoutError:
                    data = b""
            if data or time.monotonic() > end:
                break
        assert data.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 5\r\n" in data
        assert one.get().status_code == 200  # another peer has places of its own


def test_a_client_that_takes_nothing_is_ended_and_others_get_large_answers(one: House) -> None:
    with ExitStack() as stack:
        lines = []
        for _ in range(4):
            line = socket.socket()
            stack.callback(line.close)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", one.port))
            line.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            lines.append(line)
        end = time.monotonic() + PATIENCE
        answer = one.get("/large")
        while answer.status_code == 503 and time.monotonic() < end:
            assert answer.headers["retry-after"] == "5"
            time.sleep(0.1)
            answer = one.get("/large")
        assert len(answer.content) == 8 << 20
        assert all(ended(line, PATIENCE) for line in lines)


def test_a_head_is_answered_as_a_get_without_the_body(one: House) -> None:
    got, asked = one.get("/large"), one.get("/large", "HEAD")
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(("files", "places"), [(5000, 400), (1200, 400), (90, 30)])
def test_there_are_as_many_places_as_the_system_gives_files(
    files: int, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[int] = []

    def given(number: int) -> int:
        wanted.append(number)
        return min(number, files)

    monkeypatch.setattr("api.edge.server.allow_files", given)
    limits = allow_connections(ConnectionLimits())
    assert wanted == [1200]
    assert (limits.connections, limits.peer_connections) == (places, min(places, 300))
