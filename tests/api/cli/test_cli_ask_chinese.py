"""``dutygraph ask`` with a question in Chinese: answers, choices, refusals, and files of questions."""

import json
from pathlib import Path

import pytest

from api.cli.main import main


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask") / "data"
    assert main(["demo", "--no-serve", "--data", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ("法制办牵头几项", 0, "11"),
        ("农业局配合哪些任务", 0, "没有符合条件的内容。"),
        ("2.4.3是集体牵头的吗", 0, "是"),
        ("税务局牵头哪几项", 1, "· 昌吉回族自治州国家税务局"),
        ("旅游局牵头哪些任务", 1, "旅游局"),
    ],
)
def test_a_question_is_answered_or_its_reason_is_said(
    data: Path, capsys: pytest.CaptureFixture[str], question: str, code: int, said: str
) -> None:
    assert main(["ask", question, "--data", str(data)]) == code
    assert said in capsys.readouterr().out


def test_json_has_codes_and_full_names(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "2.4.3是集体牵头的吗", "--format", "json", "--data", str(data)]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == [["yes"]]


def test_a_file_of_questions_gives_one_answer_a_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "a", "question": "公安局牵头几项"},
        {"id": "b", "question": "那司法局呢？", "context": ["公安局牵头几项"]},
        {"id": "c", "question": "今天天气怎么样"},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert main(["ask", "--batch", str(file), "--data", str(data)]) == 0
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["rows"]) == ("a", [[5]])
    assert (second["id"], second["rows"]) == ("b", [[4]])
    assert (third["answer"], "why" in third) == ("refuse", True)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"question": "x", "context": "y"}'])
def test_a_line_that_is_no_question_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 0, "question": "公安局牵头几项"}\n' + line, encoding="utf-8")
    assert main(["ask", "--batch", str(file), "--data", str(data)]) != 0
    assert "第 2 行" in capsys.readouterr().err
