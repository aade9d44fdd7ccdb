"""Read many sources in several processes, and give what was read in the order of the sources.

Guarantees:
    1. The same readings in the same order as one process gives, for every number of processes.
    2. A few sources are in memory at a time, however many there are.
    3. A source that ends its process is reported; every other one is read.
    4. No process is started for what is known.
"""

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from extract.messages import message
from graph.build.reading import SourceReading, known_source, read_source
from graph.processes import ignore_interrupt, pool

_FEW = 8  # sources: so many are read sooner than processes start
_AHEAD = 8  # sources in work or waiting, for each process: they are read while a batch is stored
_READ_BY_ONE = 500  # sources, for each process, before new processes take their place

_Looked: TypeAlias = tuple[Path, SourceReading | None]  # a source, and what it is where the store knows it

_known: frozenset[str] = frozenset()  # in a process of the pool


def readings(sources: Sequence[Path], known: frozenset[str], processes: int = 0) -> Iterator[SourceReading]:
    """Read sources, in order.

    Args:
        sources: files.
        known: the SHA-256 of the documents that need not be read again.
        processes: how many; 0 for one a processor where it is worth it, 1 for this one alone.
    """
    looked = ((source, known_source(source, known)) for source in sources)
    first = list(_until_many(looked))
    waiting = chain(first, looked)
    many = processes or (os.cpu_count() or 1 if _unread(first) > _FEW else 1)
    if many == 1:
        yield from (found or read_source(source, known) for source, found in waiting)
        return
    suspects: list[_Looked] | None = []
    while suspects is not None:
        suspects = yield from _until_one_ends(waiting, known, many)
        for source, found in suspects or ():
            yield found or alone(source, known)


def _until_many(looked: Iterator[_Looked]) -> Iterator[_Looked]:
    """Give sources until more than a few of them are to be read."""
    unread = 0
    for one in looked:
        yield one
        unread += _unread([one])
        if unread > _FEW:
            return


def _unread(looked: Iterable[_Looked]) -> int:
    return sum(found is None for _, found in looked)


def _until_one_ends(
    waiting: Iterator[_Looked], known: frozenset[str], many: int
) -> Generator[SourceReading, None, list[_Looked] | None]:
    """Read as many sources as processes are meant for, or until a process ends.

    Returns:
        The sources in work when a process ended, one of which ended it; ``None`` where there are no more sources.
    """
    running: deque[tuple[_Looked, Future[SourceReading]]] = deque()
    processes = _pool(known, many)
    given = islice(waiting, many * _READ_BY_ONE)
    try:
        running.extend((one, _submitted(processes, *one)) for one in islice(given, many * _AHEAD))
        if not running:
            return None
        while running:
            yield running[0][1].result()
            running.popleft()
            running.extend((one, _submitted(processes, *one)) for one in islice(given, 1))
    except BrokenProcessPool:
        return [(source, found or _ended_well(future)) for (source, found), future in running]
    finally:
        processes.shutdown(wait=False, cancel_futures=True)
    return []


def _submitted(processes: ProcessPoolExecutor, source: Path, found: SourceReading | None) -> Future[SourceReading]:
    """Have a source read, unless it was found to be known."""
    future: Future[SourceReading] = Future()
    if found:
        future.set_result(found)
        return future
    try:
        return processes.submit(_read, source)
    except BrokenProcessPool as error:
        future.set_exception(error)
        return future


def _ended_well(future: Future[SourceReading]) -> SourceReading | None:
    return future.result() if future.done() and future.exception() is None else None


def alone(source: Path, known: frozenset[str]) -> SourceReading:
    """Read a source in a separate process, which it may end."""
    with _pool(known, 1) as process:
        try:
            return process.submit(_read, source).result()
        except BrokenProcessPool:
            ended = message(
                "{name}：读取它的进程意外结束（可能是内存不足），未导入。请拆分后分别导入，或将文件交管理员处理。",
                name=source.name,
            )
            return SourceReading(source=source, error=ended)


def _pool(known: frozenset[str], many: int) -> ProcessPoolExecutor:
    return pool(many, read_source.__module__, _begin, known)


def _begin(known: frozenset[str]) -> None:
    global _known  # noqa: PLW0603  set once, before the first source: too large to send with each
    _known = known
    ignore_interrupt()


def _read(source: Path) -> SourceReading:
    return read_source(source, _known)
