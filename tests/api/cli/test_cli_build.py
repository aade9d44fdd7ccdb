"""What ``build`` says of many files: a sum instead of a row each, each cause once with the files it is of."""

from pathlib import Path

from tests.api.cli.test_cli import run
from tests.graph.build.test_pool import plan_text


def test_many_files_are_summed_up_and_each_cause_is_told_once(tmp_path: Path) -> None:
    place = tmp_path / "plans"
    place.mkdir()
    for number in range(52):
        (place / f"{number:02}.txt").write_text(plan_text(number), encoding="utf-8")
    for number in range(12):
        (place / f"空{number:02}.txt").write_bytes(b"")
    done = run("build", place, "--data", tmp_path / "data", "--processes", "1")
    assert done.returncode == 1
    said = done.stdout.decode("utf-8")
    faults = [line for line in done.stderr.decode("utf-8").splitlines() if "━" not in line]
    assert "50.txt" not in said
    assert "104" in said  # assignments
    assert [line for line in faults if "空00.txt" in line] == faults[:1]
    assert "11 份" in faults[1]
    assert "空10.txt、等" not in faults[1]
    assert len(faults) == 2
    again = run("build", place, "--data", tmp_path / "data")
    assert "52 份没有改动" in again.stderr.decode("utf-8")
    assert again.stdout == b""
    one = run("build", place / "00.txt", "--data", tmp_path / "data", "--again")
    assert one.returncode == 0
    assert "00.txt" in one.stdout.decode("utf-8")
