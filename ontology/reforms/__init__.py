"""Institutional reforms as dated events: which function passed from which body to which, at which level, on whose word."""

from ontology.reforms.events import Event, Fate, ReformError, Reforms, Transfer, reforms
from ontology.reforms.holders import Succession, ended, holder, predecessors, settled, succession

__all__ = [
    "Event",
    "Fate",
    "ReformError",
    "Reforms",
    "Succession",
    "Transfer",
    "ended",
    "holder",
    "predecessors",
    "reforms",
    "settled",
    "succession",
]
