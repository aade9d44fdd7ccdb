"""Open a mail: its attachments, or its own words where it has none."""

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message as Mail
from email.policy import default as modern_policy
from typing import Final

from extract.messages import message
from extract.readers.archive import most_parted
from extract.readers.containers import Contents, Inner
from extract.records import Withheld, WithheldKind

_FAULTS: Final = (MessageError, LookupError, ValueError, AttributeError, TypeError)


def files_of_mail(data: bytes, name: str) -> Contents:
    """Take the attachments of a mail; a mail without any is its own text.

    Guarantees:
        1. The words of a mail with attachments are withheld, and reported.
        2. Mails inside mails are opened as far as a bound.
    """
    attached: list[Inner] = []
    texts: list[Inner] = []
    if not most_parted(data):
        for part in _parts(data):
            (attached if part.name else texts).append(part)
    best = sorted(texts, key=lambda part: part.data.lstrip()[:1] != b"<")[:1]
    body = tuple(Inner(name=f"{name}.{_ending(part)}", data=part.data) for part in best)
    if not attached:
        return Contents(files=body)
    words = sum(len(part.data.decode("utf-8", "replace").strip()) for part in body)
    withheld = (_mail_words(words),) if words else ()
    return Contents(files=tuple(part for part in attached if part.data.strip()), withheld=withheld)


def _ending(part: Inner) -> str:
    return "html" if part.data.lstrip()[:1] == b"<" else "txt"


def _parts(data: bytes) -> Iterator[Inner]:
    """The leaves of a mail; those without a name are its words."""
    try:
        for part in email.message_from_bytes(data, policy=modern_policy).walk():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and not _is_inline_picture(part):
                yield Inner(name=_file_name(part), data=_readable(part, content))
    except _FAULTS:
        return


def _file_name(part: Mail) -> str:
    return str(part.get_filename() or "").replace("\\", "/").rpartition("/")[2].strip()


def _is_inline_picture(part: Mail) -> bool:
    return part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"


def _readable(part: Mail, content: bytes) -> bytes:
    """The words of a mail as UTF-8; the bytes of a file as they are."""
    if part.get_content_maintype() != "text" or _file_name(part):
        return content
    try:
        return content.decode(part.get_content_charset() or "utf-8").encode()
    except (LookupError, UnicodeError):
        return content


def _mail_words(count: int) -> Withheld:
    return Withheld(
        kind=WithheldKind.FILE,
        what=message("这是一封邮件，读取了附件；邮件正文（{count} 字）没有读取。", count=count),
        remedy=message("如果正文里也有分工，请把正文另存为 txt 或 docx 后导入。"),
    )
