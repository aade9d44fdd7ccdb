"""When the store is put in order for queries: in a quiet moment after writes, and a tenth of the time at most."""

import asyncio
import math
import time
from contextlib import suppress
from dataclasses import dataclass

from graph.errors import GraphError
from graph.store import Store

_QUIET = 3.0  # seconds without a write
_REST = 9  # times as long as it took, before the next time


@dataclass(slots=True)
class CompactionScheduler:
    """The order of one store; times are of the monotonic clock."""

    store: Store
    _revision: int = -1
    _since: float = 0.0  # when the revision was first seen
    _wanted: bool = False
    _not_before: float = 0.0

    def see(self, revision: int, now: float) -> None:
        """Take note of the revision that queries are asked of from now on."""
        if revision != self._revision:
            self._revision, self._since, self._wanted = revision, now, True

    def due(self, now: float) -> bool:
        """Whether the store had better be put in order now."""
        return self._wanted and now - self._since >= _QUIET and now >= self._not_before

    async def make(self) -> bool:
        """Put the store in order, once at a time; say whether it has a new source since."""
        self._wanted, self._not_before = False, math.inf
        began = time.monotonic()
        try:
            with suppress(GraphError):  # closed meanwhile
                return await asyncio.to_thread(self.store.compact)
            return False
        finally:
            ended = time.monotonic()
            self._not_before = ended + _REST * (ended - began)
