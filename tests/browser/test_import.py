"""A newcomer's story: she imports plans of her own, mends a unit, sees the numbers move, and takes it back."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from graph.dataset.load import load
from graph.drawing.snapshot import snapshot
from tests.api.pages.hostile import NAME, plan
from tests.api.serving import TOKEN, House, finished, house, send
from tests.browser.visiting import SHOTS, visit
from tests.extract.readers.makers import pdf, printed

pytestmark = pytest.mark.browser
LINES = (
    "昌吉市2026年政务服务重点任务分工方案",
    "一、优化政务服务",
    "1.推进一网通办。整合各类审批系统，实现一口受理。",
    "牵头单位：市政务服务局",
    "配合单位：市财政局、市公安局",
    "2.压缩办理时限。将企业开办时间压缩到一天。",
    "牵头单位：市行政审批局",
    "3.建设市民热线。统一受理市民诉求。",
    "牵头单位：市政务服务局",
)
PDF_LINES = (
    "呼图壁县2026年重点工作任务分工",
    "1.整治农村环境。",
    "责任单位：农业农村局",
    "2.修缮校舍。",
    "责任单位：教育局",
)


@cache  # a docx holds the time of its making: made once, it is the same bytes
def as_docx() -> bytes:
    made = docx.Document()
    for line in LINES:
        made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    return pdf(["".join(printed(line, 80, 760 - 40 * row) for row, line in enumerate(PDF_LINES))])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data") as opened:
        yield opened


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def enter(page: Page) -> None:
    """Show the token, once."""
    page.get_by_label("口令").fill(TOKEN)
    page.get_by_label("您的姓名").fill("王芳")
    page.get_by_role("button", name="登录").click()


def import_files(page: Page, *files: tuple[str, bytes]) -> None:
    page.set_input_files("#files", [payload(name, data) for name, data in files])
    page.locator("#import").get_by_role("button", name="导入").click()
    page.wait_for_url("**/import/*")
    page.wait_for_selector("#job[data-over='1']", timeout=300_000)


def led(page: Page, address: str, unit: str) -> str:
    page.goto(f"{address}/units")
    row = page.locator("tbody tr", has_text=unit)
    return row.locator("td.n").first.inner_text() if row.count() else "gone"


def test_a_newcomer_imports_mends_a_unit_sees_the_numbers_move_and_undoes_it(browser: Browser, served: House) -> None:
    with visit(browser, served.address) as page:
        page.goto(served.address)
        page.get_by_role("link", name="导入", exact=True).click()
        page.screenshot(path=SHOTS / "login.png")
        enter(page)
        page.wait_for_selector("#import")
        import_files(page, ("分工方案.docx", as_docx()), ("坏的.pdf", b"%PDF-1.7 half"), ("县里的.pdf", as_pdf()))
        lines = page.locator("tr.is-stored, tr.is-failed")
        expect(lines).to_have_count(3)
        assert "3 项任务 · 5 条分工 · 4 个单位" in lines.nth(0).inner_text()
        assert "已损坏，内部结构不完整" in lines.nth(1).inner_text()
        assert "2 项任务 · 2 条分工" in lines.nth(2).inner_text()
        page.screenshot(path=SHOTS / "import-done.png")

        page.get_by_role("link", name="昌吉市2026年政务服务重点任务分工方案").first.click()
        page.wait_for_selector("a.m")
        assert page.locator("#facts b").all_inner_texts()[:2] == ["3", "5"]

        # she knows that 市行政审批局 is what 市政务服务局 was called before
        page.locator("a.m", has_text="市行政审批局").click()
        dialog = page.locator("#correct")
        dialog.get_by_label("单位", exact=True).fill("政务服务局")
        choice = dialog.locator("li", has_text="政务服务管理局")
        choice.click()
        dialog.get_by_text("各方案均有此误：并入所选单位").click()
        assert dialog.get_by_label("更正人").input_value() == "王芳"
        dialog.get_by_label("理由").fill("机构更名")
        page.screenshot(path=SHOTS / "correct-dialog.png")
        dialog.get_by_role("button", name="更正").click()
        said = page.locator("#said")
        expect(said).to_contain_text("牵头 2 → 3")
        expect(said).to_contain_text("牵头 1 → 0")
        plan_page = page.url
        assert led(page, served.address, "政务服务管理局") == "3"
        assert led(page, served.address, "行政审批局") == "gone"

        page.goto(f"{served.address}/corrections")
        assert "机构更名" in page.locator("tbody tr").first.inner_text()
        page.screenshot(path=SHOTS / "corrections.png")
        page.get_by_role("button", name="撤销 1").click()
        page.wait_for_selector("#done")
        assert led(page, served.address, "政务服务管理局") == "2"
        assert led(page, served.address, "行政审批局") == "1"

        # the same file again: it is known
        page.goto(f"{served.address}/import")
        import_files(page, ("改了名字.docx", as_docx()))
        assert "没有重复入库" in page.locator("#job").inner_text()

        page.goto(plan_page)
        page.get_by_role("link", name="移除这份方案").click()
        page.get_by_role("button", name="移除").click()
        page.wait_for_url("**/plans")
        assert page.locator("tbody tr").count() == 1


def test_without_scripts_a_newcomer_gets_as_far(browser: Browser, served: House) -> None:
    with visit(browser, served.address, scripts=False) as page:
        page.goto(f"{served.address}/import")
        enter(page)
        page.set_input_files("#files", [payload("方案.docx", as_docx())])
        page.locator("#import").get_by_role("button", name="导入").click()
        page.wait_for_selector("tr.is-stored", timeout=300_000)  # the page renews itself
        page.locator("tr.is-stored a").first.click()
        page.locator("a.m", has_text="市行政审批局").click()  # to the task
        page.get_by_role("link", name="更正", exact=True).first.click()
        page.get_by_role("heading", name="更正分工").wait_for()
        page.locator("form", has_text="改角色").get_by_label("角色").select_option("support")
        page.locator("form", has_text="改角色").get_by_role("button").click()
        expect(page.locator("#done")).to_contain_text("1 →")
        page.get_by_role("button", name="撤销 1").click()
        expect(page.locator("#done tbody tr").first).to_contain_text("1")


def test_a_hostile_plan_runs_nothing_anywhere(browser: Browser, served: House, tmp_path: Path) -> None:
    state = finished(served.client, send(served.client, (NAME, plan())).json()["job"])
    unit = served.client.get("/units.json").json()["rows"][0]["id"]
    index = served.client.get("/plans.json").json()["rows"][0]["id"]
    task = served.client.get("/assignments.json").json()["rows"][0]["task"]
    with visit(browser, served.address) as page:
        page.goto(f"{served.address}/login")
        enter(page)
        for path in (
            *(
                "/",
                "/plans",
                "/units",
                "/tasks",
                "/clarity",
                "/assignments",
                "/overlap",
                "/compare",
                "/reform",
                "/corrections",
            ),
            *(
                f"/graph?focus={unit}",
                f"/units/{unit}",
                f"/units/{unit}/correct",
                f"/tasks/{task}",
                f"/plans/{index}?ledger=1",
            ),
            *(f"/plans/{index}#c3-30", f"/import/{state['job']}", "/search?q=局"),
        ):
            page.goto(served.address + path)
            page.wait_for_timeout(150)
            assert page.evaluate("window.hit") is None, path
            assert page.locator("h1").first.is_visible(), path
        page.goto(f"{served.address}/plans/{index}")
        mention = page.locator("a.m").first
        mention.hover()
        mention.click()
        page.wait_for_selector("#correct li")
        page.keyboard.press("Escape")
        assert page.evaluate("window.hit") is None
        page.screenshot(path=SHOTS / "hostile.png")
    out = tmp_path / "snapshot.html"
    snapshot(load(served.store), out)
    with visit(browser, out.as_uri()) as page:
        page.goto(out.as_uri())
        page.wait_for_timeout(300)
        assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_the_pages_that_write_fit_the_window(
    browser: Browser, served: House, lang: str, width: int, height: int
) -> None:
    with visit(browser, served.address, (width, height)) as page:
        page.goto(f"{served.address}/login?lang={lang}")
        page.locator("[name=token]").fill(TOKEN)
        page.locator("button.main").click()
        page.set_input_files("#files", [payload("分工方案.docx", as_docx()), payload("坏的.pdf", b"%PDF-1.7 half")])
        page.screenshot(path=SHOTS / f"import-{lang}-{width}.png")
        page.locator("#import button").click()
        page.wait_for_selector("#job[data-over='1']", timeout=300_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=SHOTS / f"import-job-{lang}-{width}.png")
        page.locator("tr.is-stored a").first.click()
        page.locator("a.m").first.click()
        page.wait_for_selector("#correct[open] li")
        page.screenshot(path=SHOTS / f"reader-correct-{lang}-{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
