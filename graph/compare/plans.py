"""Compare two plans: the tasks of the same matter by their words, and who leads them in each.

Source: character n-gram TF-IDF with cosine similarity, which needs no word segmentation; a match is the best of
both sides, so that no task is matched twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.messages import message
from extract.records import Role
from graph.compare import similarity
from graph.compare.alignment import TaskRelation, align
from graph.compare.similarity import vectors
from graph.dataset.clarity import Grade
from graph.dataset.rows import Corpus, TaskRow
from graph.errors import MeasureError

ALIKE = 0.35
_ENOUGH = 10  # with fewer characters before the first unit, the clause is at the head of the task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMatch:
    """The same matter in two plans; unit IRIs are sorted.

    Attributes:
        similarity: cosine of the two texts, 0 to 1.
        same: both name the same leads.
        grade: ``CONFLICT`` when both name leads and none in common, else the clarity of the right-hand task.

    Plans of different places have different units; there a lead is the same when it is the same kind of body
    (省财政厅 and 市财政局), for each place has its own.
    """

    left: TaskRow
    right: TaskRow
    similarity: float
    left_leads: tuple[str, ...]
    right_leads: tuple[str, ...]
    same: bool
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two plans side by side: matched tasks, most alike first; the rest in document order."""

    matches: tuple[TaskMatch, ...]
    dropped: tuple[TaskRow, ...]
    new: tuple[TaskRow, ...]


def compare(corpus: Corpus, left: str, right: str, alike: float = ALIKE) -> Comparison:
    """Compare two plans of a corpus.

    Guarantees:
        1. Every task of both plans is in exactly one match, or dropped, or new.
        2. A plan compared with itself matches each task with a task of the same words, and nothing conflicts.

    Args:
        corpus: both plans.
        left: IRI of the earlier plan.
        right: IRI of the later plan.
        alike: the least similarity that makes a match, above 0 and at most 1.

    Raises:
        MeasureError: when a plan is unknown or ``alike`` is out of range.
    """
    _check(alike)
    _known(corpus, left, right)
    old = [task for task in corpus.tasks if task.plan == left]
    new = [task for task in corpus.tasks if task.plan == right]
    leads, matter = leads_of(corpus), matters(corpus)
    both = vectors([matter[task.iri] for task in (*old, *new)])
    paired = _best(similarity.alike(both[: len(old)], both[len(old) :], alike))
    homes = {plan.iri: plan.place_code for plan in corpus.plans}
    known = bodies_of(corpus) if homes[left] != homes[right] else {}
    found = [_match(old[one], new[two], value, leads, known) for one, two, value in paired]
    kept_left, kept_right = {match.left.iri for match in found}, {match.right.iri for match in found}
    return Comparison(
        matches=tuple(found),
        dropped=tuple(task for task in old if task.iri not in kept_left),
        new=tuple(task for task in new if task.iri not in kept_right),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedTasks:
    """Two tasks of the same matter, with how likely that is and what they are to each other."""

    left: TaskRow
    right: TaskRow
    likelihood: float
    sure: bool
    relation: TaskRelation


def aligned(corpus: Corpus, left: str, right: str) -> tuple[AlignedTasks, ...]:
    """Align the tasks of two plans, many to many, in the order of the first plan.

    Args:
        corpus: both plans.
        left: IRI of one plan.
        right: IRI of the other.

    Raises:
        MeasureError: when a plan is unknown.
    """
    _known(corpus, left, right)
    old = [task for task in corpus.tasks if task.plan == left]
    new = [task for task in corpus.tasks if task.plan == right]
    matter = matters(corpus)
    pairs = align([matter[task.iri] for task in old], [matter[task.iri] for task in new])
    return tuple(
        AlignedTasks(
            left=old[pair.left],
            right=new[pair.right],
            likelihood=pair.likelihood,
            sure=pair.sure,
            relation=pair.relation,
        )
        for pair in pairs
    )


def _known(corpus: Corpus, *plans: str) -> None:
    for iri in plans:
        if iri not in {plan.iri for plan in corpus.plans}:
            raise MeasureError(message("没有这份方案：{iri}", iri=iri))


def conflicts(corpus: Corpus, alike: float = ALIKE) -> tuple[TaskMatch, ...]:
    """Find the same matter with other leads among the plans of one place.

    Plans of different places are not compared: each place has its own leads, and levels divide the work.

    Guarantees:
        1. Between two plans no task is matched twice; every match has the grade ``CONFLICT``.
        2. The earlier plan is on the left (then by IRI); most alike first.

    Args:
        corpus: the plans.
        alike: the least similarity that makes a match, above 0 and at most 1.

    Raises:
        MeasureError: when ``alike`` is out of range.
    """
    _check(alike)
    order = {plan.iri: place for place, plan in enumerate(sorted(corpus.plans, key=lambda row: (row.issued, row.iri)))}
    tasks = sorted(corpus.tasks, key=lambda task: (order[task.plan], task.start, task.iri))
    leads, matter = leads_of(corpus), matters(corpus)
    homes = {plan.iri: plan.place_code for plan in corpus.plans}
    every = vectors([matter[task.iri] for task in tasks])
    scored: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    for one, two, value in similarity.alike(every, every, alike):
        if one < two and tasks[one].plan != tasks[two].plan and homes[tasks[one].plan] == homes[tasks[two].plan]:
            scored[tasks[one].plan, tasks[two].plan].append((one, two, value))
    found = (
        _match(tasks[one], tasks[two], value, leads, {})
        for pairs in scored.values()
        for one, two, value in _best(pairs)
    )
    kept = (match for match in found if match.grade is Grade.CONFLICT)
    return tuple(sorted(kept, key=lambda match: (-round(match.similarity, 12), match.left.iri, match.right.iri)))


def _check(alike: float) -> None:
    if not 0 < alike <= 1:
        raise MeasureError(message("alike 应在 0 与 1 之间：{alike}", alike=alike))


def leads_of(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    """Give the units that lead each task, by IRI."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted and row.role == Role.LEAD:
            held[row.task].add(row.unit)
    return {task: tuple(sorted(units)) for task, units in held.items()}


def bodies_of(corpus: Corpus) -> Mapping[str, str]:
    """Give each unit's body without its place."""
    return {unit.iri: unit.id.removeprefix(f"{unit.place_code}-") for unit in corpus.units}


def matters(corpus: Corpus) -> Mapping[str, str]:
    """Give what each task is about: its words before the first unit that is made responsible.

    Lists of units would make unlike tasks alike, and the same task unlike after its lead changed.
    """
    first: dict[str, int] = {}
    for row in corpus.assignments:
        if row.counted:
            first[row.task] = min(row.start, first.get(row.task, row.start))
    words = {}
    for task in corpus.tasks:
        before = task.text[: max(first.get(task.iri, task.end) - task.start, 0)]
        words[task.iri] = before if len(before) >= _ENOUGH else task.text or task.title
    return words


def _match(
    left: TaskRow,
    right: TaskRow,
    similarity: float,
    leads: Mapping[str, tuple[str, ...]],
    known: Mapping[str, str],
) -> TaskMatch:
    """Put a match together; ``known`` gives what a unit is taken for, itself where it says nothing."""
    one, two = leads.get(left.iri, ()), leads.get(right.iri, ())
    mine, theirs = ({known.get(unit, unit) for unit in side} for side in (one, two))
    conflict = bool(mine and theirs and not mine & theirs)
    return TaskMatch(
        left=left,
        right=right,
        similarity=similarity,
        left_leads=one,
        right_leads=two,
        same=mine == theirs,
        grade=Grade.CONFLICT if conflict else Grade(right.clarity),
    )


def _best(scored: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Take the most alike pair, again and again, until none is left; no task is taken twice."""
    taken_left, taken_right, found = set[int](), set[int](), []
    for one, two, value in sorted(scored, key=lambda item: (-round(item[2], 12), item[0], item[1])):
        if one not in taken_left and two not in taken_right:
            taken_left.add(one)
            taken_right.add(two)
            found.append((one, two, value))
    return found
