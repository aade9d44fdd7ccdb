"""The table of assignments: the words of each, its task and its unit; every page and report shows this one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from api.locale.terms import TERMS
from api.tables.evidence import words_around
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, SectionRow, TaskRow, UnitRow

EVIDENCE = ("role", "unit_label", "mention", "rank", "basis", "confidence")
"""The columns in which a page shows the assignments of one task."""


class Lookup(Protocol):
    """Rows by IRI; the index of the pages is one."""

    @property
    def plan_of(self) -> Mapping[str, PlanRow]:
        """The plans."""
        ...

    @property
    def task_of(self) -> Mapping[str, TaskRow]:
        """The tasks."""
        ...

    @property
    def unit_of(self) -> Mapping[str, UnitRow]:
        """The units."""
        ...

    @property
    def section_of(self) -> Mapping[str, SectionRow]:
        """The sections."""
        ...


@dataclass(frozen=True, slots=True)
class CorpusLookup:
    """The look-ups of a corpus without an index."""

    plan_of: Mapping[str, PlanRow]
    task_of: Mapping[str, TaskRow]
    unit_of: Mapping[str, UnitRow]
    section_of: Mapping[str, SectionRow]


def lookup(corpus: Corpus) -> CorpusLookup:
    """Look up the rows of a corpus."""
    return CorpusLookup(
        {row.iri: row for row in corpus.plans},
        {row.iri: row for row in corpus.tasks},
        {row.iri: row for row in corpus.units},
        {row.iri: row for row in corpus.sections},
    )


def assignments_table(
    found: Lookup,
    rows: Iterable[AssignmentRow],
    *,
    key: str = "assignments",
    named: Mapping[str, str] | None = None,
    notes: tuple[Message, ...] = (),
    shown: bool = False,
) -> Table:
    """Every assignment with its words, the words around them, and their offsets.

    Args:
        found: the rows by IRI.
        rows: the assignments.
        key: the name of the table.
        named: the number of each task by IRI, where several plans need a mark; else the printed one.
        notes: sentences below it.
        shown: whether only the columns for people are made.
    """

    def task(row: AssignmentRow) -> TaskRow:
        return found.task_of[row.task]

    def address(row: AssignmentRow) -> str:
        return f"{found.plan_of[row.plan].id}-{task(row).id}"

    def section(row: AssignmentRow) -> str:
        home = found.section_of.get(task(row).part_of)
        return f"{home.number}{home.title}" if home else ""

    columns: tuple[Column[AssignmentRow], ...] = (
        Column("plan", None, lambda row: found.plan_of[row.plan].id),
        Column("task", None, address),
        Column("ref", message("编号"), lambda row: (named or {}).get(row.task, task(row).ref)),
        Column("title", message("任务"), lambda row: task(row).title),
        Column("section", message("所在部分"), section, aside=True),
        Column("role", message("角色"), lambda row: row.role, names=TERMS["role"]),
        Column("mention", message("原文用语"), lambda row: row.mention),
        Column("context", message("上下文"), lambda row: words_around(task(row), row)),
        Column("unit", None, lambda row: found.unit_of[row.unit].id),
        Column("unit_label", message("单位"), lambda row: found.unit_of[row.unit].name, of_units=True),
        Column("label", None, lambda row: row.label),
        Column("rank", message("位次"), lambda row: row.rank, ValueKind.NUMBER, aside=True),
        Column("of", message("名单单位数"), lambda row: row.of, ValueKind.NUMBER),
        Column("ranked", None, lambda row: row.ranked, ValueKind.FLAG),
        Column("start", message("起"), lambda row: row.start, ValueKind.NUMBER),
        Column("end", message("止"), lambda row: row.end, ValueKind.NUMBER),
        Column("basis", message("依据"), lambda row: row.basis, names=TERMS["basis"], aside=True),
        Column("rule", message("规则"), lambda row: row.rule),
        Column("confidence", message("识别可信度"), lambda row: row.confidence, ValueKind.NUMBER, aside=True),
        Column("counted", None, lambda row: row.counted, ValueKind.FLAG),
    )
    columns = tuple(column for column in columns if column.heading or not shown)
    return table(key, message("分工明细"), columns, rows, notes, lambda row: row.iri)
