"""Tasks by unit and time: which times count, and where."""

import json
from dataclasses import replace

from api.cli.task_records import json_lines
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of
from graph.measures.schedule import Period, unit_schedules, with_deadline, with_time_in_text
from tests.graph.measures.corpora import corpus

PLAN = """某市工作方案
一、重点任务
1.建设平台。到2020年，基本建成平台。2019年6月底前完成选址。（牵头单位：市财政局、市教育局，2019年12月底前完成）
2.规范管理。依据2015年7月印发的意见开展工作。
牵头单位：市教育局
完成时限：6月底前
3.清理文件。年底前完成清理。
牵头单位：市教育局
"""
TABLE = "序号,工作任务,牵头单位,完成时限\n1,2018年底前完成清理,市财政局,2019年3月\n2,开展培训,市教育局,持续推进\n"


def test_a_deadline_knows_its_place_and_a_time_in_the_text_is_none() -> None:
    tasks = corpus_of(extract(read_bytes(PLAN.encode(), "plan.txt"))).tasks
    assert [(task.deadline, task.deadline_place, task.times_in_text) for task in tasks] == [
        ("2019年12月底前完成", "clause", "到2020年；2019年6月底前"),
        ("6月底前", "clause", ""),
        ("", "", "年底前"),
    ]


def test_a_deadline_in_a_table_has_a_cell_as_its_place_and_json_lines_say_it() -> None:
    read = corpus_of(extract(read_bytes(TABLE.encode(), "plan.csv")))
    lines = [json.loads(line) for line in json_lines(read)]
    assert [(line["deadline"], line["deadline_places"], line["times_in_text"]) for line in lines] == [
        ("2019年3月", ["cell"], ["2018年底前"]),
        ("持续推进", ["cell"], []),
    ]


def test_a_task_counts_once_for_each_of_its_units_at_its_last_deadline() -> None:
    made = corpus("lead: 甲局、乙局 | support: 丙局", "joint: 甲局", "lead: 甲局", "~lead: 乙局", "lead: 丙局")
    words = ("2019年6月底前；2019年12月底前", "2019年4月", "持续推进", "2019年1月", "")
    tasks = tuple(replace(task, deadline=said) for task, said in zip(made.tasks, words, strict=True))
    timed = with_deadline(replace(made, tasks=(*tasks[:4], replace(tasks[4], times_in_text="到2020年"))))
    rows = {row.unit.name: (row.tasks, dict(row.due), row.undated) for row in unit_schedules(timed)}
    assert rows == {"甲局": (3, {"2019-Q4": 1, "2019-Q2": 1}, 1), "乙局": (1, {"2019-Q4": 1}, 0)}
    assert [row.unit.name for row in unit_schedules(timed, Period.MONTH)] == ["甲局", "乙局"]
    assert [one.task.iri for one in timed] == [tasks[place].iri for place in (3, 1, 0, 2)]


def test_times_in_the_text_are_listed_apart() -> None:
    made = corpus("lead: 甲局", "lead: 乙局")
    timed = replace(made, tasks=(replace(made.tasks[0], times_in_text="到2020年"), made.tasks[1]))
    (one,) = with_time_in_text(timed)
    assert ([unit.name for unit in one.units], one.day) == (["甲局"], None)
    assert with_deadline(timed) == ()
    assert unit_schedules(()) == ()
