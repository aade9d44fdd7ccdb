"""The revision of a shared server: writers record it there, so that readers notice the writes of others.

A write by this process is known immediately. A write by another is noticed at the next check, one second later at most;
a slow check continues in the background, and the last known number is returned meanwhile.
"""

import threading
import time
import uuid
from collections.abc import Callable

from graph.errors import GraphError

_APART = 1.0  # seconds between two looks
_PATIENCE = 0.2  # seconds that a caller waits for a check


class RemoteRevision:
    """A number that grows with each write seen."""

    def __init__(self, look: Callable[[], tuple[str, ...]], leave: Callable[[tuple[str, ...], str], None]) -> None:
        """Take the two requests to the server: read the marks; put a new one in the place of old ones."""
        self._look = look
        self._leave = leave
        self._lock = threading.Lock()
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

    def look(self) -> None:
        """Look now.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        seen = tuple(sorted(self._look()))
        with self._lock:
            if self._seen is not None and seen != self._seen:
                self._number += 1
            self._seen, self._last = seen, time.monotonic()

    def written(self) -> None:
        """Leave a mark after a write.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        old, new = self._look(), uuid.uuid4().hex  # a mark must be new on any machine; it is never shown
        with self._lock:
            self._number += 1
        self._leave(old, new)
        self.look()

    def _look_aside(self) -> None:
        try:
            self.look()
        except GraphError:  # a call that needs the server raises it
            with self._lock:
                self._last = time.monotonic()
        finally:
            with self._lock:
                self._looking = None
