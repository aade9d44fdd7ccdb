"""The program runs where the system lacks locks, limits and the fast event loop, and says which bounds are weaker."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from graph.store.system import module_command, weaker_bounds
from ontology.catalogue import Language

HIDDEN = ("fcntl", "resource", "uvloop")
EXAMPLE = Path(__file__).resolve().parents[3] / "extract" / "examples" / "changji-2015.txt"


def without(folder: Path) -> dict[str, str]:
    """The environment of a program that cannot load the hidden modules, nor can its workers."""
    for name in HIDDEN:
        (folder / f"{name}.py").write_text("raise ImportError('hidden')\n", encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder), "LC_ALL": "C"}


def test_the_server_starts_reads_a_plan_and_answers_queries_without_them(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    command = [
        str(Path(sys.executable).with_name("dutygraph")),
        "demo",
        "--port",
        "0",
        "--data",
        str(tmp_path / "data"),
    ]
    with subprocess.Popen(command, env=without(tmp_path / "hidden"), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            said: list[str] = []
            while not (address := re.findall(r"http://127\.0\.0\.1:\d+/", "".join(said[-1:]))):
                said.append(server.stdout.readline())
                assert said[-1], "the server ended"
            said += [server.stdout.readline() for _ in range(2)]
            with httpx.Client(base_url=address[0], timeout=60, trust_env=False) as client:
                assert "法制办公室" in client.get("/", headers={"Accept": "text/html"}).text
                answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
                assert answer.json()["boolean"] is True
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)
    assert "不能锁定数据目录" in said[-2]
    assert "不能限定内存" in said[-1]


def test_a_system_with_everything_says_nothing() -> None:
    assert weaker_bounds() == ()


@pytest.mark.parametrize("language", Language)
def test_what_is_weaker_is_said_in_both_languages(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LOCKS", False), ("resource", None), ("LINUX", False)):
        monkeypatch.setattr(f"graph.store.system.{name}", value)
    assert len({text.render(language) for text in weaker_bounds()}) == 3


def test_a_module_of_ours_runs_beside_a_folder_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "__init__.py").write_text("raise SystemExit('the wrong graph')\n", encoding="utf-8")
    asked = [*module_command("graph.store.worker")[:-2], "-c", "import graph.store; print(graph.store.__name__)"]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(EXAMPLE.parents[2]), *filter(None, sys.path)])}
    finished = subprocess.run(asked, cwd=tmp_path, env=path, capture_output=True, text=True, check=False)
    assert finished.stdout == "graph.store\n", finished.stderr
    helped = subprocess.run(
        [Path(sys.executable).with_name("dutygraph"), "extract", EXAMPLE],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert helped.returncode == 0, helped.stderr
