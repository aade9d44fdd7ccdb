"""What ``read`` accepts: a path, bytes or an open file; everything else is refused in clear words."""

import re
from os import PathLike, fspath
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from extract.messages import message

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/", re.ASCII)  # two letters at least: C:/ is a disk
_UNNAMED = "bytes"


@runtime_checkable
class BinaryFile(Protocol):
    """A file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """Give at most ``size`` bytes."""
        ...


Source: TypeAlias = str | PathLike[str] | bytes | bytearray | memoryview | BinaryFile
"""A path, the bytes of a file, or a file open for reading bytes."""


def bytes_and_name(source: Source, name: str = "") -> tuple[bytes, str] | Path:
    r"""Give the bytes of a source with its name, or its path.

    >>> bytes_and_name(b"\xe4\xb8\x80", "a.txt")
    (b'\xe4\xb8\x80', 'a.txt')

    Raises:
        UnreadableSourceError: for the address of a page: nothing is fetched.
        TypeError: for anything that is none of these, and for a file that gives text.
    """
    if isinstance(source, str | PathLike):
        return _path(fspath(source))
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), name or _UNNAMED
    given: object = source
    if not isinstance(given, BinaryFile):
        kind = type(given).__name__
        raise TypeError(str(message("read 要文件路径、bytes 或以二进制方式打开的文件，不能是 {kind}。", kind=kind)))
    from extract.readers.limits import MAX_SOURCE_BYTES

    data: object = given.read(MAX_SOURCE_BYTES + 1)
    if not isinstance(data, bytes | bytearray):
        raise TypeError(str(message("这个文件是以文本方式打开的。请以二进制方式打开：open(path, 'rb')。")))
    return bytes(data), name or Path(str(getattr(given, "name", _UNNAMED))).name


def _path(words: object) -> Path:
    if not isinstance(words, str):
        raise TypeError(str(message("路径应为 str 或 Path，不能是 bytes。")))
    if _ADDRESS.match(words):
        from extract.readers.refusal import unreadable

        raise unreadable(
            words, what=message("是网址，程序不从网络取文件"), remedy=message("请先把文件存到本机，再给出它的路径")
        )
    return Path(words)
