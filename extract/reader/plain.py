"""Read plain text and Markdown: the text stays as it is, its lines become blocks."""

import re
from typing import Final

from extract.reader.encoding import decode
from extract.reader.layout import Reading
from extract.reader.limits import check_text
from extract.records import Block, BlockKind, Span

# From the first to the last visible character of a line. One class under one star: a long line is walked at most twice.
_LINE: Final = re.compile(r"\S(?:[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")
_MARKDOWN_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(?=\S)")


def read_plain(data: bytes, name: str) -> Reading:
    """Decode a text and take each line that is not blank as a paragraph.

    Guarantees:
        1. The text is the decoded source, newlines and indents included; only a byte order mark is dropped.
        2. In Markdown (``.md``), ``## 一、总体要求`` is a heading of level 2, its marks a piece of noise.

    Raises:
        UnreadableSourceError: when the bytes are no text.
        SourceTooLargeError: when the text passes the limit.
    """
    text = decode(data, name).text
    check_text(len(text), name)
    spans = (Span(*match.span()) for match in _LINE.finditer(text))
    if name.lower().endswith((".md", ".markdown")):
        return Reading(text=text, blocks=tuple(block for span in spans for block in _markdown(text, span)))
    return Reading(text=text, blocks=tuple(Block(span=span, kind=BlockKind.PARAGRAPH) for span in spans))


def _markdown(text: str, span: Span) -> tuple[Block, ...]:
    marks = _MARKDOWN_HEADING.match(text, span.start, span.end)
    if marks is None:
        return (Block(span=span, kind=BlockKind.PARAGRAPH),)
    return (
        Block(span=Span(span.start, marks.end(1)), kind=BlockKind.NOISE),
        Block(span=Span(marks.end(), span.end), kind=BlockKind.HEADING, level=len(marks[1])),
    )
