from pathlib import Path

import extract
from extract.records import Extraction, LineState
from graph.build.plans import BuildStep, Stage, build, source_files, system_files
from graph.corrections import Change, Correction, appended
from graph.corrections.csv import keep
from graph.dataset.load import load, plan_text
from graph.exchange.void_formats import ABOUT
from graph.store import open_store
from tests.extract.readers.makers import zipped

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"


def ignore(_: BuildStep) -> None:
    """Tell nobody."""


def test_a_plan_goes_in_whole_and_the_steps_are_told(tmp_path: Path) -> None:
    steps: list[BuildStep] = []
    with open_store(tmp_path / "data") as store:
        (outcome,) = build([EXAMPLE], store, steps.append)
        corpus = load(store)
        assert set(store.graphs()) == {outcome.plan, *ABOUT}
        assert plan_text(store, outcome.plan) == EXAMPLE.read_text(encoding="utf-8")
    assert outcome.error is None
    assert (outcome.sections, outcome.tasks) == (len(corpus.sections), len(corpus.tasks))
    assert outcome.tasks == 30
    assert outcome.assignments == sum(row.counted for row in corpus.assignments)
    assert outcome.unread == sum(line.state == LineState.UNREAD for line in corpus.ledger)
    assert [step.stage for step in steps] == [Stage.READ, Stage.DONE]


def test_twice_is_as_good_as_once_and_byte_for_byte_the_same(tmp_path: Path) -> None:
    with open_store(tmp_path / "one") as one, open_store(tmp_path / "two") as two:
        build([EXAMPLE], one, ignore)
        build([EXAMPLE, EXAMPLE], two, ignore)
        assert one.dump() == two.dump()


def test_a_bad_file_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with open_store(tmp_path / "data") as store:
        outcomes = build([empty, tmp_path / "missing.txt", EXAMPLE], store, ignore)
        assert len(load(store).plans) == 1
    assert [outcome.error is None for outcome in outcomes] == [False, False, True]
    for outcome in outcomes[:2]:
        assert outcome.error is not None
        assert outcome.error.render()
        assert outcome.plan == ""


def test_corrections_survive_reading_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "data") as store:
        build([EXAMPLE], store, ignore)
        first = load(store)
        drop = Correction(
            change=Change.DROP, target=first.assignments[0].iri, who="张三", when="2026-11-23", why="原文有误"
        )
        keep(appended((), drop, first), store)
        build([EXAMPLE], store, ignore, again=True)
        assert load(store).assignments == first.assignments[1:]
        once = store.dump()
        build([EXAMPLE], store, ignore, again=True)
        assert store.dump() == once


def test_a_folder_stands_for_its_files_in_order(tmp_path: Path, small: Extraction) -> None:
    for name in ("b/2.txt", "a.txt", ".hidden/x.txt", "~$lock.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(small.document.text, encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in source_files([tmp_path])] == ["a.txt", "b/2.txt"]


def test_a_data_folder_among_the_plans_is_not_read(tmp_path: Path) -> None:
    plan = tmp_path / "plans" / "a.txt"
    plan.parent.mkdir()
    plan.write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "plans" / "VERSION").write_text("2.1", encoding="utf-8")
    with open_store(tmp_path / "plans" / "data") as store:
        build([plan], store, ignore)
    assert [path.name for path in source_files([tmp_path])] == ["VERSION", "a.txt"]


def test_a_folder_of_windows_gives_its_plans_and_a_zip_each_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "方案"
    folder.mkdir()
    for name in ("desktop.ini", "Thumbs.db", "~$甲.docx", ".DS_Store"):
        (folder / name).write_bytes(b"[.ShellClassInfo]")
    plans = {name: f"1.建设平台。\n责任单位：市{name}\n" for name in ("数据局", "教育局")}
    (folder / "方案.zip").write_bytes(zipped({f"{name}.txt": text for name, text in plans.items()}))
    assert system_files([folder]) == ("Thumbs.db", "desktop.ini", "~$甲.docx")
    with open_store(tmp_path / "data") as store:
        outcomes = build([folder], store, ignore)
    assert [outcome.source.name for outcome in outcomes] == ["教育局.txt", "数据局.txt"]
    assert all(outcome.error is None and outcome.assignments == 1 for outcome in outcomes)
