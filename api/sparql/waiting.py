"""Which queries wait for a worker and which of them is next, and which are known to be slow."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterable

from api.sparql.runs import RunningQuery
from api.sparql.worker_connection import WorkerConnection

_REMEMBERED = 512  # texts


class WaitingQueries:
    """Queries that wait, in the order they came; the next is one of the client that has the fewest workers."""

    def __init__(self) -> None:
        """Start with none."""
        self._runs: list[RunningQuery] = []

    def __len__(self) -> int:
        """Count them."""
        return len(self._runs)

    def add(self, run: RunningQuery) -> "asyncio.Future[WorkerConnection | None]":
        """Let a query wait."""
        turn = run.turn = asyncio.get_running_loop().create_future()
        self._runs.append(run)
        return turn

    def remove(self, run: RunningQuery) -> bool:
        """Take a query out; say whether it waited still."""
        waited = run in self._runs
        if waited:
            self._runs.remove(run)
        return waited

    def give(self, worker: WorkerConnection | None, running: Iterable[RunningQuery]) -> bool:
        """Give the next query a worker, or the leave to start one; say whether there was a query."""
        if not self._runs:
            return False
        busy = Counter(run.client for run in running if run.connection is not None)
        run = min(self._runs, key=lambda one: busy[one.client])
        self._runs.remove(run)
        if run.turn is None or run.turn.done():  # it has left this very moment
            return self.give(worker, running)
        run.placed = True
        run.turn.set_result(worker)
        return True


class SlowQueries:
    """The texts that took long when they ran last; what is known to be slow need not hold up the quick ones first."""

    def __init__(self) -> None:
        """Know none."""
        self._texts: OrderedDict[int, None] = OrderedDict()  # by their hashes: a text may have a megabyte

    def __contains__(self, text: str) -> bool:
        """Whether a text is known to be slow."""
        return hash(text) in self._texts

    def note(self, text: str, *, slow: bool) -> None:
        """Remember how a text did."""
        self._texts.pop(hash(text), None)
        if slow:
            self._texts[hash(text)] = None
        if len(self._texts) > _REMEMBERED:
            self._texts.popitem(last=False)
