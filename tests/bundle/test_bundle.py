"""The bundle: unpacked into an empty folder it starts without Python, network and environment, and imports a plan."""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "extract" / "examples" / "changji-2015.txt"


@pytest.mark.full
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare (util-linux)")
def test_the_bundle_imports_a_plan_without_network_and_environment(tmp_path: Path) -> None:
    subprocess.run(["make", "bundle"], cwd=ROOT, check=True)
    (archive,) = (ROOT / "dist").glob("dutygraph-*-linux-*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="tar")
    (folder,) = tmp_path.iterdir()
    assert {"start.sh", "dutygraph.desktop", "README.txt", "LICENSE", "NOTICE", "sbom.json"} <= {
        path.name for path in folder.iterdir()
    }
    assert not any(path.name == "interactiveshell.pyc" for path in folder.rglob("*")), "IPython is left out"
    visited = f"ip link set lo up && exec {sys.executable} -m tests.bundle.visit {folder} {EXAMPLE}"
    finished = subprocess.run(
        ["unshare", "-n", "sh", "-c", visited], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    seen = json.loads(finished.stdout)
    assert (seen["first"], seen["unit"], seen["sparql"]) == (200, True, True), seen
    alone = {"HOME": str(tmp_path / "home"), "LC_ALL": "C"}
    first = [str(folder / "start.sh"), "--port", "0", "--no-browser"]
    with subprocess.Popen(first, env=alone, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert "http://" in running.stdout.readline()
        second = subprocess.run(first, env=alone, capture_output=True, text=True, check=False)
        running.terminate()
    assert second.returncode == 1
    assert "正由进程" in second.stderr
    assert "Traceback" not in second.stderr
