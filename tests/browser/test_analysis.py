"""Overlap, comparison and reform in a real browser: no request elsewhere, no complaint, no page wider than its window."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from api.settings import Settings
from graph.build import build
from graph.store import open_store
from tests.api.test_analysis_pages import EXAMPLE, JUSTICE, LATER, LEGAL, OFFICE

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "screenshots"
PAGES = {
    "overlap": "/overlap",
    "overlap-sections": "/overlap?cells=sections",
    "overlap-pair": f"/overlap?a={LEGAL}&b={OFFICE}",
    "compare": "/compare?unit=州司法局",
    "reform": f"/reform?old={LEGAL}&new={JUSTICE}",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("analysis")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    with open_store(folder / "data") as store, socket.create_server(("127.0.0.1", 0)) as door:
        build((EXAMPLE, folder / "later.txt"), store, lambda _step: None)
        server = uvicorn.Server(uvicorn.Config(create_app(store, Settings()), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def tab(browser: Browser, address: str, faults: list[str]) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        opened = context.new_page()
        opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
        opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_each_page_fits_its_window_in_both_languages(tab: Page, address: str, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for lang in ("zh", "en"):
        mark = "&" if "?" in PAGES[name] else "?"
        for width, height in ((1280, 720), (390, 844)):
            tab.set_viewport_size({"width": width, "height": height})
            tab.goto(f"{address}{PAGES[name]}{mark}lang={lang}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            tab.screenshot(path=SHOTS / f"{name}-{lang}-{width}.png", full_page=True)


def test_a_cell_opens_the_pair_and_the_pair_its_words(tab: Page, address: str) -> None:
    tab.goto(f"{address}/overlap?lang=zh")
    cell = tab.locator(f"td.h a[href*='a={LEGAL}&b={OFFICE}']")
    assert cell.inner_text() == "5"
    cell.click()
    tab.locator("a.m").first.click()
    assert "/plans/" in tab.url
    assert tab.locator(":target").inner_text().startswith("政府法制办")


def test_a_reform_is_tried_through_the_form(tab: Page, address: str) -> None:
    tab.goto(f"{address}/reform?lang=zh")
    tab.get_by_label("原单位").first.fill("州政府法制办")
    tab.get_by_label("并入哪个单位").first.fill("州司法局")
    tab.get_by_role("button", name="看看会怎样").click()
    assert "昌吉回族自治州司法局" in tab.locator("#loads").inner_text()
    assert "5 → " in tab.locator("#loads").inner_text()
    assert "15" in tab.locator("#loads").inner_text()
