"""Run ``python -m tests.bench.load [TRIPLES ...]``: seconds to load plans, ours and others', in one run.

The plans are those of ``tests.bench.sparql.shape``. Ours is the embedded store (checked, whole graphs, bulk loader) and
``open_remote`` to the same server; ``oxigraph serve`` is fed by its own HTTP interface, one PUT a graph and all in one
POST. What takes one plan at a time is measured at the smallest size alone.
"""

# ruff: noqa: T201  a bench is there to print

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import rdflib

from graph.store import Store, open_remote, open_store
from tests.bench.sparql.shape import plans
from tests.graph.store.servers import oxigraph

SIZES = (100_000, 1_000_000)
SLOW_LIMIT = 200_000  # triples; those who take one plan at a time would make the bench too long
Plans = tuple[tuple[str, bytes], ...]


@contextmanager
def _folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def embedded(given: Plans) -> float:
    """Load into a fresh data folder, and close it."""
    with _folder() as folder:
        return _timed(lambda: _whole(open_store(folder / "data"), given))


def remote(given: Plans) -> float:
    """Load through ``open_remote`` into ``oxigraph serve`` on disk."""
    with _folder() as folder, oxigraph("--location", str(folder / "server")) as address:
        return _timed(lambda: _whole(open_remote(address), given))


def _whole(store: Store, given: Plans) -> None:
    with store:
        store.replace_many(given)
        if len(store.graphs()) != len(given):
            raise RuntimeError("plans are missing")


def server_puts(given: Plans) -> float:
    """Send the plans to ``oxigraph serve``, one PUT each."""
    with (
        _folder() as folder,
        oxigraph("--location", str(folder / "server")) as address,
        httpx.Client(trust_env=False, timeout=600, headers={"Content-Type": "application/n-triples"}) as client,
    ):

        def load() -> None:
            for graph, content in given:
                client.put(address + "store", params={"graph": graph}, content=content).raise_for_status()

        return _timed(load)


def server_bulk(given: Plans) -> float:
    """Send all plans to ``oxigraph serve`` as N-Quads in one POST, by its bulk loader."""
    quads = b"".join(content.replace(b" .\n", f" <{graph}> .\n".encode()) for graph, content in given)
    with _folder() as folder, oxigraph("--location", str(folder / "server")) as address:

        def load() -> None:
            with httpx.Client(trust_env=False, timeout=600) as client:
                client.post(
                    address + "store?no_transaction",
                    content=quads,
                    headers={"Content-Type": "application/n-quads"},
                ).raise_for_status()

        return _timed(load)


def in_rdflib(given: Plans) -> float:
    """Parse into an rdflib dataset in memory."""
    dataset = rdflib.Dataset()

    def load() -> None:
        for graph, content in given:
            dataset.graph(rdflib.URIRef(graph)).parse(data=content, format="nt")

    return _timed(load)


def _timed(load: Callable[[], object]) -> float:
    began = time.perf_counter()
    load()
    return time.perf_counter() - began


def measure(size: int) -> None:
    """Print the seconds at one size, and each engine as a multiple of ours."""
    given = tuple(plans(size))
    triples = sum(content.count(b"\n") for _, content in given)
    print(f"{triples:>9,} triples  {len(given):,} plans  {sum(len(content) for _, content in given) >> 20} MB")
    ours = embedded(given)
    print(f"  {'embedded store (limit at 1M: 10 s)':<42}{ours:8.2f} s  {triples / ours:10,.0f} triples/s")
    others: dict[str, Callable[[Plans], float]] = {"oxigraph serve, all at once in bulk": server_bulk}
    if size <= SLOW_LIMIT:
        others |= {
            "oxigraph serve, one PUT a plan": server_puts,
            "open_remote to oxigraph serve": remote,
            "rdflib in memory": in_rdflib,
        }
    for name, engine in others.items():
        seconds = engine(given)
        print(f"  {name:<42}{seconds:8.2f} s  {seconds / ours:6.2f} × ours", flush=True)


for number in [int(argument) for argument in sys.argv[1:]] or SIZES:
    measure(number)
