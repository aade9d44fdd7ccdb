"""The data folder as the tools see it: always its current state, never locked, queries in workers with bounds."""

import json
from collections.abc import Sequence
from pathlib import Path

from api.edge.refusal import RefusedRequest
from api.read_model.index import Index, scoped
from api.sparql.guard import QueryForm, check_graphs, read_query
from api.sparql.limits import Limits
from api.sparql.pool import Pool
from api.sparql.replies import of_outcome, of_stop
from api.sparql.runs import StoppedError
from extract.messages import message
from graph.dataset.load import snapshot
from graph.dataset.scope import Scope
from graph.errors import QueryError
from graph.questions.chinese import ChineseAnswer, answer
from graph.questions.chinese.answers import quotes
from graph.questions.chinese.results import Quote
from graph.store import Store, open_reading
from graph.store.folder import read_revision
from graph.store.frames import QueryOutcome
from graph.store.frames import Request as Work

LIMITS = Limits(seconds=10.0, rows=200, result_bytes=1 << 20, query_bytes=1 << 14, workers=1, most_workers=2)


class Archive:
    """One data folder for one client; belongs to one event loop."""

    def __init__(self, data: Path) -> None:
        """Open the folder.

        Raises:
            DataFolderError: when it is not a data folder.
        """
        self._data = data
        self._revision = read_revision(data)
        self._store: Store = open_reading(data)
        self._pool: Pool | None = None

    async def index(self, scope: str = "") -> Index:
        """Give the rows of a scope as they are now.

        Raises:
            ScopeError: when the scope is not written right.
        """
        await self._renew()
        asked, whole = Scope.of(scope), Index(snapshot(self._store))
        return scoped(whole, asked) if asked else whole

    async def ask(self, question: str, before: Sequence[str]) -> tuple[ChineseAnswer, tuple[Quote, ...]]:
        """Answer a question in Chinese, with the words of the plans that support it."""
        await self._renew()
        found = answer(question, self._store, before)
        return found, quotes(found, self._store)

    async def query(self, text: str) -> dict[str, object]:
        """Answer a SELECT or ASK in a worker, within ``LIMITS``.

        Raises:
            QueryError: when the query is none, gives a graph, or would leave the machine.
            RefusedRequest: when a bound is met.
        """
        await self._renew()
        if len(text.encode("utf-8")) > LIMITS.query_bytes:
            raise QueryError(message("查询过长。"))
        reading = read_query(text, LIMITS.rows)
        if reading.form not in {QueryForm.SELECT, QueryForm.ASK}:
            raise QueryError(message("这里只接受 SELECT 和 ASK 查询。"))
        check_graphs(reading, frozenset(self._store.graphs()))
        if slip := reading.undeclared_prefix():
            raise slip
        rows = LIMITS.rows if reading.limited else 0
        work = Work(
            source="",
            media_type="application/sparql-results+json",
            seconds=LIMITS.seconds,
            rows=rows,
            bytes=LIMITS.result_bytes,
            union=not reading.graphs,
        )
        self._pool = self._pool or Pool(self._store, LIMITS)
        try:
            reply, body = await self._pool.answer(reading.text, work)
        except StoppedError as error:
            raise of_stop(error, LIMITS, LIMITS.seconds) from error
        if reply.outcome is not QueryOutcome.OK:
            raise of_outcome(reply, LIMITS)
        result: dict[str, object] = json.loads(body)
        return result | ({"cut_at": LIMITS.rows} if reply.cut else {})

    async def close(self) -> None:
        """End the workers and remove the copy."""
        if self._pool:
            await self._pool.close()
            self._pool = None
        self._store.close()

    async def _renew(self) -> None:
        """Open the folder again where it was written to."""
        revision = read_revision(self._data)
        if revision != self._revision:
            await self.close()
            self._store = open_reading(self._data)
            self._revision = revision


__all__ = ["LIMITS", "Archive", "RefusedRequest"]
