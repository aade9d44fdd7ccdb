"""The two READMEs tell the truth: their commands exist, their links lead somewhere, their picture is of this program."""

import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from api.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PROGRAM = Path(sys.executable).with_name("dutygraph")
PICTURES = ROOT / "tests" / "browser" / "screenshots"


def code_lines(readme: Path) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_of_the_readme_exists_with_its_options(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    named = set(re.findall(r"`dutygraph ([a-z]+)", text))
    assert named == set(COMMANDS)
    for row in re.findall(r"^\| `dutygraph (.*?)` \|", text, re.MULTILINE):
        name, *words = row.split()
        shown = subprocess.run([PROGRAM, name, "--help"], capture_output=True, check=True).stdout.decode("utf-8")
        for option in re.findall(r"--[a-z-]+", " ".join(words)):
            assert option in shown, (name, option)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_make_target_of_the_readme_exists(readme: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {shlex.split(line)[1] for line in code_lines(readme) if line.startswith("make ")}
    assert {"demo", "test"} <= named <= targets
    assert targets >= {"help", "demo", "test", "test-remote", "lint", "bench", "serve", "clean"}


def test_the_first_steps_run_as_written(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    example = ROOT / "extract" / "examples" / "changji-2015.txt"
    shutil.copy(example, tmp_path / "plans")
    lines = [line for line in code_lines(READMES[0]) if line.startswith("dutygraph ") and " serve " not in line]
    assert len(lines) == 4
    for line in lines:
        words = shlex.split(line.replace("plan.docx", str(example)).partition(">")[0])
        finished = subprocess.run([PROGRAM, *words[1:]], cwd=tmp_path, capture_output=True, timeout=300, check=False)
        assert finished.returncode == 0, (line, finished.stderr.decode())


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_and_images_of_the_readme_lead_somewhere(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / target).is_file(), target
    for path in re.findall(r"^\| `([a-z]+/)`", text, re.MULTILINE):
        assert (ROOT / path).is_dir(), path


def test_both_readmes_have_the_same_parts() -> None:
    counts = [len(re.findall(r"^## ", readme.read_text(encoding="utf-8"), re.MULTILINE)) for readme in READMES]
    assert counts[0] == counts[1]


@pytest.mark.browser
def test_the_picture_of_the_readme_can_be_made_again(tmp_path: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        subprocess.Popen(
            [PROGRAM, "demo", "--port", "0", "--data", tmp_path / "data"], stdout=subprocess.PIPE
        ) as server,
        sync_playwright() as playwright,
    ):
        watchdog = threading.Timer(300, server.kill)
        watchdog.start()
        try:
            assert server.stdout
            address = next(
                found[0] for line in server.stdout if (found := re.findall(rb"http://127\.0\.0\.1:\d+/", line))
            )
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            tab = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
            asked: list[str] = []
            tab.on("request", lambda request: asked.append(request.url))
            tab.goto(address.decode(), wait_until="networkidle")
            tab.screenshot(path=PICTURES / "readme.png")
            assert "法制办公室" in tab.inner_text("body")
            assert all(url.startswith((address.decode(), "data:")) for url in asked)
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=120)
            watchdog.cancel()
    assert (PICTURES / "readme.png").stat().st_size > 20_000
