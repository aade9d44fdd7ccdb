"""What changed between two readings: of two versions of a plan, or of one plan by two versions of the program.

Guarantees:
    1. Pure; every task of both readings is unchanged, or in exactly one ``TaskChange``.
    2. A reading compared with itself has no changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.compare import similarity
from graph.compare.similarity import vectors
from graph.dataset.document import bare_words
from graph.dataset.rows import Corpus, TaskRow

_ALIKE = 0.5


class ChangeKind(StrEnum):
    """How a task differs."""

    NEW = "new"
    DROPPED = "dropped"
    ASSIGNMENTS = "assignments"  # who does it, whatever the words
    WORDS = "words"  # the words, while the same units do it


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChange:
    """A task that differs; ``before`` and ``after`` are its roles and units, as (role, name of the unit)."""

    kind: ChangeKind
    old: TaskRow | None
    new: TaskRow | None
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()

    @property
    def task(self) -> TaskRow:
        """The task as it is now, or was."""
        task = self.new or self.old
        if task is None:
            raise ValueError("a change of no task")
        return task


def changes(old: Corpus, new: Corpus) -> tuple[TaskChange, ...]:
    """Find what changed from one reading to another, in the order of the new one; what is gone comes last."""
    before, after = _who(old), _who(new)
    pairs = _pairs(old.tasks, new.tasks)
    partners = {two: one for one, two in pairs}
    found = [_change(partners.get(task.iri), task, before, after) for task in new.tasks]
    dropped = {task.iri for task in old.tasks} - {one.iri for one, _ in pairs}
    gone = (
        TaskChange(kind=ChangeKind.DROPPED, old=task, new=None, before=before.get(task.iri, ()))
        for task in old.tasks
        if task.iri in dropped
    )
    return (*(change for change in found if change is not None), *gone)


def _change(
    old: TaskRow | None,
    new: TaskRow,
    before: Mapping[str, tuple[tuple[str, str], ...]],
    after: Mapping[str, tuple[tuple[str, str], ...]],
) -> TaskChange | None:
    now = after.get(new.iri, ())
    if old is None:
        return TaskChange(kind=ChangeKind.NEW, old=None, new=new, after=now)
    was = before.get(old.iri, ())
    if was != now:
        return TaskChange(kind=ChangeKind.ASSIGNMENTS, old=old, new=new, before=was, after=now)
    if bare_words(old.text) != bare_words(new.text):
        return TaskChange(kind=ChangeKind.WORDS, old=old, new=new, before=was, after=now)
    return None


def _who(corpus: Corpus) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give the roles and units of each task that count, sorted."""
    names = {unit.iri: unit.name for unit in corpus.units}
    found: dict[str, set[tuple[str, str]]] = {}
    for row in corpus.assignments:
        if row.counted:
            found.setdefault(row.task, set()).add((row.role, names[row.unit]))
    return {task: tuple(sorted(pairs)) for task, pairs in found.items()}


def _pairs(old: Sequence[TaskRow], new: Sequence[TaskRow]) -> list[tuple[TaskRow, str]]:
    """Pair the tasks: those with the same words in their order, then the most alike; no task twice."""
    found: list[tuple[TaskRow, str]] = []
    waiting: dict[str, list[TaskRow]] = {}
    for task in old:
        waiting.setdefault(bare_words(task.text), []).append(task)
    others = []
    for task in new:
        same = waiting.get(bare_words(task.text))
        if same:
            found.append((same.pop(0), task.iri))
        else:
            others.append(task)
    rest = [task for tasks in waiting.values() for task in tasks]
    return [*found, *_alike(rest, others)]


def _alike(old: Sequence[TaskRow], new: Sequence[TaskRow]) -> list[tuple[TaskRow, str]]:
    if not old or not new:
        return []
    both = vectors([task.text for task in (*old, *new)])
    scored = similarity.alike(both[: len(old)], both[len(old) :], _ALIKE)
    taken_old, taken_new, found = set[int](), set[int](), []
    for one, two, _ in sorted(scored, key=lambda item: (-round(item[2], 12), item[0], item[1])):
        if one not in taken_old and two not in taken_new:
            taken_old.add(one)
            taken_new.add(two)
            found.append((old[one], new[two].iri))
    return found
