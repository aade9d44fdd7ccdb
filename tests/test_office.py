"""The files of the office server: options that exist, units and a proxy that the system's own programs accept."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.cli.main import main

OFFICE = Path(__file__).resolve().parents[1] / "docs" / "office"
UNITS = sorted([*OFFICE.glob("*.service"), *OFFICE.glob("*.timer")])


def test_the_commands_of_the_units_have_the_options_that_they_use(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        line for unit in UNITS for line in unit.read_text(encoding="utf-8").splitlines() if "program/dutygraph" in line
    ]
    assert len(lines) == 2
    for line in lines:
        words = line.partition("program/dutygraph ")[2].partition(";")[0]
        assert main([words.split()[0], "--help"]) == 0
        shown = capsys.readouterr().out
        assert [option for option in re.findall(r"--[a-z-]+", words) if option not in shown] == [], line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_the_units_are_accepted_by_systemd(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/dutygraph/current/program/dutygraph", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    finished = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in finished.stderr.splitlines() if "dutygraph" in line and "Failed to" not in line] == []


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_the_proxy_is_accepted_by_nginx(tmp_path: Path) -> None:
    text = (OFFICE / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"\n +(?:ssl_certificate\S*|ssl_protocols) [^\n]+", "", text).replace("443 ssl", "8443")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}", encoding="utf-8")
    finished = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
