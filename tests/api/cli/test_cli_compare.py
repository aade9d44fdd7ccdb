"""``dutygraph compare``: two files, or two plans of a data folder."""

import json
from pathlib import Path

import pytest

from api.cli.main import main
from graph.dataset.load import load
from graph.store import open_reading

FIRST = "甲市工作方案\n一、任务\n1.完善住房保障管理办法，健全退出机制。（市住建局牵头）\n2.整治事故多发路段。（市公安局牵头）\n"
SECOND = "甲市新工作方案\n一、任务\n1.完善住房保障管理办法，健全准入退出机制。（市民政局牵头）\n2.划定地下水禁采区。（市水利局牵头）\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text(FIRST, encoding="utf-8")
    two.write_text(SECOND, encoding="utf-8")
    return one, two


def test_two_files_give_one_match_a_line_with_the_leads_of_both(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *map(str, files), "--format", "jsonl"]) == 0
    (match,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (match["a_ref"], match["b_ref"]) == ("1.1", "1.1")
    assert match["a_leads"] != match["b_leads"]


def test_what_is_neither_file_nor_plan_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    assert main(["demo", "--no-serve", "--data", str(data)]) == 0
    assert main(["compare", "nothing", "else", "--data", str(data)]) != 0
    assert "nothing" in capsys.readouterr().err


def test_a_file_is_compared_with_a_plan_of_the_folder(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    assert main(["build", str(files[0]), "--data", data]) == 0
    with open_reading(Path(data)) as store:
        (plan,) = load(store).plans
    capsys.readouterr()
    for first in (plan.id, str(files[0])):
        assert main(["compare", first, str(files[1]), "--data", data, "--format", "jsonl"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["compare", str(files[0]), "else", "--data", data, "--lang", "zh"]) == 1
    assert "“else”" in capsys.readouterr().err
