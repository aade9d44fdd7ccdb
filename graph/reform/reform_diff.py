"""Compare a corpus with its reformed view: load, clarity, orphans, double hats, overlaps before and after."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.dataset.clarity import Grade
from graph.dataset.rows import Corpus, TaskRow, UnitRow
from graph.measures.overlap import DEFAULT, Strictness, Verdict, overlap
from graph.measures.workload import Workload, workload


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadChange:
    """Tasks a unit leads and supports, before and after; 0 where it does not exist."""

    unit: UnitRow
    led_before: int
    led_after: int
    supported_before: int
    supported_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarityChange:
    """A task whose grade of lead clarity changes."""

    task: TaskRow
    before: Grade
    after: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How two units relate.

    Attributes:
        shared: tasks that both lead or are jointly responsible for.
        verdict: what the stochastic degree sequence model allows to say of that number.
    """

    shared: int
    verdict: Verdict


APART = Standing(shared=0, verdict=Verdict.WITHIN_CHANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapChange:
    """Two units whose relation changes; a unit that is not there shares nothing."""

    a: UnitRow
    b: UnitRow
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a reform does, most changed load first, tasks in document order.

    Attributes:
        orphans: tasks that had a responsible unit and have no unit after.
        both: tasks in which one unit leads and supports after, but not before.
        overlaps: pairs of units whose shared tasks or verdict change, most shared after first.
        before, after: how many tasks have each grade of lead clarity.
    """

    loads: tuple[LoadChange, ...]
    grades: tuple[ClarityChange, ...]
    orphans: tuple[TaskRow, ...]
    both: tuple[TaskRow, ...]
    overlaps: tuple[OverlapChange, ...]
    before: Mapping[Grade, int]
    after: Mapping[Grade, int]


def effect(before: Corpus, after: Corpus, test: Strictness = DEFAULT) -> Effect:
    """Compare a corpus with its reformed view.

    Guarantees:
        1. Only units, pairs and tasks that change are listed.
        2. A corpus compared with itself has no effect.
    """
    old, new = ({row.unit.iri: row for row in workload(one)} for one in (before, after))
    loads = [_load(old.get(iri), new.get(iri)) for iri in sorted({*old, *new})]
    changed = [row for row in loads if (row.led_before, row.supported_before) != (row.led_after, row.supported_after)]
    grades = _grades(before, after)
    doubled = _both(after) - _both(before)
    return Effect(
        loads=tuple(sorted(changed, key=lambda row: (-abs(row.led_after - row.led_before), row.unit.iri))),
        grades=grades,
        orphans=tuple(change.task for change in grades if change.after is Grade.NONE),
        both=tuple(task for task in after.tasks if task.iri in doubled),
        overlaps=_overlaps(before, after, test),
        before=_counted(before),
        after=_counted(after),
    )


def _load(old: Workload | None, new: Workload | None) -> LoadChange:
    known = new or old
    if known is None:
        raise ValueError("a unit is in the one corpus or the other")
    return LoadChange(
        unit=known.unit,
        led_before=old.led.full if old else 0,
        led_after=new.led.full if new else 0,
        supported_before=old.supported.full if old else 0,
        supported_after=new.supported.full if new else 0,
    )


def _grades(before: Corpus, after: Corpus) -> tuple[ClarityChange, ...]:
    was = {task.iri: Grade(task.clarity) for task in before.tasks}
    return tuple(
        ClarityChange(task=task, before=was[task.iri], after=Grade(task.clarity))
        for task in after.tasks
        if task.iri in was and was[task.iri] != task.clarity
    )


def _both(corpus: Corpus) -> set[str]:
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted:
            held[row.task, row.unit].add(row.role)
    return {task for (task, _), roles in held.items() if {"lead", "support"} <= roles}


def _counted(corpus: Corpus) -> Mapping[Grade, int]:
    counts = Counter(task.clarity for task in corpus.tasks)
    return {grade: counts[grade.value] for grade in Grade}


def _overlaps(before: Corpus, after: Corpus, test: Strictness) -> tuple[OverlapChange, ...]:
    units = {unit.iri: unit for unit in (*before.units, *after.units)}
    old, new = _standings(before, test), _standings(after, test)
    changed = set(old.items()) ^ set(new.items())
    changes = [
        OverlapChange(a=units[a], b=units[b], before=_standing(old.get((a, b))), after=_standing(new.get((a, b))))
        for a, b in sorted({pair for pair, _ in changed})
    ]
    return tuple(sorted(changes, key=lambda row: (-row.after.shared, -row.before.shared, row.a.iri, row.b.iri)))


def _standings(corpus: Corpus, test: Strictness) -> Mapping[tuple[str, str], tuple[int, str]]:
    """Give, by pair, the shared tasks and the verdict, as plain values because there are many."""
    found = overlap(corpus, test=test).frame()
    pairs = zip(found["a"].tolist(), found["b"].tolist(), strict=True)
    numbers = zip(found["shared"].tolist(), found["verdict"].tolist(), strict=True)
    return dict(zip(pairs, numbers, strict=True))


def _standing(held: tuple[int, str] | None) -> Standing:
    return Standing(shared=held[0], verdict=Verdict(held[1])) if held else APART
