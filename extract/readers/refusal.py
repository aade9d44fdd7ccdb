"""How a reader says no: what is wrong, with which file, and what to do about it, in both languages."""

from extract.errors import SourceTooLargeError, UnreadableSourceError
from extract.records import Bilingual


def unreadable(name: str, *, what: Bilingual, remedy: Bilingual) -> UnreadableSourceError:
    """Make the error for a source that cannot be read.

    Args:
        name: the file's name, as the person who gave it knows it.
        what: the fault, as the end of a sentence that begins with the name, without a full stop.
        remedy: what to do, as a sentence of its own without a full stop.

    >>> str(unreadable("a.txt", what=Bilingual(zh="是空文件", en="is empty"), remedy=Bilingual(zh="请换", en="Change it")))
    'a.txt is empty. Change it.'
    """
    return UnreadableSourceError(_joined(name, what, remedy))


def too_large(name: str, *, what: Bilingual, remedy: Bilingual) -> SourceTooLargeError:
    """Make the error for a source that passes a limit. Arguments as for :func:`unreadable`."""
    return SourceTooLargeError(_joined(name, what, remedy))


def _joined(name: str, what: Bilingual, remedy: Bilingual) -> Bilingual:
    return Bilingual(zh=f"《{name}》{what.zh}。{remedy.zh}。", en=f"{name} {what.en}. {remedy.en}.")
