"""What a proposer says: taken where it holds, marked and never counted; refused, with a reason, where it does not."""

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest

from extract.pipeline import extract
from extract.proposals import Proposal
from extract.records import Basis, Document, Extraction, Role, Severity
from graph.dataset.model import corpus_of
from graph.measures.workload import workload
from ontology.catalogue import Language
from tests.extract.visible import document

TEXT = "前言。\n1.建平台。请市教育局一道做好，市科技局出力。（责任单位：市财政局）"


@dataclass(frozen=True)
class Fixed:
    """Proposes the same whatever the document."""

    said: tuple[Proposal, ...]

    def propose(self, document: Document) -> Iterable[Proposal]:
        return (one for one in self.said if document.text)


def at(words: str, role: str = "support", text: str = TEXT) -> Proposal:
    start = text.index(words)
    return Proposal(start=start, end=start + len(words), words=words, role=role)


def read(*said: Proposal) -> Extraction:
    return extract(document(TEXT), proposer=Fixed(said))


def test_a_good_proposal_is_marked_and_grounded_and_not_counted() -> None:
    result = read(at("市教育局"))
    (one,) = [a for a in result.assignments if a.basis is Basis.PROPOSED]
    assert (one.role, one.mention.words, one.rule.partition("+")[0]) == (Role.SUPPORT, "市教育局", "proposed")
    assert result.document.quote(one.mention.span) == "市教育局"
    assert not one.basis.counted
    assert one.task == result.tasks[0].id
    assert one.unit in {unit.id for unit in result.units}
    assert len(corpus_of(result).units) == 2
    assert [row.led.full for row in workload(corpus_of(result), sentences=True)] == [1]


def test_without_a_proposer_nothing_is_proposed_and_nothing_else_changes() -> None:
    assert read() == extract(document(TEXT))
    with_one = read(at("市教育局"))
    assert [a for a in with_one.assignments if a.basis is not Basis.PROPOSED] == list(read().assignments)
    assert with_one.findings == read().findings
    assert with_one.ledger == read().ledger


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Proposal(start=0, end=2, words="前言", role="lead"), "no task"),
        (Proposal(start=-1, end=3, words="前言", role="lead"), "outside"),
        (Proposal(start=0, end=10**9, words="前言", role="lead"), "outside"),
        (Proposal(start=5, end=5, words="", role="lead"), "outside"),
        (Proposal(start=9, end=3, words="前言", role="lead"), "outside"),
        (Proposal(start=10**9, end=10**9 + 2, words="前言", role="lead"), "outside"),
        (Proposal(start=12, end=16, words="市教育厅", role="lead"), "something else"),
        (at("市教育局", "boss"), "no such role"),
        (Proposal(start=0, end=len(TEXT), words=TEXT, role="lead"), "no task"),
    ],
)
def test_a_bad_proposal_becomes_a_finding_with_its_reason(said: Proposal, reason: str) -> None:
    result = read(said, at("市科技局"))
    assert [a.mention.words for a in result.assignments if a.basis is Basis.PROPOSED] == ["市科技局"]
    (finding,) = [f for f in result.findings if f.code == "bad-proposal"]
    assert reason in finding.what.render(Language.EN)
    assert finding.severity is Severity.WARNING
    assert finding.quote == result.document.quote(finding.span)


def test_what_is_proposed_twice_or_read_already_stands_once() -> None:
    result = read(at("市教育局"), at("市教育局"), at("市财政局", "lead"))
    assert [(a.mention.words, a.basis.value) for a in result.assignments] == [
        ("市财政局", "clause"),
        ("市教育局", "proposed"),
    ]


def test_extract_with_a_proposer_maps_over_a_pool() -> None:
    job = partial(extract, proposer=Fixed((at("市教育局"),)))
    documents = [document(TEXT), document(TEXT + "\n")]
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(job, documents)) == [job(one) for one in documents]
