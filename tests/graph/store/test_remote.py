"""Servers that misbehave, vanish and come back: a clear error each time, only the named host asked, nothing trusted."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest

from graph.errors import GraphError, QueryError, StoreUnreachableError
from graph.store import QuerySyntaxError, open_remote
from graph.store import http_transport as channel_module
from graph.store.addresses import Dialect, server_at
from graph.store.dialects import WAYS, leave, look, prologue
from graph.store.http_transport import PASSWORD, USER, HttpTransport
from graph.store.sparql_client import client_at
from ontology.catalogue import Language
from tests.graph.store.servers import free_port, oxigraph

PLAN = "https://w3id.org/dutygraph/id/plan/0123456789abcdef"
ONE = '<http://e.test/a> <http://e.test/b> "责任"@zh .\n'.encode()
EMPTY = json.dumps({"head": {"vars": ["mark"]}, "results": {"bindings": []}}).encode()

Reply = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Answers every request as the test says, and remembers what was asked."""

    daemon_threads = True

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = reply
        self.asked: list[tuple[str, str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        server.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        server.reply(self)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  the names that the library looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


@contextmanager
def serving(reply: Reply) -> Iterator[Server]:
    server = Server(reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(status: int, body: bytes = b"", **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def refused(server: Server) -> str:
    with pytest.raises(StoreUnreachableError) as caught:
        open_remote(server.address)
    message = caught.value.message
    assert server.address in message.render()
    assert server.address in message.render(Language.EN)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in message.render())
    return message.render(Language.EN)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_told_and_not_followed(status: int) -> None:
    with serving(says(200, EMPTY)) as other:
        with serving(says(status, Location=other.address)) as server:
            assert other.address in refused(server)
        assert other.asked == []


def test_proxies_of_the_environment_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(500)) as proxy, serving(says(200, EMPTY)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        with open_remote(server.address):
            assert len(server.asked) == 1
        assert proxy.asked == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "cannot be read"),
        (b"<html>welcome</html>", "cannot be read"),
        (EMPTY[:-3], "cannot be read"),
        (
            b'{"head":{"vars":["mark"]},"results":{"bindings":[{"mark":The operation has been cancelled',
            "cannot be read",
        ),
    ],
)
def test_half_an_answer_is_no_answer(body: bytes, words: str) -> None:
    with serving(says(200, body)) as server:
        assert words in refused(server)


def test_an_answer_that_says_there_was_more_is_no_answer() -> None:
    with (
        serving(says(200, EMPTY, X_SPARQL_MaxRows="10000")) as server,
        pytest.raises(GraphError, match="只给出前 10000 行"),
    ):
        open_remote(server.address)


def test_a_connection_that_breaks_off_is_told() -> None:
    with serving(says(200, EMPTY[:10], Content_Length="1000", Connection="close")) as server:
        assert "cannot be reached" in refused(server)


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "_SILENCE", 0.2)
    over = threading.Event()
    with serving(lambda _: _wait(over)) as server:
        try:
            assert "in time" in refused(server)
        finally:
            over.set()


def _wait(over: threading.Event) -> None:
    over.wait(60)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(400):
            handler.wfile.write(b" " * 64)
            time.sleep(0.01)
    except OSError:  # the other side has had enough, as it should
        handler.close_connection = True


def test_an_answer_without_end_is_given_up_by_its_time_and_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(_drip) as server:
        monkeypatch.setattr(channel_module, "_WHOLE", 0.2)
        assert "come to an end" in refused(server)
        monkeypatch.setattr(channel_module, "_WHOLE", 60.0)
        channel = HttpTransport(server.address)
        with pytest.raises(StoreUnreachableError, match="超过 1000 字节"):
            channel.ask("GET", server.address, most=1000)
        channel.close()


def _basic(handler: BaseHTTPRequestHandler) -> None:
    if handler.headers.get("Authorization") == "Basic " + base64.b64encode(b"me:geheim").decode():
        says(200, EMPTY)(handler)
    else:
        says(401, WWW_Authenticate='Basic realm="plans"')(handler)


def test_credentials_go_out_when_asked_for_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(200, EMPTY)) as server:
        monkeypatch.setenv(USER, "me")
        monkeypatch.setenv(PASSWORD, "geheim")
        with open_remote(server.address):
            assert [authorization for _, _, authorization in server.asked] == [""]
    with serving(_basic) as server:
        with open_remote(server.address) as store:
            assert store.graphs() == ()
        assert [bool(authorization) for _, _, authorization in server.asked] == [False, True, True]


def test_wrong_or_missing_credentials_are_told_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER, raising=False)
    with serving(_basic) as server:
        assert USER in refused(server)
        monkeypatch.setenv(USER, "me")
        monkeypatch.setenv(PASSWORD, "wrong-secret")
        assert "wrong-secret" not in refused(server)
    with serving(says(403)) as server:
        assert "403" in refused(server)


def test_a_server_that_is_gone_and_back_is_used_again(tmp_path: Path) -> None:
    port, place = free_port(), str(tmp_path / "server")
    with oxigraph("--location", place, port=port) as address:
        store = open_remote(address)
        store.replace(PLAN, ONE)
    for call in (store.graphs, store.dump, lambda: store.replace(PLAN, b""), lambda: store.update("CLEAR ALL")):
        with pytest.raises(StoreUnreachableError, match="然后重试"):
            call()
    assert isinstance(store.revision, int)  # a number is given even now
    with oxigraph("--location", place, port=port):
        assert store.dump(PLAN) == ONE
        store.add(PLAN, b"<http://e.test/a> <http://e.test/b> <http://e.test/c> .\n")
        assert store.size(PLAN) == 2
        store.close()


def test_a_write_by_another_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.remote_revision._APART", 0.05)
    with oxigraph() as address, open_remote(address) as reader, open_remote(address) as writer:
        before = reader.revision
        time.sleep(0.1)
        assert reader.revision == before
        writer.replace(PLAN, ONE)
        time.sleep(0.1)
        assert reader.revision > before


def test_a_mark_takes_the_place_of_those_that_were_seen_and_of_no_other() -> None:
    state = pyoxigraph.Store()
    for old, new in (((), "a"), (("a",), 'b"'), (("a",), "c"), (('b"', "c"), "d")):
        state.update(leave(Dialect.PLAIN, old, new))
        found = state.query(look(Dialect.PLAIN))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        marks = {row["mark"].value for row in found}
        assert marks == ({'b"', "c"} if new == "c" else {new})


def test_two_writers_at_once_leave_whole_graphs_and_no_marks_in_sight() -> None:
    with oxigraph() as address, open_remote(address) as one, open_remote(address) as two:
        contents = {
            f"{PLAN}{number}": f'<http://e.test/a> <http://e.test/b> "{number}" .\n'.encode() for number in range(20)
        }

        def write(store: object) -> None:
            for graph, content in contents.items():
                store.replace(graph, content)  # type: ignore[attr-defined]  # either of the two

        threads = [threading.Thread(target=write, args=(store,)) for store in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one.graphs() == tuple(sorted(contents))
        assert {graph: one.dump(graph) for graph in contents} == contents
        assert one.select("SELECT * { ?s ?p ?o }").rows == two.select("SELECT * { ?s ?p ?o }").rows


@pytest.mark.parametrize(
    "address",
    [
        "",
        "plans",
        "ftp://127.0.0.1/",
        "http://",
        "http://127.0.0.1:port/",
        "http://127.0.0.1/?query=x",
        "http://me:geheim@127.0.0.1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/#query=q",
        "http://127.0.0.1/#query=q&update=u&graphs=http://other.test/g",
        "http://127.0.0.1/#query=q&update=//other.test/u&graphs=g",
        "http://例子.test/",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(StoreUnreachableError) as caught:
        open_remote(address)
    assert "geheim" not in caught.value.message.render() + caught.value.message.render(Language.EN)


def test_endpoints_are_found_by_convention_or_as_written() -> None:
    assert server_at("http://h:7878/").query == "http://h:7878/query"
    assert server_at("https://h/plans/").graphs == "https://h/plans/data"
    virtuoso = server_at("http://h:8890/sparql")
    assert (virtuoso.query, virtuoso.update) == ("http://h:8890/sparql", "http://h:8890/sparql-auth")
    assert virtuoso.dialect is Dialect.VIRTUOSO
    written = server_at("http://h/repositories/p#query=/repositories/p&update=/u&graphs=/g?infer=false")
    assert written.query == "http://h/repositories/p"
    assert written.graphs == "http://h/g?infer=false"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<bif:http_get>('http://e.test/') AS ?x) {}",
        "PREFIX b: <bif:> SELECT ?x { BIND(b:http_get('http://e.test/') AS ?x) }",
        "PREFIX : <http://www.w3.org/2001/XMLSchema#> PREFIX : <b:> SELECT ?x { BIND(:f(1) AS ?x) }",
        "SELECT * { ?s ?p ?o FILTER(<sql:rdfs_label>(?s) = 1) }",
        "ASK { { SELECT ?s { ?s ?p ?o } ORDER BY (<bif:exec>('x')) } }",
        "ASK { FILTER(false) FILTER EXISTS { ?s ?p ?o FILTER(<bif:exec>(?o)) } }",
        "SELECT (<\\u0062if:http_get>('x') AS ?x) {}",
    ],
)
def test_functions_of_the_server_are_refused_before_anything_is_sent(query: str) -> None:
    with serving(says(200, EMPTY)) as server, pytest.raises(QueryError):
        client_at(server.address + "sparql").query(query)
    assert server.asked == []


def test_what_is_no_sparql_never_leaves() -> None:
    with serving(says(200, EMPTY)) as server:
        client = client_at(server.address + "sparql")
        for query in ('define input:same-as "yes" SELECT * { ?s ?p ?o }', "SELECT", "DROP ALL"):
            with pytest.raises(SyntaxError):
                client.query(query)
        client.query(
            "SELECT (xsd:integer(?o) AS ?mark) { ?s ?p ?o }".replace(
                "xsd:integer", "<http://www.w3.org/2001/XMLSchema#integer>"
            )
        )
        assert len(server.asked) == 1


def test_the_words_of_a_server_are_told_where_it_refuses_a_query() -> None:
    with serving(says(400, "error at 1:8: expected WHERE 第一行".encode())) as server:
        client = client_at(server.address)
        with pytest.raises(QuerySyntaxError, match="此处应为 WHERE") as caught:
            client.query("SELECT ?s { ?s ?p ?o }")
    assert (caught.value.line, caught.value.column) == (1, 8)


def test_a_query_of_one_named_graph_goes_without_the_exclusions_that_would_empty_it() -> None:
    assert prologue(Dialect.VIRTUOSO, "SELECT * { ?s ?p ?o }") == WAYS[Dialect.VIRTUOSO].prologue
    assert prologue(Dialect.VIRTUOSO, "SELECT * { GRAPH ?g { ?s ?p ?o } }") != ""
    for graph in ("<http://e.test/g>", "e:g", ":g", "# why\n <g>"):
        assert prologue(Dialect.VIRTUOSO, f"SELECT * {{ GRAPH {graph} {{ ?s ?p ?o }} }}") == ""
