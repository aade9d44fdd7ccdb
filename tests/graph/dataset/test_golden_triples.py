"""The triples of a small plan, byte for byte: a change of what is written is seen in ``small.nt``."""

from dataclasses import replace
from pathlib import Path

from extract.records import Extraction
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.store import open_store
from graph.store.formats import canonical

GOLDEN = Path(__file__).with_name("small.nt")


def filled(small: Extraction) -> Corpus:
    """The small plan, with a value in each field that it leaves empty and an empty field of each kind beside it."""
    corpus = corpus_of(small)
    plan = replace(
        corpus.plans[0],
        issuer="示例州人民政府",
        number="示政发[2015]1号",
        pages=(0, 30),
        replaces="https://w3id.org/dutygraph/id/plan/0123456789abcdef",
        key="652300 示政发(2015)1号",
        program="1.0.0",
        lexicon="0123456789ab",
    )
    bare = replace(
        corpus.findings[0],
        iri=f"{plan.iri}/finding/0-bare",
        code="bare",
        quote="",
        task="",
        start=0,
        end=0,
        remedy_en="",
    )
    kinds = ("single", "group_office", "collective")
    units = tuple(replace(unit, kind=kind) for unit, kind in zip(corpus.units, kinds, strict=True))
    outsider = replace(units[0], place_code="", place_name="", level="unknown", kind="outsider")
    tasks = (replace(corpus.tasks[0], times_in_text="到2020年"), *corpus.tasks[1:])
    findings = (bare, *corpus.findings)
    return replace(corpus, plans=(plan,), tasks=tasks, units=(outsider, *units[1:]), findings=findings)


def test_the_triples_are_those_of_the_file(small: Extraction) -> None:
    assert ntriples(filled(small), small.document.text) == GOLDEN.read_bytes()


def test_the_triples_are_canonical_so_that_the_store_need_not_read_them(small: Extraction) -> None:
    said = replace(small, document=replace(small.document, name='a"\\b\t\x00\x7f\u00a0\ud7ff😀.txt'))
    written = ntriples(corpus_of(said), said.document.text)
    assert canonical(written) == written


def test_the_rows_of_the_file_come_back(small: Extraction, tmp_path: Path) -> None:
    corpus = filled(small)
    with open_store(tmp_path / "data") as store:
        store.replace(corpus.plans[0].iri, GOLDEN.read_bytes())
        assert load(store) == corpus
