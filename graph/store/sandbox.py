"""The sandbox of a query worker, which holds for every query, however it was parsed, and of the thread that writes.

Memory and processor time are bounded by the system; the process dies with its parent; and on Linux it may not open a
network connection or start a program (a seccomp filter). The last is a second barrier: the server already
refuses SERVICE before a query gets here.

Source: prctl(2), seccomp(2), setrlimit(2).
"""

import ctypes
import platform
import signal
import struct

from graph.store import system

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 13  # fail with EACCES
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000  # the second numbering of system calls on x86-64

# machine → audit number, and the numbers of socket, connect, execve, execveat, io_uring_setup
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}


def confine(memory: int, *, network: bool) -> None:
    """Bound this process for good.

    Args:
        memory: the address space it may have, in bytes; bounded where the system keeps to it (Linux).
        network: whether it may open connections, as the worker of a remote store must.
    """
    if system.LINUX:
        _die_with_parent()
    system.limit_memory(memory)
    if not network:
        cut_off()


def cut_off() -> None:
    """Take the network and other programs from this thread, and from those it starts; for good, where the system can."""
    if not system.LINUX or platform.machine() not in _CALLS:
        return
    audit, calls = _CALLS[platform.machine()]
    program = _filter(audit, calls)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


def _die_with_parent() -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _prctl(option: int, first: int, second: int = 0) -> None:
    """Call the system; a kernel without the feature refuses, and only the first barrier remains."""
    words = [ctypes.c_ulong(word) for word in (first, second, 0, 0)]
    ctypes.CDLL(None).prctl(ctypes.c_int(option), *words)


def _filter(audit: int, calls: tuple[int, ...]) -> bytes:
    """Write the filter: another machine's calls or a refused call fail, all others pass."""
    last = len(calls) + 4  # the position of the refusal, after the checks and the pass
    steps = [
        (_LOAD_WORD, 0, 0, 4),  # the machine
        (_JUMP_IF_EQUAL, 0, last - 1, audit),
        (_LOAD_WORD, 0, 0, 0),  # the call
        (_JUMP_IF_AT_LEAST, last - 3, 0, _X32),
        *((_JUMP_IF_EQUAL, last - 4 - index, 0, call) for index, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
