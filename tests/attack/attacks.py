"""The attacks by letter; each takes the root of a checkout and yields what it breaks there."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.attack import connections

ATTACKS: Mapping[str, Callable[[Path], Iterator[str]]] = {"B": connections.attack}
