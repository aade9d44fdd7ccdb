"""Decide what a source is: by its bytes first, by its name only between kinds that look alike."""

import re
from enum import StrEnum
from typing import Final

from extract.formats import Format, starting, with_ending
from extract.patterns import pattern
from extract.readers.archive import is_archive
from extract.readers.containers import is_mail


class FileKind(StrEnum):
    """What the bytes turn out to be where they are no document that is read as it is."""

    ZIP = "zip"  # docx, xlsx or ofd: the members decide
    OFFICE = "office"  # what LibreOffice has to read: older Word, Excel and WPS files, RTF, OpenDocument, Word's one-file XML
    IMAGE = "image"
    MAIL = "mail"
    ARCHIVE = "archive"  # packed in a way that is not read


_MAGIC: Final = (
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),  # an empty one
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (b"{\\rtf", FileKind.OFFICE),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b\x08", FileKind.ARCHIVE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
)
# The type is the first member, as it is, behind the 30 bytes of its header. Source: OpenDocument 1.3 part 2, 3.3
_OPEN_DOCUMENT: Final = pattern(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.", re.DOTALL)
_ONE_FILE: Final = pattern(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}\?>\s*(?:<\?mso-application progid=\"(?:Word\.Document|Excel\.Sheet)\"|<w:wordDocument\b|<pkg:package\b|<office:document\b)"
)
_HEAD_BYTES: Final = 4096
_TAG: Final = pattern(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+html|html)"
    rb"|(?:html|head|body|meta|title|table|tbody|thead|tr|td|div|p|span|h[1-6]|ul|ol|section|article|center|font|style|script|br|strong|b)\b)",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(data: bytes, name: str) -> Format | FileKind:
    """Tell the kind of a source.

    >>> kind_of(b"%PDF-1.7", "plan.txt")
    <Format.PDF: 'pdf'>
    >>> kind_of(b"1,2", "plan.CSV")
    <Format.CSV: 'csv'>
    """
    if _OPEN_DOCUMENT.match(data) or _ONE_FILE.match(data[:_HEAD_BYTES]):
        return FileKind.OFFICE
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if begun := starting(data):
        return begun
    if is_mail(data) and (name.lower().endswith(".eml") or not is_archive(data)):
        return FileKind.MAIL
    named = with_ending(name)
    if named is Format.HTML or _looks_like_html(data) or is_archive(data):
        return Format.HTML
    return Format.CSV if named is Format.CSV else Format.TXT


def _looks_like_html(data: bytes) -> bool:
    """Whether the first words are a tag; NULs are left out so that UTF-16 shows its tags too."""
    head = data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
    return _TAG.match(head) is not None
