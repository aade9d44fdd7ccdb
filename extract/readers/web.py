"""Read a web page, complete or a fragment: its article as paragraphs, headings and cells, its frame as noise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from extract.patterns import pattern
from extract.readers.archive import page_inside
from extract.readers.content import Content, find_content
from extract.readers.encoding import decode
from extract.readers.grid import pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.markup import Element, is_block, parse, seen, squeezed, tag_of
from extract.readers.textual import tabled
from extract.readers.web_notes import left_out, once, repeated
from extract.readers.web_table import cells_of, is_data, text_of
from extract.records import BlockKind

_CHARSET: Final = pattern(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_HEAD_BYTES: Final = 4096
_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
_UNNUMBERED: Final = pattern(r"list-style(?:-type)?\s*:[^;]*none", re.IGNORECASE)
_MARKED: Final = pattern(
    r"\s*(?:[一二三四五六七八九十\d]{1,3}[、.．)）]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|第)"
)
_LINK_SHARE: Final = 0.6  # of a line's words in links: a list of links, no sentence


def read_web(data: bytes, name: str) -> Reading:
    """Read HTML of any age and state, or the page of a web archive.

    Guarantees:
        1. Hidden elements, scripts and form controls leave no text.
        2. What is outside the article (navigation, footers, share buttons) is noise, not lost.
        3. Items of numbered lists have the number a browser prints, unless they begin with one of their own.
        4. Block elements and ``<br>`` part paragraphs; data tables give cells, their captions paragraphs; a table around the
       article is unwrapped. Boxes that are set as a table, and cells one below another, are a table too.
        5. An article that is printed twice is read once; attachments, frames and pictures that hold the text are withheld.

    Raises:
        UnreadableSourceError: when the bytes are no text.
        SourceTooLargeError: when the page passes a limit.
    """
    data = page_inside(data)
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    text = decode(data, name, hint=declared[1].decode("ascii") if declared else "").text
    root = parse(text, name)
    page = _Page(content=find_content(root), name=name)
    pieces, twice = once(tabled(list(page.pieces(root)), page.tables))
    words = sum(len(piece.text) for piece in pieces if piece.kind is not BlockKind.NOISE)
    return lay_out(pieces, name, (*left_out(root, words), *repeated(twice)))


@dataclass(slots=True)
class _InlineText:
    """The paragraph being gathered."""

    words: list[str] = field(default_factory=list)
    linked: int = 0

    def take(self) -> tuple[str, bool]:
        """Hand out the paragraph and whether it is mostly links, and begin a new one."""
        text = squeezed("".join(self.words)).strip()
        linked = self.linked > _LINK_SHARE * len(text)
        self.words, self.linked = [], 0
        return text, linked


@dataclass(slots=True)
class _Page:
    """One walk over a page. ``depth`` counts the open elements that belong to the article."""

    content: Content
    name: str
    line: _InlineText = field(default_factory=_InlineText)
    article: int = 0
    links: int = 0
    verbatim: int = 0
    level: int = 0
    tables: int = 0
    table: Element | None = None
    listed: dict[Element, int] = field(default_factory=dict)  # numbered lists and their last number
    marker: str = ""  # the number a browser prints before the words that come next

    def pieces(self, root: Element) -> Iterator[Piece]:
        for event, element, text in seen(root):
            if self.table is not None:  # its cells are given already
                if event == "close" and element is self.table:
                    self.table = None
                    self._step(element, -1)
            elif event == "text":
                yield from self._text(text)
            elif event == "open":
                yield from self._open(element)
            else:
                if is_block(element):
                    yield from self._flush()
                self._step(element, -1)
        yield from self._flush()

    def _open(self, element: Element) -> Iterator[Piece]:
        if is_block(element):
            yield from self._flush()
        self._step(element, 1)
        if tag_of(element) == "li":
            self._number(element)
        if tag_of(element) == "table" and self.article and is_data(element, self.content.words):
            self.table = element
            yield from (Piece(text=text_of(part)) for part in element if tag_of(part) == "caption")
            yield from pieces_of(cells_of(element, self.name), self.tables)
            self.tables += 1

    def _number(self, item: Element) -> None:
        """Count an item of a numbered list; the marker is printed before its first words."""
        parent = item.getparent()
        if parent is None or tag_of(parent) != "ol" or _UNNUMBERED.search(parent.get("style") or ""):
            return
        start = parent.get("start") or ""
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        self.listed[parent] = self.listed.get(parent, first - 1) + 1
        self.marker = f"{self.listed[parent]}."

    def _step(self, element: Element, step: int) -> None:
        tag = tag_of(element)
        self.article += step if element in self.content.parts or element is self.content.title else 0
        self.links += step if tag == "a" else 0
        self.verbatim += step if tag == "pre" else 0
        if tag in _LEVELS:
            self.level = _LEVELS[tag] if step > 0 else 0
        elif element is self.content.title:
            self.level = 1 if step > 0 else 0

    def _text(self, text: str) -> Iterator[Piece]:
        if not self.verbatim:
            self._add(text)
            return
        for position, line in enumerate(text.splitlines() or [""]):
            if position:
                yield from self._flush()
            self._add(line)

    def _add(self, text: str) -> None:
        if self.marker and text.strip():
            text, self.marker = ("" if _MARKED.match(text) else self.marker) + text.lstrip(), ""
        self.line.words.append(text)
        self.line.linked += len(text) if self.links else 0

    def _flush(self) -> Iterator[Piece]:
        text, linked = self.line.take()
        if not text:
            return
        if not self.article or linked:
            yield Piece(text=text, kind=BlockKind.NOISE)
        elif self.level:
            yield Piece(text=text, kind=BlockKind.HEADING, level=self.level)
        else:
            yield Piece(text=text)
