"""Read a data folder without holding it, also while another process writes to it.

The engine's files are copied into ``DIR/readings``: table files, which never change, by hard links, the small rest byte
by byte. What is copied between two equal listings of the files is a state that the engine had: a flush or compaction
makes or removes a file, and everything else is appended to the log, of which any beginning is a series of complete
transactions.

Guarantees:
    1. The reader sees complete transactions only, and nothing that is written after the opening.
    2. Nothing can be written; the folder's lock is never taken.
    3. The copy ends with the reader; one that a killed reader left is removed by the next.

Source: RocksDB wiki, "Write Ahead Log File Format", "Checkpoints".
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn

from pyoxigraph import Store as Engine

from extract.messages import message
from graph.errors import DataFolderError, StoreBusyError
from graph.store import folder as data_folder
from graph.store import system
from graph.store.embedded import EmbeddedStore

_COPIES = "readings"
_TRIES = 100
_PAUSE = 0.05  # seconds until a writer has probably finished moving its files
_NOT_DATA = ("LOG", "LOCK", "OPTIONS")  # the engine's diary, its own lock, and its settings


class ReadingStore(EmbeddedStore):
    """A store that is a private copy: everything can be read, nothing written."""

    def __init__(self, original: Path, data: Path, lock: IO[str], engine: Engine) -> None:
        """Take a copy of a folder; call ``open_reading`` instead."""
        super().__init__(data, lock, engine)
        self._original = original

    def cache_folder(self) -> Path:
        """Give that of the folder which was copied: its files may be read, and belong to the process that writes."""
        return self._original / "shelf"

    @contextmanager
    def unused_folder(self) -> Iterator[Path | None]:
        """Hold the folder that was copied while a block writes what is derived from it.

        Yields:
            Where that is, as ``cache_folder``; ``None`` where another program holds the folder, or has written since.
        """
        try:
            lock = data_folder.claim(self._original)
        except (StoreBusyError, DataFolderError):
            yield None
            return
        with lock:
            same = data_folder.read_revision(self._original) == data_folder.read_revision(self._data)
            yield self.cache_folder() if same else None

    def close(self) -> None:
        """Remove the copy."""
        super().close()
        shutil.rmtree(self._data, ignore_errors=True)

    def _write(self, *_: object, **__: object) -> NoReturn:
        raise DataFolderError(message("数据目录以只读方式打开，不能写入。"))


def open_reading(data: Path) -> ReadingStore:
    """Open the folder ``data`` as it is now, for reading.

    Raises:
        DataFolderError: the folder is not ours, of another version, damaged, or has no room for the copy.
        StoreBusyError: a writer moves its files all the time, so that no state could be copied.
    """
    data_folder.check(data)
    try:
        copies = data / _COPIES
        copies.mkdir(exist_ok=True)
        _sweep(copies)
        copy = Path(tempfile.mkdtemp(dir=copies))
        return _opened(data, copy)
    except OSError as error:
        raise data_folder.unusable(data, error) from error


def _opened(data: Path, copy: Path) -> ReadingStore:
    lock = data_folder.claim(copy)
    try:
        if (data / "store").exists():
            _copy(data / "store", copy / "store")
        # after the graphs, so that no stamp is older than its graph: a newer one costs a reading
        data_folder.write_revision(copy, data_folder.read_revision(data))
        with suppress(OSError):
            shutil.copyfile(data / "stamps", copy / "stamps")
        return ReadingStore(data, copy, lock, Engine(str(copy / "store")))
    except (OSError, RuntimeError, StoreBusyError) as error:
        lock.close()
        shutil.rmtree(copy, ignore_errors=True)
        if isinstance(error, RuntimeError):  # how the engine reports a corrupted file
            raise DataFolderError(
                message("数据目录 {data} 里的库打不开：{error}。请从备份恢复。", data=str(data), error=str(error))
            ) from error
        raise


def _copy(source: Path, target: Path) -> None:
    """Copy the engine's files as they were at one moment."""
    for _ in range(_TRIES):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        before = _files(source)
        try:
            for name in before:
                _take(source / name, target / name)
        except FileNotFoundError:  # removed by a compaction
            time.sleep(_PAUSE)
            continue
        if _files(source) == before:
            return
        time.sleep(_PAUSE)
    raise StoreBusyError(message("数据目录正在大量写入，暂时读不到完整的状态。请稍后再试。"))


def _files(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith(_NOT_DATA))


def _take(source: Path, target: Path) -> None:
    if source.suffix == ".sst":
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # the file system has no links
            pass
        else:
            return
    shutil.copyfile(source, target)


def _sweep(copies: Path) -> None:
    """Remove the copies whose readers have ended: their locks are free."""
    for copy in copies.iterdir() if system.LOCKS else ():
        if not (copy / "lock").exists():  # being made
            continue
        try:
            data_folder.claim(copy).close()
        except (StoreBusyError, DataFolderError):
            continue
        shutil.rmtree(copy, ignore_errors=True)
