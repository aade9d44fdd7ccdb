"""Find tables whose cells a plain text gives one below another, as a page copied from a browser does.

``序号 ⏎ 工作任务 ⏎ 牵头单位 ⏎ 配合单位 ⏎ 1 ⏎ 完善制度 ⏎ 市教育局 ⏎ 市财政局 ⏎ 2 …``; each cell may end with ``|``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extract.reader.drawn import Drawn
from extract.reader.grid import RawCell, is_label

_FIRST: Final = re.compile(r"(?:序\s*号|编\s*号)")
_ROLE: Final = re.compile(r"牵头|责任|主办|主责|承办|配合|协办|负责|分工")
_SERIAL: Final = re.compile(r"\d{1,3}")
_GROUP: Final = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
_WIDEST: Final = 10  # columns
_NOTE: Final = re.compile(r"备\s*注|说\s*明|附\s*注")


def listed_tables(lines: Sequence[str]) -> Iterator[Drawn]:
    """Find the listed tables of a text, in order.

    Guarantees:
        1. Every row has a line for each column, a last column of notes aside: an empty cell leaves no line, and nobody
           can tell which it was, so a table with such a row is left as the lines it is.
    """
    at = 0
    while at < len(lines):
        width = _header(lines, at) if _FIRST.fullmatch(_bare(lines[at])) else 0
        table = _table(lines, at, width) if width else None
        if table is not None:
            yield table
        at = table.end if table is not None else at + 1


def _bare(line: str) -> str:
    return line[:-1].rstrip() if line.endswith(("|", "｜")) else line


def _header(lines: Sequence[str], at: int) -> int:
    """Count the lines of a header that begins at ``at``; 0 where it is none."""
    words: list[str] = []
    for line in lines[at : at + _WIDEST + 1]:
        said = "".join(_bare(line).split())
        if _SERIAL.fullmatch(said) or _GROUP.match(said) or not is_label(said):
            break
        words.append(said)
    return len(words) if 3 <= len(words) <= _WIDEST and any(map(_ROLE.search, words)) else 0


def _table(lines: Sequence[str], first: int, width: int) -> Drawn | None:
    header = [_bare(line) for line in lines[first : first + width]]
    least = width - 1 if _NOTE.fullmatch(header[-1]) else width
    cells = [RawCell(text=text, row=0, column=column) for column, text in enumerate(header)]
    row, at, rows = 1, first + width, 0
    while at < len(lines):
        if _SERIAL.fullmatch(_bare(lines[at])):
            stop = _row_end(lines, at, width)
            if stop - at < least:
                return None
            cells.extend(RawCell(text=_bare(line), row=row, column=c) for c, line in enumerate(lines[at:stop]))
            rows += 1
        elif _GROUP.match(lines[at]):
            stop = at + 1
            cells.append(RawCell(text=_bare(lines[at]), row=row, column=0, columns=width))
        else:
            break
        at, row = stop, row + 1
    return Drawn(first=first, end=at, cells=tuple(cells)) if rows else None


def _row_end(lines: Sequence[str], at: int, width: int) -> int:
    """Where the row that begins at ``at`` ends: before the next serial number or group line, at the full width at most."""
    for end in range(at + 1, min(at + width, len(lines))):
        if _SERIAL.fullmatch(_bare(lines[end])) or _GROUP.match(lines[end]):
            return end
    return min(at + width, len(lines))
