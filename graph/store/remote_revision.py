"""The revision of a shared server: writers record it there, so that readers notice the writes of others.

A write by this process is known immediately. A write by another is noticed at the next check, one second later at most;
a slow check continues in the background, and the last known number is returned meanwhile.

Guarantees:
    1. A write by this process changes the stamps of its own graphs only. What others wrote is unknown: every mark that
       this process did not expect changes the stamps of all graphs.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterable

from graph.errors import GraphError

_APART = 1.0  # seconds between two looks
_PATIENCE = 0.2  # seconds that a caller waits for a check


class RemoteRevision:
    """A number that grows with each write seen, and the stamp of each graph."""

    def __init__(self, look: Callable[[], tuple[str, ...]], leave: Callable[[tuple[str, ...], str], None]) -> None:
        """Take the two requests to the server: read the marks; put a new one in the place of old ones."""
        self._look = look
        self._leave = leave
        self._lock = threading.Lock()
        self._asking = threading.Lock()  # around requests: a look finds no mark that is half written
        self._floor = 1
        self._of: dict[str, int] = {}
        self._seen: tuple[str, ...] | None = None
        self._number = 1
        self._last = 0.0
        self._looking: threading.Thread | None = None

    def number(self) -> int:
        """Give the number of the state of the server, as it was a second ago or later."""
        with self._lock:
            due = time.monotonic() - self._last >= _APART and self._looking is None
            if due:
                self._looking = threading.Thread(target=self._look_aside, daemon=True)
                self._looking.start()
            thread = self._looking
        if thread is not None:
            thread.join(_PATIENCE)
        return self._number

    def stamp(self, graph: str) -> int:
        """Give the number of the last write seen that may have touched ``graph``."""
        self.number()
        with self._lock:
            return max(self._floor, self._of.get(graph, 0))

    def look(self) -> None:
        """Look now.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        with self._asking:
            self._compare(self._look())

    def written(self, graphs: Iterable[str] | None) -> None:
        """Leave a mark after a write of ``graphs`` (``None``: of any).

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        with self._asking:
            with self._lock:
                self._number += 1
                if graphs is None:
                    self._floor = self._number
                else:
                    self._of.update(dict.fromkeys(graphs, self._number))
            old, new = self._look(), uuid.uuid4().hex  # a mark must be new on any machine; it is never shown
            self._compare(old)
            self._leave(old, new)
            self._seen = (new,)

    def _compare(self, marks: tuple[str, ...]) -> None:
        seen = tuple(sorted(marks))
        with self._lock:
            if self._seen is not None and seen != self._seen:
                self._number += 1
                self._floor = self._number
            self._seen, self._last = seen, time.monotonic()

    def _look_aside(self) -> None:
        try:
            self.look()
        except GraphError:  # a call that needs the server raises it
            with self._lock:
                self._last = time.monotonic()
        finally:
            with self._lock:
                self._looking = None
