"""The stores of graphs: one contract, two implementations, and the only package that names an engine.

``open_store(data)`` stores graphs in a folder of this machine, ``open_remote(url)`` in any SPARQL 1.1 server. Both
read and write complete named graphs, so that a plan is stored completely or not at all. ``open_reading(data)`` reads a
folder that another process may hold.
"""

from graph.store.contract import DEFAULT_GRAPH, QuerySyntaxError, RdfTerm, Solutions, Store, TermKind
from graph.store.embedded import open_store
from graph.store.reading import open_reading

__all__ = [
    "DEFAULT_GRAPH",
    "QuerySyntaxError",
    "RdfTerm",
    "Solutions",
    "Store",
    "TermKind",
    "open_reading",
    "open_remote",
    "open_store",
]


def open_remote(address: str) -> Store:
    """Open the store at ``address``; see ``graph.store.remote``.

    Raises:
        StoreUnreachableError: the address is invalid, or no server answers there.
    """
    # only here: a query worker imports this package too, and starts four times as fast without
    from graph.store import remote  # noqa: PLC0415

    return remote.open_remote(address)
