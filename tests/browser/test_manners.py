"""Every page: no serious fault that axe-core knows, no word off the side of a phone, no script needed to read it."""

import pytest
from playwright.sync_api import Browser, Page

from api.pages.frame.renderer import STATIC
from tests.api.serving import House
from tests.browser.visiting import DESK, PHONE, visit

pytestmark = pytest.mark.browser
AXE = STATIC.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/", "/plans", "/plans/{plan}", "/plans/{plan}?ledger=1", "/units", "/units/652300-gov-legal-affairs", "/tasks", "/tasks/{task}",
    "/assignments", "/clarity", "/overlap", "/overlap?by=sections", "/compare", "/reform", "/graph", "/questions",
    "/questions/most-leads", "/questions/sentence?number=3", "/query", "/query?query=ASK%20%7B%7D", "/ontology", "/import",
    "/corrections", "/search?q=法制办", "/nothing-here",
    *(pytest.param(path, marks=pytest.mark.full) for path in ("/help", "/notable", "/deadlines", "/concentration", "/centrality", "/functions")),
)  # fmt: skip
DRAWN = {"/": "html[data-charts]", "/graph": "#stage[data-ready]", "/query": ".cm-content"}
"""What is there when the scripts of a page have drawn."""
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}"""


@pytest.fixture(scope="module")
def addresses(served: House) -> dict[str, str]:
    plans = served.client.get("/plans.json").json()["rows"]
    tasks = served.client.get("/tasks.json").json()["rows"]
    return {"plan": plans[0]["id"], "task": tasks[0]["task"]}


def faults_of(page: Page) -> list[str]:
    """Ask axe-core; it is handed over by the debugger, for the pages' own policy lets nothing in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_fault_by_day_and_by_night(
    browser: Browser, served: House, addresses: dict[str, str], path: str
) -> None:
    with visit(browser, served.address, DESK, expected="404") as page:
        page.goto(served.address + path.format(**addresses), wait_until="load")
        page.wait_for_selector(DRAWN.get(path, "html"), state="attached")
        assert faults_of(page) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(_RUN) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_hangs_over_the_side_of_a_phone_and_no_script_is_needed(
    browser: Browser, served: House, addresses: dict[str, str], path: str
) -> None:
    with visit(browser, served.address, PHONE, scripts=False, expected="404") as page:
        page.goto(served.address + path.format(**addresses), wait_until="load")
        assert page.locator("h1").first.inner_text().strip()
        assert page.locator("main").inner_text().strip()
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1
