"""Find the same matter with other leads among the plans of one place.

Plans of different places are not compared: each place has its own leads, and levels divide the work. Nor are
tasks that only have, likely, a clause in common: who has a part may be another than who has all of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.compare import similarity
from graph.compare.alignment import TaskRelation
from graph.compare.decisions import PairEntry
from graph.compare.plans import ComparedTasks, TaskMatch, matches_between
from graph.compare.similarity import Ints, Vectors, vectors
from graph.dataset.clarity import Grade
from graph.dataset.rows import Corpus, TaskRow

MOST_ALIGNED = 300
"""The pairs of plans that are aligned at most, where the caller sets no other bound."""

_NEAR = 0.35  # two plans have a conflict only where two of their tasks are at least so much alike
_BLOCK = 512  # tasks compared with all others at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """The conflicts, the likeliest first, and how many pairs of plans have like tasks, of which so many were aligned."""

    matches: tuple[TaskMatch, ...]
    pairs: int
    aligned: int


def conflicts(corpus: Corpus, plan: str = "", most: int = MOST_ALIGNED, decided: Sequence[PairEntry] = ()) -> Conflicts:
    """Find the conflicts among some plans.

    Guarantees:
        1. Every match has the grade ``CONFLICT``.
        2. The earlier plan is on the left (then by IRI), but ``plan`` always on the right; the likeliest first.
        3. Where more than ``most`` pairs of plans have like tasks, those are aligned whose tasks with different leads are
           most alike.

    Args:
        corpus: the plans.
        plan: IRI of the plan whose conflicts with the others are wanted; without it, those of all.
        most: how many pairs of plans are aligned at most.
        decided: what people decided of pairs of tasks, as far as it is in force.
    """
    facts = ComparedTasks(corpus, decided)
    order = {row.iri: (row.iri == plan, row.issued, row.iri) for row in corpus.plans}
    near = _near(facts, plan)
    first = sorted(near, key=lambda pair: (-near[pair], pair))[:most]
    found = (
        match
        for pair in first
        for match in matches_between(facts, *sorted(pair, key=order.__getitem__))
        if match.grade is Grade.CONFLICT and (match.sure or match.relation is TaskRelation.SAME)
    )
    matches = tuple(sorted(found, key=lambda match: (-match.likelihood, match.left.iri, match.right.iri)))
    return Conflicts(matches=matches, pairs=len(near), aligned=len(first))


def _near(facts: ComparedTasks, plan: str) -> dict[tuple[str, str], float]:
    """Give the pairs of plans of one place that have any two tasks alike: the others are not worth aligning.

    Returns:
        For each pair how much its tasks with different leads are alike at most, 0 where none are.
    """
    places: dict[str, list[TaskRow]] = defaultdict(list)
    for iri, tasks in facts.tasks.items():
        if not plan or facts.homes[iri] == facts.homes[plan]:
            places[facts.homes[iri]] += tasks
    return {pair: alike for tasks in places.values() for pair, alike in _near_in_place(facts, tasks, plan)}


def _near_in_place(
    facts: ComparedTasks, tasks: Sequence[TaskRow], plan: str
) -> Iterator[tuple[tuple[str, str], float]]:
    names = sorted({task.plan for task in tasks})
    if len(names) < 2:
        return
    of_plan = np.searchsorted(names, [task.plan for task in tasks])
    words, led = vectors([facts.words[task.iri] for task in tasks]), _leads(facts, tasks)
    mine = np.flatnonzero(of_plan == names.index(plan)) if plan else np.arange(len(tasks))
    best = np.full(len(names) ** 2, -1.0)
    for start in range(0, len(mine), _BLOCK):
        some = mine[start : start + _BLOCK]
        row, column, value = similarity.alike_arrays(words[some], words.T.tocsr(), _NEAR)
        value[~_disjoint(led, some)[row, column]] = 0.0
        ours, theirs = of_plan[some][row], of_plan[column]
        np.maximum.at(best, np.minimum(ours, theirs) * len(names) + np.maximum(ours, theirs), np.round(value, 9))
    for place in np.flatnonzero(best >= 0.0).tolist():
        one, two = divmod(place, len(names))
        if one != two:
            yield (names[one], names[two]), float(best[place])


def _leads(facts: ComparedTasks, tasks: Sequence[TaskRow]) -> Vectors:
    """Give who leads which task: a row a task, a column a unit."""
    units: dict[str, int] = {}
    held = [
        (at, units.setdefault(unit, len(units)))
        for at, task in enumerate(tasks)
        for unit in facts.leads.get(task.iri, ())
    ]
    rows, columns = zip(*held, strict=True) if held else ((), ())
    return sparse.csr_array((np.ones(len(held)), (rows, columns)), shape=(len(tasks), max(len(units), 1)))


def _disjoint(led: Vectors, some: Ints) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Say of some tasks and all others whether both have leads and none in common."""
    has = np.diff(led.indptr) > 0
    common = (led[some] @ led.T).toarray() > 0
    return np.asarray(~common & has[some][:, None] & has)
