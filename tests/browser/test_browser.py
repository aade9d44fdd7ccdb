"""A real Chromium against a real server: every page in both languages, with every other host refused."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

import extract
from api.app import create_app
from api.settings import Settings
from graph.build import build
from graph.store import open_store

pytestmark = pytest.mark.browser
EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
SHOTS = Path(__file__).parent / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = {
    "overview": "/",
    "plans": "/plans",
    "units": "/units",
    "tasks": "/tasks",
    "clarity": "/clarity",
    "graph": "/graph",
    "ontology": "/ontology",
    "thing": "/id/place/652300",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_store(tmp_path_factory.mktemp("data") / "data") as store, socket.create_server(("127.0.0.1", 0)) as door:
        build((EXAMPLE,), store, lambda _step: None)
        server = uvicorn.Server(uvicorn.Config(create_app(store, Settings()), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)
    assert not thread.is_alive()


def first_link(page: Page, address: str, listing: str, part: str) -> str:
    """The address of the first thing that a listing links to."""
    page.goto(f"{address}{listing}")
    found = page.locator(f"a[href^='{part}']").first.get_attribute("href")
    assert found is not None
    return found.split("#")[0].split("?")[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test for any request elsewhere, any complaint in the console, any uncaught error."""
    faults: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        opened = context.new_page()
        opened.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
        opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
    assert faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_without_asking_another_host(page: Page, address: str, name: str, lang: str) -> None:
    page.goto(f"{address}{PAGES[name]}?lang={lang}")
    assert page.locator("h1").is_visible()
    if name == "graph":
        page.wait_for_selector("#stage[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.screenshot(path=SHOTS / f"{name}-{lang}.png", full_page=True)
    if (name, lang) == ("overview", "zh"):
        page.screenshot(path=SHOTS / "overview.png")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "listing", "part"),
    [("plan", "/plans", "/plans/"), ("unit", "/units", "/units/"), ("task", "/tasks", "/tasks/")],
)
def test_each_thing_has_a_page(page: Page, address: str, name: str, listing: str, part: str, lang: str) -> None:
    page.goto(f"{address}{first_link(page, address, listing, part)}?lang={lang}")
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.screenshot(path=SHOTS / f"{name}-{lang}.png", full_page=True)


def test_from_the_count_of_a_unit_to_its_rows_and_their_sentences(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="11", exact=True).first.click()
    assert page.locator("tbody tr").count() == 11
    page.locator("tbody a[href*='/plans/']").first.click()
    page.wait_for_url("**/plans/*#c*")
    assert page.locator(":target").is_visible()


def test_from_a_number_to_the_sentence_that_says_it(page: Page, address: str) -> None:
    page.goto(f"{address}/units")
    page.locator("tbody tr").first.locator("a").first.click()
    words = page.locator("a[href*='/plans/']").first
    quoted = words.inner_text().strip("“”")
    words.click()
    page.wait_for_url("**/plans/*#c*")
    place = page.locator(":target")
    assert place.is_visible()
    assert quoted in place.inner_text()
