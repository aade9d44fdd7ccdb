"""Compare the row database with the graphs that it is derived from, and derive it again.

``lagging(store)`` · ``differing(store)`` · ``rebuild(store)``
"""

from graph.dataset.load import bring_up_to_date, load_plan, plan_stamps, plan_text
from graph.dataset.row_databases import database_of, read_or_renew, renewed
from graph.store import Store


def lagging(store: Store) -> tuple[str, ...]:
    """Give the graphs whose rows are missing, of another state of the graph, or of a graph that is gone; sorted."""
    known, stamps = read_or_renew(store, lambda rows: rows.stamps()), plan_stamps(store)
    return tuple(sorted(graph for graph in known.keys() | stamps.keys() if known.get(graph) != stamps.get(graph)))


def differing(store: Store) -> tuple[str, ...]:
    """Give the graphs whose rows or text in the database are not what the graph says, as far as they do not lag."""
    known, stamps = database_of(store).stamps(), plan_stamps(store)
    return tuple(graph for graph in sorted(stamps) if known.get(graph) == stamps[graph] and _differs(store, graph))


def _differs(store: Store, graph: str) -> bool:
    rows, right = database_of(store), load_plan(store, graph)
    if rows.corpora([graph])[graph] != right:
        return True
    return bool(right.plans) and rows.text(graph) != plan_text(store, graph)


def rebuild(store: Store) -> int:
    """Derive the database again from all graphs; give how many.

    Raises:
        IncompleteGraphError: when a graph lacks what the rows need.
        RowDatabaseError: when the rows are on a server that does not answer.
    """
    rows = database_of(store)
    if rows.engine.url.host is None:
        renewed(store, rows)
    else:
        rows.remove(rows.stamps().keys())
    stamps = plan_stamps(store)
    bring_up_to_date(store, stamps, {})
    return len(stamps)
