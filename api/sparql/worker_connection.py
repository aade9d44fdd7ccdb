"""A query worker as the event loop sees it: one question out, one answer in, or an error that it has died."""

import asyncio
import signal
import subprocess
from contextlib import suppress
from typing import cast

from graph.store.frames import MEMORY_SPENT, PREFIX, Reply, unpack_reply
from graph.store.workers import Worker, start_worker

_LARGE = 1 << 20  # bytes


class WorkerLostError(Exception):
    """The worker died before its answer was complete."""


class WorkerConnection(asyncio.Protocol):
    """A running worker and the line to it.

    Guarantees:
        1. An answer is given complete; a worker that dies in the middle of one gives none.
        2. ``ended`` is true from the moment that the worker is known to be gone.
        3. Large answers are taken in one after the other, so that not all are in memory together.
    """

    def __init__(self, worker: Worker, turn: asyncio.Lock) -> None:
        """Take over a worker that has just started; call ``connect_worker`` instead."""
        self.worker = worker
        self._turn = turn
        self._turning: asyncio.Task[None] | None = None
        self.ended = False
        self.source = ""  # what it was asked about last, and holds open
        self.stepped_back = False  # has lost priority, for good
        self.rests_since = 0.0
        self._line: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._answer: asyncio.Future[tuple[Reply, bytes]] | None = asyncio.get_running_loop().create_future()
        self._gone = asyncio.get_running_loop().create_future()

    async def ready(self) -> None:
        """Wait until the worker says that it is ready, which takes longest where many start together.

        Raises:
            WorkerLostError: it died instead.
        """
        if self._answer is not None:
            await self._answer

    def ask(self, frame: bytes) -> "asyncio.Future[tuple[Reply, bytes]]":
        """Send a request; the future gives reply and body.

        Raises:
            WorkerLostError: (the future) the worker died.
        """
        answer = self._answer = asyncio.get_running_loop().create_future()
        if self._line is None or self.ended:
            answer.set_exception(WorkerLostError())
        else:
            self._line.write(frame)
        return answer

    def kill(self) -> None:
        """End the process now; a query that waits for its answer fails immediately.

        A large process of low priority takes seconds to release its memory, and closes its line only after that.
        """
        self.worker.process.kill()
        self.ended = True
        self._fail()

    async def shut_down(self) -> int:
        """Kill the worker and wait until it has gone; give its exit code (a negative one is a signal)."""
        self.kill()
        if self._line is not None:
            self._line.abort()
            await self._gone
        await asyncio.to_thread(self.worker.end)
        return self.worker.process.returncode

    async def exit_code(self) -> int | None:
        """Give the exit code of a worker that seems to have died by itself; ``None`` where it lives on."""
        with suppress(subprocess.TimeoutExpired):
            return await asyncio.to_thread(self.worker.process.wait, 1)
        return None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line."""
        self._line = cast("asyncio.Transport", transport)  # a faster loop has transports of another family

    def data_received(self, data: bytes) -> None:
        """Collect an answer, and give it when it is complete."""
        self._buffer += data
        if len(self._buffer) < PREFIX.size:
            return
        head_size, body_size = PREFIX.unpack_from(self._buffer)
        body_at = PREFIX.size + head_size
        if len(self._buffer) < body_at + body_size:
            if body_size > _LARGE and self._turning is None and self._line is not None:
                self._line.pause_reading()
                self._turning = asyncio.create_task(self._wait_for_turn())
            return
        with memoryview(self._buffer) as whole:
            answer = unpack_reply(bytes(whole[PREFIX.size : body_at])), bytes(whole[body_at:])
        self._buffer = bytearray()
        self._end_turn()
        waiting, self._answer = self._answer, None  # which would hold the answer until the next one
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    def connection_lost(self, _error: Exception | None) -> None:
        """Fail the query that waits."""
        self.ended = True
        self._buffer = bytearray()
        self._end_turn()
        self._fail()
        self._gone.set_result(None)

    def _fail(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(WorkerLostError())

    async def _wait_for_turn(self) -> None:
        await self._turn.acquire()
        if self._line is not None and not self.ended:
            self._line.resume_reading()

    def _end_turn(self) -> None:
        """Let the next large answer in."""
        turning, self._turning = self._turning, None
        if turning is not None and not turning.cancel():  # it had its turn
            self._turn.release()


async def connect_worker(memory: int, seconds: float, turn: asyncio.Lock, *, network: bool) -> WorkerConnection:
    """Start a worker, open the line to it, and wait until it is ready.

    Raises:
        OSError: the system gives no more processes, sockets or memory, or the worker takes longer than ``seconds``.
        WorkerLostError: the worker died immediately.
    """
    # threads of the loop's own pool live as long as the loop: a worker dies with the thread that started it
    worker = await asyncio.to_thread(start_worker, memory, network=network)
    _, connection = await asyncio.get_running_loop().create_unix_connection(
        lambda: WorkerConnection(worker, turn), sock=worker.link
    )
    try:
        async with asyncio.timeout(seconds):
            await connection.ready()
    except BaseException:
        await connection.shut_down()
        raise
    return connection


def out_of_memory(code: int | None) -> bool:
    """Whether a worker of that exit code has most likely outgrown its memory.

    The engine aborts when the system gives it no more; the system itself kills what takes too much.
    """
    return code == MEMORY_SPENT or _ended_by(code, {"SIGABRT", "SIGKILL", "SIGSEGV", "SIGBUS"})


def out_of_time(code: int | None) -> bool:
    """Whether the system ended a worker for the processor time it used."""
    return _ended_by(code, {"SIGXCPU"})


def _ended_by(code: int | None, names: set[str]) -> bool:
    """Whether a signal of one of these names ended a process; a system may lack some."""
    return code is not None and any(code == -one.value for one in signal.Signals if one.name in names)


def named(code: int | None) -> str:
    """Name an exit code for a log.

    >>> named(-6), named(0), named(None)
    ('SIGABRT', 'exit code 0', 'still running')
    """
    if code is None:
        return "still running"
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
