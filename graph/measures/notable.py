"""Say what one plan shows by itself: units that change sides, lists far longer than its own, and what to read first.

Source: a value above the third quartile by three times the distance of the quartiles is far out, Tukey 1977, Exploratory
Data Analysis, ch. 2.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from extract.messages import Message, message
from extract.records import Role, UnitKind
from graph.dataset.clarity import DEFAULT, Grade, Thresholds, without_clear_lead
from graph.dataset.rows import Corpus, TaskRow, UnitRow
from graph.measures.concentration import concentration
from graph.measures.overlap import Verdict, overlap
from graph.measures.territories import is_territory

FEWEST_LISTS, FEWEST_UNITS = 10, 8
_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSides:
    """Two units of one plan, each of which leads a task that the other supports.

    Attributes:
        first_leads: IRIs of the tasks that ``first`` leads and ``second`` supports, in document order.
        second_leads: the other way.
    """

    first: UnitRow
    second: UnitRow
    first_leads: tuple[str, ...]
    second_leads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongList:
    """A task with far more units than the tasks of its plan have; ``median`` is that of the plan."""

    task: TaskRow
    units: int
    median: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Notable:
    """One finding in words, and the address of its evidence."""

    sentence: Message
    address: str


def changed_sides(corpus: Corpus) -> tuple[ChangedSides, ...]:
    """List the pairs of particular bodies that change sides within one plan, most tasks first.

    Governments of territories are left out: they do locally what a department leads, so no boundary of subjects is in doubt.
    """
    units, held = _sides(corpus)
    beside: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for task in corpus.tasks:
        for lead in held[task.iri, Role.LEAD]:
            for other in held[task.iri, Role.SUPPORT]:
                beside[task.plan, lead, other][task.iri] = None
    found = [
        ChangedSides(
            first=units[one],
            second=units[two],
            first_leads=tuple(tasks),
            second_leads=tuple(beside[plan, two, one]),
        )
        for (plan, one, two), tasks in list(beside.items())
        if one < two and (plan, two, one) in beside
    ]
    return tuple(
        sorted(
            found,
            key=lambda row: (
                -len(row.first_leads) - len(row.second_leads),
                row.first.iri,
                row.second.iri,
                row.first_leads,
            ),
        )
    )


def _sides(corpus: Corpus) -> tuple[Mapping[str, UnitRow], Mapping[tuple[str, str], list[str]]]:
    """Give the particular bodies, and which of them lead or support each task."""
    units = {unit.iri: unit for unit in corpus.units if unit.kind == UnitKind.SINGLE and not is_territory(unit)}
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in corpus.assignments:
        if row.counted and row.unit in units:
            held[row.task, row.role].append(row.unit)
    return units, held


def long_lists(corpus: Corpus) -> tuple[LongList, ...]:
    """List the tasks with far more units than the tasks of their plan have, longest first.

    Guarantees:
        1. Nothing is listed of a plan with fewer than ten lists, and no list of fewer than eight units.
    """
    units: dict[str, set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted:
            units[row.task].add(row.unit)
    of_plan: dict[str, list[TaskRow]] = defaultdict(list)
    for task in corpus.tasks:
        if task.iri in units:
            of_plan[task.plan].append(task)
    found: list[LongList] = []
    for tasks in of_plan.values():
        if len(tasks) >= FEWEST_LISTS:
            low, median, high = np.quantile([len(units[task.iri]) for task in tasks], [0.25, 0.5, 0.75]).tolist()
            fence = max(high + 3 * (high - low), FEWEST_UNITS - 1)
            found += (
                LongList(task=task, units=len(units[task.iri]), median=median)
                for task in tasks
                if len(units[task.iri]) > fence
            )
    return tuple(sorted(found, key=lambda row: (-row.units, row.task.plan, row.task.start)))


def notable(corpus: Corpus, thresholds: Thresholds = DEFAULT, most: int = 3) -> tuple[Notable, ...]:
    """Say in words what to read first: what has no clear lead before what is done twice, before what is unusual."""
    unclear = len(without_clear_lead(corpus.tasks, thresholds))
    equal = sum(task.clarity == Grade.CO_EQUAL for task in corpus.tasks)
    crowded = [row.unit.name for row in concentration(corpus, draws=0) if row.flagged]
    pairs = [row for row in overlap(corpus) if row.verdict is Verdict.MORE_THAN_CHANCE]
    sides, lists = changed_sides(corpus), long_lists(corpus)
    found = (
        (
            unclear,
            message(
                "{n} 项任务无具体单位牵头，占全部任务的 {share:.0%}。",
                n=unclear,
                share=unclear / max(len(corpus.tasks), 1),
            ),
            "/clarity",
        ),
        (
            len(crowded),
            message("任务集中于 {n} 个单位：{units}。", n=len(crowded), units=_some(crowded)),
            "/concentration",
        ),
        (
            len(pairs),
            message(
                "{n} 对单位共同承担任务明显偏多：{pairs}。",
                n=len(pairs),
                pairs=_some([f"{row.a.name} – {row.b.name}" for row in pairs]),
            ),
            "/overlap",
        ),
        (
            len(sides),
            message(
                "{n} 对单位在不同任务中互为牵头和配合：{pairs}。",
                n=len(sides),
                pairs=_some([f"{row.first.name} – {row.second.name}" for row in sides]),
            ),
            "/notable",
        ),
        (
            len(lists),
            message(
                "{n} 项任务的责任单位远多于本方案其他任务：最多 {most} 个，中位数 {median:g} 个。",
                n=len(lists),
                most=lists[0].units if lists else 0,
                median=lists[0].median if lists else 0.0,
            ),
            "/notable",
        ),
        (equal, message("{n} 项任务由多个单位并列牵头，未写明总牵头单位。", n=equal), "/clarity?grade=co_equal"),
    )
    return tuple(Notable(sentence=said, address=address) for many, said, address in found if many)[:most]


def _some(names: list[str]) -> Message:
    """Name the first of many."""
    listed = tuple(names[:_NAMED])
    return message("{listed}等", listed=listed) if len(names) > _NAMED else message("{listed}", listed=listed)
