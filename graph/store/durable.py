"""What has to be on the disk before a write is acknowledged.

The engine hands its log to the system and does not wait until the disk has it, so that a loss of power would take back
what was acknowledged. A write is acknowledged after two waits: for its line in ``stamps`` before it begins, and for the
engine's log after it.

Guarantees:
    1. After ``WriteLog.sync`` everything that the engine has committed survives a loss of power.
    2. The log does not grow beyond ``MOST_LOG`` bytes and one more write.

Source: fsync(2), "Calling fsync() does not necessarily ensure that the entry in the directory has reached disk";
RocksDB wiki, "Write Ahead Log" (WriteOptions.sync).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_LOG = 64 << 20


class WriteLog:
    """The engine's log in one folder."""

    def __init__(self, folder: Path) -> None:
        """Know no file yet."""
        self._folder = folder
        self._synced: dict[str, int] = {}  # the size of each file that the disk has

    def sync(self) -> int:
        """Wait until the disk has the log; give its size.

        Raises:
            OSError: the disk fails.
        """
        sizes: dict[str, int] = {}
        for path in self._folder.glob("*.log"):
            with suppress(FileNotFoundError), path.open("rb") as file:  # the engine removes a log that is used up
                sizes[path.name] = os.fstat(file.fileno()).st_size
                if self._synced.get(path.name) != sizes[path.name]:
                    os.fsync(file.fileno())
        if sizes.keys() - self._synced.keys():
            sync_folder(self._folder)
        self._synced = sizes
        return sum(sizes.values())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder; Windows knows no such wait."""
    if os.name == "nt":
        return
    with _opened(folder) as descriptor:
        os.fsync(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it has the old text or the new, never a part, also after a loss of power."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
