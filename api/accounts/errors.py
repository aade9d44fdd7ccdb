"""Faults of accounts."""

from graph.errors import GraphError


class AccountError(GraphError):
    """An account that cannot be made or changed as requested."""
