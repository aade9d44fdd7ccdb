"""Every analysis from the command line: each table as JSON, settings, collectives, reforms, the ledger, clear refusals."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

import extract
from api.cli.analyse import REFORM
from api.cli.analyses import ANALYSES
from api.cli.main import main
from api.tables.years import LOSSES
from extract.pipeline import extract as read_plan
from extract.readers import read
from graph.build.plans import build
from graph.compare.decisions import PairEntry, PairState, decide
from graph.compare.duty_changes import ChangeReason
from graph.dataset.keys import task_keys
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.store import open_store

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
Runner = Callable[..., "Done"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the example plan."""
    place = tmp_path_factory.mktemp("cli")
    with open_store(place / "data") as store:
        build((EXAMPLE,), store, lambda _step: None)
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run ``dutygraph`` in the folder, in this process: a start of its own for each would take minutes."""
    monkeypatch.chdir(folder)

    def command(*words: str) -> Done:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            code = main([*words, "--data", "data"])
        for stream in streams:
            stream.flush()
        out, err = (stream.detach() for stream in streams)
        assert isinstance(out, io.BytesIO)
        assert isinstance(err, io.BytesIO)
        return Done(code, out.getvalue(), err.getvalue())

    return command


def rows(run: Runner, *words: str) -> list[dict[str, object]]:
    done = run("analyse", *words, "--format", "json")
    assert done.returncode == 0, done.stderr.decode()
    assert b"NaN" not in done.stdout
    found: list[dict[str, object]] = json.loads(done.stdout)["rows"]
    return found


ABSENT = {"changed-sides", "conflicts", "deadlines", "deadline-tasks", "reform-tasks", "times-in-text"}
"""Analyses that find nothing in the one plan of the example: it sets no times, and has no plan before it."""


@pytest.mark.parametrize("name", [*ANALYSES, *REFORM])
def test_every_analysis_is_json(run: Runner, name: str) -> None:
    found = rows(run, name, *(("--merge", "州政府法制办=州司法局") if name in REFORM else ()))
    assert found or name in ABSENT


def test_settings_bite(run: Runner, folder: Path) -> None:
    own = folder / "own.toml"
    own.write_text('[weights]\nsupport = 1\n[members]\n"州政府各部门" = ["州公安局", "州财政局"]\n', encoding="utf-8")
    plain, mine = rows(run, "workload"), rows(run, "workload", "--settings", "own.toml")
    assert (plain[0]["weighted"], mine[0]["weighted"]) == (12.75, 18)
    wide = rows(run, "workload", "--settings", "own.toml", "--collectives", "expanded")
    finance = next(row for row in wide if str(row["unit_label"]).endswith("州财政局"))
    before = next(row for row in plain if str(row["unit_label"]).endswith("州财政局"))
    assert isinstance(finance["supported"], int)
    assert isinstance(before["supported"], int)
    assert finance["supported"] > before["supported"]
    named = {row["unit_label"] for row in rows(run, "workload", "--collectives", "left-out")}
    assert not any("各部门" in str(name) for name in named)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[weights]\nlead = -1\n", "lead"),
        ("[weights]\nlead = 'much'\n", "lead"),
        ("[weights]\nlead = nan\n", "lead"),
        ("[wieghts]\nlead = 1\n", "wieghts"),
        ("[clarity]\nmany = 1\n", "clarity.many"),
        ("[clarity", "设置文件"),
    ],
)
def test_a_settings_file_at_fault_is_refused_in_one_sentence(run: Runner, folder: Path, text: str, says: str) -> None:
    (folder / "bad.toml").write_text(text, encoding="utf-8")
    for command in (("analyse", "workload"), ("report", "--out", "r.xlsx")):
        done = run(*command, "--settings", "bad.toml")
        assert done.returncode == 1
        assert says in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
    assert run("analyse", "workload", "--settings", "nowhere.toml").returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        ("unit",),
        ("unit", "--unit", "没有的局"),
        ("compare",),
        ("compare", "--plan", "nope", "--plan", "nope"),
        ("workload", "--plan", "nope"),
        ("reform-load", "--merge", "州司法局"),
        ("reform-load", "--merge", "没有的局=州司法局"),
        ("reform-load", "--move", "9.9:州公安局=州司法局"),
        ("reform-load", "--dissolve", "没有的局"),
    ],
)
def test_a_question_that_names_nothing_is_refused(run: Runner, words: tuple[str, ...]) -> None:
    done = run("analyse", *words)
    assert done.returncode == 1
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_the_worked_example(run: Runner) -> None:
    found = rows(run, "reform-load", "--merge", "州政府法制办=州司法局")
    assert [(row["led_before"], row["led_after"]) for row in found] == [(11, 0), (4, 14)]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_ledger_goes_out_and_comes_back(run: Runner, folder: Path, kind: str) -> None:
    done = run("report", "--ledger", "--out", f"ledger.{kind}")
    assert done.returncode == 0, done.stderr.decode()
    plan, again = (corpus_of(read_plan(read(path))) for path in (EXAMPLE, folder / f"ledger.{kind}"))
    before, after = (
        Counter((row.role, row.mention, row.unit) for row in one.assignments if row.counted) for one in (plan, again)
    )
    assert after == before
    assert after.total() == 136


def test_a_report_with_collectives_left_out(run: Runner, folder: Path) -> None:
    assert run("report", "--out", "r.xlsx", "--collectives", "left-out").returncode == 0
    book = openpyxl.load_workbook(folder / "r.xlsx")
    assert not any("各部门" in str(row[0]) for row in book["单位任务量"].iter_rows(values_only=True))
    assert run("report", "--ledger", "--out", "l.html").returncode == 1


def test_decided_pairs_of_tasks_count_on_the_command_line_and_in_the_report(
    tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    head = "宜昌市人民政府关于印发宜昌市{year}年安全生产工作要点的通知\n宜府发[{year}]1号\n一、主要任务\n{task}宜昌市人民政府\n{year}年2月6日\n"
    old = head.format(year=2019, task="1.完善法律顾问制度。各级政府聘请法律顾问。\n牵头单位：市司法局\n")
    new = head.format(year=2020, task="1.检查消防设施。开展夜间检查。\n牵头单位：市公安局\n")
    for name, text in (("old.txt", old), ("new.txt", new)):
        Path(name).write_text(text, encoding="utf-8")
    with open_store(Path("data")) as store:
        build((Path("old.txt"), Path("new.txt")), store, lambda _step: None)
        left, right = sorted(task_keys(load(store)).values())
        entry = PairEntry(
            left=left, right=right, left_words="", right_words="", state=PairState.CONFIRMED, who="王芳", when="2020"
        )
        decide(store, entry)
    assert sorted(int(str(row["lost_other_leads"])) for row in rows(run, "duty-changes")) == [0, 1]
    assert run("report", "--out", "r.html").returncode == 0
    shown = Path("r.html").read_text(encoding="utf-8").partition('id="duty-changes"')[2].partition("</section>")[0]
    heads, cells = (re.findall(rf"<{tag}[^>]*>([^<]*)</{tag}>", shown) for tag in ("th", "td"))
    assert sorted(cells[heads.index(LOSSES[ChangeReason.OTHER_LEADS].render()) :: len(heads)]) == ["0", "1"]
