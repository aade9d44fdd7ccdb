"""The default store: Oxigraph on disk, in this process, in its own folder.

A graph is replaced by one engine update (drop, then insert), which the engine applies as one transaction; so a kill at
any moment leaves the graph as it was or as it should be. A write returns when the disk has it. The engine writes in a
thread of its own that has no network, so no update leaves the machine, however it was parsed.
"""

import csv
import io
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat
from pyoxigraph import Store as Engine

from extract.messages import message
from graph.errors import DataFolderError, QueryError
from graph.store import folder as data_folder
from graph.store import loader
from graph.store.answers import solved, table_of
from graph.store.contract import DEFAULT_GRAPH, Solutions
from graph.store.durable import MOST_LOG, WriteLog
from graph.store.formats import canonical, of_bounded_size
from graph.store.graph_versions import GraphVersions
from graph.store.loader import Files
from graph.store.sandbox import cut_off
from graph.store.syntax import syntax_error

_Read = TypeVar("_Read")

csv.field_size_limit(sys.maxsize)  # a cell may contain the text of a plan

_SNAPSHOTS_KEPT = 2  # the newest, and the one a worker may be opening right now


def open_store(data: Path, upgrade: Callable[["EmbeddedStore"], object] | None = None) -> "EmbeddedStore":
    """Open the store in the folder ``data``, and make the folder if need be.

    Args:
        data: the folder.
        upgrade: brings the content of an older folder to the present format; without it such a folder is refused.

    Raises:
        DataFolderError: the folder is unwritable, of another version, not ours, or damaged.
        StoreBusyError: another process holds it; the message names the process id.
    """
    lock = data_folder.claim(data, older=upgrade is not None)
    try:
        shutil.rmtree(data / "snapshots", ignore_errors=True)
        store = EmbeddedStore(data, lock, Engine(str(data / "store")))
    except (OSError, RuntimeError) as error:  # the engine raises the latter for a corrupt file
        lock.close()
        raise DataFolderError(
            message(
                "数据目录 {data} 里的库打不开：{error}。请从备份恢复，或换一个目录重新导入。",
                data=str(data),
                error=str(error),
            )
        ) from error
    if upgrade is not None and data_folder.is_older(data):
        try:
            upgrade(store)
            data_folder.write_version(data)
        except BaseException:
            store.close()
            raise
    return store


class EmbeddedStore:
    """``Store`` on a folder of this machine; see ``graph.store.contract`` for what it promises."""

    def __init__(self, data: Path, lock: IO[str], engine: Engine) -> None:
        """Take over a claimed folder; call ``open_store`` instead."""
        self._data = data
        self._lock = lock
        self._engine: Engine | None = engine
        self._writing = threading.RLock()
        self._writer = ThreadPoolExecutor(1, "writer", initializer=cut_off)
        self._snapshotting = threading.Lock()
        self._stamps = GraphVersions(data / "stamps", data_folder.read_revision(data))
        self._revision = self._begun = self._stamps.last
        self._snapshot_revision = -1
        self._snapshots = 0
        self._files = Files(data / "store")
        self._ordering = threading.Lock()  # taken last
        self._log = WriteLog(data / "store")

    def alone(self) -> AbstractContextManager[object]:
        """Hold off the writes of other threads while a block reads and writes."""
        return self._writing

    @property
    def revision(self) -> int:
        """How many writes the folder has seen, over all its openings."""
        return self._revision

    def replace(self, graph: str, ntriples: bytes) -> int:
        """Replace the content of ``graph`` by ``ntriples`` in one transaction; return its stamp.

        Raises:
            MalformedRdfError: the bytes are not N-Triples; nothing is changed.
            DataFolderError: the disk is full or fails; nothing is changed.
        """
        checked = canonical(ntriples)
        with self._writing:
            if (
                graph != DEFAULT_GRAPH
                and loader.WORTH_LOADING < checked.count(b"\n") < loader.LOADED_WHOLE
                and not self.holds(graph)
            ):
                return self._load({NamedNode(graph).value: checked})
        text = checked.decode("utf-8")
        if graph == DEFAULT_GRAPH:
            return self._update(f"DROP SILENT DEFAULT; INSERT DATA {{\n{text}}}", graph)
        name = NamedNode(graph)  # refuses an invalid IRI
        drop, create = f"DROP SILENT GRAPH {name}", f"CREATE SILENT GRAPH {name}"
        return self._update(f"{drop}; {create}; INSERT DATA {{ GRAPH {name} {{\n{text}}} }}", graph)

    def replace_many(self, graphs: Iterable[tuple[str, bytes]], *, compact: bool = True, checked: bool = False) -> None:
        """Replace several graphs: each in its own transaction, new ones many at a time by the engine's bulk loader.

        One call of the loader loads everything or nothing, as long as it is below a million quads.
        """
        batch: dict[str, bytes] = {}
        for graph, ntriples in graphs:
            if graph in batch or graph == DEFAULT_GRAPH or self.holds(graph):
                self._load(batch)
                batch = {}
                self.replace(graph, ntriples)
                continue
            batch[NamedNode(graph).value] = of_bounded_size(ntriples) if checked else canonical(ntriples)
            if sum(map(len, batch.values())) > loader.BATCH:
                self._load(batch)
                batch = {}
        self._load(batch)
        if compact and self._files.loose:
            self.compact()

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add ``ntriples`` to ``graph`` in one transaction.

        Raises:
            MalformedRdfError: the bytes are not N-Triples; nothing is changed.
        """
        text = canonical(ntriples).decode("utf-8")
        if graph == DEFAULT_GRAPH:
            self._update(f"INSERT DATA {{\n{text}}}", graph)
        else:
            name = NamedNode(graph)
            self._update(f"CREATE SILENT GRAPH {name}; INSERT DATA {{ GRAPH {name} {{\n{text}}} }}", graph)

    def remove(self, graph: str) -> None:
        """Drop ``graph`` in one transaction."""
        self._write(lambda engine: engine.remove_graph(_name(graph)), graphs=(graph,))

    def holds(self, graph: str) -> bool:
        """Whether ``graph`` exists, be it empty."""
        return graph == DEFAULT_GRAPH or self._open.contains_named_graph(NamedNode(graph))

    def graphs(self) -> tuple[str, ...]:
        """Give the IRIs of the named graphs, sorted."""
        return tuple(sorted(name.value for name in self._open.named_graphs()))

    def size(self, graph: str | None = None) -> int:
        """Count the triples of ``graph``, or the quads of all graphs."""
        if graph is None:
            return len(self._open)
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        return solved(
            lambda: self._open.query(count, default_graph=_name(graph)), lambda found: int(next(found)[0].value)
        )

    def select(self, query: str, graphs: Iterable[str] | None = None) -> Solutions:
        """Answer a trusted SELECT over the union of some ``graphs`` or of all.

        Raises:
            QueryError: the query does not parse, or is not a SELECT.
        """
        return self._solved(query, table_of, graphs)

    def words(self, query: str) -> tuple[tuple[str, ...], ...]:
        """Answer a trusted SELECT with the bare words of its cells, which is several times as fast as with terms.

        Raises:
            QueryError: the query does not parse, or is not a SELECT.
        """
        written = self._solved(query, _csv_of).decode("utf-8")
        rows = csv.reader(io.StringIO(written, newline=""))
        next(rows)  # the names of the variables
        return tuple(tuple(row) for row in rows)

    def stamp(self, graph: str) -> int:
        """Give the number of the last write that may have touched ``graph``."""
        return self._stamps.of(graph)

    def cache_folder(self) -> Path | None:
        """Give the folder for what can be computed again, which may not exist."""
        return self._data / "shelf"

    def update(self, text: str, base: str = "", graphs: Iterable[str] | None = None) -> None:
        """Run a trusted SPARQL update in one transaction; ``graphs`` are all that it touches, if that is known.

        Raises:
            QueryError: the update does not parse, or cannot be done; nothing is changed.
            DataFolderError: the disk is full or fails; nothing is changed.
        """
        touched = None if graphs is None else tuple(graphs)
        self._write(lambda engine: engine.update(text, base_iri=base or None), text, touched)

    def dump(self, graph: str | None = None) -> bytes:
        """Give ``graph`` as sorted N-Triples, or all graphs as sorted N-Quads."""
        if graph is None:
            data = self._open.dump(format=RdfFormat.N_QUADS)
        else:
            data = self._open.dump(format=RdfFormat.N_TRIPLES, from_graph=_name(graph))
        return b"".join(sorted((data or b"").splitlines(keepends=True)))

    def source(self) -> str:
        """Give a folder with a snapshot of the current revision, or a later one, made on the first call.

        A running write is not waited for: the snapshot contains what is committed.
        """
        with self._snapshotting:
            revision = self._revision
            if self._snapshot_revision != revision:
                self._make_snapshot(self._data / "snapshots" / str(self._snapshots + 1))
                self._snapshots += 1
                self._snapshot_revision = revision
            return str(self._data / "snapshots" / str(self._snapshots))

    def compact(self) -> bool:
        """Rewrite the engine's files where a query has to read several: two seconds per million triples.

        Nothing is done where the disk has no room for it: a slower query is better than a full disk.
        """
        with self._ordering:
            before = self._files.tables()
            if self._files.have_room():
                with suppress(OSError):  # everything is stored already, only less orderly
                    self._open.optimize()
            self._files.loaded = 0
            done = bool(self._files.tables() - before)
        if done:
            with self._snapshotting:
                self._snapshot_revision = -1
        return done

    def backup(self, target: Path) -> None:
        """Write a copy of the data folder to ``target``, which must not exist; writing waits meanwhile.

        Raises:
            DataFolderError: ``target`` exists or cannot be written.
        """
        with self._writing:
            if target.exists():
                raise DataFolderError(message("备份目标 {target} 已存在，请换一个名称。", target=str(target)))
            try:
                target.mkdir(parents=True)
                self._open.backup(str(target / "store"))
                data_folder.write_revision(target, self._revision)
                (target / "VERSION").write_text(data_folder.VERSION + "\n", encoding="utf-8")
            except OSError as error:
                shutil.rmtree(target, ignore_errors=True)
                raise data_folder.unusable(target, error) from error

    def close(self) -> None:
        """Flush, unlock the folder, and drop the snapshots."""
        with self._writing:
            if self._engine is None:
                return
            with suppress(OSError):  # a full disk: the engine's log already contains what was committed
                self._engine.flush()
            self._engine = None
            self._writer.shutdown()
            with self._ordering:  # which holds the engine until it is done
                shutil.rmtree(self._data / "snapshots", ignore_errors=True)
                self._lock.close()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
        self.close()

    def _load(self, batch: Mapping[str, bytes]) -> int:
        """Load new graphs; give the stamp that they have with it."""
        if not batch:
            return self._revision
        with self._writing:
            self._files.loaded += sum(map(len, batch.values()))
            return self._write(partial(loader.bulk, batch=batch), graphs=tuple(batch))

    def _update(self, text: str, graph: str) -> int:
        """Run an update that touches one graph; give its stamp."""
        return self._write(lambda engine: engine.update(text), text, graphs=(graph,))

    @property
    def _open(self) -> Engine:
        if self._engine is None:
            raise DataFolderError(message("数据目录 {data} 已关闭。", data=str(self._data)))
        return self._engine

    def _write(self, change: Callable[[Engine], None], text: str = "", graphs: tuple[str, ...] | None = None) -> int:
        """Make a change of ``graphs``, or of any; give its number."""
        with self._writing:
            engine = self._open
            self._begun += 1
            data_folder.write_revision(self._data, self._begun)
            try:
                self._stamps.announce(self._begun, graphs)
                self._apart(change, engine)
                size = self._log.sync()
            except (SyntaxError, ValueError) as error:
                raise syntax_error(error, text) from error
            except OSError as error:
                self._count_written(graphs)  # of several graphs some may be there
                raise data_folder.unusable(self._data, error) from error
            except RuntimeError as error:  # how the engine says that an update cannot be done
                raise QueryError(message("更新未能执行：{error}", error=str(error))) from error
            self._count_written(graphs)
            if size > MOST_LOG:
                with suppress(OSError):  # the log has it all
                    engine.flush()
            return self._begun

    def _apart(self, change: Callable[[Engine], None], engine: Engine) -> None:
        """Make a change in the thread without network; an interruption waits for its end."""
        doing = self._writer.submit(change, engine)
        try:
            doing.result()
        finally:
            wait((doing,))
            del doing  # an error refers to this frame: with the future in it, it would hold the engine until the next collection

    def _count_written(self, graphs: tuple[str, ...] | None) -> None:
        self._stamps.done(self._begun, graphs)
        self._revision = self._begun

    def _solved(
        self, query: str, read: Callable[[QuerySolutions], _Read], graphs: Iterable[str] | None = None
    ) -> _Read:
        engine = self._open
        try:
            if graphs is None:
                return solved(lambda: engine.query(query, use_default_graph_as_union=True), read)
            names = [NamedNode(graph) for graph in graphs]
            return solved(lambda: engine.query(query, default_graph=[*names], named_graphs=[*names]), read)
        except (SyntaxError, ValueError) as error:
            raise syntax_error(error, query) from error

    def _make_snapshot(self, path: Path) -> None:
        try:
            path.parent.mkdir(exist_ok=True)
            self._open.backup(str(path))
        except OSError as error:
            raise data_folder.unusable(self._data, error) from error
        older = sorted((old for old in path.parent.iterdir()), key=lambda old: int(old.name))
        for old in older[:-_SNAPSHOTS_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _csv_of(solutions: QuerySolutions) -> bytes:
    return solutions.serialize(format=QueryResultsFormat.CSV) or b""


def _name(graph: str) -> NamedNode | DefaultGraph:
    return DefaultGraph() if graph == DEFAULT_GRAPH else NamedNode(graph)
