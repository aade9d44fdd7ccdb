"""What can go wrong in the room: one small tree, each error with a Chinese and an English sentence."""

from extract.records import Bilingual


class ExtractError(Exception):
    """A promise that could not be kept. ``message`` says what, where and what to do, in both languages."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class UnreadableSourceError(ExtractError):
    """The file cannot be read at all: missing, empty, damaged, encrypted, scanned or of an unknown format."""


class SourceTooLargeError(ExtractError):
    """The file passes a limit of size, pages, cells or unpacked bytes."""
