"""Take a file or its bytes, and give the Document, or the Documents of a container.

The reader of a format is loaded when the first file of the format comes: most runs need one.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from extract.errors import ExtractError, SourceTooLargeError
from extract.formats import FORMATS, READABLE, READERS, Format
from extract.messages import Message, message
from extract.patterns import pattern
from extract.readers.containers import Contents, Inner, files_of_zip, is_system_file
from extract.readers.layout import Reading
from extract.readers.limits import check_source_bytes
from extract.readers.package import Package, encrypted, opened
from extract.readers.refusal import too_large, unreadable
from extract.readers.relations import MainPart, kind_of_package
from extract.readers.sniff import FileKind, kind_of
from extract.records import Document, Withheld, WithheldKind

_OTHERS: Final = {
    MainPart.SLIDES: (message("是演示文稿"), message("请将其中的正文或表格另存为 docx 或 xlsx 后再导入")),
    MainPart.BINARY: (
        message("是二进制 Excel 工作簿（xlsb）"),
        message("请用 Excel 或 WPS 另存为 xlsx 后再导入"),
    ),
}
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")  # a docx or xlsx with a password is an old-style file
_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")  # the names of the properties of a message
_CHECK_NAME: Final = message("请检查路径和文件名")
_USE_ORIGINAL: Final = message("请导入原文件，可读的格式有：{formats}", formats=READABLE)
_MOST_FILES: Final = 1_000  # in a container
_DEEPEST: Final = 3  # containers within containers
_ADDRESS: Final = pattern(r"[A-Za-z][A-Za-z0-9+.-]+:(?=/)", re.ASCII)  # two letters at least: C:/ is a disk
_NAMED: Final = 5  # plans of a container that a message names


def read(path: Path) -> Document:
    """Read a file of any supported kind.

    Guarantees:
        1. Only an ``ExtractError`` escapes, independent of what the file contains.
        2. A file over the size limit is refused before it is read.
        3. A container of one plan gives that plan; one of several is refused, and :func:`read_all` takes it.

    Raises:
        UnreadableSourceError: when the file is missing, empty, damaged, encrypted, scanned or of an unknown format.
        SourceTooLargeError: when it passes a limit.
    """
    return read_bytes(_bytes_of(path), path.name)


def read_all(path: Path) -> tuple[Document, ...]:
    """Read each plan of a file: one, or as many as a mail or a zip carries.

    Raises:
        UnreadableSourceError: as for :func:`read`.
        SourceTooLargeError: as for :func:`read`.
    """
    return read_all_bytes(_bytes_of(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a source that is already in memory.

    Args:
        data: the entire source.
        name: its file name; it decides only between kinds whose bytes look alike, and names the file in errors.

    Raises:
        UnreadableSourceError: as for :func:`read`.
        SourceTooLargeError: as for :func:`read`.
    """
    documents = read_all_bytes(data, name)
    if len(documents) > 1:
        inside = tuple(document.name for document in documents[:_NAMED])
        what = message("里面有 {n} 份文件：{inside}", n=len(documents), inside=inside)
        raise unreadable(name, what=what, remedy=message("请解开后分别导入"))
    return documents[0]


def read_all_bytes(data: bytes, name: str) -> tuple[Document, ...]:
    """Read each plan of a source that is already in memory. Arguments and errors as for :func:`read_bytes`.

    Guarantees:
        1. At least one document comes back; a file inside that cannot be read is withheld on the first of them.
    """
    return tuple(_documents(data, name, depth=0))


def inner_files(data: bytes, name: str) -> tuple[Inner, ...]:
    """List the files that :func:`read_all_bytes` reads: those of a container, else the source itself.

    Raises:
        UnreadableSourceError: as for :func:`read`.
        SourceTooLargeError: as for :func:`read`.
    """
    return tuple(_inner_files(Inner(name=name, data=data), depth=0))


def _inner_files(file: Inner, depth: int) -> Iterator[Inner]:
    contents = _opened_container(file.data, file.name) if depth <= _DEEPEST else None
    if contents is None:
        yield file
        return
    for inner in contents.files[:_MOST_FILES]:
        yield from _inner_files(Inner(name=f"{file.name}/{inner.name}", data=inner.data), depth + 1)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            what = message("是文件夹，不是文件")
            raise unreadable(path.name or str(path), what=what, remedy=_CHECK_NAME)
        check_source_bytes(path.stat().st_size, path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _missing(str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL inside the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        what = message("无法打开（{reason}）", reason=reason or "")
        remedy = message("请检查读取权限")
        raise unreadable(str(path), what=what, remedy=remedy) from error


def _missing(path: str) -> ExtractError:
    """Say that there is no such file; the address of a page is none, and nothing is fetched."""
    if address := _ADDRESS.match(path):
        return unreadable(
            address[0] + "//" + path[address.end() :].lstrip("/"),
            what=message("是网址，程序不从网络取文件"),
            remedy=message("请先把文件存到本机，再给出它的路径"),
        )
    return unreadable(path, what=message("不存在"), remedy=_CHECK_NAME)


def _documents(data: bytes, name: str, *, depth: int) -> Iterator[Document]:
    check_source_bytes(len(data), name)
    if not data.strip():
        raise unreadable(name, what=message("是空文件"), remedy=_USE_ORIGINAL)
    contents = _opened_container(data, name)
    if contents is None:
        yield _document(data, name)
        return
    if depth >= _DEEPEST or len(contents.files) > _MOST_FILES:
        raise too_large(name, what=message("里面的文件过多，或嵌套过深"), remedy=message("请解压后分别导入"))
    found = _ContainerReading()
    for inner in contents.files:
        found.add(inner, name, depth)
    if not found.documents:
        raise found.refusal(name)
    first, *others = found.documents
    yield replace(first, withheld=(*first.withheld, *contents.withheld, *found.withheld))
    yield from others


class _ContainerReading:
    """The documents of a container, and the files in it that are not."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.withheld: list[Withheld] = []
        self.faults: list[ExtractError] = []

    def add(self, inner: Inner, container: str, depth: int) -> None:
        """Read a file of the container; one that cannot be read is withheld."""
        name = f"{container}/{inner.name}"
        try:
            self.documents += _documents(inner.data, name, depth=depth + 1)
        except SourceTooLargeError:
            raise
        except ExtractError as error:
            self.faults.append(error)
            self.withheld.append(
                Withheld(kind=WithheldKind.FILE, what=error.message, remedy=message("请单独打开这个文件核对。"))
            )

    def refusal(self, name: str) -> ExtractError:
        """The reason why a container gives nothing: that of its only file, or what all of them are."""
        if len(self.faults) == 1:
            return self.faults[0]
        what = message("是压缩包或邮件，里面没有可读的文档")
        return unreadable(name, what=what, remedy=message("请解压后导入其中的文件"))


def _document(data: bytes, name: str) -> Document:
    if is_system_file(name):
        raise unreadable(name, what=message("是系统文件，不是方案"), remedy=message("无需导入"))
    form, reading = _reading(data, name)
    if not reading.blocks:
        said = tuple(thing.what for thing in reading.withheld[:_NAMED])
        what: Message = message("没有任何文字（{said}）", said=said) if said else message("没有任何文字")
        raise unreadable(name, what=what, remedy=_USE_ORIGINAL)
    return Document(
        id=hashlib.sha256(data).hexdigest(), name=name, format=form, text=reading.text, blocks=reading.blocks,
        withheld=reading.withheld,
    )  # fmt: skip


def _opened_container(data: bytes, name: str) -> Contents | None:
    """The files of a mail or zip; None for a document."""
    kind = kind_of(data, name)
    if kind is FileKind.MAIL:
        from extract.readers.mail import files_of_mail

        return files_of_mail(data, name)
    if kind is not FileKind.ZIP:
        return None
    with opened(data, name) as package:
        if kind_of_package(package) is not MainPart.NONE:
            return None
    return files_of_zip(data, name)


def _reading(data: bytes, name: str) -> tuple[Format, Reading]:
    kind = kind_of(data, name)
    if isinstance(kind, Format):
        return kind, _reader(kind)(data, name)
    if kind is FileKind.ZIP:
        return _packed(data, name)
    if kind is FileKind.OFFICE:
        if _ENCRYPTED_OFFICE in data:
            raise encrypted(name)
        if _OUTLOOK in data:
            what = message("是 Outlook 邮件（msg）")
            raise unreadable(name, what=what, remedy=message("请在 Outlook 中另存附件，或另存为 eml 后导入"))
        from extract.readers.office import modernised

        return _packed(modernised(data, name), name)
    if kind is FileKind.ARCHIVE:
        what = message("是 rar、7z 或 gz 压缩包")
        raise unreadable(name, what=what, remedy=message("请解压后导入其中的文件，或改用 zip"))
    what = message("是图片，没有可读的文字")
    raise unreadable(name, what=what, remedy=message("请先用文字识别（OCR）软件转换，或导入原文件"))


def _packed(data: bytes, name: str) -> tuple[Format, Reading]:
    """Read a zip by what its main part is."""
    with opened(data, name) as package:
        part = kind_of_package(package)
        if form := next((known.document for known in FORMATS if part and known.main_part == part), None):
            return form, _reader(form)(package, name)
    what, remedy = _OTHERS.get(part, (message("是压缩包，里面不是文档"), message("请解压后导入其中的文件")))
    raise unreadable(name, what=what, remedy=remedy)


def _reader(form: Format) -> Callable[[bytes | Package, str], Reading]:
    module, _, function = READERS[form].partition(":")
    found: Callable[[bytes | Package, str], Reading] = getattr(import_module(module), function)
    return found
