"""Read many sources in several processes, and give what was read in the order of the sources.

Guarantees:
    1. The same readings in the same order as one process gives, for every number of processes.
    2. A few sources are in memory at a time, however many there are.
    3. A source that ends its process is reported; every other one is read.
"""

import os
import signal
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from extract.messages import message
from graph.build.reading import SourceReading, read_source

_FEW = 8  # sources: so many are read sooner than processes start
_AHEAD = 4  # sources in work or waiting, for each process
_READ_BY_ONE = 500  # sources, before a process makes room for a new one

_known: frozenset[str] = frozenset()  # in a process of the pool


def readings(sources: Sequence[Path], known: frozenset[str], processes: int = 0) -> Iterator[SourceReading]:
    """Read sources, in order.

    Args:
        sources: files.
        known: the SHA-256 of the documents that need not be read again.
        processes: how many; 0 for one a processor where it is worth it, 1 for this one alone.
    """
    many = processes or (os.cpu_count() or 1 if len(sources) > _FEW else 1)
    if many == 1:
        yield from (read_source(source, known) for source in sources)
        return
    waiting = deque(sources)
    while waiting:
        suspects = yield from _until_one_ends(waiting, known, many)
        for source in suspects:
            yield _alone(source, known)


def _until_one_ends(
    waiting: deque[Path], known: frozenset[str], many: int
) -> Generator[SourceReading, None, list[Path]]:
    """Read sources until a process ends; return those in work then, of which one ended it."""
    running: deque[tuple[Path, Future[SourceReading]]] = deque()
    pool = _pool(known, many)
    try:
        while waiting or running:
            while waiting and len(running) < many * _AHEAD:
                running.append((waiting[0], pool.submit(_read, waiting[0])))
                waiting.popleft()
            yield running[0][1].result()
            running.popleft()
    except BrokenProcessPool:
        return [source for source, _ in running]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return []


def _alone(source: Path, known: frozenset[str]) -> SourceReading:
    """Read a source in a separate process, which it may end."""
    with _pool(known, 1) as pool:
        try:
            return pool.submit(_read, source).result()
        except BrokenProcessPool:
            ended = message(
                "{name}：读取它的进程意外结束（可能是内存不足），未导入。请拆分后分别导入，或将文件交管理员处理。",
                name=source.name,
            )
            return SourceReading(source=source, error=ended)


def _pool(known: frozenset[str], many: int) -> ProcessPoolExecutor:
    # spawned: a copy of a process with threads of the engine may hang
    context = get_context("spawn")
    return ProcessPoolExecutor(
        many, mp_context=context, initializer=_begin, initargs=(known,), max_tasks_per_child=_READ_BY_ONE
    )


def _begin(known: frozenset[str]) -> None:
    global _known  # noqa: PLW0603  set once, before the first source: too large to send with each
    _known = known
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asked hears it, and ends the others


def _read(source: Path) -> SourceReading:
    return read_source(source, _known)
