"""Refuse a PDF whose streams unpack to far more than they weigh, before the PDF library unpacks them."""

import logging
import struct
import zlib
from collections import Counter
from io import BytesIO
from typing import Final

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSException

from extract.messages import message
from extract.patterns import pattern
from extract.readers.limits import MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES
from extract.readers.package import damaged, encrypted
from extract.readers.refusal import too_large

_STREAM: Final = pattern(rb"(?<!end)stream\r?\n")
_DICTIONARY_BYTES: Final = 1_000  # before a stream: enough for its filter and kind
_CALL: Final = pattern(rb"/([^\s/<>\[\](){}%]{1,120})\s+Do\b")
_MAX_CALLS: Final = 20_000  # drawings on one page
_MAX_DEPTH: Final = 30
_CHUNK: Final = 2**16
_DRAWING: Final = pattern(rb"/Form\b|/[A-Za-z]*#[0-9A-Fa-f]{2}")  # or a name that spells its letters by their codes
# What the PDF library is known to raise on damaged files: it checks little before it uses a value.
_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    PSException,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what matters to a reader is raised
_TWICE: Final = pattern(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")


def check_streams(data: bytes, name: str) -> None:
    """Unpack every deflated stream that is not a picture, keeping nothing, and stop at the limits of a zip member.

    Raises:
        SourceTooLargeError: when streams unpack to too much, or are packed twice.
    """
    total = 0
    for match in _STREAM.finditer(data):
        before = data[max(0, match.start() - _DICTIONARY_BYTES) : match.start()]
        own = before[before.rfind(b" obj") :]
        if b"/Fl" not in own or b"/Image" in own:
            continue
        if _TWICE.search(own):
            raise _bomb(name)
        total += _unpacked(data, match.end(), name)
        if total > MAX_UNPACKED_BYTES:
            raise _bomb(name)


def check_forms(data: bytes, name: str) -> None:
    """Refuse a file whose drawings call one another too often: ten levels of ten calls are ten thousand million.

    Raises:
        SourceTooLargeError: when the calls of a page, all levels unrolled, pass the limit, or go in a circle.
        UnreadableSourceError: when there are drawings and the file is damaged or encrypted.
    """
    if not _DRAWING.search(data):
        return
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))):
            _check_page(page, name)
    except PDFPasswordIncorrect as error:
        raise encrypted(name) from error
    except _FAULTS as error:
        raise damaged(name) from error


def _check_page(page: PDFPage, name: str) -> None:
    calls: dict[int, int] = {}
    data = b"\n".join(stream.get_data() for stream in map(resolve1, page.contents) if isinstance(stream, PDFStream))
    if _calls(data, page.resources, calls, depth=0) > _MAX_CALLS:
        raise _bomb(name)


def _calls(data: bytes, resources: object, calls: dict[int, int], *, depth: int) -> int:
    """The number of drawings a stream calls, with all that they call."""
    names = Counter(_CALL.findall(data))
    own = resolve1(resources)
    drawings = resolve1(own.get("XObject")) if isinstance(own, dict) else None
    if not names or not isinstance(drawings, dict):
        return 0
    if depth > _MAX_DEPTH:
        return _MAX_CALLS + 1
    total = 0
    for drawing, reference in drawings.items():
        count = names[str(drawing).encode("latin-1", errors="replace")]
        form = resolve1(reference) if count else None
        if not isinstance(form, PDFStream) or getattr(form.get("Subtype"), "name", "") != "Form":
            continue
        key = id(form)
        if key not in calls:
            calls[key] = _MAX_CALLS + 1  # as long as it is open: a drawing that calls itself
            calls[key] = 1 + _calls(form.get_data(), form.get("Resources") or own, calls, depth=depth + 1)
        total = min(total + count * calls[key], _MAX_CALLS + 1)
    return total


def _unpacked(data: bytes, start: int, name: str) -> int:
    """The size of one stream unpacked; a damaged stream counts as far as it goes."""
    engine = zlib.decompressobj()
    position, total, waiting = start, 0, b""
    try:
        while not engine.eof and (waiting or position < len(data)):
            if not waiting:
                waiting = data[position : position + _CHUNK]
                position += _CHUNK
            total += len(engine.decompress(waiting, _CHUNK * 16))
            waiting = engine.unconsumed_tail
            if total > RATIO_FREE_BYTES and total > MAX_RATIO * (position - start):
                raise _bomb(name)
            if total > MAX_UNPACKED_BYTES:
                raise _bomb(name)
    except zlib.error:
        return total
    return total


def _bomb(name: str) -> Exception:
    what = message("解压后的内容远超正常文件")
    remedy = message("请用阅读器打开后另存，或改用 Word 版本")
    return too_large(name, what=what, remedy=remedy)
