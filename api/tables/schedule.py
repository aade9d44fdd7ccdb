"""The analyses of time: tasks due by unit and period, the deadlines they rest on, and times in running text."""

from collections.abc import Callable, Mapping

from api.tables.model import Analysis, Column, Table, ValueKind, table, unit_column
from api.tables.references import plan_column, task_column
from api.tables.tasks import title_of
from extract.messages import Message, message
from extract.records import LimitPlace
from graph.dataset.model import JOINER
from graph.dataset.rows import Corpus
from graph.measures.schedule import Period, TimedTask, UnitSchedule, unit_schedules, with_deadline, with_time_in_text
from graph.measures.settings import DEFAULTS, Definitions

PLACES: Mapping[str, Message] = {
    LimitPlace.CLAUSE: message("分工条款"),
    LimitPlace.CELL: message("表格"),
    f"{LimitPlace.CELL}{JOINER}{LimitPlace.CLAUSE}": message("表格和分工条款"),
}


def deadlines_table(corpus: Corpus, _: Definitions = DEFAULTS, *, period: Period = Period.QUARTER) -> Table:
    """Units by the period in which the tasks that they lead or are jointly responsible for are due; a column a period."""
    rows = unit_schedules(with_deadline(corpus), period)
    periods = sorted({name for row in rows for name in row.due})
    columns: tuple[Column[UnitSchedule], ...] = (
        Column("unit", None, lambda row: row.unit.id),
        unit_column("unit_label", message("单位"), lambda row: row.unit),
        Column("tasks", message("有期限的任务"), lambda row: row.tasks, ValueKind.NUMBER),
        *(Column(name, _heading(name), _due(name), ValueKind.NUMBER) for name in periods),
        Column("undated", message("未写年份或持续推进"), lambda row: row.undated, ValueKind.NUMBER),
    )
    note = message(
        "按分工条款和表格中写明的期限计算牵头和共同承担的任务，每项计入最后一个期限；正文中提到的时间另列，不计入。"
    )
    return table("deadlines", message("各单位任务期限分布"), columns, rows, (note,))


def deadline_tasks_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Tasks with a deadline, the earliest first."""
    columns = (
        *_task_columns(corpus),
        Column("deadline", message("时限"), lambda row: row.task.deadline),
        Column("place", message("时限位置"), _place, names=PLACES),
        Column("last_day", message("最后一天"), lambda row: row.day.isoformat() if row.day else "", ValueKind.DATE),
    )
    return table("deadline-tasks", message("有期限的任务"), columns, with_deadline(corpus))


def times_in_text_table(corpus: Corpus, _: Definitions = DEFAULTS) -> Table:
    """Tasks whose running text mentions times."""
    columns = (
        *_task_columns(corpus),
        Column(
            "times", message("正文中的时间"), lambda row: tuple(row.task.times_in_text.split(JOINER)), ValueKind.LIST
        ),
    )
    note = message("正文中的时间可能是分步目标或其他事项的时间，不作为任务的期限，不计入。请对照原文核实。")
    rows = with_time_in_text(corpus)
    return table("times-in-text", message("正文中提到的时间"), columns, rows, (note,))


def _heading(period: str) -> Message:
    year, _, part = period.partition("-")
    if not part:
        return message("{year}年", year=year)
    if part.startswith("Q"):
        return message("{year}年第{quarter}季度", year=year, quarter=part[1:])
    return message("{year}年{month}月", year=year, month=part)


def _due(period: str) -> Callable[[UnitSchedule], int]:
    return lambda row: row.due.get(period, 0)


def _place(row: TimedTask) -> str:
    return JOINER.join(sorted(set(row.task.deadline_place.split(JOINER))))


def _task_columns(corpus: Corpus) -> tuple[Column[TimedTask], ...]:
    """The columns of a task and its units."""
    return (
        plan_column(corpus, lambda row: row.task.plan),
        task_column(corpus, lambda row: row.task),
        Column("title", message("任务"), lambda row: title_of(row.task)),
        Column(
            "units",
            message("牵头单位"),
            lambda row: tuple(unit.name for unit in row.units),
            ValueKind.LIST,
            of_units=True,
        ),
    )


ANALYSES: Mapping[str, Analysis] = {
    "deadlines": deadlines_table,
    "deadline-tasks": deadline_tasks_table,
    "times-in-text": times_in_text_table,
}
