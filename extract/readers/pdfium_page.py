"""Take characters, strokes and notes from a page of a PDF through pdfium, in points from the top left of the page as it is shown."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from extract.readers.frames import Stroke
from extract.readers.glyphs import Glyph

_LEAN: Final = 0.1  # of its height a sideways character may lean
_STRAIGHT: Final = 0.5  # points a stroke may lean
_DEEPEST: Final = 12  # drawings within drawings
_MAX_OBJECTS: Final = 30_000  # drawn on one page: more is a map
_MAX_STROKES: Final = 30_000
_FEW: Final = 4  # strokes: fewer make no table
_BLANK: Final = 8.0  # points: the height of a blank that is typed by itself, enough to lie in its line
_CONTROLS: Final = 32  # codes below this print nothing
_NO_CHARACTERS: Final = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_HYPHEN: Final = 2  # how pdfium marks a hyphen at the end of a line
_HIGH, _LOW, _PAIRS_END = 0xD800, 0xDC00, 0xE000

Matrix = tuple[float, float, float, float, float, float]
Place = Callable[[float, float], tuple[float, float]]


class Turn(Enum):
    """Which way words run on the page as it is shown: a wide table may be set sideways on an upright page."""

    NONE = "level"
    UP = "upward"
    DOWN = "downward"
    OTHER = "aslant"


@dataclass(frozen=True, slots=True)
class Char:
    """A character and the way it runs."""

    glyph: Glyph
    turn: Turn


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation with its own words, or a field of a form with its value."""

    words: str
    box: tuple[float, float, float, float]
    field: bool


@dataclass(slots=True)
class PageInk:
    """All that one page holds. ``drawn`` says that it has more strokes than a table can have."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    level: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    images: int = 0
    unmapped: int = 0  # characters whose font does not say what they are
    drawn: bool = False


def page_ink(page: pdfium.PdfPage, forms: object | None) -> PageInk:
    """Read one page.

    Args:
        page: of a document that pdfium has opened.
        forms: the handle of its form, where it has one.
    """
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    place = _place(left, bottom, right, top, rotation)
    wide, high = (right - left, top - bottom) if rotation % 180 == 0 else (top - bottom, right - left)
    ink = PageInk(wide, high)
    _read_chars(page, ink, place, rotation)
    _DrawnPaths(ink, place).read(page)
    ink.notes += _notes(page, place, forms)
    return ink


def attached_files(document: pdfium.PdfDocument) -> list[str]:
    """The names of the files that a document carries."""
    count = min(raw.FPDFDoc_GetAttachmentCount(document), _MAX_OBJECTS)
    return [_said(raw.FPDFAttachment_GetName, raw.FPDFDoc_GetAttachment(document, number)) for number in range(count)]


def is_dynamic(document: pdfium.PdfDocument) -> bool:
    """Whether a document is a form that only a program arranges (XFA)."""
    return raw.FPDF_GetFormType(document) in {raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND}


def _place(left: float, bottom: float, right: float, top: float, rotation: int) -> Place:
    """How a place in the page's own units looks on the page as it is shown. Source: ISO 32000-1, 7.7.3.3 (Rotate)."""
    match rotation:
        case 90:
            return lambda x, y: (y - bottom, x - left)
        case 180:
            return lambda x, y: (right - x, y - bottom)
        case 270:
            return lambda x, y: (top - y, right - x)
        case _:
            return lambda x, y: (x - left, top - y)


def _read_chars(page: pdfium.PdfPage, ink: PageInk, place: Place, rotation: int) -> None:
    text = page.get_textpage()
    rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for index, letter in _letters(text, ink):
        raw.FPDFText_GetLooseCharBox(text, index, rect)
        raw.FPDFText_GetMatrix(text, index, matrix)
        x0, above = place(rect.left, rect.top)
        x1, below = place(rect.right, rect.bottom)
        if max(x0, x1) > 0 and min(x0, x1) < ink.width and max(above, below) > 0 and min(above, below) < ink.height:
            glyph = Glyph(letter, min(x0, x1), max(x0, x1), min(above, below), max(above, below))
            ink.chars.append(Char(glyph, _turn(matrix.a, matrix.b, rotation)))


def _letters(text: pdfium.PdfTextPage, ink: PageInk) -> Iterator[tuple[int, str]]:
    """The characters that are printed, with their numbers; those without a meaning are counted."""
    high = 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if code in _NO_CHARACTERS or raw.FPDFText_HasUnicodeMapError(text, index) == 1:
            ink.unmapped += 1
        elif _HIGH <= code < _LOW:
            high = code
        elif _LOW <= code < _PAIRS_END:
            yield from [(index, chr(0x10000 + ((high - _HIGH) << 10) + (code - _LOW)))] if high else ()
            high = 0
        elif code == _HYPHEN:
            yield index, "-"
        elif code >= _CONTROLS:
            yield index, chr(code)


def _turn(a: float, b: float, rotation: int) -> Turn:
    """The way a character runs, by the first row of its matrix. Source: ISO 32000-1, 8.3.4."""
    match rotation:
        case 90:
            along, up = b, -a
        case 180:
            along, up = -a, -b
        case 270:
            along, up = -b, a
        case _:
            along, up = a, b
    if abs(up) <= _LEAN * abs(along):
        return Turn.NONE
    if abs(along) > _LEAN * abs(up):
        return Turn.OTHER
    return Turn.UP if up > 0 else Turn.DOWN


class _DrawnPaths:
    """The walk over what is drawn on a page: strokes, pictures, and blanks that are typed by themselves."""

    def __init__(self, ink: PageInk, place: Place) -> None:
        self._ink = ink
        self._place = place
        self._seen = 0
        self._bounds = tuple(ctypes.c_float() for _ in range(4))  # left, bottom, right, top

    def read(self, page: pdfium.PdfPage) -> None:
        """Gather the straight strokes and the blanks, and count the pictures."""
        count = raw.FPDFPage_CountObjects(page)
        if count > _MAX_OBJECTS:
            self._ink.drawn = self._many_paths(page, count)
            if self._ink.drawn:
                return
        self._walk(count, lambda index: raw.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        if self._ink.drawn:
            self._ink.level.clear()
            self._ink.upright.clear()

    def _many_paths(self, page: pdfium.PdfPage, count: int) -> bool:
        kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, index)) for index in range(count))
        return sum(1 for kind in kinds if kind == raw.FPDF_PAGEOBJ_PATH) > _MAX_OBJECTS

    def _walk(self, count: int, get: Callable[[int], object], outer: Matrix, depth: int) -> None:
        for index in range(count):
            if self._ink.drawn:
                return
            drawn = get(index)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._blank(drawn, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._ink.images += 1
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(drawn, _times(_matrix(drawn), outer))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _times(_matrix(drawn), outer)
                self._walk(raw.FPDFFormObj_CountObjects(drawn), _of_form(drawn), inner, depth + 1)

    def _blank(self, text: object, outer: Matrix) -> None:
        """Take text without ink for a blank: pdfium leaves it out of the characters of a page, and says where it lies."""
        left, bottom, right, top = self._bounds
        raw.FPDFPageObj_GetBounds(text, left, bottom, right, top)
        if top.value != bottom.value or right.value != left.value:
            return
        a, b, c, d, e, f = outer
        x, y = self._place(a * left.value + c * top.value + e, b * left.value + d * top.value + f)
        self._ink.chars.append(Char(Glyph(" ", x, x, y - _BLANK, y), Turn.NONE))

    def _path(self, path: object, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not (fill.value or stroke.value):
            return
        for (x0, y0), (x1, y1) in _lines(path, matrix):
            self._seen += 1
            if self._seen > _MAX_STROKES:
                self._ink.drawn = True
                return
            left, top = self._place(x0, y0)
            right, foot = self._place(x1, y1)
            self._stroke(left, top, right, foot)

    def _stroke(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
            self._ink.level.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
            self._ink.upright.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _of_form(form: object) -> Callable[[int], object]:
    return lambda index: raw.FPDFFormObj_GetObject(form, index)


def _matrix(drawn: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(drawn, found):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """One matrix after another. Source: ISO 32000-1, 8.3.4."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _lines(path: object, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight segments of a path, its closing ones too; curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        place = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = place
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield here, place
        here = place
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, start
            here = start


def _notes(page: pdfium.PdfPage, place: Place, forms: object | None) -> Iterator[Note]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_OBJECTS)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        is_field = kind == raw.FPDF_ANNOT_WIDGET
        words = _field_value(note, forms) if is_field else _said(raw.FPDFAnnot_GetStringValue, note, b"Contents")
        rect = raw.FS_RECTF()
        if words and kind not in {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP} and raw.FPDFAnnot_GetRect(note, rect):
            x0, y0 = place(rect.left, rect.top)
            x1, y1 = place(rect.right, rect.bottom)
            yield Note(words, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), is_field)
        raw.FPDFPage_CloseAnnot(note)


def _field_value(note: object, forms: object | None) -> str:
    if forms is None:
        return _said(raw.FPDFAnnot_GetStringValue, note, b"V")
    kind = raw.FPDFAnnot_GetFormFieldType(forms, note)
    if kind not in {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}:
        return ""
    return _said(raw.FPDFAnnot_GetFormFieldValue, forms, note)


def _said(ask: Callable[..., int], *arguments: object) -> str:
    """Query pdfium for words: first how long they are, then the words themselves."""
    size = ask(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip()
