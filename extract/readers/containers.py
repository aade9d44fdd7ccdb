"""Tell what carries several plans, a mail or a zip, and unpack the files of a zip."""

import re
from dataclasses import dataclass
from typing import Final

from extract.messages import Message, message
from extract.patterns import pattern
from extract.readers.limits import MAX_SOURCE_BYTES
from extract.readers.package import opened
from extract.readers.refusal import too_large
from extract.records import Withheld, WithheldKind

_SYSTEM_NAMES: Final = pattern(
    r"(?:desktop\.ini|thumbs\.db|ehthumbs\.db|\.ds_store|autorun\.inf|icon\r?|\$recycle\.bin|__macosx)", re.IGNORECASE
)
_UTF8_NAME: Final = 0x800  # bit 11 of a member's flags. Source: APPNOTE.TXT 4.4.4
_HEAD_FIELDS: Final = pattern(
    rb"^(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type|Reply-To):",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_FIELDS: Final = 3
_HEAD_BYTES: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A file inside a container."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The files of a container in their order, and what was passed over."""

    files: tuple[Inner, ...]
    withheld: tuple[Withheld, ...] = ()


def is_system_file(name: str) -> bool:
    """Whether an operating system or an office program keeps a file for itself, by its name alone.

    >>> [is_system_file(name) for name in ("desktop.ini", "a/Thumbs.db", "~$方案.docx", "__MACOSX/._方案.docx", "方案.docx")]
    [True, True, True, True, False]
    """
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith((".", "~$")) or _SYSTEM_NAMES.fullmatch(part) is not None for part in parts if part)


def is_mail(data: bytes) -> bool:
    """Whether bytes begin with the head of a mail message. Source: RFC 5322, 2.2."""
    head = data[:_HEAD_BYTES].lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _HEAD_FIELDS.match(head) is not None and len(_HEAD_FIELDS.findall(head)) >= _LEAST_FIELDS


def files_of_zip(data: bytes, name: str) -> Contents:
    """Unpack the files of a zip in the order of their names.

    Raises:
        UnreadableSourceError: when it is damaged or encrypted.
        SourceTooLargeError: when it passes a limit.
    """
    files: list[Inner] = []
    withheld: list[Withheld] = []
    total = 0
    with opened(data, name) as package:
        for shown, member in sorted((_shown(info.filename, info.flag_bits), info.filename) for info in package.infos):
            if shown.endswith("/"):
                continue
            if is_system_file(shown):
                withheld.append(_passed_over(shown, message("是系统文件，已略过")))
                continue
            content = package.read(member)
            total += len(content)
            if total > MAX_SOURCE_BYTES:
                raise too_large(name, what=message("里面的文件合计过大"), remedy=message("请解压后分别导入"))
            files.append(Inner(name=shown, data=content))
    return Contents(files=tuple(files), withheld=tuple(withheld))


def _shown(member: str, flags: int) -> str:
    """The name of a member: programs in China write it in GBK and do not say so."""
    if flags & _UTF8_NAME:
        return member
    try:
        return member.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member


def _passed_over(name: str, why: Message) -> Withheld:
    return Withheld(
        kind=WithheldKind.SYSTEM, what=message("压缩包里的“{name}”{why}。", name=name, why=why), remedy=message("无需处理。")
    )  # fmt: skip
