"""What ``dutygraph check`` finds in a store itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from graph.build.checks import run_checks
from graph.store import Store, open_store
from graph.store.checks import unreadable
from tests.graph.store.test_durable import GRAPH, triple


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        opened.replace(GRAPH, triple(10))
        yield opened


def test_a_sound_store_has_no_problem(store: Store) -> None:
    assert list(unreadable(store)) == []
    assert list(run_checks(store, ("store",))) == []


def test_a_value_that_no_backup_could_hold_is_found(store: Store) -> None:
    large = "CONCAT(" + ", ".join(["?a"] * 16) + ")"
    where = 'VALUES ?a { "' + "x" * (1 << 20) + '" } BIND(' + large + " AS ?b)"
    store.update("INSERT { GRAPH <http://e.test/large> { <s:s> <p:p> ?b } } WHERE { " + where + " }")
    ((name, problem),) = run_checks(store, ("store",))
    assert (name, problem.plan) == ("store", "http://e.test/large")
    assert "12 MB" in problem.what.render()


class Broken:
    """A store whose index and content differ, or that cannot be read."""

    def __init__(self, store: Store, fault: Exception | None = None) -> None:
        self.graphs = store.graphs
        self._store = store
        self._fault = fault

    def dump(self, graph: str) -> bytes:
        if self._fault:
            raise self._fault
        return self._store.dump(graph)

    def size(self, graph: str) -> int:
        return self._store.size(graph) + 1


def test_an_index_that_differs_and_a_file_that_cannot_be_read_are_found(store: Store) -> None:
    for broken in (Broken(store), Broken(store, RuntimeError("Corruption: block checksum mismatch"))):
        ((graph, what),) = unreadable(cast("Store", broken))
        assert graph == GRAPH
        assert "备份" in what.render()
