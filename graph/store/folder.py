"""The data folder: its version, its lock and its files.

    DIR/VERSION     "dutygraph data 2"; 1 was the first edition, whose plans have no document and no lineage
    DIR/lock        locked (flock) by the writing process, which writes into it, one per line: its process id, the start
                    of the lock, and the command
    DIR/revision    the number of writes begun, in digits
    DIR/stamps      which write last touched which graph; see ``graph.store.graph_versions``
    DIR/shelf/      the row database, derived from the graphs; may be deleted at any moment
    DIR/store/      the engine's own files
    DIR/snapshots/  hard-linked copies for the query workers, numbered as they are made
    DIR/readings/   copies of processes that only read; see ``graph.store.reading``

Guarantees:
    1. A folder that is not ours is never written to.
    2. A lock ends with its process, also when that is killed.
"""

import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from extract.messages import message
from graph.errors import DataFolderError, StoreBusyError
from graph.store import system
from graph.store.durable import write_whole

VERSION = "dutygraph data 2"
_OLDER = ("dutygraph data 1",)  # that can be brought to the present format
_OURS = b"dutygraph data "
_LOCK_READ = 400  # characters of a lock file that are shown at most
_FIRST_FILES = frozenset({"lock", "VERSION.new"})  # all that an interrupted start can leave


def claim(folder: Path, *, older: bool = False) -> IO[str]:
    """Make ``folder`` ours, if it is new or was ours before, and hold its lock; with ``older`` also of an older version.

    Returns:
        The open lock file; closing it lets go of the folder.

    Raises:
        DataFolderError: not a folder, not writable, not ours, or of another version.
        StoreBusyError: another process holds it; the message names the process id.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        entries = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        raise unusable(folder, error) from error
    _check_ours(folder, entries, older=older)
    lock = _lock(folder)
    try:
        if not (folder / "VERSION").exists():
            write_whole(folder / "VERSION", VERSION + "\n")
    except OSError as error:
        lock.close()
        raise unusable(folder, error) from error
    return lock


def check(folder: Path) -> None:
    """Check that a folder has data that can be read, without touching it.

    Raises:
        DataFolderError: not a folder, empty, not ours, or of another version.
    """
    try:
        entries = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        raise unusable(folder, error) from error
    _check_ours(folder, entries)
    if "VERSION" not in entries:
        raise DataFolderError(
            message("目录 {folder} 里还没有数据。请先运行 dutygraph build 文件… --data {folder}。", folder=str(folder))
        )


def is_older(folder: Path) -> bool:
    """Whether a folder is of an older version that can be brought to the present one."""
    return _version(folder) in _OLDER


def write_version(folder: Path) -> None:
    """Record that a folder is of the present version."""
    try:
        write_whole(folder / "VERSION", VERSION + "\n")
    except OSError as error:
        raise unusable(folder, error) from error


def is_ours(folder: Path) -> bool:
    """Whether a folder is a data folder, of any version."""
    try:
        with (folder / "VERSION").open("rb") as file:
            return file.read(len(_OURS)) == _OURS
    except OSError:
        return False


def read_revision(folder: Path) -> int:
    """Read how many writes the folder has seen; 0 for a new one."""
    try:
        return int((folder / "revision").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def write_revision(folder: Path, revision: int) -> None:
    """Record a write before it begins: a crash may skip a number, but no number belongs to two contents.

    After a loss of power the number may be an older one; the stamps, which are on the disk by then, have the newest.
    """
    try:
        new = folder / "revision.new"
        new.write_text(f"{revision}\n", encoding="ascii")
        new.replace(folder / "revision")
    except OSError as error:
        raise unusable(folder, error) from error


def unusable(folder: Path, error: OSError) -> DataFolderError:
    """Make an error of what the system reported about the folder."""
    reason = error.strerror or str(error)
    return DataFolderError(
        message(
            "数据目录 {folder} 无法使用：{reason}。请检查目录权限和磁盘空间，或用 --data 指定其他目录。",
            folder=str(folder),
            reason=reason,
        )
    )


def _check_ours(folder: Path, entries: Iterable[str], *, older: bool = False) -> None:
    names = set(entries)
    if "VERSION" not in names:
        if names - _FIRST_FILES:
            raise DataFolderError(
                message(
                    "目录 {folder} 里已有其他文件，不是责任图谱的数据目录。请用 --data 指定一个空目录或新目录。",
                    folder=str(folder),
                )
            )
        return
    found = _version(folder)
    if found in _OLDER:
        if not older:
            raise DataFolderError(
                message(
                    "数据目录 {folder} 由旧版程序写成。请先运行 dutygraph check --data {folder}，转换后再用。",
                    folder=str(folder),
                )
            )
    elif found != VERSION:
        raise DataFolderError(
            message(
                "数据目录 {folder} 的版本是“{found}”，本程序需要“{version}”。请用写入它的版本打开，"
                "或用 --data 指定新目录后重新导入。",
                folder=str(folder),
                found=found,
                version=VERSION,
            )
        )


def _version(folder: Path) -> str:
    try:
        return (folder / "VERSION").read_bytes()[:80].decode("utf-8", errors="replace").strip()
    except OSError as error:
        raise unusable(folder, error) from error


def _lock(folder: Path) -> IO[str]:
    path = folder / "lock"
    try:
        lock = path.open("a+", encoding="utf-8", errors="replace")
    except OSError as error:
        raise unusable(folder, error) from error
    try:
        system.lock(lock)
    except OSError as error:
        lock.seek(0)
        said = lock.read(_LOCK_READ)
        lock.close()
        raise _held(folder, said) from error
    try:
        lock.truncate(0)
        lock.write(_holder())
        lock.flush()
    except OSError as error:
        lock.close()
        raise unusable(folder, error) from error
    return lock


def _holder() -> str:
    """Describe the owner of the lock. Only the first word of its command is shown: the rest may be a secret."""
    program, first = Path(sys.argv[0]).name, sys.argv[1:2]
    words = [program if program and not program.startswith("-") else "python", *(w for w in first if w.isidentifier())]
    since = datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    return f"{os.getpid()}\n{since}\n{' '.join(words)}\n"


def _held(folder: Path, said: str) -> StoreBusyError:
    process, since, command, *_ = [*said.splitlines(), "", "", ""]
    holder = message("{process}（{command}，{since} 起）", process=process, command=command, since=since)
    return StoreBusyError(
        message(
            "数据目录 {folder} 正由进程 {process} 使用。请先结束该进程，或用 --data 指定其他目录。",
            folder=str(folder),
            process=holder if command else process or "?",
        )
    )
