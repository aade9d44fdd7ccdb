"""The tables of progress: the tasks, and how many there are in each state by leading unit and by section."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.locale.terms import TERMS
from api.progress.progress_book import TaskProgress
from api.read_model.index import Index
from api.tables.model import Column, Table, ValueKind, table
from api.tables.tasks import title_of
from extract.messages import Message, message
from extract.records import Role
from graph.dataset.rows import SectionRow, UnitRow
from graph.progress.records import ProgressState


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCounts:
    """Tasks of one unit or one section, counted by their states."""

    id: str
    name: str
    url: str
    counts: Counter[ProgressState]


def progress_table(index: Index, rows: Sequence[TaskProgress]) -> Table:
    """The tasks with what was reported of each."""
    return table("progress", message("任务进展"), _columns(index), rows)


def _columns(index: Index) -> tuple[Column[TaskProgress], ...]:
    return (
        Column("task_key", None, lambda one: index.task_key(one.task)),
        Column("plan", message("方案"), lambda one: _plan(index, one), aside=True),
        Column("ref", message("编号"), lambda one: one.task.ref),
        Column("task", message("任务"), lambda one: title_of(one.task), link=lambda one: index.task_url(one.task)),
        Column("lead", message("牵头单位"), lambda one: _names(index, one), ValueKind.LIST),
        Column("deadline", message("完成时限"), lambda one: one.task.deadline, aside=True),
        Column("status", message("完成状态"), lambda one: str(one.state), names=TERMS["progress"]),
        Column("progress", message("进展情况"), lambda one: one.last.report if one.last else ""),
        Column("remarks", message("备注"), lambda one: one.last.remarks if one.last else "", aside=True),
        Column("who", message("填报人"), lambda one: one.last.who if one.last else "", aside=True),
        Column("when", message("填报时间"), lambda one: one.last.when[:10] if one.last else "", aside=True),
    )


def units_table(index: Index, rows: Sequence[TaskProgress], day: str = "") -> Table:
    """The tasks of each leading unit by their states."""
    found: dict[str, Counter[ProgressState]] = {}
    for one in rows:
        for unit in leading(index, one):
            found.setdefault(unit.iri, Counter())[one.state] += 1
    units = [(index.unit_of[iri], counts) for iri, counts in found.items()]
    groups = [
        ProgressCounts(id=unit.id, name=unit.name, url=index.unit_url(unit), counts=counts) for unit, counts in units
    ]
    return _groups("progress_units", message("各牵头单位进展"), message("牵头单位"), groups, "unit", day)


def sections_table(index: Index, rows: Sequence[TaskProgress], day: str = "") -> Table:
    """The tasks of each section by their states, in the order of the plans."""
    found: dict[str, Counter[ProgressState]] = {}
    for one in rows:
        for section in index.sections_of(one.task)[:1]:
            found.setdefault(section.iri, Counter())[one.state] += 1
    sections = [(index.section_of[iri], counts) for iri, counts in found.items()]
    groups = [
        ProgressCounts(
            id=index.section_key(one),
            name=_section(index, one),
            url=index.place_url(one.plan, one.start),
            counts=counts,
        )
        for one, counts in sections
    ]
    return _groups("progress_sections", message("各部分进展"), message("所在部分"), groups, "section", day)


def leading(index: Index, one: TaskProgress) -> tuple[UnitRow, ...]:
    """Give the units that lead a task, alone or together."""
    return (*index.units_in(one.task, Role.LEAD), *index.units_in(one.task, Role.JOINT))


def _groups(key: str, title: Message, first: Message, groups: Sequence[ProgressCounts], field: str, day: str) -> Table:
    def address(state: ProgressState | None) -> Callable[[ProgressCounts], str]:
        asked = {"state": str(state) if state else "", "date": day}
        return lambda one: (
            "/progress?" + urlencode({field: one.id} | {name: words for name, words in asked.items() if words})
        )

    columns: tuple[Column[ProgressCounts], ...] = (
        Column("id", None, lambda one: one.id),
        Column("name", first, lambda one: one.name, link=lambda one: one.url),
        Column("tasks", message("任务"), lambda one: one.counts.total(), ValueKind.NUMBER, link=address(None)),
        *(
            Column(
                state,
                TERMS["progress"][state],
                _count(state),
                ValueKind.NUMBER,
                link=address(state),
                aside=state not in {ProgressState.DONE, ProgressState.OVERDUE},
            )
            for state in ProgressState
        ),
    )
    ordered = (
        groups
        if field == "section"
        else sorted(groups, key=lambda one: (-one.counts[ProgressState.OVERDUE], -one.counts.total()))
    )
    return table(key, title, columns, ordered)


def _count(state: ProgressState) -> Callable[[ProgressCounts], int]:
    return lambda one: one.counts[state]


def _section(index: Index, section: SectionRow) -> str:
    """Name a section, and its plan where there are several."""
    words, plan = f"{section.number}{section.title}", index.plan_of[section.plan]
    return f"{words}（{plan.title or plan.source}）" if len(index.corpus.plans) > 1 else words


def _plan(index: Index, one: TaskProgress) -> str:
    plan = index.plan_of[one.task.plan]
    return plan.title or plan.source


def _names(index: Index, one: TaskProgress) -> tuple[str, ...]:
    return tuple(unit.name for unit in leading(index, one))
