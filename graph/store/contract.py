"""What every store guarantees, and the plain values that it returns."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from extract.messages import Message
from graph.errors import QueryError

DEFAULT_GRAPH = ""  # the name of the graph without a name


class TermKind(StrEnum):
    """The three kinds of RDF term."""

    IRI = "iri"
    LITERAL = "literal"
    BNODE = "bnode"


@dataclass(frozen=True, slots=True)
class RdfTerm:
    """An RDF term as plain strings; ``datatype`` and ``language`` are empty where they do not apply."""

    kind: TermKind
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT: one cell a variable and row, ``None`` where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[RdfTerm | None, ...], ...]


class QuerySyntaxError(QueryError):
    """A query that the grammar does not allow; ``line`` and ``column`` count from 1, 0 where unknown."""

    def __init__(self, message: Message, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Store(Protocol):
    """Named graphs, each written, read and dropped completely.

    Guarantees:
        1. ``replace``, ``add``, ``remove`` and ``update`` happen completely or not at all, also when the process is killed.
        2. When they return, a loss of power cannot take them back; of a store server that depends on the server.
        3. ``revision`` grows with every write, so equal revisions mean equal content.
        4. ``dump`` is sorted: equal content gives equal bytes, blank nodes aside.
        5. ``select`` sees the union of all graphs where the query names none.
        6. Methods may be called from several threads; what a thread does in a block of ``alone`` no other write divides.
    """

    @property
    def revision(self) -> int:
        """How many writes the store has seen."""

    def alone(self) -> AbstractContextManager[object]:
        """Hold off the writes of other threads while a block reads and writes."""

    def replace(self, graph: str, ntriples: bytes) -> int:
        """Replace the content of ``graph`` by ``ntriples`` (UTF-8); return the new stamp of ``graph``."""

    def replace_many(self, graphs: Iterable[tuple[str, bytes]], *, compact: bool = True, checked: bool = False) -> None:
        """Replace several graphs, each one completely or not at all, in the fastest way the store has.

        Where more follows immediately, ``compact`` is false: the files are put in order after the last call. Content
        that this program wrote, and that is canonical therefore, is ``checked``.
        """

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add ``ntriples`` (UTF-8) to ``graph``, and create it if need be."""

    def remove(self, graph: str) -> None:
        """Drop ``graph``; a graph that does not exist is ignored."""

    def holds(self, graph: str) -> bool:
        """Whether ``graph`` exists, be it empty."""

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of the named graphs, sorted."""

    def size(self, graph: str | None = None) -> int:
        """Count the triples of ``graph``, or of all graphs."""

    def select(self, query: str, graphs: Iterable[str] | None = None) -> Solutions:
        """Answer a trusted SELECT, over the union of some ``graphs`` or of all.

        Queries of strangers go through a worker, see ``graph.store.worker``.
        """

    def words(self, query: str) -> tuple[tuple[str, ...], ...]:
        """Answer a trusted SELECT with the bare words of its cells, empty where a variable is unbound."""

    def stamp(self, graph: str) -> int:
        """Give a number that changes with each write that may touch ``graph``: equal stamps mean equal content."""

    def cache_folder(self) -> Path | None:
        """Give a folder, which may not exist, for data that can be computed again; ``None`` where there is none."""

    def update(self, text: str, base: str = "", graphs: Iterable[str] | None = None) -> None:
        """Run a trusted SPARQL update in one transaction; ``base`` resolves its relative IRIs.

        Callers who know that it touches only some ``graphs`` name them: the stamps of the others stay.
        """

    def dump(self, graph: str | None = None) -> bytes:
        """Give ``graph`` as sorted N-Triples, or all graphs as sorted N-Quads (UTF-8)."""

    def source(self) -> str:
        """Name what a query worker opens to see the current revision: a folder or a URL."""

    def compact(self) -> bool:
        """Compact the files so that queries get faster; return whether there is a new ``source``.

        It may take some seconds; reading and writing continue. Where nothing is to be done it takes no time.
        """

    def close(self) -> None:
        """Close the store; closing twice is allowed."""

    def __enter__(self) -> Self:
        """Give the store itself."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
