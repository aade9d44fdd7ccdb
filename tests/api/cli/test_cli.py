"""The command line through the real console script: right answers, clear faults, honest exit codes."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from api.cli.commands import COMMANDS
from api.cli.main import USAGE, main

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(sys.executable).with_name("dutygraph")
EXAMPLE = ROOT / "extract" / "examples" / "changji-2015.txt"
PLAIN = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C"}  # no locale at all

Finished = subprocess.CompletedProcess[bytes]


def run(*arguments: str | Path, cwd: Path | None = None, more: Mapping[str, str] | None = None) -> Finished:
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, cwd=cwd, env={**PLAIN, **(more or {})}, timeout=300, check=False
    )


def fault(finished: Finished, code: int = 1) -> str:
    """The fault a person reads: no traceback, one line in one language."""
    said = finished.stderr.decode("utf-8")
    assert finished.returncode == code, said
    assert "Traceback" not in said
    lines = [line for line in said.splitlines() if line.strip() and "━" not in line]
    assert len(lines) == 1, said
    assert any("\u4e00" <= letter <= "\u9fff" for letter in lines[0])
    return said


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example in it."""
    folder = tmp_path_factory.mktemp("built") / "data"
    assert run("build", EXAMPLE, "--data", folder).returncode == 0
    return folder


def test_extract_writes_one_object_a_task_with_exact_words() -> None:
    finished = run("extract", EXAMPLE)
    assert finished.returncode == 0, finished.stderr.decode()
    tasks = [json.loads(line) for line in finished.stdout.decode("utf-8").splitlines()]
    text = EXAMPLE.read_text(encoding="utf-8")
    held = [held for task in tasks for held in task["assignments"] if held["basis"] != "sentence"]
    assert (len(tasks), len(held)) == (30, 136)
    assert all(text[one["start"] : one["end"]] == one["mention"] for one in held)
    assert all(text[task["start"] : task["end"]].startswith(task["text"][:10]) for task in tasks)
    assert [task["start"] for task in tasks] == sorted(task["start"] for task in tasks)
    third = next(task for task in tasks if task["ref"] == "2.1.3")
    assert third["sections"] == ["二、主要任务及责任分工", "(一)依法全面履行政府职能"]
    assert (third["number"], third["clarity"], third["deadline"]) == ("3.", "group_office", None)
    assert set(held[0]) == {
        *("role", "mention", "start", "end", "unit", "unit_label", "kind", "rank", "basis", "rule", "confidence"),
    }


@pytest.mark.parametrize("form", ["jsonl", "csv", "ttl", "nq"])
def test_extract_gives_the_same_bytes_whatever_the_locale(form: str) -> None:
    # ASCII streams and file names, and another order of hashes
    old = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "7"}
    first, second = run("extract", EXAMPLE, "--format", form), run("extract", EXAMPLE, "--format", form, more=old)
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert len(first.stdout) > 10_000


def test_csv_has_one_head_and_one_row_an_assignment_for_many_files(tmp_path: Path) -> None:
    finished = run("extract", tmp_path / "missing.txt", EXAMPLE, EXAMPLE, "--format", "csv")
    assert finished.returncode == 1
    rows = list(csv.DictReader(io.StringIO(finished.stdout.decode("utf-8-sig"))))
    assert sum(row["basis"] != "sentence" for row in rows) == 2 * 136
    assert {row["role"] for row in rows} >= {"lead", "support"}


def test_the_ledger_adds_up_to_the_whole_text() -> None:
    lines = [json.loads(line) for line in run("extract", EXAMPLE, "--ledger").stdout.decode("utf-8").splitlines()]
    assert "".join(line["text"] for line in lines) == EXAMPLE.read_text(encoding="utf-8")
    assert {line["state"] for line in lines} == {"read", "not_assignment"}
    assert run("extract", EXAMPLE, "--ledger", "--format", "ttl").returncode == 2


def test_demo_tells_the_story_and_twice_doubles_nothing(tmp_path: Path) -> None:
    first = run("demo", "--no-serve", "--lang", "zh", cwd=tmp_path)
    assert first.returncode == 0, first.stderr.decode()
    second = run("demo", "--no-serve", "--lang", "zh", cwd=tmp_path)
    assert first.stdout == second.stdout
    said = first.stdout.decode("utf-8")
    words = [line.split() for line in said.splitlines()]
    assert ["任务", "30"] in words
    assert ["分工", "136"] in words
    assert ["其中牵头", "96"] in words
    assert ["单位", "43"] in words
    assert ["未识别的文字段", "0"] in words
    assert ["昌吉回族自治州人民政府法制办公室", "11", "4.38", "3", "7", "12.75", "18", "7", "骨干", "是"] in words
    assert ["昌吉回族自治州人民政府办公室", "10", "4.23", "10", "1", "10.25", "11", "6", "骨干"] in words
    assert ["集体牵头", "2", "2.4.3", "2.4.4"] in words
    assert ["议事协调机构办公室牵头", "1", "2.1.3"] in words
    assert [line[2] for line in words if line[:1] == ["并列未排序"]] == ["2.1.1"]
    assert "编号缺失" in said
    assert [path.name for path in tmp_path.iterdir()] == ["dutygraph-data"]


@pytest.mark.parametrize("analysis", ["workload", "clarity", "overlap", "centrality"])
def test_each_analysis_comes_as_table_csv_and_json(data: Path, analysis: str) -> None:
    table, comma, objects = (
        run("analyse", analysis, "--data", data, "--format", form) for form in ("table", "csv", "json")
    )
    assert (table.returncode, comma.returncode, objects.returncode) == (0, 0, 0)
    rows = json.loads(objects.stdout)["rows"]
    assert next(iter(csv.DictReader(io.StringIO(comma.stdout.decode("utf-8-sig"))))).keys() == rows[0].keys()
    assert len(table.stdout.decode("utf-8").splitlines()) > len(rows)


def test_the_workload_table_has_the_ranking_of_the_plan(data: Path) -> None:
    rows = json.loads(run("analyse", "workload", "--data", data, "--format", "json").stdout)["rows"]
    led = {row["unit_label"].removeprefix("昌吉回族自治州"): row["led"] for row in rows}
    assert [led[name] for name in ("人民政府法制办公室", "人民政府办公室", "公安局", "监察局", "司法局")] == [
        11,
        10,
        5,
        4,
        4,
    ]


def test_validate_finds_the_example_sound(data: Path) -> None:
    finished = run("validate", "--data", data)
    assert finished.returncode == 0
    assert "1 份方案，1 份合格。" in finished.stdout.decode("utf-8")


def test_snapshot_writes_one_file(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "图.html"
    assert run("snapshot", "--data", data, "--out", out, "--layout", "layered").returncode == 0
    assert "昌吉回族自治州人民政府法制办公室" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "ttl"], "缺少参数 --out"),
        (["build", "a.txt", "--pages"], "没有参数 --pages"),
        (["corrections", "mend"], "不能是“mend”，可以是"),
        (["build", "a.txt", "--processes", "many"], "--processes 须为数字，不能是“many”"),
        (["build", "a.txt", "--data"], "--data 后须写一个值"),
    ],
)
def test_wrong_usage_is_said_in_one_language(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--lang", "zh"]) == USAGE
    fault = capsys.readouterr().err.splitlines()[-1]
    assert said in fault
    assert "argument" not in fault


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help", "--lang", "zh"]) == 0
    assert COMMANDS[name].render() in capsys.readouterr().out.replace("\n", "")


def test_ask_answers_a_question_and_a_query_alike(data: Path, tmp_path: Path) -> None:
    query = tmp_path / "牵头.rq"
    query.write_text(
        "PREFIX dg: <https://w3id.org/dutygraph/ns#>\n"
        "SELECT ?u (COUNT(?t) AS ?n) WHERE { ?t dg:leadBy ?u } GROUP BY ?u ORDER BY DESC(?n)",
        encoding="utf-8",
    )
    asked = json.loads(run("ask", "--sparql", query, "--data", data, "--format", "json").stdout)["rows"]
    assert [row["n"] for row in asked[:4]] == ["11", "10", "8", "5"]
    ready = run("ask", "most-leads", "--data", data, "--format", "csv")
    assert ready.returncode == 0, ready.stderr.decode()
    assert "人民政府法制办公室" in ready.stdout.decode("utf-8")
    assert "most-leads" in run("ask").stdout.decode("utf-8")


def test_ask_refuses_what_is_no_question_and_what_leaves_the_machine(data: Path, tmp_path: Path) -> None:
    assert "没有问题" in fault(run("ask", "nothing", "--data", data))
    query = tmp_path / "out.rq"
    query.write_text("SELECT * WHERE { SERVICE <http://example.com/> { ?s ?p ?o } }", encoding="utf-8")
    fault(run("ask", "--sparql", query, "--data", data))
    query.write_bytes("SELECT 中".encode("gbk"))
    assert "UTF-8" in fault(run("ask", "--sparql", query, "--data", data))


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html"])
def test_report_writes_each_kind(data: Path, tmp_path: Path, ending: str) -> None:
    assert run("report", "--data", data, "--out", tmp_path / f"r.{ending}").returncode == 0
    assert (tmp_path / f"r.{ending}").stat().st_size > 2000


def test_report_refuses_another_ending(data: Path, tmp_path: Path) -> None:
    assert ".xlsx" in fault(run("report", "--data", data, "--out", tmp_path / "r.exe"))
    assert list(tmp_path.iterdir()) == []


# bad input


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    finished = run("extract", tmp_path / "没有.txt")
    assert "没有.txt" in fault(finished)
    assert finished.stdout == b""


@pytest.mark.parametrize(
    "content",
    [b"", bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500)],
    ids=["empty", "binary", "picture"],
)
def test_a_file_that_is_no_text_is_refused_by_extract_and_build(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "坏.txt"
    file.write_bytes(content)
    assert "坏.txt" in fault(run("extract", file))
    both = run("build", file, EXAMPLE, "--data", tmp_path / "data", "--lang", "zh")
    said = both.stderr.decode("utf-8") + both.stdout.decode("utf-8")
    assert both.returncode == 1
    assert "坏.txt" in said
    assert "136" in said  # the good file went in all the same


def test_a_text_with_no_responsibility_clause_says_so(tmp_path: Path) -> None:
    file = tmp_path / "散文.txt"
    file.write_text("春天来了，花开了。\n我们去公园散步。\n", encoding="utf-8")
    finished = run("extract", file)
    assert "未识别到责任分工" in fault(finished)
    assert run("build", file, "--data", tmp_path / "data").returncode == 1


def test_a_folder_without_files_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert "没有文件" in fault(run("build", tmp_path / "空", "--data", tmp_path / "data"))


@pytest.mark.parametrize("under", ["a file", "/proc"])
def test_a_data_folder_that_cannot_be_made_is_said_to_be_one(tmp_path: Path, under: str) -> None:
    (tmp_path / "a file").write_text("x", encoding="utf-8")
    folder = (tmp_path / under if under == "a file" else Path(under)) / "data"
    if under == "/proc" and not Path("/proc").exists():
        pytest.skip("this system has no /proc")
    assert str(folder) in fault(run("build", EXAMPLE, "--data", folder))


def test_a_data_folder_of_another_version_or_owner_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("dutygraph data 99\n", encoding="utf-8")
    assert "dutygraph data 99" in fault(run("demo", "--no-serve", "--data", tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["VERSION"]
    (tmp_path / "VERSION").rename(tmp_path / "letters.txt")
    fault(run("build", EXAMPLE, "--data", tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("command", [("analyse", "workload"), ("validate",), ("snapshot", "--out", "x.html")])
def test_reading_a_data_folder_that_is_not_there_makes_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "dutygraph build" in fault(run(*command, "--data", tmp_path / "none", cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_before_anything_is_done(tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert port in fault(run(command, "--port", port, "--data", tmp_path / "data"))
    assert list(tmp_path.iterdir()) == []


def test_an_open_address_needs_a_token(tmp_path: Path) -> None:
    assert "DUTYGRAPH_TOKEN" in fault(run("serve", "--host", "0.0.0.0", "--data", tmp_path / "data"))  # noqa: S104  # refused


@pytest.mark.parametrize("content", ["1", "11111111111111111111", "", "口令"])
def test_a_weak_token_is_refused_where_others_can_connect(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, encoding="utf-8")
    open_address = ("serve", "--host", "0.0.0.0", "--data", tmp_path / "data")  # noqa: S104  # refused
    said = fault(run(*open_address, "--token-file", tmp_path / "token"))
    assert "口令" in said
    assert not (tmp_path / "data").exists()


def test_a_token_is_no_option_that_other_users_could_read(tmp_path: Path) -> None:
    assert run("serve", "--token", "Qm3-v7Tz_8sLwX2p", "--data", tmp_path / "data").returncode == 2
    assert str(tmp_path / "none") in fault(run("serve", "--token-file", tmp_path / "none", "--data", tmp_path / "data"))


def test_an_unwritable_snapshot_names_the_file(data: Path, tmp_path: Path) -> None:
    assert "nowhere" in fault(run("snapshot", "--data", data, "--out", tmp_path / "nowhere" / "x.html"))


@pytest.mark.parametrize("arguments", [(), ("nothing",), ("extract",), ("demo", "--port", "99999"), ("demo", "--por")])
def test_wrong_usage_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    finished = run(*arguments)
    assert finished.returncode == 2
    assert "用法有误" in finished.stderr.decode("utf-8")


def test_a_reader_that_goes_away_is_no_fault() -> None:
    program = subprocess.Popen(
        [PROGRAM, "extract", *[EXAMPLE] * 8, "--format", "nq"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    )
    assert program.stdout
    assert program.stderr
    program.stdout.readline()
    program.stdout.close()
    said = program.stderr.read()
    program.stderr.close()
    assert program.wait(timeout=120) == 141
    assert said == b""


def test_ctrl_c_during_serving_ends_it_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "demo", "--port", "0", "--data", tmp_path / "data"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    ) as program:
        watchdog = threading.Timer(300, program.kill)
        watchdog.start()
        try:
            assert program.stdout
            assert any(b"http://127.0.0.1:" in line for line in program.stdout)
            program.send_signal(signal.SIGINT)
            _, said = program.communicate(timeout=120)
        finally:
            watchdog.cancel()
            program.kill()  # does nothing to what has ended
    assert program.returncode == 0
    assert "Traceback" not in said.decode("utf-8")
    assert run("validate", "--data", tmp_path / "data").returncode == 0


def test_ctrl_c_during_a_build_leaves_whole_plans_only(tmp_path: Path) -> None:
    copies = tmp_path / "plans"
    copies.mkdir()
    for number in range(200):
        (copies / f"{number:03}.txt").write_bytes(EXAMPLE.read_bytes() + f"\n附{number}\n".encode())
    with subprocess.Popen(
        [PROGRAM, "build", copies, "--data", tmp_path / "data"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    ) as program:
        revision = tmp_path / "data" / "revision"  # of the first writes, some are of the vocabulary
        try:
            while not revision.exists() or int(revision.read_text() or 0) < 8:
                assert program.poll() is None
                time.sleep(0.01)
        finally:
            program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=120)
    assert program.returncode == 130
    assert "已中断" in said.decode("utf-8")
    assert "Traceback" not in said.decode("utf-8")
    counts = {
        row["ref"]
        for row in json.loads(run("analyse", "clarity", "--data", tmp_path / "data", "--format", "json").stdout)["rows"]
    }
    assert len(counts) == 30
