"""The plans as the pages read them: loaded once for each state of the store, while its readers look at the one before."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock

from api.read_model.index import Index, scoped
from graph.corrections import Change
from graph.dataset.rows import Corpus
from graph.dataset.scope import EVERYTHING, Scope
from graph.errors import GraphError

LETTERS_KEPT = 40_000_000  # of texts in memory: a thousand plans of forty pages
FEW = (
    6_000  # tasks up to which all that pages need is worked out before readers see a new state; beyond, when asked for
)


class ReadModel:
    """A cached read model over a store.

    Guarantees:
        1. ``index()`` shows the store as it was at some moment after the call began; or, while a block of
           ``changing()`` runs, as it was read last. What was changed in a block that is over is seen by everybody.
        2. The store is read once a revision, for any number of callers and threads.
        3. Where no row changed, the index is the very same.
    """

    def __init__(
        self,
        read: Callable[[], Corpus],
        read_text: Callable[[str], str],
        revision: Callable[[], int],
        verdicts: Callable[[], Mapping[str, Change]] = dict,
        stamp: Callable[[str], int] | None = None,
        is_earlier: Callable[[str], bool] = lambda _plan_id: False,
        plans_having: Callable[[str], frozenset[str] | None] = lambda _words: None,
    ) -> None:
        """Take the ways into a store.

        Args:
            read: gives all rows.
            read_text: gives the text of a plan, by its IRI.
            revision: tells the state of the store.
            verdicts: gives what people made of findings.
            stamp: tells the state of one plan; without it, that of the store is used.
            is_earlier: tells whether an id is that of an earlier version of a plan.
            plans_having: gives the plans whose text contains some words; None where only a look at each text tells.
        """
        self.is_earlier = is_earlier
        self.plans_having = plans_having
        self._read = read
        self._read_verdicts = verdicts
        self._verdicts: tuple[int, Mapping[str, Change]] | None = None
        self._read_text = read_text
        self._revision = revision
        self._lock = Lock()
        self._reading = Lock()
        self._changing = 0
        self._prepared: list[Callable[[Index], object]] = []
        self._loaded: tuple[int, Index] | None = None
        self._stamp = stamp or (lambda _plan: revision())
        self._texts: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._letters = 0

    @property
    def revision(self) -> int:
        """The state of the store: grows with each write."""
        return self._revision()

    def index(self, scope: Scope = EVERYTHING) -> Index:
        """Give the look-ups over the plans of a scope that are now in the store.

        Raises:
            ScopeError: when the scope names a plan that is not there, or no plan is in it.
        """
        loaded = self._loaded
        current = loaded is not None and (self._changing or loaded[0] == self._revision())
        whole = loaded[1] if loaded is not None and current else self._renewed()
        return whole.once(scoped, scope) if scope else whole

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
        """Read the store as it is now."""
        with self._reading:
            revision, loaded = self._revision(), self._loaded
            if loaded is not None and loaded[0] == revision:
                return loaded[1]
            corpus = self._read()
            index = loaded[1] if loaded and loaded[1].corpus is corpus else Index(corpus)
            if self._changing and len(corpus.tasks) <= FEW:
                for work in self._prepared:
                    work(index)
            self._loaded = (revision, index)
            if loaded and loaded[1] is not index:
                loaded[1].forget()
            return index

    def verdicts(self) -> Mapping[str, Change]:
        """Tell which findings people accepted or dismissed, by IRI."""
        with self._lock:
            revision = self._revision()
            if self._verdicts is None or self._verdicts[0] != revision:
                self._verdicts = (revision, self._read_verdicts())
            return self._verdicts[1]

    def text(self, plan_iri: str) -> str:
        """Give the complete text of a plan; the last ones are retained, ``LETTERS_KEPT`` in all.

        Raises:
            GraphError: when the store does not hold the plan, nor did when its text was stored.
        """
        with self._lock:
            stamp = self._stamp(plan_iri)
            kept = self._texts.get(plan_iri)
            if kept is None or kept[0] != stamp:
                kept = self._texts[plan_iri] = (stamp, self._text(plan_iri))
                self._letters = sum(len(text) for _, text in self._texts.values())
            self._texts.move_to_end(plan_iri)
            while self._letters > LETTERS_KEPT and len(self._texts) > 1:
                _, (_, oldest) = self._texts.popitem(last=False)
                self._letters -= len(oldest)
            return kept[1]

    def _text(self, plan_iri: str) -> str:
        """Read a text; that of a plan just taken out is still there for who looks at the state before."""
        try:
            return self._read_text(plan_iri)
        except GraphError:
            if plan_iri not in self._texts:
                raise
            return self._texts[plan_iri][1]
