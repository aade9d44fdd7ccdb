"""Bulk loading of new graphs, and compaction of the engine's files afterwards.

The bulk loader writes packed files next to the existing ones, and a scan of several files is slower (1.4 to 2 times the
processor time for the typical queries, at 300,000 and at 1,000,000 triples); a few triples written in the usual way
cost up to 1.4 times as well. Compaction rewrites all files, about two seconds per million triples: immediately where a
large part of the triples was bulk-loaded, otherwise when the server is idle.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import Store as Engine

BATCH = 48 << 20  # bytes of N-Triples, some three hundred thousand triples of ours
WORTH_LOADING = 20_000  # triples: from here on the loader is faster than an update, some five times at 200,000
LOADED_WHOLE = 900_000  # triples: the loader takes less than a million entirely or not at all

_LOADERS = 2  # one loader keeps one processor busy
_SHARE = 4  # compact when a fourth of all triples was bulk-loaded
_ROOM = 3  # times what the files take: a disk with less room than that is left in peace


def bulk(engine: Engine, batch: Mapping[str, bytes]) -> None:
    """Load new graphs, each completely or not at all.

    Args:
        engine: to load into.
        batch: by IRI, the canonical N-Triples of each.

    Raises:
        OSError: the disk is full or fails; some of the graphs may have been loaded, each completely.
    """
    with ThreadPoolExecutor(_LOADERS) as loaders:
        list(loaders.map(partial(load, engine), _parts(tuple(batch.items()))))


def _parts(graphs: Sequence[tuple[str, bytes]]) -> Iterator[Sequence[tuple[str, bytes]]]:
    """Cut a batch between two graphs, where it is worth two loaders."""
    if sum(content.count(b"\n") for _, content in graphs) < WORTH_LOADING:
        yield graphs
    else:
        yield from (graphs[::2], graphs[1::2])


def load(engine: Engine, graphs: Sequence[tuple[str, bytes]]) -> None:
    """Load graphs one way; a literal of canonical N-Triples holds no line break, so the end of a line is the end of it."""
    quads = (content.replace(b" .\n", f" {NamedNode(graph)} .\n".encode()) for graph, content in graphs)
    engine.bulk_load(b"".join(quads), format=RdfFormat.N_QUADS, lenient=True)  # checked already, by canonical()
    for graph, content in graphs:
        if not content:
            engine.add_graph(NamedNode(graph))


@dataclass(slots=True)
class Files:
    """The engine's files: ``loaded`` bytes of N-Triples came by the loader since they were put in order."""

    folder: Path
    loaded: int = 0

    @property
    def loose(self) -> bool:
        """Whether so many triples were bulk-loaded that compaction should not wait."""
        return self.loaded * _SHARE > self._size()

    def have_room(self) -> bool:
        """Whether the disk has room to rewrite all files, with a margin."""
        return shutil.disk_usage(self.folder).free > self._size() * _ROOM

    def tables(self) -> frozenset[str]:
        """Name the files that hold triples; the engine never changes one, but writes others."""
        return frozenset(file.name for file in self.folder.glob("*.sst"))

    def _size(self) -> int:
        size = 0
        for file in self.folder.glob("*.sst"):
            with suppress(FileNotFoundError):  # the engine tidies up at any moment
                size += file.stat().st_size
        return size
