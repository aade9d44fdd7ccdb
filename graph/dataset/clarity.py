"""Grade how clearly a plan says who leads a task: never yes or no, always one of nine written definitions.

Source: the horizontal reading of a RACI chart (a task with no accountable role, or with several); the forms of
Chinese plans: 牵头单位, 责任单位, 按职责分工负责, “列第一位的为牵头单位，下同”.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.messages import Message, message
from extract.records import Role, UnitKind
from graph.dataset.rows import COLLECTIVE_KINDS, AssignmentRow, Corpus, TaskRow, UnitRow
from graph.errors import MeasureError


class Grade(StrEnum):
    """How clearly the plan names the lead of a task, from the clearest to the least clear."""

    SOLE = "sole"
    RANKED = "ranked"
    CO_EQUAL = "co_equal"
    BY_REMIT = "by_remit"
    GROUP_OFFICE = "group_office"
    COLLECTIVE = "collective"
    UNRESOLVED = "unresolved"
    NONE = "none"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A grade in words: its name, its rule, a sentence about a task of the grade, and a follow-up question."""

    grade: Grade
    name: Message
    rule: Message
    sentence: Message
    question: Message


def _define(grade: Grade, name: Message, rule: Message, sentence: Message, question: Message) -> Definition:
    return Definition(grade=grade, name=name, rule=rule, sentence=sentence, question=question)


_NO_QUESTION = Message("")

DEFINITIONS: Mapping[Grade, Definition] = {
    item.grade: item
    for item in (
        _define(
            Grade.SOLE,
            message("唯一牵头"),
            message("牵头（责任）单位恰好一个，且是具体单位。"),
            message("由一个具体单位牵头。"),
            _NO_QUESTION,
        ),
        _define(
            Grade.RANKED,
            message("排序牵头"),
            message("列有多个单位，原文写明排序规则（如“列第一位的为牵头单位”），且首位是具体单位。"),
            message("按原文的排序规则，由列首位的单位牵头。"),
            _NO_QUESTION,
        ),
        _define(
            Grade.CO_EQUAL,
            message("并列未排序"),
            message("牵头（责任）单位不止一个，其中有具体单位，原文没有排序规则。"),
            message("多个单位并列负责，没有写明由谁牵头。"),
            message("建议明确：并列单位中的总牵头单位"),
        ),
        _define(
            Grade.BY_REMIT,
            message("按职责分工"),
            message("没有牵头单位；具体单位“按职责分工负责”。"),
            message("各单位按职责分工负责，没有牵头单位。"),
            message("建议明确：各单位职责边界和汇总单位"),
        ),
        _define(
            Grade.GROUP_OFFICE,
            message("议事协调机构办公室牵头"),
            message("牵头的具体单位一个也没有，只有领导小组等议事协调机构的办公室，原文未写明设在哪个单位。"),
            message("由议事协调机构的办公室牵头，未写明设在哪个单位。"),
            message("建议明确：办公室所设单位"),
        ),
        _define(
            Grade.COLLECTIVE,
            message("集体牵头"),
            message("负责的只有集体或类称（如“各部门”“有关部门”“行政执法部门”）。"),
            message("没有具体单位对此负责。"),
            message("建议明确：牵头部门"),
        ),
        _define(
            Grade.UNRESOLVED,
            message("牵头待认定"),
            message("已写明责任者，未能认定为具体单位：如“待定”“本单位”，或只写明个人。"),
            message("已写明责任者，未能认定为具体单位。"),
            message("建议明确：所指单位"),
        ),
        _define(
            Grade.NONE,
            message("无牵头"),
            message("没有牵头（责任）单位，也没有“按职责分工负责”的单位。"),
            message("未写明责任单位。"),
            message("这项任务由谁负责？"),
        ),
        _define(
            Grade.CONFLICT,
            message("方案间不一致"),
            message("不同方案对同一事项写明的牵头单位没有一个相同。"),
            message("不同方案写的牵头单位不同。"),
            message("建议明确：以哪份方案为准"),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The settings of an office.

    Attributes:
        many_leads: more co-equal leads than this are pointed out (tasks; at least 1).
        no_clear_lead: the grades that answer “which tasks have no clear lead”.
        placeholders: words in place of a unit that name none; they count only in mentions that the registry does not
            contain.
        presume_convener: of co-equal leads the first-listed is shown as presumed convener (``presumed_convener``).
    """

    many_leads: int = 3
    no_clear_lead: tuple[Grade, ...] = (
        Grade.GROUP_OFFICE,
        Grade.COLLECTIVE,
        Grade.UNRESOLVED,
        Grade.NONE,
        Grade.CONFLICT,
    )
    placeholders: tuple[str, ...] = ("待定", "待明确", "另行确定", "另行明确", "本单位", "本部门", "同上", "××", "XX")
    presume_convener: bool = True

    def __post_init__(self) -> None:
        """Refuse a threshold that cannot mean anything.

        Raises:
            MeasureError: when ``many_leads`` is below 1 or a placeholder is empty.
        """
        if self.many_leads < 1:
            raise MeasureError(message("many_leads 不能小于 1：{many_leads}", many_leads=self.many_leads))
        if not all(word.strip() for word in self.placeholders):
            raise MeasureError(message("placeholders 中不能有空词。"))


DEFAULT = Thresholds()


def grades_of(words: str) -> tuple[str, ...]:
    """Give the grades that a question names: ``no_clear_lead`` for those of the settings, else their names.

    >>> grades_of("sole ranked")
    ('sole', 'ranked')
    """
    return DEFAULT.no_clear_lead if words == "no_clear_lead" else tuple(words.split())


def without_clear_lead(tasks: Iterable[TaskRow], thresholds: Thresholds = DEFAULT) -> tuple[TaskRow, ...]:
    """Keep the tasks that have no clear lead: the one definition of pages, questions, memo, checks and notebooks."""
    return tuple(task for task in tasks if task.clarity in thresholds.no_clear_lead)


def graded(corpus: Corpus, thresholds: Thresholds = DEFAULT) -> Corpus:
    """Grade the lead clarity of every task from its assignments, and presume the convener of those with co-equal leads."""
    units = {unit.iri: unit for unit in corpus.units}
    rows: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in corpus.assignments:
        rows[row.task].append(row)
    tasks = (_graded_task(task, rows[task.iri], units, thresholds) for task in corpus.tasks)
    return replace(corpus, tasks=tuple(tasks))


def regraded(corpus: Corpus, thresholds: Thresholds) -> Corpus:
    """Grade every task again by an office's own definitions; by those that plans are imported with, nothing changes."""
    imported = (DEFAULT.placeholders, DEFAULT.presume_convener)
    same = (thresholds.placeholders, thresholds.presume_convener) == imported
    return corpus if same else graded(corpus, thresholds)


def _graded_task(
    task: TaskRow, rows: Sequence[AssignmentRow], units: Mapping[str, UnitRow], thresholds: Thresholds
) -> TaskRow:
    found = grade(rows, units, thresholds)
    presumed = presumed_convener(rows, units) if found is Grade.CO_EQUAL and thresholds.presume_convener else ""
    return replace(task, clarity=found.value, presumed_convener=presumed)


def presumed_convener(rows: Iterable[AssignmentRow], units: Mapping[str, UnitRow]) -> str:
    """Presume by rule which of several co-equal leads convenes the others: the first-listed, where it is a particular body.

    The grade stays co-equal: a presumption is not a fact of the plan, and no count of tasks led contains it.

    Source: 部门职责分工协调办法 §§ 6–7: a matter of several departments has one named lead, and the first-listed hosts
    the coordination where they disagree.

    Returns:
        The IRI of the unit; empty where nothing is presumed.
    """
    leads = (row for row in rows if row.counted and row.role == Role.LEAD)
    first = min(leads, key=lambda row: (row.start, row.rank, row.iri), default=None)
    unit = units.get(first.unit) if first else None
    return unit.iri if unit and unit.kind == UnitKind.SINGLE else ""


def grade(
    assignments: Sequence[AssignmentRow], units: Mapping[str, UnitRow], thresholds: Thresholds = DEFAULT
) -> Grade:
    """Grade how clearly the plan names the lead of one task.

    Guarantees:
        1. Only counted assignments are read; duties of the running text never change a grade.
        2. The order of ``assignments`` does not matter, and a unit named twice counts once.
        3. An unknown but proper name (``registered`` is false) is a named unit; only words that name no unit
           (待定, 本单位), a person alone, or a unit missing from ``units`` leave the lead unresolved.
        4. A named unit next to a collective in one unranked list is co-equal: the plan ranks neither.
        5. ``CONFLICT`` is never returned: one task cannot disagree with itself (see ``graph.compare.plans``).

    Args:
        assignments: every assignment of the task, of any role.
        units: the units by IRI.
        thresholds: the office's own settings.
    """
    counted = [row for row in assignments if row.counted]
    leads = [row for row in counted if row.role == Role.LEAD]
    bearers = leads or [row for row in counted if row.role == Role.JOINT]
    if not bearers:
        return Grade.NONE
    known = [row for row in bearers if _is_unit(row, units, thresholds)]
    if not known:
        return Grade.UNRESOLVED
    firsts = _first_in_rank(known)
    kinds = {units[row.unit].kind for row in firsts}
    if kinds <= COLLECTIVE_KINDS:
        return Grade.COLLECTIVE
    if kinds <= COLLECTIVE_KINDS | {UnitKind.GROUP_OFFICE.value}:
        return Grade.GROUP_OFFICE
    return _grade_named(firsts) if leads else Grade.BY_REMIT


def _is_unit(row: AssignmentRow, units: Mapping[str, UnitRow], thresholds: Thresholds) -> bool:
    """Whether the mention names a unit at all, known to the registry or not."""
    unit = units.get(row.unit)
    if unit is None or unit.kind == UnitKind.PERSON:
        return False
    return unit.registered or not any(word in row.mention for word in thresholds.placeholders)


def _first_in_rank(rows: Sequence[AssignmentRow]) -> Sequence[AssignmentRow]:
    """Keep the first of each ranked list, and every row that no order rule ranks."""
    if not any(row.ranked for row in rows):
        return rows
    best = min(row.rank for row in rows if row.ranked)
    return [row for row in rows if not row.ranked or row.rank == best]


def _grade_named(firsts: Sequence[AssignmentRow]) -> Grade:
    if len({row.unit for row in firsts}) > 1:
        return Grade.CO_EQUAL
    return Grade.RANKED if any(row.ranked and row.of > 1 for row in firsts) else Grade.SOLE
