"""Patterns that are compiled when they are first used: a short plan needs a third of those the room has."""

import re
from typing import AnyStr, Generic, cast

__all__ = ["pattern"]

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _Uncompiled(Generic[AnyStr]):
    """A pattern before its first use; after it the methods are those of ``re.Pattern``, at no further cost."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = source
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give a pattern as ``re.compile`` does, and compile it when it is first used.

    Raises:
        re.error: at the first use, where the pattern is wrong.

    >>> pattern("[县市]区?").findall("县和市区")
    ['县', '市区']
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(source, flags))
