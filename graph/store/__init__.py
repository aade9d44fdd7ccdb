"""Where graphs are kept: one contract, two keepers, and the only package that names an engine.

``open_store(data)`` keeps the graphs in a folder of this machine; ``open_remote(url)`` in any SPARQL 1.1 server. Both
take and give whole named graphs, so that a plan is in or out, never half.
"""

from graph.store.contract import DEFAULT_GRAPH, QuerySyntaxError, Store, Table, Term, TermKind
from graph.store.embedded import open_store

__all__ = [
    "DEFAULT_GRAPH",
    "QuerySyntaxError",
    "Store",
    "Table",
    "Term",
    "TermKind",
    "open_remote",
    "open_store",
]
