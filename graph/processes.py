"""Processes that work on behalf of this one: started so that no thread of the engine is copied.

Guarantees:
    1. Where the system allows it, a process is a copy of one that has only read a module of the program, and so starts
       at once; it is never a copy of this one, whose threads of the engine would make it hang.
"""

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import TypeVar, TypeVarTuple

_COPIED = "forkserver" in get_all_start_methods() and not getattr(sys, "frozen", False)
_AHEAD = 2  # pieces of work in hand or waiting, for each process

_T = TypeVar("_T")
_R = TypeVar("_R")
_G = TypeVarTuple("_G")


def pool(many: int, module: str, begin: Callable[[*_G], object], *given: *_G) -> ProcessPoolExecutor:
    """Give processes that have read a module; each starts with ``begin(*given)``."""
    context = get_context("forkserver" if _COPIED else "spawn")
    if _COPIED:
        context.set_forkserver_preload([module])
    return ProcessPoolExecutor(many, mp_context=context, initializer=begin, initargs=given)


def ignore_interrupt() -> None:
    """Leave it to the process that asked to hear an interrupt, and to end the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def in_order(work: Callable[[_T], _R], given: Iterable[_T], many: int) -> Iterator[_R]:
    """Give what ``work`` makes of each piece, in the order given; a few pieces are in memory at a time.

    Raises:
        BrokenProcessPool: a process ended in the middle of its work.
    """
    if many == 1:
        yield from map(work, given)
        return
    executor = pool(many, work.__module__, ignore_interrupt)
    try:
        submitted = (executor.submit(work, piece) for piece in given)
        yield from (future.result() for future in ahead(submitted, many * _AHEAD))
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def ahead(begun: Iterable[_T], most: int) -> Iterator[_T]:
    """Give pieces of work in their order, each after ``most`` later ones have begun.

    >>> def begun():
    ...     for number in range(3):
    ...         print("begun", number)
    ...         yield number
    >>> next(ahead(begun(), 1))
    begun 0
    begun 1
    0
    """
    running: deque[_T] = deque()
    for piece in begun:
        running.append(piece)
        if len(running) > most:
            yield running.popleft()
    while running:
        yield running.popleft()
