"""What a start loads: libraries that only some uses need are not loaded by the others."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    {
        *(
            "numpy",
            "pandas",
            "scipy",
            "networkx",
            "pyvis",
            "IPython",
            "rdflib",
            "pyoxigraph",
            "rustworkx",
            "sqlalchemy",
        ),
        *("openpyxl", "docx", "pypdfium2", "pdfminer", "pypinyin", "lark", "pyshacl", "owlrl", "httpx", "rich"),
        *("fastapi", "starlette", "uvicorn", "jinja2", "pydantic", "multiprocessing.pool", "shtab", "mcp"),
    }
)
TEXT = "一、任务\n1.修订预案。\n牵头单位：市应急管理局\n"


@pytest.mark.parametrize(
    ("code", "also"),
    [
        (
            "from dutygraph.__main__ import main; sys.argv[1:] = ['extract', '--help']; main()",
            {"extract.pipeline", "lxml"},
        ),
        ("from dutygraph.__main__ import main; sys.argv[1:] = ['extract', 'plan.txt']; main()", {"lxml"}),
        ("import dutygraph", {"dutygraph.archive", "extract.pipeline", "graph.dataset.rows", "graph.store", "lxml"}),
        (f"import dutygraph; dutygraph.extract({TEXT!r})", {"extract.readers.mail", "lxml"}),
    ],
    ids=["help", "extract", "import", "text"],
)
def test_what_is_not_needed_is_not_loaded(code: str, also: set[str], tmp_path: Path) -> None:
    assert sorted(loaded(code, tmp_path) & (HEAVY | also)) == []


def test_what_is_needed_is_loaded_when_it_is_used(tmp_path: Path) -> None:
    plan = f"import dutygraph; plan = dutygraph.extract({TEXT!r}); "
    assert "pandas" in loaded(plan + "plan.tasks", tmp_path)
    assert "networkx" in loaded(plan + "plan.graph()", tmp_path)
    assert "pyvis" in loaded(plan + "plan.show()", tmp_path), "drawn by pyvis"


def loaded(code: str, folder: Path) -> set[str]:
    """Run code in a new interpreter; give the modules that it loaded."""
    (folder / "plan.txt").write_text(TEXT, encoding="utf-8")
    ended = f"try:\n    {code}\nexcept SystemExit:\n    pass\nprint()\nprint(json.dumps(sorted(sys.modules)))"
    finished = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{ended}"], cwd=folder, capture_output=True, text=True, check=True
    )
    names: list[str] = json.loads(finished.stdout.splitlines()[-1])
    return set(names)
