"""The query page over a real server, without scripts: it answers, refuses and shares as a form can."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import extract
from tests.api.serving import HTML, House, house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
LEADS = "PREFIX dg: <https://w3id.org/dutygraph/ns#> SELECT ?unit (COUNT(*) AS ?n) WHERE { ?t dg:leadBy ?unit } GROUP BY ?unit ORDER BY DESC(?n)"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("query"), sources=[EXAMPLE]) as opened:
        yield opened


def page(served: House, query: str, **more: str) -> str:
    found = served.client.get("/query", params={"query": query, **more}, headers=HTML)
    assert found.status_code == 200
    return found.text


def test_the_page_opens_with_a_query_to_begin_with(served: House) -> None:
    text = served.client.get("/query", headers=HTML).text
    assert "dg:leadBy" in text
    assert "<table" not in text


def test_a_browser_at_the_endpoint_is_led_to_the_page(served: House) -> None:
    found = served.client.get("/sparql", headers=HTML)
    assert (found.status_code, found.headers["location"]) == (303, "/query")
    turtle = served.client.get("/sparql", headers={"Accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")


def test_rows_are_a_table_whose_things_open_their_pages(served: House) -> None:
    text = page(served, LEADS)
    assert '<a href="/units/652300-gov-legal-affairs">' in text
    assert "<td>11</td>" in text
    assert "format=excel" in text


def test_a_yes_or_no_and_triples_are_shown_too(served: House) -> None:
    assert ">是<" in page(served, "ASK { ?s ?p ?o }")
    text = page(
        served,
        "PREFIX dg: <https://w3id.org/dutygraph/ns#> CONSTRUCT { ?t dg:leadBy ?u } WHERE { ?t dg:leadBy ?u } LIMIT 3",
    )
    assert text.count("<tr>") == 4
    assert 'href="/ontology#leadBy"' in text


def test_a_fault_says_where(served: House) -> None:
    text = page(served, "SELECT ?x WHERE {\n  ?x ?y }}")
    assert "第 2 行第" in text
    assert "<table" not in text


@pytest.mark.parametrize(
    "way_out", ["SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }", "?s ?p ?o } # FROM <file:///etc/passwd>"]
)
def test_ways_out_are_refused_here_as_everywhere(served: House, way_out: str) -> None:
    query = (
        f"SELECT * WHERE {{ {way_out} }}"
        if way_out.startswith("SERVICE")
        else "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }"
    )
    assert "<table" not in page(served, query)


def test_the_limit_of_time_is_that_of_the_form(served: House) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "时限" in page(served, slow, timeout="1")


def test_words_are_never_markup(served: House) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    assert "<script>alert" not in page(served, f'SELECT ("{hostile}" AS ?x) WHERE {{}}')


def test_csv_for_a_spreadsheet_begins_with_its_mark_and_runs_nothing(served: House) -> None:
    query = 'SELECT ("=1+1" AS ?x) WHERE {}'
    data = served.client.get("/sparql", params={"query": query, "format": "excel"}).content
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1" in data


@pytest.mark.parametrize("query", ["x" * 20_001])
def test_a_query_too_long_for_an_address_is_refused(served: House, query: str) -> None:
    assert served.client.get("/query", params={"query": query}, headers=HTML).status_code in {400, 414}
