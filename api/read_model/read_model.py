"""The plans as the pages read them: the rows at one moment, while others write the next."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock

from api.read_model.index import Index, scoped
from graph.corrections import Change
from graph.dataset.load import unknown_plan
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.scope import EVERYTHING, Scope
from graph.errors import GraphError

SCOPES_KEPT = 16  # the latest
FEW = 6_000
"""Tasks up to which all that pages need is worked out before readers see a new state; beyond, when it is asked for."""


class ReadModel:
    """The rows of a store, as they are between its changes.

    Guarantees:
        1. ``index()`` shows the store as it was at some moment after the call began; or, while a block of
           ``changing()`` runs, as it was taken last. What was changed in a block that is over is seen by everybody.
        2. The rows are taken once a revision, for any number of callers and threads.
        3. Where no row changed, the index is the very same.
    """

    def __init__(
        self,
        take: Callable[[], RowSnapshot],
        revision: Callable[[], int],
        verdicts: Callable[[], Mapping[str, Change]] = dict,
        is_earlier: Callable[[str], bool] = lambda _plan_id: False,
    ) -> None:
        """Take the ways into a store.

        Args:
            take: gives the rows as they are now.
            revision: tells the state of the store.
            verdicts: gives what people made of findings.
            is_earlier: tells whether an id is that of an earlier version of a plan.
        """
        self.is_earlier = is_earlier
        self._take = take
        self._read_verdicts = verdicts
        self._verdicts: tuple[int, Mapping[str, Change]] | None = None
        self._revision = revision
        self._lock = Lock()
        self._taking = Lock()
        self._changing = 0
        self._prepared: list[Callable[[Index], object]] = []
        self._taken: tuple[int, Index] | None = None
        self._scoped: OrderedDict[Scope, Index] = OrderedDict()

    @property
    def revision(self) -> int:
        """The state of the store: grows with each write."""
        return self._revision()

    def index(self, scope: Scope = EVERYTHING) -> Index:
        """Give the look-ups over the plans of a scope that are now in the store.

        Raises:
            ScopeError: when the scope names a plan that is not there, or no plan is in it.
            RowDatabaseError: when the rows cannot be read.
        """
        taken = self._taken
        current = taken is not None and not taken[1].rows.broken and (self._changing or taken[0] == self._revision())
        whole = taken[1] if taken is not None and current else self._renewed()
        return self._part(whole, scope) if scope else whole

    def _part(self, whole: Index, scope: Scope) -> Index:
        with self._lock:
            found = self._scoped.get(scope)
        if found is None or not found.is_part_of(whole):
            found = scoped(whole, scope)
        with self._lock:
            self._scoped[scope] = found
            self._scoped.move_to_end(scope)
            while len(self._scoped) > SCOPES_KEPT:
                self._scoped.popitem(last=False)
        return found

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the store in a block: others read on meanwhile, and see what it did once the block is over."""
        with self._lock:
            self._changing += 1
        try:
            yield
        finally:
            try:
                with suppress(GraphError):  # the readers will hear of it
                    self._renewed()
            finally:
                with self._lock:
                    self._changing -= 1

    def prepare(self, work: Callable[[Index], object]) -> None:
        """Have ``work`` done with each new index before anybody reads in it, as long as the plans are few.

        It keeps what it makes by ``Index.once``.
        """
        self._prepared.append(work)

    def _renewed(self) -> Index:
        """Take the rows as they are now."""
        with self._taking:
            revision, before = self._revision(), self._taken
            usable = before is not None and not before[1].rows.broken
            if before is not None and usable and before[0] == revision:
                return before[1]
            rows = self._take()
            index = before[1] if before and usable and before[1].rows.stamps == rows.stamps else Index(rows)
            if self._changing and index.count("tasks") <= FEW:
                for work in self._prepared:
                    work(index)
            self._taken = (revision, index)
            if before and before[1] is not index:
                before[1].forget()
                with self._lock:
                    self._scoped.clear()
            return index

    def verdicts(self) -> Mapping[str, Change]:
        """Tell which findings people accepted or dismissed, by IRI."""
        with self._lock:
            revision = self._revision()
            if self._verdicts is None or self._verdicts[0] != revision:
                self._verdicts = (revision, self._read_verdicts())
            return self._verdicts[1]

    def text(self, plan_iri: str) -> str:
        """Give the complete text of a plan.

        Raises:
            UnknownPlanError: when the plan does not exist.
        """
        text = self.index().rows.text(plan_iri)
        if text is None:
            raise unknown_plan(plan_iri)
        return text
