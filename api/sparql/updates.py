"""Carry out an update within the bounds of a query.

The engine cannot be stopped in the middle of an update, and only the server's own process may write. So an update that
looks for what to change is rehearsed first: a worker, which can be killed, does it to a copy of the newest snapshot.
Only what came to its end there within time and memory is then done for good. An update that names all it writes is as
long as its text allows, and needs no rehearsal.

Guarantees:
    1. One update at a time; those that would wait too long are refused.
    2. An update that is refused or stopped has changed nothing.
"""

import asyncio
import shutil
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from api.edge.preconditions import expected, unchanged
from api.sparql.guard import read_update
from api.sparql.limits import Limits
from api.sparql.long_texts import LongTexts
from api.sparql.pool import Pool
from api.sparql.protocol import SparqlRequest, address_of
from api.sparql.replies import of_stop
from api.sparql.runs import Leaving, Stopped, StoppedError
from graph.store import Store
from graph.store.frames import Request as Work
from graph.store.workers import spoilable


class Updates:
    """The updates of one store, one after the other."""

    def __init__(self, store: Store, limits: Limits, texts: LongTexts) -> None:
        """Do nothing until the first update."""
        self._texts = texts
        self._store = store
        self._limits = limits
        self._turn = asyncio.Lock()

    async def answer(self, request: Request, asked: SparqlRequest, pool: Pool, leaving: Leaving) -> Response:
        """Carry out the update of a request; the right to write has been checked.

        Raises:
            RefusedRequest: 412 when others wrote after the revision of ``If-Match``.
            RefusedError: 503 or 408 when its time is up or others are running, 507 when it needs too much memory.
            GraphError: it does not parse, would leave the machine, or cannot be done.
        """
        dataset = asked.dataset("using-graph-uri", "using-named-graph-uri")
        base = address_of(request)
        try:
            update = await self._texts.read(lambda text: read_update(text, dataset), asked.update or "")
        except StoppedError as error:
            raise of_stop(error, self._limits, self._limits.seconds) from error
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                await self._turn.acquire()
        except TimeoutError as error:
            raise of_stop(StoppedError(Stopped.BUSY), self._limits, self._limits.seconds) from error
        try:
            if update.searches:
                await self._rehearse(update.text, base, pool, leaving)
            await asyncio.to_thread(self._carry_out, update.text, base, expected(request))
        finally:
            self._turn.release()
        return Response(status_code=204)

    def _carry_out(self, text: str, base: str, seen: int | None) -> None:
        with unchanged(self._store, seen):
            self._store.update(text, base)

    async def _rehearse(self, text: str, base: str, pool: Pool, leaving: Leaving) -> None:
        """Execute the update on a copy; an error of the update itself is reported when the store executes it."""
        if "://" in await asyncio.to_thread(self._store.source):
            return  # the store server has bounds of its own
        folder = await asyncio.to_thread(self._copy)
        work = Work(
            source=str(folder), media_type="", seconds=self._limits.seconds, rows=0, bytes=0, base=base, rehearsal=True
        )
        try:
            await pool.answer(text, work, leaving)
        except StoppedError as error:
            raise of_stop(error, self._limits, self._limits.seconds) from error
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _copy(self) -> Path:
        try:
            return spoilable(Path(self._store.source()))
        except FileNotFoundError:  # another write has made it old
            return spoilable(Path(self._store.source()))
