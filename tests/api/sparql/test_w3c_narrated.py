"""The W3C tests of the graph store that are told in prose: eighteen requests, each building on those before.

The suite has replaced them, because as they stand some cannot be sent or contradict each other; ``REPAIRS`` mends that in
the way of their successors.
"""

import re
import textwrap
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from httpx import Client, Response
from rdflib import RDFS, Graph
from rdflib.compare import isomorphic

from graph.store import Store
from tests.api.sparql.test_w3c_protocol import AUTHORITY, WRITER
from tests.api.sparql.w3c import MF, SUITE, listed

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C test suite is not beside the checkout"),
]
MANIFEST = SUITE / "http-rdf-update" / "manifest.ttl"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/manifest.ttl"
# test → words and what stands for them
REPAIRS = {
    # Turtle without its last full stop
    "post__existing_graph": (('foaf:name "Jane Doe"', 'foaf:name "Jane Doe" .'),),
    "post__multipart_formdata": (
        ('foaf:familyName "Doe"', 'foaf:familyName "Doe" .'),
        ('foaf:givenName "Jane"', 'foaf:givenName "Jane" .'),
    ),
    # the graph as it was two requests before
    "get_of_post__existing_graph": (('v:fn "John Doe"', 'v:fn "Jane Doe"'), ("] .", ']; foaf:name "Jane Doe" .')),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """A test: what is sent, and the status line and content that come back."""

    name: str
    request: str
    response: str


def tellings() -> tuple[Telling, ...]:
    graph = Graph().parse(MANIFEST, publicID=BASE)
    told = []
    for test in listed(graph, next(graph.objects(None, MF.entries))):
        name = str(test).rpartition("#")[2]
        text = next(str(comment) for comment in graph.objects(test, RDFS.comment) if "#### Request" in str(comment))
        for wrong, right in REPAIRS.get(name, ()):
            assert wrong in text
            text = text.replace(wrong, right)
        text = text.replace("/$GRAPHSTORE$", "/graphs").replace("$GRAPHSTORE$", "/graphs").replace("$HOST$", AUTHORITY)
        request, _, response = text.partition("#### Response")
        told.append(Telling(name, _block(request), _block(response)))
    return tuple(told)


def test_the_eighteen_requests_of_the_older_suite(client: Client, store: Store) -> None:
    store.replace(f"http://{AUTHORITY}/graphs/person/2.ttl", b'<http://e.test/a> <http://e.test/b> "c" .\n')
    created = ""
    told = tellings()
    for telling in told:
        head, _, body = telling.request.replace("$NEWPATH$", created).partition("\n\n")
        line, *fields = head.splitlines()
        method, path, _ = line.split(" ")
        headers = WRITER | dict(field.split(": ", 1) for field in fields if not field.startswith("Host"))
        answer = client.request(method, path, headers=headers, content=body.replace("\n", "\r\n").encode())
        created = urlsplit(answer.headers["location"]).path if "location" in answer.headers else created
        _check(answer, telling)
    assert len(told) == 18


def _check(answer: Response, telling: Telling) -> None:
    head, _, content = telling.response.partition("\n\n")
    line, *fields = head.splitlines()
    status = int(line.split()[0])
    fits = answer.status_code // 100 == 2 if status // 100 == 2 else answer.status_code == status
    assert fits, f"{telling.name}: {answer.status_code} {answer.text[:300]}"
    if content:
        given = Graph().parse(data=answer.text, format="turtle")
        assert isomorphic(given, Graph().parse(data=content, format="turtle")), telling.name
    if any(field.startswith("Content-Type: text/turtle") for field in fields):
        assert answer.headers["content-type"].startswith("text/turtle"), telling.name
    if any(field.startswith("Location") for field in fields):
        assert answer.headers["location"]


def _block(text: str) -> str:
    """Take the indented lines, out of their indentation."""
    lines = re.sub(r"^#### Request", "", text.strip("\n")).strip("\n")
    return textwrap.dedent(lines).strip("\n")
