"""Whether a store can be read and backed up: what ``dutygraph check`` asks of the store itself.

Guarantees:
    1. A check writes nothing.
"""

from collections.abc import Iterator

from extract.messages import Message, message
from graph.errors import GraphError
from graph.store.contract import Store
from graph.store.formats import LiteralTooLargeError, canonical


def unreadable(store: Store) -> Iterator[tuple[str, Message]]:
    """Find the graphs that cannot be read completely, or that no backup could hold; say what is wrong with each."""
    for graph in store.graphs():
        try:
            content = store.dump(graph)
            triples, counted = canonical(content).count(b"\n"), store.size(graph)
        except LiteralTooLargeError as error:
            yield graph, error.message
        except (GraphError, OSError, RuntimeError) as error:  # the engine raises the latter for a corrupted file
            reason = error.message if isinstance(error, GraphError) else str(error)
            yield graph, message("库读不出这个图：{reason}。请从备份恢复。", reason=reason)
        else:
            if triples != counted:
                yield (
                    graph,
                    message(
                        "库的索引不一致，读出 {triples} 条，记数 {counted} 条。请从备份恢复。",
                        triples=str(triples),
                        counted=str(counted),
                    ),
                )
