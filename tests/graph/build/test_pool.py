"""Several processes give what one gives; what is known is not read again; a source that ends its process harms no other."""

import os
from pathlib import Path

import pytest

import extract
from extract.messages import message
from extract.pipeline import extract as extract_document
from extract.records import Document, Extraction
from graph.build import pool
from graph.build.plans import build
from graph.build.pool import readings
from graph.build.reading import KnownDocument, ReadDocument, read_source
from graph.corrections import Change, Correction
from graph.corrections.store import apply
from graph.dataset.load import load
from graph.dataset.row_databases import database_of
from graph.errors import DataFolderError
from graph.store import Store, open_store
from graph.store.embedded import EmbeddedStore
from tests.extract.readers.makers import zipped

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


def plan_text(number: int, unit: str = "") -> str:
    return (
        f"第{number}号工作方案\n一、主要任务\n1.建设平台{number}。\n责任单位：{unit or f'市第{number}局'}、市财政局\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven plans, one that is no plan, two of a zip, and one that says what another says."""
    place = tmp_path / "plans"
    place.mkdir()
    for number in range(11):
        (place / f"{number:02}.txt").write_text(plan_text(number), encoding="utf-8")
    (place / "03x.txt").write_text(plan_text(3).replace("。", "。 "), encoding="utf-8")
    (place / "empty.txt").write_bytes(b"")
    (place / "two.zip").write_bytes(zipped({f"{n}.txt": plan_text(n) for n in (20, 21)}))
    return place


def ignore(_: object) -> None:
    """Tell nobody."""


def test_processes_give_the_same_store_as_one(tmp_path: Path, folder: Path) -> None:
    with open_store(tmp_path / "one") as one, open_store(tmp_path / "two") as two:
        alone = build([folder], one, ignore, processes=1)
        together = build([folder], two, ignore, processes=2)
        assert together == alone
        assert two.dump() == one.dump()
        assert load(two) == load(one)
        assert database_of(two).stamps().keys() == database_of(one).stamps().keys()
    assert [outcome.source.name for outcome in alone][:5] == ["00.txt", "01.txt", "02.txt", "03.txt", "03x.txt"]
    assert [outcome.stored for outcome in alone if outcome.likeness] == [False]
    assert sum(outcome.error is not None for outcome in alone) == 1


def test_many_at_a_time_are_stored_as_one_after_the_other(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "many") as many, open_store(tmp_path / "single") as single:
        outcomes = build([folder], many, ignore)
        monkeypatch.setattr("graph.build.batch._WAITING", 0)
        assert build([folder], single, ignore) == outcomes
        assert many.dump() == single.dump()


def test_what_is_known_is_not_read_again(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "data") as store:
        first = build([folder], store, ignore)
        read: list[str] = []

        def noted(document: Document) -> Extraction:
            read.append(document.name)
            return extract_document(document)

        monkeypatch.setattr("graph.build.reading.extract", noted)
        second = build([folder], store, ignore, processes=1)
        assert read == ["03x.txt"]  # whose words are known, not its bytes
    assert [outcome.plan for outcome in second if outcome.known] == [
        outcome.plan for outcome in first if outcome.stored and outcome.error is None
    ]


def test_a_build_of_what_is_known_writes_nothing(tmp_path: Path, folder: Path) -> None:
    (folder / "03x.txt").unlink()
    with open_store(tmp_path / "data") as store:
        build([folder], store, ignore)
        revision = store.revision
        outcomes = build([folder], store, ignore)
        assert store.revision == revision
        assert {outcome.known for outcome in outcomes if outcome.error is None} == {True}
        assert {outcome.known for outcome in build([folder], store, ignore, again=True)} == {False}


def test_no_process_is_started_and_no_query_run_for_what_is_known_or_new(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    (folder / "03x.txt").unlink()
    monkeypatch.setattr("graph.build.versions.alike", never)
    with open_store(tmp_path / "data") as store:
        build([folder], store, ignore)
        monkeypatch.setattr(pool, "_pool", never)
        for number in (90, 91):
            (folder / f"{number}.txt").write_text(plan_text(number), encoding="utf-8")
        outcomes = build([folder], store, ignore, processes=0)
        assert [outcome.source.name for outcome in outcomes if outcome.plan and not outcome.known] == [
            "90.txt",
            "91.txt",
        ]


def test_another_program_reads_again(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "data") as store:
        build([folder], store, ignore)
        monkeypatch.setattr("graph.build.batch.lexicon_version", lambda: "0" * 12)
        assert not any(outcome.known for outcome in build([folder], store, ignore, processes=1))


def test_a_document_inside_a_zip_is_known_too(folder: Path) -> None:
    documents = read_source(folder / "two.zip", ()).documents
    ids = [one.corpus.plans[0].sha256 for one in documents if isinstance(one, ReadDocument)]
    again = read_source(folder / "two.zip", {ids[0]}).documents
    assert [type(one) for one in again] == [KnownDocument, ReadDocument]


def test_a_build_that_was_ended_goes_on_where_it_was(tmp_path: Path, folder: Path) -> None:
    """The plans of a batch are stored before more are read, so a kill loses one batch."""

    class Ended(Exception):  # noqa: N818  no error of the program
        pass

    def end(step: object) -> None:
        if getattr(step, "number", 0) == 8:
            raise Ended

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("graph.build.batch._WAITING", 0)
        with open_store(tmp_path / "data") as store, pytest.raises(Ended):
            build([folder], store, end)
    with open_store(tmp_path / "data") as store:
        assert len(load(store).plans) == 6
        outcomes = build([folder], store, ignore)
        assert sum(outcome.known for outcome in outcomes) == 6
        with open_store(tmp_path / "whole") as whole:
            build([folder], whole, ignore)
            assert whole.dump() == store.dump()


def _end_on_one(source: Path) -> object:
    if source.name == "05.txt":
        os._exit(9)
    return read_source(source, ())


@pytest.mark.slow
def test_a_source_that_ends_its_process_is_reported_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_read", _end_on_one)
    files = sorted(folder.iterdir())
    found = list(readings(files, frozenset(), processes=2))
    assert [one.source for one in found] == files
    faults = {one.source.name: one.error.render() for one in found if one.error}
    assert faults.keys() == {"05.txt", "empty.txt"}
    assert "05.txt" in faults["05.txt"]
    assert all(one.documents for one in found if not one.error)


def test_a_full_disk_is_reported_of_each_plan_that_it_hits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: EmbeddedStore, _graphs: object, *, compact: bool = True, checked: bool = False) -> None:
        if checked and not compact:
            raise DataFolderError(message("磁盘满"))

    with open_store(tmp_path / "data") as store:
        monkeypatch.setattr(EmbeddedStore, "replace_many", full)
        outcomes = build([EXAMPLE], store, ignore)
        assert [outcome.error and outcome.error.id for outcome in outcomes] == ["磁盘满"]
        assert load(store).plans == ()


def test_a_new_plan_that_a_correction_is_about_is_corrected(tmp_path: Path) -> None:
    sources = [tmp_path / f"{number}.txt" for number in range(2)]
    for number, source in enumerate(sources):
        source.write_text(f"昌吉回族自治州{plan_text(number, '州教育局')}", encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build(sources[:1], store, ignore)
        unit = _named(store, "教育局")
        rename = Correction(
            change=Change.RENAME, target=unit, value="市教委", who="张三", when="2026-11-29", why="更名"
        )
        apply(store, rename)
        build(sources[1:], store, ignore)
        assert {row.name for row in load(store).units if row.iri == unit} == {"市教委"}
        assert len({row.plan for row in load(store).assignments if row.unit == unit}) == 2


def _named(store: Store, words: str) -> str:
    return next(row.iri for row in load(store).units if words in row.name)
