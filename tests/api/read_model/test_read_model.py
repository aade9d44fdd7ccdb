"""What the pages read from: the last whole state while somebody writes, the new one once she is done, each thing once."""

import gc
import random
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from api.corrections.revising import Revisions
from api.imports.keeping import Keeper
from api.pages.compare.routes import disputed
from api.pages.graph.web import Web
from api.pages.overlap.routes import OverlapRequest, measured
from api.pages.overview.figures import facts, reading_figure, sections_figure
from api.pages.tasks.facets import Filter, facets
from api.read_model import index as looking
from api.read_model import read_model as room
from api.read_model.index import KEPT, Index
from api.read_model.read_model import ReadModel
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.corrections import Change, Correction
from graph.corrections.store import take
from graph.dataset.load import load, snapshot
from graph.dataset.model import corpus_of, ordered
from graph.dataset.row_database import open_rows
from graph.dataset.row_engines import RowDatabaseError
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import Corpus, PlanRow
from graph.dataset.scope import Scope, ScopeError
from graph.drawing.looks import PART_OF
from graph.drawing.views import PictureView
from graph.errors import GraphError
from graph.measures.views import without_collectives
from graph.measures.workload import Workload, workload
from graph.network.projections import PREDICATES, network
from graph.store import open_store
from tests.api.indexed import index_of
from tests.bench.sparql.shape import plan

ONE, TWO = (plan(number) for number in (1, 2))
IRI, OTHER = ONE[0].plans[0].iri, TWO[0].plans[0].iri


class House:
    """A row database that a test writes, as a store that grows a revision with each write."""

    def __init__(self) -> None:
        self.rows, self.revision, self.broken = open_rows(None), 0, False
        self.write(ONE)

    def library(self) -> ReadModel:
        """A library over it."""
        return ReadModel(self.take, lambda: self.revision)

    def take(self) -> RowSnapshot:
        """The rows as they are; out of order, none."""
        if self.broken:
            raise GraphError(message("坏了"))
        return self.rows.snapshot()

    def write(self, only: tuple[Corpus, str] | None) -> None:
        """Have one plan alone, or none."""
        self.revision += 1
        self.rows.remove(self.rows.stamps().keys())
        if only:
            self.rows.put(only[0].plans[0].iri, self.revision, *only)


def plans_in(index: Index) -> list[str]:
    """The plans of an index, by what the database says now."""
    return [row.iri for row in index.rows.rows(PlanRow)]


def test_readers_see_the_last_whole_state_until_the_change_is_over() -> None:
    house = House()
    library = house.library()
    before = library.index()
    with library.changing():
        house.write(TWO)
        assert library.index() is before
        with library.changing():
            assert library.index() is before
        assert plans_in(library.index()) == [OTHER]  # what the inner one did is seen, though the outer one goes on
        house.write(ONE)
    assert plans_in(library.index()) == [IRI]


def test_what_was_taken_is_of_one_moment_whatever_is_written_afterwards() -> None:
    house = House()
    before = house.library().index()
    house.write(None)
    task = ONE[0].tasks[0]
    assert plans_in(before) == [IRI]
    assert before.corpus == replace(ONE[0], ledger=())
    assert before.task_of[task.iri] == task
    assert before.of_task(task) == tuple(row for row in ONE[0].assignments if row.task == task.iri)
    assert before.rows.text(IRI) == ONE[1]
    assert house.library().index().plans == ()


def test_the_first_reader_waits_for_nobody_and_a_change_from_elsewhere_is_seen_at_once() -> None:
    house = House()
    library = house.library()
    with library.changing():
        assert plans_in(library.index()) == [IRI]
    house.write(TWO)
    assert plans_in(library.index()) == [OTHER]
    assert library.text(OTHER) == TWO[1]
    with pytest.raises(GraphError):
        library.text(IRI)


def test_a_change_that_fails_leaves_nobody_behind() -> None:
    house = House()
    library = house.library()
    library.index()

    def fail() -> None:
        with library.changing():
            house.write(TWO)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert plans_in(library.index()) == [OTHER]
    house.broken = True
    with library.changing():
        house.write(ONE)
    with pytest.raises(GraphError):
        library.index()
    house.broken = False
    assert plans_in(library.index()) == [IRI]


def test_where_no_row_changed_the_index_is_the_very_same_and_a_scope_is_looked_up_once() -> None:
    house = House()
    library = house.library()
    before, scope = library.index(), Scope(plans=[ONE[0].plans[0].id])
    assert library.index(scope) is library.index(scope)
    house.revision += 1
    assert library.index() is before
    house.write(ONE)
    assert library.index(scope).is_part_of(library.index())
    house.write(TWO)
    with pytest.raises(ScopeError):
        library.index(scope)


def test_what_pages_need_is_made_before_they_see_a_change_of_few_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    library = house.library()
    seen: list[tuple[Index, Index]] = []
    before = library.index()
    library.prepare(lambda index: seen.append((index, library.index())))
    with library.changing():
        house.write(TWO)
    assert seen == [(library.index(), before)]
    monkeypatch.setattr(room, "FEW", -1)
    with library.changing():
        house.write(ONE)
    assert len(seen) == 1


def test_a_database_that_did_not_answer_is_asked_again_by_the_next_reader() -> None:
    house = House()
    library = house.library()
    gone = library.index()
    gone.rows._held._connection.close()
    with pytest.raises(RowDatabaseError):
        gone.rows.tally()
    assert plans_in(library.index()) == [IRI]
    assert library.index() is not gone


def test_more_rows_than_a_page_can_look_at_are_refused_and_a_scope_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    house.rows.put(OTHER, 9, *TWO)
    library = house.library()
    counted = [sum(row.counted for row in corpus.assignments) for corpus, _ in (ONE, TWO)]
    monkeypatch.setattr(looking, "MOST_LOOKED_AT", max(counted))
    with pytest.raises(ScopeError) as refused:
        assert library.index().corpus.tasks
    assert str(sum(counted)) in refused.value.message.render()
    assert library.index(Scope(plans=[TWO[0].plans[0].id])).corpus.tasks == TWO[0].tasks
    assert library.index().count("tasks") == len(ONE[0].tasks) + len(TWO[0].tasks)


def test_a_thing_is_made_once_whoever_asks_and_the_latest_are_kept() -> None:
    index, made, together = index_of(ONE[0]), list[int](), threading.Barrier(8)

    def work(_index: Index, number: int) -> int:
        made.append(number)
        return number * 10

    answers: list[int] = []

    def ask() -> None:
        together.wait()
        answers.append(index.once(work, 4))

    users = [threading.Thread(target=ask) for _ in range(8)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert (made, answers) == ([4], [40] * 8)
    assert [index.once(work, number) for number in range(5, 5 + KEPT)] == [10 * n for n in range(5, 5 + KEPT)]
    assert index.once(work, 4) == 40
    assert made.count(4) == 2


def test_an_index_that_nobody_reads_any_more_is_gone_at_once_with_all_that_was_made_of_it() -> None:
    house = House()
    library = house.library()
    library.index().once(Web, PictureView.SECTIONS)
    gone = weakref.ref(library.index()), weakref.ref(library.index().once(Web, PictureView.SECTIONS))
    gc.disable()  # it would find them some time
    try:
        with library.changing():
            house.write(TWO)
        assert [reference() for reference in gone] == [None, None]
    finally:
        gc.enable()


def test_a_thing_that_cannot_be_made_can_be_asked_for_again() -> None:
    index, tries = index_of(ONE[0]), list[int]()

    def work(_index: Index) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ZeroDivisionError
        return "made"

    with pytest.raises(ZeroDivisionError):
        index.once(work)
    assert index.once(work) == "made"


@pytest.mark.parametrize("basis", ["clause", "sentence"])
def test_the_explorer_ties_things_as_the_network_does(basis: str) -> None:
    corpus = plan(5)[0]
    rows = tuple(replace(row, basis=basis if at % 3 else "clause") for at, row in enumerate(corpus.assignments))
    twice = tuple(replace(row, iri=row.iri + "x", role="support") for row in rows[::4])
    index = index_of(ordered(replace(corpus, assignments=(*rows, *twice, *rows[:2]))))
    whole, web = network(index.corpus), Web(index, PictureView.SECTIONS)
    assert list(web.things) == list(whole)
    assert list(web.ties) == list(whole)
    roles = {predicate: role.value for role, predicate in PREDICATES.items()}
    expected: dict[tuple[str, str], tuple[str, ...]] = {}
    for a, b, predicate in whole.edges(keys=True):
        expected[a, b] = (*expected.get((a, b), ()), roles.get(predicate, PART_OF))
    found = {(a, b) if (a, b) in expected else (b, a): tuple(tie["roles"]) for a, b, tie in web.ties.edges(data=True)}
    assert found == expected
    again: nx.Graph[str] = nx.Graph()
    again.add_nodes_from(whole)
    again.add_edges_from(expected)
    assert {iri: list(web.ties[iri]) for iri in web.ties} == {iri: list(again[iri]) for iri in again}


def said(chance: random.Random, number: int) -> bytes:
    """Write a small plan of one of two places."""
    units = chance.sample(("公安局", "财政局", "司法局", "环保局", "教育局"), 3)
    place = chance.choice(("示例州", "样本市"))
    return (
        f"{place}关于第{number}项工作的方案\n一、任务\n1.开展法治宣传教育，完善工作机制，明确工作标准和完成时限。\n"
        f"牵头单位：{place}{units[0]}\n配合单位：{place}{units[1]}、{place}{units[2]}\n2.健全行政审批制度。\n责任单位：{'、'.join(units)}\n"
    ).encode()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_pages_are_as_if_read_for_the_first_time(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  a test needs repeatable numbers, not secret ones
    with open_store(tmp_path / "data") as store:
        library = ReadModel(lambda: snapshot(store), lambda: store.revision)
        for work in (
            disputed,
            lambda index: Web(index, PictureView.SECTIONS),
            lambda index: measured(index, OverlapRequest()),
        ):
            library.prepare(work)
        keeper, revisions = Keeper(store, library), Revisions(store, library)
        for number in range(10):
            index = library.index()
            deed = chance.choice(("import", "import", "import again", "remove", "correct"))
            if deed == "remove" and index.corpus.plans:
                keeper.remove(chance.choice(index.corpus.plans).iri)
            elif deed == "correct" and index.corpus.assignments:
                target = chance.choice(index.corpus.assignments).iri
                when = f"2026-11-{number + 1:02}"
                revisions.correct((Correction(change=Change.DROP, target=target, who="张三", when=when, why="误"),))
            else:
                text = said(chance, number % 2 if deed == "import again" else number)
                with library.changing():
                    take(store, corpus_of(extract(read_bytes(text, "a.txt"))), text.decode())
                keeper.finish()
            same(library.index(), index_of(load(store)))


def rounded(load: Workload) -> Workload:
    """A record to compare: shares may differ by the rounding of their sum."""
    counts = {
        name: getattr(load, name) for name in ("led", "supported", "joint", "implemented", "guided", "supervised")
    }
    return replace(load, **{name: replace(count, shared=round(count.shared, 9)) for name, count in counts.items()})


def same(kept: Index, fresh: Index) -> None:
    """Compare all that pages make of two indexes."""
    assert kept.corpus == fresh.corpus
    assert list(kept.loads) == list(fresh.loads)
    for found, plain in ((kept.loads, kept.corpus), (kept.loads_of_units, without_collectives(kept.corpus))):
        assert [rounded(load) for load in found] == [rounded(load) for load in workload(plain)]
    assert facts(kept) == facts(fresh)
    assert sections_figure(kept) == sections_figure(fresh)
    assert reading_figure(kept) == reading_figure(fresh)
    assert disputed(kept) == disputed(fresh)
    assert facets(kept, Filter()) == facets(fresh, Filter())
    one, two = (Web(index, PictureView.SECTIONS) for index in (kept, fresh))
    assert one.things == two.things
    assert list(kept.once(Web, PictureView.SECTIONS).ties.edges(data=True)) == list(two.ties.edges(data=True))
    (pairs, matrix), (pairs_anew, matrix_anew) = measured(kept, OverlapRequest()), measured(fresh, OverlapRequest())
    assert pairs.frame().equals(pairs_anew.frame())
    assert replace(matrix, found=matrix_anew.found) == matrix_anew
    assert matrix.found.groups == matrix_anew.found.groups
