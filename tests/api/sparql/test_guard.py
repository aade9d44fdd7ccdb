"""No query finds a way out of the machine, however it is spelt."""

import platform
import socket

import pytest
from httpx import Client, Response

from api.sparql.guard import QueryForm, check_graphs, read_query, read_update
from graph.errors import QueryError
from graph.store import Store
from graph.store.frames import PREFIX, QueryOutcome, Reply, Request, pack, unpack_reply
from graph.store.workers import start_worker
from ontology.catalogue import Language
from tests.api.serving import TOKEN

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
    # inside whatever may hold a group
    "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "SELECT * { GRAPH <http://e.test/g> { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o BIND(EXISTS { { SELECT * { SERVICE SILENT <URL> { ?a ?b ?c } } } } AS ?x) }",
    "SELECT (EXISTS { SERVICE <URL> { ?a ?b ?c } } AS ?x) {}",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE <http://e.test/a> FROM <URL>",
    "ASK FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    # in other letters, with other white space, under another name
    "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<URL>#\n{ ?s ?p ?o } }",
    "SELECT * {\tSERVICE\r\n<URL>{?s ?p ?o}}",
    "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { SERVICE SILENT u:x { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <URL> { ?a ?b ?c } #' }",
    "SELECT * { ?s ?p ?o # a comment\\u000A SERVICE <URL> { ?a ?b ?c }\n}",
    "SELECT * \\u0046ROM <URL> { ?s ?p ?o }",
    "BASE <http://e.test/> BASE <URL> SELECT * FROM <g> { ?s ?p ?o }",
    "SELECT * FROM <http://e.test/g> FROM <URL> { ?s ?p ?o }",
    "PREFIX e: <http://e.test/> PREFIX e: <URL> SELECT * FROM e:g { ?s ?p ?o }",
)
UPDATES_OUT = (
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <http://e.test/g>",
    "load <file:///etc/passwd>",
    "CLEAR ALL;LOAD<URL>",
    "LOAD#\n<URL>",
    "PREFIX u: <URL> LOAD u:x",
    "BASE <URL> LOAD <>",
    "\\u004COAD <URL>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <URL> {} } } } }",
    "DELETE WHERE { ?s ?p ?o } ; INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "WITH <http://e.test/g> DELETE { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
)
# these name something that is elsewhere, which to the engine is the name of a graph or a function, and not there
NAMES_ONLY = (
    "COPY <URL> TO <http://e.test/g>",
    "MOVE <URL> TO <http://e.test/g>",
    "ADD <file:///etc/passwd> TO DEFAULT",
    "INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING NAMED <URL> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { ?s ?p ?x } WHERE { ?s ?p ?o BIND(<URL>(?o) AS ?x) }",
)
FUNCTIONS = (
    "SELECT (<URL>(1) AS ?x) {}",
    "PREFIX u: <URL> SELECT (u:transform('<a/>', 'file:///etc/passwd') AS ?x) {}",
    "SELECT * { ?s ?p ?o FILTER(<http://www.w3.org/2005/xpath-functions#doc>('URL')) }",
)
HARMLESS = (
    "SELECT * { ?s ?p 'SERVICE <http://x/> { }' } # LOAD <file:///etc/passwd>",
    'SELECT ?from ?service { ?from ?service """FROM "x" SERVICE""" }',
    "SELECT * { ?s <http://e.test/service#from> ?o FILTER(?o<3 && 5>?o) }",
    "PREFIX e: <http://e.test/> SELECT * { ?s e:fromDate ?o ; e:service ?load }",
    "SELECT * { ?s <urn:example:from> '服务'@en-service }",
    "SELECT * { ?s ?p '\\u670D\\u52A1 SERVICE' }",
)


@pytest.mark.parametrize("query", WAYS_OUT)
def test_a_way_out_is_refused_before_any_engine_sees_it(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        check_graphs(read_query(query.replace("URL", OUT), 10), frozenset({"http://e.test/g"}))
    assert caught.value.message.render()
    assert caught.value.message.render(Language.EN)


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_alone_is_no_way_out(query: str) -> None:
    assert read_query(query, 10).form is QueryForm.SELECT


@pytest.mark.parametrize("update", UPDATES_OUT)
def test_an_update_has_no_way_out_either(update: str) -> None:
    with pytest.raises(QueryError):
        read_update(update.replace("URL", OUT))


def test_an_update_may_hold_the_words() -> None:
    update = read_update("INSERT DATA { <http://e.test/a> <http://e.test/b> 'LOAD <x>' } # SERVICE")
    assert update.text.rstrip() == "INSERT DATA { <http://e.test/a> <http://e.test/b> 'LOAD <x>' }"
    assert not update.searches


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_the_dataset_of_an_update_has_no_way_out(client: Client, store: Store, name: str) -> None:
    store.replace("http://e.test/g", b'<http://e.test/a> <http://e.test/b> "c" .\n')
    before = store.dump()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = OUT.replace("PORT", str(listener.getsockname()[1]))
        for graph in (
            f"http://e.test/g> WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }} ; DELETE {{ ?s ?p ?o",
            f"http://e.test/g> WHERE {{}} ; LOAD <{url}> ; DELETE {{}} USING <http://e.test/g",
            "http://e.test/g\nWHERE",
            "http://e.test/\\u003E",
            "relative",
        ):
            update = {"update": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", name: graph}
            answer = client.post("/sparql", data=update, headers={"authorization": f"Bearer {TOKEN}"})
            assert answer.status_code == 400, graph
            assert "不是图的地址" in answer.json()["message"]
        with pytest.raises(TimeoutError):
            listener.accept()
    assert store.dump() == before


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_the_dataset_of_a_query_is_of_iris(client: Client, name: str) -> None:
    assert client.get("/sparql", params={"query": "ASK {}", name: "http://e.test/g> <x"}).status_code == 400


def test_an_address_that_is_no_iri_names_no_graph(client: Client) -> None:
    assert client.get("/graphs", params={"graph": "http://[/"}).status_code == 400
    assert client.get("/graphs", params={"graph": "http://e.test/%zz"}).status_code == 400


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("SELECT*{?s<p:p>'\\u670D'}", "SELECT *{?s <p:p> '服'}"),
        ("SELECT ?s{?s?p'\\u0027 } #'}", "SELECT ?s{?s ?p '\\' } #'}"),
        ('SELECT ?s{?s ?p "\\\\u0022"}', 'SELECT ?s{?s ?p "\\\\u0022"}'),
        ("SELECT ?s # SERVICE\n{ ?s <p:\\u0070> 1.5 }", "SELECT ?s \n{ ?s <p:p> 1.5 }"),
        ("SELECT ?s { ?s ?p ?o FILTER(?o<?p&&?p>3) }", "SELECT ?s { ?s ?p ?o FILTER(?o < ?p && ?p > 3) }"),
    ],
)
def test_the_engine_sees_the_tokens_of_the_tree_alone(sent: str, written: str) -> None:
    assert read_query(sent, None).text == written
    assert read_query(written, None).text == written


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p '\\uD800' }", "SELECT * { ?s <p:\\u003E> ?o }", "ASK \\u007B}"])
def test_an_escape_that_is_no_character_here_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        read_query(query, None)


def test_brackets_nest_as_deeply_as_engines_bear() -> None:
    assert read_query("SELECT * " + "{" * 500 + "}" * 500, None).form is QueryForm.SELECT
    with pytest.raises(QueryError, match="500"):
        read_query("SELECT * " + "{" * 501 + "}" * 501, None)


def test_nothing_asks_another_host(client: Client, store: Store) -> None:
    store.replace("http://e.test/g", b'<http://e.test/a> <http://e.test/b> "c" .\n')
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = OUT.replace("PORT", str(listener.getsockname()[1]))
        for query in WAYS_OUT + FUNCTIONS:
            answer = client.post("/sparql", data={"query": query.replace("URL", url)})
            assert answer.status_code == 400, query
        for update in UPDATES_OUT + NAMES_ONLY:
            writer = {"authorization": f"Bearer {TOKEN}"}
            answer = client.post("/sparql", data={"update": update.replace("URL", url)}, headers=writer)
            assert answer.status_code == (400 if update in UPDATES_OUT else 204) or _cannot(answer), update
        assert store.dump() == b""  # what there was has been moved over; nothing has come in
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
            worker.link.settimeout(60)
            assert _reply(worker.link).outcome is QueryOutcome.OK  # it is ready
            worker.link.sendall(pack(work, query.encode()))
            assert _reply(worker.link).outcome is QueryOutcome.FAILED
            with pytest.raises(TimeoutError):
                listener.accept()
    finally:
        worker.end()


def _cannot(answer: Response) -> bool:
    """Whether an update was told that there is no such graph or function."""
    words = answer.json()["message"]
    return answer.status_code == 400 and any(word in words for word in ("图", "graph", "not supported"))


def _reply(link: socket.socket) -> Reply:
    head_size, body_size = PREFIX.unpack(link.recv(PREFIX.size, socket.MSG_WAITALL))
    assert not body_size
    return unpack_reply(link.recv(head_size, socket.MSG_WAITALL))


@pytest.mark.parametrize(
    ("query", "text", "limited"),
    [
        ("SELECT * {}", "SELECT * {} LIMIT 10", True),
        ("SELECT * {} # end", "SELECT * {} LIMIT 10", True),
        ("SELECT * {} limit 99999999999", "SELECT * {} limit 10", True),
        ("SELECT * {} LIMIT 3", "SELECT * {} LIMIT 3", False),
        ("SELECT * {} LIMIT 10 OFFSET 5", "SELECT * {} LIMIT 10 OFFSET 5", False),
        ("SELECT * {} LIMIT 9999 OFFSET 5", "SELECT * {} LIMIT 10 OFFSET 5", True),
        ("SELECT * { { SELECT * {} LIMIT 3 } }", "SELECT * { { SELECT * {} LIMIT 3 } } LIMIT 10", True),
        ("SELECT * {} VALUES ?x { 1 }", "SELECT * {} LIMIT 10 VALUES ?x { 1 }", True),
        ("ASK {}", "ASK {}", False),
    ],
)
def test_the_rows_are_limited_in_the_query_itself(query: str, text: str, limited: bool) -> None:  # noqa: FBT001
    reading = read_query(query, 10)
    assert (reading.text, reading.limited) == (text, limited)
