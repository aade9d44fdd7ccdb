"""Duties of the running text on the pages: shown where they stand, in no count unless they are asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import extract
from tests.api.serving import house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
HIDDEN = "652300-class-industry-commerce"  # 工商部门, named in a sentence of 2.1.2 alone
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with house(tmp_path_factory.mktemp("data") / "data", sources=(EXAMPLE,)) as served:
        yield served.client


def test_the_counts_of_the_plan_are_those_of_its_clauses(client: httpx.Client) -> None:
    overview = client.get("/", headers=PAGE).text
    assert re.search(r'href="/units"><b>43</b>', overview)
    assert re.search(r'href="/assignments"><b>136</b>', overview)
    (plan,) = client.get("/plans.json").json()["rows"]
    assert (plan["units"], plan["assignments"]) == (43, 136)
    assert len(client.get("/assignments.json").json()["rows"]) == 136


def test_the_list_of_units_holds_those_of_sentences_only_when_asked(client: httpx.Client) -> None:
    plain = {row["id"]: row for row in client.get("/units.json").json()["rows"]}
    asked = {row["id"]: row for row in client.get("/units.json?sentences=1").json()["rows"]}
    assert len(plain) == 43
    assert set(asked) - set(plain) == {HIDDEN, "652300-class-gov-legal-affairs"}
    assert asked[HIDDEN]["led"] == 1
    assert HIDDEN not in plain
    assert "checked" in client.get("/units?sentences=1", headers=PAGE).text
    plan = client.get("/plans.json").json()["rows"][0]["id"]
    assert len(client.get(f"/units.json?plan={plan}").json()["rows"]) == 43


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_unit_of_sentences_alone_has_a_page_that_says_so(client: httpx.Client, lang: str) -> None:
    page = client.get(f"/units/{HIDDEN}?lang={lang}", headers=PAGE)
    assert page.status_code == 200
    said = {"zh": "不计入统计和排名", "en": "enters no count and no ranking"}
    assert said[lang] in page.text
    assert "工商部门" in page.text
    (row,) = client.get(f"/units/{HIDDEN}.json").json()["rows"]
    assert (row["ref"], row["basis"], row["counted"]) == ("2.1.2", "sentence", False)
    assert "/graph?focus=" not in page.text  # it is no node of the graph
    assert client.get("/search?q=工商部门", headers=PAGE).status_code == 200


def test_a_task_shows_its_sentences_in_a_part_of_their_own(client: httpx.Client) -> None:
    rows = client.get("/tasks.json").json()["rows"]
    task = next(row["task"] for row in rows if row["ref"] == "2.6.1")
    page = client.get(f"/tasks/{task}", headers=PAGE).text
    counted, _, shown = page.partition('id="in-text"')
    assert "政府法制机构" not in counted
    assert "政府法制机构" in shown.partition("</section>")[0]
    assert "各职能部门" in shown.partition("</section>")[0]
    bare = next(row["task"] for row in rows if row["ref"] == "2.2.1")
    assert 'id="in-text"' not in client.get(f"/tasks/{bare}", headers=PAGE).text


def test_the_reader_marks_a_sentence_in_its_own_way(client: httpx.Client) -> None:
    plan = client.get("/plans.json").json()["rows"][0]["id"]
    page = client.get(f"/plans/{plan}", headers=PAGE).text
    assert len(re.findall(r'class="m \w+ sentence[^>]*id="c', page)) == 4
    assert re.search(r'class="m lead sentence[^>]*>政府法制机构', page)
    assert 'id="n-sentence">4<' in page
