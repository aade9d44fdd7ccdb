"""A plan goes from one store to another as RDF, byte for byte; RDF of anybody else is refused with the reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extract.records import Extraction
from graph.build.plans import build
from graph.dataset.model import corpus_of
from graph.dataset.triples import ntriples
from graph.exchange.formats import write
from graph.exchange.syntaxes import Syntax
from graph.store import open_store
from ontology.catalogue import Language


@pytest.fixture
def written(small: Extraction) -> bytes:
    return ntriples(corpus_of(small), small.document.text)


def ignore(_: object) -> None:
    """Tell nobody."""


@pytest.mark.parametrize("syntax", [Syntax.TURTLE, Syntax.NTRIPLES, Syntax.JSONLD, Syntax.RDFXML])
def test_a_plan_arrives_as_it_left(syntax: Syntax, written: bytes, small: Extraction, tmp_path: Path) -> None:
    file = tmp_path / f"plan.{syntax}"
    file.write_bytes(write(written, syntax))
    with open_store(tmp_path / "data") as store:
        (outcome,) = build([file], store, ignore)
        assert outcome.error is None
        assert store.dump(outcome.plan) == written
    assert outcome.tasks == len(small.tasks)


OTHERS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "another vocabulary": ("ttl", lambda _: b"@prefix s: <https://schema.org/> . <urn:a> a s:Action .", "dg:Plan"),
    "two plans": ("nt", lambda own: own + own.replace(b"/plan/", b"/plan/0"), "2"),
    "one statement more": (
        "nt",
        lambda own: own + b"<urn:stranger> <urn:says> <urn:something> .\n",
        "1 triple is not",
    ),
    "a fault": ("nt", lambda own: own.replace(b'ns#rank> "2"', b'ns#rank> "7"'), "conform"),
    "a context elsewhere": ("jsonld", lambda _: b'{"@context": "https://example.org/c", "@id": "urn:a"}', "elsewhere"),
    "no RDF": ("ttl", lambda _: "责任单位：州公安局".encode(), "ttl"),
    "not UTF-8": ("nt", lambda _: b"\xff\xfe", "nt"),
    "no XML": ("rdf", lambda _: b"<rdf:RDF", "rdf"),
    "entities": ("rdf", lambda _: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', "ENTITY"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_rdf_of_anybody_else_is_refused_and_the_store_stays_as_it_was(
    case: str, written: bytes, tmp_path: Path
) -> None:
    suffix, broken, reason = OTHERS[case]
    file = tmp_path / f"plan.{suffix}"
    content = broken(written)
    assert content != written
    file.write_bytes(content)
    with open_store(tmp_path / "data") as store:
        build([], store, ignore)
        before = store.dump()
        (outcome,) = build([file], store, ignore)
        assert outcome.error is not None
        assert reason in outcome.error.render(Language.EN)
        assert "\u4e00" <= max(outcome.error.render()) <= "\uffff"
        assert store.dump() == before


def test_a_file_of_rdf_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        (outcome,) = build([tmp_path / "missing.ttl"], store, ignore)
    assert outcome.error is not None
