"""Choose what computes a network: NetworkX for what fits one plan or some, faster libraries for an archive.

Seconds on one core for plans of five units a task, all centralities and five partitions, NetworkX against the fast
libraries: 900 edges 1.4 and 0.2, 2,000 edges 3.6 and 0.3, 5,000 edges 13.8 and 0.6.
"""

from enum import StrEnum

NETWORKX_UP_TO = 1_000
"""Edges between tasks and units up to which NetworkX computes everything."""


class Engine(StrEnum):
    """The libraries that compute a network measure; the numbers are the same."""

    NETWORKX = "networkx"
    FAST = "fast"  # scipy.sparse, rustworkx, scikit-network


def engine(edges: int) -> Engine:
    """Choose by the number of edges between tasks and units.

    >>> engine(900).value, engine(100_000).value
    ('networkx', 'fast')
    """
    return Engine.NETWORKX if edges <= NETWORKX_UP_TO else Engine.FAST
