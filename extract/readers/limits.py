"""How much one source may cost. Every limit is checked before the cost is paid.

The largest plan known to us has about 200,000 characters; each limit lies at least fifty times above the real documents.
"""

from typing import Final

from extract.messages import Message, message
from extract.readers.refusal import too_large

MAX_SOURCE_BYTES: Final = 64 * 2**20
MAX_TEXT_CHARACTERS: Final = 20_000_000
MAX_UNPACKED_BYTES: Final = 256 * 2**20  # all members of a zip together
MAX_MEMBERS: Final = 20_000  # files inside a zip
MAX_RATIO: Final = 400  # unpacked to packed bytes of one member; XML tables reach about 60
RATIO_FREE_BYTES: Final = 4 * 2**20  # members below this size may have any ratio
MAX_PAGES: Final = 3_000
MAX_CELLS: Final = 400_000  # table cells of one document, merged ones counted by the places they cover

_SPLIT = message("请拆分后分别导入")


def check_source_bytes(size: int, name: str) -> None:
    """Refuse a file of more than :data:`MAX_SOURCE_BYTES`.

    Raises:
        SourceTooLargeError: when ``size`` passes the limit.
    """
    if size > MAX_SOURCE_BYTES:
        _refuse(name, message("文件大小"), f"{size:,} B", f"{MAX_SOURCE_BYTES:,} B")


def check_text(characters: int, name: str) -> None:
    """Refuse a text of more than :data:`MAX_TEXT_CHARACTERS`.

    Raises:
        SourceTooLargeError: when ``characters`` passes the limit.
    """
    if characters > MAX_TEXT_CHARACTERS:
        _refuse(name, message("字数"), f"{characters:,}", f"{MAX_TEXT_CHARACTERS:,}")


def check_pages(pages: int, name: str) -> None:
    """Refuse a document of more than :data:`MAX_PAGES`.

    Raises:
        SourceTooLargeError: when ``pages`` passes the limit.
    """
    if pages > MAX_PAGES:
        _refuse(name, message("页数"), f"{pages:,}", f"{MAX_PAGES:,}")


def check_cells(cells: int, name: str) -> None:
    """Refuse a document with more than :data:`MAX_CELLS` table cells.

    Raises:
        SourceTooLargeError: when ``cells`` passes the limit.
    """
    if cells > MAX_CELLS:
        _refuse(name, message("表格单元格数"), f"{cells:,}", f"{MAX_CELLS:,}")


def _refuse(name: str, quantity: Message, size: str, limit: str) -> None:
    what = message("的{quantity}为 {size}，超过上限 {limit}", quantity=quantity, size=size, limit=limit)
    raise too_large(name, what=what, remedy=_SPLIT)
