"""The habits of a command line: standard input, version, quiet, completion, faults as JSON, colours."""

import json
import subprocess
from pathlib import Path

import pytest

from api.cli.commands import COMMANDS
from tests.api.cli.test_cli import EXAMPLE, PLAIN, PROGRAM, run


def test_a_dash_is_standard_input() -> None:
    piped = subprocess.run(
        [PROGRAM, "extract", "-"], input=EXAMPLE.read_bytes(), capture_output=True, env=PLAIN, timeout=300, check=False
    )
    assert piped.returncode == 0, piped.stderr
    assert piped.stdout == run("extract", EXAMPLE).stdout


@pytest.mark.parametrize(
    "words", [("lint", "-", "--fail-on", "error"), ("ask", "--sparql", "-", "--data", "data", "--format", "csv")]
)
def test_other_commands_take_standard_input(words: tuple[str, ...], tmp_path: Path) -> None:
    assert run("build", EXAMPLE, "--data", tmp_path / "data").returncode == 0
    given = EXAMPLE.read_bytes() if words[0] == "lint" else b"SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    piped = subprocess.run(
        [PROGRAM, *words], input=given, cwd=tmp_path, capture_output=True, env=PLAIN, timeout=300, check=False
    )
    assert piped.returncode == 0, piped.stderr
    assert piped.stdout
    written = run("export", "nt", "--out", "-", "--data", "data", cwd=tmp_path)
    assert written.stdout.startswith(b"<"), written.stderr


def test_the_version_is_that_of_the_package() -> None:
    finished = run("--version")
    assert (finished.returncode, finished.stdout) == (0, b"dutygraph 0.1.0\n")


def test_quiet_leaves_remarks_out_and_keeps_results_and_faults(tmp_path: Path) -> None:
    built = run("build", EXAMPLE, "--data", tmp_path / "data", "--quiet")
    assert (built.returncode, built.stderr) == (0, b"")
    written = run("report", "--data", tmp_path / "data", "--out", tmp_path / "a.xlsx", "--quiet")
    assert (written.returncode, written.stdout, written.stderr) == (0, b"", b"")
    assert run("report", "--data", tmp_path / "no", "--out", tmp_path / "a.xlsx", "--quiet").stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("analyse", "workload", "--format", "json", "--data", "absent"), 1),
        (("ask", "no-such-question", "--format=json", "--data", "absent"), 1),
        (("analyse", "nonsense", "--format", "json"), 2),
        (("lint", "absent.docx", "--format", "json"), 2),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_is_json_where_the_answer_would_be(
    words: tuple[str, ...], code: int, language: str, tmp_path: Path
) -> None:
    finished = run(*words, "--lang", language, cwd=tmp_path)
    assert finished.returncode == code
    (line,) = finished.stderr.decode("utf-8").splitlines()
    fault = json.loads(line)
    assert list(fault) == ["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in fault["message"]) == (language == "zh")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_every_command(shell: str) -> None:
    script = run("completion", shell).stdout.decode("utf-8")
    assert [name for name in COMMANDS if name not in script] == []
    assert "--collectives" in script


def test_bash_completes_a_command_and_an_option() -> None:
    asked = (
        'source <("$0" completion bash); COMP_WORDS=(dutygraph snap); COMP_CWORD=1; _shtab_dutygraph; echo "${COMPREPLY[@]}"; '
        'COMP_WORDS=(dutygraph snapshot --lay); COMP_CWORD=2; _shtab_dutygraph; echo "${COMPREPLY[@]}"'
    )
    finished = subprocess.run(["bash", "-c", asked, PROGRAM], capture_output=True, text=True, env=PLAIN, check=False)
    assert finished.stdout.split() == ["snapshot", "--layout"], finished.stderr


def test_no_color_is_heard() -> None:
    forced = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert b"\x1b[" in run("extract", "absent.docx", more=forced).stderr
    calm = run("extract", "absent.docx", more={**forced, "NO_COLOR": "1"}).stderr
    assert b"\x1b[3" not in calm  # bold may stay; no colour
