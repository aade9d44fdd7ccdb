"""Compare two plans: the tasks of the same matter, many to many, and who leads them in each.

Who leads is no part of what makes two tasks the same matter; see ``graph.compare.alignment``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.messages import message
from extract.records import Role
from graph.compare.alignment import AlignedPair, TaskRelation, align
from graph.compare.decisions import PairEntry, PairState
from graph.dataset.clarity import Grade
from graph.dataset.keys import task_keys
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.errors import MeasureError

_ENOUGH = 10  # with fewer characters before the first unit, the clause is at the head of the task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMatch:
    """The same matter in two plans; unit IRIs are sorted.

    Attributes:
        likelihood: that it is the same matter, 0 to 1.
        sure: whether the match is sure, and not only likely.
        confirmed: whether a person said so.
        relation: whether the texts agree, or only a clause of them.
        same: both name the same leads.
        grade: ``CONFLICT`` when both name leads and none in common, while no other partner of either has a common
            lead with it; else the clarity of the right-hand task.

    Plans of different places have different units; there a lead is the same when it is the same kind of body
    (省财政厅 and 市财政局), for each place has its own.
    """

    left: TaskRow
    right: TaskRow
    likelihood: float
    sure: bool
    confirmed: bool
    relation: TaskRelation
    left_leads: tuple[str, ...]
    right_leads: tuple[str, ...]
    same: bool
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two plans side by side; matches and tasks in document order, that of the left plan first."""

    matches: tuple[TaskMatch, ...]
    dropped: tuple[TaskRow, ...]
    new: tuple[TaskRow, ...]


class ComparedTasks:
    """What is looked up of each task: its words, its leads, and what these are taken for."""

    def __init__(self, corpus: Corpus, decided: Sequence[PairEntry]) -> None:
        self.tasks: dict[str, list[TaskRow]] = {plan.iri: [] for plan in corpus.plans}
        for task in corpus.tasks:
            self.tasks[task.plan].append(task)
        self.homes = {plan.iri: plan.place_code for plan in corpus.plans}
        iris = {key: iri for iri, key in task_keys(corpus).items()} if decided else {}
        self.decided = [
            (iris[one.left], iris[one.right], one.state) for one in decided if {one.left, one.right} <= iris.keys()
        ]
        self.leads, self.words, self.bodies = leads_of(corpus), matters(corpus), bodies_of(corpus)

    def decided_between(self, left: Collection[str], right: Collection[str]) -> Iterator[tuple[str, str, PairState]]:
        """Give what was decided of the tasks of two plans, the task of the left plan first."""
        for first, second, state in self.decided:
            for one, two in ((first, second), (second, first)):
                if one in left and two in right:
                    yield one, two, state

    def led(self, task: TaskRow, *, by_body: bool) -> frozenset[str]:
        """Give the leads of a task, in plans of different places by kind of body."""
        units = self.leads.get(task.iri, ())
        return frozenset(self.bodies[unit] if by_body else unit for unit in units)


def aligned(corpus: Corpus, left: str, right: str, decided: Sequence[PairEntry] = ()) -> Comparison:
    """Align the tasks of two plans.

    Guarantees:
        1. Every task of both plans is in a match, or else dropped or new; it may be in several matches.
        2. A plan compared with itself matches each task with itself, and nothing conflicts.
        3. A pair that was refused does not match; one that was confirmed is a sure one.

    Args:
        corpus: both plans.
        left: IRI of the earlier plan.
        right: IRI of the later plan.
        decided: what people decided of pairs of tasks, as far as it is in force.

    Raises:
        MeasureError: when a plan is unknown.
    """
    for iri in (left, right):
        if iri not in {plan.iri for plan in corpus.plans}:
            raise MeasureError(message("没有这份方案：{iri}", iri=iri))
    facts = ComparedTasks(corpus, decided)
    found = tuple(matches_between(facts, left, right))
    matched = {task.iri for match in found for task in (match.left, match.right)}
    return Comparison(
        matches=found,
        dropped=tuple(task for task in facts.tasks[left] if task.iri not in matched),
        new=tuple(task for task in facts.tasks[right] if task.iri not in matched),
    )


def matches_between(facts: ComparedTasks, left: str, right: str) -> Iterator[TaskMatch]:
    """Align two plans, and compare the leads of each pair of tasks."""
    old, new = facts.tasks[left], facts.tasks[right]
    found = align([facts.words[task.iri] for task in old], [facts.words[task.iri] for task in new])
    pairs, confirmed = _decided(found, facts, old, new)
    by_body = facts.homes[left] != facts.homes[right]
    led = {task.iri: facts.led(task, by_body=by_body) for task in (*old, *new)}
    agreeing = _agreeing(((old[pair.left].iri, new[pair.right].iri) for pair in pairs), led)
    for pair in pairs:
        one, two = old[pair.left], new[pair.right]
        conflict = led[one.iri] and led[two.iri] and not {one.iri, two.iri} & agreeing
        yield TaskMatch(
            left=one,
            right=two,
            likelihood=pair.likelihood,
            sure=pair.sure,
            confirmed=(one.iri, two.iri) in confirmed,
            relation=pair.relation,
            left_leads=facts.leads.get(one.iri, ()),
            right_leads=facts.leads.get(two.iri, ()),
            same=led[one.iri] == led[two.iri],
            grade=Grade.CONFLICT if conflict else Grade(two.clarity),
        )


def _decided(
    found: Iterable[AlignedPair], facts: ComparedTasks, old: Sequence[TaskRow], new: Sequence[TaskRow]
) -> tuple[list[AlignedPair], set[tuple[str, str]]]:
    """Take the pairs away that people refused, and add those that they confirmed.

    Returns:
        The pairs in order, and the IRIs of those that are confirmed.
    """
    pairs, confirmed = {(pair.left, pair.right): pair for pair in found}, set[tuple[str, str]]()
    lefts, rights = ({task.iri: place for place, task in enumerate(tasks)} for tasks in (old, new))
    for one, two, state in facts.decided_between(lefts.keys(), rights.keys()):
        place = lefts[one], rights[two]
        before = pairs.pop(place, None)
        if state is PairState.CONFIRMED:
            relation = before.relation if before else TaskRelation.SAME
            pairs[place] = AlignedPair(left=place[0], right=place[1], likelihood=1.0, relation=relation)
            confirmed.add((one, two))
    return [pairs[place] for place in sorted(pairs)], confirmed


def _agreeing(pairs: Iterable[tuple[str, str]], led: Mapping[str, frozenset[str]]) -> set[str]:
    """Give the tasks that have a partner with a common lead."""
    return {task for pair in pairs if led[pair[0]] & led[pair[1]] for task in pair}


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
    """Give what each task is about, by its IRI."""
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        rows[row.task].append(row)
    return {task.iri: matter(task, rows.get(task.iri, ())) for task in corpus.tasks}


def matter(task: TaskRow, rows: Iterable[AssignmentRow]) -> str:
    """Give what a task is about: its words before the first unit that is made responsible.

    Lists of units would make unlike tasks alike, and the same task unlike after its lead changed.
    """
    first = min((row.start for row in rows if row.counted), default=task.end)
    before = task.text[: max(first - task.start, 0)]
    return before if len(before) >= _ENOUGH else task.text or task.title
