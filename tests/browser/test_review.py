"""Two people triage twenty cases of two plans from the keyboard at the same time."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.serving import TOKEN, House, house
from tests.browser.visiting import EXAMPLE, until, visit

OTHER = "乙市2016年安全工作方案\n一、主要任务\n" + "".join(
    f"{number}.做好第{number}项工作。落实有关要求。\n责任单位：{'各有关部门' if number % 2 else '市公安局、市财政局'}\n"
    for number in range(1, 9)
)
KEYS = ("a", "d", "v", "s")


@pytest.fixture
def two_plans(tmp_path: Path) -> Iterator[House]:
    other = tmp_path / "other.txt"
    other.write_text(OTHER, encoding="utf-8")
    with house(tmp_path / "data", sources=(EXAMPLE, other)) as opened:
        yield opened


def sign_in(page: Page, served: House, name: str) -> None:
    page.goto(f"{served.address}/login?next=/review")
    page.locator("[name=token]").fill(TOKEN)
    page.locator("[name=who]").fill(name)
    page.locator("button.main").click()
    page.wait_for_url("**/review")


def test_twenty_cases_by_keyboard_by_two_people_at_once(browser: Browser, two_plans: House) -> None:
    with (
        visit(browser, two_plans.address, expected="409") as one,
        visit(browser, two_plans.address, expected="409") as other,
    ):
        sign_in(one, two_plans, "王芳")
        sign_in(other, two_plans, "李明")
        for page, start in ((one, 0), (other, 10)):
            for _ in range(start + 1):
                page.keyboard.press("j")
        for turn in range(10):
            for page in (one, other):
                card = page.locator(".case:focus")
                before = card.get_attribute("id")
                page.keyboard.press(KEYS[turn % 4])
                until(page, lambda page=page, before=before: page.locator(".case:focus").get_attribute("id") != before)  # type: ignore[misc]  # bound now
        rows = two_plans.client.get("/review.json").json()["rows"]
        states = Counter(row["state"] for row in rows)
        assert sum(count for state, count in states.items() if state != "未处理") == 20
        assert Counter(row["who"] for row in rows if row["who"]) == {"王芳": 10, "李明": 10}
        assert len({row["plan"] for row in rows if row["who"]}) == 2
        one.locator(".case").first.focus()
        one.keyboard.press("u")
        expect(one.locator(".case .state").first).to_have_text("未处理")
        other.locator(".case").first.focus()
        other.keyboard.press("d")
        expect(other.locator(".case .fault").first).to_contain_text("王芳")  # seen before it is overwritten


def test_a_note_is_written_without_a_mouse(browser: Browser, two_plans: House) -> None:
    with visit(browser, two_plans.address) as page:
        sign_in(page, two_plans, "王芳")
        page.keyboard.press("j")
        page.keyboard.press("n")
        page.keyboard.type("请与财政局核实 ajd")
        page.keyboard.press("Escape")
        page.keyboard.press("v")
        until(page, lambda: two_plans.client.get("/review.json?state=checking").json()["rows"] != [])
        (row,) = two_plans.client.get("/review.json?state=checking").json()["rows"]
        assert row["note"] == "请与财政局核实 ajd"


def test_the_review_works_without_scripts(browser: Browser, two_plans: House) -> None:
    with visit(browser, two_plans.address, scripts=False) as page:
        sign_in(page, two_plans, "王芳")
        page.locator(".case").first.locator("button[value=advised]").click()
        expect(page.locator(".case.is-advised")).to_have_count(1)
