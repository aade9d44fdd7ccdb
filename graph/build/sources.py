"""The files that plans were read from, so that a plan can be read again by a newer program.

    DIR/sources/<SHA-256>    the bytes of a file, as it was read

Guarantees:
    1. A file is written completely or not at all, under the hash of its bytes.
    2. A store on another machine has no sources, and one that lost them regains them when the files are built again;
       until then ``dutygraph check`` says which plans cannot be read again. Backups contain them.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from extract.readers.source import inner_files
from graph.store import Store
from ontology.terms import Term


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
    folder = sources_folder(store)
    return None if folder is None or not sha256.isalnum() else folder / sha256


def sources_folder(store: Store) -> Path | None:
    """Give the folder of the files, which may not exist; ``None`` where the store has no folder."""
    cache = store.cache_folder()
    return None if cache is None else cache.parent / "sources"


def restore_sources(store: Store, sources: Iterable[tuple[str, bytes]]) -> None:
    """Store the files of a backup, and delete those that no plan of the store, nor an earlier version, was read from."""
    folder = sources_folder(store)
    if folder is None:
        return
    for sha256, data in sources:
        keep_source(store, sha256, data)
    named = {sha256 for (sha256,) in store.words(f"SELECT ?hash WHERE {{ ?plan <{Term.SHA256}> ?hash }}")}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in named:
            path.unlink()


def drop_source(store: Store, sha256: str) -> None:
    """Delete the bytes of a file."""
    path = source_path(store, sha256)
    if path is not None:
        path.unlink(missing_ok=True)
