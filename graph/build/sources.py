"""The files that plans were read from, so that a plan can be read again by a newer program.

    DIR/sources/<SHA-256>    the bytes of a file, as it was read

Guarantees:
    1. A file is written completely or not at all, under the hash of its bytes.
    2. A store on another machine has no sources, and a restored one regains them when the files are built again; until
       then ``dutygraph check`` says which plans cannot be read again.
"""

import hashlib
from pathlib import Path

from extract.readers.source import inner_files
from graph.store import Store


def keep_source(store: Store, sha256: str, data: bytes) -> None:
    """Store the bytes of a file.

    Raises:
        OSError: when they cannot be written.
    """
    path = source_path(store, sha256)
    if path is None or path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(data)
    new.replace(path)


def keep_source_of(store: Store, file: Path, sha256: str) -> None:
    """Store the bytes that a document was read from, if they are not: those of a file, or of a file inside of it."""
    path = source_path(store, sha256)
    if path is None or path.exists() or not file.is_file():
        return
    data = file.read_bytes()
    for one in (data, *(inner.data for inner in inner_files(data, file.name))):
        if hashlib.sha256(one).hexdigest() == sha256:
            keep_source(store, sha256, one)
            return


def source_path(store: Store, sha256: str) -> Path | None:
    """Give where the bytes of a file are, or would be; ``None`` where the store has no folder."""
    cache = store.cache_folder()
    return None if cache is None or not sha256.isalnum() else cache.parent / "sources" / sha256


def drop_source(store: Store, sha256: str) -> None:
    """Delete the bytes of a file."""
    path = source_path(store, sha256)
    if path is not None:
        path.unlink(missing_ok=True)
