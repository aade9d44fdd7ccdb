"""Places that links lead to: under the bar, not far below it; and what the first page quotes."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.api.serving import House
from tests.browser.visiting import DESK, PHONE, SHOTS, visit

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_word_of_the_vocabulary_stands_right_under_the_bar(
    browser: Browser, served: House, size: tuple[int, int]
) -> None:
    with visit(browser, served.address, size) as page:
        page.goto(f"{served.address}/ontology#leadBy")
        page.wait_for_function(
            "() => { const bar = document.querySelector('header.top').getBoundingClientRect().bottom;"
            " const place = document.getElementById('leadBy').getBoundingClientRect().top;"
            " return scrollY > 0 && bar - 1 <= place && place <= bar + 80; }"
        )


def test_the_first_page_leads_from_a_task_without_a_clear_lead_to_its_sentence(page: Page, served: House) -> None:
    page.goto(served.address)
    page.wait_for_selector("html[data-charts]", state="attached")
    tasks = page.locator(".vague li")
    assert tasks.count() == 3
    mention = tasks.first.locator("a.m")
    words = mention.inner_text()
    assert "责任单位" in tasks.first.inner_text()
    box = mention.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < DESK[1]  # in sight without scrolling
    page.screenshot(path=SHOTS / "first-page.png")
    mention.click()
    page.wait_for_url(re.compile(r"/plans/\w+#c\d+$"))
    assert words in page.locator(".words .here").inner_text()


def test_a_finding_leads_to_its_place_in_the_picture(page: Page, served: House) -> None:
    page.goto(served.address)
    page.locator("main table a[href^='/graph?focus=']").first.click()
    page.wait_for_selector("#stage[data-ready]")
    assert page.locator("#part-table tbody tr").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_printed_on_white_paper_without_its_tools(
    browser: Browser, served: House, scheme: Scheme
) -> None:
    with visit(browser, served.address, scheme=scheme) as page:
        page.goto(f"{served.address}/graph")
        page.wait_for_selector("#stage[data-ready]")
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.locator(".bar-tools").is_hidden()
        page.wait_for_function(
            "() => { const sheet = document.querySelector('#stage canvas');"  # clear where nothing is drawn: paper shows
            " const [red, green, blue, cover] = sheet.getContext('2d').getImageData(2, 2, 1, 1).data;"
            " const clear = 'rgba(0, 0, 0, 0)';"
            " const behind = [...document.querySelectorAll('html, body, #stage, #stage .room')]"
            "   .map((one) => getComputedStyle(one).backgroundColor).filter((colour) => colour !== clear);"
            " const paper = behind.every((colour) => colour === 'rgb(255, 255, 255)');"
            " return (cover === 0 && paper) || (red === 255 && green === 255 && blue === 255); }"
        )
