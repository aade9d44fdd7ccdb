"""``--scope``: every command that reads the plans reads those of the scope alone, and refuses what names nothing."""

import csv
import io
from pathlib import Path

import pyoxigraph
import pytest

from graph.dataset.triples import ntriples
from graph.store import open_store
from tests.api.cli.test_cli import fault, run
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in range(3))
ONE = PLANS[0][0].plans[0]
SCOPED = (
    ("analyse", "workload"),
    ("report", "--out", "report.xlsx"),
    ("snapshot", "--out", "snapshot.html"),
    ("export", "csv", "--out", "tables"),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scoped") / "data"
    with open_store(folder) as store:
        store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS)
    return folder


def test_an_analysis_counts_the_plans_of_the_scope_alone(data: Path) -> None:
    done = run("analyse", "workload", "--format", "csv", "--data", data, "--scope", f"plan={ONE.id}")
    assert done.returncode == 0, done.stderr.decode()
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    named = {row.unit for row in PLANS[0][0].assignments if row.counted}
    assert len(rows) == len(named)


def test_an_export_holds_the_plans_of_the_scope_alone(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "one.nq"
    assert run("export", "nq", "--out", out, "--data", data, "--scope", f"plan={ONE.source}").returncode == 0
    quads = list(pyoxigraph.parse(out.read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode)} == {ONE.iri}
    assert len(quads) == ntriples(*PLANS[0]).count(b"\n")
    tables = tmp_path / "tables"
    assert run("export", "csv", "--out", tables, "--data", data, "--scope", f"plan={ONE.id}").returncode == 0
    with (tables / "tasks.csv").open(encoding="utf-8", newline="") as file:
        assert {row["plan"] for row in csv.DictReader(file)} == {ONE.iri}


def test_a_question_is_answered_from_the_plans_of_the_scope_alone(data: Path) -> None:
    done = run("ask", "plans", "--format", "csv", "--data", data, "--scope", f"plan={ONE.id}")
    assert len(done.stdout.splitlines()) == 2, done.stderr.decode()


@pytest.mark.parametrize("words", SCOPED, ids=lambda words: words[0])
def test_a_scope_that_selects_nothing_or_names_nothing_is_said(
    data: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert "范围 year=1999 内没有方案" in fault(run(*words, "--data", data, "--scope", "year=1999", cwd=tmp_path))
    assert "桃花源" in fault(run(*words, "--data", data, "--scope", "place=桃花源", cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_rows_that_does_not_answer_is_said(data: Path) -> None:
    gone = "postgresql://user:secret@127.0.0.1:1/rows"
    said = fault(run("analyse", "workload", "--data", data, "--rows", gone))
    assert "127.0.0.1:1/rows" in said
    assert "secret" not in said
