"""What crosses from the process that reads a document to the server: plain JSON, nothing that could run.

Guarantees:
    1. ``unpack(pack(reading)) == reading``.
    2. Unpacking builds the rows that the types say, or is a ``ValueError``.
"""

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from graph.dataset.rows import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """What was read from one document, before any correction."""

    corpus: Corpus
    text: str


_READING: Final = TypeAdapter(DocumentReading)


def pack(reading: DocumentReading) -> str:
    """Write a reading as one line of JSON."""
    return _READING.dump_json(reading).decode()


def unpack(line: str) -> DocumentReading:
    """Read a reading back.

    Raises:
        ValueError: when the line is not what ``pack`` writes.
    """
    return _READING.validate_json(line)
