"""Corrections in a store of two plans: carried out at once, replayed on import, undone, refused without a trace."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import extract as extract_room
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.plans import build
from graph.corrections import BadCorrectionError, Change, Correction, active
from graph.corrections.csv import GRAPH, from_csv, from_store, to_csv
from graph.corrections.readings import Readings, reading_graph
from graph.corrections.store import CONFLICT, CorrectionState, apply, apply_all, history, settle, take
from graph.dataset.load import load, load_plan
from graph.dataset.model import corpus_of
from graph.dataset.rows import AssignmentRow, Corpus, UnitRow
from graph.store import Store, open_store
from ontology import iris

EXAMPLE = Path(extract_room.__file__).parent / "examples" / "changji-2015.txt"
SECOND = (
    "昌吉回族自治州法治宣传教育工作方案\n"
    "一、主要任务\n"
    "1.开展集中宣传。由州司法局组织编写宣传材料。\n"
    "责任单位：州司法局、州公安局\n"
    "配合单位：州财政局\n"
    "3.做好普法考试。\n"
    "责任单位：州教育局\n"
)
NOBODY = iris.unit("nobody")


def say(change: Change, target: str, value: str = "", *, role: str = "", words: str = "") -> Correction:
    said = Correction(change=change, target=target, value=value, who="张三", when="2026-11-23", why="原文如此")
    return replace(said, role=role, words=words)


def ignore(_: object) -> None:
    """Tell nobody."""


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    second = tmp_path / "second.txt"
    second.write_text(SECOND, encoding="utf-8")
    return EXAMPLE, second


@pytest.fixture
def store(tmp_path: Path, sources: tuple[Path, Path]) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        build(sources, opened, ignore)
        yield opened


class Rows:
    """What the tests point at, found by its words."""

    def __init__(self, store: Store) -> None:
        self.corpus = load(store)
        self.second, self.first = sorted(self.corpus.plans, key=lambda plan: plan.characters)

    def unit(self, name: str) -> UnitRow:
        (found,) = (unit for unit in self.corpus.units if unit.name == name)
        return found

    def of(self, plan: str, name: str, role: str = "lead") -> tuple[AssignmentRow, ...]:
        unit = self.unit(name).iri
        rows = self.corpus.assignments
        return tuple(row for row in rows if (row.plan, row.unit, row.role) == (plan, unit, role) and row.counted)


def all_kinds(store: Store) -> tuple[Correction, ...]:
    """Corrections of every kind, on both plans, each building on those before."""
    rows = Rows(store)
    first, second = rows.first.iri, rows.second.iri
    police, justice = rows.unit("昌吉回族自治州公安局"), rows.unit("昌吉回族自治州司法局")
    office = rows.unit("昌吉回族自治州人民政府办公室")
    finance = rows.of(second, "昌吉回族自治州财政局", "support")[0]
    task = next(task for task in rows.corpus.tasks if task.plan == second)
    moved = next(task for task in rows.corpus.tasks if task.plan == first)
    split = replace(say(Change.SPLIT, office.iri, "昌吉州政务服务局"), parts=(rows.of(first, office.name)[0].iri,))
    at = SECOND.index("州司法局组织")
    rename = say(Change.RENAME, justice.iri, "昌吉州司法局")
    made = [
        say(Change.MERGE, police.iri, justice.iri),
        split,
        rename,
        say(Change.ROLE, finance.iri, "guide"),
        replace(say(Change.ADD, task.iri, office.iri, role="support", words="州司法局"), start=at, end=at + 4),
        say(Change.DROP, rows.of(first, office.name)[1].iri),
        say(Change.REASSIGN, rows.of(first, office.name)[2].iri, rows.unit("昌吉回族自治州教育局").iri, role="support"),
        replace(
            say(Change.MOVE, moved.iri, words=moved.text[:-1]), start=moved.start, end=moved.start + len(moved.text) - 1
        ),
        replace(say(Change.DESCRIBE, first, "更正后的标题"), parts=("title",)),
        say(Change.DISMISS, rows.corpus.findings[0].iri),
        say(Change.ACCEPT, rows.corpus.findings[0].iri),
        say(Change.UNDO, rename.iri),
    ]
    assert {one.change for one in made} == set(Change) - {Change.HOME}  # which has its own tests, test_home.py
    return tuple(made)


def test_ten_corrections_of_all_kinds_survive_reading_both_plans_again(
    store: Store, sources: tuple[Path, Path]
) -> None:
    before = store.dump()
    applied = apply_all(store, all_kinds(store))
    once = store.dump()
    assert once != before
    assert applied.conflicts == ()
    assert len(applied.plans) == 2
    for again in (sources, tuple(reversed(sources)), sources[:1]):
        assert [outcome.conflicts for outcome in build(again, store, ignore)] == [()] * len(again)
        assert store.dump() == once
    assert {entry.state for entry in history(store)} == {CorrectionState.IN_FORCE, CorrectionState.UNDONE}


def test_of_two_names_of_one_unit_the_later_is_in_force_until_it_is_undone(store: Store) -> None:
    unit = load(store).units[0].iri
    first, second = (say(Change.RENAME, unit, value) for value in ("昌吉州甲局", "昌吉州乙局"))
    apply_all(store, (first, second))
    states = [entry.state for entry in history(store)]
    assert states == [CorrectionState.REPLACED, CorrectionState.IN_FORCE]
    apply(store, say(Change.UNDO, second.iri))
    assert history(store)[0].state is CorrectionState.IN_FORCE


def test_the_rows_say_what_the_corrections_say(store: Store) -> None:
    rows, made = Rows(store), all_kinds(store)
    apply_all(store, made)
    now = Rows(store)
    names = {unit.name for unit in now.corpus.units}
    assert "昌吉回族自治州公安局" not in names
    assert {"昌吉州政务服务局", "昌吉回族自治州司法局"} <= names
    justice = "昌吉回族自治州司法局"
    for plan in (rows.first.iri, rows.second.iri):
        both = {row.iri for name in ("昌吉回族自治州公安局", justice) for row in rows.of(plan, name)}
        assert {row.iri for row in now.of(plan, justice)} == both
    assert len(now.of(rows.second.iri, "昌吉回族自治州财政局", "guide")) == 1
    assert [row.mention for row in now.of(rows.second.iri, "昌吉回族自治州人民政府办公室", "support")] == ["州司法局"]


def test_undoing_everything_gives_the_reading_back(store: Store) -> None:
    before = {graph: store.dump(graph) for graph in store.graphs() if "/plan/" in graph}
    made = all_kinds(store)
    apply_all(store, made)
    for one in reversed(made[:-1]):
        if one.iri != made[-1].target:
            apply(store, say(Change.UNDO, one.iri))
    assert {graph: store.dump(graph) for graph in before} == before
    assert not [graph for graph in store.graphs() if "reading-" in graph]
    assert len(from_store(store)) == len(made) + len(active(made))


def test_one_by_one_or_all_at_once_from_a_table_is_the_same(
    store: Store, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    made = all_kinds(store)
    with open_store(tmp_path / "other") as other:
        build(reversed(sources), other, ignore)
        for one in from_csv(to_csv(made)):
            apply(other, one)
        apply_all(store, made)
        assert other.dump() == store.dump()


def test_a_merge_into_a_unit_that_only_another_plan_names(store: Store, sources: tuple[Path, Path]) -> None:
    rows = Rows(store)
    office, education = "昌吉回族自治州人民政府办公室", "昌吉回族自治州财政局"
    apply(store, say(Change.MERGE, rows.unit(education).iri, rows.unit(office).iri))
    apply(store, say(Change.RENAME, rows.unit(office).iri, "州府办"))
    once = store.dump()
    for plan in load(store).plans:
        assert "州府办" in {unit.name for unit in load_plan(store, plan.iri).units}
    build(reversed(sources), store, ignore)
    assert store.dump() == once


def test_units_that_arrive_later_are_taken_up_when_the_import_is_over(
    store: Store, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = Rows(store)
    apply(
        store, say(Change.MERGE, rows.unit("昌吉回族自治州财政局").iri, rows.unit("昌吉回族自治州人民政府办公室").iri)
    )
    with open_store(tmp_path / "other") as other:
        other.replace(GRAPH, store.dump(GRAPH))
        (alone,) = build(sources[1:], other, ignore)
        build(sources[:1], other, ignore)
        assert other.dump() == store.dump()
    assert len(alone.conflicts) == 1


REFUSED: dict[str, Callable[[Rows], list[Correction]]] = {
    "unknown unit": lambda _: [say(Change.RENAME, NOBODY, "新名")],
    "unknown heir": lambda rows: [say(Change.MERGE, rows.corpus.units[0].iri, NOBODY)],
    "unknown task": lambda rows: [replace(say(Change.MOVE, rows.first.iri + "/task/x", words="一"), end=1)],
    "unknown plan": lambda _: [say(Change.DROP, iris.plan("f" * 64) + "/assignment/1-lead")],
    "no name of ours": lambda _: [say(Change.DROP, "x> } ; DROP ALL #")],
    "unknown role": lambda rows: [say(Change.ROLE, rows.corpus.assignments[0].iri, "boss")],
    "nothing to undo": lambda _: [say(Change.UNDO, iris.ID + "correction/0")],
    "circle": lambda rows: [
        say(Change.MERGE, rows.corpus.units[0].iri, rows.corpus.units[1].iri),
        say(Change.MERGE, rows.corpus.units[1].iri, rows.corpus.units[0].iri),
    ],
    "wider circle": lambda rows: [
        say(Change.MERGE, rows.corpus.units[0].iri, rows.corpus.units[1].iri),
        say(Change.MERGE, rows.corpus.units[1].iri, rows.corpus.units[2].iri),
        say(Change.MERGE, rows.corpus.units[2].iri, rows.corpus.units[0].iri),
    ],
    "good, then bad": lambda rows: [
        say(Change.DROP, rows.corpus.assignments[0].iri),
        say(Change.DROP, rows.corpus.assignments[0].iri, "x"),
    ],
    "words not there": lambda rows: [
        replace(say(Change.MOVE, rows.corpus.tasks[0].iri, words="没有的话"), start=0, end=4)
    ],
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_the_store_as_it_was(case: str, store: Store) -> None:
    before, revision = store.dump(), store.revision
    with pytest.raises(BadCorrectionError) as raised:
        apply_all(store, REFUSED[case](Rows(store)))
    assert raised.value.message.render()
    assert (store.dump(), store.revision) == (before, revision)


def test_what_no_longer_fits_is_told_and_stays_in_sight(store: Store) -> None:
    rows = Rows(store)
    plan = rows.second.iri
    finance = rows.of(plan, "昌吉回族自治州财政局", "support")[0]
    drop, rename = say(Change.ROLE, finance.iri, "lead"), say(Change.RENAME, finance.unit, "财政")
    apply_all(store, (drop, rename))
    other = SECOND.replace("配合单位：州财政局\n", "配合单位：州民政局\n")
    assert len(other) == len(SECOND)
    again = corpus_of(extract(replace(read_bytes(other.encode(), "second.txt"), id=rows.second.sha256)))
    assert again.plans[0].iri == plan
    ours, conflicts = take(store, again, other)
    assert {one.correction for one in conflicts} >= {rename}
    assert [row.role for row in ours.assignments if row.iri == finance.iri] == ["lead"]
    shorter = replace(again, assignments=tuple(row for row in again.assignments if row.iri != finance.iri))
    ours, conflicts = take(store, shorter, other)
    assert {one.correction for one in conflicts} >= {drop}
    told = ours.findings[0]
    assert (told.code, told.severity, told.plan, told.start, told.end) == (CONFLICT, "warning", plan, 0, 0)
    assert (told.quote, told.task, told.iri) == ("", "", iris.finding(plan, 0, CONFLICT))
    for words in (told.what_zh, told.what_en):
        assert "张三" in words
        assert "2026-11-23" in words
        assert finance.iri in words
    assert told.remedy_zh
    assert told.remedy_en
    assert settle(store) == ()
    states = {entry.correction: entry.state for entry in history(store)}
    assert states[drop] is CorrectionState.CONFLICT
    reasons = {entry.correction: entry.reason for entry in history(store)}
    assert finance.iri in str(reasons[drop])
    assert [entry.number for entry in history(store)] == [1, 2]


def test_a_reading_comes_back_with_every_field_even_those_that_hold_lists(store: Store) -> None:
    rows = Rows(store)
    plan = rows.second.iri
    read = load_plan(store, plan)
    paged = replace(read, plans=(replace(read.plans[0], pages=(0, 20, 45)),))
    take(store, paged, SECOND)
    drop = say(Change.DROP, rows.of(plan, "昌吉回族自治州财政局", "support")[0].iri)
    apply(store, drop)
    assert Readings(store).corpus(plan) == paged
    apply(store, say(Change.UNDO, drop.iri))
    assert load_plan(store, plan) == paged


def test_a_plan_nobody_corrects_keeps_no_reading(store: Store) -> None:
    rows = Rows(store)
    apply(store, say(Change.DROP, rows.of(rows.second.iri, "昌吉回族自治州财政局", "support")[0].iri))
    assert store.holds(reading_graph(rows.second.iri))
    assert not store.holds(reading_graph(rows.first.iri))


IMPORT = """
import sys
from pathlib import Path
from graph.build.plans import build
from graph.corrections.csv import from_csv
from graph.corrections.store import apply_all
from graph.store import open_store
data, table, *sources = map(Path, sys.argv[1:])
with open_store(data) as store:
    build(sources, store, lambda _: None)
    apply_all(store, from_csv(table.read_bytes()))
    sys.stdout.buffer.write(store.dump())
"""


def test_another_process_in_another_place_and_locale_gives_the_same_bytes(
    store: Store, sources: tuple[Path, Path], tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    made = all_kinds(store)
    table.write_bytes(to_csv(made))
    apply_all(store, made)
    for number, (locale, seed) in enumerate([("C", "1"), ("zh_CN.GBK", "4242")]):
        elsewhere = tmp_path / f"elsewhere-{number}"
        elsewhere.mkdir()
        environment = os.environ | {"LC_ALL": locale, "PYTHONHASHSEED": seed, "TZ": "Asia/Urumqi"}
        environment["PYTHONPATH"] = str(Path(extract_room.__file__).parents[1])
        written = subprocess.run(
            [sys.executable, "-c", IMPORT, "data", str(table), *map(str, sources)],
            cwd=elsewhere,
            env=environment,
            capture_output=True,
            check=True,
        ).stdout
        assert written == store.dump()


def test_an_empty_store_has_no_history(tmp_path: Path) -> None:
    with open_store(tmp_path / "none") as empty:
        assert history(empty) == ()
        assert settle(empty) == ()
        assert load(empty) == Corpus()
