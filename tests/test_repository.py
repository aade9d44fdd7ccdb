"""What a clone and a wheel hold: exact locks, nothing of the machine it was made on, all data files."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
# parts of names, joined here so that this file does not hold what it forbids
HOSTS = ["".join(parts) for parts in (("pypi", ".org"), ("python", "hosted"), ("npm", "js."), ("deb.", "debian"))]
PLACES = ["".join(parts) for parts in (("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"))]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode("utf-8").split("\0") if name and (path := ROOT / name).is_file()]


def test_there_are_three_locks() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements-node.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_is_names_and_versions_with_hashes_and_no_address(lock: Path) -> None:
    for pin in pins(lock):
        first, *hashes = pin.split(" \\\n")
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*", first), first
        assert hashes, first
        assert [line for line in hashes if not re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_locks_do_not_overlap() -> None:
    names = [pin.split("==")[0].lower() for lock in LOCKS for pin in pins(lock)]
    assert len(names) == len(set(names)) > 100


def pins(lock: Path) -> list[str]:
    """One name and version with its hashes each."""
    return re.split(r"\n(?=[^ ])", lock.read_text(encoding="utf-8").rstrip("\n"))


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in (*HOSTS, *PLACES) if word in text]
    assert found == []


def test_the_front_ends_lock_names_no_host() -> None:
    manifests = [path for path in tracked() if path.name == "package.json"]
    for manifest in manifests:
        packages = json.loads((manifest.parent / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_rooms_know_only_what_is_below_them() -> None:
    finished = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout


def test_the_wheel_carries_every_data_file(tmp_path: Path) -> None:
    source = tmp_path / "source"  # a build leaves its own folders behind
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".*", "node_modules", "build", "*.egg-info", "__pycache__", "screenshots"),
    )
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            tmp_path,
            source,
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    endings = {".toml", ".csv", ".ttl", ".rq", ".html", ".lark", ".css", ".svg", ".md", ".txt", ".typed"}
    rooms = ("extract/", "ontology/", "graph/", "api/", "dutygraph/")
    wanted = {
        name
        for path in tracked()
        if (name := path.relative_to(ROOT).as_posix()).startswith(rooms)
        and path.suffix in endings
        and "/web/" not in name
    }
    assert len(wanted) > 20
    assert sorted(wanted - held) == []
    assert any(name.startswith("api/static/dist/") for name in held) == (ROOT / "api/static/dist").is_dir()
    assert not any(name.startswith("tests/") for name in held)


def test_pytest_enters_every_folder_of_tests(request: pytest.FixtureRequest) -> None:
    """The folders that pytest leaves out by name hold none of ours: ``build`` is one of them by default, and a room here."""
    left_out = request.config.getini("norecursedirs")
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parts = {part for file in tracked.splitlines() for part in Path(file).parts[:-1] if not part.startswith(".")}
    assert [part for part in sorted(parts) if any(fnmatch(part, pattern) for pattern in left_out)] == []
