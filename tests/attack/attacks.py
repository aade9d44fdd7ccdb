"""The attacks by letter; each takes the root of a checkout and yields what it breaks there."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.attack import connections, disk, documents, tokens, updates, writers

ATTACKS: Mapping[str, Callable[[Path], Iterator[str]]] = {
    "A": updates.leaving,
    "B": connections.attack,
    "C": writers.races,
    "D": disk.large,
    "E": writers.growth,
    "F": disk.unsynced,
    "G": tokens.attack,
    "H": disk.left,
    "I": documents.identities,
    "J": documents.folders,
    "K": updates.malformed,
    "L": documents.supply,
}
