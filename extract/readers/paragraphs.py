"""Join printed lines into paragraphs, over line ends and page ends, and set aside what every page repeats."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median_high
from typing import Final

from extract.patterns import pattern
from extract.readers.glyphs import GlyphLine
from extract.readers.layout import Piece
from extract.records import BlockKind

_INDENT: Final = 1.2  # em from the left margin: a new paragraph begins
_INDENT_MOST: Final = 4.5  # em: what begins further in is centred
_INDENTED_SHARE: Final = 0.08  # of all lines: paragraphs of a dozen lines have as many
_SLACK: Final = 0.8  # em a full line may fall short of what its next word needs
_LARGE: Final = 1.15  # of the body's em: a title, whose lines belong together
_CENTRED: Final = 2.0  # em between the two margins of a centred line, at most
_LINE_GAP: Final = 1.4  # of the usual pitch: lines further apart are no paragraph
_EDGE: Final = 0.12  # of the page height: the zone of headers and footers
_NEAR: Final = 0.25  # of the page height: a page number may stand here when nothing lies beyond it
_OUTERMOST: Final = 2  # lines: the dashes and the digits of a page number may be two
_REPEATS: Final = 3  # pages that must carry the same header
_PAGE_NUMBER: Final = pattern(
    r"[-—–―－·•\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–―－·•\s]*|[-—–\s]+"
)
_OPENING: Final = pattern(  # how a paragraph begins that nothing else tells from the line before it
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)](?![至、和及与])|\d{1,2}[.．、](?!\d)"
    r"|[\u4e00-\u9fff]{0,4}(?:单位|部门|主体|时限|领导|责任人)[：:]"
)
_BRACKET_PARTS: Final = 12  # lines with their joints, looked back for an open bracket
_ORNAMENT: Final = pattern(r"(.)\1{9,}|[_\uff3f\-—–=＝*.\s]{4,}")
_FOOTNOTE: Final = pattern(r"(?:[①-⑳]|\[\d{1,2}\]|\u3014\d{1,2}\u3015|\d{1,2}|\*|注\s*\d{0,2}[:：])")
_SMALL: Final = 0.87  # of the body's em
_DIGITS: Final = pattern(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLines:
    """The lines of one page, without those of its tables."""

    number: int
    width: float
    height: float
    lines: tuple[GlyphLine, ...]
    columns: bool = False  # set in columns: narrower than other pages of its size


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a page is set: where its lines begin and end, and how large its characters are."""

    left: float
    right: float
    em: float
    pitch: float
    indented: bool = True  # whether the document's paragraphs begin with an indent


def noise_of(sheets: Sequence[PageLines]) -> frozenset[tuple[int, int]]:
    """Tell page numbers, running headers and footers, and ornaments by (page, position among its lines)."""
    found: set[tuple[int, int]] = set()
    seen: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for sheet in sheets:
        for position, line in enumerate(sheet.lines):
            bare = line.text.strip()
            outermost = position < 1 or position >= len(sheet.lines) - _OUTERMOST
            numbered = _at_edge(line, sheet, _NEAR if outermost else _EDGE) and _PAGE_NUMBER.fullmatch(bare)
            if numbered or _ORNAMENT.fullmatch(bare):
                found.add((sheet.number, position))
            elif _at_edge(line, sheet, _EDGE):
                seen[_DIGITS.sub("#", bare), round(line.top / line.em)].append((sheet.number, position))
    repeated = (places for places in seen.values() if len({page for page, _ in places}) >= _REPEATS)
    return frozenset(found.union(*repeated))


def _at_edge(line: GlyphLine, sheet: PageLines, share: float) -> bool:
    """Whether a line is in the upper or lower share of a page."""
    return line.bottom < share * sheet.height or line.top > (1 - share) * sheet.height


def measures_of(sheets: Sequence[PageLines]) -> dict[int, Measure]:
    """Measure each page; a page with few lines takes the measure of the pages of its size.

    Guarantees:
        1. No page is set narrower than most pages of its size: its own lines may all be short. Columns are.
    """
    by_size: dict[int, list[GlyphLine]] = defaultdict(list)
    for sheet in sheets:
        by_size[round(sheet.width)].extend(sheet.lines)
    whole = {size: _measure(lines, size) for size, lines in by_size.items() if lines}
    found: dict[int, Measure] = {}
    for size, shared in whole.items():
        pages = [sheet for sheet in sheets if round(sheet.width) == size]
        indented = _is_indented(by_size[size], shared)
        found |= {page: replace(m, indented=indented) for page, m in _measures_of_size(pages, shared)}
    return found


def _measures_of_size(pages: Sequence[PageLines], shared: Measure) -> Iterator[tuple[int, Measure]]:
    """Measure the pages of one size; none without columns is narrower than most of them."""
    own = [(page, _own_measure(page, shared)) for page in pages]
    widths = [measure.right - measure.left for page, measure in own if measure is not shared and not page.columns]
    width = median_high(widths) if widths else 0.0
    for page, measure in own:
        right = measure.right if page.columns else max(measure.right, measure.left + width)
        yield page.number, replace(measure, right=right)


def _own_measure(page: PageLines, shared: Measure) -> Measure:
    """The measure of a page with lines enough and letters of the usual size; else the one its size shares."""
    if len(page.lines) < _OWN_LINES:
        return shared
    measured = _measure(page.lines, page.width)
    return measured if abs(measured.em - shared.em) < 1 else shared


def _is_indented(lines: Sequence[GlyphLine], measure: Measure) -> bool:
    """Whether enough lines begin a little to the right of the margin."""
    indents = sum(1 for line in lines if _INDENT < (line.x0 - measure.left) / measure.em < _INDENT_MOST)
    return indents >= _INDENTED_SHARE * len(lines)


_OWN_LINES: Final = 10


def _measure(lines: Sequence[GlyphLine], width: float) -> Measure:
    ems = Counter[float]()
    for line in lines:
        ems[round(line.em, 1)] += len(line.text)
    em = max(ems, key=lambda size: (ems[size], size))
    body = [line for line in lines if abs(line.em - em) < 0.1 * em + 0.1] or list(lines)
    lefts = Counter(round(line.x0) for line in body)
    rights = Counter(round(line.x1) for line in body)
    usual = max(2, 0.1 * len(body))
    left = min((x for x, count in lefts.items() if count >= usual), default=min(lefts))
    right = max((x for x, count in rights.items() if count >= usual), default=max(rights))
    if len(body) < _OWN_LINES:  # too few to show the margin: it is as wide as the left one
        right = max(right, round(width) - left)
    gaps = Counter(round(low.top - high.top) for high, low in pairwise(body) if low.top > high.top)
    pitch = float(max(gaps, key=lambda gap: (gaps[gap], -gap))) if gaps else 2 * em
    return Measure(left=left, right=right, em=em, pitch=pitch)


@dataclass(slots=True)
class Joiner:
    """Gather lines page by page into paragraphs."""

    measures: dict[int, Measure]
    page: int = 0
    last: GlyphLine | None = None
    last_page: int = 0
    parts: list[str] = field(default_factory=list)

    def add(self, line: GlyphLine, page: int) -> Iterator[Piece]:
        """Take the next line; give the paragraph before it when this line begins a new one."""
        if self.last is not None and self._begins(line, page):
            yield from self.flush()
        if self.last is None:
            self.page = page
        if self.last is not None:
            self.parts.append(_joint(self.last, line))
        self.parts.append(line.text)
        self.last, self.last_page = line, page

    def flush(self) -> Iterator[Piece]:
        """End the paragraph and give it."""
        if self.parts:
            yield Piece(text="".join(self.parts), page=self.page)
        self.parts, self.last = [], None

    def _begins(self, line: GlyphLine, page: int) -> bool:
        last = self.last
        measure = self.measures.get(page)
        if last is None or measure is None:
            return True
        before = self.measures.get(self.last_page, measure)
        if page == self.last_page and line.top - last.top > _LINE_GAP * max(measure.pitch, 1.2 * line.em):
            return True
        if _is_title(last, before) or _is_title(line, measure):
            return not (
                page == self.last_page
                and _is_title(last, before)
                and _is_title(line, measure)
                and abs(last.em - line.em) < 0.06 * line.em
            )
        if line.x0 - measure.left > _INDENT * measure.em:
            return True
        if not measure.indented and _OPENING.match(line.text) and not self._goes_on():
            return True
        return before.right - last.x1 > line.first_token + _SLACK * measure.em

    def _goes_on(self) -> bool:
        """Whether the paragraph so far ends inside a bracket or a number."""
        if self.parts[-1][-1:].isdecimal():
            return True
        tail = "".join(self.parts[-_BRACKET_PARTS:])
        return max(map(tail.rfind, "（(")) > max(map(tail.rfind, "）)"))


def _joint(before: GlyphLine, after: GlyphLine) -> str:
    """A space where a line ends and begins with Latin words, or where one was typed, else nothing."""
    latin = re.search(r"[A-Za-z,;]$", before.text) and re.match(r"[A-Za-z]", after.text)
    return " " if latin or before.ends_blank or after.opens_blank else ""


def _is_title(line: GlyphLine, measure: Measure) -> bool:
    """Whether a line is set larger than the body and centred between the margins."""
    centred = abs((line.x0 - measure.left) - (measure.right - line.x1)) < _CENTRED * 2 * line.em
    return line.em > _LARGE * measure.em and centred


def footnotes_from(lines: Sequence[GlyphLine], measure: Measure, height: float) -> int:
    """The position of the first footnote line at the foot of a page; the number of lines when there is none."""
    first = len(lines)
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if line.em > _SMALL * measure.em or line.top < height / 2:
            break
        first = position
    while first < len(lines) and not _FOOTNOTE.match(lines[first].text):
        first += 1
    return first


def as_footnotes(lines: Sequence[GlyphLine], page: int) -> Iterator[Piece]:
    """Join the lines of a page's footnotes, one piece a note."""
    note = ""
    for line in lines:
        if note and _FOOTNOTE.match(line.text):
            yield Piece(text=note, kind=BlockKind.FOOTNOTE, page=page)
            note = ""
        note += line.text
    if note:
        yield Piece(text=note, kind=BlockKind.FOOTNOTE, page=page)
