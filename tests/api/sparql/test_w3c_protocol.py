"""The W3C SPARQL 1.1 tests of the protocol, the graph store and the service description, over HTTP."""

from urllib.parse import quote

import pytest
from httpx import Client, Response
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from graph.store import Store
from tests.api.sparql.w3c import SUITE, Conversation, Exchange, conversations, names

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C test suite is not beside the checkout"),
]
AUTHORITY = "www.example"
WRITER = {"authorization": "Bearer a-token-of-the-tests", "host": AUTHORITY}
CODES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
PROTOCOL = tuple(conversations("protocol/manifest.ttl")) if SUITE.is_dir() else ()
GRAPH_STORE = (
    (
        *conversations("graph-store-protocol/manifest-direct.ttl"),
        *conversations("graph-store-protocol/manifest-indirect.ttl"),
    )
    if SUITE.is_dir()
    else ()
)
DESCRIPTION = names("service-description/manifest.ttl") if SUITE.is_dir() else ()
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
# Source: SPARQL 1.1 Service Description, 3.2 and 3.4 (domain and range; those of other vocabularies are left open)
SCHEMA: dict[Node, tuple[URIRef | None, URIRef | None]] = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
}


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_protocol(client: Client, store: Store, test: Conversation) -> None:
    for graph, file in test.graphs:
        store.replace(graph, file.read_bytes())
    _hold(client, test, "/sparql/", "/sparql/")


@pytest.mark.parametrize("test", GRAPH_STORE, ids=lambda test: test.name)
def test_graph_store(client: Client, test: Conversation) -> None:
    _hold(client, test, "/gsp", "/graphs")


@pytest.mark.parametrize("test", DESCRIPTION)
def test_service_description(client: Client, test: str) -> None:
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    description = Graph().parse(data=answer.text, format="turtle")
    service = description.value(None, RDF.type, SD.Service)
    if test == "returns-rdf":
        assert answer.headers["content-type"].startswith("text/turtle")
        assert len(description)
    elif test == "has-endpoint-triple":
        assert {str(address) for address in description.objects(service, SD.endpoint)} == {str(answer.url)}
    else:
        assert test == "conforms-to-schema"
        _check_schema(description)


def _check_schema(description: Graph) -> None:
    """Hold what the vocabulary says of each term: that it exists, and what stands at either end of it."""
    terms = {predicate for predicate in description.predicates() if str(predicate).startswith(str(SD))}
    assert terms <= set(SCHEMA)
    for predicate, (domain, codomain) in SCHEMA.items():
        for subject, value in description.subject_objects(predicate):
            assert domain is None or (subject, RDF.type, domain) in description
            assert isinstance(value, URIRef)
            assert codomain is None or (value, RDF.type, codomain) in description


def _hold(client: Client, test: Conversation, theirs: str, ours: str) -> None:
    created = ""
    for exchange in test.exchanges:
        path = exchange.path.replace("$LOCATION$", quote(created, safe=""))
        path = created if "$NEWPATH$" in path else path.replace(theirs, ours, 1)
        answer = client.request(exchange.method, path, headers=WRITER | exchange.headers, content=exchange.body)
        created = answer.headers.get("location", created)
        _check(answer, exchange, test.name)


def _check(answer: Response, exchange: Exchange, name: str) -> None:
    fits = {status for status in exchange.statuses if _fits(answer.status_code, status)}
    assert fits, f"{name}: {exchange.method} {exchange.path} gave {answer.status_code}: {answer.text[:300]}"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if exchange.boolean is not None:
        assert answer.json()["boolean"] is exchange.boolean
    if exchange.form == "RDF":
        assert media_type == "text/turtle"
    elif exchange.form:
        assert media_type == "application/sparql-results+json"
    if exchange.content and exchange.form != "boolean":
        base = "http://www.example/"
        given = Graph().parse(data=answer.text, format="turtle", publicID=base)
        assert isomorphic(given, Graph().parse(data=exchange.content, format="turtle", publicID=base))


def _fits(status: int, name: str) -> bool:
    if name.startswith("StatusCode"):
        return status // 100 == int(name[len("StatusCode")])
    return CODES[name] == status
