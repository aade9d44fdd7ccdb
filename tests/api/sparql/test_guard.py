"""No query finds a way out of the machine, however it is spelt."""

import platform
import socket

import pytest
from httpx import Client

from api.sparql.guard import Form, check_update, read_query
from graph.errors import QueryError
from graph.store import Store
from graph.store.frames import PREFIX, Outcome, Reply, Request, pack, unpack_reply
from graph.store.workers import start_worker

OUT = "http://127.0.0.1:PORT/"
# each of these is SERVICE to an engine that reads by grammar; the first line says so openly, the others hide it
WAYS_OUT = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?s { ?a ?b ?c } }",
    "SELECT * { ?s ?p true SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<URL>{ ?a ?b ?c } }",
    "PREFIX :<URL> SELECT * { SERVICE:x{ ?a ?b ?c } }",
    "PREFIX e:<http://e/> SELECT * { ?s ?p e:a.SERVICE<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?o<?p)SERVICE#>\n<URL>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE<URL>{ ?a ?b ?c }#'\n}",
    "SELECT * { ?s ?p ?o S\\u0045RVICE <URL> { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * FROM u:x { ?s ?p ?o }",
    "BASE <URL> SELECT * FROM <x> { ?s ?p ?o }",
    "SELECT * FROM { ?s ?p ?o }",
)
HARMLESS = (
    "SELECT * { ?s ?p 'SERVICE <http://x/> { }' } # LOAD <file:///etc/passwd>",
    'SELECT ?from ?service { ?from ?service """FROM "x" SERVICE""" }',
    "SELECT * { ?s <http://e.test/service#from> ?o FILTER(?o<3 && 5>?o) }",
    "PREFIX e: <http://e.test/> SELECT * { ?s e:fromDate ?o ; e:service ?load }",
    "SELECT * { ?s <urn:example:from> '服务'@en-service }",
)


@pytest.mark.parametrize("query", WAYS_OUT)
def test_a_way_out_is_refused_before_any_engine_sees_it(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query.replace("URL", OUT), 10, frozenset({"http://e.test/g"}))
    assert caught.value.message.zh
    assert caught.value.message.en


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_way_out(query: str) -> None:
    assert read_query(query, 10, frozenset()).form is Form.SELECT


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <http://e.test/g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "CLEAR ALL;LOAD<http://127.0.0.1/>",
    ],
)
def test_an_update_has_no_way_out_either(update: str) -> None:
    with pytest.raises(QueryError):
        check_update(update)
    check_update("INSERT DATA { <http://e.test/a> <http://e.test/b> 'LOAD <x>' }")


def test_nothing_asks_another_host(client: Client, store: Store) -> None:
    store.replace("http://e.test/g", b'<http://e.test/a> <http://e.test/b> "c" .\n')
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = OUT.replace("PORT", str(listener.getsockname()[1]))
        for query in WAYS_OUT:
            answer = client.post("/sparql", data={"query": query.replace("URL", url)})
            assert answer.status_code == 400, query
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.skipif(platform.system() != "Linux", reason="the second wall, a seccomp filter, is a thing of Linux")
def test_a_worker_cannot_open_a_connection_even_where_the_guard_fails(store: Store) -> None:
    store.replace("http://e.test/g", b'<http://e.test/a> <http://e.test/b> "c" .\n')
    worker = start_worker(1 << 30)
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0.2)
            query = WAYS_OUT[0].replace("URL", OUT.replace("PORT", str(listener.getsockname()[1])))
            work = Request(source=store.source(), media_type="text/csv", seconds=5, rows=0, bytes=1 << 20)
            worker.link.settimeout(20)
            assert _reply(worker.link).outcome is Outcome.OK  # it is ready
            worker.link.sendall(pack(work, query.encode()))
            assert _reply(worker.link).outcome is Outcome.FAILED
            with pytest.raises(TimeoutError):
                listener.accept()
    finally:
        worker.end()


def _reply(link: socket.socket) -> Reply:
    head_size, body_size = PREFIX.unpack(link.recv(PREFIX.size, socket.MSG_WAITALL))
    assert not body_size
    return unpack_reply(link.recv(head_size, socket.MSG_WAITALL))


@pytest.mark.parametrize(
    ("query", "text", "limited"),
    [
        ("SELECT * {}", "SELECT * {}\nLIMIT 10\n", True),
        ("SELECT * {} # end", "SELECT * {} # end\nLIMIT 10\n", True),
        ("SELECT * {} LIMIT 3", "SELECT * {} LIMIT 3", False),
        ("SELECT * {} LIMIT 10 OFFSET 5", "SELECT * {} LIMIT 10 OFFSET 5", False),
        ("SELECT * {} LIMIT 9999 OFFSET 5", "SELECT * {} LIMIT 10 OFFSET 5", True),
        ("SELECT * { { SELECT * {} LIMIT 3 } }", "SELECT * { { SELECT * {} LIMIT 3 } }\nLIMIT 10\n", True),
        ("SELECT * {} VALUES ?x { 1 }", "SELECT * {} \nLIMIT 10\nVALUES ?x { 1 }", True),
        ("ASK {}", "ASK {}", False),
    ],
)
def test_the_rows_are_limited_in_the_query_itself(query: str, text: str, limited: bool) -> None:  # noqa: FBT001
    reading = read_query(query, 10, frozenset())
    assert (reading.text, reading.limited) == (text, limited)
