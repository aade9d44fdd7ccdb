"""Every name of the graph answers, in every form, over a real server with the real example plan."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

import extract
from api.app import create_app
from api.edge.settings import Settings
from graph.build.plans import build
from graph.corrections import Change, Correction
from graph.corrections.store import apply
from graph.dataset.load import load
from graph.exchange.void_formats import ABOUT, WHOLE
from graph.store import Store, open_store
from ontology import iris
from ontology.terms import NS, VERSION
from tests.api.serving import asking

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
FORMS = {
    "text/turtle": ("ttl", pyoxigraph.RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", pyoxigraph.RdfFormat.JSON_LD),
    "application/n-triples": ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
    "application/rdf+xml": ("rdf", pyoxigraph.RdfFormat.RDF_XML),
}
ROOT = "https://w3id.org/dutygraph/"
ODD = "示例州方案\n附件1\n一、任务\n（一）开展宣传。责任单位：州司法局\n"


def path_of(iri: str) -> str:
    return "/" + iri.removeprefix(ROOT)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    odd = tmp_path_factory.mktemp("odd") / "odd.txt"
    odd.write_text(ODD, encoding="utf-8")
    with open_store(tmp_path_factory.mktemp("data") / "data") as opened:
        build((EXAMPLE, odd), opened, lambda _step: None)
        row = next(row for row in load(opened).assignments if row.counted)
        apply(opened, Correction(change=Change.DROP, target=row.iri, who="张三", when="2026-11-23", why="原文有误"))
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[httpx.Client]:
    with asking(create_app(store, Settings())) as asker:
        yield asker


def all_names(store: Store) -> list[str]:
    """Every name of ours that the store holds, in any place of a triple; fragments belong to the name before them."""
    found = {WHOLE, *store.graphs()}
    for query in ("SELECT DISTINCT ?x { ?x ?p ?o }", "SELECT DISTINCT ?x { ?s ?p ?x FILTER(ISIRI(?x)) }"):
        found |= {cell.value for (cell,) in store.select(query).rows if cell}
    return sorted({name.partition("#")[0] for name in found if name.startswith(iris.ID)})


def test_every_name_answers_people_with_a_page(client: httpx.Client, store: Store) -> None:
    names = all_names(store)
    kinds = {name.removeprefix(iris.ID).split("/")[0] for name in names}
    assert kinds >= {"plan", "unit", "place", "source", "graph", "correction", "dataset"}
    pages = set()
    for name in names:
        answer = client.get(path_of(name), headers={"Accept": "text/html"})
        assert answer.status_code in {200, 303}, name
        assert "accept" in answer.headers["vary"].lower(), name
        pages.add(answer.headers.get("location", path_of(name)).partition("#")[0])
    for page in sorted(pages):
        assert client.get(page, headers={"Accept": "text/html"}).status_code == 200, page


def test_every_name_answers_programs_with_what_is_said_of_it(client: httpx.Client, store: Store) -> None:
    for number, name in enumerate(all_names(store)):
        media = list(FORMS)[number % len(FORMS)]
        answer = client.get(path_of(name), headers={"Accept": media})
        assert answer.status_code == 200, name
        assert answer.headers["content-type"].partition(";")[0] == media
        assert "accept" in answer.headers["vary"].lower()
        quads = list(pyoxigraph.parse(answer.content, format=FORMS[media][1]))
        said = any(f"<{name}" in f"{quad.subject} {quad.object}" for quad in quads)
        assert said or len(quads) == store.size(name) > 0, name


@pytest.mark.parametrize("media", FORMS)
def test_one_thing_of_each_kind_is_the_same_in_every_form(client: httpx.Client, store: Store, media: str) -> None:
    corpus = load(store)
    plan = corpus.plans[0].iri
    suffix, form = FORMS[media]
    for name in (plan, corpus.sections[0].iri, corpus.tasks[0].iri, corpus.assignments[0].iri, corpus.units[0].iri):
        plain = Graph().parse(data=client.get(path_of(name) + ".nt").content, format="nt")
        theirs = client.get(path_of(name), headers={"Accept": media}).content
        assert theirs == client.get(f"{path_of(name)}.{suffix}").content
        back = pyoxigraph.serialize(
            [quad.triple for quad in pyoxigraph.parse(theirs, format=form)], format=FORMS["application/n-triples"][1]
        )
        assert back is not None
        assert isomorphic(Graph().parse(data=back, format="nt"), plain)
        assert URIRef(name) in set(plain.subjects())
    assert len(Graph().parse(data=client.get(path_of(plan) + ".nt").content, format="nt")) == store.size(plan)


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
def test_the_page_of_a_thing_has_its_rdf_beside_it(client: httpx.Client, store: Store, suffix: str) -> None:
    corpus = load(store)
    task, unit = corpus.tasks[0], corpus.units[0]
    pages = {
        f"/plans/{corpus.plans[0].id}": corpus.plans[0].iri,
        f"/units/{unit.id}": unit.iri,
        f"/tasks/{iris.last(task.plan)}-{task.id}": task.iri,
    }
    for page, name in pages.items():
        assert client.get(page, headers={"Accept": "text/html"}).status_code == 200
        answer = client.get(f"{page}.{suffix}", follow_redirects=True)
        assert answer.status_code == 200
        assert answer.content == client.get(f"{path_of(name)}.{suffix}").content
    for nothing in ("/plans/nothing", "/units/..", "/tasks/x", "/tasks/x-"):
        assert client.get(f"{nothing}.{suffix}", follow_redirects=True).status_code == 404


def test_an_assignment_comes_with_its_evidence(client: httpx.Client, store: Store) -> None:
    row = next(row for row in load(store).assignments if row.counted)
    said = client.get(path_of(row.iri), headers={"Accept": "application/n-triples"}).text
    assert f'<{row.iri}#quote> <http://www.w3.org/ns/oa#exact> "{row.mention}"' in said
    assert client.get(path_of(row.iri), headers={"Accept": "text/html"}).headers["location"].endswith(f"#c{row.start}")


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        ("", 303, ""),
        ("*/*", 303, ""),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 303, ""),
        ("text/html;q=0.2, text/turtle", 200, "text/turtle"),
        ("application/json", 200, "application/ld+json"),
        ("application/ld+json, text/turtle;q=0.9", 200, "application/ld+json"),
        ("image/png", 303, ""),
    ],
)
def test_the_best_liked_form_wins(client: httpx.Client, store: Store, accept: str, status: int, media: str) -> None:
    answer = client.get(path_of(load(store).units[0].iri), headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(media) if media else "location" in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/id/unit/nobody",
        "/id/plan/0000000000000000",
        "/id/plan/0000000000000000/task/x.ttl",
        "/id/",
        "/id/x%3E%20%3Fp%20%3Fo",
        "/id/%FF%FE",
        "/id/unit/%22%7D",
        "/id/..%2F..%2Fetc",
        "/ns/9.9.9",
        "/ontology.exe",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_an_unknown_name_is_said_to_be_so_in_both_languages(client: httpx.Client, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    if accept == "text/html" and "." not in path.rpartition("/")[2]:
        assert "<main" in answer.text
    if accept == "text/turtle":
        assert isinstance(answer.json()["message"], str)


def test_an_escaped_slash_is_no_slash_and_letters_of_escapes_do_not_matter(client: httpx.Client, store: Store) -> None:
    unit = iris.unit("652300-甲/乙")
    store.add(iris.graph("registry"), f"<{unit}> <urn:p> <urn:o> .\n".encode())
    escaped = path_of(unit)
    assert "%2F" in escaped
    for path in (escaped, escaped.lower()):
        assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get(escaped.replace("%2F", "/"), headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("path", ["/ns", "/ns/1.0.0", "/ontology"])
@pytest.mark.parametrize("media", FORMS)
def test_the_vocabulary_answers_under_its_own_name(client: httpx.Client, path: str, media: str) -> None:
    assert VERSION.endswith("1.0.0")
    answer = client.get(path, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    back = pyoxigraph.parse(answer.content, format=FORMS[media][1])
    file = pyoxigraph.parse(client.get("/ontology.ttl").content, format=pyoxigraph.RdfFormat.TURTLE)
    assert {quad.triple for quad in back} == {quad.triple for quad in file}


def test_the_vocabulary_sends_people_to_its_page(client: httpx.Client) -> None:
    answer = client.get("/ns", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ontology")
    assert NS.removesuffix("#").endswith("/ns")


@pytest.mark.parametrize("graph", ABOUT)
def test_a_graph_about_the_whole_answers_with_all_of_it(client: httpx.Client, store: Store, graph: str) -> None:
    answer = client.get(path_of(graph), headers={"Accept": "application/n-triples"})
    assert answer.content == store.dump(graph)
    page = client.get(path_of(graph), headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200


def test_void_says_the_same_and_where_to_ask(client: httpx.Client, store: Store) -> None:
    said = Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    kept = Graph().parse(data=store.dump(iris.graph("description")), format="nt")
    endpoints = [str(o) for o in said.objects(URIRef(WHOLE), URIRef("http://rdfs.org/ns/void#sparqlEndpoint"))]
    assert [urlsplit(endpoint).path for endpoint in endpoints] == ["/sparql"]
    assert len(said) == len(kept) + 1
