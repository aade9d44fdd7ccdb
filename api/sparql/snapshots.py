"""Which snapshot of the store queries read: that of the current revision, compacted in a quiet moment."""

import asyncio
import time

from api.sparql.compaction import CompactionScheduler
from graph.store import Store


class Snapshots:
    """The snapshots of one store; belongs to one event loop.

    Attributes:
        source: where workers find the present one; empty before the first query.
        renewed: since when it is the present one.
        order: when the store is compacted.
    """

    def __init__(self, store: Store) -> None:
        """Make none."""
        self.source = ""
        self.renewed = 0.0
        self.order = CompactionScheduler(store)
        self._store = store
        self._revision = -1
        self._renewing = asyncio.Lock()

    async def current(self) -> str:
        """Give the source of a snapshot of the current revision."""
        if self._revision != self._store.revision:
            async with self._renewing:
                revision = self._store.revision
                self.source = await asyncio.to_thread(self._store.source)
                self._revision, self.renewed = revision, time.monotonic()
                self.order.see(revision, self.renewed)
        return self.source

    async def compact(self) -> None:
        """Let the next query read a compacted snapshot."""
        if await self.order.make():
            async with self._renewing:
                self._revision = -1
