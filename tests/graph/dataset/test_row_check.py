"""A row database that lags or differs is found, and derived again from the graphs."""

from pathlib import Path

import pytest
from sqlalchemy import update

from graph.dataset.load import load
from graph.dataset.row_check import differing, lagging, rebuild
from graph.dataset.row_databases import database_of
from graph.dataset.sql_tables import ROWS, TEXTS
from graph.dataset.triples import ntriples
from graph.store import open_store
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in range(2))
IRIS = tuple(sorted(corpus.plans[0].iri for corpus, _ in PLANS))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_store(tmp_path / "data") as store:
        store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS)
        load(store)
    return tmp_path / "data"


def test_a_database_that_agrees_is_found_right(data: Path) -> None:
    with open_store(data) as store:
        assert lagging(store) == differing(store) == ()


def test_what_lags_is_named_and_what_is_gone(data: Path) -> None:
    with open_store(data) as store:
        store.remove(IRIS[0])
        store.replace(IRIS[1], store.dump(IRIS[1]))
        assert lagging(store) == IRIS
        assert differing(store) == ()
        assert rebuild(store) == 1
        assert lagging(store) == ()
        assert database_of(store).stamps().keys() == {IRIS[1]}


def test_rows_that_differ_are_found_and_derived_again(data: Path) -> None:
    with open_store(data) as store:
        with database_of(store).engine.begin() as connection:
            connection.execute(update(ROWS["tasks"]).where(ROWS["tasks"].c.place == 0).values(title="另一个"))
        assert differing(store) == IRIS
        rebuild(store)
        with database_of(store).engine.begin() as connection:
            connection.execute(update(TEXTS).values(text="另一个"))
        assert differing(store) == IRIS
        rebuild(store)
        assert differing(store) == ()
