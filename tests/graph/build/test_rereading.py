"""A plan is read again from the file that was stored, and what would change is told first."""

from dataclasses import replace
from pathlib import Path

import pytest

from extract import version
from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import Document, Extraction
from graph.build import reading, rereading
from graph.build.checks import run_checks
from graph.build.plans import build
from graph.build.rereading import outdated, reread
from graph.build.sources import keep_source, restore_sources, source_path, sources_folder
from graph.build.versions import remove, take
from graph.compare.changes import ChangeKind
from graph.corrections import Change, Correction
from graph.corrections.store import CorrectionState, apply, history, settle
from graph.dataset import model
from graph.dataset.load import load
from graph.store import open_store
from graph.store.backup import back_up, read, read_sources, restore
from tests.extract.readers.makers import zipped

PLAN = "昌吉州重点任务\n1.推进一网通办。\n责任单位：州教育局\n2.压缩办理时限。\n责任单位：州财政局\n"


def test_an_upgrade_tells_which_plans_it_would_read_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")

    def misread(document: Document) -> Extraction:
        result = extract(document)
        kept = tuple(one for one in result.assignments if one.mention.words != "州财政局")
        units = tuple(unit for unit in result.units if unit.id in {one.unit for one in kept})
        return Extraction(
            **{**{name: getattr(result, name) for name in Extraction.__slots__}, "assignments": kept, "units": units}
        )

    with open_store(tmp_path / "data") as store:
        with monkeypatch.context() as older:
            older.setattr(reading, "extract", misread)
            older.setattr(model, "lexicon_version", lambda: "older")
            build([file], store, lambda _step: None)
        (plan,) = load(store).plans
        assert (plan.program, plan.lexicon) == (version.program_version(), "older")
        assert outdated(store) == (plan.iri,)
        found = reread(store, plan)
        assert found is not None
        assert [(one.kind, one.after) for one in found.changes] == [
            (ChangeKind.ASSIGNMENTS, (("lead", "昌吉回族自治州财政局"),))
        ]
        assert outdated(store) == (plan.iri,)
        assert take(store, found.corpus, found.text).stored
        assert outdated(store) == ()
        again = reread(store, load(store).plans[0])
        assert again is not None
        assert again.changes == ()


def test_corrections_follow_their_words_when_the_same_bytes_are_read_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build([file], store, lambda _step: None)
        before = load(store)
        (plan,) = before.plans
        row = next(one for one in before.assignments if one.mention == "州财政局")
        said = Correction(
            change=Change.ROLE, target=row.iri, value="support", who="张三", when="2026-11-23", why="原文如此"
        )
        apply(store, said)
        found = reread(store, plan)
        assert found is not None
        assert take(store, found.corpus, found.text).conflicts == ()
        assert len(history(store)) == 1
        shifted = read_bytes(f"编者按\n\n{PLAN}".encode(), "a.txt")
        otherwise = extract(replace(shifted, id=plan.sha256))
        taken = take(store, model.corpus_of(otherwise), shifted.text)
        assert taken.conflicts == ()
        (moved,) = [one for one in taken.corpus.assignments if one.mention == "州财政局"]
        assert moved.iri != row.iri
        assert moved.role == "support"
        states = [(one.correction.change, one.state) for one in history(store)]
        assert states == [
            (Change.ROLE, CorrectionState.UNDONE),
            (Change.UNDO, CorrectionState.IN_FORCE),
            (Change.ROLE, CorrectionState.IN_FORCE),
        ]


def test_a_split_follows_its_words_and_keeps_those_of_other_plans(tmp_path: Path) -> None:
    """Moved words, a part in another plan, and a name for the new unit that was given before the plan was read again."""
    files = tmp_path / "a.txt", tmp_path / "b.txt"
    for file, text in zip(files, (PLAN, PLAN.replace("重点", "全年")), strict=True):
        file.write_text(text, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build(files, store, lambda _step: None)
        rows = [one for one in load(store).assignments if one.mention == "州财政局"]
        signed = Correction(change=Change.SPLIT, target=rows[0].unit, who="张三", when="2026-11-23", why="原文如此")
        apply(store, replace(signed, value="昌吉州财政二局", parts=tuple(one.iri for one in rows)))
        (made,) = [unit for unit in load(store).units if unit.name == "昌吉州财政二局"]
        apply(store, replace(signed, change=Change.RENAME, target=made.iri, value="昌吉州国库局"))
        before = load(store)
        plan = next(one for one in before.plans if one.iri == rows[0].plan)
        text = (tmp_path / plan.source).read_text(encoding="utf-8").replace("1.", "（经研究同意）\n1.")
        shifted = read_bytes(text.encode(), plan.source)
        otherwise = model.corpus_of(extract(replace(shifted, id=plan.sha256)))
        for _ in range(2):
            taken = take(store, otherwise, shifted.text)
            assert taken.conflicts == ()
            settle(store)
            now = load(store)
            assert {unit.name for unit in now.units} == {unit.name for unit in before.units}
            assert [one.unit for one in now.assignments if one.mention == "州财政局"] == [made.iri, made.iri]
        split = next(one.correction for one in reversed(history(store)) if one.correction.change is Change.SPLIT)
        assert rows[0].iri not in split.parts
        assert rows[1].iri in split.parts


def test_a_store_without_its_sources_says_so_and_regains_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build([file], store, lambda _step: None)
        path = source_path(store, load(store).plans[0].sha256)
        assert path is not None
        path.unlink()
        with monkeypatch.context() as newer:
            newer.setattr(rereading, "lexicon_version", lambda: "newer")
            (said,) = [problem.what.render() for name, problem in run_checks(store, ("readings",))]
            assert "没有保存源文件" in said
        build([file], store, lambda _step: None)
        assert path.read_bytes() == file.read_bytes()


def test_a_restored_store_has_the_files_of_its_plans_and_no_others(tmp_path: Path) -> None:
    file, backup = tmp_path / "a.txt", tmp_path / "plans.nq.gz"
    file.write_text(PLAN, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build([file], store, lambda _step: None)
        back_up(store, backup, sources=sources_folder(store))
    with open_store(tmp_path / "other") as other:
        keep_source(other, "0" * 64, b"of a plan that is gone")
        restore(other, read(backup))
        restore_sources(other, read_sources(backup))
        (plan,) = load(other).plans
        found = reread(other, plan)
        assert found is not None
        assert found.changes == ()
        assert [path.name for path in (tmp_path / "other" / "sources").iterdir()] == [plan.sha256]


def test_the_file_inside_a_container_is_stored_and_removed_with_its_plan(tmp_path: Path) -> None:
    file = tmp_path / "plans.zip"
    file.write_bytes(zipped({"甲.txt": PLAN.encode(), "乙.txt": PLAN.replace("教育", "司法").encode()}))
    with open_store(tmp_path / "data") as store:
        build([file], store, lambda _step: None)
        first, second = load(store).plans
        for plan in (first, second):
            path = source_path(store, plan.sha256)
            assert path is not None
            assert path.exists()
        remove(store, first.iri)
        sources = tmp_path / "data" / "sources"
        assert [path.name for path in sources.iterdir()] == [second.sha256]
        found = rereading.reread(store, second)
        assert found is not None
        assert found.changes == ()
        (sources / second.sha256).unlink()
        assert reread(store, second) is None
