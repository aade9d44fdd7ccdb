"""What can go wrong in the room: one small tree, each error with a message that is rendered where it is shown."""

from extract.messages import Message


class GraphError(Exception):
    """A promise that cannot be fulfilled. ``message`` says what, where and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
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
    """A measure cannot be computed as requested: an unknown setting, an invalid weight, an unknown unit."""


class DrawingError(GraphError):
    """A picture cannot be written: the script that draws it was not built."""
