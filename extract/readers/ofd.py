"""Read an OFD: a zip of pages whose text objects carry every character's place. Source: GB/T 33190-2016."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from extract.messages import message
from extract.readers.aligned import Aligned
from extract.readers.glyphs import Glyph
from extract.readers.layout import Reading, lay_out
from extract.readers.limits import MAX_TEXT_CHARACTERS, check_pages, check_text
from extract.readers.markup import Element
from extract.readers.ofd_lines import Segment, boxes_of, segments
from extract.readers.package import Package, damaged
from extract.readers.printed import PrintedPage, pieces_of_pages, printed_page
from extract.readers.refusal import unreadable

_POINTS: Final = 72 / 25.4  # in a millimetre
_A4: Final = (0.0, 0.0, 210.0, 297.0)


def read_ofd(package: Package, name: str) -> Reading:
    """Read the pages of an OFD in their order.

    Guarantees:
        1. Lines come from the characters' places and are joined as in a PDF; page numbers and headers are noise.
        2. What the template of a page holds is read with the page.

    Raises:
        UnreadableSourceError: when a part is missing or broken, or the pages are pictures.
        SourceTooLargeError: when it passes a limit.
    """
    pages = list(_pages(package, name))
    if not any(page.sheet.lines or page.tables for page in pages):
        what = message("是扫描件，只有图片没有文字")
        remedy = message("请先用文字识别（OCR）软件转换")
        raise unreadable(name, what=what, remedy=remedy)
    return lay_out(pieces_of_pages(pages), name)


def _pages(package: Package, name: str) -> Iterator[PrintedPage]:
    count = 0
    last: Aligned | None = None
    for body in _named(package.xml("OFD.xml"), "DocRoot"):
        root = (body.text or "").strip().lstrip("/")
        document = package.xml(root)
        folder = posixpath.dirname(root)
        area = _area(document) or _A4
        templates = {
            template.get("ID") or "": _resolved(package, folder, template.get("BaseLoc") or "", name)
            for template in _named(document, "TemplatePage")
        }
        for page in _named(document, "Page"):
            count += 1
            check_pages(count, name)
            member = _resolved(package, folder, page.get("BaseLoc") or "", name)
            content = package.xml(member)
            parts = (*_templates(package, content, templates, name), content)
            made, last = _page(parts, _area(content) or area, count, name, last)
            yield made


def _templates(package: Package, content: Element, templates: Mapping[str, str], name: str) -> Iterator[Element]:
    """The pages that a page is printed on. Source: GB/T 33190-2016, 7.7 (Template)."""
    for template in _named(content, "Template"):
        member = templates.get(template.get("TemplateID") or "")
        if member is None:
            raise damaged(name)
        yield package.xml(member)


def _page(
    parts: Sequence[Element], area: tuple[float, float, float, float], number: int, name: str, before: Aligned | None
) -> tuple[PrintedPage, Aligned | None]:
    left, top, width, height = area
    texts = (text for part in parts for text in _named(part, "TextObject"))
    paths = (path for part in parts for path in _named(part, "PathObject"))
    glyphs = [glyph for text in texts for glyph in _glyphs(text, left, top, name)]
    strokes = [stroke for path in paths for stroke in _strokes(path, left, top)]
    return printed_page(number, (width * _POINTS, height * _POINTS), boxes_of(strokes), glyphs, before)


def _strokes(path: Element, left: float, top: float) -> Iterator[Segment]:
    boundary = _numbers(path.get("Boundary") or "")
    if len(boundary) < 4:
        return
    a, b, c, d, e, f = _matrix(path)
    dx, dy = boundary[0] - left + e, boundary[1] - top + f
    for data in _named(path, "AbbreviatedData"):
        for x0, y0, x1, y1 in segments(data.text or ""):
            yield (
                (a * x0 + c * y0 + dx) * _POINTS,
                (b * x0 + d * y0 + dy) * _POINTS,
                (a * x1 + c * y1 + dx) * _POINTS,
                (b * x1 + d * y1 + dy) * _POINTS,
            )


def _matrix(element: Element) -> tuple[float, ...]:
    matrix = _numbers(element.get("CTM") or "")
    return tuple(matrix) if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _resolved(package: Package, folder: str, location: str, name: str) -> str:
    for member in (posixpath.normpath(posixpath.join(folder, location)), location.lstrip("/")):
        if member in package.members:
            return member
    raise damaged(name)


def _named(root: Element, tag: str) -> Iterator[Element]:
    """The elements of a local name: writers disagree on the namespace."""
    return root.iterfind(f".//{{*}}{tag}")


def _area(root: Element) -> tuple[float, float, float, float] | None:
    for box in _named(root, "PhysicalBox"):
        numbers = _numbers(box.text or "")
        if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
            return numbers[0], numbers[1], numbers[2], numbers[3]
    return None


def _glyphs(text: Element, left: float, top: float, name: str) -> Iterator[Glyph]:
    """Place every character of a text object: its box, the start of each code, then the steps between characters."""
    boundary = _numbers(text.get("Boundary") or "")
    if len(boundary) < 4:
        return
    a, b, c, d, e, f = _matrix(text)
    size = (_numbers(text.get("Size") or "") or [4.0])[0]
    for code in _named(text, "TextCode"):
        words = code.text or ""
        check_text(len(words), name)
        for character, px, py in _steps_of(code, words, size):
            gx = boundary[0] - left + a * px + c * py + e
            gy = boundary[1] - top + b * px + d * py + f
            width = size * abs(a or 1.0) * (1.0 if character > "\u2e7f" or character in "“”‘’—…" else 0.5)
            height = size * abs(d or 1.0)
            yield Glyph(character, gx * _POINTS, (gx + width) * _POINTS, (gy - height) * _POINTS, gy * _POINTS)


def _steps_of(code: Element, words: str, size: float) -> Iterator[tuple[str, float, float]]:
    """Give each character of a code with its place; where no step is written, the next one follows at its width."""
    x, y = (_numbers(code.get(axis) or "") or [0.0] for axis in ("X", "Y"))
    across, down = (_steps(code.get(axis) or "", len(words)) for axis in ("DeltaX", "DeltaY"))
    px, py = x[0], y[0]
    for character, step, fall in zip_longest(words, across[: len(words)], down[: len(words)]):
        yield character, px, py
        wide = 0.0 if down else size * (1.0 if character > "\u2e7f" else 0.5)
        px += wide if step is None else step
        py += fall or 0.0


def _numbers(words: str) -> list[float]:
    found: list[float] = []
    for word in words.split():
        try:
            number = float(word)
        except ValueError:
            return []
        if abs(number) > 1e6 or number != number:  # noqa: PLR0124  only a NaN differs from itself
            return []
        found.append(number)
    return found


def _steps(words: str, limit: int) -> list[float]:
    """Unroll steps, "g 3 4.2" standing for three times 4.2.

    >>> _steps("g 3 4.2 2.1", 10)
    [4.2, 4.2, 4.2, 2.1]
    """
    parts = words.split()
    found: list[float] = []
    position = 0
    while position < len(parts) and len(found) < min(limit, MAX_TEXT_CHARACTERS):
        if parts[position] == "g" and position + 2 < len(parts):
            count, step = parts[position + 1], _numbers(parts[position + 2])
            found += (step or [0.0]) * (
                min(int(count), limit) if count.isascii() and count.isdigit() and len(count) < 9 else 1
            )
            position += 3
        else:
            found += _numbers(parts[position]) or [0.0]
            position += 1
    return found
