"""The tables of deadlines on a day: by unit, by section, and the tasks, with what was reported of them."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from api.tables.model import Column, Table, ValueKind, table
from api.tables.references import plan_column, task_addresses, task_column
from api.tables.related import named
from api.tables.tasks import title_of
from extract.messages import Message, message
from graph.dataset.rows import Corpus, SectionRow, UnitRow
from graph.progress.due import DueCounts, DueState, DueTask, by_section, by_unit

DUE_STATES: Mapping[str, Message] = {
    DueState.OVERDUE: message("逾期"),
    DueState.DUE_NOT_REPORTED: message("已到期，未填报"),
    DueState.DONE: message("已完成"),
    DueState.NOT_DUE: message("未到期"),
    DueState.UNDATED: message("未写年份或持续推进"),
}


def due_units_table(corpus: Corpus, rows: Sequence[DueTask], day: datetime.date) -> Table:
    """The tasks with a deadline of each unit that is responsible for them, by their states on a day."""
    columns: tuple[Column[DueCounts], ...] = (
        Column("unit", None, lambda row: row.of.id),
        Column("unit_label", message("单位"), _unit, link=lambda row: f"/units/{row.of.id}"),
        *_counts("unit", corpus, day),
    )
    return table("due-units", message("各单位到期和逾期情况"), columns, by_unit(rows), (_note(day),))


def due_sections_table(corpus: Corpus, rows: Sequence[DueTask], day: datetime.date) -> Table:
    """The tasks with a deadline of each outermost section, by their states on a day."""
    plans = {plan.iri: plan for plan in corpus.plans}

    def title(row: DueCounts) -> str:
        if not isinstance(row.of, SectionRow):
            return ""
        words = f"{row.of.number}{row.of.title}"
        return f"{words}（{named(plans[row.of.plan])}）" if len(plans) > 1 else words

    columns: tuple[Column[DueCounts], ...] = (
        Column("section", message("部分"), title),
        *_counts("section", corpus, day),
    )
    return table("due-sections", message("各部分到期和逾期情况"), columns, by_section(rows), (_note(day),))


def due_tasks_table(corpus: Corpus, rows: Sequence[DueTask], day: datetime.date) -> Table:
    """The tasks with a deadline: what is overdue first, then what is due and not reported."""
    addresses, plans = task_addresses(corpus), {plan.iri: plan for plan in corpus.plans}
    columns: tuple[Column[DueTask], ...] = (
        plan_column(corpus, lambda row: row.timed.task.plan),
        task_column(corpus, lambda row: row.timed.task),
        Column("title", message("任务"), lambda row: title_of(row.timed.task)),
        Column("units", message("牵头单位"), lambda row: tuple(unit.name for unit in row.timed.units), ValueKind.LIST),
        Column("deadline", message("时限"), lambda row: row.timed.task.deadline),
        Column("state", message("到期情况"), lambda row: row.state, names=DUE_STATES),
        Column("days", message("已过天数"), lambda row: _days(row, day), ValueKind.NUMBER),
        Column("progress", message("进展情况"), lambda row: row.report.report if row.report else ""),
        Column(
            "later",
            message("后续台账或报告"),
            lambda row: tuple(f"{named(plans[one.plan])} {one.ref}".strip() for one in row.later),
            ValueKind.LIST,
            link=lambda row: tuple(addresses[one.iri] for one in row.later),
            aside=True,
        ),
    )
    note = message("后续台账或报告中对应的任务只列出，是否完成请看原文，不据以判断。")
    return table("due-tasks", message("有期限的任务到期情况"), columns, rows, (_note(day), note))


def _days(row: DueTask, day: datetime.date) -> int | str:
    over = row.state in {DueState.OVERDUE, DueState.DUE_NOT_REPORTED} and row.timed.day is not None
    return max((day - row.timed.day).days, 0) if over and row.timed.day else ""


def _unit(row: DueCounts) -> str:
    return row.of.name if isinstance(row.of, UnitRow) else ""


def _counts(kind: str, corpus: Corpus, day: datetime.date) -> tuple[Column[DueCounts], ...]:
    """Give a column for each state; each number leads to its tasks."""
    plans = {plan.iri: plan.id for plan in corpus.plans}

    def address(state: DueState | None) -> Callable[[DueCounts], str]:
        def of(row: DueCounts) -> str:
            key = f"{plans[row.of.plan]}-{row.of.id}" if isinstance(row.of, SectionRow) else row.of.id
            asked = {"date": day.isoformat(), kind: key, "state": state or ""}
            return "/deadlines?" + urlencode({name: words for name, words in asked.items() if words}) + "#due-tasks"

        return of

    return (
        Column("tasks", message("有期限的任务"), lambda row: row.counts.total(), ValueKind.NUMBER, link=address(None)),
        *(
            Column(state.value, DUE_STATES[state], _count(state), ValueKind.NUMBER, link=address(state))
            for state in DueState
        ),
    )


def _count(state: DueState) -> Callable[[DueCounts], int]:
    return lambda row: row.counts[state]


def _note(day: datetime.date) -> Message:
    return message(
        "以 {date} 为准：期限已过而未完成的，已填报的计为逾期，未填报的另列；期限未写年份或持续推进的不作判断。",
        date=day.isoformat(),
    )
