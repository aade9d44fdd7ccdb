"""The database of accounts: one SQLite file in the data folder, or in memory without a folder.

Source: SQLite, Write-Ahead Logging; Python ``sqlite3`` (one connection, serialised by a lock).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "accounts.sqlite"
_WAIT = 10.0  # seconds for another process that writes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS session (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, own INTEGER NOT NULL, proof TEXT NOT NULL, seen TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, who TEXT NOT NULL, deed TEXT NOT NULL, about TEXT NOT NULL,
    origin TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS scope (name TEXT PRIMARY KEY, words TEXT NOT NULL, who TEXT NOT NULL);
"""


class Database:
    """The connection of one process.

    Guarantees:
        1. A block of ``writing`` is stored completely or not at all, also while another process writes.
        2. The file can be read by its owner alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._lock = threading.Lock()
        if folder:
            os.close(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600))
        where = folder / FILE if folder else ":memory:"
        self._connection = sqlite3.connect(where, timeout=_WAIT, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(_SCHEMA)

    def rows(self, query: str, *values: str | int) -> list[tuple[str, ...]]:
        """Give the rows of a query."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write within one transaction, during which no other process can write what was read in it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()
