"""Every page over a real server with the real example plan in a store of its own."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest

import extract
from api.edge.settings import Settings
from tests.api.serving import house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
PAGE = {"Accept": "text/html"}
PAGES = (
    "/",
    "/plans",
    "/units",
    "/tasks",
    "/clarity",
    "/assignments",
    "/graph",
    "/graph?focus=all&layout=force",
    "/search?q=公安局",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with house(tmp_path_factory.mktemp("data") / "data", Settings(), (EXAMPLE,)) as served:
        yield served.client


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_page_answers_in_both_languages_under_a_strict_policy(client: httpx.Client, path: str, lang: str) -> None:
    answer = client.get(path, headers=PAGE, cookies=None, params={**httpx.URL(path).params, "lang": lang})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


def test_the_most_loaded_units_are_those_of_the_plan(client: httpx.Client) -> None:
    rows = client.get("/units.json").json()["rows"]
    assert [row["led"] for row in rows[:6]] == [11, 10, 8, 5, 4, 4]
    assert rows[0]["unit_label"].endswith("法制办公室")


def test_every_mention_of_a_unit_lies_where_the_table_says(client: httpx.Client) -> None:
    plan = client.get("/plans.json").json()["rows"][0]["id"]
    text = client.get(f"/plans/{plan}.txt").text
    page = client.get(f"/plans/{plan}", headers=PAGE).text
    rows = client.get("/assignments.json").json()["rows"]
    assert len(rows) == 136
    for row in rows:
        assert text[row["start"] : row["end"]] == row["mention"]
        assert f'id="c{row["start"]}"' in page


def test_clarity_counts_are_those_of_the_plan(client: httpx.Client) -> None:
    counts = {
        grade: client.get(f"/clarity.json?grade={grade}").json()["count"]
        for grade in ("collective", "group_office", "co_equal", "sole", "none")
    }
    assert counts == {"collective": 2, "group_office": 1, "co_equal": 22, "sole": 5, "none": 0}


@pytest.mark.parametrize("path", ["/nope", "/units/nope", "/plans/nope", "/tasks/nope", "/units.exe"])
def test_what_is_not_there_is_said_in_one_shape(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["status"] == 404
    assert isinstance(answer.json()["message"], str)


def test_the_navigation_names_lists_and_headings_name_one(client: httpx.Client) -> None:
    text = client.get("/units", headers=PAGE, params={"lang": "en"}).text
    assert '<a href="/units" aria-current="page">Units</a>' in text
    assert re.search(r"<th [^>]*><a [^>]*>Unit</a></th>", text)


def test_the_page_shows_groups_where_the_units_are_too_many(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = import_module("api.pages.graph.routes")  # the package gives the function of this name
    monkeypatch.setattr(routes, "MOST_DRAWN", 10)
    page = client.get("/graph?lang=zh", headers=PAGE).text
    assert "点开一组只看该组" in page
    assert page.count("<svg") >= 2
    assert client.get("/graph.csv").text.splitlines()[0].startswith("\ufeffgroup,plans,tasks,assignments,scope")
    assert client.get("/graph.svg").content.startswith(b"<svg")
    assert client.get("/graph.svg?theme=none").status_code == 400
    assert "点开一组只看该组" not in client.get("/graph?focus=all&lang=zh", headers=PAGE).text
    monkeypatch.setattr(routes, "MOST_LOOKED_AT", 10)
    assert "点开一组只看该组" in client.get("/graph?focus=all&lang=zh", headers=PAGE).text
