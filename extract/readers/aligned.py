"""Tables without upright lines (三线表, or no line at all): columns from the gaps that all their rows leave free.

Such a table is known by its header: at least three labels side by side, one of them for units (牵头单位, 责任单位).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import Final

from extract.patterns import pattern
from extract.readers.columns import Row, page_rows
from extract.readers.glyphs import Glyph, lines_of
from extract.readers.grid import heads_units, is_label
from extract.readers.ruled import Ruled, RuledCell

_SERIAL: Final = pattern(r"序号?|编号|[Nn][Oo]\.?")
_NUMBER: Final = pattern(r"[\d一二三四五六七八九十]{1,4}[.、．]?")
_HEADER_LINES: Final = 3  # a header's labels may be wrapped
_HEADER_HEIGHT: Final = 4.5  # em
_HEADER_GLYPHS: Final = 300
_MOST_LABELS: Final = 30
_SAME_EM: Final = 0.1  # of the em two sizes may differ
_ALONE: Final = 6  # characters of a label on a line of its own: its neighbours are wrapped
_LABELS: Final = 3  # columns, at least
_LABEL_SHARE: Final = 0.8
_LABEL_LENGTH: Final = 12
_WRAPPED: Final = 3  # characters of a label on its second line, at most
_GAP: Final = 0.75  # em between two labels
_THIN: Final = 0.3  # em: a gap narrower is none
_FAR: Final = 2.6  # usual distances between lines: the table has ended
_TITLE_LENGTH: Final = 40  # characters of a line over the whole width inside a table
_EXTRA: Final = 1.25  # of the least distance between lines: room between two rows
_ROOM: Final = 1.6  # em left at the end of a line: the words of its cell ended there
_EDGE: Final = 6.0  # points beyond the outermost ink
_FIRST_ROWS: Final = 3  # in which a gap may turn out to lie inside a label (序 号)

Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found on a page: its gaps, to go on with on the next page, and whether anything is below it."""

    table: Ruled
    gaps: tuple[Gap, ...]
    open: bool


def split_aligned(
    glyphs: Sequence[Glyph], page: int, before: Aligned | None
) -> tuple[tuple[Aligned, ...], Sequence[Glyph]]:
    """Take the tables without upright lines out of a page.

    Args:
        glyphs: the page's glyphs outside its ruled tables.
        page: its number.
        before: the table at the foot of the page before, which may go on here without a header.

    Guarantees:
        1. Each inked glyph is either in one cell of a table or among the glyphs given back.
        2. A page without such a table comes back as it is.
    """
    rows = page_rows(glyphs)
    found: list[Aligned] = []
    taken: set[int] = set()
    at = 0
    if before is not None and before.open and _header(rows, 0) is None:
        at = _found(rows, 0, 0, before.gaps, page, found, taken)
    while at < len(rows):
        header = _header(rows, at)
        at = at + 1 if header is None else _found(rows, at, header[0], header[1], page, found, taken)
    if not found:
        return (), glyphs
    if before is not None:
        found[0] = _like(found[0], before)
    return tuple(found), [glyph for glyph in glyphs if id(glyph) not in taken]


def _header(rows: Sequence[Row], at: int) -> tuple[int, tuple[Gap, ...]] | None:
    """The number of lines of a header that begins at a line, and the gaps between its labels."""
    for count in range(1, min(_HEADER_LINES, len(rows) - at) + 1):
        band = rows[at : at + count]
        if not _may_head(band):
            return None
        groups = _groups((glyph for row in band for glyph in row.glyphs), _GAP * band[0].em)
        if len(groups) > _MOST_LABELS:
            return None
        if _names_columns([_text(group, band[0].em) for group in groups]):
            gaps = _between(groups)
            return count + _wrapped(rows[at + count : at + _HEADER_LINES], gaps), gaps
    return None


def _between(groups: Sequence[Sequence[Glyph]]) -> tuple[Gap, ...]:
    """The gaps between groups of glyphs, left to right."""
    return tuple((max(g.x1 for g in left), min(g.x0 for g in right)) for left, right in pairwise(groups))


def _may_head(band: Sequence[Row]) -> bool:
    """Whether lines are low and short enough for a header, each of labels where there are several."""
    high = band[-1].top - band[0].top > _HEADER_HEIGHT * band[0].em
    if high or sum(len(row.glyphs) for row in band) > _HEADER_GLYPHS:
        return False
    return len(band) == 1 or all(_may_label(row, band[0]) for row in band)


def _names_columns(texts: Sequence[str]) -> bool:
    """Whether most texts are labels of columns, and one of them names units."""
    labels = sum(1 for text in texts if len(text) <= _LABEL_LENGTH and is_label(text))
    return len(texts) >= _LABELS and labels >= _LABEL_SHARE * len(texts) and any(map(heads_units, texts))


def _wrapped(rows: Sequence[Row], gaps: Sequence[Gap]) -> int:
    """How many lines below a header's first hold the ends of its labels."""
    return sum(1 for _ in takewhile(lambda row: _goes_on(row, gaps), rows))


def _may_label(row: Row, like: Row) -> bool:
    """Whether a line may hold labels next to those of another line: a title above them is alone, or is larger."""
    same = abs(row.em - like.em) < _SAME_EM * like.em
    return same and (len(row.glyphs) <= _ALONE or len(_groups(row.glyphs, _GAP * row.em)) > 1)


def _text(group: Iterable[Glyph], em: float) -> str:
    return "".join(glyph.text for glyph in sorted(group, key=lambda glyph: (round(glyph.bottom / em), glyph.x0)))


def _goes_on(row: Row, gaps: Sequence[Gap]) -> bool:
    """Whether a line holds but the ends of wrapped labels: a few characters in each column, no number."""
    sizes = [sum(1 for glyph in row.glyphs if _column(glyph, gaps) == column) for column in range(len(gaps) + 1)]
    return max(sizes) <= _WRAPPED and not any(glyph.text.isdecimal() for glyph in row.glyphs)


def _groups(glyphs: Iterable[Glyph], gap: float) -> list[list[Glyph]]:
    """Glyphs that are above or next to one another without a gap, left to right."""
    groups: list[list[Glyph]] = []
    end = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0):
        if not groups or glyph.x0 - end >= gap:
            groups.append([])
            end = glyph.x1
        groups[-1].append(glyph)
        end = max(end, glyph.x1)
    return groups


def _found(
    rows: Sequence[Row], at: int, header: int, gaps: tuple[Gap, ...], page: int, found: list[Aligned], taken: set[int]
) -> int:
    """Read the table that begins at a line; give the line after it, or the next line when a table is missing."""
    end, gaps = _extent(rows, at + header, gaps)
    body = rows[at + header : end]
    if len(gaps) + 1 < _LABELS or not any(2 * _filled(row, gaps) > len(gaps) for row in body):
        return at + 1
    logical = [list(rows[at : at + header])] if header else []
    serial = _serial(rows[at : at + header], gaps)
    for _, run in groupby(body, key=lambda row: _is_across(row, gaps)):
        logical += _logical(list(run), gaps, serial=serial)
    table = _table(logical, gaps, page)
    taken.update(id(glyph) for row in rows[at:end] for glyph in row.glyphs)
    found.append(Aligned(table, gaps, open=len(rows) - end <= 1))  # a page number may stand below
    return end


def _extent(rows: Sequence[Row], start: int, gaps: tuple[Gap, ...]) -> tuple[int, tuple[Gap, ...]]:
    """The line at which the table ends, and the gaps that all its lines leave free."""
    end = start
    while end < _far(rows, start):
        left = tuple(gap for gap in (_free(gap, rows[end]) for gap in gaps) if gap is not None)
        title = len(left) < len(gaps) and _is_title(rows, end, gaps)
        fewer = end - start < _FIRST_ROWS and len(left) >= max(2, 0.6 * len(gaps))
        if len(left) < len(gaps) and not (title or fewer):
            break
        gaps = gaps if title else left
        end += 1
    return end, gaps


def _far(rows: Sequence[Row], start: int) -> int:
    """The first line that is much further below the one before it than the lines are apart."""
    pitch = 0.0
    for (above, row), at in zip(pairwise(rows[start:]), range(start + 1, len(rows)), strict=True):
        step = row.top - above.top
        if pitch and step > _FAR * pitch:
            return at
        pitch = min(pitch, max(step, 1.2 * row.em)) if pitch else 1.2 * row.em
    return len(rows)


def _free(gap: Gap, row: Row) -> Gap | None:
    """The widest part of a gap that a line leaves free."""
    start, end = gap
    best: Gap | None = None
    for glyph in row.glyphs:
        if glyph.x1 <= start or glyph.x0 >= end:
            continue
        if best is None or glyph.x0 - start > best[1] - best[0]:
            best = (start, max(start, glyph.x0))
        start = max(start, glyph.x1)
    if best is None or end - start > best[1] - best[0]:
        best = (min(start, end), end)
    return best if best[1] - best[0] >= _THIN * row.em else None


def _is_title(rows: Sequence[Row], at: int, gaps: tuple[Gap, ...]) -> bool:
    """Whether a line over the columns only names the rows below it."""
    if len(rows[at].glyphs) > _TITLE_LENGTH or at + 1 >= len(rows):
        return False
    after = rows[at + 1]
    return all(_free(gap, after) is not None for gap in gaps) and _filled(after, gaps) > 1


def _filled(row: Row, gaps: Sequence[Gap]) -> int:
    return len({_column(glyph, gaps) for glyph in row.glyphs})


def _column(glyph: Glyph, gaps: Sequence[Gap]) -> int:
    middle = (glyph.x0 + glyph.x1) / 2
    return sum(1 for gap in gaps if middle > (gap[0] + gap[1]) / 2)


def _serial(header: Sequence[Row], gaps: Sequence[Gap]) -> bool:
    """Whether the first column may hold numbers: its label says so, or a label is missing on this page."""
    label = "".join(glyph.text for row in header for glyph in row.glyphs if _column(glyph, gaps) == 0)
    return not label or _SERIAL.match(label) is not None


def _is_across(row: Row, gaps: Sequence[Gap]) -> bool:
    """Whether a line runs over the gaps: a title inside the table."""
    return any(_free(gap, row) is None for gap in gaps)


def _logical(body: Sequence[Row], gaps: Sequence[Gap], *, serial: bool) -> list[list[Row]]:
    """Gather lines into rows of the table."""
    if _is_across(body[0], gaps):
        return [[row] for row in body]
    first = ["".join(g.text for g in row.glyphs if _column(g, gaps) == 0) for row in body]
    keys = [number for number, words in enumerate(first) if _NUMBER.fullmatch(words)]
    if serial and len(keys) > len([words for words in first if words]) / 2:
        starts = set(_by_number(body, keys))
    else:
        starts = set(_by_room(body, gaps))
    bounds = [0, *sorted(starts - {0}), len(body)]
    return [list(body[start:end]) for start, end in pairwise(bounds)]


def _by_number(body: Sequence[Row], keys: Sequence[int]) -> Iterator[int]:
    """The lines that begin a row: those with a number, or where numbers are in the middle, the widest room between."""
    for last, key in pairwise(keys):
        if keys[0] == 0:
            yield key
            continue
        rooms = {line: body[line].top - body[line - 1].top for line in range(last + 1, key + 1)}
        widest = max(rooms.values())
        likely = [line for line, room in rooms.items() if room > 0.95 * widest]
        yield likely[len(likely) // 2]


def _by_room(body: Sequence[Row], gaps: Sequence[Gap]) -> Iterator[int]:
    """The lines that begin a row where nothing is numbered: with room above, else after the end of a cell's words."""
    steps = [low.top - high.top for high, low in pairwise(body)]
    least = min(steps, default=0.0)
    spaced = max(steps, default=0.0) > _EXTRA * least
    ends = [_ends(row, gaps) for row in body]
    rights = {column: max(end[column].x1 for end in ends if column in end) for column in set().union(*ends)}
    last: dict[int, Glyph] = {}
    for number, row in enumerate(body):
        both = ends[number].keys() & last.keys()
        ended = any(rights[column] - last[column].x1 > _ROOM * row.em for column in both)
        closed = len(ends[number]) == len(rights) and any(last[column].text in "。；" for column in both)
        if number and (steps[number - 1] > _EXTRA * least if spaced else ended or closed):
            yield number
            last = {}
        last |= ends[number]


def _ends(row: Row, gaps: Sequence[Gap]) -> dict[int, Glyph]:
    """The last glyph of a line in each column that has any."""
    return {_column(glyph, gaps): glyph for glyph in row.glyphs}


def _table(logical: Sequence[Sequence[Row]], gaps: Sequence[Gap], page: int) -> Ruled:
    glyphs = [glyph for rows in logical for row in rows for glyph in row.glyphs]
    inner = ((start + end) / 2 for start, end in gaps)
    edges = (min(g.x0 for g in glyphs) - _EDGE, *inner, max(g.x1 for g in glyphs) + _EDGE)
    cells = tuple(cell for number, rows in enumerate(logical) for cell in _cells(rows, number, gaps, edges))
    return Ruled(
        page=page, top=min(g.top for g in glyphs), bottom=max(g.bottom for g in glyphs), edges=edges, rows=len(logical),
        cells=cells,
    )  # fmt: skip


def _cells(rows: Sequence[Row], number: int, gaps: Sequence[Gap], edges: Sequence[float]) -> Iterator[RuledCell]:
    """Give the cells of a row; one where its words run across all columns."""
    own = [glyph for row in rows for glyph in row.glyphs]
    across = any(_is_across(row, gaps) for row in rows)
    for column in range(1 if across else len(gaps) + 1):
        held = own if across else [glyph for glyph in own if _column(glyph, gaps) == column]
        last = len(edges) - 1 if across else column + 1
        yield RuledCell(
            row=number, column=column, rows=1, columns=last - column, width=edges[last] - edges[column], lines=lines_of(held)
        )  # fmt: skip


def _like(found: Aligned, before: Aligned) -> Aligned:
    """Give a table the edges of the one it goes on from: ink alone never ends at the same place twice."""
    same = len(found.gaps) == len(before.gaps) and all(
        min(a[1], b[1]) > max(a[0], b[0]) for a, b in zip(found.gaps, before.gaps, strict=True)
    )
    if not same:
        return found
    table = found.table
    like = Ruled(
        page=table.page,
        top=table.top,
        bottom=table.bottom,
        edges=before.table.edges,
        rows=table.rows,
        cells=table.cells,
    )
    return Aligned(like, before.gaps, found.open)
