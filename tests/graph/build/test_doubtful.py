"""The names that the tables do not settle, with counts; a merge settles one for all plans."""

from pathlib import Path

from graph.build.doubtful import doubtful_names
from graph.build.plans import build
from graph.corrections import Change, Correction
from graph.corrections.store import apply
from graph.dataset.load import load
from graph.store import open_store

ONE = (
    "昌吉州重点任务\n1.推进一网通办。\n责任单位：州教育局、州蓝天保卫专班\n2.压缩办理时限。\n责任单位：州蓝天保卫专班\n"
)
TWO = "昌吉州大气治理任务\n1.治理扬尘。\n责任单位：州蓝天保卫专班\n"


def test_a_name_is_listed_once_with_its_counts_and_settled_once(tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file, text in zip(files, (ONE, TWO), strict=True):
        file.write_text(text, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build(files, store, lambda _step: None)
        corpus = load(store)
        (found,) = doubtful_names(corpus)
        assert (found.mentions, found.assignments, found.plans) == (("州蓝天保卫专班",), 3, 2)
        assert not found.unit.place_code.startswith("U")
        education = next(unit for unit in corpus.units if unit.name.endswith("教育局"))
        said = Correction(
            change=Change.MERGE,
            target=found.unit.iri,
            value=education.iri,
            who="张三",
            when="2026-11-23",
            why="同一单位",
        )
        apply(store, said)
        assert doubtful_names(load(store)) == ()


def test_plans_whose_home_is_not_known_share_no_unit(tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file, task in zip(files, ("推进一网通办", "压缩办理时限"), strict=True):
        file.write_text(f"重点任务\n1.{task}。\n责任单位：省数据局、市财政局、蓝天专班\n", encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build(files, store, lambda _step: None)
        corpus = load(store)
        assert [plan.place_code for plan in corpus.plans] == ["", ""]
        units = [{row.unit for row in corpus.assignments if row.plan == plan.iri} for plan in corpus.plans]
        assert len(units[0]) == len(units[1]) == 3
        assert units[0] & units[1] == set()
        assert all(one.unit.place_code.startswith("U") for one in doubtful_names(corpus))
