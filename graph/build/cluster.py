"""Read many sources on a Dask cluster, and give what was read in the order of the sources.

Guarantees:
    1. The same readings in the same order as one process gives, with any number of workers.
    2. Workers get the bytes of a file: they need the program, not the files.
    3. What a worker had that is lost is read by another one; a source that ends one worker after the other is read here,
       in a separate process, and reported if it ends that one too.
    4. A few sources are in work or waiting for each worker, however many sources there are; a worker reads one at a time.
    5. A worker with another version of the program or of its tables reads nothing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from extract.messages import message
from extract.version import lexicon_version, program_version
from graph.build.pool import alone
from graph.build.reading import SourceReading, known_source, read_source
from graph.errors import GraphError
from graph.exchange.syntaxes import OF_ONE_GRAPH
from graph.processes import ahead

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 8  # sources in work or waiting, for each worker: they are read while a batch is stored
_PATIENCE = 10  # seconds for a scheduler to answer, and for a first worker to be there
_LARGEST = 64 << 20  # bytes: a larger source is read here

_Versions: TypeAlias = tuple[str, str]  # of the program and of its tables

_reading = Lock()  # in a worker, which may have several threads: a library that reads PDF can be used by one


class ClusterError(GraphError):
    """A cluster cannot be used: it does not answer, has no worker, or does not have the same program."""


def readings_by(address: str, sources: Sequence[Path], known: frozenset[str]) -> Iterator[SourceReading]:
    """Read sources, in order.

    Args:
        address: that of the scheduler, such as ``tcp://127.0.0.1:8786``.
        sources: files.
        known: the SHA-256 of the documents that need not be read again.

    Raises:
        ClusterError: the cluster cannot be used, or not any more.
    """
    with _connected(address) as client:
        versions = program_version(), lexicon_version()
        names = client.submit(frozenset, sorted(known), pure=False)  # computed again where a worker is lost with it
        given = ((source, _given(client, source, known, names, versions)) for source in sources)
        most = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1) * _AHEAD
        for source, made in ahead(given, most):
            yield made if isinstance(made, SourceReading) else _taken(source, made, known)


def _given(
    client: "Client", source: Path, known: frozenset[str], names: "Future", versions: _Versions
) -> "SourceReading | Future":
    """Have a source read by a worker, unless it is known or has to be read here."""
    if found := known_source(source, known):
        return found
    data = _sent(source)
    if data is None:
        return read_source(source, known)
    return client.submit(_read, source, data, names, versions, pure=False)


def _sent(source: Path) -> bytes | None:
    """Give the bytes of a file that a worker reads; nothing for RDF, for what is too large and what cannot be opened."""
    try:
        if source.suffix.lower() in OF_ONE_GRAPH or source.stat().st_size > _LARGEST:
            return None
        return source.read_bytes()
    except (OSError, ValueError):  # ValueError: a NUL inside the path
        return None


def _read(source: Path, data: bytes, known: frozenset[str], versions: _Versions) -> SourceReading | None:
    """Read a source in a worker; nothing where the program is another."""
    with _reading:
        return read_source(source, known, data) if versions == (program_version(), lexicon_version()) else None


def _taken(source: Path, made: "Future", known: frozenset[str]) -> SourceReading:
    from distributed import KilledWorker  # noqa: PLC0415  an optional extra

    try:
        found: SourceReading | None = made.result()
    except KilledWorker:
        return alone(source, known)
    if found is None:
        raise ClusterError(
            message("集群中有工作进程的程序或词表版本不同，读法可能不同。请在各处安装同一版本的 dutygraph 后重试。")
        )
    return found


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """Use a cluster, and say in words why it cannot be used."""
    try:
        import dask  # noqa: PLC0415  an optional extra
        from distributed import Client  # noqa: PLC0415  same
    except ImportError as error:
        raise ClusterError(message("使用集群须先安装 dutygraph[distributed]。")) from error
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": 2 * _LARGEST}):
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            gone = message("调度器 {address} 没有应答。请核对地址，并先运行 dask scheduler。", address=address)
            raise ClusterError(gone) from error
        with client:
            yield from _used(client, address)


def _used(client: "Client", address: str) -> Iterator["Client"]:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except OSError as error:
        none = message("调度器 {address} 没有工作进程。请先运行 dask worker {address}。", address=address)
        raise ClusterError(none) from error
    try:
        yield client
    except (CancelledError, OSError) as error:
        lost = message("与调度器 {address} 的连接中断；已存入的方案不受影响，重新运行即从中断处继续。", address=address)
        raise ClusterError(lost) from error
    except (ImportError, RuntimeError) as error:
        unlike = message(
            "集群 {address} 不能运行本程序（{error}）。请在调度器和工作进程处安装同一版本的 dutygraph。",
            address=address,
            error=str(error),
        )
        raise ClusterError(unlike) from error
