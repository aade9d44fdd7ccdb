"""Read a PDF that holds text: paragraphs over line and page ends, ruled tables over pages, page furniture as noise."""

import logging
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from io import BytesIO
from typing import Final, NoReturn

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.messages import message
from extract.readers.aligned import Aligned
from extract.readers.frames import Stroke, missing_edges
from extract.readers.glyphs import Glyph
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import check_pages
from extract.readers.pdf_bounds import check_forms, check_streams
from extract.readers.printed import PrintedPage, pieces_of_pages, printed_page
from extract.readers.refusal import unreadable
from extract.readers.ruled import Box

# What the PDF library is known to raise on damaged files: it checks little before it uses a value.
_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MalformedPDFException,
    PSException,
    PdfminerException,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# The PDF library warns once a glyph of fonts that lack a box; what matters to a reader is raised.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_FEW_CHARACTERS: Final = 15  # a page below this on average is a picture
_LEAN: Final = 0.1  # of its height a sideways character may lean
_SIDEWAYS_SHARE: Final = 0.8  # of a page's characters run the same way
_MAX_EDGES: Final = 6_000  # on one page: more is a map or a drawing, and crossing them all is quadratic
_UNMAPPED_SHARE: Final = 0.1  # of all characters without a meaning: fonts without a table


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF.

    Guarantees:
        1. A paragraph is one block without a newline, whatever lines and pages it runs over.
        2. Page numbers, running headers and footers, watermarks and repeated table headers are noise.
        3. A ruled table over several pages is one table; rows cut by a page end are whole, merged cells stand once.

    Raises:
        UnreadableSourceError: when the file is damaged, encrypted, scanned, or its fonts do not say what they print.
        SourceTooLargeError: when it passes a limit.
    """
    check_streams(data, name)
    try:
        pages = _pages(data, name)
    except _FAULTS as error:
        _refuse_fault(error, name)
    _check_words(pages, name)
    return lay_out(pieces_of_pages(pages), name)


def _refuse_fault(error: BaseException, name: str) -> NoReturn:
    causes = [error, *error.args]
    if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
        what = message("已加密，需要密码才能打开")
        remedy = message("请解除密码后再导入")
    else:
        what = message("不是完整的 PDF 文件，可能已损坏")
        remedy = message("请重新下载，或用阅读器打开后另存")
    raise unreadable(name, what=what, remedy=remedy) from error


def _pages(data: bytes, name: str) -> list[PrintedPage]:
    found: list[PrintedPage] = []
    with pdfplumber.open(BytesIO(data)) as file:
        check_pages(len(file.pages), name)
        last: Aligned | None = None
        for page in file.pages:
            check_forms(page.page_obj, name)
            made, last = _page(page, page.page_number, last)
            found.append(made)
            page.close()  # its characters take far more room than its lines
    return found


def _page(page: pdfplumber.page.Page, number: int, before: Aligned | None) -> tuple[PrintedPage, Aligned | None]:
    """Read a page; ``before`` is the table without lines at the foot of the page before."""
    left, top, right, bottom = (float(edge) for edge in page.bbox)
    turn = _turn(page)
    glyphs: list[Glyph] = []
    slanted: list[str] = []
    for char in page.chars:
        if _direction(char["matrix"], upright=char["upright"]) is not turn:
            slanted.append(str(char["text"]))
        elif char["x0"] < right and char["x1"] > left and char["top"] < bottom and char["bottom"] > top:
            x0, above, x1, below = _turned((char["x0"], char["top"], char["x1"], char["bottom"]), page.bbox, turn)
            glyphs.append(Glyph(str(char["text"]), x0, x1, above, below))
    drawn = len(page.edges) > _MAX_EDGES
    tables = () if drawn else page.find_tables(_settings(page))
    groups = [[_turned(_box(cell), page.bbox, turn) for cell in table.cells] for table in tables]
    size = (right - left, bottom - top) if turn is Turn.NONE else (bottom - top, right - left)
    made, aligned = printed_page(number, size, groups, glyphs, before)
    return replace(made, slanted="".join(slanted), images=len(page.images)), aligned


class Turn(Enum):
    """Which way the words of a page run: a wide table may be set sideways on an upright page."""

    NONE = "level"
    UP = "upward"
    DOWN = "downward"
    OTHER = "aslant"


def _direction(matrix: Sequence[float], *, upright: bool) -> Turn:
    """The way a character runs, by the first row of its matrix. Source: ISO 32000-1, 8.3.4."""
    if upright:
        return Turn.NONE
    along, up = matrix[:2]
    if abs(along) > _LEAN * abs(up):
        return Turn.OTHER
    return Turn.UP if up > 0 else Turn.DOWN


def _turn(page: pdfplumber.page.Page) -> Turn:
    """The way nearly all words of a page run."""
    counts = Counter(_direction(char["matrix"], upright=char["upright"]) for char in page.chars)
    turn = max((Turn.UP, Turn.DOWN), key=lambda turn: counts[turn])
    return turn if counts[turn] > _SIDEWAYS_SHARE * counts.total() else Turn.NONE


def _turned(box: Box, page: Box, turn: Turn) -> Box:
    """Turn a box (x0, top, x1, bottom) with its page until the words are level."""
    x0, top, x1, bottom = box
    if turn is Turn.UP:
        return (page[3] - bottom, x0 - page[0], page[3] - top, x1 - page[0])
    if turn is Turn.DOWN:
        return (top - page[1], page[2] - x1, bottom - page[1], page[2] - x0)
    return box


def _settings(page: pdfplumber.page.Page) -> dict[str, list[float]]:
    """Tell the table finder of the edges that a page's tables lack."""
    strokes: dict[str, list[Stroke]] = {"h": [], "v": []}
    for edge in page.edges:
        x0, x1, top, bottom = (float(edge[side]) for side in ("x0", "x1", "top", "bottom"))
        level = edge["orientation"] == "h"
        strokes["h" if level else "v"].append(Stroke(top, x0, x1) if level else Stroke(x0, top, bottom))
    missing = missing_edges(strokes["h"], strokes["v"])
    return {"explicit_horizontal_lines": list(missing.level), "explicit_vertical_lines": list(missing.upright)}


def _box(cell: tuple[float, float, float, float]) -> Box:
    x0, top, x1, bottom = cell
    return (float(x0), float(top), float(x1), float(bottom))


def _check_words(pages: Sequence[PrintedPage], name: str) -> None:
    texts = [line.text for page in pages for line in page.sheet.lines]
    texts += [line.text for page in pages for table in page.tables for cell in table.cells for line in cell.lines]
    total = sum(map(len, texts))
    if total < _FEW_CHARACTERS * len(pages) and (total == 0 or any(page.images for page in pages)):
        what = message("是扫描件，只有图片没有文字")
        remedy = message("请先用文字识别（OCR）软件转换，或向发文单位索取可复制文字的版本")
        raise unreadable(name, what=what, remedy=remedy)
    if sum(text.count("(cid:") for text in texts) > _UNMAPPED_SHARE * max(1, total):
        what = message("的字体没有字符对照表，文字无法提取")
        remedy = message("请改用 Word 版本，或先做文字识别（OCR）")
        raise unreadable(name, what=what, remedy=remedy)
