"""How a reader says no: what is wrong, with which file, and what to do about it."""

from extract.errors import SourceTooLargeError, UnreadableSourceError
from extract.messages import Message, message


def unreadable(name: str, *, what: Message, remedy: Message) -> UnreadableSourceError:
    """Make the error for a source that cannot be read.

    Args:
        name: the file's name, as the person who gave it knows it.
        what: the fault, as the end of a sentence that begins with the name, without a full stop.
        remedy: what to do, as a separate sentence without a full stop.

    >>> str(unreadable("a.txt", what=message("是空文件"), remedy=message("请检查路径和文件名")))
    '《a.txt》是空文件。请检查路径和文件名。'
    """
    return UnreadableSourceError(_joined(name, what, remedy))


def too_large(name: str, *, what: Message, remedy: Message) -> SourceTooLargeError:
    """Make the error for a source that passes a limit. Arguments as for :func:`unreadable`."""
    return SourceTooLargeError(_joined(name, what, remedy))


def _joined(name: str, what: Message, remedy: Message) -> Message:
    return message("《{name}》{what}。{remedy}。", name=name, what=what, remedy=remedy)
