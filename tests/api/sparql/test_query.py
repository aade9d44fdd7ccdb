"""A query over HTTP: how it is sent, and what comes back."""

import json

import pytest
from fastapi import FastAPI
from httpx import Client

from api.sparql.limits import Limits
from api.sparql.routes import router
from graph.store import Store, open_remote
from tests.api.serving import asking
from tests.graph.store.servers import oxigraph

G = "https://w3id.org/dutygraph/id/plan/0123456789abcdef"
H = "https://w3id.org/dutygraph/id/plan/fedcba9876543210"
DATA = '<http://e.test/a> <http://e.test/leadBy> "州政府办公室"@zh .\n'.encode()
SELECT = "SELECT ?o { ?s ?p ?o }"
FROM = "SELECT ?o FROM <GRAPH> { ?s ?p ?o }".replace("GRAPH", G)
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = "application/sparql-results+json"


@pytest.fixture(autouse=True)
def _data(store: Store) -> None:
    store.replace(G, DATA)
    store.replace(H, b'<http://e.test/b> <http://e.test/leadBy> "other" .\n')


def values(body: bytes) -> list[str]:
    rows = json.loads(body)["results"]["bindings"]
    return sorted(cell["value"] for row in rows for cell in row.values())


def test_get_post_form_and_post_direct_give_the_same(client: Client) -> None:
    query = 'SELECT ?o { ?s ?p ?o FILTER(?o = "州政府办公室"@zh) }'
    answers = (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post(
            "/sparql", content=query.encode(), headers={"content-type": "application/sparql-query; charset=utf-8"}
        ),
    )
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == JSON
        assert values(answer.content) == ["州政府办公室"]


def test_percent_signs_arrive_as_they_were_sent(client: Client) -> None:
    query = 'SELECT ("%E8%B4%A3 + 责" AS ?x) {}'
    assert values(client.post("/sparql", data={"query": query}).content) == ["%E8%B4%A3 + 责"]
    assert values(client.get("/sparql", params={"query": query}).content) == ["%E8%B4%A3 + 责"]


def test_the_union_of_all_graphs_answers_where_none_is_named(client: Client) -> None:
    assert values(client.get("/sparql", params={"query": SELECT}).content) == ["other", "州政府办公室"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"query": SELECT, "default-graph-uri": G}, ["州政府办公室"]),
        ({"query": SELECT, "default-graph-uri": [G, H]}, ["other", "州政府办公室"]),
        ({"query": SELECT, "named-graph-uri": G}, []),
        ({"query": "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": H}, ["other"]),
        ({"query": FROM}, ["州政府办公室"]),
        ({"query": FROM.replace("FROM", "FROM NAMED")}, []),
        ({"query": FROM, "default-graph-uri": H}, ["other"]),
        ({"query": f"PREFIX p: <{G[:-4]}> " + FROM.replace(f"<{G}>", "p:cdef")}, ["州政府办公室"]),
    ],
)
def test_a_dataset_can_be_named(client: Client, parameters: dict[str, str], expected: list[str]) -> None:
    answer = client.get("/sparql", params=parameters)
    assert answer.status_code == 200, answer.text
    assert values(answer.content) == expected


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values;q=0.9, text/csv;q=0.3", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "application/json", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "text/html, */*;q=0.1", JSON),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://e.test/a>", "application/ld+json", "application/ld+json"),
    ],
)
def test_the_form_of_the_answer_is_negotiated(client: Client, query: str, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), (SELECT, "image/png")]
)
def test_what_nobody_can_give_is_406(client: Client, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 406
    assert isinstance(answer.json()["message"], str)


def test_csv_for_a_spreadsheet_runs_no_formula(client: Client, store: Store) -> None:
    store.replace(G, b'<http://e.test/a> <http://e.test/b> "=HYPERLINK(1)" .\n')
    answer = client.get("/sparql", params={"query": f"SELECT ?o {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "format": "excel"})
    assert answer.content == "\ufeffo\r\n'=HYPERLINK(1)\r\n".encode()


@pytest.mark.parametrize(
    ("query", "line", "words"),
    [
        ("SELECT *\n{ ?s ?p ", 2, "{"),
        ("SELECT *\n{ ?s ?p ?o ) }", 2, ")"),
        ("SELECT *\n{ ?s ?p 'abc }", 2, "2"),
        ("SELECT *\n{ ?s ?p }", 2, "2"),
        ("", 1, "SELECT"),
        ("SELCT * {}", 1, "SELECT"),
        ("PREFIX a: <http://a/>\nSELECT * { ?s b:c ?o }", 2, "b:c"),
        ("SELECT * { ?s ?p ?o }\nLIMT 3", 2, "LIMT"),
    ],
)
def test_a_bad_query_is_told_where(client: Client, query: str, line: int, words: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert answer.json()["line"] == line
    assert answer.json()["column"] > 0
    assert words in answer.json()["message"]
    english = client.get("/sparql", params={"query": query}, headers={"Cookie": "lang=en"})
    assert words in english.json()["message"]
    assert english.json()["message"] != answer.json()["message"]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        (FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        (FORM, b"query=ASK%20%7B%7D&update=CLEAR%20ALL", 400),
        (FORM, b"query=%FF", 400),
        (FORM, b"nothing=1", 400),
        ({"content-type": "application/sparql-query"}, b"ASK {} # \xff", 400),
        ({"content-type": "text/plain"}, b"ASK {}", 415),
        ({}, b"ASK {}", 415),
        (FORM, b"query=" + b"x" * (2 << 20), 413),
        (FORM, b"query=ASK%20%7B%7D&timeout=soon", 400),
        (FORM, b"query=ASK%20%7B%7D&timeout=-1", 400),
        (FORM, b"query=ASK%20%7B%7D&timeout=nan", 400),
    ],
)
def test_a_request_out_of_order_is_refused(
    client: Client, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = client.post("/sparql", content=content, headers=headers)
    assert answer.status_code == status
    assert isinstance(answer.json()["message"], str)


def test_a_store_server_is_asked_within_the_same_bounds() -> None:
    with oxigraph() as address, open_remote(address) as store:
        store.replace(G, DATA)
        app = FastAPI()
        app.include_router(router(store, Limits(seconds=60.0, rows=10)))
        with asking(app) as client:
            assert values(client.get("/sparql", params={"query": SELECT}).content) == ["州政府办公室"]
            assert client.get("/sparql", params={"query": "SELECT * { ?s ?p }"}).json()["line"] == 1
            assert (
                client.get("/sparql", params={"query": "SELECT * { SERVICE <http://e.test/> {} }"}).status_code == 400
            )
            unknown = client.get("/sparql", params={"query": "SELECT (<http://e.test/f>(1) AS ?x) {}"})
            assert unknown.status_code == 400
            store.replace(H, b"".join(b'<http://e.test/%d> <http://e.test/p> "%d" .\n' % (i, i) for i in range(2000)))
            many = client.get("/sparql", params={"query": SELECT})
            assert len(values(many.content)) == 10
            assert many.json()["notice"]["rows"] == 10
            endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
            assert client.get("/sparql", params={"query": endless, "timeout": "1"}).status_code == 408


def test_a_store_server_that_is_gone_is_said_to_be_gone() -> None:
    with oxigraph() as address:
        store = open_remote(address)
    app = FastAPI()
    app.include_router(router(store, Limits(seconds=60.0)))
    with asking(app) as client:
        answer = client.get("/sparql", params={"query": SELECT})
    store.close()
    assert answer.status_code == 503
    assert address.split("//")[1].strip("/") in answer.json()["message"]
