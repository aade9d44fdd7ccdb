"""The only input of the room: a file of any kind in, one :class:`~extract.records.Document` out for each plan in it."""

from extract.readers.source import read, read_all, read_all_bytes, read_bytes

__all__ = ["read", "read_all", "read_all_bytes", "read_bytes"]
