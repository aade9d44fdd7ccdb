"""Put the files of a mail or zip in place of the upload that carries them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from api.edge.uploads import Upload
from extract.errors import ExtractError
from extract.readers.source import inner_files


def unpacked(uploads: Sequence[Upload], folder: Path) -> tuple[Upload, ...]:
    """List the documents of uploads, those of containers as files next to them.

    Guarantees:
        1. An upload that is not a container, or a container that cannot be opened, is returned unchanged.

    Args:
        uploads: in the order they came.
        folder: where their bytes are.
    """
    return tuple(document for upload in uploads for document in _unpacked(upload, folder))


def _unpacked(upload: Upload, folder: Path) -> Iterator[Upload]:
    try:
        files = inner_files(upload.path.read_bytes(), upload.name)
    except (ExtractError, OSError):
        files = ()
    if len(files) < 2 and all(inner.name == upload.name for inner in files):
        yield upload
        return
    for number, inner in enumerate(files):
        path = folder / f"{upload.path.name}-{number}"
        path.write_bytes(inner.data)
        digest = hashlib.sha256(inner.data).hexdigest()
        yield replace(upload, name=inner.name, path=path, size=len(inner.data), sha256=digest)
