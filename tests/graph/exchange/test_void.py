"""The graphs about the whole, in a store: right counts, never out of date, and in nobody's way."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.plans import build
from graph.corrections import Change, Correction
from graph.corrections.store import apply, settle, take
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.exchange import void_shares
from graph.exchange.void import described, ensure, forget, is_described, renew
from graph.exchange.void_formats import ABOUT, DESCRIPTION, REGISTRY, VOCABULARY, VOID, WHOLE
from graph.questions import ask, questions
from graph.store import Solutions, Store, open_store
from ontology.terms import NS, Term

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
TRIPLES, ENTITIES = URIRef(VOID + "triples"), URIRef(VOID + "entities")


def ignore(_: object) -> None:
    """Tell nobody."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        build([EXAMPLE], opened, ignore)
        yield opened


def check(store: Store) -> None:
    """Count everything by rdflib, and compare with what the description says."""
    graphs = {name: Graph().parse(data=store.dump(name), format="nt") for name in store.graphs()}
    said = graphs[DESCRIPTION]
    sizes = {name: len(graph) for name, graph in graphs.items()}
    assert {graph: int(str(said.value(URIRef(graph), TRIPLES))) for graph in sizes} == sizes
    assert said.value(URIRef(WHOLE), TRIPLES) == Literal(sum(sizes.values()))
    for kind in (Term.PLAN, Term.SECTION, Term.TASK, Term.UNIT, Term.ASSIGNMENT, Term.FINDING, Term.CORRECTION):
        things = {thing for graph in graphs.values() for thing in graph.subjects(RDF.type, URIRef(kind))}
        assert said.value(URIRef(f"{WHOLE}#{kind.removeprefix(NS)}"), ENTITIES) == Literal(len(things)), kind


def test_the_counts_are_right_and_stay_so(store: Store, tmp_path: Path) -> None:
    check(store)
    second = tmp_path / "second.txt"
    second.write_text("示例州方案\n一、任务\n1.开展宣传。\n责任单位：州司法局\n", encoding="utf-8")
    build([second], store, ignore)
    check(store)
    row = next(row for row in load(store).assignments if row.counted)
    drop = Correction(change=Change.DROP, target=row.iri, who="张三", when="2026-11-23", why="原文有误")
    apply(store, drop)
    check(store)
    assert store.dump(DESCRIPTION) == described(store)


def test_a_share_of_the_rows_is_that_of_the_graph(store: Store) -> None:
    corpus = load(store)
    graph = corpus.plans[0].iri
    assert void_shares.read(store, [graph])[graph] == void_shares.share_of(corpus, store.size(graph))


def never(*_: object) -> None:
    raise AssertionError


def test_another_process_reads_no_graph_that_was_described(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described(store)
    store.close()
    monkeypatch.setattr(void_shares, "read", never)
    with open_store(tmp_path / "data") as again:
        assert described(again) == again.dump(DESCRIPTION)


def test_opening_again_writes_nothing_and_asks_two_small_questions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision, select, sizes = store.revision, store.select, []

    def counted(query: str) -> Solutions:
        found = select(query)
        sizes.append(len(found.rows))
        return found

    monkeypatch.setattr(store, "select", counted)
    assert ensure(store) is False
    assert len(sizes) == 2
    assert max(sizes) < 10
    assert store.revision == revision


@pytest.mark.parametrize("lost", ABOUT)
def test_what_is_missing_or_old_is_written_when_the_store_is_opened(lost: str, store: Store) -> None:
    before = store.dump()
    store.remove(lost)
    assert ensure(store) is True
    assert store.dump() == before
    store.replace(lost, f'<{lost}> <{Term.SHA256}> "0" .\n'.encode())
    assert ensure(store) is (lost != REGISTRY)
    renew(store)
    assert store.dump() == before


def test_plans_that_came_or_went_by_another_way_are_noticed(store: Store) -> None:
    store.replace("https://w3id.org/dutygraph/id/plan/0000000000000000", b"<urn:a> <urn:b> <urn:c> .\n")
    assert ensure(store) is True
    check(store)


def test_the_description_is_out_of_date_while_plans_change(store: Store) -> None:
    forget(store)
    assert not is_described(store)
    forget(store)
    assert ensure(store) is True
    assert is_described(store)


@pytest.mark.parametrize("seed", range(3))
def test_kept_in_step_plan_by_plan_it_is_as_written_at_once(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  a test needs repeatable numbers, not secret ones
    with open_store(tmp_path / "long") as store, open_store(tmp_path / "fresh") as fresh:
        for number in range(8):
            plans = load(store).plans
            deed = chance.choice(("take", "take", "take again", "remove", "correct", "foreign"))
            if deed == "remove" and plans:
                store.remove(chance.choice(plans).iri)
            elif deed == "correct" and (rows := [row for row in load(store).assignments if row.counted]):
                when = f"2026-11-{number + 1:02}"
                drop = Correction(change=Change.DROP, target=chance.choice(rows).iri, who="张三", when=when, why="误")
                apply(store, drop)
            elif deed == "foreign":
                store.update(f"INSERT DATA {{ GRAPH <{REGISTRY}> {{ <urn:a> <urn:b> {number} }} }}", graphs=None)
            else:
                units = "、".join(chance.sample(("公安局", "财政局", "州司法局", "环保局"), 2))
                said = f"示例州方案{number % 3 if deed == 'take again' else number}\n一、任务\n1.开展宣传。\n责任单位：{units}\n"
                take(store, corpus_of(extract(read_bytes(said.encode(), "a.txt"))), said)
            settle(store)
            check(store)
        about = {graph: store.dump(graph) for graph in ABOUT if store.holds(graph)}
        for graph in set(store.graphs()) - set(ABOUT):
            fresh.replace(graph, store.dump(graph))
        renew(fresh)
        assert {graph: fresh.dump(graph) for graph in ABOUT if fresh.holds(graph)} == about


def test_an_empty_store_is_described_as_empty(tmp_path: Path) -> None:
    with open_store(tmp_path / "none") as empty:
        assert ensure(empty) is True
        assert ensure(empty) is False
        assert set(empty.graphs()) == {VOCABULARY, DESCRIPTION}
        check(empty)


def test_no_question_and_no_row_sees_more_than_the_plans(store: Store, tmp_path: Path) -> None:
    plan = load(store).plans[0].iri
    with open_store(tmp_path / "plain") as plain:
        plain.replace(plan, store.dump(plan))
        assert load(store) == load(plain)
        for one in questions():
            if one.id != "reform-successors" and all(parameter.default for parameter in one.parameters):
                assert ask(one, {}, store) == ask(one, {}, plain), one.id
    (question,) = (one for one in questions() if one.id == "reform-successors")
    rows = [[cell.value if cell else "" for cell in row] for row in ask(question, {}, store).rows]
    (justice,) = (row for row in rows if row[0].endswith("-justice"))
    assert justice[1:] == ["昌吉回族自治州司法局", "1", "11", "14"]
