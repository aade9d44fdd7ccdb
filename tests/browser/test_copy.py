"""What is copied from the text of a plan is the plan's own text, by a real clipboard."""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from graph.dataset.load import plan_text
from tests.api.serving import House, house, plans
from tests.browser.visiting import EXAMPLE, visit

ODD = "乙市方案\n\n一、 任务\n　　1.推进工作。\r\n\t责任单位：市公安局、 市财政局（牵头）\n  \n配合单位：各县（市）𠮷区人民政府\n\n\n2.其他\n责任单位：有关部门\n"
RANGES = 25
SELECT = """([start, end]) => {
  const place = (offset) => {
    for (const line of document.querySelectorAll('.words [data-start]:not([hidden])')) {
      let at = Number(line.dataset.start);
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const letters = [...walker.currentNode.data];
        if (offset >= at && offset <= at + letters.length)
          return [walker.currentNode, letters.slice(0, offset - at).join('').length];
        at += letters.length;
      }
    }
  };
  const from = place(start), to = place(end);
  if (!from || !to) return false;
  getSelection().setBaseAndExtent(from[0], from[1], to[0], to[1]);
  return true;
}"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "odd.txt").write_bytes(ODD.encode())
    with house(folder / "data", sources=(EXAMPLE, folder / "odd.txt")) as opened:
        yield opened


def pasted(page: Page, start: int, end: int) -> str | None:
    if not page.evaluate(SELECT, [start, end]):
        return None
    page.keyboard.press("Control+c")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_pasted_text_is_the_source(browser: Browser, odd: House) -> None:
    chance = random.Random(17)  # noqa: S311 - places of a test
    with visit(browser, odd.address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=odd.address)
        for iri in plans(odd.store):
            text, tried = plan_text(odd.store, iri), 0
            page.goto(f"{odd.address}/plans/{iri.rpartition('/')[2]}")
            page.wait_for_load_state("networkidle")
            while tried < RANGES:
                start, end = sorted(chance.sample(range(len(text)), 2))
                found = pasted(page, start, min(end, start + 400))
                if found is not None:
                    assert found == text[start : min(end, start + 400)]
                    tried += 1


def test_a_slash_leads_to_the_search_and_the_content_is_near(browser: Browser, odd: House) -> None:
    with visit(browser, odd.address) as page:
        page.goto(f"{odd.address}/units")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        page.keyboard.press("/")
        page.keyboard.type("公安/1")
        assert page.locator("#find").input_value() == "公安/1"
        page.goto(f"{odd.address}/help")
        assert page.locator("h1").inner_text() == "使用帮助"
        assert page.locator("footer a[href='/help']").count() == 1
