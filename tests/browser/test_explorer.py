"""The explorer in a real browser: small at first, counts before the click, one selection, everything in the address."""

import gzip
import re
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from api.pages.frame.renderer import STATIC
from tests.api.serving import House
from tests.browser.visiting import DESK, PHONE, SHOTS, until, visit

pytestmark = pytest.mark.browser
AXE = Path(STATIC).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
POLICE, JUSTICE, AUDIT = "652300-public-security", "652300-justice", "652300-audit"
LEGAL = "652300-gov-legal-affairs"  # leads more tasks than any other unit


def go(page: Page, served: House, query: str = "") -> None:
    page.goto(f"{served.address}/graph{query}")
    stands(page)


def stands(page: Page) -> None:
    """Wait until the picture stands; it is unmarked while another one is on its way."""
    page.wait_for_selector("#stage[data-ready]:not([aria-busy])")


def shown(page: Page) -> int:
    return int(page.locator("#stage").get_attribute("data-ready") or -1)


def said(page: Page) -> list[int]:
    """The numbers of the sentence on what is shown and hidden."""
    return [int(number) for number in re.findall(r"\d+", page.locator("#part-summary").inner_text())]


def click(page: Page, selector: str) -> None:
    """Click what redraws the picture, and wait for the new one."""
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.locator(selector).first.click()
    stands(page)


def labels(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("() => document.getElementById('stage').drawnLabels")
    return found


def test_one_plan_opens_as_all_of_its_units_and_tasks(page: Page, served: House) -> None:
    go(page, served)
    nodes, total = said(page)[:2]
    assert shown(page) == nodes == total == 73
    assert page.locator("#view-tasks[aria-current]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, (1920, 1080), PHONE])
@pytest.mark.parametrize("query", ["", "?view=units", "?view=sections", "?layout=columns", f"?focus={POLICE}"])
def test_labels_can_be_read(
    browser: Browser, served: House, size: tuple[int, int], scheme: Literal["light", "dark"], query: str
) -> None:
    """No two labels overlap, none is under 12 pixels, none is cut below six signs, none leaves the stage."""
    with visit(browser, served.address, size, scheme) as page:
        go(page, served, query)
        seen, stage = labels(page), page.locator("#stage").bounding_box()
        assert stage
        assert len(seen) >= 8
        assert LEGAL in {one["id"] for one in seen} or query == f"?focus={POLICE}"
        for at, one in enumerate(seen):
            assert one["font"] >= 12
            assert one["left"] >= 0 <= one["top"]
            assert one["right"] <= stage["width"] + 1
            assert one["bottom"] <= stage["height"] + 1
            assert not one["lines"][-1].endswith("…") or len("".join(one["lines"])) > 6
            for other in seen[:at]:
                assert (
                    one["left"] >= other["right"]
                    or other["left"] >= one["right"]
                    or one["top"] >= other["bottom"]
                    or other["top"] >= one["bottom"]
                )
        page.screenshot(path=SHOTS / f"graph-{size[0]}-{scheme}-{re.sub('[^a-z]', '', query)}.png")


def test_the_important_are_named_at_once_and_more_with_zoom(page: Page, served: House) -> None:
    go(page, served, "?view=units")
    first = {one["id"] for one in labels(page)}
    assert POLICE in first
    for _ in range(4):
        page.locator("#in").click()
    assert page.locator("#stage").evaluate("stage => stage.drawnLabels.length") > 0


def test_opening_a_thing_adds_as_many_as_was_said_before(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}&reach=1")
    before = shown(page)
    badge = page.locator("[id^='expand-']").first
    promised = int(badge.inner_text().removeprefix("+"))
    click(page, f"[id='{badge.get_attribute('id')}']")
    assert shown(page) == before + promised > before
    assert "open=" in page.url


def test_undo_redo_and_the_browsers_own_buttons_walk_the_same_steps(page: Page, served: House) -> None:
    go(page, served, f"?focus={JUSTICE}&reach=1")
    first = shown(page)
    click(page, "[id^='expand-']")
    second = shown(page)
    assert second != first
    click(page, "#undo")
    assert shown(page) == first
    click(page, "#redo")
    assert shown(page) == second
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.go_back()
    stands(page)
    assert shown(page) == first
    page.reload()
    stands(page)
    assert shown(page) == first


def test_the_legend_filters_and_counts(page: Page, served: House) -> None:
    go(page, served, "?view=sections")
    support = page.locator("#legend-role-support")
    count = int(support.locator(".n").inner_text())
    lines = said(page)[2]
    click(page, "#legend-role-support")
    assert said(page)[2] == lines - count
    assert "off" in (page.locator("#legend-role-support").get_attribute("class") or "")
    click(page, "#legend-thing-section")
    assert page.locator("#part-table tr:has(.glyph.section)").count() == 0


def test_filters_and_drawing_are_chosen_from_lists(page: Page, served: House) -> None:
    go(page, served, "?focus=all")
    total = shown(page)
    page.get_by_text("筛选与外观").click()
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.locator("#choose-grade").select_option("collective")
    stands(page)
    assert 0 < shown(page) < total
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.locator("#choose-colour").select_option("grade")
    stands(page)
    assert page.locator("[id^='legend-grade-']").count() >= 4
    assert "grade=collective" in page.url
    assert "colour=grade" in page.url


def test_the_whole_can_be_walked_by_keyboard(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}&reach=1")
    before = shown(page)
    page.locator("#stage").focus()
    assert page.locator("#stage").evaluate("stage => getComputedStyle(stage).outlineStyle") == "solid"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#part-chosen h2")
    assert page.locator("#spoken").inner_text() != ""
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#part-chosen #deed-open")
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.keyboard.press("Enter")
    stands(page)
    assert shown(page) > before
    page.keyboard.press("Escape")
    page.wait_for_selector("#part-chosen:not(:has(h2))")
    page.locator(f"[id='row-{POLICE}']").press("Enter")  # a row of the table is as good as the thing in the picture
    page.wait_for_selector("#part-chosen h2")
    assert page.evaluate("() => document.activeElement.id") == f"row-{POLICE}"


def test_table_and_picture_share_one_selection(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}&reach=1&layout=radial")
    page.locator(f"tr[data-key='{POLICE}'] td").first.click()
    page.wait_for_selector(f"tr.here[data-key='{POLICE}']")
    assert f"at={POLICE}" in page.url
    expect(page.locator("#part-chosen .quotes li")).to_have_count(5)
    page.locator("#stage").press("Escape")
    page.wait_for_selector("#part-chosen:not(:has(h2))")
    x, y = where(page, POLICE)
    page.locator("#stage").click(position={"x": x, "y": y})
    page.wait_for_selector(f"tr.here[data-key='{POLICE}']")


def where(page: Page, key: str) -> tuple[float, float]:
    """Where a thing is on the stage."""
    at = page.evaluate("key => document.getElementById('stage').whereIs(key)", key)
    return at["x"], at["y"]


def test_pointing_at_a_thing_dims_the_rest(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}&layout=radial")
    before = page.locator("#stage").screenshot()
    page.locator(f"tr[data-key='{POLICE}']").hover()
    until(page, lambda: page.locator("#stage").screenshot() != before)
    lit = {one["id"] for one in labels(page)}
    neighbours = page.request.get(f"{served.address}/graph.json?focus={POLICE}&layout=radial").json()["edges"]
    ends = {edge["to"] if edge["from"] == POLICE else edge["from"] for edge in neighbours if POLICE in edge.values()}
    assert lit <= {POLICE, *ends}
    page.locator("h1").hover()
    until(page, lambda: page.locator("#stage").screenshot() == before)


def test_the_words_of_a_quote_stand_in_the_plan_where_the_link_leads(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}&at={POLICE}")
    link = page.locator("#part-chosen .said a").first
    words = link.inner_text()
    link.click()
    page.wait_for_url("**/plans/*#c*")
    assert words in page.locator(":target").inner_text()


def test_a_path_between_two_units_is_spelt_out_with_its_sentences(page: Page, served: House) -> None:
    go(page, served, f"?focus={JUSTICE}&at={JUSTICE}")
    click(page, "#deed-depart")
    page.locator("#seek").fill("审计局")
    page.locator("#part-found a").first.click()
    page.wait_for_selector("#deed-arrive")
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.locator("#deed-arrive").click()
    stands(page)
    ways = page.locator("#part-ways ol")
    assert ways.count() >= 1
    first = ways.first.inner_text()
    assert "司法局" in first
    assert "审计局" in first
    assert "责任单位" in first


def test_a_search_adds_what_it_names(page: Page, served: House) -> None:
    go(page, served, f"?focus={JUSTICE}&reach=1")
    before = shown(page)
    page.locator("#seek").fill("公安")
    found = page.locator("#part-found a", has_text="公安局").first
    found.wait_for()
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        found.click()
    stands(page)
    assert shown(page) > before
    assert f"at={POLICE}" in page.url


def test_a_view_is_kept_by_name(page: Page, served: House) -> None:
    go(page, served, f"?focus={AUDIT}&layout=force&size=tasks")
    kept = shown(page)
    page.locator("summary", has_text="已存视图").click()
    page.locator("#view-name").fill("审计局的圈子")
    page.locator("#views button").first.click()
    go(page, served)
    assert shown(page) != kept
    page.locator("summary", has_text="已存视图").click()
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.get_by_role("link", name="审计局的圈子").click()
    stands(page)
    assert shown(page) == kept
    assert "layout=force" in page.url
    page.locator("#view-list button").click()
    expect(page.locator("#view-list li")).to_have_count(0)


def test_what_is_shown_is_saved_in_five_formats(page: Page, served: House) -> None:
    go(page, served, f"?focus={POLICE}")
    page.locator("summary", has_text="导出").click()
    files = {}
    for name in ("PNG", "SVG", "HTML", "GraphML", "GEXF"):
        with page.expect_download() as waiting:
            page.locator("#part-files").get_by_text(name, exact=True).click()
        assert "责任关系图谱" in waiting.value.suggested_filename
        files[name] = content(waiting.value)
    assert files["PNG"].startswith(b"\x89PNG")
    assert len(files["PNG"]) > 20_000
    counts = {
        "SVG": "{http://www.w3.org/2000/svg}circle",
        "GraphML": "{http://graphml.graphdrawing.org/xmlns}node",
        "GEXF": "{http://www.gexf.net/1.2draft}node",
    }
    trees = {name: ElementTree.fromstring(files[name]) for name in counts}  # noqa: S314  our own bytes
    units = int(page.locator("#legend-thing-unit .n").inner_text())
    assert len(list(trees["SVG"].iter(counts["SVG"]))) == units + 1  # and one in the legend
    for name in ("GraphML", "GEXF"):
        assert len(list(trees[name].iter(counts[name]))) == shown(page), name
    assert "责任关系图谱" in files["HTML"].decode()


def test_a_right_click_opens_the_menu_and_a_path_is_one_gesture(page: Page, served: House) -> None:
    go(page, served)
    x, y = where(page, JUSTICE)
    page.locator("#stage").click(position={"x": x, "y": y}, button="right")
    menu = page.get_by_role("menu")
    assert [item.strip() for item in menu.get_by_role("menuitem").all_inner_texts()] == [
        "只看它",
        "路径到……",
        "隐藏",
        "打开它的页面",
    ]
    menu.get_by_text("路径到……").click()
    expect(page.locator("#says")).to_contain_text("选择终点")
    x, y = where(page, AUDIT)
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.locator("#stage").click(position={"x": x, "y": y})
    stands(page)
    assert f"start={JUSTICE}&end={AUDIT}" in page.url
    page.wait_for_selector("#part-ways ol")


def tab(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until the focus is on a thing, as those do who have no pointer."""
    for _ in range(80):
        if page.evaluate("words => document.activeElement.matches(words)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(selector)


def heard(page: Page) -> list[str]:
    """The faults of the tree that a screen reader is given."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate("async () => (await axe.run(document)).violations.map(fault => fault.id)")
    return found


def test_five_tasks_by_keyboard_alone(page: Page, served: House) -> None:
    """Find a unit, open its tasks, draw a path to another, hide one, export: keys alone, names as a screen reader has them."""
    go(page, served)
    tab(page, "#seek")
    assert page.evaluate("() => document.activeElement.labels.length") == 1
    page.keyboard.type("审计局")
    expect(page.get_by_role("link", name="昌吉回族自治州审计局")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**at={AUDIT}**")
    expect(page.locator("#part-chosen").get_by_role("heading", level=2)).to_contain_text("审计局")
    tab(page, "#stage")
    page.keyboard.press("m")
    expect(page.get_by_role("menu", name="审计局")).to_be_visible()
    assert heard(page) == []
    page.keyboard.press("Enter")  # 只看它: its tasks, around it
    page.wait_for_url(f"**focus={AUDIT}**")
    stands(page)
    tasks = page.get_by_role("row").filter(has_text="任务")
    assert tasks.count() >= 1
    tab(page, "#stage")
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="路径到……")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="选择终点")).to_have_count(1)
    tab(page, "#seek", "Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("司法局")
    expect(page.get_by_role("link", name="昌吉回族自治州司法局")).to_have_count(1)
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.keyboard.press("Enter")
    stands(page)
    assert f"start={AUDIT}&end={JUSTICE}" in page.url
    assert page.locator("#part-ways").get_by_role("listitem").count() >= 1
    before = shown(page)
    tab(page, "#stage")
    page.keyboard.press("m")
    page.keyboard.press("End")  # 打开它的页面
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="隐藏")).to_be_focused()
    with page.expect_response(lambda answer: "/graph.json" in answer.url):
        page.keyboard.press("Enter")
    stands(page)
    assert shown(page) < before
    tab(page, "summary:has(+ #part-files)", "Shift+Tab")
    page.keyboard.press("Enter")
    tab(page, "#part-files a[download$='svg']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert content(waiting.value).startswith(b"<svg")
    assert heard(page) == []


def test_every_line_of_what_is_pointed_at_is_seen(page: Page, served: House) -> None:
    """Half-way along each line of a unit its colour is on the screen, while all else is dimmed."""
    go(page, served)
    sent = page.request.get(f"{served.address}/graph.json").json()
    at = {node["id"]: node for node in sent["nodes"]}
    ends = [(edge["from"], edge["to"]) for edge in sent["edges"] if LEGAL in {edge["from"], edge["to"]}]
    assert len(ends) > 10
    assert all(end in at for pair in ends for end in pair)
    page.locator(f"tr[data-key='{LEGAL}']").hover()
    page.wait_for_timeout(200)
    lit = page.evaluate(
        """pairs => {
            const stage = document.getElementById("stage"), canvas = stage.querySelector("canvas");
            const copy = new OffscreenCanvas(canvas.width, canvas.height), ratio = canvas.width / canvas.clientWidth;
            const pen = copy.getContext("2d", { willReadFrequently: true });
            pen.drawImage(canvas, 0, 0);
            const colour = (x, y) => [...pen.getImageData(Math.round(x * ratio) - 3, Math.round(y * ratio) - 3, 7, 7).data];
            return pairs.map(([a, b]) => {
                const [one, two] = [stage.whereIs(a), stage.whereIs(b)];
                return [0.3, 0.4, 0.5, 0.6, 0.7].some(part => {
                    const seen = colour(one.x + (two.x - one.x) * part, one.y + (two.y - one.y) * part);
                    for (let at = 0; at < seen.length; at += 4) {
                        if (Math.max(seen[at], seen[at + 1], seen[at + 2]) - Math.min(seen[at], seen[at + 1], seen[at + 2]) > 60) return true;
                    }
                    return false;
                });
            });
        }""",
        ends,
    )
    assert all(lit)


def test_the_policy_holds_and_the_library_adds_no_style(page: Page, served: House) -> None:
    go(page, served)
    assert page.evaluate("() => document.querySelectorAll('style').length") == 0
    assert page.locator("#stage canvas").count() == 1
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_the_side_folds_and_the_picture_has_its_room(page: Page, served: House) -> None:
    go(page, served)
    before = page.locator("#stage").bounding_box()
    page.locator("#fold").click()
    after = page.locator("#stage").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] + 200
    assert page.locator("#fold").get_attribute("aria-expanded") == "false"


def content(download: Download) -> bytes:
    return download.path().read_bytes()


def test_without_scripts_the_server_draws_and_links_expand(browser: Browser, served: House) -> None:
    with visit(browser, served.address, scripts=False) as page:
        page.goto(f"{served.address}/graph?focus={POLICE}&reach=1")
        picture = page.locator("noscript img, #stage img")
        assert picture.is_visible()
        before = said(page)[0]
        badge = page.locator("[id^='expand-']").first
        promised = int(badge.inner_text().removeprefix("+"))
        with page.expect_navigation():
            badge.click()
        assert said(page)[0] == before + promised
        with page.expect_navigation():
            page.locator("#layout-radial").click()
        assert "layout=radial" in page.url
        page.locator("#seek").fill("司法局")
        with page.expect_navigation():
            page.locator("#seek-go").click()
        with page.expect_navigation():
            page.locator("#part-found a").first.click()
        assert said(page)[0] > before


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "size", "scheme", "query"),
    [
        ("desk", DESK, "light", f"focus={POLICE}&at={POLICE}&layout=radial&colour=kind"),
        ("night", DESK, "dark", "focus=all&layout=force&colour=grade"),
        ("phone", PHONE, "light", f"start={JUSTICE}&end={AUDIT}"),
        ("phone-night", PHONE, "dark", ""),
    ],
)
def test_it_fits_screens_languages_and_the_night(
    browser: Browser,
    served: House,
    name: str,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
    query: str,
    lang: str,
) -> None:
    with visit(browser, served.address, size, scheme) as page:
        go(page, served, f"?lang={lang}&{query}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
        assert page.locator("h1").is_visible()
        page.screenshot(path=SHOTS / f"explorer-{name}-{lang}.png")


@pytest.mark.parametrize(
    "path", ["/", f"/graph?focus={JUSTICE}&at={JUSTICE}&colour=grade", f"/graph?start={JUSTICE}&end={AUDIT}"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(browser: Browser, served: House, path: str, scheme: Literal["light", "dark"]) -> None:
    with visit(browser, served.address, DESK, scheme) as page:
        page.goto(served.address + path)
        page.wait_for_selector("#stage[data-ready], html[data-charts]", state="attached")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("() => axe.run(document)")["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []


def test_the_bundle_is_small() -> None:
    assert len(gzip.compress((STATIC / "dist" / "graph.js").read_bytes())) < 110_000
