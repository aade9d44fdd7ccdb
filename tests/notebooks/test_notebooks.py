"""The notebooks run from top to bottom, are stored without output, and import nothing of ours but ``dutygraph``."""

import ast
import json
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROOMS = {"api", "extract", "graph", "ontology"}
DRAWN = ("00", "01")  # with an interactive drawing


def test_there_are_six() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["00", "01", "02", "03", "04", "05"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_output(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_only_the_public_package(path: Path) -> None:
    trees = [ast.parse(source) for source in sources(path)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named}.isdisjoint(ROOMS)
    assert "dutygraph" in named


def test_the_first_notebook_has_fifteen_lines() -> None:
    lines = [line for source in sources(NOTEBOOKS[0]) for line in source.splitlines() if line.strip()]
    assert len(lines) == 15


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_each_last_value_shows(
    path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(tmp_path / "plan.docx")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    shown = [_run(source, names, path.name) for source in sources(path)]
    assert capsys.readouterr().out
    assert any("<svg" in html for html in shown) == (path.name[:2] != "00"), "each story has a picture"
    assert any("iframe" in html for html in shown) == path.name.startswith(DRAWN)


def sources(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def write_plan(path: Path) -> None:
    """Write the example plan as a Word document."""
    document = docx.Document()
    for line in (ROOT / "extract" / "examples" / "changji-2015.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(path))


def _run(source: str, names: dict[str, object], name: str) -> str:
    """Run a cell as a notebook does: the last expression is shown, as HTML where it can."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), names)  # noqa: S102  running the notebook is what is tested
    if isinstance(last, ast.Expr):
        value: object = eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307  same
        html = getattr(value, "_repr_html_", None)
        assert html is None or html()
        return str(html()) if html else ""
    return ""
