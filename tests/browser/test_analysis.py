"""Overlap, comparison and reform in a real browser: no request elsewhere, no complaint, no page wider than its window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.api.pages.test_analysis_pages import EXAMPLE, JUSTICE, LATER, LEGAL, OFFICE
from tests.api.serving import House, house
from tests.browser.visiting import DESK, PHONE, SHOTS

pytestmark = pytest.mark.browser
PAGES = {
    "overlap": "/overlap",
    "overlap-sections": "/overlap?cells=sections",
    "overlap-pair": f"/overlap?a={LEGAL}&b={OFFICE}",
    "compare": "/compare?unit=州司法局",
    "reform": f"/reform?old={LEGAL}&new={JUSTICE}",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("analysis")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    with house(folder / "data", sources=(EXAMPLE, folder / "later.txt")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(served: House) -> str:
    return served.address


@pytest.mark.parametrize("name", PAGES)
def test_each_page_fits_its_window_in_both_languages(page: Page, address: str, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for lang in ("zh", "en"):
        mark = "&" if "?" in PAGES[name] else "?"
        for width, height in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{address}{PAGES[name]}{mark}lang={lang}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=SHOTS / f"{name}-{lang}-{width}.png", full_page=True)


def test_a_cell_opens_the_pair_and_the_pair_its_words(page: Page, address: str) -> None:
    page.goto(f"{address}/overlap?lang=zh")
    cell = page.locator(f"td.h a[href*='a={LEGAL}&b={OFFICE}']")
    assert cell.inner_text() == "5"
    cell.click()
    page.locator("a.m").first.click()
    page.wait_for_url("**/plans/*")
    assert page.locator(":target").inner_text().startswith("政府法制办")


def test_a_reform_is_tried_through_the_form(page: Page, address: str) -> None:
    page.goto(f"{address}/reform?lang=zh")
    page.get_by_label("原单位").first.fill("州政府法制办")
    page.get_by_label("并入哪个单位").first.fill("州司法局")
    page.get_by_role("button", name="测算").click()
    assert "州司法局" in page.locator("#loads").inner_text()
    assert "5 → " in page.locator("#loads").inner_text()
    assert "15" in page.locator("#loads").inner_text()
