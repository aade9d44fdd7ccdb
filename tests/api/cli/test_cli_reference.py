"""``dutygraph reference`` writes figures and no word of a plan; one plan is not enough for any."""

from pathlib import Path

import pytest

import extract
from api.cli.main import main
from graph.reference.figures import read

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


def test_one_plan_gives_a_table_without_rows_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path / "data")
    assert main(["build", str(EXAMPLE), "--data", data]) == 0
    capsys.readouterr()
    assert main(["reference", "--data", data, "--date", "2026-01-31", "--lang", "zh"]) == 0
    out, err = capsys.readouterr()
    assert read(out) == ()
    assert out.startswith("kind,level,measure,plans,date,q0,")
    assert "不足 10 份" in err
    assert main(["analyse", "reference", "--data", data, "--lang", "zh"]) == 0
    assert "成" in capsys.readouterr().out
