"""The errors of the room: one small tree, each with a Chinese and an English sentence."""

from graph.texts import Bilingual


class GraphError(Exception):
    """A failed operation. ``message`` is what, where and what to do, in both languages."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class DataFolderError(GraphError):
    """The data folder cannot be used: unwritable, of another version, of another program, or corrupted."""


class StoreBusyError(GraphError):
    """Another process writes to the store."""


class StoreUnreachableError(GraphError):
    """The remote store does not respond, or refuses."""


class QueryError(GraphError):
    """A query that cannot be run: a syntax error, or a way out of the machine."""


class BackupError(GraphError):
    """A backup that cannot be written or restored: existing, corrupted, truncated, or of another version."""


class MeasureError(GraphError):
    """A measure cannot be computed as asked: an unknown setting, an invalid weight, an unknown unit."""
