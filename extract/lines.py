"""The lines of a document before its outline is built: each with the marker that opens it and the markers inside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extract.lexer import TokenKind, tokens
from extract.markers import Form, Marker, marker_at, markers_inside
from extract.patterns import pattern
from extract.records import Block, BlockKind, Document, Span
from extract.tables.framed import framed_cells
from extract.title_lines import caption_at, table_note_at

__all__ = ["TextLine", "read_lines", "trim"]

_ANNEX = pattern(r"附\s?件\s?\d{0,2}\s*:\s*")
_TEXT = pattern(r"[^\n]*\S[^\n]*")
_DATE = pattern(r"\d{4}年\d{1,2}月\d{1,2}日|[〇零一二]{4}年")
_SIGNATURE = 30  # code points of a line that names who signs
_AHEAD = 12  # lines looked at after 附件:
_BARE_NUMBER = pattern(r"(?P<number>\d{1,2})\s*(?=[\u4e00-\u9fff]{2,20}$)")  # 2　组织体系, above 2.1
_ENCLOSED = pattern(r"\((?P<words>[^()\n。;]{2,24})\)")
_OF_CLAUSE = frozenset({TokenKind.BODY, TokenKind.ROLE, TokenKind.LABEL, TokenKind.TIME})
_TWO_DIGITS = pattern(r"(?P<number>0[1-9]|[1-9]\d)\s+(?=[\u4e00-\u9fff])")
_DASHED = pattern(r"(?:[—–-]{1,2}|[●■◆◇▶►•])\s*(?P<words>[\u4e00-\u9fff“][^,。;:、()\n]{3,24})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A paragraph or heading without outer blanks, or a table (``table`` its number, no markers)."""

    block: Block
    start: int
    end: int
    table: int = -1
    opening: Marker | None = None
    inside: tuple[Marker, ...] = ()
    plain: bool = False  # a line of a list of annexes: plain text, even with a marker
    caption: bool = False  # a short line right above a table


def read_lines(document: Document, view: str) -> tuple[TextLine, ...]:
    """Read the lines of a document in text order; a table is one line, a framed page is its own lines."""
    lines = list(_lines(document, view))
    _mark_annexes(view, lines)
    _mark_bare_numbers(view, lines)
    _mark_zeros(view, lines)
    _mark_dashes(view, lines)
    _mark_enclosed(view, lines)
    _mark_captions(view, lines)
    return tuple(lines)


def _mark_captions(view: str, lines: list[TextLine]) -> None:
    """Take the line above a table for its caption, over notes that say how to read the table."""
    for place, below in enumerate(lines):
        above = place - 1 if below.table >= 0 else -1
        while above > 0 and _is_note(view, lines[above]):
            above -= 1
        line = lines[above] if above >= 0 else None
        if line is not None and line.table < 0 and (line.opening is None or line.opening.form is Form.BOX):
            caption = caption_at(view, line.start, line.end) and not line.plain
            lines[above] = replace(line, caption=caption, opening=None if caption else line.opening)


def _is_note(view: str, line: TextLine) -> bool:
    return line.table < 0 and line.opening is None and table_note_at(view, line.start, line.end)


def _lines(document: Document, view: str) -> Iterator[TextLine]:
    for table, blocks in groupby(document.blocks, key=lambda block: block.cell.table if block.cell else -1):
        found = tuple(blocks)
        framed = framed_cells(view, found) if table >= 0 else frozenset()
        if table >= 0 and not framed:
            start, end = trim(view, found[0].span.start, found[0].span.end)
            yield TextLine(block=found[0], start=start, end=end, table=table)
            continue
        for block in found:
            if block in framed:
                yield from (_line(view, block, *line.span()) for line in _TEXT.finditer(view, *_ends(block)))
            elif block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING} and view[slice(*_ends(block))].strip():
                yield _line(view, block, *_ends(block))


def _ends(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


def _line(view: str, block: Block, start: int, end: int) -> TextLine:
    start, end = trim(view, start, end)
    opening = marker_at(view, start, end)
    inside = tuple(markers_inside(view, opening.end if opening else start, end))
    place = Block(span=Span(start, end), kind=BlockKind.PARAGRAPH) if block.cell is not None else block
    return TextLine(block=place, start=start, end=end, opening=opening, inside=inside)


def _mark_annexes(view: str, lines: list[TextLine]) -> None:
    """Tell the list of annexes before a signature (``附件:1.…方案``) from the annexes themselves."""
    place = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if line.table >= 0 or _ANNEX.match(view, line.start, line.end) is None:
            continue
        end = place
        while end < len(lines) and _goes_on(view, lines[end]):
            end += 1
        if _is_list(view, line, lines[end : end + _AHEAD], more=end > place):
            for number in range(place - 1, end):
                lines[number] = replace(lines[number], plain=True)
            place = end


def _goes_on(view: str, line: TextLine) -> bool:
    """Whether a line is a further entry of a list of annexes."""
    opening = line.opening
    listed = opening is not None and opening.form is Form.ARABIC and "。" not in view[line.start : line.end]
    return line.table < 0 and (listed or _ANNEX.match(view, line.start, line.end) is not None)


def _is_list(view: str, line: TextLine, after: Sequence[TextLine], *, more: bool) -> bool:
    """Whether ``附件:…`` announces annexes: more entries, the end, a signature or the annex's own title come after it."""
    said = _ANNEX.match(view, line.start, line.end)
    title = view[said.end() : line.end].strip("《》 ") if said else ""
    if more or not after or title[:1].isdigit():
        return not after or after[0].table < 0
    if after[0].table >= 0:
        return False
    signed = [view[one.start : one.end] for one in after[:3] if one.table < 0 and one.end - one.start <= _SIGNATURE]
    following = view[after[0].start : after[0].end]
    return any(map(_DATE.search, signed)) or following.startswith(("(", title)) or after[0].opening is None


def _mark_bare_numbers(view: str, lines: list[TextLine]) -> None:
    """Take ``2　组织体系`` for a numbered heading where ``2.1`` opens the next numbered line."""
    following: TextLine | None = None
    for place in reversed(range(len(lines))):
        line = lines[place]
        bare = _BARE_NUMBER.match(view, line.start, line.end) if line.table < 0 and line.opening is None else None
        if bare is not None and following is not None and following.opening is not None:
            number = int(bare["number"])
            if view.startswith(f"{number}.1", following.start):
                marker = Marker(start=bare.start(), end=bare.end(), form=Form.ARABIC, value=number)
                lines[place] = replace(line, opening=marker)
        if lines[place].opening is not None:
            following = lines[place]


def _mark_dashes(view: str, lines: list[TextLine]) -> None:
    """Take ``——社会政策友好`` for a heading where two such lines or more are each right above a paragraph."""
    heads = [
        (place, found)
        for place, (line, below) in enumerate(pairwise(lines))
        if line.table < 0 and below.table < 0 and below.opening is None and (found := _dash(view, line)) is not None
        and _dash(view, below) is None and view[below.start : below.end].endswith(("。", ")"))
    ]  # fmt: skip
    for place, found in heads if len(heads) > 1 else ():
        marker = Marker(start=found.start(), end=found.start("words"), form=Form.DASH, value=0)
        lines[place] = replace(lines[place], opening=marker)


def _dash(view: str, line: TextLine) -> re.Match[str] | None:
    return _DASHED.match(view, line.start, line.end)


def _mark_enclosed(view: str, lines: list[TextLine]) -> None:
    """Take ``【民生保障】`` for a heading where two such lines or more are each right above a numbered line."""
    heads = [
        place
        for place, (line, below) in enumerate(pairwise(lines))
        if line.table < 0 and line.opening is None and below.opening is not None and _is_enclosed(view, line)
    ]
    for place in heads if len(heads) > 1 else ():
        start = lines[place].start
        lines[place] = replace(lines[place], opening=Marker(start=start, end=start, form=Form.NAMED, value=0))


def _is_enclosed(view: str, line: TextLine) -> bool:
    """Whether a line is words in brackets that are no clause: neither a name nor a role is among them."""
    found = _ENCLOSED.fullmatch(view, line.start, line.end)
    return found is not None and _OF_CLAUSE.isdisjoint(token.kind for token in tokens(view, *found.span("words")))


def _mark_zeros(view: str, lines: list[TextLine]) -> None:
    """Take ``01 关于…`` for a numbered line, and 10 after it, where the numbers of two digits begin with 01."""
    found = {
        place: number
        for place, line in enumerate(lines)
        if line.table < 0 and line.opening is None and (number := _TWO_DIGITS.match(view, line.start, line.end))
    }
    if sorted(int(number["number"]) for number in found.values())[:2] != [1, 2]:
        return
    for place, number in found.items():
        marker = Marker(start=number.start(), end=number.end(), form=Form.ARABIC, value=int(number["number"]))
        lines[place] = replace(lines[place], opening=marker)


def trim(view: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the blanks at both ends of a stretch."""
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return start, end
