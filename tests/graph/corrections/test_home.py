"""The home of a plan, corrected by a person: units join the shared ones, in one step back, over versions and re-reading."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.build.plans import build
from graph.build.rereading import reread
from graph.build.versions import OnDuplicate, take
from graph.corrections import BadCorrectionError, Change, Correction
from graph.corrections.store import CorrectionState, apply, history
from graph.dataset.load import load_plan
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.store import Store, open_store
from tests.extract.made import read_made

UNKNOWN = "关于加强供水工作的方案\n一、主要任务\n1.检修管网。\n责任单位：市水利局、财政局\n配合单位：省水利厅、县林业局、各县（市、区）人民政府\n2023年5月6日\n"
OF_YICHANG = (
    "宜昌市人民政府办公室关于印发防汛方案的通知\n一、主要任务\n1.巡查堤防。\n责任单位：市水利局\n配合单位：市财政局\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    sources = tmp_path / "unknown.txt", tmp_path / "yichang.txt"
    for source, text in zip(sources, (UNKNOWN, OF_YICHANG), strict=True):
        source.write_text(text, encoding="utf-8")
    with open_store(tmp_path / "data") as opened:
        build(sources, opened, lambda _: None)
        yield opened


def units(corpus: Corpus) -> list[str]:
    return sorted(unit.id for unit in corpus.units)


def unknown(store: Store) -> Corpus:
    plans = (load_plan(store, graph) for graph in store.graphs() if "/plan/" in graph)
    return next(corpus for corpus in plans if corpus.plans[0].source == "unknown.txt")


def home(corpus: Corpus, place: str) -> Correction:
    plan = corpus.plans[0].iri
    return Correction(change=Change.HOME, target=plan, value=place, who="张三", when="2026-11-23", why="见封面")


def test_units_join_the_shared_ones_and_one_undoing_takes_all_back(store: Store) -> None:
    before = unknown(store)
    assert all(unit.place_code.startswith("U") for unit in before.units)
    said = home(before, "宜昌市")
    apply(store, said)
    after = unknown(store)
    assert (after.plans[0].place_code, after.plans[0].place_name, after.plans[0].level) == (
        "420500",
        "宜昌市",
        "prefecture",
    )
    assert units(after) == [
        "420000-water", "420500-all-governments-county", "420500-finance", "420500-water", "420500_x-forestry",
    ]  # fmt: skip
    assert [row.mention for row in after.assignments] == [row.mention for row in before.assignments]
    undo = Correction(change=Change.UNDO, target=said.iri, who="李四", when="2026-11-24", why="看错了")
    apply(store, undo)
    assert unknown(store) == before


@pytest.mark.parametrize("place", ["", "蓬莱仙岛", "朝阳区", "999999"])
def test_no_place_or_one_of_several_is_refused(store: Store, place: str) -> None:
    before = unknown(store)
    with pytest.raises(BadCorrectionError):
        apply(store, home(before, place))
    assert unknown(store) == before


def test_the_home_that_a_plan_has_is_refused(store: Store) -> None:
    apply(store, home(unknown(store), "420500"))
    with pytest.raises(BadCorrectionError):
        apply(store, replace(home(unknown(store), "湖北省宜昌市"), why="又一次"))


def test_what_names_its_own_place_stays(store: Store) -> None:
    other = next(load_plan(store, g) for g in store.graphs() if "/plan/" in g and g != unknown(store).plans[0].iri)
    apply(store, home(other, "北京市朝阳区"))
    assert units(load_plan(store, other.plans[0].iri)) == ["110000-finance", "110000-water"]


def test_a_new_version_and_a_new_reading_keep_the_home(store: Store) -> None:
    apply(store, home(unknown(store), "宜昌市"))
    again = reread(store, unknown(store).plans[0])
    assert again is not None
    assert take(store, again.corpus, again.text).corpus.plans[0].place_code == "420500"
    text = UNKNOWN.replace("检修管网", "检修全部管网")
    extraction = read_made(text.encode(), "unknown.txt")
    taken = take(store, corpus_of(extraction), extraction.document.text, OnDuplicate.VERSION)
    assert taken.corpus.plans[0].replaces
    assert taken.corpus.plans[0].place_code == "420500"
    assert "420500-water" in units(taken.corpus)
    states = [(one.correction.change, one.state) for one in history(store)]
    assert states == [(Change.HOME, CorrectionState.EARLIER), (Change.HOME, CorrectionState.IN_FORCE)]
