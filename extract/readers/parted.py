"""Find tables whose columns a plain text parts by tabs, pipes (Markdown too) or wide blanks, below a header."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extract.patterns import pattern
from extract.readers.drawn import Drawn
from extract.readers.fitting import Wants, fitted, wanted
from extract.readers.grid import RawCell, header_rows, heads_units

_PIPE: Final = pattern(r"(?<!\\)[|｜]")
_RULE: Final = pattern(r"[\s|｜:\-—─+=]*[\-—─=]{2}[\s|｜:\-—─+=]*")
_WIDE: Final = pattern(r"\u3000+| {2,}|\t+")
_PARTED: Final = pattern(r"[\t|｜\u3000]|  ")
_SERIAL: Final = pattern(r"\d{1,3}(?:[-.]\d{1,3})?[.、]?")
_GROUP: Final = pattern(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}部分"
)
_GROUP_LENGTH: Final = 40
_HEADER_LENGTH: Final = 600
_BREAK: Final = pattern(r"<br\s*/?>", re.IGNORECASE)
_BOLD: Final = pattern(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LEAST: Final = 3  # columns; two where one of them names units
_QUOTED: Final = pattern(r'(?:^|\t)"(?:[^"]|"")*$')
_MOST_JOINED: Final = 20  # lines of one row


@dataclass(frozen=True, slots=True)
class _Separator:
    """A way to part columns: how a line is cut, and what cells are rid of."""

    mark: re.Pattern[str]
    cut: Callable[[str], list[str]]
    exact: bool = False  # an empty cell leaves no trace


def parted_tables(lines: Sequence[str]) -> Iterator[Drawn]:
    """Find the parted tables of a text, in order.

    Args:
        lines: those that hold anything, outer blanks off but tabs left.

    Guarantees:
        1. A table begins with a header of which most cells are labels, and has a row as wide at least.
        2. A row that ends early has its last cells empty (tabs and pipes); a heading (一、…) between rows covers the width.
        3. Where blanks part the columns, a row that could be read in two ways leaves the entire table as the lines it is.
    """
    at = 0
    while at < len(lines):
        table = _begun(lines, at)
        if table is not None:
            yield table
        at = table.end if table is not None else at + 1


def _begun(lines: Sequence[str], at: int) -> Drawn | None:
    line = lines[at]
    if line.endswith("。") or len(line) > _HEADER_LENGTH or not _PARTED.search(line):
        return None  # as nearly all lines: three patterns are not tried on each
    marked = (sign for sign in _SIGNS if sign.mark.search(line))
    return next((found for sign in marked if (found := _table(lines, at, sign)) is not None), None)


def _tabs(line: str) -> list[str]:
    return line.split("\t")


def _pipes(line: str) -> list[str]:
    inner = line.strip()
    inner = inner[1:] if inner[:1] in {"|", "｜"} else inner
    cells = _PIPE.split(inner)
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [_BREAK.sub("\n", _BOLD.sub(r"\2", cell)).replace("\\|", "|") for cell in cells]


def _blanks(line: str) -> list[str]:
    return _WIDE.split(line.strip())


_SIGNS: Final = (_Separator(pattern("\t"), _tabs), _Separator(_PIPE, _pipes), _Separator(_WIDE, _blanks, exact=True))


def _table(lines: Sequence[str], first: int, sign: _Separator) -> Drawn | None:
    header = [cell.strip() for cell in sign.cut(lines[first])]
    width = len(header)
    ruled = sign.cut is _pipes and width > 1 and _RULE.fullmatch("".join(lines[first + 1 : first + 2])) is not None
    if not ruled and not _is_header(header):
        return None
    cells = _placed(header, 0)
    row, at, wide = 1, first + 1, 0
    while at < len(lines):
        values, end = _row(lines, at, sign, wanted(header))
        if end == at and _is_group(lines, at, sign, width):
            cells.append(RawCell(text=lines[at].strip(), row=row, column=0, columns=width))
            end = at + 1
        if end == at:
            break
        cells += _placed(values, row)
        wide = max(wide, len(values))
        row, at = row + 1, end
    if sign.exact and at < len(lines) and _SERIAL.fullmatch(sign.cut(lines[at])[0]):
        return None
    return Drawn(first=first, end=at, cells=tuple(cells)) if wide >= sum(map(bool, header)) else None


def _placed(values: Sequence[str], row: int) -> list[RawCell]:
    return [RawCell(text=text.strip(), row=row, column=column) for column, text in enumerate(values)]


def _is_header(header: Sequence[str]) -> bool:
    if len(header) < _LEAST - 1 or not all(header[:1]) or max(map(len, header)) > _GROUP_LENGTH:
        return False
    cells = _placed(header, 0)
    return bool(header_rows([cells])) and (len(header) >= _LEAST or any(map(heads_units, header)))


def _row(lines: Sequence[str], at: int, sign: _Separator, wants: Sequence[Wants]) -> tuple[Sequence[str], int]:
    """Cut the row that begins at a line; nothing for a rule. Give the line after it too: the same where no row begins."""
    width = len(wants)
    if _RULE.fullmatch(lines[at]):
        return (), at + 1
    line, end = _unbroken(lines, at) if sign.cut is _tabs else (lines[at], at + 1)
    values = sign.cut(line)
    if len(values) < _LEAST - 1:
        return (), at
    if sign.exact:
        fit = fitted([value.strip() for value in values], wants)
        return (fit, end) if fit is not None else ((), at)
    while len(values) < width and end < len(lines) and _goes_on(values, lines[end], sign, width):
        more = sign.cut(lines[end])
        values, end = [*values[:-1], f"{values[-1]}\n{more[0]}", *more[1:]], end + 1
    while len(values) > width and not values[-1].strip():
        values.pop()
    return ([_unquoted(value.strip()) for value in values], end) if len(values) <= width else ((), at)


def _unbroken(lines: Sequence[str], at: int) -> tuple[str, int]:
    """Join the lines of a value in quotation marks; give the line after them too."""
    line, end = lines[at], at + 1
    while _QUOTED.search(line) and end < min(len(lines), at + _MOST_JOINED):
        line, end = f"{line}\n{lines[end]}", end + 1
    return line, end


def _unquoted(value: str) -> str:
    return value[1:-1].replace('""', '"') if len(value) > 1 and value[0] == value[-1] == '"' else value


def _goes_on(values: Sequence[str], line: str, sign: _Separator, width: int) -> bool:
    """Whether a line goes on with the last cell of a row: together they are just as wide as the table."""
    more = sign.cut(line)
    return len(more) > 1 and not _SERIAL.fullmatch(more[0].strip()) and len(values) + len(more) - 1 == width


def _is_group(lines: Sequence[str], at: int, sign: _Separator, width: int) -> bool:
    """Whether a line is a heading between two rows."""
    line = lines[at].strip()
    if len(line) > _GROUP_LENGTH or not _GROUP.match(line) or at + 1 >= len(lines):
        return False
    following = [cell.strip() for cell in sign.cut(lines[at + 1])]
    if _is_header(following):
        return False  # of another table
    return max(1, width - 2) < len(following) <= width or _GROUP.match(following[0]) is not None
