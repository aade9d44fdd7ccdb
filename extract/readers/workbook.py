"""Read a workbook (xlsx): every sheet a table, every value a cell as it is shown."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extract.patterns import pattern
from extract.readers.grid import RawCell, pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.limits import check_cells
from extract.readers.markup import Element
from extract.readers.package import Package
from extract.readers.relations import by_kind, main_part, relations_of
from extract.readers.sheet_notes import Unseen, notes_of, struck
from extract.readers.sheet_values import S, Values
from extract.records import BlockKind, Withheld

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNNAMED: Final = pattern(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_NUMBERED: Final = pattern(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}"
)
_PLACE: Final = pattern(r"([A-Z]{1,3})(\d{1,7})")
_REFERENCE: Final = pattern(r"=?(?:'?([^'!=+*/()&,]+)'?!)?\$?([A-Z]{1,3})\$?(\d{1,7})")
_TRUE: Final = frozenset(("1", "true"))
_MAX_COLUMNS: Final = 16_384  # of a sheet
_LONGEST_CHAIN: Final = 5  # references from cell to cell


def read_workbook(package: Package, name: str) -> Reading:
    """Read the visible sheets of an xlsx in their order.

    Guarantees:
        1. A sheet's name is a heading (noise after its cells where no one named it or a title is above its header); a merged range is one cell.
        2. Rows, columns and sheets that are hidden are withheld; rows that only a filter hides are read.
        3. Dates are written as the cell shows them in Chinese (2025年7月), else 2025-07-30; percentages 80%, integers without a fraction.
        4. What is crossed out is withheld. A formula without a saved value is followed when it only refers to another cell, else it is withheld.
        5. Parts are found by the relations of the workbook, independent of their names.

    Raises:
        UnreadableSourceError: when a part is missing or broken.
        SourceTooLargeError: when it passes a limit.
    """
    book = _Book.of(package)
    pieces = list(_pieces(book, name))
    return lay_out(pieces, name, (*book.withheld, *struck(book.values.struck_words)))


@dataclass(slots=True)
class _Book:
    """A workbook and what its cells refer to."""

    package: Package
    sheets: tuple[tuple[str, str, bool], ...]  # name, member, whether anybody sees it
    values: Values
    withheld: list[Withheld] = field(default_factory=list)
    looked_up: dict[str, dict[str, Element]] = field(default_factory=dict)  # the cells of a sheet by their place

    @classmethod
    def of(cls, package: Package) -> "_Book":
        main = main_part(package)
        book = package.xml(main)
        relations = relations_of(package, main)
        members = {relation.id: relation.target for relation in relations if relation.target in package.members}
        sheets = tuple(
            (sheet.get("name") or "", members.get(sheet.get(f"{_R}id") or "", ""), sheet.get("state", "visible") == "visible")
            for sheet in book.iterfind(f"{S}sheets/{S}sheet")
        )  # fmt: skip
        return cls(package, sheets, Values(package, book, by_kind(relations, package, main)))

    def shown(self, cell: Element, sheet: str, chain: int = 0) -> str | None:
        """The words of a cell; None for a formula whose value no one knows."""
        formula = cell.findtext(f"{S}f")
        if formula is None or cell.findtext(f"{S}v"):
            return self.values.shown(cell)
        reference = _REFERENCE.fullmatch(formula.strip())
        if reference is None or chain >= _LONGEST_CHAIN:
            return None
        target = reference[1] or sheet
        found = self._cells(target).get(reference[2] + reference[3])
        return (
            ""
            if found is None and target in {name for name, _, _ in self.sheets}
            else None
            if found is None
            else self.shown(found, target, chain + 1)
        )

    def _cells(self, sheet: str) -> dict[str, Element]:
        if sheet not in self.looked_up:
            member = next((member for name, member, _ in self.sheets if name == sheet), "")
            root = self.package.xml(member) if member else None
            cells = () if root is None else root.iterfind(f"{S}sheetData/{S}row/{S}c")
            self.looked_up[sheet] = {cell.get("r") or "": cell for cell in cells}
        return self.looked_up[sheet]


def _pieces(book: _Book, name: str) -> Iterator[Piece]:
    count = 0
    sheets: list[tuple[str, list[Piece]]] = []
    for table, (title, member, seen) in enumerate(book.sheets):
        if not member:
            continue
        unseen = Unseen(title)
        root = book.package.xml(member)
        cells = list(_cells(root, book, unseen))
        if not seen:
            book.withheld += unseen.sheet(len(cells))
            continue
        said = (*unseen.parts(), *notes_of(book.package, member, title))
        book.withheld += (replace(thing, table=table) for thing in said)
        count += sum(cell.rows * cell.columns for cell in cells)
        check_cells(count, name)
        if cells:
            sheets.append((title, list(pieces_of(cells, table))))
    titles = Counter(pieces[0].text for _, pieces in sheets)
    for title, pieces in sheets:
        yield from _titled(title, pieces, alike=titles[pieces[0].text] > 1)


def _titled(title: str, pieces: Sequence[Piece], *, alike: bool) -> Iterator[Piece]:
    """Give a sheet with its name as a heading; noise after it where no one named it, or its own title says more.

    Args:
        title: the sheet's name.
        pieces: of its cells.
        alike: whether another sheet begins with the same words, so that the names alone tell them apart.
    """
    own = pieces[0].kind is BlockKind.PARAGRAPH and not _NUMBERED.match(pieces[0].text)
    named = _UNNAMED.fullmatch(title) is None and (not own or alike or _NUMBERED.match(title) is not None)
    lead = [piece for piece in pieces if piece.kind is BlockKind.PARAGRAPH] if own and named else []
    yield from lead
    if named:
        yield Piece(text=title, kind=BlockKind.HEADING, level=1)
    yield from pieces[len(lead) :]
    if not named:
        yield Piece(text=title, kind=BlockKind.NOISE)


def _cells(sheet: Element, book: _Book, unseen: Unseen) -> Iterator[RawCell]:
    merged = dict(_merged(sheet))
    hidden = _hidden(sheet)
    for row, column, cell, row_hidden in _placed(sheet):
        text = book.shown(cell, unseen.title)
        if text is None or cell.get("t") == "e":
            unseen.formulas.append(f"{_letters(column)}{row + 1}")
        words = (text or "").strip()
        if words and cell.get("s") in book.values.struck:
            unseen.struck.append(words)
        elif words and row_hidden:
            unseen.rows.setdefault(str(row + 1), words)
        elif words and column < _MAX_COLUMNS and hidden[column]:
            unseen.columns.setdefault(_letters(column), words)
        elif words:
            rows, columns = merged.get((row, column), (1, 1))
            yield RawCell(text=words, row=row, column=column, rows=rows, columns=columns)


def _placed(sheet: Element) -> Iterator[tuple[int, int, Element, bool]]:
    """Each cell with its row and column from 0, and whether its row is hidden by more than a filter."""
    filtered = _filtered(sheet)
    number = -1
    for row in sheet.iterfind(f"{S}sheetData/{S}row"):
        own = row.get("r") or ""
        number = int(own) - 1 if own.isdigit() and len(own) < 8 else number + 1
        hidden = row.get("hidden") in _TRUE and number not in filtered
        column = -1
        for cell in row.iterfind(f"{S}c"):
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            yield number, column, cell, hidden


def _filtered(sheet: Element) -> range:
    """The rows, from 0, that a filter may hide: they are content, and only out of sight for the moment."""
    ends = [
        _PLACE.fullmatch(place)
        for found in sheet.iterfind(f"{S}autoFilter")
        if found.find(f"{S}filterColumn") is not None
        for place in (found.get("ref") or "").split(":")
    ]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return range(0)
    return range(int(ends[0][2]) - 1, int(ends[1][2]))


def _hidden(sheet: Element) -> bytearray:
    """For each column from 0 whether no one sees it."""
    found = bytearray(_MAX_COLUMNS)
    for columns in sheet.iterfind(f"{S}cols/{S}col"):
        first, last = (columns.get(end) or "" for end in ("min", "max"))
        if columns.get("hidden") in _TRUE and all(end.isdecimal() and len(end) <= 5 for end in (first, last)):
            start, stop = max(0, int(first) - 1), min(int(last), _MAX_COLUMNS)
            found[start:stop] = b"\x01" * (stop - start)
    return found


def _merged(sheet: Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for merge in sheet.iterfind(f"{S}mergeCells/{S}mergeCell"):
        places = [_PLACE.fullmatch(place) for place in (merge.get("ref") or "").split(":")]
        if len(places) == 2 and places[0] and places[1]:
            (top, left), (bottom, right) = ((int(place[2]) - 1, _column(place[1])) for place in places if place)
            if top <= bottom and left <= right:
                yield (top, left), (bottom - top + 1, right - left + 1)


def _column(letters: str) -> int:
    """The number of a column, from 0.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    """The letters of a column, from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
