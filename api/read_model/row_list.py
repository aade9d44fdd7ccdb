"""A list of rows of which only those looked at are read."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from graph.dataset.row_snapshot import Place, RowSnapshot
from graph.dataset.rows import Row

Listed = TypeVar("Listed", bound=Row)

TOGETHER = 500  # rows read together


class RowList(Sequence[Listed]):
    """The rows at some places; with each of them comes all that a table shows of it."""

    def __init__(
        self,
        rows: RowSnapshot,
        row_type: type[Listed],
        places: Sequence[Place],
        ready: Callable[[tuple[Listed, ...]], object],
    ) -> None:
        """Take the places in the order of the list, and what reads ahead for some rows."""
        self._rows, self._row_type, self._places, self._ready = rows, row_type, places, ready

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Listed: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Listed, ...]: ...

    def __getitem__(self, place: int | slice) -> Listed | tuple[Listed, ...]:
        """Read the rows at some places of the list."""
        if not isinstance(place, slice):
            return self._rows.at(self._row_type, (self._places[place],))[0]
        rows = self._rows.at(self._row_type, self._places[place])
        self._ready(rows)
        return rows

    def __iter__(self) -> Iterator[Listed]:
        """Read all rows, some at a time."""
        for start in range(0, len(self), TOGETHER):
            yield from self[start : start + TOGETHER]
