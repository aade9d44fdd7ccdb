"""Carry corrections out, and tell which numbers moved."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock

from api.corrections.signing import QuotedPlace, short
from api.read_model.index import Index
from api.read_model.read_model import ReadModel
from graph.corrections import Correction
from graph.corrections.store import Applied, HistoryEntry, apply_all, history
from graph.dataset.rows import UnitRow
from graph.store import Store

KEPT = 50  # results that can still be looked at
SHOWN = 12  # units whose numbers moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The numbers of one unit before and after; a unit that was not there, or is there no longer, has 0."""

    unit: str
    name: str
    led: tuple[int, int]
    supported: tuple[int, int]
    tasks: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of correcting: the corrections by their short names, the plans that changed, the numbers that moved."""

    corrections: tuple[str, ...]
    plans: tuple[str, ...]
    conflicts: int
    moved: tuple[Moved, ...]


class Revisions:
    """Corrections to one store.

    Guarantees:
        1. Several corrections given together are carried out together or not at all.
        2. The clock is looked at here, once a call, and nowhere below.
    """

    def __init__(self, store: Store, library: ReadModel) -> None:
        self.store = store
        self._library = library
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._reading = Lock()
        self._history: tuple[int, tuple[HistoryEntry, ...]] | None = None

    def index(self) -> Index:
        """Give the look-ups over the plans as they are now."""
        return self._library.index()

    def correct(self, corrections: Sequence[Correction]) -> Result:
        """Carry corrections out.

        Raises:
            BadCorrectionError: when one is refused; the store stays as it was.
        """
        before = self._library.index()
        with self._library.changing():
            applied = apply_all(self.store, corrections)
        result = _result(applied, before, self._library.index())
        if result.corrections:
            self._results[result.corrections[-1]] = result
            while len(self._results) > KEPT:
                self._results.popitem(last=False)
        return result

    def find(self, task: str, words: str) -> QuotedPlace | None:
        """Find words in the text of a task, by its IRI; None where it does not have them."""
        row = self.index().task_of.get(task)
        if row is None or not words:
            return None
        text = self._library.text(row.plan)
        start = text.find(words, row.start, row.end)
        return QuotedPlace(words=words, start=start, end=start + len(words)) if start >= 0 else None

    def stretch(self, task: str, first: str, last: str) -> QuotedPlace | None:
        """Find where a task would begin and end by its first words and its last; of several places the nearest to now.

        Returns:
            The place with all the words between; None where the text does not have them near the task.
        """
        index = self.index()
        row = index.task_of.get(task)
        if row is None or not first.strip() or not last.strip():
            return None
        text = self._library.text(row.plan)
        others = [one for one in index.tasks_in(index.plan_of[row.plan]) if one.iri != row.iri]
        least = max((one.start for one in others if one.start < row.start), default=0)
        most = min((one.end for one in others if one.end > row.end), default=len(text))
        start = nearest(text, first.strip(), row.start, (least, most))
        if start is None:
            return None
        end = nearest(text, last.strip(), row.end - len(last.strip()), (start, most))
        return None if end is None else self.words(row.plan, start, end + len(last.strip()))

    def words(self, plan: str, start: int, end: int) -> QuotedPlace:
        """Give the words of a plan at a place; none outside of its text."""
        return QuotedPlace(words=self._library.text(plan)[start:end], start=start, end=end)

    def history(self) -> tuple[HistoryEntry, ...]:
        """Give the corrections with their states, oldest first; they are worked out once a revision of the store."""
        with self._reading:
            revision = self._library.revision
            if self._history is None or self._history[0] != revision:
                self._history = (revision, history(self.store))
            return self._history[1]

    def by_others(self, seen: int, who: str, graphs: Collection[str]) -> tuple[HistoryEntry, ...]:
        """Give what other people corrected of some plans after the correction number ``seen``."""
        later = self.history()[seen:]
        return tuple(one for one in later if one.correction.who != who and not set(one.plans).isdisjoint(graphs))

    def result(self, name: str) -> Result | None:
        """Give what came of a correction lately made."""
        return self._results.get(name)


def nearest(text: str, words: str, wanted: int, within: tuple[int, int]) -> int | None:
    """Find words in a stretch of a text, nearest to a place.

    >>> nearest("任务一。任务二。任务三。", "任务", 5, (0, 12))
    4
    """
    found: list[int] = []
    place = text.find(words, *within)
    while place >= 0:
        found.append(place)
        place = text.find(words, place + 1, within[1])
    return min(found, key=lambda start: abs(start - wanted), default=None)


def _result(applied: Applied, before: Index, after: Index) -> Result:
    old, new = before.loads, after.loads
    moved = {iri: (old.numbers(iri), new.numbers(iri)) for iri in {*old.iris, *new.iris}}
    changed = sorted(
        (iri for iri, (was, now) in moved.items() if was != now), key=lambda iri: (-_change(*moved[iri]), iri)
    )[:SHOWN]
    units = {**before.rows.units("iri", changed), **after.rows.units("iri", changed)}
    return Result(
        corrections=tuple(short(one.iri) for one in applied.corrections),
        plans=tuple(short(plan) for plan in applied.plans),
        conflicts=len(applied.conflicts),
        moved=tuple(_moved(units[iri], *moved[iri]) for iri in changed),
    )


def _moved(unit: UnitRow, was: tuple[int, int, int], now: tuple[int, int, int]) -> Moved:
    led, supported, tasks = zip(was, now, strict=True)
    return Moved(unit=unit.id, name=unit.name, led=led, supported=supported, tasks=tasks)


def _change(was: tuple[int, int, int], now: tuple[int, int, int]) -> int:
    return max(abs(after - before) for before, after in zip(was, now, strict=True))
