"""The reader of a plan: places under no bar, finding, filtering, tips, the outline, selecting words, all by keyboard."""

from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.api.serving import TOKEN, House
from tests.browser.visiting import EXAMPLE, SHOTS, until, visit

pytestmark = pytest.mark.browser


def reader(served: House) -> str:
    return f"{served.address}/plans/{served.client.get('/plans.json').json()['rows'][0]['id']}"


def highlighted(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(
        f"[...(CSS.highlights.get('{name}') ?? [])].map((range) => {{"
        " const copy = range.cloneContents(); copy.querySelectorAll('.mark').forEach((mark) => mark.remove());"
        " return copy.textContent })"
    )
    return found


def rests_under_no_bar(page: Page, selector: str) -> bool:
    """Whether a place is in sight and no longer glides."""
    place, bar, window = page.locator(selector), page.locator("header.top").bounding_box(), page.viewport_size
    before = place.bounding_box()
    page.wait_for_timeout(100)
    box = place.bounding_box()
    assert bar is not None
    assert box is not None
    assert window is not None
    return box == before and bar["height"] <= box["y"] < window["height"]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_a_linked_place_is_in_sight_under_no_bar(browser: Browser, served: House, width: int, height: int) -> None:
    rows = served.client.get("/assignments.json").json()["rows"]
    with visit(browser, served.address, (width, height)) as page:
        for row in (rows[0], rows[60], rows[-1]):
            page.goto("about:blank")
            page.goto(f"{reader(served)}#c{row['start']}")
            until(page, partial(rests_under_no_bar, page, f"#c{row['start']}"))
        link = page.locator(".outline a").nth(6)
        place = str(link.get_attribute("href"))
        link.click()
        until(page, partial(rests_under_no_bar, page, place))


def test_every_stretch_of_the_text_has_an_address(page: Page, served: House) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    start = text.index("完善行政执法程序")
    for first, last in ((start, start + 8), (start + 3, start + 20)):
        page.goto("about:blank")
        page.goto(f"{reader(served)}#c{first}-{last}")
        page.wait_for_function("() => CSS.highlights.get('place')?.size === 1")
        assert highlighted(page, "place") == [text[first:last]]


def test_words_are_found_by_keyboard_alone(page: Page, served: House) -> None:
    text = served.client.get(reader(served) + ".txt").text
    page.goto(reader(served))
    page.locator("#sought").focus()
    page.keyboard.type("政府法制办")
    page.keyboard.press("Enter")
    total = text.count("政府法制办")
    expect(page.locator("#seen")).to_have_text(f"1 / {total}")
    until(page, lambda: highlighted(page, "found") == ["政府法制办"] * total)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#seen")).to_have_text(f"2 / {total}")
    page.screenshot(path=SHOTS / "reader-find.png")
    page.keyboard.press("Escape")
    until(page, lambda: highlighted(page, "found") == [])


def test_focus_and_hover_tell_what_was_read_and_the_legend_keeps_one_role(page: Page, served: House) -> None:
    page.goto(reader(served))
    mention = page.locator("a.m.lead:not(.sentence)").nth(2)
    mention.focus()
    tip = page.locator("#tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("牵头：")
    expect(tip).to_contain_text("识别可信度")
    page.screenshot(path=SHOTS / "reader-tip.png")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.get_by_role("button", name="牵头").click()
    expect(page.locator("a.m.dim.support").nth(20)).to_be_attached()
    expect(page.locator("a.m.dim.lead")).to_have_count(0)
    page.get_by_role("button", name="牵头").click()
    expect(page.locator("a.m.dim")).to_have_count(0)


def test_the_outline_follows_the_reader(page: Page, served: House) -> None:
    page.goto(reader(served))
    page.locator("a.m").nth(60).scroll_into_view_if_needed()
    current = page.locator(".outline a[aria-current='location']")

    def followed() -> bool:
        """The place in the outline is that of the heading above what is read."""
        place = page.locator(str(current.get_attribute("href"))).bounding_box() if current.count() == 1 else None
        return place is not None and place["y"] <= 230

    until(page, followed)


def test_words_that_are_selected_become_an_assignment_and_go_again(page: Page, served: House) -> None:
    page.goto(f"{served.address}/login?next={reader(served).removeprefix(served.address)}")
    page.locator("[name=token]").fill(TOKEN)
    page.locator("[name=who]").fill("李明")
    page.locator("button.main").click()
    page.wait_for_selector("a.m")
    page.locator("a.m", has_text="州政府办公室").first.scroll_into_view_if_needed()
    page.evaluate(
        "() => { const line = document.querySelector('.passage .note').closest('.passage').querySelector('p[data-start]');"
        " const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);"
        " let text = walker.nextNode(); while (text.length < 6) text = walker.nextNode();"
        " getSelection().setBaseAndExtent(text, 0, text, 6); }"
    )
    page.locator("#select").click()
    dialog = page.locator("#correct")
    dialog.get_by_label("角色").select_option("supervise")
    dialog.get_by_label("单位", exact=True).fill("审计局")
    dialog.locator("li", has_text="审计局").click()
    dialog.get_by_role("button", name="更正").click()
    said = page.locator("#said")
    said.wait_for()
    assert served.client.get("/assignments.json?role=supervise").json()["count"] == 1
    expect(page.locator("a.m.supervise")).to_have_count(1)
    page.screenshot(path=SHOTS / "reader-added.png")
    said.get_by_role("button", name="撤销").click()
    page.wait_for_selector("#said b:has-text('已撤销')")
    assert served.client.get("/assignments.json?role=supervise").json()["count"] == 0
    expect(page.locator("a.m.supervise")).to_have_count(0)


def test_an_answer_that_a_later_one_has_overtaken_is_not_shown(page: Page, served: House) -> None:
    page.goto(f"{served.address}/login?next={reader(served).removeprefix(served.address)}")
    page.locator("[name=token]").fill(TOKEN)
    page.locator("[name=who]").fill("李明")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)  # and its scripts: until then a click follows the link
    held: list[Route] = []
    page.route("**/api/corrections/units?*", lambda route: route.continue_() if held else held.append(route))
    page.locator("a.m.lead:not(.sentence)").first.click()
    until(page, lambda: bool(held))
    page.locator("#correct [name=seek]").fill("审计局")
    first = page.locator("#correct li").first
    expect(first).to_contain_text("审计局")
    with page.expect_response("**/api/corrections/units?*") as answer:
        held[0].continue_()
    answer.value.finished()
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    expect(first).to_contain_text("审计局")


def test_a_mention_is_corrected_by_keyboard_alone(page: Page, served: House) -> None:
    page.goto(f"{served.address}/login?next={reader(served).removeprefix(served.address)}")
    page.locator("[name=token]").fill(TOKEN)
    page.locator("[name=who]").fill("李明")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.m")
    before = served.client.get("/assignments.json?role=guide").json()["count"]
    page.locator("a.m.lead:not(.sentence)").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#correct[open] li")
    page.locator("#correct [name=role]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")  # guide, the last but one
    page.locator("#correct button.main").focus()
    page.keyboard.press("Enter")
    page.locator("#said").wait_for()
    assert served.client.get("/assignments.json?role=guide").json()["count"] == before + 1
    page.locator("#said button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#said b:has-text('已撤销')")
    assert served.client.get("/assignments.json?role=guide").json()["count"] == before
