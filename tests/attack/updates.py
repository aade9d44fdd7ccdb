"""A, K: the words of a request. Parameters that become text, escapes, addresses that are none, HEAD, deep brackets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx

from tests.attack.target import BEARER, Target, target

UPDATE = {**BEARER, "Content-Type": "application/sparql-update"}


class Outside:
    """Another server of the loopback, which stands for one outside; it notes who calls."""

    def __init__(self) -> None:
        """Listen."""
        self.calls = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/x"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self.calls += 1
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\n\r\n")
                line.close()

    def close(self) -> None:
        """End."""
        self._listener.close()


def leaving(root: Path) -> Iterator[str]:
    """A: make the server open a connection of its own."""
    outside = Outside()
    with target(root, "--updates") as one, one.client() as client:
        call = outside.address
        service = f"SERVICE <{call}> {{ ?s ?p ?o }}"
        graphs = (
            f"http://e.test/g> WHERE {{ {service} }} ; DELETE {{ ?s ?p ?o }} USING <http://e.test/g",
            f"http://e.test/g> WHERE {{}} ; LOAD <{call}> ; DELETE {{ ?s ?p ?o }} USING <http://e.test/g",
        )
        for graph in graphs:
            for name in ("using-graph-uri", "using-named-graph-uri"):
                _post(client, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {name: graph})
        spellings = (
            f"LOAD <{call}>",
            f"lo\\u0041d <{call}>",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ {service} }}",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ \\u0053ERVICE <{call}> {{ ?s ?p ?o }} }}",
            f"INSERT {{ ?s ?p '\\u0027 }} WHERE {{ {service} }} #' }} WHERE {{ ?s ?p ?o }}",
        )
        for text in spellings:
            _post(client, text, {})
        for text in (f"SELECT * {{ {service} }}", f"ASK FROM <{call}> {{ ?s ?p ?o }}"):
            client.get("/sparql", params={"query": text})
            client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": f"x> {{ {service} }} #"})
    outside.close()
    if outside.calls:
        yield f"the server opened {outside.calls} connections"


def malformed(root: Path) -> Iterator[str]:
    """K: send what is not well formed."""
    with target(root, "--updates") as one, one.client() as client:
        for graph in ("http://e.test/ g", "<x>", "http://[::1", "a b", "\x00", "http://e.test/%zz{", ""):
            for method in ("GET", "PUT", "POST", "DELETE"):
                answer = client.request(method, "/graphs", params={"graph": graph}, headers=BEARER, content=b"")
                if answer.status_code >= 500 or "Traceback" in answer.text:
                    yield f"{method} /graphs?graph={graph!r} is answered with {answer.status_code}"
        for path in ("/", "/plans", "/plans.json", "/static/site.css", "/sparql"):
            if client.head(path).status_code != 200:
                yield f"HEAD {path} is answered with {client.head(path).status_code}"
        yield from _nested(one)


def _nested(one: Target) -> Iterator[str]:
    with one.client() as client:
        for depth in (1_000, 60_000):
            answer = client.post("/sparql", data={"query": "ASK " + "{" * depth + "}" * depth})
            if answer.status_code != 400:
                yield f"{depth} nested brackets are answered with {answer.status_code}"


def _post(client: httpx.Client, text: str, parameters: dict[str, str]) -> None:
    client.post("/sparql", params=parameters, content=text.encode(), headers=UPDATE)
