"""The commands that only read answer while another process holds the data folder; those that write refuse."""

from pathlib import Path

import pytest

from graph.build.plans import build
from graph.store import open_store
from tests.api.cli.test_cli import EXAMPLE, fault, run

READING = (
    ("analyse", "workload", "--format", "csv"),
    ("analyse", "clarity"),
    ("ask", "most-leads"),
    ("report", "--out", "report.xlsx"),
    ("snapshot", "--out", "snapshot.html"),
    ("export", "csv", "--out", "tables"),
    ("export", "ttl", "--out", "plans.ttl"),
    ("corrections", "list"),
    ("backup", "--out", "plans.nq.gz"),
)


def test_commands_that_read_answer_beside_a_writer(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        build([EXAMPLE], store, lambda _step: None)
        beside = {words: run(*words, "--data", "data", cwd=tmp_path) for words in READING}
        assert "正由进程" in fault(run("build", EXAMPLE, "--data", "data", cwd=tmp_path))
    assert {words: done.stderr.decode() for words, done in beside.items() if done.returncode} == {}
    assert "法制办公室" in beside[READING[0]].stdout.decode("utf-8")
    assert beside[READING[0]].stdout == run(*READING[0], "--data", "data", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", ["empty", "absent"])
def test_commands_that_read_make_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    fault(run("analyse", "workload", "--data", tmp_path / name))
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "empty"]
