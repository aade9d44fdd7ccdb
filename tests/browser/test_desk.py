"""A day of a legal officer: a draft, the search, a plan's details, a ledger, the memo; each page by axe and on a phone."""

import io

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.progress.test_ledger import sheet
from tests.api.serving import House
from tests.browser.test_manners import faults_of
from tests.browser.test_review import sign_in
from tests.browser.visiting import PHONE, visit

pytestmark = pytest.mark.browser
LINES = (
    "某市2026年安全工作方案",
    "一、主要任务",
    "1.健全制度。完善各项制度。",
    "责任单位：各有关部门",
    "2.加强培训。组织业务培训。",
    "责任单位：市公安局",
)
_CUT = "() => [...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"


def draft() -> bytes:
    word, out = docx.Document(), io.BytesIO()
    for line in LINES:
        word.add_paragraph(line)
    word.save(out)
    return out.getvalue()


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as started:
        page.locator(link).first.click()
    return started.value.path().read_bytes()


def test_a_draft_is_dropped_decided_and_given_back_with_comments(browser: Browser, served: House) -> None:
    with visit(browser, served.address) as page:
        sign_in(page, served, "王芳")
        page.goto(f"{served.address}/draft")
        assert faults_of(page) == []
        file = {"name": "草案.docx", "mimeType": "application/octet-stream", "buffer": draft()}
        page.locator("#files").set_input_files(file)  # type: ignore[arg-type]  # a file made here
        page.locator("form.drop button").click()
        page.wait_for_url("**/draft/*")
        assert faults_of(page) == []
        cards = page.locator("article.card")
        count = cards.count()
        assert count > 0
        cards.first.locator("textarea").fill("请法制办明确。")
        cards.first.locator("[value=advised]").click()
        expect(page.locator("article.card.is-advised")).to_have_count(1)
        word = docx.Document(io.BytesIO(downloaded(page, "a[href$='annotated.docx']")))
        comments = [comment.text for comment in word.comments]
        assert len(comments) == count
        assert any("请法制办明确。" in one for one in comments)
        assert docx.Document(io.BytesIO(downloaded(page, "a[href$='memo.docx']"))).paragraphs
        assert len(served.client.get("/plans.json").json()["rows"]) == 1  # nothing enters by itself
        page.locator("[name=remove]").click()
        page.wait_for_url("**/draft")


def test_the_search_suggests_and_the_arrow_keys_choose(browser: Browser, served: House) -> None:
    with visit(browser, served.address) as page:
        page.goto(f"{served.address}/tasks")
        page.keyboard.press("/")
        page.keyboard.type("法制办")
        options = page.locator("#suggestions [role=option]")
        expect(options.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        assert faults_of(page) == []
        wanted = options.first.get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{wanted}")
        assert "<Macro" not in page.locator("body").inner_text()


def test_a_ledger_goes_out_is_filled_in_and_comes_back(browser: Browser, served: House) -> None:
    def fill(rows: list[list[str]]) -> None:
        rows[1][6:8] = ["已印发", "已完成"]
        rows[2][7] = rows[3][7] = "逾期"

    with visit(browser, served.address) as page:
        sign_in(page, served, "王芳")
        page.goto(f"{served.address}/progress")
        assert faults_of(page) == []
        filled = sheet(downloaded(page, "a[href^='/ledger.xlsx']"), fill)
        file = {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": filled}
        page.locator("#filled").set_input_files(file)  # type: ignore[arg-type]  # as above
        page.locator("#ledger button.main").click()
        page.wait_for_url("**/progress?done=3")
        page.locator("nav.pills a", has_text="逾期").click()
        expect(page.locator(".pills [aria-current] .num")).to_have_text("2")
        assert faults_of(page) == []
        plan = served.client.get("/plans.json").json()["rows"][0]["id"]
        for path in (f"/plans/{plan}/correct", "/corrections", "/review"):
            page.goto(served.address + path)
            assert faults_of(page) == [], path
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        for path in ("/progress", "/tasks", "/units", "/review", f"/plans/{plan}", "/corrections"):
            page.goto(served.address + path)
            assert page.evaluate(_CUT) == 0, path
