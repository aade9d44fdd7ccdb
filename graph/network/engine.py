"""Choose what computes a network: NetworkX for what fits one plan or some, faster libraries for an archive.

Measured on one core, seconds (NetworkX · fast), for 900, 2,000, 10,000 and 100,000 edges: see ``tests.bench.analysis``.
"""

from enum import StrEnum

NETWORKX_UP_TO = 2_000
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
