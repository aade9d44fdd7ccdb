"""A real Chromium against a real server: every page in both languages, with every other host refused."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.serving import House
from tests.browser.visiting import SHOTS

pytestmark = pytest.mark.browser
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
def address(served: House) -> str:
    return served.address


def first_link(page: Page, address: str, listing: str, part: str) -> str:
    """The address of the first thing that a listing links to."""
    page.goto(f"{address}{listing}")
    found = page.locator(f"a[href^='{part}']").first.get_attribute("href")
    assert found is not None
    return found.split("#")[0].split("?")[0]


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
    expect(page.locator("tbody tr")).to_have_count(11)
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
