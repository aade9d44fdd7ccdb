"""Refuse a PDF whose streams unpack to far more than they weigh, before the PDF library unpacks them."""

import re
import zlib
from typing import Final

from extract.reader.limits import MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES
from extract.reader.refusal import too_large
from extract.records import Bilingual

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY_BYTES: Final = 1_000  # before a stream: enough for its filter and kind
_CHUNK: Final = 2**16
_TWICE: Final = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")


def check_streams(data: bytes, name: str) -> None:
    """Unpack every deflated stream that is no picture, keeping nothing, and stop at the limits of a zip member.

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
    what = Bilingual(zh="解压后的内容远超正常文件", en="unpacks to far more than a document holds")
    remedy = Bilingual(
        zh="请用阅读器打开后另存，或改用 Word 版本", en="Save it anew from a viewer, or use the Word version"
    )
    return too_large(name, what=what, remedy=remedy)
