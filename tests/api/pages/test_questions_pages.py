"""The pages of questions over a real server: every ready question answers, lines and sentences show their SPARQL."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import extract
from graph.questions import questions
from ontology.catalogue import Language
from tests.api.serving import HTML, House, house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("questions"), sources=[EXAMPLE]) as opened:
        yield opened


def test_every_ready_question_has_a_page_and_representations(served: House) -> None:
    for one in questions():
        page = served.client.get(f"/questions/{one.id}", headers=HTML)
        assert page.status_code == 200
        assert one.title.render() in page.text
        if all(parameter.default for parameter in one.parameters):
            rows = served.client.get(f"/questions/{one.id}.json").json()["rows"]
            assert all(set(row) == set(one.columns) for row in rows)


def test_the_catalogue_lists_them_all(served: House) -> None:
    listed = served.client.get("/questions.json").json()["rows"]
    assert [row["id"] for row in listed] == [one.id for one in questions()]
    with served.someone() as other:  # the choice of a language is kept by the one who made it
        page = other.get("/questions?lang=en", headers=HTML).text
    assert all(one.title.render(Language.EN).replace("'", "&#39;") in page for one in questions())


def test_a_line_in_the_search_box_is_answered_and_shows_its_sparql(served: House) -> None:
    found = served.client.get("/search", params={"q": "牵头:法制办"}, headers=HTML, follow_redirects=True)
    assert found.url.path == "/questions/ask"
    assert "11 项任务" in found.text
    assert "SELECT DISTINCT ?task" in found.text
    assert (
        len(
            served.client.get("/questions/line.json", params={"q": "牵头:法制办"}, follow_redirects=True).json()["rows"]
        )
        == 11
    )


def test_a_sentence_gives_its_units_by_address(served: House) -> None:
    rows = served.client.get("/questions/sentence.json?role=lead&compare=more&number=7", follow_redirects=True).json()[
        "rows"
    ]
    assert [row["count"] for row in rows] == [11, 10, 8]
    page = served.client.get(
        "/questions/sentence?role=lead&compare=more&number=7", headers=HTML, follow_redirects=True
    ).text
    assert "/units/652300-gov-legal-affairs" in page


@pytest.mark.parametrize(
    "path",
    ["/questions/line?q=", "/questions/line?q=没有:x", "/questions/sentence?role=boss", "/questions/sentence?number=-1",
     "/questions/tasks-by-clarity?grade=none-such", "/questions/most-leads?extra=1"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_reason(served: House, path: str) -> None:
    page = served.client.get(path, headers=HTML)
    assert page.status_code == 400
    answer = served.client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_an_unknown_question_is_not_found(served: House) -> None:
    assert served.client.get("/questions/none-such", headers=HTML).status_code == 404


def test_words_of_a_question_are_never_markup(served: House) -> None:
    page = served.client.get("/questions/line", params={"q": "<script>alert(1)</script>"}, headers=HTML)
    assert "<script>alert" not in page.text


def test_a_question_in_the_search_box_is_answered_with_its_reading_and_its_quotes(served: House) -> None:
    page = served.client.get("/search", params={"q": "法制办牵头了哪些任务？"}, headers=HTML, follow_redirects=True)
    assert page.url.path == "/questions/ask"
    assert "共 11 项任务" in page.text
    assert "昌吉回族自治州人民政府法制办公室牵头" in page.text  # how it was understood
    assert "<q>责任单位：州政府法制办</q>" in page.text  # the words of the plan
    rows = served.client.get("/questions/ask.json", params={"q": "法制办牵头了哪些任务？"}).json()["rows"]
    assert len(rows) == 11


def test_a_question_that_may_mean_several_offers_them_as_questions(served: House) -> None:
    page = served.client.get("/questions/ask", params={"q": "税务局牵头哪几项"}, headers=HTML).text
    links = re.findall(r'href="(/questions/ask\?q=[^"]+)">昌吉回族自治州(?:国家|地方)税务局', page)
    assert len(links) == 2
    assert all("共" in served.client.get(link, headers=HTML).text for link in links)


def test_a_follow_up_goes_on_from_the_question_before(served: House) -> None:
    asked = {"q": "那司法局呢？", "before": ["公安局牵头哪些任务？"]}
    rows = served.client.get("/questions/ask.json", params=asked).json()["rows"]
    assert {row["task"] for row in rows} == {"2.6.1", "2.7.4", "2.7.5", "2.8.1"}


@pytest.mark.parametrize(
    "words", ["今天天气怎么样", "<script>alert(1)</script>", "", "旅游局牵头哪些任务", "法制办牵头" * 300]
)
def test_a_question_that_is_not_understood_gets_a_reason_and_no_rows(served: House, words: str) -> None:
    page = served.client.get("/questions/ask", params={"q": words}, headers=HTML)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    (row,) = served.client.get("/questions/ask.json", params={"q": words}).json()["rows"]
    assert row["answer"] == "refuse"
    assert row["why"]
