"""What can go wrong in the room: one small tree, each error with a message that is rendered where it is shown."""

from extract.messages import Message


class ExtractError(Exception):
    """A promise that was broken. ``message`` says what, where and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class UnreadableSourceError(ExtractError):
    """The file cannot be read at all: missing, empty, damaged, encrypted, scanned or of an unknown format."""


class SourceTooLargeError(ExtractError):
    """The file passes a limit of size, pages, cells or unpacked bytes."""
