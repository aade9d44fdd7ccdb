"""The registry of the formats: the only list from which pages, messages, the command line and the manuals name them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """What a document was read from."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    OFD = "ofd"


class Way(StrEnum):
    """How a format is read."""

    DIRECT = "direct"
    CONVERTED = "converted"  # by LibreOffice, where it is installed
    CONTAINER = "container"  # each file inside is a document


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format by the name people give it.

    Attributes:
        name: what people call it.
        endings: those of its files, in lower case with their dot.
        way: how it is read.
        document: what a document of it says it was read from, where it is read as it is.
        reader: the module and function that read it; of two formats of one kind of document the first names it.
        starts: how its files begin; none where text or the members of a zip decide.
        within: how many bytes of rubbish may come before that.
        main_part: what the main part of a zip of this format is (``extract.readers.relations.MainPart``).
    """

    name: str
    endings: tuple[str, ...]
    way: Way = Way.DIRECT
    document: Format | None = None
    reader: str = ""
    starts: tuple[bytes, ...] = ()
    within: int = 0
    main_part: str = ""


FORMATS: Final = (
    FileFormat(name="txt", endings=(".txt",), document=Format.TXT, reader="extract.readers.plain:read_plain"),
    FileFormat(name="Markdown", endings=(".md", ".markdown"), document=Format.TXT),
    FileFormat(
        name="html", endings=(".html", ".htm", ".xhtml", ".shtml"), document=Format.HTML,
        reader="extract.readers.web:read_web",
    ),
    FileFormat(name="mht", endings=(".mht", ".mhtml"), document=Format.HTML),
    FileFormat(
        name="docx", endings=(".docx", ".docm"), document=Format.DOCX, reader="extract.readers.word:read_word",
        main_part="document",
    ),
    FileFormat(
        name="pdf", endings=(".pdf",), document=Format.PDF, reader="extract.readers.pdf:read_pdf",
        starts=(b"%PDF-",), within=1024,  # source: ISO 32000-1, annex H.3.4.1
    ),
    FileFormat(
        name="xlsx", endings=(".xlsx", ".xlsm"), document=Format.XLSX, reader="extract.readers.workbook:read_workbook",
        main_part="workbook",
    ),
    FileFormat(
        name="csv", endings=(".csv", ".tsv"), document=Format.CSV, reader="extract.readers.delimited:read_delimited"
    ),
    FileFormat(
        name="ofd", endings=(".ofd",), document=Format.OFD, reader="extract.readers.ofd:read_ofd", main_part="OFD"
    ),
    FileFormat(name="eml", endings=(".eml",), way=Way.CONTAINER),
    FileFormat(name="zip", endings=(".zip",), way=Way.CONTAINER),
    FileFormat(name="doc", endings=(".doc", ".dot"), way=Way.CONVERTED),
    FileFormat(name="wps", endings=(".wps", ".wpt"), way=Way.CONVERTED),
    FileFormat(name="rtf", endings=(".rtf",), way=Way.CONVERTED),
    FileFormat(name="odt", endings=(".odt", ".ott", ".fodt"), way=Way.CONVERTED),
    FileFormat(name="xls", endings=(".xls", ".xlt"), way=Way.CONVERTED),
    FileFormat(name="et", endings=(".et",), way=Way.CONVERTED),
    FileFormat(name="ods", endings=(".ods", ".ots", ".fods"), way=Way.CONVERTED),
)  # fmt: skip


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

READERS: Final = {known.document: known.reader for known in FORMATS if known.document and known.reader}
"""The module and function that read each kind of document."""


def with_ending(name: str) -> Format | None:
    """Tell what a file without a mark of its own is by its name.

    >>> with_ending("plan.TSV"), with_ending("plan.shtml"), with_ending("plan.doc")
    (<Format.CSV: 'csv'>, <Format.HTML: 'html'>, None)
    """
    lower = name.lower()
    return next((known.document for known in FORMATS if lower.endswith(known.endings)), None)


def starting(data: bytes) -> Format | None:
    r"""Tell what a file is by the bytes it begins with.

    >>> starting(b"\n%PDF-1.7")
    <Format.PDF: 'pdf'>
    """
    for known in FORMATS:
        if any(start in data[: known.within + len(start)] for start in known.starts):
            return known.document
    return None
