"""Duties of the running text on the command line: written out with their basis, counted only when asked for."""

import csv
import io
import json
from pathlib import Path

import pytest

import extract
from api.cli.main import main

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "data"
    assert main(["build", str(EXAMPLE), "--data", str(folder)]) == 0
    return folder


def _loads(data: Path, capsysbinary: pytest.CaptureFixture[bytes], *more: str) -> dict[str, int]:
    capsysbinary.readouterr()
    assert main(["analyse", "workload", "--data", str(data), "--format", "csv", *more]) == 0
    table = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig")))
    return {row["unit_label"]: int(row["led"]) for row in table}


def test_analyse_counts_sentences_only_when_asked(data: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    plain, asked = _loads(data, capsysbinary), _loads(data, capsysbinary, "--sentences")
    assert len(plain) == 43
    assert len(asked) == 45
    more = {unit: led - plain.get(unit, 0) for unit, led in asked.items() if led != plain.get(unit, 0)}
    assert {unit.removeprefix("昌吉回族自治州"): led for unit, led in more.items()} == {
        "工商部门": 1,
        "政府法制机构": 1,
    }


def test_extract_writes_sentences_with_their_basis(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", str(EXAMPLE), "--format", "jsonl"]) == 0
    tasks = [json.loads(line) for line in capsysbinary.readouterr().out.decode().splitlines()]
    said = [
        (task["ref"], one["mention"], one["role"])
        for task in tasks
        for one in task["assignments"]
        if one["basis"] == "sentence"
    ]
    assert said == [
        ("2.1.2", "工商部门", "lead"),
        ("2.3.1", "政府法制办", "lead"),
        ("2.6.1", "政府法制机构", "lead"),
        ("2.6.1", "各职能部门", "implement"),
    ]
    assert sum(one["basis"] != "sentence" for task in tasks for one in task["assignments"]) == 136
