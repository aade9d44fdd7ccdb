from dataclasses import replace
from pathlib import Path

import pytest

from extract.records import Extraction
from graph.corrections import BadCorrectionError, Change, Correction, active, appended, replay, verdicts
from graph.corrections_csv import COLUMNS, from_csv, from_store, keep, to_csv, to_ntriples
from graph.load import load
from graph.model import corpus_of
from graph.rows import Corpus
from graph.store import open_store
from graph.triples import ntriples
from tests.graph.conftest import SMALL


def say(change: Change, target: str, value: str = "") -> Correction:
    return Correction(change=change, target=target, value=value, who="张三", when="2026-11-23", why="原文如此")


@pytest.fixture
def corpus(small: Extraction) -> Corpus:
    return corpus_of(small)


def all_kinds(corpus: Corpus) -> tuple[Correction, ...]:
    sentence, police, justice, everybody = corpus.assignments
    at = SMALL.index("司法局组织")
    rename = say(Change.RENAME, justice.unit, "示例州司法局")
    return (
        say(Change.ROLE, police.iri, "support"),
        rename,
        replace(say(Change.SPLIT, justice.unit, "示例州普法办"), parts=(sentence.iri,)),
        say(Change.MERGE, police.unit, justice.unit),
        say(Change.DROP, everybody.iri),
        replace(say(Change.ADD, corpus.tasks[1].iri, justice.unit), role="lead", words="司法局", start=at, end=at + 3),
        replace(
            say(Change.MOVE, corpus.tasks[1].iri),
            words="3.做好普法",
            start=corpus.tasks[1].start,
            end=corpus.tasks[1].end - 2,
        ),
        say(Change.DISMISS, corpus.findings[0].iri),
        say(Change.ACCEPT, corpus.findings[0].iri),
        say(Change.UNDO, rename.iri),
    )


def test_ten_corrections_of_all_kinds_come_out_as_meant(corpus: Corpus) -> None:
    ours, conflicts = replay(corpus, all_kinds(corpus))
    assert conflicts == ()
    police, justice = corpus.assignments[1].unit, corpus.assignments[2].unit
    names = {unit.iri: unit.name for unit in ours.units}
    assert police not in names
    assert "示例州普法办" in names.values()
    assert names[justice] == "昌吉回族自治州司法局"
    assert [(row.mention, row.role) for row in ours.assignments if row.unit == justice] == [
        ("司法局", "lead"),
        ("州公安局", "support"),
        ("司法局", "lead"),
    ]
    assert [task.clarity for task in ours.tasks] == ["sole", "sole"]
    assert ours.tasks[1].text == "3.做好普法"


def test_replayed_on_the_same_reading_the_graph_is_the_same(corpus: Corpus, tmp_path: Path) -> None:
    corrections = all_kinds(corpus)
    with open_store(tmp_path / "data") as store:
        keep(corrections, store)
        again = from_store(store)
        assert again == corrections
        ours, _ = replay(corpus, again)
        store.replace(ours.plans[0].iri, ntriples(ours, SMALL))
        assert load(store) == replay(ours, ())[0]
        before = store.dump()
        store.replace(ours.plans[0].iri, ntriples(replay(corpus, from_store(store))[0], SMALL))
        assert store.dump() == before
    assert to_ntriples(corrections) == to_ntriples(again)


def test_a_correction_that_no_longer_fits_is_a_conflict_and_the_rest_goes_on(corpus: Corpus) -> None:
    lost = say(Change.DROP, corpus.plans[0].iri + "/assignment/999-lead")
    elsewhere = say(Change.DROP, "https://w3id.org/dutygraph/id/plan/ffffffffffffffff/assignment/1-lead")
    renamed = say(Change.RENAME, corpus.units[0].iri, "新名")
    ours, conflicts = replay(corpus, [lost, elsewhere, renamed])
    assert [conflict.correction for conflict in conflicts] == [lost]
    assert "999-lead" in conflicts[0].reason.zh
    assert "新名" in {unit.name for unit in ours.units}


def test_undoing_and_undoing_the_undoing(corpus: Corpus) -> None:
    drop = say(Change.DROP, corpus.assignments[0].iri)
    undo = say(Change.UNDO, drop.iri)
    redo = say(Change.UNDO, undo.iri)
    assert active([drop]) == (drop,)
    assert active([drop, undo]) == ()
    assert active([drop, undo, redo]) == (drop,)


def test_the_last_verdict_counts(corpus: Corpus) -> None:
    finding = corpus.findings[0].iri
    assert verdicts([say(Change.DISMISS, finding), say(Change.ACCEPT, finding)]) == {finding: Change.ACCEPT}


def test_a_circular_merge_is_refused(corpus: Corpus) -> None:
    a, b = corpus.units[0].iri, corpus.units[1].iri
    kept = appended((), say(Change.MERGE, a, b), corpus)
    with pytest.raises(BadCorrectionError, match="circular"):
        appended(kept, say(Change.MERGE, b, a), corpus)
    with pytest.raises(BadCorrectionError, match="itself"):
        appended((), say(Change.MERGE, a, a), corpus)


@pytest.mark.parametrize("change", [change for change in Change if change is not Change.ADD])
def test_what_is_not_there_cannot_be_corrected(change: Change, corpus: Corpus) -> None:
    with pytest.raises(BadCorrectionError) as raised:
        appended((), say(change, "https://w3id.org/dutygraph/id/unit/nobody", "lead"), corpus)
    assert raised.value.message.zh


def test_nameless_repeated_and_roleless_corrections_are_refused(corpus: Corpus) -> None:
    role = say(Change.ROLE, corpus.assignments[0].iri, "boss")
    drop = say(Change.DROP, corpus.assignments[0].iri)
    with pytest.raises(BadCorrectionError, match="no role"):
        appended((), role, corpus)
    with pytest.raises(BadCorrectionError, match="who"):
        appended((), replace(drop, who=" "), corpus)
    with pytest.raises(BadCorrectionError, match="already"):
        appended((drop,), drop, corpus)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_table_comes_back_from_either_encoding(encoding: str, corpus: Corpus) -> None:
    corrections = all_kinds(corpus)
    passed_round = to_csv(corrections).decode("utf-8-sig").encode(encoding)
    assert from_csv(passed_round) == corrections


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@sum", "\tx"])
def test_a_formula_is_refused_both_ways(cell: str, corpus: Corpus) -> None:
    with pytest.raises(BadCorrectionError, match="formula"):
        to_csv([replace(say(Change.DROP, corpus.assignments[0].iri), why=cell)])
    row = ["drop", corpus.assignments[0].iri, "", "", "", "0", "0", "", "张三", "2026-11-23", f'"{cell}"']
    with pytest.raises(BadCorrectionError, match="row 1"):
        from_csv(f"{','.join(COLUMNS)}\n{','.join(row)}\n".encode())


@pytest.mark.parametrize("table", [b"", b"a,b\n", b"\x81\xff\xfe", (",".join(COLUMNS) + "\nfly,x\n").encode()])
def test_a_table_of_another_shape_is_refused(table: bytes) -> None:
    with pytest.raises(BadCorrectionError):
        from_csv(table)
