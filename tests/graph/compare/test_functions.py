"""Functions of units and the tasks of a plan: what lies outside, what is never used, and when it cannot be judged."""

from pathlib import Path

import pytest

import extract
from api.cli.main import main
from graph.compare.functions import (
    UnitFunction,
    decoded,
    functions_of_csv,
    functions_of_document,
    questions_of_functions,
)
from graph.errors import MeasureError
from tests.graph.measures.corpora import corpus

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
LIST = "\ufeff序号,单位,职责\n1,司法局,规范性文件合法性审查\n2,司法局,指导人民调解工作\n3,教育局,管理学校\n4,司法局,\n"
PLAN = corpus(
    "完善规范性文件合法性审查机制// lead: 司法局 | support: 公安局",
    "建设城市绿地和公园// lead: 司法局",
    "开展消防检查// lead: 公安局 | support: 司法局",
    "组织植树造林活动// ~lead: 司法局",
)


def test_a_task_outside_and_a_function_without_a_task_are_asked_about() -> None:
    outside, unused = questions_of_functions(PLAN, functions_of_csv(LIST))
    assert outside.task == PLAN.tasks[1]
    assert outside.unit.name == "司法局"
    assert str(outside.sentence()) == "任务“建设城市绿地和公园”是否属于司法局的职责？清单中没有相近的职责。"
    (near, *_) = questions_of_functions(PLAN, (UnitFunction(unit="司法局", text="规范性文件的备案和清理以及公布"),))
    assert str(near.sentence()).endswith("清单中最接近的是“规范性文件的备案和清理以及公布”。")
    assert (unused.task, unused.function) == (None, "指导人民调解工作")
    assert str(unused.sentence()) == "司法局的职责“指导人民调解工作”在方案中没有对应任务，是否遗漏？"
    assert max(outside.share, unused.share) < 0.5


def test_a_plan_and_its_own_items_leave_no_question() -> None:
    functions = functions_of_document(PLAN)
    assert {one.unit for one in functions} == {"司法局", "公安局"}
    assert questions_of_functions(PLAN, functions) == ()


@pytest.mark.parametrize(
    ("functions", "why"),
    [((), "没有职责"), ((UnitFunction(unit="杭州市公安局", text="治安管理"),), "可能是其他地方的清单")],
)
def test_an_empty_list_and_that_of_another_place_cannot_be_judged(
    functions: tuple[UnitFunction, ...], why: str
) -> None:
    with pytest.raises(MeasureError, match="不能判断") as refused:
        questions_of_functions(PLAN, functions)
    assert why in str(refused.value)


def test_a_function_without_words_is_taken_up_by_no_task() -> None:
    assert [one.share for one in questions_of_functions(PLAN, (UnitFunction(unit="公安局", text="——"),))] == [0.0, 0.0]


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(MeasureError, match="“单位”和“职责”两列"):
        functions_of_csv("名称,电话\n司法局,1\n")


def test_the_command_asks_and_says_when_it_cannot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, listed, other = tmp_path / "data", tmp_path / "own.csv", tmp_path / "other.csv"
    listed.write_text("单位,职责\n昌吉回族自治州公安局,指导边境管理\n", encoding="utf-8")
    other.write_text("单位,职责\n杭州市公安局,治安管理\n", encoding="utf-8")
    assert main(["build", str(EXAMPLE), "--data", str(data)]) == 0
    assert main(["functions", str(listed), "--data", str(data), "--lang", "zh"]) == 0
    assert "指导边境管理" in capsys.readouterr().out
    assert main(["functions", str(other), "--data", str(data), "--lang", "zh"]) == 1
    assert "不能判断" in capsys.readouterr().err


def test_a_csv_of_a_spreadsheet_is_read_in_its_own_encoding() -> None:
    assert decoded(LIST.encode()) == LIST.removeprefix("\ufeff")
    assert decoded("单位,职责\n".encode("gb18030")) == "单位,职责\n"
    with pytest.raises(MeasureError, match="不能判断，因为"):
        decoded(b"\xff\xff")
