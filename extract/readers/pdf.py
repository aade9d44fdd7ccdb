"""Read a PDF that holds text: paragraphs over line and page ends, ruled tables over pages, page furniture as noise."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pypdfium2 as pdfium

from extract.messages import message
from extract.readers.aligned import Aligned
from extract.readers.frames import Stroke, missing_edges
from extract.readers.glyphs import Glyph
from extract.readers.lattice import tables_of
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import check_pages, check_text
from extract.readers.package import damaged, encrypted
from extract.readers.pdf_bounds import check_forms, check_streams
from extract.readers.pdf_marks import field_glyphs, level_glyphs, without_balloons, without_watermark
from extract.readers.pdfium_page import PageInk, Turn, attached_files, is_dynamic, page_ink
from extract.readers.printed import PrintedPage, pieces_of_pages, printed_page
from extract.readers.refusal import unreadable
from extract.readers.ruled import Box
from extract.records import Withheld, WithheldKind

_FEW_CHARACTERS: Final = 15  # a page below this on average is a picture
_SIDEWAYS_SHARE: Final = 0.8  # of a page's characters run the same way
_UNMAPPED_SHARE: Final = 0.1  # of all characters without a meaning: fonts without a table
_MOST_NAMED: Final = 10  # pages or notes that a message names
_QUOTED: Final = 60  # characters of a note
_ONE_AT_A_TIME: Final = threading.Lock()  # pdfium is not safe for threads


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF.

    Guarantees:
        1. A paragraph is one block without a newline, independent of lines and pages it runs over.
        2. Page numbers, running headers and footers, watermarks and repeated table headers are noise.
        3. A ruled table over several pages is one table; rows cut by a page end are complete, merged cells appear once.
        4. The values of form fields are where the form shows them; notes, comment balloons and pages whose drawings are
           too dense for a table are withheld.

    Raises:
        UnreadableSourceError: when the file is damaged, encrypted, scanned, or its fonts do not say what they print.
        SourceTooLargeError: when it passes a limit.
    """
    check_streams(data, name)
    check_forms(data, name)
    file = _File()
    with _ONE_AT_A_TIME:
        _read_pages(data, name, file)
    if not file.pages:
        raise damaged(name)
    _check_words(file, name)
    return lay_out(pieces_of_pages(file.pages), name, file.withheld())


@dataclass(slots=True)
class _File:
    """What is read of a file, page by page."""

    pages: list[PrintedPage] = field(default_factory=list)
    unmapped: int = 0
    drawn: list[int] = field(default_factory=list)  # pages
    pictures: list[int] = field(default_factory=list)  # pages without words
    notes: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)  # names of files
    dynamic: bool = False  # a form whose fields are no part of the pages
    characters: int = 0

    def add(self, ink: PageInk, number: int, balloons: Sequence[str]) -> None:
        """Note what a page holds besides its text."""
        self.unmapped += ink.unmapped
        self.characters += len(ink.chars)
        self.notes += (*(note.words for note in ink.notes if not note.field), *balloons)
        self.drawn += [number] if ink.drawn else []
        self.pictures += [number] if ink.images and not ink.chars else []

    def withheld(self) -> Iterator[Withheld]:
        if self.attached:
            yield Withheld(
                kind=WithheldKind.FILE,
                what=message("PDF 里附带的文件没有读取：{files}。", files=tuple(self.attached[:_MOST_NAMED])),
                remedy=message("请用阅读器另存这些文件后导入。"),
            )
        if self.dynamic:
            yield Withheld(
                kind=WithheldKind.FIELD,
                what=message("这是动态表单（XFA），其中填写的内容没有读取。"),
                remedy=message("请用 Adobe Reader 打开后打印成 PDF，再导入。"),
            )
        if self.notes:
            words = tuple(f"“{words[:_QUOTED]}”" for words in self.notes[:_MOST_NAMED])
            yield Withheld(
                kind=WithheldKind.COMMENT,
                what=message("有 {n} 条批注没有读取：{words}。", n=len(self.notes), words=words),
                remedy=message("批注里若有分工，请写进正文后再导入。"),
            )
        if self.drawn:
            yield Withheld(
                kind=WithheldKind.PICTURE,
                what=message("第 {pages} 页线条太多（像地图或图纸），页上的表格没有按格读取。", pages=_few(self.drawn)),
                remedy=message("页上若有分工表，请改用 Word 或 Excel 版本。"),
                page=self.drawn[0],
            )
        if self.pictures:
            yield Withheld(
                kind=WithheldKind.PICTURE,
                what=message("第 {pages} 页是图片，没有读取。", pages=_few(self.pictures)),
                remedy=message("图里若有分工，请先做文字识别（OCR），或改成文字、表格后再导入。"),
                page=self.pictures[0],
            )


def _few(pages: Sequence[int]) -> tuple[str, ...]:
    return (*map(str, pages[:_MOST_NAMED]), *(("…",) if len(pages) > _MOST_NAMED else ()))


def _read_pages(data: bytes, name: str, file: _File) -> None:
    try:
        with pdfium.PdfDocument(data) as document:
            check_pages(len(document), name)
            document.init_forms()
            file.attached += attached_files(document)
            file.dynamic = is_dynamic(document)
            last: Aligned | None = None
            for number in range(len(document)):
                page = document[number]
                ink = page_ink(page, document.formenv)
                page.close()
                last = _add_page(file, ink, number + 1, last)
                check_text(file.characters, name)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise encrypted(name) from error
        raise damaged(name) from error


def _add_page(file: _File, ink: PageInk, number: int, before: Aligned | None) -> Aligned | None:
    """Arrange a page; ``before`` is the table without lines at the foot of the page before."""
    turn = _turn(ink)
    page = (0.0, 0.0, ink.width, ink.height)
    groups = [[_turned(box, page, turn) for box in table] for table in _tables(ink)]
    glyphs, slanted, balloons = _glyphs(ink, turn, groups)
    size = (ink.width, ink.height) if turn is Turn.NONE else (ink.height, ink.width)
    made, aligned = printed_page(number, size, groups, glyphs, before)
    file.pages.append(replace(made, slanted=slanted, images=ink.images))
    file.add(ink, number, balloons)
    return aligned


def _glyphs(ink: PageInk, turn: Turn, groups: Sequence[Sequence[Box]]) -> tuple[list[Glyph], str, tuple[str, ...]]:
    """The glyphs of the text, the words that run otherwise or are a watermark, and the balloons of comments."""
    page = (0.0, 0.0, ink.width, ink.height)
    glyphs = [_turned_glyph(char.glyph, page, turn) for char in ink.chars if char.turn is turn]
    others = [char for char in ink.chars if char.turn is not turn]
    glyphs, watermark = without_watermark(glyphs)
    glyphs, balloons = without_balloons(glyphs, ink.width)
    glyphs += field_glyphs([note for note in ink.notes if note.field], glyphs)
    if turn is Turn.NONE and groups:
        inside, others = level_glyphs(others, [box for boxes in groups for box in boxes])
        glyphs += inside
    return glyphs, watermark + "".join(char.glyph.text for char in others), balloons


def _turn(ink: PageInk) -> Turn:
    """The way nearly all words of a page run."""
    counts = Counter(char.turn for char in ink.chars)
    turn = max((Turn.UP, Turn.DOWN), key=lambda turn: counts[turn])
    return turn if counts[turn] > _SIDEWAYS_SHARE * counts.total() else Turn.NONE


def _turned(box: Box, page: Box, turn: Turn) -> Box:
    """Turn a box (x0, top, x1, bottom) with its page until the words are level."""
    x0, top, x1, bottom = box
    if turn is Turn.UP:
        return (page[3] - bottom, x0, page[3] - top, x1)
    if turn is Turn.DOWN:
        return (top, page[2] - x1, bottom, page[2] - x0)
    return box


def _turned_glyph(glyph: Glyph, page: Box, turn: Turn) -> Glyph:
    if turn is Turn.NONE:
        return glyph
    x0, top, x1, bottom = _turned((glyph.x0, glyph.top, glyph.x1, glyph.bottom), page, turn)
    return Glyph(glyph.text, x0, x1, top, bottom)


def _tables(ink: PageInk) -> list[list[Box]]:
    """The tables drawn on a page, with the edges that they lack thought of."""
    if not (ink.level and ink.upright):
        return []
    missing = missing_edges(ink.level, ink.upright)
    level = (*ink.level, *(Stroke(at, 0.0, ink.width) for at in missing.level))
    upright = (*ink.upright, *(Stroke(at, 0.0, ink.height) for at in missing.upright))
    tables = tables_of(level, upright)
    if tables is None:
        ink.drawn = True
    return tables or []


def _check_words(file: _File, name: str) -> None:
    pages = file.pages
    texts = [line.text for page in pages for line in page.sheet.lines]
    texts += [line.text for page in pages for table in page.tables for cell in table.cells for line in cell.lines]
    total = sum(map(len, texts))
    if file.unmapped > _UNMAPPED_SHARE * max(1, total + file.unmapped):
        what = message("的字体没有字符对照表，文字无法提取")
        remedy = message("请改用 Word 版本，或先做文字识别（OCR）")
        raise unreadable(name, what=what, remedy=remedy)
    if total < _FEW_CHARACTERS * len(pages) and (total == 0 or any(page.images for page in pages)):
        what = message("是扫描件，只有图片没有文字")
        remedy = message("请先用文字识别（OCR）软件转换，或向发文单位索取可复制文字的版本")
        raise unreadable(name, what=what, remedy=remedy)
