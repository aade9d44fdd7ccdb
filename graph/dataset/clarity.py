"""Grade how clearly a plan says who leads a task: never yes or no, always one of nine written definitions.

Source: the horizontal reading of a RACI chart (a task with no accountable role, or with several); the forms of
Chinese plans: 牵头单位, 责任单位, 按职责分工负责, “列第一位的为牵头单位，下同”.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.records import Role, UnitKind
from graph.dataset.rows import AssignmentRow, TaskRow, UnitRow
from graph.errors import MeasureError
from graph.texts import Bilingual


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
    name: Bilingual
    rule: Bilingual
    sentence: Bilingual
    question: Bilingual


def _define(grade: Grade, name: Bilingual, rule: Bilingual, sentence: Bilingual, question: Bilingual) -> Definition:
    return Definition(grade=grade, name=name, rule=rule, sentence=sentence, question=question)


_NO_QUESTION = Bilingual(zh="", en="")

DEFINITIONS: Mapping[Grade, Definition] = {
    item.grade: item
    for item in (
        _define(
            Grade.SOLE,
            Bilingual(zh="唯一牵头", en="Sole lead"),
            Bilingual(
                zh="牵头（责任）单位恰好一个，且是具体单位。", en="Exactly one unit leads, and it is a particular body."
            ),
            Bilingual(zh="由一个具体单位牵头。", en="One particular unit leads."),
            _NO_QUESTION,
        ),
        _define(
            Grade.RANKED,
            Bilingual(zh="排序牵头", en="Ranked lead"),
            Bilingual(
                zh="列有多个单位，原文写明排序规则（如“列第一位的为牵头单位”），且首位是具体单位。",
                en="Several units are listed, the plan states an order rule, and the first is a particular body.",
            ),
            Bilingual(zh="按原文的排序规则，由列首位的单位牵头。", en="By the plan's order rule the first unit leads."),
            _NO_QUESTION,
        ),
        _define(
            Grade.CO_EQUAL,
            Bilingual(zh="并列未排序", en="Co-equal leads"),
            Bilingual(
                zh="牵头（责任）单位不止一个，其中有具体单位，原文没有排序规则。",
                en="More than one unit leads, at least one is a particular body, and no order rule ranks them.",
            ),
            Bilingual(
                zh="多个单位并列负责，没有写明由谁牵头。",
                en="Several units are responsible side by side; none is ranked.",
            ),
            Bilingual(zh="并列的单位中，由哪一个总牵头？", en="Which of the units listed side by side leads overall?"),
        ),
        _define(
            Grade.BY_REMIT,
            Bilingual(zh="按职责分工", en="By remit"),
            Bilingual(
                zh="没有牵头单位；具体单位“按职责分工负责”。",
                en="No unit leads; particular bodies are responsible each by its own remit.",
            ),
            Bilingual(
                zh="各单位按职责分工负责，没有牵头单位。", en="Each unit acts within its own remit; nobody leads."
            ),
            Bilingual(
                zh="各单位的职责边界写在哪里？由谁汇总？",
                en="Where are the remits written down, and who draws them together?",
            ),
        ),
        _define(
            Grade.GROUP_OFFICE,
            Bilingual(zh="议事机构", en="Group office"),
            Bilingual(
                zh="牵头的具体单位一个也没有，只有领导小组等议事协调机构的办公室，原文未写明设在哪个单位。",
                en="Only the office of a leading group leads, and the plan does not say which body hosts it.",
            ),
            Bilingual(
                zh="由议事协调机构的办公室牵头，未写明设在哪个单位。",
                en="A leading group's office leads; its host body is not named.",
            ),
            Bilingual(zh="这个办公室设在哪个单位？", en="Which body hosts this office?"),
        ),
        _define(
            Grade.COLLECTIVE,
            Bilingual(zh="集体牵头", en="Collective only"),
            Bilingual(
                zh="负责的只有集体或类称（如“各部门”“有关部门”“行政执法部门”）。",
                en="Only collectives or class words are responsible (all departments, departments concerned).",
            ),
            Bilingual(zh="没有具体单位对此负责。", en="No particular unit is responsible."),
            Bilingual(zh="由哪个部门总牵头？", en="Which department leads overall?"),
        ),
        _define(
            Grade.UNRESOLVED,
            Bilingual(zh="牵头待认定", en="Lead not identified"),
            Bilingual(
                zh="写了负责者，但认定不了是哪个单位：待定、“本单位”之类，或只写了人。",
                en="Somebody is responsible, but not an identifiable unit: to be decided, this unit, or a person alone.",
            ),
            Bilingual(
                zh="写了负责者，但认定不了是哪个单位。",
                en="A responsible party is written but cannot be identified as a unit.",
            ),
            Bilingual(zh="这里指的是哪个单位？", en="Which unit is meant here?"),
        ),
        _define(
            Grade.NONE,
            Bilingual(zh="无牵头", en="No lead"),
            Bilingual(
                zh="没有牵头（责任）单位，也没有“按职责分工负责”的单位。",
                en="No unit leads and none is responsible by remit.",
            ),
            Bilingual(zh="没有写明由谁负责。", en="The plan does not say who is responsible."),
            Bilingual(zh="这项任务由谁负责？", en="Who is responsible for this task?"),
        ),
        _define(
            Grade.CONFLICT,
            Bilingual(zh="方案间不一致", en="Plans disagree"),
            Bilingual(
                zh="不同方案对同一事项写明的牵头单位没有一个相同。",
                en="Two plans name different leads for the same matter, with none in common.",
            ),
            Bilingual(zh="不同方案写的牵头单位不同。", en="Two plans name different leads."),
            Bilingual(zh="以哪份方案为准？", en="Which plan holds?"),
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
        presume_convener: of co-equal leads the first-listed is shown as presumed convener (``graph.measures.convener``).
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
            raise MeasureError(
                Bilingual(
                    zh=f"many_leads 不能小于 1：{self.many_leads}",
                    en=f"many_leads must be at least 1: {self.many_leads}",
                )
            )
        if not all(word.strip() for word in self.placeholders):
            raise MeasureError(
                Bilingual(zh="placeholders 中不能有空词。", en="placeholders must not hold an empty word.")
            )


DEFAULT = Thresholds()


def without_clear_lead(tasks: Iterable[TaskRow], thresholds: Thresholds = DEFAULT) -> tuple[TaskRow, ...]:
    """Keep the tasks that have no clear lead: the one definition of pages, questions, memo, checks and notebooks."""
    return tuple(task for task in tasks if task.clarity in thresholds.no_clear_lead)


_VAGUE = frozenset({UnitKind.COLLECTIVE.value, UnitKind.CLASS_WORD.value})


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
    if kinds <= _VAGUE:
        return Grade.COLLECTIVE
    if kinds <= _VAGUE | {UnitKind.GROUP_OFFICE.value}:
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
