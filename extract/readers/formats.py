"""The registry of the formats: the only list from which pages, messages, the command line and the manuals name them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How a format is read."""

    DIRECT = "direct"
    CONVERTED = "converted"  # by LibreOffice, where it is installed
    CONTAINER = "container"  # each file inside is a document


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format by the name people give it, and the endings of its files."""

    name: str
    endings: tuple[str, ...]
    way: Way = Way.DIRECT


FORMATS: Final = (
    FileFormat(name="txt", endings=(".txt",)),
    FileFormat(name="Markdown", endings=(".md", ".markdown")),
    FileFormat(name="html", endings=(".html", ".htm", ".xhtml", ".shtml")),
    FileFormat(name="mht", endings=(".mht", ".mhtml")),
    FileFormat(name="docx", endings=(".docx", ".docm")),
    FileFormat(name="pdf", endings=(".pdf",)),
    FileFormat(name="xlsx", endings=(".xlsx", ".xlsm")),
    FileFormat(name="csv", endings=(".csv", ".tsv")),
    FileFormat(name="ofd", endings=(".ofd",)),
    FileFormat(name="eml", endings=(".eml",), way=Way.CONTAINER),
    FileFormat(name="zip", endings=(".zip",), way=Way.CONTAINER),
    FileFormat(name="doc", endings=(".doc", ".dot"), way=Way.CONVERTED),
    FileFormat(name="wps", endings=(".wps", ".wpt"), way=Way.CONVERTED),
    FileFormat(name="rtf", endings=(".rtf",), way=Way.CONVERTED),
    FileFormat(name="odt", endings=(".odt", ".ott", ".fodt"), way=Way.CONVERTED),
    FileFormat(name="xls", endings=(".xls", ".xlt"), way=Way.CONVERTED),
    FileFormat(name="et", endings=(".et",), way=Way.CONVERTED),
    FileFormat(name="ods", endings=(".ods", ".ots", ".fods"), way=Way.CONVERTED),
)


def names(way: Way) -> tuple[str, ...]:
    """Name the formats that are read in one way.

    >>> names(Way.CONTAINER)
    ('eml', 'zip')
    """
    return tuple(known.name for known in FORMATS if known.way is way)


def endings(way: Way) -> frozenset[str]:
    """Give the endings of the formats that are read in one way, in lower case with their dot.

    >>> sorted(endings(Way.CONTAINER))
    ['.eml', '.zip']
    """
    return frozenset(ending for known in FORMATS if known.way is way for ending in known.endings)


READABLE: Final = (*names(Way.DIRECT), *names(Way.CONTAINER))
"""What is read on any machine."""

CONVERTED: Final = names(Way.CONVERTED)
"""What needs LibreOffice."""
