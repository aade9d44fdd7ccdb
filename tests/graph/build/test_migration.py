"""A data folder of the first edition, with corrections of all kinds, is brought to the present format or refused."""

import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from graph.build.checks import run_checks
from graph.build.migration import migrate
from graph.build.plans import build
from graph.build.rereading import outdated
from graph.corrections import Change
from graph.corrections.csv import from_store
from graph.corrections.store import CorrectionState, history
from graph.dataset.load import load
from graph.errors import DataFolderError
from graph.store import open_reading, open_store
from ontology.terms import Term

FIRST_EDITION = Path(__file__).with_name("first-edition.nq.gz")
"""What the first edition wrote of two plans and ten corrections, one of each kind, without its summary graphs."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in gzip.decompress(FIRST_EDITION.read_bytes()).decode().splitlines():
        triple, _, graph = line.removesuffix(" .").rpartition(" <")
        graphs[graph.removesuffix(">")].append(f"{triple} .\n")
    with open_store(data) as store:
        for graph, lines in graphs.items():
            store.replace(graph, "".join(lines).encode())
    (data / "VERSION").write_text("dutygraph data 1\n", encoding="utf-8")
    return data


def test_a_folder_of_the_first_edition_is_migrated_with_its_corrections(folder: Path) -> None:
    with open_store(folder, upgrade=migrate) as store:
        states = [entry.state for entry in history(store)]
        assert {one.change for one in from_store(store)}.isdisjoint({Change.REASSIGN, Change.HOME, Change.DESCRIBE})
        assert states.count(CorrectionState.UNDONE) == 1
        assert set(states) == {CorrectionState.UNDONE, CorrectionState.IN_FORCE}
        corpus = load(store)
        names = {unit.iri: unit.name for unit in corpus.units}
        said = {(row.mention, names[row.unit], row.role) for row in corpus.assignments if row.counted}
        assert ("州政府办公室", "昌吉州政务公开办", "lead") in said
        assert ("州质量技术监督局", "昌吉回族自治州食品药品监督管理局", "support") in said
        assert ("州财政局", "昌吉回族自治州财政局", "guide") in said
        assert ("州商务局", "昌吉回族自治州财政局", "support") in said
        assert all(plan.text_sha256 and plan.document for plan in corpus.plans)
        content = store.dump()
        assert migrate(store) == ()
        assert store.dump() == content
        assert len(outdated(store)) == 2
    assert (folder / "VERSION").read_text(encoding="utf-8") == "dutygraph data 2\n"
    with open_store(folder) as store:
        assert store.dump() == content


def test_an_older_folder_is_refused_where_nothing_migrates_it(folder: Path) -> None:
    for opening in (open_store, open_reading):
        with pytest.raises(DataFolderError) as refused:
            opening(folder)
        assert "dutygraph check" in str(refused.value)
    (folder / "VERSION").write_text("dutygraph data 9\n", encoding="utf-8")
    with pytest.raises(DataFolderError):
        open_store(folder, upgrade=migrate)


def test_a_migration_that_fails_leaves_the_folder_of_the_old_version(folder: Path) -> None:
    def fail(_store: object) -> None:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        open_store(folder, upgrade=fail)
    assert (folder / "VERSION").read_text(encoding="utf-8") == "dutygraph data 1\n"
    with open_store(folder, upgrade=migrate) as store:
        assert len(load(store).plans) == 2


def test_the_checks_name_what_is_wrong(tmp_path: Path) -> None:
    plan = tmp_path / "a.txt"
    plan.write_text("昌吉州重点任务\n1.推进一网通办。\n责任单位：州教育局\n", encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        (outcome,) = build([plan], store, lambda _step: None)
        assert list(run_checks(store)) == []
        store.update(
            f'DELETE {{ GRAPH ?g {{ ?p <{Term.LEXICON_VERSION}> ?v }} }} INSERT {{ GRAPH ?g {{ ?p <{Term.LEXICON_VERSION}> "old" }} }} '
            f"WHERE {{ GRAPH ?g {{ ?p <{Term.LEXICON_VERSION}> ?v }} }}"
        )
        assert [(name, one.plan) for name, one in run_checks(store)] == [("readings", outcome.plan)]
        store.update(f"DELETE WHERE {{ GRAPH ?g {{ ?p <{Term.CHARACTERS}> ?n }} }}")
        assert {name for name, _ in run_checks(store)} == {"graphs", "readings"}
        assert {name for name, _ in run_checks(store, ("readings",))} == {"readings"}
