"""What ``read`` accepts: a path, bytes or an open file; everything else is refused in clear words."""

from os import PathLike, fspath
from pathlib import Path
from types import UnionType
from typing import Protocol, TypeAlias, get_args, runtime_checkable

from extract.messages import message

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


def check_type(value: object, kind: type | UnionType, argument: str) -> None:
    """Refuse an argument of a wrong type.

    >>> check_type(3, str | None, "scope")
    Traceback (most recent call last):
    TypeError: scope 应为 str | NoneType，不能是 int。

    Raises:
        TypeError: with a sentence that names the argument, what it should be and what it is.
    """
    if not isinstance(value, kind):
        wanted = " | ".join(one.__name__ for one in get_args(kind) or (kind,))
        given = type(value).__name__
        raise TypeError(
            str(message("{argument} 应为 {wanted}，不能是 {given}。", argument=argument, wanted=wanted, given=given))
        )


def _path(words: object) -> Path:
    if not isinstance(words, str):
        raise TypeError(str(message("路径应为 str 或 Path，不能是 bytes。")))
    return Path(words)
