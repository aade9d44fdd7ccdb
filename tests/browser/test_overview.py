"""The overview in a real browser: charts that are their tables, each mark a link, and an analyst's whole way through."""

import gzip
from io import BytesIO
from typing import Literal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from api.pages.frame.renderer import STATIC
from tests.api.serving import House
from tests.browser.visiting import DESK, PHONE, SHOTS, until, visit

pytestmark = pytest.mark.browser
CHARTS = ("loaded", "clarity", "sections", "reading")


def go(page: Page, served: House, query: str = "") -> None:
    page.goto(f"{served.address}/{query}")
    page.wait_for_selector("html[data-charts]", state="attached")


def in_bar(page: Page, chart: str, row: int = 0) -> tuple[float, float]:
    """A point inside the bar of a row, near its start."""
    cell = page.locator(f"table[data-chart={chart}] tbody tr").nth(row).locator("td.bar")
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box
    return box["x"] + 8, box["y"] + box["height"] / 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("desk", DESK, "light"), ("night", DESK, "dark"), ("phone", PHONE, "light"), ("phone-night", PHONE, "dark")],
)
def test_it_fits_screens_languages_and_the_night(
    browser: Browser, served: House, name: str, size: tuple[int, int], scheme: Literal["light", "dark"], lang: str
) -> None:
    with visit(browser, served.address, size, scheme) as page:
        go(page, served, f"?lang={lang}")
        assert page.locator(".chart canvas").count() == len(CHARTS)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
        page.screenshot(path=SHOTS / f"overview-{name}-{lang}.png", full_page=True)


def test_nothing_jumps_when_the_charts_arrive(page: Page, served: House) -> None:
    go(page, served)
    page.wait_for_timeout(300)
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 100);
        })"""
    )
    assert moved < 0.01


@pytest.mark.parametrize("chart", CHARTS)
def test_a_click_on_a_mark_opens_the_rows_behind_it(page: Page, served: House, chart: str) -> None:
    go(page, served)
    row = page.locator(f"table[data-chart={chart}] tbody tr").first
    parts = (row.get_attribute("data-values") or "").split(",")
    wanted = next(
        link
        for link, value in zip((row.get_attribute("data-links") or "").split(" "), parts, strict=True)
        if float(value)
    )
    page.mouse.click(*in_bar(page, chart))
    page.wait_for_url(f"{served.address}{wanted}")


@pytest.mark.parametrize("chart", ["loaded", "clarity", "sections"])
def test_each_number_counts_exactly_the_rows_its_mark_opens(page: Page, served: House, chart: str) -> None:
    go(page, served)
    checked = 0
    for row in page.locator(f"table[data-chart={chart}] tbody tr").all():
        values = [float(value) for value in (row.get_attribute("data-values") or "").split(",")]
        links = (row.get_attribute("data-links") or "").split(" ")
        for value, link in zip(values, links, strict=True):
            path, _, query = link.partition("?")
            assert served.client.get(f"{path}.json?{query}").json()["count"] == value, link
            checked += 1
    assert checked >= 4


def test_pointing_and_focus_light_up_the_mark(page: Page, served: House) -> None:
    go(page, served)
    chart = page.locator("table[data-chart=loaded] + .chart")
    quiet = chart.screenshot()
    page.mouse.move(*in_bar(page, "loaded"))
    page.wait_for_selector("table[data-chart=loaded] tr.lit")
    until(page, lambda: chart.screenshot() != quiet)
    page.mouse.move(5, 5)
    until(page, lambda: chart.screenshot() == quiet)
    page.locator("table[data-chart=loaded] tbody tr a").first.focus()
    until(page, lambda: chart.screenshot() != quiet)


def test_another_count_is_drawn_without_leaving_the_page(page: Page, served: House) -> None:
    go(page, served)
    page.evaluate("() => { window.stayed = true; }")
    first = page.locator("table[data-chart=loaded] tbody tr").first.get_attribute("data-label")
    height = page.locator("main").bounding_box()
    page.locator("#count-first").click()
    page.wait_for_url("**count=first")
    assert page.evaluate("() => window.stayed")
    again = page.locator("table[data-chart=loaded] tbody tr").first.get_attribute("data-label")
    assert again != first
    assert page.evaluate("() => document.activeElement.id") == "count-first"
    assert page.locator("main").bounding_box() == height
    page.go_back()
    page.wait_for_selector(f"table[data-chart=loaded] tbody tr:first-child[data-label='{first}']")


def test_without_scripts_the_tables_have_bars_of_their_own(browser: Browser, served: House) -> None:
    with visit(browser, served.address, scripts=False) as page:
        page.goto(served.address)
        for chart in CHARTS:
            bar = page.locator(f"table[data-chart={chart}] tbody td.bar rect:not([width='0.0'])").first
            assert bar.is_visible()
        page.locator("#count-split").click()
        page.wait_for_url("**count=split**")


def test_an_analyst_finds_the_most_loaded_unit_its_words_its_neighbours_and_takes_the_table_along(
    page: Page, served: House
) -> None:
    go(page, served)
    unit = page.locator("table[data-chart=loaded] tbody tr").first.get_attribute("data-label")
    assert unit == "昌吉回族自治州人民政府法制办公室"
    page.locator("table[data-chart=loaded] tbody tr td.name a").first.click()
    page.wait_for_url("**/units/652300-gov-legal-affairs")

    link = page.locator("a.quote-link").first
    words = link.inner_text().strip("“”")
    link.click()
    page.wait_for_url("**/plans/*#c*")
    assert words in page.locator(":target").inner_text()
    page.go_back()

    page.locator("a[href^='/graph?focus']").first.click()
    page.wait_for_selector("#stage[data-ready]")
    before = int(page.locator("#stage").get_attribute("data-ready") or 0)
    badge = page.locator("[id^='expand-']").first
    promised = int(badge.inner_text().removeprefix("+"))
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        badge.click()
    page.wait_for_selector(f"#stage[data-ready='{before + promised}']")

    page.locator("nav a[href='/units']").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    sheet = load_workbook(BytesIO(waiting.value.path().read_bytes())).worksheets[0]
    header, first = list(sheet.iter_rows(values_only=True))[:2]
    row = dict(zip(header, first, strict=True))
    assert (row["单位"], row["牵头"]) == (unit, 11)


def test_the_bundle_is_small() -> None:
    assert len(gzip.compress((STATIC / "dist" / "overview.js").read_bytes())) < 200_000


def test_each_chart_is_saved_as_a_picture_with_title_names_and_numbers(page: Page, served: House) -> None:
    page.goto(served.address)
    page.wait_for_selector("html[data-charts]")
    for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as started:
            page.get_by_role("button", name=f"保存图片 {kind} 承担任务最多的单位").click()
        assert started.value.suggested_filename == f"承担任务最多的单位.{kind.lower()}"
        saved = started.value.path().read_bytes()
        assert saved.startswith(start)
        if kind == "SVG":
            first = served.client.get("/units.json").json()["rows"][0]
            words = saved.decode()
            assert all(
                f">{one}<" in words for one in ("承担任务最多的单位", "全部方案", first["unit_label"], first["led"])
            )
