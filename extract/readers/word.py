"""Read a Word document (docx): paragraphs with their generated numbers, headings, tables, notes and text boxes.

Read from the XML itself: what python-docx leaves out (numbers, notes, text boxes, tracked changes) is what plans need.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from extract.patterns import pattern
from extract.readers.grid import RawCell, pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.limits import check_cells
from extract.readers.markup import Element
from extract.readers.numbering import Numbering, W, numbering_of
from extract.readers.ooxml import normalise
from extract.readers.package import Package
from extract.readers.relations import PartRelation, by_kind, main_part, relations_of
from extract.readers.textual import tabled
from extract.readers.word_breaks import joined_breaks
from extract.readers.word_parts import brought_in, left_out
from extract.readers.word_styles import Style, integer, numbered, styles_of, value_of
from extract.readers.word_symbols import symbol
from extract.records import BlockKind, Withheld

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED: Final = frozenset((_FALLBACK,)) | frozenset(
    f"{W}{name}"
    for name in ("instrText", "delText", "pPr", "rPr", "rubyPr", "sdtPr", "sectPr", "tblPr", "trPr", "tcPr")
)
_WORDS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_TEXTS: Final = frozenset({f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_NOTES: Final = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OBJECT: Final = "{urn:schemas-microsoft-com:office:office}OLEObject"
_ALT_CHUNK: Final = f"{W}altChunk"
_CLAUSE: Final = pattern(
    r"(?:牵头|责任|主办|主责|承办|配合|协办)(?:单位|部门)\s*[：:]|由[^。；]{2,60}(?:牵头|负责|配合)"
)
_MAX_SPAN: Final = 1_000
_FRAME_SHARE: Final = 0.7  # of a table's words in tables inside it


@dataclass(frozen=True, slots=True)
class _Run:
    """What a paragraph holds besides its properties."""

    words: str
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)  # relations of embedded files


@dataclass(slots=True)
class _Word:
    """One walk over a document."""

    name: str
    package: Package
    relations: Mapping[str, PartRelation]
    numbering: Numbering
    styles: Mapping[str, Style]
    notes: Mapping[tuple[str, str], Element]
    depth: int = 0  # of documents within documents
    referred: list[tuple[str, str]] = field(default_factory=list)  # notes in the order of their references
    withheld: list[Withheld] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # members that were brought in
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
            elif element.tag == _ALT_CHUNK:
                yield from self._brought_in(element.get(_RELATION_ID) or "")
            elif element.tag not in _DROPPED:
                stack.extend(reversed(element))

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        style = self._style(paragraph)
        marker = self._marker(style)
        run = _words(paragraph)
        kind = BlockKind.HEADING if style.level else BlockKind.PARAGRAPH
        for position, line in enumerate(joined_breaks(run.words.split("\n"))):
            words = (marker if position == 0 else "") + line.strip(" \u3000")
            if words != marker or not marker:
                yield Piece(text=words, kind=kind, level=style.level)
        for box in run.boxes:
            yield from self.blocks(box)
        for relation in run.objects:
            yield from self._brought_in(relation)
        for note in run.notes:
            yield from self._clause_in(note)

    def _clause_in(self, reference: tuple[str, str]) -> Iterator[Piece]:
        """A note that says who does it belongs to its task; other notes are left for the end."""
        note = self.notes.get(reference)
        words = "" if note is None else _text(note)
        if _CLAUSE.search(words):
            yield from (Piece(text=line) for line in words.split("\n"))
        else:
            self.referred.append(reference)

    def _brought_in(self, relation_id: str) -> Iterator[Piece]:
        """The pieces of a part that is brought in as it is, or of a file inside the document."""
        relation = self.relations.get(relation_id)
        if relation is None:
            return
        self.taken.add(relation.target)
        reading = brought_in(self.package, relation, self.name, lambda part: read_word(part, self.name, self.depth + 1))
        self.withheld += reading.withheld
        first = self.tables
        for block in reading.blocks:
            cell = block.cell
            if cell is not None:
                self.tables = max(self.tables, first + cell.table + 1)
                cell = replace(cell, table=first + cell.table)
            words = reading.text[block.span.start : block.span.end]
            yield Piece(text=words, kind=block.kind, level=block.level, cell=cell)

    def footnotes(self) -> Iterator[Piece]:
        """The notes that were referred to: at the end, so that none is between a task and who does it."""
        for reference in dict.fromkeys(self.referred):
            note = self.notes.get(reference)
            if note is not None:
                yield Piece(text=_text(note).replace("\n", " "), kind=BlockKind.FOOTNOTE)

    def _style(self, paragraph: Element) -> Style:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.styles.get("", Style())
        style = self.styles.get(value_of(properties, "pStyle"), Style())
        return numbered(properties, style)

    def _marker(self, style: Style) -> str:
        """Count a paragraph of a list, and give the marker Word prints before it."""
        if not style.number_id:
            return ""
        depth = style.depth if style.depth >= 0 else self.numbering.depth_of(style.number_id, style.name)
        return self.numbering.marker(style.number_id, depth)

    def _table(self, table: Element) -> Iterator[Piece]:
        if _is_frame(table):
            for row in _children(table, f"{W}tr"):
                for cell in _children(row, f"{W}tc"):
                    yield from self.blocks(cell)
            return
        number, self.tables = self.tables, self.tables + 1
        yield from pieces_of(self._cells(table), number)

    def _cells(self, table: Element) -> Iterator[RawCell]:
        """Place the cells; a cell merged downward appears once. Source: ECMA-376 part 1, 17.4.84 (vMerge)."""
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
            marker = self._marker(self._style(paragraph))
            run = _words(paragraph)
            self.referred += run.notes
            text = run.words.strip()
            # a numbered cell without words of its own is a row number: 序号
            lines.append(f"{marker}{text}" if text else marker.rstrip("．.、"))
        return "\n".join(line for line in lines if line)


def read_word(package: Package, name: str, depth: int = 0) -> Reading:
    """Read the body of a docx.

    Guarantees:
        1. Numbers that Word generates are printed before their paragraphs; inserted text is preserved, deleted text dropped.
        2. Heading styles give headings with their level; cells merged either way appear once; notes are at the end of
           the text, but for those that say who does a task: these are below it.
        3. Parts are found by the relations of the document. What is embedded is read in its place where it is a document
           or a workbook; what is crossed out, hidden, not filled in, or of no known kind is withheld.

    Raises:
        UnreadableSourceError: when a part is missing or broken.
        SourceTooLargeError: when it passes a limit.
    """
    main = main_part(package)
    relations = relations_of(package, main)
    parts = {kind: package.xml(member) for kind, member in by_kind(relations, package, main).items() if kind in _PARTS}
    body = package.xml(main).find(f"{W}body")
    withheld = [] if body is None else list(normalise(body))
    walk = _Word(
        name=name, package=package, relations={relation.id: relation for relation in relations},
        numbering=numbering_of(parts.get("numbering")), styles=styles_of(parts.get("styles")), notes=_notes(parts),
        depth=depth, withheld=withheld,
    )  # fmt: skip
    pieces = list(chain(walk.blocks(body), walk.footnotes())) if body is not None else []
    walk.withheld += left_out(package, relations, walk.taken, body)
    return lay_out(map(_untabbed, tabled(pieces, walk.tables)), name, walk.withheld)


_PARTS: Final = ("numbering", "styles", *_NOTES.values())


def _notes(parts: Mapping[str, Element]) -> dict[tuple[str, str], Element]:
    return {
        (kind, note.get(f"{W}id") or ""): note
        for kind in _NOTES.values()
        if kind in parts
        for note in parts[kind]
        if note.get(f"{W}type") is None
    }


def _untabbed(piece: Piece) -> Piece:
    """A tab that parts no columns is a blank."""
    return replace(piece, text=piece.text.replace("\t", " ")) if piece.cell is None and "\t" in piece.text else piece


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


def _words(paragraph: Element) -> _Run:
    """Gather what a paragraph holds."""
    parts: list[str] = []
    run = _Run("")
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in _DROPPED:
            continue
        if (words := _printed(element)) is not None:
            parts.append(words)
        elif tag == f"{W}txbxContent":
            run.boxes.append(element)
        elif tag in _NOTES:
            run.notes.append((_NOTES[tag], element.get(f"{W}id") or ""))
        elif tag == _OBJECT:
            run.objects.append(element.get(_RELATION_ID) or "")
        else:
            stack.extend(reversed(element))
    return replace(run, words="".join(parts))


def _printed(element: Element) -> str | None:
    """What an element prints itself; None for one that only contains others."""
    if element.tag in _TEXTS:
        return element.text or ""
    if element.tag == f"{W}sym":
        return symbol(element.get(f"{W}char") or "")
    return _WORDS.get(str(element.tag))


def _is_frame(table: Element) -> bool:
    """Whether a table only places things on the page: one cell with words, or nearly all words in a table inside."""
    cells = [cell for row in _children(table, f"{W}tr") for cell in _children(row, f"{W}tc")]
    filled = [length for cell in cells if (length := _length(cell))]
    inner = sum(_length(nested) for cell in cells for nested in _children(cell, f"{W}tbl"))
    return len(filled) == 1 or inner > _FRAME_SHARE * sum(filled)


def _length(element: Element) -> int:
    return sum(len((text.text or "").strip()) for text in element.iter(f"{W}t"))


def _text(element: Element) -> str:
    return "\n".join(_words(paragraph).words for paragraph in element.iter(f"{W}p")).strip()


def _row_property(row: Element, name: str) -> int:
    return min(integer(value_of(row, f"trPr/{name}"), 0), _MAX_SPAN)


def _spans(cell: Element) -> tuple[int, str]:
    """The columns a cell covers, and whether it begins or goes on with a merge downward ("" for neither)."""
    wide = min(max(1, integer(value_of(cell, "tcPr/gridSpan"), 1)), _MAX_SPAN)
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return wide, "" if merge is None else merge.get(f"{W}val") or "continue"
