"""Read the responsibility chart down and across, in plain words: what is notable in a unit's column or a task's row.

Source: vertical and horizontal analysis of a RACI chart (too many accountabilities in one column, none of them,
no unit or every unit in one row), in the words of Chinese plans.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.messages import Message, message
from extract.records import Role, UnitKind
from graph.dataset.rows import COLLECTIVE_KINDS, AssignmentRow, Corpus, TaskRow, UnitRow
from graph.measures.concentration import Concentration, concentration
from graph.measures.workload import Workload, workload


class ChartSign(StrEnum):
    """What is notable: the first five in a unit's column, the others in a task's row."""

    CARRIES_MUCH = "carries-much"
    NEVER_ALONE = "never-alone"
    NEVER_FIRST = "never-first"
    ONLY_SUPPORTS = "only-supports"
    EVERYWHERE = "everywhere"
    NOBODY_LEADS = "nobody-leads"
    SEVERAL_LEAD = "several-lead"
    NOBODY_SUPPORTS = "nobody-supports"
    EVERYBODY_SUPPORTS = "everybody-supports"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartReading:
    """One thing an expert would say of the chart.

    Attributes:
        about: IRI of the unit, or of the task.
        label: its name, or the task's number and title.
        tasks: IRIs of the tasks it rests on, in document order.
    """

    sign: ChartSign
    about: str
    label: str
    sentence: Message
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """From how many tasks, units or sections on something is worth a word."""

    tasks: int = 3
    sections: int = 5
    supporters: int = 8


def vertical(corpus: Corpus, notice: Notice = Notice()) -> tuple[ChartReading, ...]:
    """Read down: what is notable in the column of a particular unit.

    Guarantees:
        1. Only particular bodies; collectives and group offices have no column of their own.
        2. Most tasks led first; a unit of which nothing is notable is not listed.
    """
    held = _held(corpus)
    place = {task.iri: number for number, task in enumerate(corpus.tasks)}
    rows = workload(corpus)
    flags = {row.unit.iri: row for row in concentration(corpus, draws=0) if row.flagged}
    return tuple(
        reading
        for row in rows
        if row.unit.kind == UnitKind.SINGLE
        for reading in _column(row, flags.get(row.unit.iri), held, place, notice)
    )


def horizontal(corpus: Corpus, notice: Notice = Notice()) -> tuple[ChartReading, ...]:
    """Read across: what is notable in the row of a task, in document order.

    Guarantees:
        1. That no unit supports a task is only noted in a plan in which a unit has another role than to lead.
    """
    units = {unit.iri: unit for unit in corpus.units}
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        if row.counted:
            rows[row.task].append(row)
    supported = {row.plan for row in corpus.assignments if row.counted and row.role != Role.LEAD}
    return tuple(
        reading
        for task in corpus.tasks
        for reading in _row(task, rows[task.iri], units, notice)
        if reading.sign is not ChartSign.NOBODY_SUPPORTS or task.plan in supported
    )


def _held(corpus: Corpus) -> Mapping[tuple[str, str], dict[str, set[str]]]:
    """Give, by unit and role, each of its tasks with all the units that have the role in it."""
    listed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted:
            listed[row.task, row.role].add(row.unit)
    held: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    for (task, role), units in listed.items():
        for unit in units:
            held[unit, role][task] = units
    return held


def _column(
    row: Workload,
    flag: Concentration | None,
    held: Mapping[tuple[str, str], dict[str, set[str]]],
    place: Mapping[str, int],
    notice: Notice,
) -> Iterator[ChartReading]:
    leads, supports = held.get((row.unit.iri, Role.LEAD), {}), held.get((row.unit.iri, Role.SUPPORT), {})

    def say(sign: ChartSign, what: Message, tasks: Mapping[str, set[str]]) -> ChartReading:
        listed = tuple(sorted(tasks, key=place.__getitem__))
        sentence = message("{unit}{what}", unit=row.unit.name, what=what)
        return ChartReading(sign=sign, about=row.unit.iri, label=row.unit.name, sentence=sentence, tasks=listed)

    led = row.led.full
    if flag:
        yield say(
            ChartSign.CARRIES_MUCH,
            message("牵头 {n} 项，同级单位中位数为 {median:g} 项。建议核实承担能力。", n=led, median=flag.median),
            leads,
        )
    if led >= notice.tasks and all(len(units) > 1 for units in leads.values()):
        yield say(
            ChartSign.NEVER_ALONE,
            message("牵头的 {n} 项均与其他单位并列，没有单独负责的任务。建议明确：由其总牵头的任务。", n=led),
            leads,
        )
    if led >= notice.tasks and row.led.first == 0:
        yield say(
            ChartSign.NEVER_FIRST,
            message("牵头的 {n} 项均未列首位。建议明确：牵头还是参加。", n=led),
            leads,
        )
    if led == 0 and row.supported.full >= notice.tasks:
        yield say(
            ChartSign.ONLY_SUPPORTS,
            message("配合 {n} 项，未牵头任何任务。", n=row.supported.full),
            supports,
        )
    if len(row.sections) >= notice.sections:
        yield say(
            ChartSign.EVERYWHERE,
            message("的任务分布在 {n} 个部分。建议明确：内部汇总部门。", n=len(row.sections)),
            {**leads, **supports},
        )


def _row(
    task: TaskRow, rows: Sequence[AssignmentRow], units: Mapping[str, UnitRow], notice: Notice
) -> Iterator[ChartReading]:
    def say(sign: ChartSign, sentence: Message) -> ChartReading:
        label = f"{task.ref} {task.title or task.text[:24]}".strip()
        return ChartReading(sign=sign, about=task.iri, label=label, sentence=sentence, tasks=(task.iri,))

    leads = dict.fromkeys(row.unit for row in rows if row.role == Role.LEAD)
    others = dict.fromkeys(row.unit for row in rows if row.role != Role.LEAD)
    if not leads:
        yield say(ChartSign.NOBODY_LEADS, message("没有单位牵头。"))
    if len(leads) > 1 and not any(row.ranked for row in rows if row.role == Role.LEAD):
        yield say(ChartSign.SEVERAL_LEAD, message("{n} 个单位并列牵头。", n=len(leads)))
    if len(leads) == 1 and not others:
        yield say(ChartSign.NOBODY_SUPPORTS, message("由一个单位单独承担，无配合单位。"))
    vague = [unit for unit in others if units[unit].kind in COLLECTIVE_KINDS]
    if len(others) >= notice.supporters:
        yield say(ChartSign.EVERYBODY_SUPPORTS, message("配合单位达 {n} 个。", n=len(others)))
    elif others and len(vague) == len(others):
        yield say(
            ChartSign.EVERYBODY_SUPPORTS,
            message("配合的只有集体称谓，没有点到具体单位。"),
        )
