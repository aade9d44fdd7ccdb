"""Choose the column of a table that holds what is to be done."""

from extract.roles import Meaning
from extract.tables.grid import Grid
from extract.tables.header import Header
from extract.tables.kinds import ColumnKind, Kind

__all__ = ["task_column"]

_FINER = 1.2  # times as many cells: a column divides the other
_MUCH_FINER = 1.5  # the same for a column after the units
_CHOICES: tuple[tuple[Kind, bool], ...] = (
    (ColumnKind.TEXT, True), (ColumnKind.TEXT, False), (ColumnKind.RESULT, True), (ColumnKind.CLASS, True), (ColumnKind.RESULT, False),
)  # fmt: skip


def task_column(grid: Grid, header: Header, end: int) -> int | None:
    """Choose the finest text column before the columns of units; one after them where it is much finer."""
    words = {n: [grid.words(block) for block in grid.below(n, header.data, end)] for n in range(grid.columns)}
    chosen = (_chosen(header, words, wanted, before=before) for wanted, before in _CHOICES)
    return next((column for column in chosen if column is not None), None)


def _chosen(header: Header, words: dict[int, list[str]], wanted: Kind, *, before: bool) -> int | None:
    """Choose among the columns of one kind, before the units or anywhere: the finest, then the wordiest, then the last."""
    places = [n for n, kind in enumerate(header.kinds) if kind is wanted and words[n]]
    texts = [n for n in places if n < _first_of_units(header, len(words))] if before else places
    if not texts or (before and wanted is ColumnKind.TEXT and _coarse(texts, places, words)):
        return None
    most = max(len(words[n]) for n in texts)
    fine = [n for n in texts if len(words[n]) * _FINER >= most]
    return max(fine, key=lambda n: (sum(map(len, words[n])) / len(words[n]), n))


def _first_of_units(header: Header, width: int) -> int:
    """The first column that names units or has marks for them."""
    named = (n for n, kind in enumerate(header.kinds) if _of_units(kind))
    return min(named, default=width)


def _of_units(kind: Kind) -> bool:
    return kind in {ColumnKind.MARK, ColumnKind.ROLE} or (isinstance(kind, Meaning) and kind is not Meaning.TIME)


def _coarse(texts: list[int], places: list[int], counts: dict[int, list[str]]) -> bool:
    """Whether a text column after the units divides all before them."""
    before = max((len(counts[n]) for n in texts), default=0)
    after = max((len(counts[n]) for n in places if n not in texts), default=0)
    return after > 1 and after >= before * _MUCH_FINER
