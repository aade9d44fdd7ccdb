"""The plans as the pages read them: loaded once for each state of the store."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

from api.pages.index import Index
from graph.corrections import Change
from graph.rows import Corpus

TEXTS_KEPT = 16


class Library:
    """A cached read model over a store.

    Guarantees:
        1. ``index()`` shows the store as it was at some moment after the call began.
        2. The store is read once a revision, whoever asks, from however many threads.
    """

    def __init__(
        self,
        read: Callable[[], Corpus],
        read_text: Callable[[str], str],
        revision: Callable[[], int],
        verdicts: Callable[[], Mapping[str, Change]] = dict,
    ) -> None:
        self._read = read
        self._read_verdicts = verdicts
        self._verdicts: tuple[int, Mapping[str, Change]] | None = None
        self._read_text = read_text
        self._revision = revision
        self._lock = Lock()
        self._loaded: tuple[int, Index] | None = None
        self._texts: OrderedDict[tuple[int, str], str] = OrderedDict()

    @property
    def revision(self) -> int:
        """The state of the store: grows with each write."""
        return self._revision()

    def index(self) -> Index:
        """Give the look-ups over all plans now in the store."""
        with self._lock:
            revision = self._revision()
            if self._loaded is None or self._loaded[0] != revision:
                self._loaded = (revision, Index(self._read()))
            return self._loaded[1]

    def verdicts(self) -> Mapping[str, Change]:
        """Tell which findings people accepted or dismissed, by IRI."""
        with self._lock:
            revision = self._revision()
            if self._verdicts is None or self._verdicts[0] != revision:
                self._verdicts = (revision, self._read_verdicts())
            return self._verdicts[1]

    def text(self, plan_iri: str) -> str:
        """Give the whole text of a plan; the last few are kept."""
        key = (self._revision(), plan_iri)
        with self._lock:
            if key not in self._texts:
                self._texts[key] = self._read_text(plan_iri)
            self._texts.move_to_end(key)
            while len(self._texts) > TEXTS_KEPT:
                self._texts.popitem(last=False)
            return self._texts[key]
