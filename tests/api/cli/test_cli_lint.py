"""``dutygraph lint`` through the real console script."""

import json
from pathlib import Path

import docx
import pytest

from api.cli.main import main
from tests.api.cli.test_cli import EXAMPLE, fault, run

DRAFT = "一、任务\n1.建设平台。做好工作。\n责任单位：市政府各部门\n2.制定办法。做好工作。\n责任单位：市司法局\n"
CLEAN = "一、任务\n1.建设平台。做好工作。\n责任单位：市教育局\n2.制定办法。做好工作。\n责任单位：市司法局\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "draft.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_remark_names_the_place_and_the_exit_code_says_so(tmp_path: Path) -> None:
    finished = run("lint", written(tmp_path, DRAFT))
    assert finished.returncode == 1
    assert finished.stdout.decode().startswith("draft.txt:3:6: warning [lead-collective]")
    assert "“市政府各部门”" in finished.stdout.decode()


def test_a_clean_draft_says_nothing(tmp_path: Path) -> None:
    finished = run("lint", written(tmp_path, CLEAN))
    assert (finished.returncode, finished.stdout) == (0, b"")


def test_machine_formats_parse(tmp_path: Path) -> None:
    draft = written(tmp_path, DRAFT)
    assert json.loads(run("lint", draft, "--format", "json").stdout)[0]["code"] == "lead-collective"
    assert json.loads(run("lint", draft, "--format", "sarif").stdout)["version"] == "2.1.0"


def test_the_annotated_copy_carries_the_remarks(tmp_path: Path) -> None:
    out = tmp_path / "copy.docx"
    assert run("lint", EXAMPLE, "--annotate", out).returncode == 1
    comments = [comment.text for comment in docx.Document(str(out)).comments]
    assert sum("没有具体单位对此负责" in text for text in comments) == 2


def test_wrong_uses_are_said(tmp_path: Path) -> None:
    draft = written(tmp_path, DRAFT)
    assert "--annotate" in fault(run("lint", draft, draft, "--annotate", tmp_path / "a.docx"), code=2)
    assert "nosuch.txt" in fault(run("lint", tmp_path / "nosuch.txt"), code=2)
    fault(run("lint", draft, "--annotate", tmp_path / "no" / "a.docx"))


@pytest.mark.parametrize(("least", "code"), [("info", 1), ("warning", 1), ("error", 0)])
def test_the_exit_code_follows_the_severity_asked_for(tmp_path: Path, least: str, code: int) -> None:
    assert main(["lint", str(written(tmp_path, DRAFT)), "--fail-on", least]) == code


def test_an_office_decides_what_is_unclear(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[clarity]\nno_clear_lead = ["none"]\n', encoding="utf-8")
    assert main(["lint", str(written(tmp_path, DRAFT)), "--settings", str(own)]) == 0
    own.write_text("[clarity]\nmuch = 1\n", encoding="utf-8")
    assert main(["lint", str(written(tmp_path, DRAFT)), "--settings", str(own)]) == 1


def test_an_office_decides_which_words_name_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = written(tmp_path, CLEAN.replace("市教育局", "某某专班"))
    assert main(["lint", str(draft), "--fail-on", "error"]) == 0
    assert "lead-unresolved" not in capsys.readouterr().out
    own = tmp_path / "own.toml"
    own.write_text('[clarity]\nplaceholders = ["某某专班"]\n', encoding="utf-8")
    assert main(["lint", str(draft), "--settings", str(own), "--fail-on", "error"]) == 0
    assert "lead-unresolved" in capsys.readouterr().out


def test_a_task_that_nobody_leads_is_quoted_by_its_title(tmp_path: Path) -> None:
    text = CLEAN.replace("责任单位：市司法局", "责任单位：待定")
    said = run("lint", written(tmp_path, text), "--lang", "zh").stdout.decode()
    assert "[lead-none]" in said
    assert "“制定办法”" in said
