"""Make office files reproducible: the same input gives the same bytes, whenever and wherever they are written."""

import io
import re
import zipfile
from shutil import copyfileobj

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip archive can name
_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def settle(data: bytes) -> bytes:
    """Write an office file again with every clock in it stopped.

    Guarantees:
        1. Entries are in the order of their names, with one date and one way of packing.
        2. The dates of creation and change in the core properties are fixed; nothing else changes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                new.writestr(entry, _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", old.read(name)))
                continue
            entry.file_size = old.getinfo(name).file_size  # by which a large one is written as such
            with old.open(name) as body, new.open(entry, "w") as written:
                copyfileobj(body, written)  # a sheet may take hundreds of megabytes
    return out.getvalue()
