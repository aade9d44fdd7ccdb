"""What is shown and not counted, from the text to the graph: no direct triple, no edge, no unit in a list, until accepted."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.proposals import Proposal
from extract.records import Document
from graph.corrections import Change, Correction, replay
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.dataset.rows import AssignmentRow, Corpus, only_shown
from graph.dataset.triples import ntriples
from graph.exchange.validate import validate
from graph.measures.readings import TaskSign, near_misses
from graph.measures.workload import workload
from graph.network.projections import bipartite, network, projection
from graph.store import open_store
from ontology.terms import DIRECT
from tests.extract.visible import document

TEXT = "1.建平台。由市教育局牵头，市财政局配合。请市科技局出力。（责任单位：市财政局）\n2.办培训。由市财政局拨款。（责任单位：市财政局）"


class Proposer:
    """Proposes 市科技局."""

    def propose(self, document: Document) -> Iterable[Proposal]:
        start = document.text.index("市科技局")
        yield Proposal(start=start, end=start + 4, words="市科技局", role="support")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(extract(document(TEXT), proposer=Proposer()))


def row(corpus: Corpus, mention: str, basis: str) -> AssignmentRow:
    (found,) = (row for row in corpus.assignments if (row.mention, row.basis) == (mention, basis) and row.start < 45)
    return found


def direct(one: AssignmentRow) -> bytes:
    return f"<{one.task}> <{DIRECT[one.role]}> <{one.unit}> .".encode()


def test_it_has_its_node_and_no_direct_triple_and_conforms(corpus: Corpus) -> None:
    said = ntriples(corpus, TEXT)
    for mention, basis in (("市教育局", "sentence"), ("市财政局", "sentence"), ("市科技局", "proposed")):
        one = row(corpus, mention, basis)
        assert f"<{one.iri}>".encode() in said
        assert direct(one) not in said
    assert direct(row(corpus, "市财政局", "clause")) in said
    assert validate(said).conforms


@pytest.mark.parametrize(("mention", "basis"), [("市教育局", "sentence"), ("市科技局", "proposed")])
def test_a_direct_triple_for_it_is_refused_by_the_shapes(corpus: Corpus, mention: str, basis: str) -> None:
    forged = ntriples(corpus, TEXT) + direct(row(corpus, mention, basis)) + b"\n"
    assert not validate(forged).conforms


def test_the_store_gives_it_back(corpus: Corpus, tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        store.replace(corpus.plans[0].iri, ntriples(corpus, TEXT))
        assert load(store) == corpus


def test_its_units_are_in_no_graph_and_no_count(corpus: Corpus) -> None:
    hidden = only_shown(corpus)
    assert hidden == {row(corpus, "市教育局", "sentence").unit, row(corpus, "市科技局", "proposed").unit}
    assert not hidden & (set(network(corpus)) | set(bipartite(corpus)) | set(projection(corpus)))
    assert [load.led.full for load in workload(corpus)] == [2]
    assert {task.clarity for task in corpus.tasks} == {"sole"}


def test_a_lead_of_the_text_is_a_near_miss_and_a_step_is_none(corpus: Corpus) -> None:
    (near,) = (near for near in near_misses(corpus) if near.sign is TaskSign.TEXT_NAMES_ANOTHER_LEAD)
    assert (near.task.ref, near.rows) == ("1", (row(corpus, "市教育局", "sentence").iri,))


@pytest.mark.parametrize(("mention", "basis"), [("市教育局", "sentence"), ("市科技局", "proposed")])
def test_once_accepted_it_counts(corpus: Corpus, mention: str, basis: str) -> None:
    one = row(corpus, mention, basis)
    yes = Correction(change=Change.ACCEPT, target=one.iri, who="王芳", when="2026-11-23", why="核对过原文")
    after, conflicts = replay(corpus, [yes])
    assert not conflicts
    assert one.unit not in only_shown(after)
    assert {load.unit.iri for load in workload(after)} - {load.unit.iri for load in workload(corpus)} == {one.unit}
    said = ntriples(after, TEXT)
    assert direct(one) in said
    assert validate(said).conforms
