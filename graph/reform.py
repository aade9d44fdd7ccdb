"""Try a reform on paper: merge units, move duties, apply a table of successors; compare before and after.

A reform is itself a view: it gives a new corpus, the stored rows never change, and the words stay as printed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from extract.records import Bilingual
from graph.measures.clarity import Grade, grade
from graph.measures.errors import MeasureError
from graph.measures.workload import Workload, workload
from graph.rows import AssignmentRow, Corpus, TaskRow, UnitRow


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
class Effect:
    """What a reform does, most changed load first, tasks in document order.

    Attributes:
        orphans: tasks that had somebody responsible and have nobody after.
        both: tasks in which one unit leads and supports after, but not before.
    """

    loads: tuple[LoadChange, ...]
    grades: tuple[ClarityChange, ...]
    orphans: tuple[TaskRow, ...]
    both: tuple[TaskRow, ...]


def merge(corpus: Corpus, into: Mapping[str, str]) -> Corpus:
    """Let each unit's duties pass to another.

    Guarantees:
        1. Merging a unit with itself changes nothing.
        2. Mentions keep their words, places and ranks; only the unit behind them changes.
        3. Units that pass all their duties on leave the corpus; every task is graded again.

    Args:
        corpus: the rows.
        into: for the IRI of a unit, the IRI of the unit that takes over; both must be in the corpus (see ``add``).

    Raises:
        MeasureError: when a unit is unknown, or a successor passes its own duties on in turn.
    """
    moves = {old: new for old, new in into.items() if old != new}
    known = {unit.iri for unit in corpus.units}
    for iri in (*moves.keys(), *moves.values()):
        if iri not in known:
            raise MeasureError(Bilingual(zh=f"没有这个单位：{iri}", en=f"No such unit: {iri}"))
    chained = sorted(set(moves.values()) & set(moves))
    if chained:
        raise MeasureError(
            Bilingual(
                zh=f"接收单位自己也被并走：{chained[0]}。请直接写最后的单位。",
                en=f"A successor is merged away itself: {chained[0]}. Name the last unit directly.",
            )
        )
    return _graded(
        replace(
            corpus,
            units=tuple(unit for unit in corpus.units if unit.iri not in moves),
            assignments=tuple(replace(row, unit=moves.get(row.unit, row.unit)) for row in corpus.assignments),
        )
    )


def add(corpus: Corpus, units: Iterable[UnitRow]) -> Corpus:
    """Found new units, so that duties can pass to them; a unit that is there already stays as it is."""
    known = {unit.iri for unit in corpus.units}
    return replace(corpus, units=(*corpus.units, *(unit for unit in units if unit.iri not in known)))


def dissolve(corpus: Corpus, units: Iterable[str]) -> Corpus:
    """Take units away without a successor: what they did, nobody does.

    Raises:
        MeasureError: when a unit is unknown.
    """
    gone = set(units)
    unknown = sorted(gone - {unit.iri for unit in corpus.units})
    if unknown:
        raise MeasureError(Bilingual(zh=f"没有这个单位：{unknown[0]}", en=f"No such unit: {unknown[0]}"))
    return _graded(
        replace(
            corpus,
            units=tuple(unit for unit in corpus.units if unit.iri not in gone),
            assignments=tuple(row for row in corpus.assignments if row.unit not in gone),
        )
    )


def move(corpus: Corpus, assignments: Iterable[str], unit: str) -> Corpus:
    """Move single duties to another unit.

    Args:
        corpus: the rows.
        assignments: IRIs of the duties to move.
        unit: IRI of the unit that takes them.

    Raises:
        MeasureError: when a duty or the unit is unknown.
    """
    wanted = set(assignments)
    missing = sorted(wanted - {row.iri for row in corpus.assignments})
    if unit not in {row.iri for row in corpus.units}:
        missing.append(unit)
    if missing:
        raise MeasureError(Bilingual(zh=f"没有这条分工或单位：{missing[0]}", en=f"No such duty or unit: {missing[0]}"))
    rows = (replace(row, unit=unit) if row.iri in wanted else row for row in corpus.assignments)
    return _graded(replace(corpus, assignments=tuple(rows)))


def effect(before: Corpus, after: Corpus) -> Effect:
    """Compare a corpus with its reformed view.

    Guarantees:
        1. Only units and tasks that change are listed.
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


def _graded(corpus: Corpus) -> Corpus:
    units = {unit.iri: unit for unit in corpus.units}
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        rows[row.task].append(row)
    tasks = tuple(replace(task, clarity=grade(rows[task.iri], units).value) for task in corpus.tasks)
    return replace(corpus, tasks=tasks)
