"""Rows by their IRIs, read from the database when they are needed; those needed last stay in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from threading import Lock
from typing import TypeVar

Found = TypeVar("Found")

KEPT = 4_000  # rows of one kind
TOGETHER = 500  # rows of one query


class RowsByIri(Mapping[str, Found]):
    """A mapping whose values are found by a query; it is looked into, and not gone through.

    Guarantees:
        1. What ``ready`` prepared, up to ``TOGETHER``, is then given without a query.
        2. At most ``KEPT`` values are in memory, besides those given at the start.
    """

    def __init__(
        self,
        find: Callable[[Collection[str]], Mapping[str, Found]],
        given: Mapping[str, Found] | None = None,
    ) -> None:
        """Take the query.

        Args:
            find: gives the values of some IRIs.
            given: all values, where they are in memory anyway.
        """
        self._find, self._given = find, given
        self._kept: dict[str, Found] = {}
        self._lock = Lock()

    def __getitem__(self, iri: str) -> Found:
        """Give the value of an IRI."""
        if self._given is not None:
            return self._given[iri]
        found = self._kept.get(iri)
        return self._read((iri,))[iri] if found is None else found

    def __iter__(self) -> Iterator[str]:
        """Give the IRIs whose values are in memory."""
        return iter(dict(self._kept) if self._given is None else self._given)

    def __len__(self) -> int:
        """Count the values that are in memory."""
        return len(self._kept if self._given is None else self._given)

    def ready(self, iris: Iterable[str]) -> None:
        """Read the values of some IRIs in as few queries as can be."""
        if self._given is not None:
            return
        wanted = [iri for iri in dict.fromkeys(iris) if iri not in self._kept]
        for start in range(0, len(wanted), TOGETHER):
            self._read(wanted[start : start + TOGETHER])

    def _read(self, iris: Collection[str]) -> Mapping[str, Found]:
        found = self._find(iris)
        with self._lock:
            while self._kept and len(self._kept) + len(found) > KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept |= found
        return found
