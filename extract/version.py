"""The versions that decide how a text is read: of the program, and of its tables of words, bodies and places."""

import hashlib
from functools import cache
from importlib.resources import files

_TABLES = (("extract.lexicon", (".toml", ".csv")), ("extract.units", (".csv",)))


@cache
def program_version() -> str:
    """Give the version of the program."""
    from importlib.metadata import version

    return version("dutygraph")


@cache
def lexicon_version() -> str:
    """Give the first 12 hex digits of the SHA-256 of all tables, in the order of their names.

    >>> len(lexicon_version())
    12
    """
    digest = hashlib.sha256()
    for package, endings in _TABLES:
        tables = (file for file in files(package).iterdir() if file.name.endswith(endings))
        for table in sorted(tables, key=lambda file: file.name):
            digest.update(table.name.encode() + b"\0" + table.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
