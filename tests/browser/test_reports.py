"""The report as one HTML file, opened from disk in a real browser with the network cut."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.reports.page import page as report_page
from extract.messages import message
from graph.dataset.rows import Corpus
from ontology.catalogue import Language
from tests.browser.visiting import SHOTS, visit
from tests.graph.measures.corpora import corpus

pytestmark = pytest.mark.browser
HOSTILE = "<script>document.title='taken'</script>\u202e=1+1<img src=x onerror=\"document.title='taken'\">"


def plan() -> Corpus:
    one = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 有关部门*", "", "lead: 公安局")
    task = replace(one.tasks[1], title=HOSTILE)
    return replace(one, tasks=(one.tasks[0], task, *one.tasks[2:]))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_opens_offline_links_to_its_words_and_runs_nothing(
    browser: Browser, tmp_path: Path, language: Language, width: int
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(report_page(plan(), language))
    with visit(browser, "file:", (width, 800)) as tab:
        tab.context.set_offline(offline=True)
        tab.goto(file.as_uri())
        assert tab.title() == message("责任分工分析").render(language)
        assert tab.get_by_text("document.title=").count() >= 1
        link = tab.locator("#clarity a").first
        assert link.inner_text() == "1.2"  # led by a collective: the least clear comes first
        link.click()
        row = tab.locator(f"#{tab.url.rpartition('#')[2]}").inner_text()
        assert row.startswith("1.2")
        assert "有关部门" in row
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        SHOTS.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=SHOTS / f"report-{language.value}-{width}.png", full_page=True)
