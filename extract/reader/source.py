"""Take a file or its bytes, and give the Document."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from extract.reader.layout import Reading
from extract.reader.limits import check_source_bytes
from extract.reader.pdf import read_pdf
from extract.reader.plain import read_plain
from extract.reader.refusal import unreadable
from extract.reader.sniff import Kind, kind_of
from extract.reader.web import read_web
from extract.records import Bilingual, Document, Format

_READERS: Final[Mapping[Kind, tuple[Format, Callable[[bytes, str], Reading]]]] = {
    Kind.TEXT: (Format.TXT, read_plain),
    Kind.HTML: (Format.HTML, read_web),
    Kind.PDF: (Format.PDF, read_pdf),
}
_CHECK_NAME = Bilingual(zh="请检查路径和文件名", en="Check the path and the name")


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
            what = Bilingual(zh="是文件夹，不是文件", en="is a folder, not a file")
            raise unreadable(path.name, what=what, remedy=_CHECK_NAME)
        check_source_bytes(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        what = Bilingual(zh="不存在", en="does not exist")
        raise unreadable(str(path), what=what, remedy=_CHECK_NAME) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL inside the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        what = Bilingual(zh=f"无法打开（{reason}）", en=f"cannot be opened ({reason})")
        remedy = Bilingual(zh="请检查读取权限", en="Check that you may read it")
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
        what = Bilingual(zh="是空文件", en="is empty")
        raise unreadable(
            name, what=what, remedy=Bilingual(zh="请换用有内容的原文件", en="Use the original with its content")
        )
    kind = kind_of(data, name)
    form, reader = _READERS.get(kind, (Format.TXT, None))
    if reader is None:
        what = Bilingual(zh=f"的格式（{kind}）不受支持", en=f"is of a kind that is not supported ({kind})")
        raise unreadable(
            name, what=what, remedy=Bilingual(zh="请另存为 txt 后再导入", en="Save it as txt and import that")
        )
    reading = reader(data, name)
    if not reading.blocks:
        what = Bilingual(zh="没有任何文字", en="holds no words")
        raise unreadable(
            name, what=what, remedy=Bilingual(zh="请换用有文字的原文件", en="Use an original that has words")
        )
    return Document(
        id=hashlib.sha256(data).hexdigest(), name=name, format=form, text=reading.text, blocks=reading.blocks
    )
