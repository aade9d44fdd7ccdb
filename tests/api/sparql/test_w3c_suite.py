"""The W3C tests of queries, updates, syntax and result formats, through HTTP and on the engine beside it.

Whatever the engine does right when it is called directly comes out right through HTTP. What fails is listed, by name
and cause, in ``known_failures.toml``, and the list is held exactly.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import rdflib
from fastapi import FastAPI
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    serialize,
)
from pyoxigraph import Store as Engine

from api.sparql.limits import Access, Limits
from api.sparql.routes import router
from graph.store import Store, open_store
from graph.store.formats import canonical
from tests.api.serving import TOKEN, asking
from tests.api.sparql.w3c import SUITE
from tests.api.sparql.w3c_cases import BASE, QUERIES, UPDATES, Case, Files, Kind, cases
from tests.api.sparql.w3c_results import FORMS, Answer, read_answer, read_expected, read_graph, same

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C test suite is not beside the checkout"),
]
KNOWN = tomllib.loads(Path(__file__).with_name("known_failures.toml").read_text(encoding="utf-8"))["failures"]
CASES = tuple(cases(QUERIES + UPDATES)) if SUITE.is_dir() else ()
MEDIA = {".ttl": "text/turtle", ".rdf": "application/rdf+xml", ".nt": "application/n-triples"}
ENGINE_FORMS = {
    "xml": QueryResultsFormat.XML,
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}


@dataclass(slots=True)
class Service:
    """The service under test, and its store, which the tests fill directly; ``filled`` says with what."""

    client: httpx.Client
    store: Store
    filled: Files | None = None

    def fill(self, files: Files) -> None:
        """Make the store hold these graphs and no others."""
        if self.filled == files:
            return
        self.store.update("DROP ALL")
        for graph, file in files.graphs:
            self.store.add(graph, _ntriples(graph, file))
        self.filled = files


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with open_store(tmp_path_factory.mktemp("w3c") / "data") as store:
        app = FastAPI()
        access = Access(token=TOKEN, updates=True, union=False)
        app.include_router(router(store, Limits(workers=1), access))
        with asking(app) as client:
            yield Service(client, store)


@pytest.fixture(scope="module", autouse=True)
def _literals_as_written() -> Iterator[None]:
    was, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = was


@pytest.mark.parametrize("case", CASES, ids=str)
def test_suite(service: Service, case: Case) -> None:
    directly, over_http = _directly(case), _over_http(service, case)
    refused = case.name in KNOWN["refused on purpose"]
    broken = any(case.name in names for cause, names in KNOWN.items() if cause != "refused on purpose")
    assert directly is not broken, "the engine"
    assert over_http is not (broken or refused), "through HTTP"


def test_the_list_of_failures_names_tests_of_the_suite_once() -> None:
    names = [name for names in KNOWN.values() for name in names]
    assert len(names) == len(set(names))
    assert set(names) <= {case.name for case in CASES}


def _directly(case: Case) -> bool:
    engine = Engine()
    for graph, file in case.before.graphs:
        content = _ntriples(graph, file)
        name = NamedNode(graph) if graph else DefaultGraph()
        engine.load(content, format=RdfFormat.N_TRIPLES, to_graph=name)
        if graph:
            engine.add_graph(NamedNode(graph))
    form, written = "", b""
    try:
        if case.kind in {Kind.UPDATE, Kind.GOOD_UPDATE, Kind.BAD_UPDATE}:
            engine.update(case.text)
        else:
            form, written = _answered(engine, case)
    except SyntaxError:
        return case.kind in {Kind.BAD_QUERY, Kind.BAD_UPDATE}
    except (RuntimeError, OSError):  # the text is right, the doing of it is not what a syntax test is about
        return case.kind in {Kind.GOOD_QUERY, Kind.GOOD_UPDATE}
    if case.kind in {Kind.BAD_QUERY, Kind.BAD_UPDATE}:
        return False
    if case.result is None:
        return case.kind is not Kind.UPDATE or _holds(case, _content_of_engine(engine))
    return _right(case, read_answer(written, form))


def _answered(engine: Engine, case: Case) -> tuple[str, bytes]:
    """Give the form and the bytes; the engine's answer ends here, on its own thread, and in no traceback of later."""
    answer = engine.query(case.text)
    try:
        if isinstance(answer, QueryTriples):
            return "nt", serialize(answer, format=RdfFormat.N_TRIPLES) or b""
        form = "json" if isinstance(answer, QueryBoolean) else _form(case)
        return form, answer.serialize(format=ENGINE_FORMS[form]) or b""
    finally:
        del answer


def _over_http(service: Service, case: Case) -> bool:
    service.fill(case.before)
    updates = case.kind in {Kind.UPDATE, Kind.GOOD_UPDATE, Kind.BAD_UPDATE}
    if updates:
        service.filled = None
    media_type = next((media for media, form in FORMS.values() if form == _form(case)), "")
    answer = service.client.post(
        "/sparql",
        content=case.text.encode("utf-8"),
        headers={
            "content-type": "application/sparql-update" if updates else "application/sparql-query",
            "accept": f"{media_type}, application/n-triples",
            "authorization": f"Bearer {TOKEN}",
        },
    )
    if case.kind in {Kind.BAD_QUERY, Kind.BAD_UPDATE}:
        return answer.status_code == 400
    if case.kind in {
        Kind.GOOD_QUERY,
        Kind.GOOD_UPDATE,
    }:  # some cannot be carried out, and are not told that they do not parse
        return answer.is_success or (answer.status_code == 400 and "line" not in answer.json())
    if answer.status_code != (204 if updates else 200):
        return False
    if case.result is None:
        return case.kind is not Kind.UPDATE or _holds(case, _content_of_store(service.store))
    given = answer.headers["content-type"].partition(";")[0]
    return _right(case, read_answer(answer.content, "nt" if given == "application/n-triples" else _form(case)))


def _form(case: Case) -> str:
    return FORMS[case.result.suffix][1] if case.result is not None and case.result.suffix in FORMS else "json"


def _right(case: Case, given: Answer) -> bool:
    assert case.result is not None
    return same(given, read_expected(case.result, BASE + case.name))


def _holds(case: Case, content: dict[str, bytes]) -> bool:
    expected: dict[str, bytes] = {}
    for graph, file in case.after.graphs:
        expected[graph] = expected.get(graph, b"") + _ntriples(graph, file)
    return all(
        same(Answer(graph=read_graph(content.get(graph, b""), "nt")), Answer(graph=read_graph(triples, "nt")))
        for graph, triples in (dict.fromkeys(content, b"") | expected).items()
    )


def _content_of_engine(engine: Engine) -> dict[str, bytes]:
    names: list[NamedNode | BlankNode | DefaultGraph] = [DefaultGraph(), *engine.named_graphs()]
    return {
        name.value if isinstance(name, NamedNode) else "": engine.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
        or b""
        for name in names
    }


def _content_of_store(store: Store) -> dict[str, bytes]:
    return {graph: store.dump(graph) for graph in ("", *store.graphs())}


def _ntriples(graph: str, file: Path) -> bytes:
    return canonical(file.read_bytes(), MEDIA[file.suffix], graph or BASE + file.parent.name + "/" + file.name)
