"""Take the page out of a web archive (mht), as browsers and office programs save a page in one file."""

import re
from typing import Final

from extract.patterns import pattern

_HEAD_BYTES: Final = 8192
_OPENS: Final = pattern(
    rb"(?:From|MIME-Version|Subject|Date|Content-Type|Content-Location|X-[A-Za-z-]+):", re.IGNORECASE
)
_PARTS: Final = pattern(rb"Content-Type:\s*multipart/related", re.IGNORECASE)
_BOUNDARY: Final = pattern(rb"boundary\s*=", re.IGNORECASE)
_MOST_PARTED: Final = 20  # parts within parts; the mail parser goes one call deeper for each


def is_archive(data: bytes) -> bool:
    """Whether bytes are the mail message that a web archive is. Source: RFC 2557."""
    head = data[:_HEAD_BYTES]
    return _OPENS.match(head) is not None and _PARTS.search(head) is not None


def most_parted(data: bytes) -> bool:
    """Whether a message has parts within parts beyond any that people send."""
    return len(_BOUNDARY.findall(data)) > _MOST_PARTED


def page_inside(data: bytes) -> bytes:
    """Give the first page of a web archive; other bytes, and an archive without a page, come back as they are."""
    if not is_archive(data) or most_parted(data):
        return data
    import email
    from email.errors import MessageError

    try:
        for part in email.message_from_bytes(data).walk():
            page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(page, bytes) and page:
                return page
    except (MessageError, LookupError, ValueError):
        return data
    return data
