"""Read plain text and Markdown: the text stays as it is, its lines become blocks."""

from collections.abc import Iterator, Sequence
from typing import Final

from extract.cleaning import repaired
from extract.patterns import pattern
from extract.readers.drawn import Drawn
from extract.readers.encoding import decode
from extract.readers.grid import pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.limits import check_text
from extract.readers.textual import tables_in
from extract.readers.wrapped import PrintedLine, printed_lines, unwrapped
from extract.records import Block, BlockKind, Span

# From the first to the last visible character of a line. One class under one star: a long line is walked at most twice.
_LINE: Final = pattern(r"\S(?:[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")
_EMPHASIS: Final = pattern(r"(\*\*|__)(?=[^\s*_])([^\n*]+?)(?<=[^\s*_])\1")
_MARKDOWN_HEADING: Final = pattern(r"(#{1,6})[ \t]+(?=\S)")


def read_plain(data: bytes, name: str) -> Reading:
    """Decode a text and take each line that is not blank as a paragraph.

    Guarantees:
        1. The text is the decoded source, newlines and indents included; only a byte order mark is dropped. But:
        2. Lines broken at a fixed width are joined into paragraphs, without a sign where they meet.
        3. Where lines draw a table (a frame, pipes, tabs, cells one below another), its cells are arranged as cells and
           signs of the frame go. Signs that no one sees go, and words set apart with blanks (市 财 政 局) are closed. In
           these cases the text is arranged, a paragraph or row a line.
        4. In Markdown (``.md``), ``## 一、总体要求`` is a heading of level 2, its marks a piece of noise; the signs of emphasis
           (``**责任单位：**``) go.

    Raises:
        UnreadableSourceError: when the bytes are no text.
        SourceTooLargeError: when the text passes the limit.
    """
    text = decode(data, name).text
    check_text(len(text), name)
    markdown = name.lower().endswith((".md", ".markdown"))
    if markdown:
        text = _EMPHASIS.sub(r"\2", text)
    printed = tuple(printed_lines(text))
    lines = [line.words for line in printed]
    tables = tables_in(lines, [line.tabbed for line in printed])
    pieces = _pieces(printed, tables, markdown=markdown)
    if tables or len(pieces) < len(printed) or repaired(text) != text:
        return lay_out(pieces, name)
    spans = (Span(*match.span()) for match in _LINE.finditer(text))
    if markdown:
        return Reading(text=text, blocks=tuple(block for span in spans for block in _markdown(text, span)))
    return Reading(text=text, blocks=tuple(Block(span=span, kind=BlockKind.PARAGRAPH) for span in spans))


def _pieces(lines: Sequence[PrintedLine], tables: Sequence[Drawn], *, markdown: bool) -> tuple[Piece, ...]:
    """Give paragraphs and tables in order, each table's cells in place of its lines."""
    found: list[Piece] = []
    at = 0
    for number, table in enumerate(tables):
        found.extend(_paragraphs(lines[at : table.first], markdown=markdown))
        found.extend(pieces_of(table.cells, number))
        at = table.end
    found.extend(_paragraphs(lines[at:], markdown=markdown))
    return tuple(found)


def _paragraphs(lines: Sequence[PrintedLine], *, markdown: bool) -> Iterator[Piece]:
    for words in [line.words for line in lines] if markdown else unwrapped(lines):
        yield from _line(words, markdown=markdown)


def _line(line: str, *, markdown: bool) -> Iterator[Piece]:
    marks = _MARKDOWN_HEADING.match(line) if markdown else None
    if marks is None:
        yield Piece(text=line)
        return
    yield Piece(text=marks[1], kind=BlockKind.NOISE)
    yield Piece(text=line[marks.end() :], kind=BlockKind.HEADING, level=len(marks[1]))


def _markdown(text: str, span: Span) -> tuple[Block, ...]:
    marks = _MARKDOWN_HEADING.match(text, span.start, span.end)
    if marks is None:
        return (Block(span=span, kind=BlockKind.PARAGRAPH),)
    return (
        Block(span=Span(span.start, marks.end(1)), kind=BlockKind.NOISE),
        Block(span=Span(marks.end(), span.end), kind=BlockKind.HEADING, level=len(marks[1])),
    )
