"""``dutygraph check`` and ``build --on-duplicate`` through the real console script."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from graph.dataset.load import load
from graph.dataset.row_databases import database_of
from graph.dataset.sql_tables import TEXTS
from graph.store import open_store
from ontology.terms import Term
from tests.api.cli.test_cli import run

PLAN = "昌吉州重点任务\n1.推进一网通办。\n责任单位：州教育局\n2.压缩办理时限。\n责任单位：州财政局\n"


def test_the_command_names_plans_of_another_lexicon_and_reads_them_again(tmp_path: Path) -> None:
    file, data = tmp_path / "a.txt", tmp_path / "data"
    file.write_text(PLAN, encoding="utf-8")
    assert run("build", file, "--data", data).returncode == 0
    assert run("check", "--data", data).returncode == 0
    with open_store(data) as store:
        (plan,) = load(store).plans
        store.update(f"DELETE WHERE {{ GRAPH <{plan.iri}> {{ ?plan <{Term.LEXICON_VERSION}> ?version }} }}")
    found = run("check", "readings", "--data", data)
    assert (found.returncode, "另一版本" in found.stdout.decode()) == (1, True)
    assert run("check", "graphs", "--data", data).returncode == 0
    assert run("check", "--reread", "--data", data).returncode == 0
    assert run("check", "readings", "--data", data).returncode == 1
    assert run("check", "--reread", "--apply", "--data", data).returncode == 0
    assert run("check", "--data", data).returncode == 0
    assert run("check", "nonsense", "--data", data).returncode == 2


@pytest.mark.parametrize(("choice", "plans"), [("", 1), ("skip", 1), ("version", 1), ("keep", 2)])
def test_the_same_text_in_another_file(tmp_path: Path, choice: str, plans: int) -> None:
    one, two, data = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "data"
    one.write_text(PLAN, encoding="utf-8")
    two.write_text(PLAN + "\n", encoding="utf-8")
    options = ("--on-duplicate", choice) if choice else ()
    built = run("build", one, two, "--data", data, *options)
    assert built.returncode == 0, built.stderr.decode()
    assert "昌吉州重点任务" in built.stderr.decode()
    with open_store(data) as store:
        found = load(store).plans
    assert len(found) == plans
    assert (choice == "version") == (found[0].source == "b.txt")


def test_extract_explains_the_home_and_each_mention(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")
    explained = run("extract", file, "--explain")
    assert explained.returncode == 0
    home, *mentions = map(json.loads, explained.stdout.decode().splitlines())
    assert (home["home"], home["reasons"][0]["sign"]) == ("652300", "title")
    assert [(one["mention"], one["candidates"][0]["unit"] == one["unit"]) for one in mentions] == [
        ("州教育局", True),
        ("州财政局", True),
    ]
    assert all(PLAN[one["start"] : one["end"]] == one["mention"] for one in mentions)
    assert run("extract", file, "--explain", "--format", "csv").returncode == 2


def test_rows_that_are_not_those_of_the_graphs_are_found_and_derived_again(tmp_path: Path) -> None:
    file, data = tmp_path / "a.txt", tmp_path / "data"
    file.write_text(PLAN, encoding="utf-8")
    assert run("build", file, "--data", data).returncode == 0
    with open_store(data) as store, database_of(store).engine.begin() as connection:
        connection.execute(update(TEXTS).values(text="另一个"))
    found = run("check", "rows", "--data", data)
    assert (found.returncode, "--rebuild" in found.stdout.decode()) == (1, True)
    assert run("check", "rows", "--rebuild", "--data", data).returncode == 0


def test_the_command_lists_the_names_to_settle(tmp_path: Path) -> None:
    file, data = tmp_path / "a.txt", tmp_path / "data"
    file.write_text(PLAN.replace("州财政局", "州蓝天保卫专班"), encoding="utf-8")
    assert run("build", file, "--data", data).returncode == 0
    listed = run("check", "--names", "--data", data)
    assert (listed.returncode, "蓝天保卫专班" in listed.stdout.decode()) == (0, True)
    assert "教育局" not in listed.stdout.decode()
