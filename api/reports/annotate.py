"""Put the remarks on a draft as Word comments at the very words, in a copy of the draft."""

import hashlib
import io
from collections.abc import Sequence
from copy import deepcopy

import docx
from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import XMLSyntaxError

from api.reports.lint import Remark
from api.tables.archive import settle
from extract.formats import Format
from extract.messages import message
from extract.records import BlockKind, Document, Span
from ontology.catalogue import Language

_AUTHOR = "责任图谱"


def annotate(document: Document, source: bytes, found: Sequence[Remark], language: Language = Language.ZH) -> bytes:
    """Write a copy of a draft with a comment for each remark.

    Guarantees:
        1. Not a word of the draft changes; a comment covers the remark's words inside one paragraph.
        2. A draft that is not a Word file, or one that cannot be written into, comes out as a new one, a paragraph a
           block; in place of an original its first comment says so.
        3. The same draft and remarks give the same bytes.

    Args:
        document: the draft as read.
        source: its bytes; read again only when it is a Word file.
        found: the remarks on it.
        language: the language of the comments.
    """
    is_word = document.format is Format.DOCX and document.id == hashlib.sha256(source).hexdigest()  # not one in a mail
    original = _opened(source) if is_word else None
    word = original or _retyped(document)
    places = _Places(document, word)
    if is_word and original is None:
        _comment(word, word.paragraphs[0].runs, message("原件无法写入批注，本文件按原文重新排版。").render(language))
    for remark in found:
        paragraph, start, end = places.find(remark)
        _comment(word, _cut(paragraph, start, end), remark.said(language))
    out = io.BytesIO()
    word.save(out)
    return settle(out.getvalue())


def _comment(word: Word, runs: Sequence[Run], words: str) -> None:
    comment = word.add_comment(runs, text=words, author=_AUTHOR, initials="责")
    del comment._comment_elm.attrib[qn("w:date")]  # noqa: SLF001  a comment must not carry a clock


def _opened(source: bytes) -> Word | None:
    """Open a Word file for writing; ``None`` where its parts are damaged, which readers put up with."""
    try:
        word = docx.Document(io.BytesIO(source))
        word.part._comments_part  # noqa: B018, SLF001  made or found here, or damaged
    except (KeyError, ValueError, AttributeError, TypeError, PackageNotFoundError, XMLSyntaxError):
        return None
    return word


def _retyped(document: Document) -> Word:
    word = docx.Document()
    for block in document.blocks:
        if block.kind is not BlockKind.NOISE:
            word.add_paragraph(document.quote(block.span))
    return word


class _Places:
    """Find the paragraph of the Word file that holds a stretch of the read text."""

    def __init__(self, document: Document, word: Word) -> None:
        self._document = document
        self._paragraphs = [Paragraph(element, word._body) for element in word.element.body.iter(qn("w:p"))]  # noqa: SLF001  python-docx lists the paragraphs of tables nowhere
        self._texts = ["".join(run.text for run in paragraph.runs) for paragraph in self._paragraphs]

    def find(self, remark: Remark) -> tuple[Paragraph, int, int]:
        """Give a paragraph and the place of the words in it; the complete paragraph where they cannot be found."""
        return self._of_block(Span(remark.start, remark.end)) or self._of_words(remark.quote)

    def _of_block(self, span: Span) -> tuple[Paragraph, int, int] | None:
        """Find the paragraph that was read as the block of these words: of equal paragraphs the one in the same order."""
        block = next((one for one in self._document.blocks if one.span.start <= span.start < one.span.end), None)
        if block is None:
            return None
        words = self._document.quote(block.span)
        earlier = sum(self._document.quote(one.span) == words for one in self._document.blocks if one.span < block.span)
        equal = [place for place, text in enumerate(self._texts) if words.strip() in text]
        if len(equal) <= earlier:
            return None
        place = equal[earlier]
        offset = self._texts[place].index(words.strip()) - (len(words) - len(words.lstrip())) - block.span.start
        return self._paragraphs[place], offset + span.start, offset + min(span.end, block.span.end)

    def _of_words(self, quote: str) -> tuple[Paragraph, int, int]:
        """Find the first paragraph that contains the words."""
        place = next((place for place, text in enumerate(self._texts) if quote and quote in text), None)
        if place is None:
            return self._paragraphs[0], 0, len(self._texts[0])
        start = self._texts[place].index(quote)
        return self._paragraphs[place], start, start + len(quote)


def _cut(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """Cut runs so that some of them cover exactly the characters from ``start`` to ``end``."""
    if not paragraph.runs:
        return [paragraph.add_run("")]
    for edge in (start, end):
        at = 0
        for run in paragraph.runs:
            size = len(run.text)
            if at < edge < at + size and not run.element.xpath("./w:tab | ./w:br | ./w:drawing"):
                _split(run, edge - at)
                break
            at += size
    at, covered = 0, []
    for run in paragraph.runs:
        if at < end and at + len(run.text) > start:
            covered.append(run)
        at += len(run.text)
    return covered or [paragraph.runs[0]]


def _split(run: Run, at: int) -> None:
    """Make two runs of one, alike in everything but their words."""
    text = run.text
    clone = deepcopy(run._element)  # noqa: SLF001  a run knows no public way to copy itself
    run._element.addnext(clone)  # noqa: SLF001  same
    run.text, Run(clone, run._parent).text = text[:at], text[at:]  # noqa: SLF001  same
