"""Deadlines on a day: late, due and not reported, done, not due; by unit and section; later reports are listed with them."""

import datetime
from dataclasses import replace

import pytest

from api.pages.analysis.due import DueFilter, due_page
from api.tables.due import due_tasks_table, due_units_table
from graph.dataset.keys import task_keys
from graph.dataset.rows import Corpus
from graph.progress.due import DueState, by_section, by_unit, due_tasks
from graph.progress.records import ProgressEntry, ProgressState, reported
from tests.api.indexed import index_of
from tests.graph.measures.corpora import corpus, merged

DAY = datetime.date(2019, 7, 1)
WORDS = (
    "建立执法全过程记录制度，配备记录设备",
    "建设政务数据共享平台，统一数据目录",
    "完善保障性住房轮候机制",
    "整治事故多发路段，完善安全设施",
    "开展法治宣传进乡村活动",
    "健全粮食储备轮换制度",
)
TIMES = ("2019年6月底前", "2019年6月底前", "2019年3月底前", "2019年12月底前", "持续推进", "")


def _dated(found: Corpus) -> Corpus:
    return replace(
        found, tasks=tuple(replace(task, deadline=when) for task, when in zip(found.tasks, TIMES, strict=True))
    )


PLAN = _dated(
    corpus(
        *(f"{words}//lead: 甲局、乙局" if not n else f"{words}//lead: 甲局" for n, words in enumerate(WORDS)),
        sections=(1, 1, 2, 2, 2, 2),
    )
)
KEYS = task_keys(PLAN)


def _report(number: int, state: ProgressState) -> ProgressEntry:
    key = KEYS[PLAN.tasks[number].iri]
    return ProgressEntry(key=key, document="", task="", state=state, report="已招标", who="王芳", when="2019-06-30")


SAID = reported(PLAN, (_report(1, ProgressState.UNDER_WAY), _report(2, ProgressState.DONE)))


def test_each_task_is_judged_on_the_day_by_what_was_reported() -> None:
    found = {row.timed.task.ref: row.state for row in due_tasks(PLAN, DAY, SAID)}
    assert found == {
        "1.1": DueState.DUE_NOT_REPORTED,
        "1.2": DueState.OVERDUE,
        "2.3": DueState.DONE,
        "2.4": DueState.NOT_DUE,
        "2.5": DueState.UNDATED,
    }
    assert {row.state for row in due_tasks(PLAN, datetime.date(2019, 1, 1), {})} == {DueState.NOT_DUE, DueState.UNDATED}


def test_units_and_sections_are_counted_and_each_task_once() -> None:
    rows = due_tasks(PLAN, DAY, SAID)
    assert [
        (row.of.iri.rpartition("/")[2], row.counts.total(), row.counts[DueState.OVERDUE]) for row in by_unit(rows)
    ] == [
        ("甲局", 5, 1),
        ("乙局", 1, 0),
    ]
    assert [(row.of.id, row.counts.total()) for row in by_section(rows)] == [("1", 2), ("2", 3)]


def test_the_tables_say_days_and_lead_to_their_tasks() -> None:
    rows = due_tasks(PLAN, DAY, SAID)
    listed = due_tasks_table(PLAN, rows, DAY)
    assert [row[listed.keys.index("days")] for row in listed.rows] == [1, 1, "", "", ""]
    assert listed.rows[0][listed.keys.index("progress")] == "已招标"
    units = due_units_table(PLAN, rows, DAY)
    assert units.links["overdue"](0) == "/deadlines?date=2019-07-01&unit=%E7%94%B2%E5%B1%80&state=overdue#due-tasks"


@pytest.mark.parametrize(("kind", "many"), [("report", 1), ("ledger", 1), ("news", 0), ("plan", 0)])
def test_a_later_report_that_has_the_task_is_listed_and_concludes_nothing(kind: str, many: int) -> None:
    later = corpus(f"{WORDS[0]}，已经完成//", "举办运动会//", plan="b" * 16, issued="2019-06-20")
    later = replace(later, plans=tuple(replace(plan, kind=kind) for plan in later.plans))
    rows = due_tasks(merged(PLAN, later), DAY, {})
    first = next(row for row in rows if row.timed.task.ref == "1.1")
    assert (len(first.later), first.state) == (many, DueState.DUE_NOT_REPORTED)


def test_the_page_selects_and_says_what_is_no_date() -> None:
    index = index_of(PLAN)
    asked = DueFilter(given="2019-07-01", unit="乙局")
    *_, tasks = due_page(index, asked, SAID, ())
    assert [row[tasks.keys.index("ref")] for row in tasks.rows] == ["1.1"]
    assert asked.conditions(index) == (("unit", "乙局"),)
    assert due_page(index, DueFilter(given="昨天"), {}, ()) == ()
    fault = DueFilter(given="昨天").fault
    assert fault is not None
    assert "“昨天”无法识别" in fault.render()
