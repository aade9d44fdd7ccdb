"""Ask as many users at once would: each sends a query, waits for the whole answer, and sends the next.

Run as a process of its own, with nothing but sockets and a clock, so that the asking costs little beside the answering;
how much it cost is part of the figures.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import uvloop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Pressure:
    """What came of it: answers a second, milliseconds, answers by status (0: none), and processor use of the asking."""

    rate: float
    median: float
    p99: float
    worst: float
    statuses: dict[str, int]
    cost: float


class _User(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, requests: list[bytes], at: int, answers: list[tuple[float, int]]) -> None:
        self._requests = requests
        self._at = at
        self._answers = answers
        self._buffer = b""
        self._asked = 0.0
        self._line: asyncio.WriteTransport | None = None
        self.leaving = False
        self.gone = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._line = transport  # type: ignore[assignment]  # what a stream connection always is
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(_END)
        if not found:
            return
        length = _LENGTH.search(head)
        whole = len(rest) >= int(length[1]) if length else rest.endswith(b"0" + _END)
        if whole:
            self._answers.append((time.perf_counter() - self._asked, int(head[9:12])))
            self._buffer = b""
            self._ask()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.leaving:
            self._answers.append((time.perf_counter() - self._asked, 0))
        self.gone.set_result(None)

    def _ask(self) -> None:
        if self._line is None:
            return
        if self.leaving:
            self._line.close()
            return
        self._asked = time.perf_counter()
        self._line.write(self._requests[self._at % len(self._requests)])
        self._at += 1


async def press(address: str, queries: list[str], users: int, seconds: float, peer: str = "127.0.0.1") -> Pressure:
    """Ask for some seconds, from the address ``peer``; an answer under way at the end is waited for, and counted."""
    where = urlsplit(address)
    host, port = where.hostname or "", where.port or 80
    requests = [_request(where.netloc, where.path, query) for query in queries]
    answers: list[tuple[float, int]] = []
    begun, cost = time.perf_counter(), time.process_time()
    started = []
    for number in range(users):
        user = _User(requests, number * len(requests) // users, answers)
        await asyncio.get_running_loop().create_connection(
            partial(_itself, user), host, port, local_addr=(peer, 0) if host == "127.0.0.1" else None
        )
        started.append(user)
    await asyncio.sleep(seconds)
    for user in started:
        user.leaving = True
    await asyncio.wait([user.gone for user in started], timeout=15)
    return _figures(answers, time.perf_counter() - begun, time.process_time() - cost)


def _itself(user: _User) -> _User:
    return user


def _figures(answers: list[tuple[float, int]], seconds: float, cost: float) -> Pressure:
    waits = sorted(1000 * wait for wait, _ in answers)
    return Pressure(
        rate=len(answers) / seconds,
        median=waits[len(waits) // 2],
        p99=waits[int(len(waits) * 0.99)],
        worst=waits[-1],
        statuses={str(status): count for status, count in sorted(Counter(status for _, status in answers).items())},
        cost=cost / seconds,
    )


def _request(host: str, path: str, query: str) -> bytes:
    accept = "application/sparql-results+json, application/n-triples"
    return f"GET {path}?query={quote(query)} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode("ascii")


def main(arguments: list[str]) -> None:
    """Press as ``pressure ADDRESS FILE USERS SECONDS``; the file is a JSON list of queries, the answer a JSON object."""
    address, file, users, seconds = arguments
    queries = json.loads(Path(file).read_text(encoding="utf-8"))
    print(json.dumps(asdict(uvloop.run(press(address, queries, int(users), float(seconds))))))  # noqa: T201  its answer


if __name__ == "__main__":
    main(sys.argv[1:])
