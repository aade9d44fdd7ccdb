"""When each graph was last written: one line per write, so that caches of what was computed from it stay valid.

    DIR/stamps    "NUMBER IRI" for each write of a graph, "NUMBER *" for a write that may have touched any

Guarantees:
    1. The disk has a line before its write begins: after a crash or a loss of power, a graph whose stamp is unchanged has
       unchanged content.
    2. Where lines are missing (an older program wrote, or the process ended between two files) every graph counts as
       written.
"""

import os
import threading
from collections.abc import Iterable
from pathlib import Path

from graph.store.durable import write_whole

_LONGEST = 1 << 20  # bytes before the file is rewritten, at the next opening
_ANY = "*"


class GraphVersions:
    """The stamps of one data folder; ``of`` returns those of finished writes.

    Attributes:
        last: the number of the last write that was begun when the folder was opened.
    """

    def __init__(self, path: Path, revision: int) -> None:
        """Read the stamps as they are at ``revision``.

        Raises:
            OSError: the file cannot be read or written.
        """
        self._path = path
        self._lock = threading.Lock()
        known = _read(path, revision)
        self._floor, self._of, self.last = known or (revision, {}, revision)
        if known is None or path.stat().st_size > _LONGEST:
            self._write_anew(self.last)

    def announce(self, revision: int, graphs: Iterable[str] | None) -> None:
        """Note, before it begins, a write of ``graphs`` (``None``: of any).

        Raises:
            OSError: the file cannot be written; the write must not begin.
        """
        self._append("".join(f"{revision} {graph}\n" for graph in ([_ANY] if graphs is None else graphs)))

    def done(self, revision: int, graphs: Iterable[str] | None) -> None:
        """Give the new stamp from now on: the write has ended."""
        with self._lock:
            if graphs is None:
                self._floor = revision
            else:
                self._of.update(dict.fromkeys(graphs, revision))

    def of(self, graph: str) -> int:
        """Give the number of the last write that may have touched ``graph``."""
        with self._lock:
            return max(self._floor, self._of.get(graph, 0))

    def _write_anew(self, revision: int) -> None:
        lines = [f"{self._floor} {_ANY}\n", *(f"{number} {graph}\n" for graph, number in self._of.items())]
        write_whole(self._path, "".join([*lines, f"{revision} \n"]))

    def _append(self, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _read(path: Path, revision: int) -> tuple[int, dict[str, int], int] | None:
    """Read the stamps: of all graphs, of each, and the last number; ``None`` where a line is missing or broken."""
    floor, of, last = 0, dict[str, int](), -1
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    for line in lines:
        number, _, graph = line.removesuffix("\n").partition(" ")
        if not line.endswith("\n") or not number.isdigit():
            return None
        last = max(last, int(number))
        if graph == _ANY:
            floor = max(floor, int(number))
        elif graph:
            of[graph] = int(number)
    return (floor, of, last) if last >= revision else None
