"""Cut a plan's text for reading: passages of one task each, lines as printed, pieces that link.

Guarantees:
    1. Nothing is lost or added: the pieces of all lines, with the line breaks between, are the text.
    2. Every piece that may be linked to carries its own start as an anchor, once in the page.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.dataset.rows import AssignmentRow, LedgerRow, SectionRow, TaskRow

HEADING_SLACK = 3  # a heading line holds its number, its title and at most a stop or two


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A stretch of a line with one meaning."""

    start: int
    words: str
    anchor: bool
    assignments: tuple[AssignmentRow, ...] = ()
    state: str = ""  # of the ledger, where it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageLine:
    """A printed line; ``level`` is above 0 where it is a separate heading."""

    start: int
    level: int
    pieces: tuple[MarkedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Neighbouring lines that speak of the same tasks, or of none."""

    tasks: tuple[TaskRow, ...]
    lines: tuple[PassageLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is to be marked in a text; the ledger only where it is shown."""

    sections: Sequence[SectionRow] = ()
    tasks: Sequence[TaskRow] = ()
    assignments: Sequence[AssignmentRow] = ()
    ledger: Sequence[LedgerRow] = ()
    places: Sequence[int] = ()  # further offsets that something links to


def passages(text: str, marks: Marks) -> tuple[Passage, ...]:
    """Cut a text into passages.

    Args:
        text: the complete text of a plan.
        marks: rows of the same plan, offsets in code points of ``text``.
    """
    starts = _line_starts(text)
    tasks = _tasks_by_line(starts, marks)
    lines = _lines(text, starts, marks)
    found: list[tuple[tuple[TaskRow, ...], list[PassageLine]]] = []
    for number, line in enumerate(lines):
        if found and found[-1][0] == tasks[number]:
            found[-1][1].append(line)
        else:
            found.append((tasks[number], [line]))
    return tuple(Passage(tasks=owner, lines=tuple(group)) for owner, group in found)


def _line_starts(text: str) -> list[int]:
    """Where each line starts."""
    return [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n" and place + 1 < len(text))]


def _tasks_by_line(starts: Sequence[int], marks: Marks) -> list[tuple[TaskRow, ...]]:
    """The tasks each line speaks of: by the task's own span, and by the assignments printed in the line."""
    by_iri = {task.iri: task for task in marks.tasks}
    owners: list[dict[str, TaskRow]] = [{} for _ in starts]
    for task in marks.tasks:
        for number in range(_line_at(starts, task.start), _line_at(starts, max(task.start, task.end - 1)) + 1):
            owners[number][task.iri] = task
    for row in marks.assignments:
        if row.task in by_iri:
            owners[_line_at(starts, row.start)][row.task] = by_iri[row.task]
    return [tuple(owner.values()) for owner in owners]


def _line_at(starts: Sequence[int], place: int) -> int:
    return bisect_right(starts, place) - 1


def _lines(text: str, starts: Sequence[int], marks: Marks) -> list[PassageLine]:
    """Cut each line where something starts or ends in it."""
    cuts = sorted({*starts, *_cuts(marks), len(text)})
    anchors = {*starts, *_anchors(marks)}
    covering = _covering(cuts, marks.assignments)
    states = _states(cuts, marks.ledger)
    levels = {_line_at(starts, row.start): row for row in marks.sections}
    pieces: list[list[MarkedText]] = [[] for _ in starts]
    for place, (start, end) in enumerate(pairwise(cuts)):
        piece = MarkedText(
            start=start,
            words=text[start:end].removesuffix("\n"),
            anchor=start in anchors,
            assignments=covering[place],
            state=states[place],
        )
        pieces[_line_at(starts, start)].append(piece)
    ends = [*starts[1:], len(text)]
    return [
        PassageLine(start=start, level=_level(text[start:end], levels.get(number)), pieces=tuple(pieces[number]))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _cuts(marks: Marks) -> Iterable[int]:
    for row in marks.assignments:
        yield from (row.start, row.end)
    for line in marks.ledger:
        yield from (line.start, line.end)
    yield from _anchors(marks)


def _anchors(marks: Marks) -> Iterable[int]:
    yield from (row.start for row in marks.assignments)
    yield from (row.start for row in marks.sections)
    yield from (row.start for row in marks.tasks)
    yield from marks.places


def _covering(cuts: Sequence[int], rows: Sequence[AssignmentRow]) -> list[tuple[AssignmentRow, ...]]:
    """The assignments whose words cover each stretch between two cuts."""
    found: list[list[AssignmentRow]] = [[] for _ in cuts]
    place_of = {cut: number for number, cut in enumerate(cuts)}
    for row in rows:
        for number in range(place_of[row.start], place_of[row.end]):
            found[number].append(row)
    return [tuple(group) for group in found]


def _states(cuts: Sequence[int], ledger: Sequence[LedgerRow]) -> list[str]:
    """The state of the ledger over each stretch between two cuts."""
    found = [""] * len(cuts)
    place_of = {cut: number for number, cut in enumerate(cuts)}
    for row in ledger:
        found[place_of[row.start] : place_of[row.end]] = [row.state] * (place_of[row.end] - place_of[row.start])
    return found


def _level(line: str, section: SectionRow | None) -> int:
    """The level of a heading line; 0 for a line of text, also where a heading runs into its paragraph."""
    if section is None or len(line.strip()) > len(section.number) + len(section.title) + HEADING_SLACK:
        return 0
    return section.level
