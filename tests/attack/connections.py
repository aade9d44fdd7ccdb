"""B: the connections. Endless requests, requests that never end, answers that nobody takes, places that nobody uses."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.attack.target import TOKEN, Target, ended, pushed, target

MOST = 12 << 20  # bytes of a request that never ends
GROWTH = 150  # megabytes
READERS = 30
IDLE = 1100
SLOW = 45.0  # seconds; the longest time that a connection without progress has
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
LARGE = "SELECT ?a ?b ?c ?d { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } BIND('%s' AS ?d) }"


def attack(root: Path) -> Iterator[str]:
    """Yield each weakness that was found."""
    with target(root, data=None) as one:
        yield from _endless(one)
        yield from _never_ending(one)
        yield from _not_taken(one)
        yield from _unused(one)


def _endless(one: Target) -> Iterator[str]:
    before = one.memory()
    kinds = {
        "request line": (b"GET /", b"a" * 4096),
        "headers": (HEAD, b"X-A: " + b"b" * 1000 + b"\r\n"),
        "one header": (HEAD + b"X-A: ", b"b" * 4096),
        "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: " + b"b" * 1000 + b"\r\n"),
        "second request": (HEAD + b"\r\nGET /", b"a" * 4096),
        "chunks of one byte": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 2000 + b"\r\na\r\n"),
    }
    for name, (first, piece) in kinds.items():
        with one.connect() as line:
            if pushed(line, first, piece, MOST) >= MOST:
                yield f"an endless {name} is read without end"
    if one.memory() > before + GROWTH:
        yield f"endless requests took {one.memory() - before} MB"
    if not one.answers():
        yield "after endless requests nobody else is served"


def _never_ending(one: Target) -> Iterator[str]:
    kinds = {
        "nothing": b"",
        "half a head": HEAD,
        "half a body": b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 1000\r\n\r\ntoken=",
        "half an upload": b"POST /api/import HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
        % TOKEN.encode()
        + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n",
    }
    with ExitStack() as stack:
        lines = {name: stack.enter_context(one.connect()) for name in kinds}
        for name, line in lines.items():
            line.sendall(kinds[name])
        end = time.monotonic() + SLOW
        for name, line in lines.items():
            if not ended(line, max(0.1, end - time.monotonic())):
                yield f"a connection that sends {name} is kept for ever"


def _not_taken(one: Target) -> Iterator[str]:
    """Ask for large answers and read none of them."""
    words = " ".join(str(number) for number in range(46))
    query = (LARGE % (words, words, words, "x" * 250)).encode()
    request = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
    request += b"Accept: text/csv\r\nContent-Length: %d\r\n\r\n%s" % (len(query), query)
    with one.client() as first:  # which has the parser and a worker loaded
        first.post("/sparql", content=b"ASK {}", headers={"Content-Type": "application/sparql-query"})
    before = one.memory()
    with ExitStack() as stack:
        lines = []
        for _ in range(READERS):
            line = socket.socket()
            stack.callback(line.close)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", one.port))
            line.sendall(request)
            lines.append(line)
        end = time.monotonic() + SLOW
        most = 0
        while time.monotonic() < end:
            most = max(most, one.memory())
            time.sleep(0.2)
        if most > before + GROWTH:
            yield f"{READERS} clients that do not read took {most - before} MB"
        if not one.answers():
            yield "while clients do not read nobody else is served"
        if not all(ended(line, 10.0) for line in lines):
            yield "a client that does not read keeps its answer for ever"


def _unused(one: Target) -> Iterator[str]:
    """Take all places and use none."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * IDLE)), hard))
    try:
        with ExitStack() as stack:
            for _ in range(IDLE):
                stack.enter_context(one.connect())
            if not one.answers():
                yield "idle connections lock everybody out"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
