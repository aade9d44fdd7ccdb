"""Open the zip inside a docx, xlsx or ofd file without trusting what it says of itself."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from extract.messages import message
from extract.readers.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES
from extract.readers.refusal import too_large, unreadable

if TYPE_CHECKING:
    from extract.readers.markup import Element

_FAULTS: Final = (
    BadZipFile,
    LargeZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_CHUNK: Final = 2**20
_HEAD_BYTES: Final = 4096
_ENCRYPTED: Final = 0x1  # bit 0 of a member's flags. Source: APPNOTE.TXT 4.4.4


class Package:
    """The members of an opened zip. Made by :func:`opened`."""

    def __init__(self, zipped: ZipFile, name: str) -> None:
        self._zip = zipped
        self._name = name
        self._left = MAX_UNPACKED_BYTES
        self.infos = tuple(zipped.infolist())
        self.members: frozenset[str] = frozenset(zipped.namelist())
        self._folded = {member.lower(): member for member in sorted(self.members)}

    def find(self, member: str) -> str:
        """The name of a member as the zip has it, independent of its case; "" when it is missing. Source: ECMA-376 part 2, 9.1."""
        return member if member in self.members else self._folded.get(member.lower(), "")

    def read(self, member: str) -> bytes:
        """Unpack one member, counting what really comes out.

        Raises:
            UnreadableSourceError: when it is missing, damaged or encrypted.
            SourceTooLargeError: when all members read so far unpack to more than the limit, or one at a bomb's ratio.
        """
        try:
            info = self._zip.getinfo(member)
            if info.flag_bits & _ENCRYPTED:
                raise encrypted(self._name)
            with self._zip.open(info) as stream:
                parts: list[bytes] = []
                while chunk := stream.read(_CHUNK):
                    parts.append(chunk)
                    self._count(len(chunk), sum(map(len, parts)), info)
            return b"".join(parts)
        except (KeyError, *_FAULTS) as error:
            raise damaged(self._name) from error

    def head(self, member: str) -> bytes:
        """Unpack the beginning of one member.

        Raises:
            UnreadableSourceError: as :meth:`read`.
        """
        try:
            info = self._zip.getinfo(member)
            if info.flag_bits & _ENCRYPTED:
                raise encrypted(self._name)
            with self._zip.open(info) as stream:
                return stream.read(_HEAD_BYTES)
        except (KeyError, *_FAULTS) as error:
            raise damaged(self._name) from error

    def xml(self, member: str) -> "Element":
        """Parse one member; entities are not resolved and nothing is fetched.

        Raises:
            UnreadableSourceError: as :meth:`read`, and when it is not XML.
            SourceTooLargeError: as :meth:`read`.
        """
        return parse_xml(_plain_names(self.read(member)), self._name)

    def _count(self, chunk: int, unpacked: int, info: ZipInfo) -> None:
        self._left -= chunk
        if self._left < 0 or (unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(1, info.compress_size)):
            what = message("解压后的内容远超正常文件")
            raise too_large(self._name, what=what, remedy=message("请重新保存后再导入"))


def _plain_names(data: bytes) -> bytes:
    """Give the strict variant of Office files the names of the usual one."""
    if b"http://purl.oclc.org/ooxml/" not in data[:4096]:
        return data
    for part, year in ((b"wordprocessingml", b"2006"), (b"spreadsheetml", b"2006")):
        data = data.replace(
            b"http://purl.oclc.org/ooxml/" + part + b"/main",
            b"http://schemas.openxmlformats.org/" + part + b"/" + year + b"/main",
        )
    return data.replace(
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Package]:
    """Open a zip.

    Raises:
        UnreadableSourceError: when it is damaged.
        SourceTooLargeError: when it has too many members.
    """
    try:
        zipped = ZipFile(BytesIO(data))
    except _FAULTS as error:
        raise damaged(name) from error
    with zipped:
        if len(zipped.infolist()) > MAX_MEMBERS:
            what = message("压缩包内文件过多")
            raise too_large(name, what=what, remedy=message("请解压后分别导入"))
        yield Package(zipped, name)


def parse_xml(data: bytes, name: str) -> "Element":
    """Parse XML; entities are not resolved and nothing is fetched.

    Raises:
        UnreadableSourceError: when it is not XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name) from error


def damaged(name: str) -> Exception:
    """Make the error for a file whose inside is broken."""
    what = message("已损坏，内部结构不完整")
    return unreadable(
        name,
        what=what,
        remedy=message("请重新下载，或打开后另存"),
    )


def encrypted(name: str) -> Exception:
    """Make the error for a file that needs a password."""
    what = message("已加密，需要密码才能打开")
    return unreadable(name, what=what, remedy=message("请解除密码后再导入"))
