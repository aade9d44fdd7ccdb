from dataclasses import replace
from pathlib import Path

import pytest

from extract.records import Extraction
from graph.dataset.load import UnknownPlanError, load, plan_text
from graph.dataset.model import corpus_of, merged
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.store import open_store


def test_the_round_trip_loses_nothing(small: Extraction, tmp_path: Path) -> None:
    corpus = corpus_of(small)
    with open_store(tmp_path / "data") as store:
        store.replace(corpus.plans[0].iri, ntriples(corpus, small.document.text))
        assert load(store) == corpus
        assert plan_text(store, corpus.plans[0].iri) == small.document.text


def test_the_pages_of_a_source_come_back(small: Extraction, tmp_path: Path) -> None:
    corpus = corpus_of(small)
    paged = replace(corpus, plans=(replace(corpus.plans[0], pages=(0, 4, 9)),))
    with open_store(tmp_path / "data") as store:
        store.replace(corpus.plans[0].iri, ntriples(paged, small.document.text))
        assert load(store).plans[0].pages == (0, 4, 9)


def test_a_unit_of_two_plans_stands_once_as_the_first_graph_says(small: Extraction, tmp_path: Path) -> None:
    renamed = tuple(replace(unit, name=unit.name + "（新）") for unit in small.units)
    later = replace(small, document=replace(small.document, id="f" * 64), units=renamed)
    corpora = [corpus_of(later), corpus_of(small)]
    with open_store(tmp_path / "data") as store:
        for corpus in corpora:
            store.replace(corpus.plans[0].iri, ntriples(corpus, small.document.text))
        assert load(store) == merged(corpora)


def test_an_empty_store_holds_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        assert load(store) == Corpus()


@pytest.mark.parametrize("iri", ["https://w3id.org/dutygraph/id/plan/0000000000000000", "x> } DROP ALL #"])
def test_the_text_of_a_plan_that_is_not_there_is_asked_for_in_vain(iri: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store, pytest.raises(UnknownPlanError) as raised:
        plan_text(store, iri)
    assert "没有方案" in raised.value.message.render()
