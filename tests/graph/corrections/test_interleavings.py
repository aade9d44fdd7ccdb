"""Writers at the same time: whatever their threads do, the store ends as if they had come one after the other."""

import itertools
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import remove, take
from graph.corrections import BadCorrectionError, Change, Correction
from graph.corrections.store import apply, settle
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.store import Store, open_store

TEXT = "关于{name}的实施方案\n\n一、主要任务\n（一）清理街巷。由市城管局牵头，市公安局配合。\n（二）修补道路。由市城管局牵头。\n"
GRAPH = "http://e.test/g"
COUNT = (
    f"DELETE {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?n }} }} INSERT {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?m }} }} "
    f"WHERE {{ OPTIONAL {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?n }} }} BIND(COALESCE(?n, 0) + 1 AS ?m) }}"
)


@cache
def plan(name: str) -> tuple[Corpus, str]:
    document = read_bytes(TEXT.format(name=name).encode(), f"{name}.txt")
    return corpus_of(extract(document)), document.text


def imported(name: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        take(store, *plan(name))

    return write


def removed(name: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        iri = plan(name)[0].plans[0].iri
        with store.alone():
            if store.holds(iri):
                remove(store, iri)

    return write


def renamed(name: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        unit = next(unit.iri for unit in plan("甲")[0].units if "公安" in unit.name)
        one = Correction(
            change=Change.RENAME, target=unit, value=name, who="甲", when=f"2026-01-01T00:00:0{len(name)}Z", why="试"
        )
        with suppress(BadCorrectionError):  # where no plan names the unit at that moment
            apply(store, one)

    return write


def put(store: Store) -> None:
    store.replace(GRAPH, b'<s:s> <p:p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')


WRITES: Mapping[str, Callable[[Store], None]] = {
    "import 甲": imported("甲"),
    "import 乙": imported("乙"),
    "remove 甲": removed("甲"),
    "rename": renamed("市容局"),
    "rename again": renamed("市执法局"),
    "put": put,
    "count": lambda store: store.update(COUNT),
}


def content(store: Store) -> Mapping[str, bytes]:
    settle(store)
    return {graph: store.dump(graph) for graph in store.graphs()}


@contextmanager
def begun() -> Iterator[Store]:
    """A store with one plan in it."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        take(store, *plan("甲"))
        yield store


@cache
def one_after_the_other(names: tuple[str, ...]) -> Mapping[str, bytes]:
    with begun() as store:
        for name in names:
            WRITES[name](store)
        return content(store)


def at_the_same_time(names: Sequence[str]) -> Mapping[str, bytes]:
    with begun() as store:
        faults: list[BaseException] = []
        start = threading.Barrier(len(names))

        def write(name: str) -> None:
            start.wait()
            try:
                WRITES[name](store)
            except BaseException as fault:
                faults.append(fault)
                raise

        threads = [threading.Thread(target=write, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults
        return content(store)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(WRITES)), min_size=2, max_size=3))
@example(["remove 甲", "rename", "import 乙"])
@example(["rename", "rename again", "remove 甲"])
@example(["count", "count", "count"])
def test_writers_at_the_same_time_leave_what_some_order_of_them_leaves(names: list[str]) -> None:
    turns = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        found = at_the_same_time(names)
    finally:
        sys.setswitchinterval(turns)
    assert any(found == one_after_the_other(order) for order in itertools.permutations(names))
