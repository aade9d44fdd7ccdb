"""What differs between systems: locks, limits of a process, and what is left where a system lacks them.

Every use of ``fcntl``, ``msvcrt`` and ``resource`` in the program is here. Where one is absent the program runs with
weaker bounds, and says so when it starts.

Guarantees:
    1. Nothing here fails for a missing module; ``weaker_bounds`` names what is then not bounded.

Source: flock(2), setrlimit(2), getrusage(2), clock_getcpuclockid(3); Python, msvcrt.
"""

import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO

from extract.messages import Message, message


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


fcntl = _module("fcntl")
msvcrt = _module("msvcrt")  # Windows
resource = _module("resource")
LINUX = platform.system() == "Linux"
LOCKS = fcntl is not None or msvcrt is not None
BOUNDS_MEMORY = LINUX and resource is not None  # macOS takes the limit and does not keep to it
RUN_MODULE = "--run-module"
"""The first argument with which a bundle, which has no interpreter of its own, runs one of its modules."""

_PROCESS_CLOCK = 2  # the kind of clock in the number that Linux gives the clock of a process
_LOCKED_BYTE = 1 << 30  # far behind the text of a lock file, which others read


def lock(file: IO[str]) -> None:
    """Lock a file for this process, until it is closed; without locks of the system nothing is done.

    Raises:
        OSError: another process holds it.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    elif msvcrt is not None:
        os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)


def limit_memory(size: int) -> None:
    """Bound the address space of this process for good, where the system keeps to it, and write no core file."""
    if resource is None:
        return
    if BOUNDS_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_processor_time(seconds: float) -> None:
    """Let the process use ``seconds`` more of processor time before the system ends it."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    budget = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (budget, hard))


def allow_files(wanted: int) -> int:
    """Let the process open ``wanted`` files; give how many it may open."""
    if resource is None:
        return wanted
    limits: tuple[int, int] = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft, hard = limits
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def memory_in_use() -> int:
    """Give the memory that the process has in use now, in bytes; where the system does not tell, the most it ever had."""
    if not BOUNDS_MEMORY:
        return peak_memory()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def processor_time(process: int) -> float | None:
    """Give the seconds of processor time that a process has used; ``None`` where the system does not tell, or it has ended."""
    if not LINUX:
        return None
    try:
        return time.clock_gettime(~process << 3 | _PROCESS_CLOCK)
    except OSError:
        return None


def peak_memory() -> int:
    """Give the most memory the process ever had in use, in bytes; 0 where the system does not tell."""
    if resource is None:
        return 0
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * 1024 if LINUX else peak  # kilobytes on Linux, bytes on macOS


def module_command(module: str) -> list[str]:
    """Give the beginning of a command that runs a module of ours in a new process.

    The folder in which the program was started is not searched: it may hold a package named ``graph`` too.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, RUN_MODULE, module]
    return [sys.executable, "-P", "-S", "-m", module]


def give_way(steps: int) -> None:
    """Let other processes go first, where the system knows an order."""
    if hasattr(os, "nice"):
        os.nice(steps)


def weaker_bounds() -> tuple[Message, ...]:
    """Say which bounds this system does not keep; nothing on Linux."""
    said: list[Message] = []
    if not LOCKS:
        said.append(message("本系统不能锁定数据目录：请勿用两个程序同时打开同一目录。"))
    if resource is None:
        said.append(message("本系统不能限定内存和处理器时间：过大的文件和查询只按时间中止。"))
    if not LINUX:
        said.append(message("本系统不能切断工作进程的网络：对外的查询只在执行前拒绝。"))
    return tuple(said)
