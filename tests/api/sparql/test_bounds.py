"""No query lasts, grows or stays longer than it may, and the others do not notice."""

import socket
import threading
from pathlib import Path

import pytest
from httpx import Client, Request, Response

from api.sparql.limits import Access, Limits
from graph.store import Store
from tests.api.serving import PATIENCE, TOKEN
from tests.api.sparql.conftest import Serve, until

GRAPH = "http://e.test/g"
POINT = "SELECT ?o { <http://e.test/1> <http://e.test/p> ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(autouse=True)
def _data(store: Store) -> None:
    store.replace(GRAPH, b"".join(b'<http://e.test/%d> <http://e.test/p> "%d" .\n' % (i, i) for i in range(3000)))


def ask(client: Client, query: str, **more: str) -> int:
    return client.post("/sparql", data={"query": query, **more}).status_code


def warm(client: Client) -> None:
    """Wait for a worker, which on a machine that is overrun takes longer than the limit of a test."""
    until(lambda: ask(client, POINT) == 200)


def running(client: Client) -> list[dict[str, object]]:
    """Give the queries that are under way."""
    found: list[dict[str, object]] = client.get("/sparql/running").json()
    return found


def send_and_leave(client: Client, query: str, others: int = 0) -> None:
    """Send a query, and go away when the service has begun with it, beside ``others``."""
    asked = Request("POST", client.base_url.join("/sparql"), data={"query": query})
    head = "".join(f"{name}: {value}\r\n" for name, value in asked.headers.items())
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as line:
        line.sendall(f"POST /sparql HTTP/1.1\r\n{head}\r\n".encode() + asked.read())
        until(lambda: len(running(client)) > others)


def test_a_query_ends_at_its_limit_and_the_next_one_is_answered(serve: Serve) -> None:
    client = serve(Limits(seconds=1.0, workers=1))
    warm(client)
    answer = client.post("/sparql", data={"query": ENDLESS})
    assert answer.status_code == 503
    assert "1 秒" in answer.json()["message"]
    warm(client)


def test_a_request_may_ask_for_less_time_but_not_for_more(serve: Serve) -> None:
    client = serve(Limits(seconds=1.0))
    warm(client)
    for wish, status in (("0.3", 408), ("1000", 503)):
        assert ask(client, ENDLESS, timeout=wish) == status


def test_hostile_queries_leave_room_for_the_others(serve: Serve) -> None:
    client = serve(Limits(seconds=PATIENCE, workers=1, most_workers=4, queue_seconds=PATIENCE))
    statuses: list[int] = []
    hostile = [threading.Thread(target=lambda: statuses.append(ask(client, ENDLESS))) for _ in range(3)]
    for thread in hostile:
        thread.start()
    try:
        until(lambda: len(running(client)) == len(hostile))
        assert [ask(client, POINT) for _ in range(20)] == [200] * 20
        assert statuses == []  # all that while they were running
        for run in running(client):
            client.delete(f"/sparql/running/{run['id']}")
    finally:
        for thread in hostile:
            thread.join()
    assert statuses == [503] * 3


def test_rows_are_cut_with_a_notice(serve: Serve) -> None:
    client = serve(Limits(rows=10))
    answer = client.post("/sparql", data={"query": "SELECT * { ?s ?p ?o }"})
    assert len(answer.json()["results"]["bindings"]) == 10
    assert answer.json()["notice"]["rows"] == 10
    assert "10" in answer.headers["x-dutygraph-notice"]
    assert "x-dutygraph-notice" not in client.post("/sparql", data={"query": POINT}).headers
    graph = client.post("/sparql", data={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "nt"})
    assert len(graph.text.splitlines()) == 10
    assert "10" in graph.headers["x-dutygraph-notice"]


def test_a_result_too_large_is_413(serve: Serve) -> None:
    client = serve(Limits(result_bytes=1000))
    assert ask(client, "SELECT * { ?s ?p ?o }") == 413
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }") == 413
    assert ask(client, POINT) == 200


def test_a_running_query_is_listed_and_can_be_cancelled(serve: Serve) -> None:
    client = serve(Limits(seconds=PATIENCE))
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(ask(client, ENDLESS)))
    thread.start()
    until(lambda: bool(running(client)))
    (run,) = running(client)
    assert str(run["query"]).startswith(ENDLESS)
    assert client.delete(f"/sparql/running/{run['id']}").status_code == 204
    thread.join(PATIENCE)
    assert statuses == [503]
    assert client.delete("/sparql/running/999").status_code == 404


def test_a_query_ends_when_its_client_goes_away(serve: Serve) -> None:
    client = serve(Limits(seconds=10 * PATIENCE))
    send_and_leave(client, ENDLESS)
    until(lambda: running(client) == [])


def update(client: Client, text: str) -> Response:
    return client.post("/sparql", data={"update": text}, headers={"authorization": f"Bearer {TOKEN}"})


def test_an_update_is_carried_out_and_seen_at_once(serve: Serve) -> None:
    client = serve(access=Access(token=TOKEN, updates=True))
    count = "SELECT (COUNT(*) AS ?n) { ?s <http://e.test/q> ?o }"
    for number in range(1, 4):
        insert = f"INSERT {{ ?s <http://e.test/q> {number} }} WHERE {{ ?s <http://e.test/p> '7' }}"
        assert update(client, f"WITH <{GRAPH}> {insert}").status_code == 204
        assert client.post("/sparql", data={"query": count}).json()["results"]["bindings"][0]["n"]["value"] == str(
            number
        )
    assert update(client, "DROP ALL").status_code == 204
    assert client.post("/sparql", data={"query": count}).json()["results"]["bindings"][0]["n"]["value"] == "0"


def test_an_update_without_end_is_stopped_and_changes_nothing(serve: Serve, store: Store, tmp_path: Path) -> None:
    client = serve(Limits(seconds=1.0), Access(token=TOKEN, updates=True))
    before = store.dump()
    endless = "INSERT { ?a <http://e.test/x> ?d } WHERE { GRAPH ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?j } }"
    warm(client)
    assert update(client, endless).status_code == 503
    assert store.dump() == before
    assert list((tmp_path / "data" / "rehearsals").iterdir()) == []
    shorter = f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ <http://e.test/1> ?p ?o }} }}"
    until(lambda: update(client, shorter).status_code == 204)  # it too has a second, with the start of its worker
    assert store.size() == 2999


def test_an_update_that_cannot_be_done_says_so(serve: Serve, store: Store) -> None:
    client = serve(access=Access(token=TOKEN, updates=True))
    for text in ("INSERT { ?s ?p ?o } WHERE { ?s ?p }", "DROP GRAPH <http://e.test/none>", "LOAD <http://e.test/>"):
        answer = update(client, text)
        assert answer.status_code == 400, text
        assert isinstance(answer.json()["message"], str)
    assert store.size() == 3000


def test_updates_are_off_unless_switched_on(serve: Serve) -> None:
    assert update(serve(access=Access(token=TOKEN)), "DROP ALL").status_code == 403
    assert update(serve(access=Access(updates=True)), "DROP ALL").status_code == 403
    client = serve(access=Access(token=TOKEN, updates=True))
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 401
