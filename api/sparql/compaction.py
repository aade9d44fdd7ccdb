"""When the store is compacted for queries: in a quiet moment after writes, and a tenth of the time at most."""

import asyncio
import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from graph.errors import GraphError
from graph.store import Store

_QUIET = 3.0  # seconds without a write
_REST = 9  # times as long as it took, before the next time


@dataclass(slots=True)
class CompactionScheduler:
    """When to compact one store; times are those of ``clock``."""

    store: Store
    clock: Callable[[], float] = time.monotonic
    _revision: int = -1
    _since: float = 0.0  # when the revision was first seen
    _wanted: bool = False
    _not_before: float = 0.0

    def see(self, revision: int, now: float) -> None:
        """Note the revision that queries read from now on."""
        if revision != self._revision:
            self._revision, self._since, self._wanted = revision, now, True

    def due(self, now: float) -> bool:
        """Whether to compact the store now."""
        return self._wanted and now - self._since >= _QUIET and now >= self._not_before

    async def make(self) -> bool:
        """Compact the store, once at a time; tell whether it has a new source since."""
        self._wanted, self._not_before = False, math.inf
        began = self.clock()
        try:
            with suppress(GraphError):  # closed meanwhile
                return await asyncio.to_thread(self.store.compact)
            return False
        finally:
            ended = self.clock()
            self._not_before = ended + _REST * (ended - began)
