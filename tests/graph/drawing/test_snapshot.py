"""The one-file snapshot: opens with the network cut, shows hostile words as words, same bytes each time."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, SectionRow, TaskRow, UnitRow
from graph.drawing import snapshot as module
from graph.drawing.compose import scene_of
from graph.drawing.layout import LayoutKind
from graph.drawing.snapshot import page, snapshot
from graph.drawing.views import PictureView
from graph.errors import DrawingError
from ontology.catalogue import Language

HOSTILE = '</script><img src=x onerror="document.title=1"><a href="http://example.com/">甲</a>\u202e\u2028'


def corpus(words: str = "法制办") -> Corpus:
    plan = "https://w3id.org/dutygraph/id/plan/0"
    task, section, unit = f"{plan}/task/1", f"{plan}/section/1", "https://w3id.org/dutygraph/id/unit/1"
    return Corpus(
        plans=(
            PlanRow(
                iri=plan,
                id="0",
                title=f"方案{words}",
                source=words,
                issuer=words,
                number="",
                issued="2015",
                place_code="652300",
                place_name="昌吉回族自治州",
                level="prefecture",
                characters=9,
                sha256="0" * 64,
            ),
        ),
        sections=(
            SectionRow(
                iri=section, plan=plan, id="1", number="一、", title=words, level=1, parent=plan, start=0, end=9
            ),
        ),
        tasks=(
            TaskRow(
                iri=task,
                plan=plan,
                id="1",
                ref="1.1",
                number="1.",
                title=words,
                text=f"原文{words}",
                part_of=section,
                start=0,
                end=9,
                deadline="",
                clarity="sole",
            ),
        ),
        units=(
            UnitRow(
                iri=unit,
                id="1",
                name=f"单位{words}",
                body=words,
                kind="single",
                place_code="652300",
                place_name="昌吉",
                level="prefecture",
                registered=True,
            ),
        ),
        assignments=tuple(
            AssignmentRow(
                iri=f"{plan}/assignment/{role}",
                plan=plan,
                task=task,
                unit=unit,
                role=role,
                mention=words,
                start=0,
                end=9,
                label="责任单位",
                rank=1,
                of=1,
                ranked=False,
                basis="clause",
                rule="label",
                confidence=1.0,
            )
            for role in ("lead", "support")
        ),
    )


class Loads(HTMLParser):
    """Collects what a browser would fetch for a page, and the elements it has."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in {"src", "href", "data", "action", "poster", "srcset"}
        ]


@pytest.mark.parametrize("words", ["法制办", HOSTILE])
def test_the_page_fetches_nothing(words: str) -> None:
    html = page(scene_of(corpus(words)))
    seen = Loads()
    seen.feed(html)
    assert seen.fetched == []
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(seen.tags)
    assert "bootstrap" not in html
    assert "sourceMappingURL" not in html
    assert not re.search(r"@import|url\(\s*['\"]?(https?:)?//", html)
    assert html.count("</script>") == 2


def test_the_file_is_utf8_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "一.html", tmp_path / "二.html"
    snapshot(corpus(), first)
    snapshot(corpus(), second)
    assert first.read_bytes() == second.read_bytes()
    assert "单位法制办" in first.read_text(encoding="utf-8")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["一.html", "二.html"]


def test_an_empty_corpus_is_a_page_too() -> None:
    assert "<title>The network of responsibilities" in page(scene_of(Corpus(), lang=Language.EN), Language.EN)


def test_a_script_that_was_not_built_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module._script.cache_clear()
    monkeypatch.setattr(module, "BUNDLE", tmp_path / "snapshot.js")
    with pytest.raises(DrawingError, match=r"snapshot\.js"):
        page(scene_of(corpus()))


@pytest.mark.browser
@pytest.mark.parametrize("kind", LayoutKind)
def test_a_browser_draws_it_and_shows_hostile_words_as_words(tmp_path: Path, kind: LayoutKind) -> None:
    out = tmp_path / "snapshot.html"
    snapshot(corpus(HOSTILE), out, kind=kind, view=PictureView.SECTIONS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        try:
            tab = browser.new_page()
            asked: list[str] = []
            faults: list[str] = []
            tab.on("request", lambda request: asked.append(request.url))
            tab.on("pageerror", lambda error: faults.append(str(error)))
            tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            tab.goto(out.as_uri())
            tab.wait_for_selector("#stage[data-ready]")
            tab.locator("#seek").fill("单位")
            tab.locator("#found button").first.click()
            panel = tab.locator("#words")
            assert HOSTILE.split("\u202e", maxsplit=1)[0] in panel.inner_text()
            assert panel.locator("img, a, script").count() == 0
            assert tab.title().startswith("责任关系图谱")
            assert tab.locator("#stage").get_attribute("data-ready") == "4"
            assert "牵头 1" in tab.locator("footer").inner_text()
            assert asked == [out.as_uri()]
            assert faults == []
        finally:
            browser.close()
