"""What people wrote about one thing after the other, read once a revision of the store."""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, Protocol, TypeVar

from api.read_model.read_model import ReadModel
from graph.store import Store


class KeyedEntry(Protocol):
    """An entry about the thing of a key; entries of one key are a history, oldest first."""

    @property
    def key(self) -> str:
        """What it is about."""


E = TypeVar("E", bound=KeyedEntry)


class Histories(Generic[E]):
    """The entries of one store, by key.

    Guarantees:
        1. The entries are read once a revision of the store.
    """

    def __init__(self, store: Store, library: ReadModel, entries: Callable[[Store], Iterable[E]]) -> None:
        self._store = store
        self._library = library
        self._entries = entries
        self._lock = Lock()
        self._read: tuple[int, Mapping[str, tuple[E, ...]]] | None = None

    def by_key(self) -> Mapping[str, tuple[E, ...]]:
        """Give the history of each key, in the order of the first entries."""
        with self._lock:
            revision = self._library.revision
            if self._read is None or self._read[0] != revision:
                found: dict[str, tuple[E, ...]] = {}
                for one in self._entries(self._store):
                    found[one.key] = (*found.get(one.key, ()), one)
                self._read = (revision, found)
            return self._read[1]
