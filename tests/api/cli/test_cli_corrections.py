"""``dutygraph corrections`` through the real console script: out, round, and back in."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from api.cli.main import main
from graph.corrections import Change, Correction
from graph.corrections.csv import COLUMNS, to_csv
from graph.dataset.load import load
from graph.store import open_store
from tests.api.cli.test_cli import EXAMPLE, fault, run


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "data"
    assert main(["build", str(EXAMPLE), "--data", str(folder)]) == 0
    return folder


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A data folder of its own with the example in it."""
    return Path(shutil.copytree(built, tmp_path / "data"))


def made(data: Path) -> tuple[Correction, ...]:
    """A dropped assignment and its undoing, and a renamed unit."""
    with open_store(data) as store:
        corpus = load(store)
    counted = next(row for row in corpus.assignments if row.counted)
    drop = Correction(change=Change.DROP, target=counted.iri, who="张三", when="2026-11-23", why="=原文有误")
    return (
        drop,
        Correction(
            change=Change.RENAME, target=counted.unit, value="新名", who="李四", when="2026-11-24T08:00:00", why="改名"
        ),
        Correction(change=Change.UNDO, target=drop.iri, who="张三", when="2026-11-25", why="看错了"),
    )


def test_a_table_goes_in_comes_out_and_twice_is_as_good_as_once(data: Path, tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_bytes(to_csv(made(data)))
    first = run("corrections", "import", table, "--data", data)
    assert first.returncode == 0, first.stderr.decode()
    assert "3" in first.stdout.decode()
    assert run("corrections", "import", table, "--data", data).returncode == 0
    assert run("corrections", "export", out, "--data", data).returncode == 0
    assert out.read_bytes() == table.read_bytes()
    assert run("corrections", "export", "--data", data).stdout == table.read_bytes()
    listed = run("corrections", "list", "--data", data).stdout.decode()
    assert all(words in listed for words in ("已撤销", "有效", "李四"))
    with open_store(data) as store:
        assert "新名" in {unit.name for unit in load(store).units}


@pytest.mark.parametrize("bad", ["gbk", "formula", "column", "unknown", "missing"])
def test_a_bad_table_is_refused_and_the_folder_stays_as_it_was(bad: str, data: Path, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    good = to_csv(made(data)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(good)))
    if bad == "gbk":
        table.write_bytes(good.encode("gbk"))
    elif bad == "formula":
        table.write_text(good.replace("'=原文", "=原文"), encoding="utf-8")
    elif bad == "column":
        table.write_text(good.replace(COLUMNS[-1], "note"), encoding="utf-8")
    elif bad == "unknown":
        table.write_text(good.replace(rows[2][1], rows[2][1] + "-x"), encoding="utf-8")
    with open_store(data) as store:
        before = store.dump()
    fault(run("corrections", "import", table, "--data", data))
    with open_store(data) as store:
        assert store.dump() == before


def test_no_file_to_take_in_is_said(data: Path) -> None:
    fault(run("corrections", "import", "--data", data))


@pytest.mark.full
def test_the_home_of_a_plan_is_corrected(data: Path) -> None:
    with open_store(data) as store:
        plan = load(store).plans[0]
    said = ("--who", "张三", "--why", "见封面", "--data", data)
    assert run("corrections", "home", "--plan", plan.id, *said).returncode != 0
    assert run("corrections", "home", "--plan", plan.id, "--place", "伊犁哈萨克自治州", *said).returncode == 0
    with open_store(data) as store:
        assert load(store).plans[0].place_code == "654000"
