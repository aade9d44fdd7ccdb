"""The notebooks run from top to bottom on a clone, and are stored without output."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def test_there_are_four() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_output(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_each_last_value_shows(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    shown = [_run("".join(cell["source"]), names, path.name) for cell in cells]
    assert capsys.readouterr().out
    assert any("<svg" in html for html in shown), "each story has a picture"
    assert any("iframe" in html for html in shown) == path.name.startswith("01")


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
