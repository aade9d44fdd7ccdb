"""Wheel and source distribution: refused without the front end, whole with it, and at work in an empty environment."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.notebooks.test_notebooks import ROOT, sources, write_plan

LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", ".*_cache", "node_modules", "*.egg-info", "__pycache__", "screenshots"
)
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"


def source(folder: Path) -> Path:
    """Copy the checkout without what was built; ``graph/build`` is a room of it."""
    shutil.copytree(
        ROOT,
        folder / "source",
        ignore=lambda place, names: {*LEFT_OUT(place, names), *({"build", "dist"} if Path(place) == ROOT else ())},
    )
    return folder / "source"


def built(folder: Path, what: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD, what, str(folder.parent)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("what", ["build_wheel", "build_sdist"])
def test_nothing_is_built_without_the_front_end(what: str, tmp_path: Path) -> None:
    folder = source(tmp_path)
    shutil.rmtree(folder / "api" / "static" / "dist", ignore_errors=True)
    finished = built(folder, what)
    assert finished.returncode != 0
    assert "前端尚未构建" in finished.stdout + finished.stderr
    assert list(tmp_path.glob("*.whl")) == list(tmp_path.glob("*.tar.gz")) == []


@pytest.mark.slow
def test_the_source_distribution_is_whole_and_builds_the_same_wheel(tmp_path: Path) -> None:
    folder = source(tmp_path)
    if not (folder / "api" / "static" / "dist" / "graph.js").is_file():
        pytest.skip("the front end is not built here: make wheel")
    assert built(folder, "build_sdist").returncode == 0
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
        opened.extractall(tmp_path / "unpacked", filter="data")
    wanted = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("docs/**/*.*", "notebooks/*.ipynb")
        for path in ROOT.glob(pattern)
    }
    assert sorted((wanted | {"NOTICE", "LICENSE", "setup.py", ".ci/run", "requirements.lock"}) - names) == []
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert built(folder, "build_wheel").returncode == 0
    (first,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(first).namelist())
    first.unlink()
    shutil.rmtree(folder)
    unpacked.rename(folder)
    assert built(folder, "build_wheel").returncode == 0
    (second,) = tmp_path.glob("*.whl")
    assert set(zipfile.ZipFile(second).namelist()) == held


@pytest.mark.full
def test_the_fifteen_lines_run_from_a_wheel_in_an_empty_environment(tmp_path: Path) -> None:
    assert built(source(tmp_path), "build_wheel").returncode == 0
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    python = str(tmp_path / "empty" / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--requirement", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, str(wheel)], check=True)
    work = tmp_path / "work"  # with a folder of the user's own that is named like one of the packages
    (work / "graph").mkdir(parents=True)
    (work / "graph" / "mine.txt").write_text("mine", encoding="utf-8")
    write_plan(work / "plan.docx")
    lines = "\n".join(sources(ROOT / "notebooks" / "00-fifteen-lines.ipynb"))
    (work / "lines.py").write_text(f"{lines}\nassert len(archive.workload())\narchive.close()\n", encoding="utf-8")
    alone = {"PATH": os.defpath, "HOME": str(tmp_path)}
    subprocess.run([python, "lines.py"], cwd=work, env=alone, check=True)
    program = str(tmp_path / "empty" / "bin" / "dutygraph")
    finished = subprocess.run(
        [program, "analyse", "workload", "--format", "json"],
        cwd=work,
        env={**alone, "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert finished.returncode == 1, "no data folder of that name"
    asked = [program, "analyse", "workload", "--format", "json", "--data", "data"]
    answer = subprocess.run(asked, cwd=work, env=alone, capture_output=True, check=True)
    assert json.loads(answer.stdout)["rows"]


def test_the_notice_names_the_licence_of_every_library() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    names = [line.partition("==")[0] for line in lock if "==" in line]
    assert [name for name in names if f"\n{name}: " not in notice and name != "setuptools"] == []
    assert "GPL" not in notice
