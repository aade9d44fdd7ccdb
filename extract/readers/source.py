"""Take a file or its bytes, and give the Document."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from extract.messages import message
from extract.readers.archive import page_inside
from extract.readers.layout import Reading
from extract.readers.limits import check_source_bytes
from extract.readers.ofd import read_ofd
from extract.readers.office import modernised
from extract.readers.package import Package, encrypted, opened
from extract.readers.pdf import read_pdf
from extract.readers.plain import read_plain
from extract.readers.refusal import unreadable
from extract.readers.sheet import read_delimited, read_workbook
from extract.readers.sniff import Kind, kind_of
from extract.readers.web import read_web
from extract.readers.word import read_word
from extract.records import Document, Format

_READERS: Final[Mapping[Kind, tuple[Format, Callable[[bytes, str], Reading]]]] = {
    Kind.TEXT: (Format.TXT, read_plain),
    Kind.HTML: (Format.HTML, lambda data, name: read_web(page_inside(data), name)),
    Kind.PDF: (Format.PDF, read_pdf),
    Kind.CSV: (Format.CSV, read_delimited),
}
_PACKAGES: Final[Mapping[str, tuple[Format, Callable[[Package, str], Reading]]]] = {
    "word/document.xml": (Format.DOCX, read_word),
    "xl/workbook.xml": (Format.XLSX, read_workbook),
    "OFD.xml": (Format.OFD, read_ofd),
}
_OTHERS: Final = (
    (
        "ppt/presentation.xml",
        message("是演示文稿"),
        message("请将其中的正文或表格另存为 docx 或 xlsx 后再导入"),
    ),
    (
        "xl/workbook.bin",
        message("是二进制 Excel 工作簿（xlsb）"),
        message("请用 Excel 或 WPS 另存为 xlsx 后再导入"),
    ),
)
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")  # a docx or xlsx with a password is an old-style file
_CHECK_NAME: Final = message("请检查路径和文件名")
_USE_ORIGINAL: Final = message("请导入 txt、html、docx、pdf、xlsx、csv 或 ofd 格式的原文件")


def read(path: Path) -> Document:
    """Read a file of any supported kind.

    Guarantees:
        1. Only an ``ExtractError`` escapes, whatever the file holds.
        2. A file over the size limit is refused before it is read.

    Raises:
        UnreadableSourceError: when the file is missing, empty, damaged, encrypted, scanned or of an unknown format.
        SourceTooLargeError: when it passes a limit.
    """
    try:
        if path.is_dir():
            what = message("是文件夹，不是文件")
            raise unreadable(path.name, what=what, remedy=_CHECK_NAME)
        check_source_bytes(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        what = message("不存在")
        raise unreadable(str(path), what=what, remedy=_CHECK_NAME) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL inside the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        what = message("无法打开（{reason}）", reason=reason or "")
        remedy = message("请检查读取权限")
        raise unreadable(str(path), what=what, remedy=remedy) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a source that is already in memory.

    Args:
        data: the whole source.
        name: its file name; it decides only between kinds whose bytes look alike, and names the file in errors.

    Raises:
        UnreadableSourceError: as for :func:`read`.
        SourceTooLargeError: as for :func:`read`.
    """
    check_source_bytes(len(data), name)
    if not data.strip():
        raise unreadable(name, what=message("是空文件"), remedy=_USE_ORIGINAL)
    form, reading = _reading(data, name)
    if not reading.blocks:
        raise unreadable(name, what=message("没有任何文字"), remedy=_USE_ORIGINAL)
    return Document(
        id=hashlib.sha256(data).hexdigest(), name=name, format=form, text=reading.text, blocks=reading.blocks
    )


def _reading(data: bytes, name: str) -> tuple[Format, Reading]:
    kind = kind_of(data, name)
    if kind in _READERS:
        form, reader = _READERS[kind]
        return form, reader(data, name)
    if kind is Kind.ZIP:
        return _packed(data, name)
    if kind is Kind.OFFICE:
        if _ENCRYPTED_OFFICE in data:
            raise encrypted(name)
        return _packed(modernised(data, name), name)
    what = message("是图片，没有可读的文字")
    raise unreadable(name, what=what, remedy=_USE_ORIGINAL)


def _packed(data: bytes, name: str) -> tuple[Format, Reading]:
    """Read a zip by what it holds."""
    with opened(data, name) as package:
        for member, (form, reader) in _PACKAGES.items():
            if member in package.members:
                return form, reader(package, name)
        for member, what, remedy in _OTHERS:
            if member in package.members:
                raise unreadable(name, what=what, remedy=remedy)
    what = message("是压缩包，里面不是文档")
    raise unreadable(name, what=what, remedy=message("请解压后导入其中的文件"))
