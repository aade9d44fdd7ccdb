"""The pages of questions over a real server: every ready question answers, lines and sentences show their SPARQL."""

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
    assert found.url.path == "/questions/line"
    assert "11 行" in found.text
    assert "SELECT ?task ?reference" in found.text
    assert len(served.client.get("/questions/line.json", params={"q": "牵头:法制办"}).json()["rows"]) == 11


def test_a_sentence_gives_its_units_by_address(served: House) -> None:
    rows = served.client.get("/questions/sentence.json?role=lead&compare=more&number=7").json()["rows"]
    assert [row["tasks"] for row in rows] == [11, 10, 8]
    page = served.client.get("/questions/sentence?role=lead&compare=more&number=7", headers=HTML).text
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
