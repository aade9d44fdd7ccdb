"""A cache of rows in files, so that the next process does not have to read the store.

Guarantees:
    1. Rows are found only for the stamp with which they were put there, and only by the version of the code that wrote
       them: a file begins with a fingerprint of the code, and of its content.
    2. A cache that is missing, full, corrupted or deleted at any moment costs time and nothing else.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from graph.dataset.rows import ROW_TYPES, Corpus, Row, table_by_table

_R = TypeVar("_R", bound=Row)
_READING = (
    ("graph.dataset", "load.py"),
    ("graph.dataset", "rows.py"),
    ("graph.dataset", "schema.py"),
    ("graph.dataset", "model.py"),
    ("graph.dataset", "clarity.py"),
    ("ontology", "terms.py"),
)


class RowCache:
    """A folder with one file per graph; without a folder nothing is cached."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder, which is created with the first file."""
        self._folder = folder

    def find(self, graph: str, stamp: int) -> Corpus | None:
        """Give the rows of ``graph`` at ``stamp``; ``None`` where they are missing or corrupted."""
        if self._folder is None:
            return None
        try:
            head, _, body = (self._folder / _name(graph)).read_bytes().partition(b"\n")
            return _rows(body) if head == _head(graph, stamp, body) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, graph: str, stamp: int, corpus: Corpus) -> None:
        """Store the rows of ``graph`` at ``stamp``; write failures are ignored."""
        if self._folder is None:
            return
        body = _written(corpus)
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            new = self._folder / (_name(graph) + ".new")
            new.write_bytes(_head(graph, stamp, body) + b"\n" + body)
            new.replace(self._folder / _name(graph))

    def keep_only(self, graphs: Iterable[str]) -> None:
        """Delete the files of all other graphs."""
        if self._folder is None:
            return
        wanted = {_name(graph) for graph in graphs}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    path.unlink()


def _name(graph: str) -> str:
    return hashlib.sha256(graph.encode("utf-8")).hexdigest()[:32] + ".json"


def _head(graph: str, stamp: int, body: bytes) -> bytes:
    return f"{_fingerprint()} {hashlib.sha256(body).hexdigest()} {stamp} {graph}".encode()


@cache
def _fingerprint() -> str:
    """Hash the code that reads rows: another version of it does not use these files."""
    digest = hashlib.sha256()
    for package, name in _READING:
        digest.update(files(package).joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


def _written(corpus: Corpus) -> bytes:
    rows = {
        name: list(map(attrgetter(*(field.name for field in fields(row_type))), getattr(corpus, name)))
        for name, row_type in ROW_TYPES.items()
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _rows(body: bytes) -> Corpus:
    data = json.loads(body)
    return table_by_table(lambda name, row_type: _made(row_type, data[name]))


def _made(row_type: type[_R], values: list[list[object]]) -> Iterator[_R]:
    """Make rows of what JSON gives, in which a tuple has become a list."""
    names = [field.name for field in fields(row_type)]
    make: Callable[..., _R] = row_type  # the values fit: their file was written here, as its head proves
    for cells in values:
        yield make(**{name: _cell(cell) for name, cell in zip(names, cells, strict=True)})


def _cell(cell: object) -> object:
    return tuple(cell) if isinstance(cell, list) else cell
