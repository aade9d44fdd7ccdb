"""What can go wrong in the room: one small tree, each error with a Chinese and an English sentence."""

from graph.texts import Bilingual


class GraphError(Exception):
    """A promise that could not be kept. ``message`` says what, where and what to do, in both languages."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class DataFolderError(GraphError):
    """The data folder cannot be used: unwritable, of another version, not ours, or damaged."""


class StoreBusyError(GraphError):
    """Another process writes to the store."""


class StoreUnreachableError(GraphError):
    """The remote store does not answer, or refuses."""


class QueryError(GraphError):
    """A query that cannot be run: a syntax error, or a way out of the machine."""


class BackupError(GraphError):
    """A backup that cannot be written or restored: in the way, damaged, cut short, or of another version."""


class MeasureError(GraphError):
    """A measure cannot be computed as asked: an unknown setting, a weight that is no weight, an unknown unit."""
