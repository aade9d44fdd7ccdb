"""Writers at the same time: whatever their threads do, the store ends as if they had come one after the other."""

import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.edge.refusal import RefusedRequest
from api.imports.border import DocumentReading
from api.imports.keeping import Keeper
from api.read_model.read_model import ReadModel
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import remove, take
from graph.corrections import BadCorrectionError, Change, Correction
from graph.corrections.store import apply, settle
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.store import Store, open_store

TEXT = "昌市政办发\u30142024\u3015{number}号\n\n关于{name}的实施方案\n\n一、主要任务\n（一）清理街巷。由市城管局牵头，市公安局配合。\n（二）修补道路。由市城管局牵头。\n"
GRAPH = "http://e.test/g"
BEGUN = 1  # the revision of a store with one plan in it
COUNT = (
    f"DELETE {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?n }} }} INSERT {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?m }} }} "
    f"WHERE {{ OPTIONAL {{ GRAPH <{GRAPH}> {{ <s:s> <p:p> ?n }} }} BIND(COALESCE(?n, 0) + 1 AS ?m) }}"
)


@cache
def plan(name: str, more: str = "") -> tuple[Corpus, str]:
    document = read_bytes((TEXT.format(name=name, number="甲乙".index(name) + 1) + more).encode(), f"{name}.txt")
    return corpus_of(extract(document)), document.text


def imported(name: str) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        take(store, *plan(name))

    return write


def imported_as_seen(more: str) -> Callable[[Store], None]:
    """Import a version of 甲 on the condition that nobody has changed it since the store was begun."""

    def write(store: Store) -> None:
        corpus, text = plan("甲", more)
        library = cast("ReadModel", SimpleNamespace(changing=nullcontext))
        with suppress(RefusedRequest):
            Keeper(store, library).take(DocumentReading(corpus=corpus, text=text), None, BEGUN)

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
    "import 甲 with trees, as seen": imported_as_seen("（三）种树。由市林业局牵头。\n"),
    "import 甲 with wells, as seen": imported_as_seen("（三）打井。由市水利局牵头。\n"),
    "remove 甲": removed("甲"),
    "rename": renamed("市容局"),
    "rename again": renamed("市执法局"),
    "put": put,
    "count": lambda store: store.update(COUNT),
}


def content(store: Store) -> Mapping[str, bytes]:
    settle(store)
    return {graph: store.dump(graph) for graph in store.graphs()}


class GivingWay:
    """The lock of the writers, which lets another thread in each time it is released."""

    def __init__(self) -> None:
        self._lock, self._depth = threading.RLock(), 0

    def __enter__(self) -> None:
        self._lock.acquire()
        self._depth += 1

    def __exit__(self, *_fault: object) -> None:
        self._depth -= 1
        outermost = not self._depth
        self._lock.release()
        if outermost:
            time.sleep(0.002)


@contextmanager
def begun() -> Iterator[Store]:
    """A store with one plan in it."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "data") as store:
        take(store, *plan("甲"))
        assert store.revision == BEGUN
        yield store


@cache
def one_after_the_other(names: tuple[str, ...]) -> Mapping[str, bytes]:
    with begun() as store:
        for name in names:
            WRITES[name](store)
        return content(store)


def at_the_same_time(names: Sequence[str]) -> Mapping[str, bytes]:
    with begun() as store:
        store._writing = GivingWay()  # type: ignore[attr-defined]  # of the embedded store
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
@example(["import 甲 with trees, as seen", "import 甲 with wells, as seen"])
def test_writers_at_the_same_time_leave_what_some_order_of_them_leaves(names: list[str]) -> None:
    first = one_after_the_other(tuple(names))  # which has all plans read before the threads start
    turns = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        found = at_the_same_time(names)
    finally:
        sys.setswitchinterval(turns)
    assert found == first or any(found == one_after_the_other(order) for order in itertools.permutations(names))
