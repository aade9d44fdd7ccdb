"""The documentation is tested: its commands and options exist, its links have targets, its code runs, it can be built."""

import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.cli.commands import COMMANDS
from api.cli.main import main
from graph.measures.settings import read_definitions

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))
PROGRAM = Path(sys.executable).with_name("dutygraph")
PICTURES = ROOT / "tests" / "browser" / "screenshots"


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def code_lines(page: Path) -> list[str]:
    return [line.partition("#")[0].strip() for block in blocks(page, "sh") for line in block.splitlines()]


def with_block(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_every_command_is_described_with_options_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `dutygraph (\S+)(.*?)` \|", text, re.MULTILINE)
    assert {name for name, _ in rows} == set(COMMANDS)
    for name, words in rows:
        assert main([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert [option for option in re.findall(r"--[a-z-]+", words) if option not in shown] == [], name


@pytest.mark.parametrize("page", with_block("sh"), ids=named)
def test_every_command_line_names_a_command_or_a_target(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = {
        "make": set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)),
        "dutygraph": set(COMMANDS),
        ".": {".venv/bin/activate"},
    }
    for line in filter(None, code_lines(page)):
        program, word, *_ = shlex.split(line)
        assert word in known[program], line


def test_the_targets_of_the_project_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    described = set(re.findall(r"`make ([a-z-]+)", (DOCS / "tests.md").read_text(encoding="utf-8")))
    assert described | {"help", "demo", "docs", "lint", "serve", "clean", "test-remote"} <= targets


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


@pytest.mark.parametrize("page", with_block("python"), ids=named)
def test_the_python_of_a_page_runs(page: Path) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, named(page), "exec"), {})  # noqa: S102  # the code of our own pages


def test_the_settings_of_the_manual_are_settings() -> None:
    (block,) = blocks(DOCS / "settings.md", "toml")
    read_definitions(block)
    described = set(re.findall(r"`([a-z_]+)`", (DOCS / "settings.md").read_text(encoding="utf-8")))
    for table, keys in tomllib.loads(block).items():
        assert table in described
        assert table in {"weights", "members", "staff"} or set(keys) <= described


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_and_images_have_targets(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).resolve().is_file()] == []


def test_both_readmes_have_the_same_parts() -> None:
    first, second = (readme.read_text(encoding="utf-8") for readme in READMES)
    assert len(re.findall(r"^## ", first, re.MULTILINE)) == len(re.findall(r"^## ", second, re.MULTILINE))
    for part in (r"!\[.*?\]\((.*?)\)", r"\]\((docs/.*?\.md)\)"):
        assert re.findall(part, first) == re.findall(part, second)


def test_decisions_are_numbered_and_listed() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    listed = (DOCS / "decisions" / "index.md").read_text(encoding="utf-8")
    assert re.findall(r"\((0.*?\.md)\)", listed) == [page.name for page in DECISIONS]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_a_decision_says_choice_refusal_reason_and_price(page: Path) -> None:
    parts = re.findall(r"^\*\*(\w+):\*\* \S", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert parts == ["Choice", "Refused", "Why", "Price"]


@pytest.mark.full
def test_the_documentation_is_built_and_loads_nothing_from_another_host(tmp_path: Path) -> None:
    mkdocs = Path(sys.executable).with_name("mkdocs")
    options = ("--quiet", "--strict", "--config-file", ROOT / ".ci" / "mkdocs.yml", "--site-dir", tmp_path / "site")
    finished = subprocess.run([mkdocs, "build", *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    built = {page: page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html")}
    loads = re.compile(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//")
    assert [page.name for page, text in built.items() if loads.search(text)] == []
    assert "<code>graph.dataset</code>" in built[tmp_path / "site" / "architecture.html"]
    assert "extract.pipeline.extract" in built[tmp_path / "site" / "reference" / "extract.html"]


@pytest.mark.full
@pytest.mark.browser
def test_the_pictures_of_the_readme_can_be_made_again(tmp_path: Path) -> None:
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
            take_pictures(browser, address.decode())
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=120)
            watchdog.cancel()


def take_pictures(browser: Browser, address: str) -> None:
    tab = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address, wait_until="networkidle")
    assert "法制办" in tab.inner_text("body")
    tab.goto(f"{address}plans", wait_until="networkidle")
    plan = tab.locator("main a[href^='/plans/']").first.get_attribute("href") or ""
    for name, page in (("overview", ""), ("plan", plan[1:]), ("graph", "graph")):
        tab.goto(address + page, wait_until="networkidle")
        if name == "plan":
            tab.locator("main .m").first.evaluate("mention => mention.scrollIntoView({ block: 'center' })")
        tab.screenshot(path=PICTURES / f"{name}.png")
        assert (PICTURES / f"{name}.png").stat().st_size > 20_000
    assert all(url.startswith((address, "data:")) for url in asked)
