"""Find tables whose cells a plain text gives one below another, as a page copied from a browser does.

``序号 ⏎ 工作任务 ⏎ 牵头单位 ⏎ 配合单位 ⏎ 1 ⏎ 完善制度 ⏎ 市教育局 ⏎ 市财政局 ⏎ 2 …``; each cell may end with ``|``.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from extract.patterns import pattern
from extract.readers.drawn import Drawn
from extract.readers.fitting import Wants, fits, fitted, wanted
from extract.readers.grid import RawCell, heads_units, is_label

_SERIAL: Final = pattern(r"\d{1,3}")
_GROUP: Final = pattern(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
_WIDEST: Final = 10  # columns
_LABEL_LENGTH: Final = 14
_HALVES: Final = pattern(  # a label broken where its cell is narrow
    r"序号|编号|(?:工作|重点|主要|具体)?(?:任务|措施|举措|内容|事项)|(?:牵头|责任|配合|主办|协办|主责|承办)(?:单位|部门)|完成(?:时限|时间)|责任领导|责任人"
)
_HALF: Final = pattern(r"序|牵头|责任|配合|主办|协办|工作|重点|完成")
_WHOLE: Final = pattern(r"任务|措施|举措|内容|事项|备注|时限|时间|类别|领域|目标|成果|项目|单位|部门")


def listed_tables(lines: Sequence[str]) -> Iterator[Drawn]:
    """Find the listed tables of a text, in order.

    Guarantees:
        1. Each row fits its columns in one way only (units under 牵头单位, a time under 完成时限, several lines of units
           in one cell): an empty cell leaves no line, and no one can tell which it was, so a table with such a row is
           left as the lines it is.
        2. Without a column of serial numbers each row has a line a column.
    """
    at = 0
    while at < len(lines):
        header, data = _header(lines, at) if _opens(lines[at]) else ((), at)
        table = _table(lines, at, data, header) if header else None
        if table is not None:
            yield table
        at = table.end if table is not None else at + 1


def _opens(line: str) -> bool:
    """Whether a line may be the first label of a header; most lines differ from it by their length."""
    return len(line) <= 2 * _LABEL_LENGTH and (_may_label("".join(_bare(line).split())))


def _may_label(said: str) -> bool:
    return len(said) <= _LABEL_LENGTH and (is_label(said) or _HALF.fullmatch(said) is not None)


def _bare(line: str) -> str:
    line = line.strip()
    return line[:-1].rstrip() if line.endswith(("|", "｜")) else line


def _header(lines: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    """Gather the labels of a header that begins at a line, broken ones joined, and where the data begin; none where it is none."""
    words: list[str] = []
    end = at
    for line in lines[at : at + 2 * _WIDEST]:
        said = "".join(_bare(line).split())
        if words and not _WHOLE.fullmatch(words[-1]) and _HALVES.fullmatch(words[-1] + said):
            words[-1] += said
        elif not _may_label(said) or _SERIAL.fullmatch(said) or _GROUP.match(said):
            break
        else:
            words.append(said)
        end += 1
    known = 3 <= len(words) <= _WIDEST and all(map(is_label, words)) and any(map(heads_units, words))
    return (tuple(words), end) if known else ((), at)


def _table(lines: Sequence[str], first: int, data: int, header: Sequence[str]) -> Drawn | None:
    wants = wanted(header)
    cells = [RawCell(text=text, row=0, column=column) for column, text in enumerate(header)]
    row, at, rows = 1, data, 0
    counted = wants[0] is Wants.SERIAL
    texts: Sequence[str] | None = ()
    while at < len(lines) and not (counted and _ends_numbers(lines[at])):
        group = _is_group(lines[at], long=bool(rows) and not counted)
        texts, stop = ([_bare(lines[at])], at + 1) if group else _row(lines, at, wants)
        if texts is None:
            break
        wide = len(wants) if group else 1
        cells += (RawCell(text=text, row=row, column=n, columns=wide) for n, text in enumerate(texts))
        at, row, rows = stop, row + 1, rows + (not group)
    broken = texts is None and counted
    return Drawn(first=first, end=at, cells=tuple(cells)) if rows and not broken else None


def _row(lines: Sequence[str], at: int, wants: Sequence[Wants]) -> tuple[Sequence[str] | None, int]:
    """Read the row that begins at a line, and give the line after it; None where none does."""
    return _counted_row(lines, at, wants) if wants[0] is Wants.SERIAL else _plain_row(lines, at, wants)


def _is_group(line: str, *, long: bool) -> bool:
    """Whether a line is a heading of the rows below it; where ``long``, what is longer than a heading is a row."""
    return _GROUP.match(line) is not None and not (long and len(line) > 2 * _LABEL_LENGTH)


def _ends_numbers(line: str) -> bool:
    """Whether a line neither begins a numbered row nor heads rows."""
    return not _is_group(line, long=False) and _SERIAL.fullmatch(_bare(line)) is None


def _plain_row(lines: Sequence[str], at: int, wants: Sequence[Wants]) -> tuple[Sequence[str] | None, int]:
    """Read a row of a line a column."""
    values = [_bare(line) for line in lines[at : at + len(wants)]]
    good = len(values) == len(wants) and all(map(fits, values, wants)) and not _slipped(values, wants)
    return (values if good else None), at + len(wants)


def _slipped(values: Sequence[str], wants: Sequence[Wants]) -> bool:
    """Whether a column of text holds units or a time: the lines have slipped."""
    return any(
        fits(value, Wants.UNITS) or fits(value, Wants.TIME)
        for value, want in zip(values, wants, strict=True) if want is Wants.TEXT
    )  # fmt: skip


def _counted_row(lines: Sequence[str], at: int, wants: Sequence[Wants]) -> tuple[Sequence[str] | None, int]:
    """Read a row up to the next serial number or heading; the last one is as long as fits."""
    limit = min(len(lines), at + 3 * len(wants))
    stop = next((n for n in range(at + 1, limit) if _SERIAL.fullmatch(_bare(lines[n])) or _GROUP.match(lines[n])), 0)
    if stop:
        values = [_bare(line) for line in lines[at:stop]]
        exact = _by_place(values, wants)
        return (exact if exact is not None else fitted(values, wants)), stop
    for end in (at + len(wants), at + len(wants) - 1):
        values = [_bare(line) for line in lines[at:end]]
        exact = _by_place(values, wants) if end <= len(lines) else None
        if exact is not None:
            return exact, end
    return None, at


def _by_place(values: Sequence[str], wants: Sequence[Wants]) -> Sequence[str] | None:
    """Take a line for a column, where there are as many; a last column of notes may be empty."""
    least = len(wants) - (wants[-1] is Wants.NOTE)
    return values if least <= len(values) <= len(wants) else None
