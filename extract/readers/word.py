"""Read a Word document (docx): paragraphs with their generated numbers, headings, tables, notes and text boxes.

Read from the XML itself: what python-docx leaves out (numbers, notes, text boxes, tracked changes) is what plans need.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from extract.readers.grid import RawCell, pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.limits import check_cells
from extract.readers.markup import Element
from extract.readers.numbering import Numbering, W, numbering_of
from extract.readers.package import Package
from extract.records import BlockKind

_DROPPED: Final = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "rubyBase", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr")
)
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORDS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
_NOTES: Final = {f"{W}footnoteReference": "word/footnotes.xml", f"{W}endnoteReference": "word/endnotes.xml"}
_MAX_SPAN: Final = 1_000
_FRAME_SHARE: Final = 0.7  # of a table's words in tables inside it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    level: int = 0  # of a heading
    number_id: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Word:
    """One walk over a document."""

    name: str
    numbering: Numbering
    styles: Mapping[str, _Style]
    notes: Mapping[tuple[str, str], Element]
    referred: list[tuple[str, str]] = field(default_factory=list)  # notes in the order of their references
    tables: int = 0
    cells: int = 0

    def blocks(self, parent: Element) -> Iterator[Piece]:
        """The pieces of a body or text box, content controls and inserted blocks opened."""
        stack = list(reversed(parent))
        while stack:
            element = stack.pop()
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag not in _DROPPED:
                stack.extend(reversed(element))

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        style = self._style(paragraph)
        marker = self.numbering.marker(style.number_id, style.depth) if style.number_id else ""
        text, boxes, notes = _words(paragraph)
        kind = BlockKind.HEADING if style.level else BlockKind.PARAGRAPH
        for position, line in enumerate(text.split("\n")):
            words = (marker if position == 0 else "") + line.strip()
            if words != marker or not marker:
                yield Piece(text=words, kind=kind, level=style.level)
        for box in boxes:
            yield from self.blocks(box)
        self.referred += notes

    def footnotes(self) -> Iterator[Piece]:
        """The notes that were referred to: at the end, so that none stands between a task and who does it."""
        for reference in dict.fromkeys(self.referred):
            note = self.notes.get(reference)
            if note is not None:
                yield Piece(text=_text(note).replace("\n", " "), kind=BlockKind.FOOTNOTE)

    def _style(self, paragraph: Element) -> _Style:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.styles.get("", _Style())
        style = self.styles.get(_value(properties, "pStyle"), _Style())
        return _numbered(properties, style)

    def _table(self, table: Element) -> Iterator[Piece]:
        if _is_frame(table):
            for row in _children(table, f"{W}tr"):
                for cell in _children(row, f"{W}tc"):
                    yield from self.blocks(cell)
            return
        number, self.tables = self.tables, self.tables + 1
        yield from pieces_of(self._cells(table), number)

    def _cells(self, table: Element) -> Iterator[RawCell]:
        """Place the cells; a cell merged downward stands once. Source: ECMA-376 part 1, 17.4.84 (vMerge)."""
        open_cells: dict[int, RawCell] = {}
        for row, element in enumerate(_children(table, f"{W}tr")):
            column = _row_property(element, "gridBefore")
            header = element.find(f"{W}trPr/{W}tblHeader") is not None
            still: dict[int, RawCell] = {}
            for cell in _children(element, f"{W}tc"):
                wide, merge = _spans(cell)
                self.cells += 1
                check_cells(self.cells, self.name)
                over = open_cells.get(column)
                if merge == "continue" and over is not None:
                    still[column] = RawCell(
                        text=over.text,
                        row=over.row,
                        column=column,
                        rows=over.rows + 1,
                        columns=over.columns,
                        header=over.header,
                    )
                else:
                    still[column] = RawCell(
                        text=self._cell_text(cell), row=row, column=column, columns=wide, header=header
                    )
                column += wide
            closed = (cell for place, cell in open_cells.items() if place not in still or still[place].row != cell.row)
            yield from closed
            open_cells = still
        yield from open_cells.values()

    def _cell_text(self, cell: Element) -> str:
        lines: list[str] = []
        for paragraph in cell.iter(f"{W}p"):
            if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
                continue
            style = self._style(paragraph)
            marker = self.numbering.marker(style.number_id, style.depth) if style.number_id else ""
            words, _, notes = _words(paragraph)
            self.referred += notes
            text = words.strip()
            # a numbered cell without words of its own is a row number: 序号
            lines.append(f"{marker}{text}" if text else marker.rstrip("．.、"))
        return "\n".join(line for line in lines if line)


def read_word(package: Package, name: str) -> Reading:
    """Read the body of a docx.

    Guarantees:
        1. Numbers that Word generates are printed before their paragraphs; inserted text is kept, deleted text dropped.
        2. Heading styles give headings with their level; cells merged either way stand once; notes stand at the end of the text.

    Raises:
        UnreadableSourceError: when a part is missing or broken.
        SourceTooLargeError: when it passes a limit.
    """
    parts = {member: package.xml(member) for member in _PARTS if member in package.members}
    body = package.xml("word/document.xml").find(f"{W}body")
    notes = {
        (member, note.get(f"{W}id") or ""): note
        for member in _NOTES.values()
        if member in parts
        for note in parts[member]
        if note.get(f"{W}type") is None
    }
    walk = _Word(
        name=name,
        numbering=numbering_of(parts.get("word/numbering.xml")),
        styles=_styles(parts.get("word/styles.xml")),
        notes=notes,
    )
    return lay_out(chain(walk.blocks(body), walk.footnotes()) if body is not None else (), name)


_PARTS: Final = ("word/numbering.xml", "word/styles.xml", *_NOTES.values())


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Children of one kind, content controls and inserted rows opened, rows and cells that were deleted left out."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag == tag:
            if element.find(f"{W}trPr/{W}del") is None and element.find(f"{W}tcPr/{W}cellDel") is None:
                yield element
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            stack.extend(reversed(element))


def _words(paragraph: Element) -> tuple[str, list[Element], list[tuple[str, str]]]:
    """The words of a paragraph, its text boxes and the notes it refers to."""
    parts: list[str] = []
    boxes: list[Element] = []
    notes: list[tuple[str, str]] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in _DROPPED or tag == _FALLBACK:
            continue
        if tag == f"{W}t":
            parts.append(element.text or "")
        elif tag == f"{W}txbxContent":
            boxes.append(element)
        elif tag in _WORDS:
            parts.append(_WORDS[tag])
        elif tag in _NOTES:
            notes.append((_NOTES[tag], element.get(f"{W}id") or ""))
        elif not _is_hidden(element):
            stack.extend(reversed(element))
    return "".join(parts), boxes, notes


def _is_frame(table: Element) -> bool:
    """Whether a table only places things on the page: one cell with words, or nearly all words in a table inside."""
    cells = [cell for row in _children(table, f"{W}tr") for cell in _children(row, f"{W}tc")]
    filled = [length for cell in cells if (length := _length(cell))]
    inner = sum(_length(nested) for cell in cells for nested in _children(cell, f"{W}tbl"))
    return len(filled) == 1 or inner > _FRAME_SHARE * sum(filled)


def _length(element: Element) -> int:
    return sum(len((text.text or "").strip()) for text in element.iter(f"{W}t"))


def _text(element: Element) -> str:
    return "\n".join(_words(paragraph)[0] for paragraph in element.iter(f"{W}p")).strip()


def _is_hidden(element: Element) -> bool:
    vanish = element.find(f"{W}rPr/{W}vanish") if element.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val") not in {"0", "false"}


def _value(element: Element, path: str) -> str:
    child = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return (child.get(f"{W}val") or "") if child is not None else ""


def _integer(words: str, default: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 5 else default


def _row_property(row: Element, name: str) -> int:
    return min(_integer(_value(row, f"trPr/{name}"), 0), _MAX_SPAN)


def _spans(cell: Element) -> tuple[int, str]:
    """The columns a cell covers, and whether it begins or goes on with a merge downward ("" for neither)."""
    wide = min(max(1, _integer(_value(cell, "tcPr/gridSpan"), 1)), _MAX_SPAN)
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return wide, "" if merge is None else merge.get(f"{W}val") or "continue"


def _numbered(properties: Element, style: _Style) -> _Style:
    """Put a paragraph's own heading level and list over those of its style. List 0 means none."""
    level = _outline(properties) or style.level
    numbers = properties.find(f"{W}numPr")
    if numbers is None:
        return _Style(level=level, number_id=style.number_id, depth=style.depth)
    number_id = _value(numbers, "numId") or style.number_id
    depth = _integer(_value(numbers, "ilvl"), style.depth)
    return _Style(level=level, number_id="" if number_id == "0" else number_id, depth=depth)


def _outline(properties: Element) -> int:
    """The heading level 1–6 of an outline level 0–5; 9 is body text."""
    level = _integer(_value(properties, "outlineLvl"), 9) + 1
    return level if level <= 6 else 0


def _styles(root: Element | None) -> dict[str, _Style]:
    """Every paragraph style with what it inherits; "" is the default one."""
    if root is None:
        return {}
    found: dict[str, _Style] = {}
    elements = {style.get(f"{W}styleId") or "": style for style in root.findall(f"{W}style")}
    for style_id, own in elements.items():
        chain: list[Element] = []
        base = style_id
        while base in elements and elements[base] not in chain and len(chain) < 50:
            chain.append(elements[base])
            base = _value(elements[base], "basedOn")
        style = _Style()
        for element in reversed(chain):
            style = _styled(element, style)
        found[style_id] = style
        if own.get(f"{W}default") == "1" and own.get(f"{W}type") == "paragraph":
            found[""] = style
    return found


def _styled(element: Element, base: _Style) -> _Style:
    properties = element.find(f"{W}pPr")
    style = base if properties is None else _numbered(properties, base)
    title = _value(element, "name").lower().split()
    if title[:1] == ["heading"] and len(title) == 2 and not style.level:
        return _Style(level=min(_integer(title[1], 1), 6), number_id=style.number_id, depth=style.depth)
    if title == ["title"]:
        return _Style(level=1, number_id=style.number_id, depth=style.depth)
    return style
