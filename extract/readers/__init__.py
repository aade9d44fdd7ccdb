"""The only input of the room: a file of any kind in, one :class:`~extract.records.Document` out."""

from extract.readers.source import read, read_bytes

__all__ = ["read", "read_bytes"]
