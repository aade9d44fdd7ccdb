"""The query page in a real browser: run, look, stop at a fault, share; nothing asks another host."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.serving import House
from tests.browser.visiting import DESK, PHONE, SHOTS, visit

pytestmark = pytest.mark.browser
LEADS = (
    "PREFIX dg: <https://w3id.org/dutygraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?name (COUNT(*) AS ?n) WHERE { ?t dg:leadBy ?u . ?u rdfs:label ?name } GROUP BY ?name ORDER BY DESC(?n)"
)
PAIRS = "PREFIX dg: <https://w3id.org/dutygraph/ns#> SELECT ?task ?unit WHERE { ?task dg:leadBy ?unit }"


@pytest.fixture
def page(browser: Browser, served: House) -> Iterator[Page]:
    with visit(browser, served.address, expected="400") as opened:
        yield opened


def test_a_shared_query_runs_and_is_looked_at_in_three_ways(page: Page, served: House) -> None:
    page.goto(f"{served.address}/query?query={quote(LEADS)}")
    expect(page.locator("#said")).to_contain_text("行，用时")
    expect(page.locator("#result tbody tr").first).to_contain_text("法制办公室")
    page.get_by_role("button", name="图表").click()
    expect(page.locator("#result svg .bar").first).to_be_visible()
    page.get_by_role("button", name="关系图").click()
    expect(page.locator("#result")).to_contain_text("须有两列为 IRI")
    page.goto(f"{served.address}/query?query={quote(PAIRS)}")
    page.get_by_role("button", name="关系图").click()
    expect(page.locator("#result svg .node").first).to_be_visible()


def test_the_keyboard_writes_runs_and_leaves(page: Page, served: House) -> None:
    page.goto(f"{served.address}/query")
    content = page.locator(".cm-content")
    content.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_have_text("是")
    assert "ASK" in page.url
    content.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#run")).to_be_focused()


def test_a_fault_is_marked_at_its_line(page: Page, served: House) -> None:
    page.goto(f"{served.address}/query?query={quote('SELECT ?x WHERE {' + chr(10) + '  ?x ?y }}')}")
    expect(page.locator("#said")).to_contain_text("第 2 行")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()


def test_hostile_words_are_words(page: Page, served: House) -> None:
    query = """SELECT ("<img src=x onerror=alert(1)><script>alert(2)</script>" AS ?x) ("=1+1" AS ?y) WHERE {}"""
    page.goto(f"{served.address}/query?query={quote(query)}")
    expect(page.locator("#result td").first).to_have_text("<img src=x onerror=alert(1)><script>alert(2)</script>")
    assert page.locator("#result img").count() == 0


def test_triples_are_rows_of_terms(page: Page, served: House) -> None:
    odd = '"""a "b" \\\\ c\t·\u2028\nd"""@zh'
    page.goto(
        f"{served.address}/query?query={quote(f'CONSTRUCT {{ <urn:a> a <urn:b> ; <urn:c> {odd}, 7 }} WHERE {{}}')}"
    )
    cells = page.locator("#result tbody td")
    expect(cells).to_have_count(9)
    assert sorted(cells.all_text_contents()) == sorted(
        ["urn:a", "rdf:type", "urn:b", "urn:a", "urn:c", 'a "b" \\ c\t·\u2028\nd', "urn:a", "urn:c", "7"]
    )
    assert page.locator("#result td.num").all_text_contents() == ["7"]


def test_an_example_fills_the_editor_and_a_slow_query_can_be_stopped(page: Page, served: House) -> None:
    page.goto(f"{served.address}/query")
    page.locator("#examples").select_option(index=3)
    expect(page.locator(".cm-content")).to_contain_text("SELECT")
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page.goto(f"{served.address}/query?query={quote(slow)}")
    page.get_by_role("button", name="停止").click()
    expect(page.locator("#said")).to_have_text("已停止。")


def test_it_works_without_scripts(browser: Browser, served: House) -> None:
    with visit(browser, served.address, scripts=False) as page:
        page.goto(f"{served.address}/query")
        page.locator("#query").fill(LEADS)
        page.get_by_role("button", name="运行").click()
        expect(page.locator("#result tbody tr").first).to_contain_text("法制办公室")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "size"), [("desk", DESK), ("phone", PHONE)])
def test_the_page_is_kept_as_a_picture(
    browser: Browser, served: House, language: str, name: str, size: tuple[int, int]
) -> None:
    with visit(browser, served.address, size) as page:
        page.goto(f"{served.address}/query?lang={language}&query={quote(LEADS)}")
        expect(page.locator("#result tbody tr").first).to_be_visible()
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"query-{language}-{name}.png")
