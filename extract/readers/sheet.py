"""Read a workbook (xlsx) or delimited text (csv, tsv): every sheet a table, every value a cell as it is shown."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from io import StringIO
from typing import Final

from extract.readers.encoding import decode
from extract.readers.grid import RawCell, pieces_of
from extract.readers.layout import Piece, Reading, lay_out
from extract.readers.limits import MAX_TEXT_CHARACTERS, check_cells
from extract.readers.markup import Element
from extract.readers.package import Package, damaged
from extract.records import BlockKind

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNNAMED: Final = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}"
)
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATES: Final = frozenset(
    (*range(14, 18), 22, *range(27, 37), *range(50, 59))
)  # built-in formats. Source: ECMA-376 18.8.30
_PERCENT: Final = frozenset((9, 10))
_DATE_WORDS: Final = re.compile(r"(?:y{2,4}|e).*[m月]|[m月].*d", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SIGNS: Final = re.compile(r'"|\[[^\]]*\]|\\|\s|_.|@')  # of a format, that print nothing of their own
_CHINESE: Final = {"31": "yyyy年m月d日", "57": "yyyy年m月", "58": "m月d日"}  # as the Chinese versions show them
_LAST_DAY: Final = 200_000  # days from the first: the year 2447
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_DELIMITERS: Final = ",\t;|，"
_TRUE: Final = frozenset(("1", "true"))
_MAX_COLUMNS: Final = 16_384  # of a sheet
_HEAD_LENGTH: Final = 24
_SAMPLE_LINES: Final = 20


def read_delimited(data: bytes, name: str) -> Reading:
    """Read delimited text; the delimiter is the one that parts the first lines most evenly.

    Raises:
        UnreadableSourceError: when the bytes are no text.
        SourceTooLargeError: when it passes a limit.
    """
    text = decode(data, name).text
    csv.field_size_limit(MAX_TEXT_CHARACTERS)
    cells: list[RawCell] = []
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))):
            header = number == 0 and _names_columns(row)
            cells += (
                RawCell(text=value, row=number, column=i, header=header) for i, value in enumerate(row) if value.strip()
            )
            check_cells(len(cells), name)
    except csv.Error as error:
        raise damaged(name) from error
    return lay_out(pieces_of(cells, 0), name)


def _delimiter(text: str) -> str:
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    lines = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def evenness(mark: str) -> tuple[float, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(counts, key=counts.count) if counts else 0
        return (counts.count(usual) / len(counts) if usual else 0.0, usual)

    return max(_DELIMITERS, key=evenness)


def _names_columns(row: list[str]) -> bool:
    """Whether the first row of a file can only be names: short, different, no numbers, no sentences."""
    names = [value.strip() for value in row if value.strip()]
    if len(names) < 2 or len(set(names)) < len(names):
        return False
    return all(len(name) <= _HEAD_LENGTH and not re.search(r"[。；;]|^[\d.,%\-/]+$", name) for name in names)


def read_workbook(package: Package, name: str) -> Reading:
    """Read the visible sheets of an xlsx in their order.

    Guarantees:
        1. A sheet's name is a heading (noise behind its cells where nobody named it or a title stands above its header); a merged range is one cell.
        2. Rows, columns and sheets that are hidden are left out.
        3. Dates are written as the cell shows them in Chinese (2025年7月), else 2025-07-30; percentages 80%, whole numbers without a fraction.

    Raises:
        UnreadableSourceError: when a part is missing or broken.
        SourceTooLargeError: when it passes a limit.
    """
    book = package.xml("xl/workbook.xml")
    targets = _targets(package)
    values = _Values(package, book)
    return lay_out(_pieces(package, book, targets, values, name), name)


def _pieces(
    package: Package, book: Element, targets: Mapping[str, str], values: "_Values", name: str
) -> Iterator[Piece]:
    count = 0
    sheets: list[tuple[str, list[Piece]]] = []
    for table, sheet in enumerate(book.iterfind(f"{S}sheets/{S}sheet")):
        member = targets.get(sheet.get(f"{_R}id") or "", "")
        if sheet.get("state", "visible") != "visible" or member not in package.members:
            continue
        cells = list(_cells(package.xml(member), values))
        count += sum(cell.rows * cell.columns for cell in cells)
        check_cells(count, name)
        if cells:
            sheets.append((sheet.get("name") or "", list(pieces_of(cells, table))))
    titles = Counter(pieces[0].text for _, pieces in sheets)
    for title, pieces in sheets:
        yield from _titled(title, pieces, alike=titles[pieces[0].text] > 1)


def _titled(title: str, pieces: Sequence[Piece], *, alike: bool) -> Iterator[Piece]:
    """Give a sheet with its name as a heading; noise behind it where nobody named it, or a title of its own says more.

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


def _targets(package: Package) -> dict[str, str]:
    """The members behind the ids that the workbook uses for its sheets."""
    if "xl/_rels/workbook.xml.rels" not in package.members:
        return {}
    found: dict[str, str] = {}
    for relation in package.xml("xl/_rels/workbook.xml.rels"):
        target = relation.get("Target") or ""
        found[relation.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


class _Values:
    """How the values of a workbook are shown: shared words, number formats, the first day."""

    def __init__(self, package: Package, book: Element) -> None:
        self.words = _shared(package)
        self.formats = _formats(package)
        properties = book.find(f"{S}workbookPr")
        early = properties is not None and properties.get("date1904") in {"1", "true"}
        self.first_day = _EPOCH_1904 if early else _EPOCH

    def shown(self, cell: Element) -> str:
        """The words of a cell."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich(cell)
        value = cell.findtext(f"{S}v") or ""
        if kind == "s":
            return self.words[int(value)] if value.isdigit() and int(value) < len(self.words) else ""
        if kind == "b":
            return {"1": "是", "0": "否"}.get(value, value)
        return "" if kind == "e" else value if kind == "str" else self._number(value, cell.get("s") or "0")

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        form = self.formats.get(style, "")
        if form.startswith("date") and 0 < number < _LAST_DAY:
            return _day(self.first_day + timedelta(days=int(number)), form.removeprefix("date"))
        if form == "percent":
            return f"{number * 100:.10g}%"
        return f"{number:.15g}" if abs(number) < 1e15 else value


def _shared(package: Package) -> tuple[str, ...]:
    if "xl/sharedStrings.xml" not in package.members:
        return ()
    return tuple(_rich(item) for item in package.xml("xl/sharedStrings.xml").iterfind(f"{S}si"))


def _rich(item: Element) -> str:
    """The words of a string of several runs; phonetic guides are left out."""
    return "".join(
        text.text or ""
        for text in item.iter(f"{S}t")
        if (parent := text.getparent()) is None or parent.tag != f"{S}rPh"
    )


def _formats(package: Package) -> dict[str, str]:
    """For each cell style whether it shows a percentage, or a date and in which words (``dateyyyy年m月``)."""
    if "xl/styles.xml" not in package.members:
        return {}
    root = package.xml("xl/styles.xml")
    own = {form.get("numFmtId") or "": form.get("formatCode") or "" for form in root.iterfind(f"{S}numFmts/{S}numFmt")}
    found: dict[str, str] = {}
    for index, style in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
        number = style.get("numFmtId") or "0"
        printed = own.get(number, "")
        code = _QUOTED.sub("", printed)
        if (number.isdigit() and int(number) in _DATES and not code) or _DATE_WORDS.search(code):
            found[str(index)] = "date" + (
                _SIGNS.sub("", printed.split(";")[0]) if printed else _CHINESE.get(number, "")
            )
        elif (number.isdigit() and int(number) in _PERCENT and not code) or "%" in code:
            found[str(index)] = "percent"
    return found


def _day(day: date, form: str) -> str:
    """Write a day as its cell shows it where that is Chinese, else 2025-07-30.

    >>> _day(date(2025, 7, 30), "yyyy年m月"), _day(date(2025, 7, 30), "m/d/yy")
    ('2025年7月', '2025-07-30')
    """
    if not re.fullmatch(r"(?:yyyy年)?(?:m{1,2}月)?(?:d{1,2}日)?", form) or not form:
        return day.isoformat()
    digits = {
        "yyyy": f"{day.year}",
        "mm": f"{day.month:02}",
        "m": f"{day.month}",
        "dd": f"{day.day:02}",
        "d": f"{day.day}",
    }
    return re.sub(r"yyyy|mm?|dd?", lambda sign: digits[sign.group()], form)


def _cells(sheet: Element, values: _Values) -> Iterator[RawCell]:
    merged = dict(_merged(sheet))
    hidden = _hidden(sheet)
    row_number = -1
    for row in sheet.iterfind(f"{S}sheetData/{S}row"):
        own = row.get("r") or ""
        row_number = int(own) - 1 if own.isdigit() and len(own) < 8 else row_number + 1
        column = -1
        for cell in row.iterfind(f"{S}c"):
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            text = values.shown(cell).strip()
            if text and row.get("hidden") not in _TRUE and not (column < _MAX_COLUMNS and hidden[column]):
                rows, columns = merged.get((row_number, column), (1, 1))
                yield RawCell(text=text, row=row_number, column=column, rows=rows, columns=columns)


def _hidden(sheet: Element) -> bytearray:
    """For each column from 0 whether nobody sees it."""
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
