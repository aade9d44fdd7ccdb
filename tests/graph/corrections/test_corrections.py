import csv
import io
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from extract.records import Extraction
from graph.corrections import BadCorrectionError, Change, Correction, active, appended, replay, saved_together, verdicts
from graph.corrections.csv import COLUMNS, from_csv, from_store, keep, to_csv, to_ntriples
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.dataset.triples import ntriples
from graph.store import open_store
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
        replace(say(Change.DESCRIBE, corpus.plans[0].iri, "2015-07"), parts=("issued",)),
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
    nobody = say(Change.RENAME, "https://w3id.org/dutygraph/id/unit/nobody", "新名")
    renamed = say(Change.RENAME, corpus.units[0].iri, "新名")
    ours, conflicts = replay(corpus, [lost, elsewhere, nobody, renamed])
    assert [conflict.correction for conflict in conflicts] == [lost, nobody]
    assert "999-lead" in conflicts[0].reason.render()
    assert "新名" in {unit.name for unit in ours.units}


def test_undoing_and_undoing_the_undoing(corpus: Corpus) -> None:
    drop = say(Change.DROP, corpus.assignments[0].iri)
    undo = say(Change.UNDO, drop.iri)
    redo = say(Change.UNDO, undo.iri)
    assert active([drop]) == (drop,)
    assert active([drop, undo]) == ()
    assert active([drop, undo, redo]) == (drop,)


def test_undoing_twice_is_refused(corpus: Corpus) -> None:
    drop = say(Change.DROP, corpus.assignments[0].iri)
    undo = say(Change.UNDO, drop.iri)
    with pytest.raises(BadCorrectionError, match="已经撤销过"):
        appended((drop, undo), replace(undo, why="再撤一次"), corpus)


def test_what_was_only_shown_counts_once_accepted_and_goes_once_dismissed(corpus: Corpus) -> None:
    sentence, clause = corpus.assignments[0], corpus.assignments[1]
    assert (sentence.counted, clause.counted) == (False, True)
    accepted, _ = replay(corpus, [say(Change.ACCEPT, sentence.iri)])
    (row,) = (row for row in accepted.assignments if row.iri == sentence.iri)
    assert row.counted
    assert row.rule == f"accepted/{sentence.rule}"
    dismissed, _ = replay(corpus, [say(Change.DISMISS, sentence.iri)])
    assert sentence.iri not in {row.iri for row in dismissed.assignments}
    for change in (Change.ACCEPT, Change.DISMISS):
        with pytest.raises(BadCorrectionError, match="本来就计数"):
            appended((), say(change, clause.iri), corpus)


def test_words_that_the_text_does_not_have_are_refused(corpus: Corpus) -> None:
    task = corpus.tasks[1]
    texts = {task.plan: SMALL}
    for change in (Change.MOVE, Change.ADD):
        wrong = replace(say(change, task.iri, corpus.units[0].iri), role="lead", words="没有的字", start=3, end=7)
        with pytest.raises(BadCorrectionError, match="原文该处是"):
            appended((), wrong, corpus, texts=texts)
        with pytest.raises(BadCorrectionError, match="不在原文之内"):
            appended((), replace(wrong, end=10_000), corpus, texts=texts)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [("", 3, 3), ("", 3, 4), ("字", 4, 3), ("字", -1, 0), (SMALL[-1:], len(SMALL), len(SMALL) + 1), ("三字", 0, 1)],
)
def test_a_stretch_outside_of_the_text_or_of_another_length_is_refused(
    words: str, start: int, end: int, corpus: Corpus
) -> None:
    wrong = replace(say(Change.MOVE, corpus.tasks[1].iri), words=words, start=start, end=end)
    with pytest.raises(BadCorrectionError, match=r"起止点不在原文之内|原文该处是"):
        appended((), wrong, corpus)


def test_a_stretch_may_end_with_the_text(corpus: Corpus) -> None:
    task = corpus.tasks[1]
    whole = replace(say(Change.MOVE, task.iri), words=SMALL[task.start :], start=task.start, end=len(SMALL))
    assert appended((), whole, corpus, texts={task.plan: SMALL}) == (whole,)


def test_an_added_assignment_has_the_fields_of_the_correction(corpus: Corpus) -> None:
    task, unit = corpus.tasks[1], corpus.units[0]
    at = SMALL.index("普法")
    add = replace(say(Change.ADD, task.iri, unit.iri), role="guide", words="普法", start=at, end=at + 2)
    ours, conflicts = replay(corpus, [add, replace(add, why="再加一次")], texts={task.plan: SMALL})
    assert conflicts == ()
    rows = [row for row in ours.assignments if row.task == task.iri]
    assert [row.iri.rsplit("/", 1)[-1] for row in rows] == [f"{at}-guide", f"{at}-guide-2"]
    (row, _) = rows
    assert (row.plan, row.unit, row.role, row.mention, row.start, row.end) == (
        task.plan,
        unit.iri,
        "guide",
        "普法",
        at,
        at + 2,
    )
    assert (row.label, row.rank, row.of, row.ranked, row.basis, row.rule, row.confidence) == (
        "", 1, 1, False, "clause", "correction", 1.0,
    )  # fmt: skip
    assert row.counted


def test_a_split_gives_the_named_assignments_to_a_new_unit(corpus: Corpus) -> None:
    justice = corpus.assignments[2]
    split = replace(say(Change.SPLIT, justice.unit, "示例州普法办"), parts=(justice.iri, "https://example.org/other/1"))
    ours, conflicts = replay(corpus, [split])
    assert conflicts == ()
    (new,) = (unit for unit in ours.units if unit.name == "示例州普法办")
    (old,) = (unit for unit in corpus.units if unit.iri == justice.unit)
    assert (new.body, new.registered, new.kind, new.place_code) == ("示例州普法办", False, old.kind, old.place_code)
    assert new.iri.endswith(new.id)
    assert new.id.startswith(old.id + "-")
    assert {row.iri for row in ours.assignments if row.unit == new.iri} == {justice.iri}
    assert old in ours.units


@pytest.mark.parametrize("wrong", ["no parts", "no name", "another unit's assignment"])
def test_a_split_without_name_or_assignments_of_the_unit_is_refused(wrong: str, corpus: Corpus) -> None:
    police, justice = corpus.assignments[1], corpus.assignments[2]
    split = replace(say(Change.SPLIT, justice.unit, "新单位"), parts=(justice.iri,))
    split = {
        "no parts": replace(split, parts=()),
        "no name": replace(split, value=" "),
        "another unit's assignment": replace(split, parts=(justice.iri, police.iri)),
    }[wrong]
    with pytest.raises(BadCorrectionError, match="拆分要写明"):
        appended((), split, corpus)


def test_an_empty_name_is_refused(corpus: Corpus) -> None:
    with pytest.raises(BadCorrectionError, match="是空的"):
        appended((), say(Change.RENAME, corpus.units[0].iri, " "), corpus)


def test_a_unit_of_another_plan_may_be_named(corpus: Corpus) -> None:
    other = replace(corpus.units[0], iri="https://w3id.org/dutygraph/id/unit/other", id="other", name="另一单位")
    merge = say(Change.MERGE, corpus.assignments[1].unit, other.iri)
    ours, conflicts = replay(corpus, [merge], {other.iri: other})
    assert conflicts == ()
    assert other in ours.units
    untouched, _ = replay(corpus, [], {other.iri: other})
    assert other not in untouched.units
    own = replace(corpus.units[0], name="别名")
    assert corpus.units[0] in replay(corpus, [], {own.iri: own})[0].units


def test_a_unit_without_assignments_stays_where_nothing_changes(corpus: Corpus) -> None:
    idle = replace(corpus.units[0], iri="https://w3id.org/dutygraph/id/unit/idle", id="idle")
    assert idle in replay(replace(corpus, units=(*corpus.units, idle)), [])[0].units


def test_the_place_of_a_correction_in_the_store_starts_at_one(corpus: Corpus) -> None:
    one = say(Change.DROP, corpus.assignments[0].iri)
    rank = b"<https://w3id.org/dutygraph/ns#rank> "
    assert rank + b'"1"^^' in to_ntriples([one])
    assert rank + b'"7"^^' in to_ntriples([one], first=7)
    assert f"<http://www.w3.org/ns/prov#entity> <{one.target}> .".encode() in to_ntriples([one])
    assert '<http://purl.org/dc/terms/description> "原文如此"@zh .'.encode() in to_ntriples([one])


def test_a_unit_that_loses_its_last_assignment_is_gone(corpus: Corpus) -> None:
    everybody = corpus.assignments[3]
    ours, _ = replay(corpus, [say(Change.DROP, everybody.iri)])
    assert everybody.unit not in {unit.iri for unit in ours.units}


def test_the_last_verdict_counts(corpus: Corpus) -> None:
    finding = corpus.findings[0].iri
    assert verdicts([say(Change.DISMISS, finding), say(Change.ACCEPT, finding)]) == {finding: Change.ACCEPT}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "更正后的标题"),
        ("number", ""),
        ("issued", "2015-07-30"),
        ("issued", "2015-07"),
        ("issued", ""),
        ("kind", "law"),
    ],
)
def test_what_a_plan_says_of_itself_is_corrected_alone(field: str, value: str, corpus: Corpus) -> None:
    said = replace(say(Change.DESCRIBE, corpus.plans[0].iri, value), parts=(field,))
    ours, conflicts = replay(corpus, (said,))
    assert conflicts == ()
    (plan,) = ours.plans
    assert asdict(plan) == {**asdict(corpus.plans[0]), field: value}
    assert replace(ours, plans=corpus.plans) == corpus


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("issued", "2015-13"),
        ("issued", "2015-02-30"),
        ("issued", "二〇一五"),
        ("kind", "命令"),
        ("kind", ""),
        ("sha256", "0"),
        ("", "0"),
    ],
)
def test_what_a_plan_cannot_say_of_itself_is_refused(field: str, value: str, corpus: Corpus) -> None:
    said = replace(say(Change.DESCRIBE, corpus.plans[0].iri, value), parts=(field,) if field else ())
    ours, conflicts = replay(corpus, (said,))
    assert [one.correction for one in conflicts] == [said]
    assert ours == corpus


def test_only_what_a_clock_signed_is_one_save(corpus: Corpus) -> None:
    exact = [replace(one, when="2026-11-23T09:00:00.000001+00:00") for one in all_kinds(corpus)[:3]]
    assert saved_together(exact, exact[1].iri) == tuple(exact)
    byhand = [replace(one, when="2026-11-23") for one in exact]
    assert saved_together(byhand, byhand[1].iri) == (byhand[1],)
    assert saved_together(exact, "none") == ()


def test_a_circular_merge_is_refused(corpus: Corpus) -> None:
    a, b = corpus.units[0].iri, corpus.units[1].iri
    kept = appended((), say(Change.MERGE, a, b), corpus)
    with pytest.raises(BadCorrectionError, match="循环合并"):
        appended(kept, say(Change.MERGE, b, a), corpus)
    with pytest.raises(BadCorrectionError, match="不能并入自己"):
        appended((), say(Change.MERGE, a, a), corpus)


@pytest.mark.parametrize("change", [change for change in Change if change is not Change.ADD])
def test_what_is_not_there_cannot_be_corrected(change: Change, corpus: Corpus) -> None:
    with pytest.raises(BadCorrectionError) as raised:
        appended((), say(change, "https://w3id.org/dutygraph/id/unit/nobody", "lead"), corpus)
    assert raised.value.message.render()


def test_nameless_repeated_and_roleless_corrections_are_refused(corpus: Corpus) -> None:
    for when in ("yesterday", "2026-13-01"):
        with pytest.raises(BadCorrectionError, match="要写成"):
            appended((), replace(say(Change.DROP, corpus.assignments[0].iri), when=when), corpus)
    role = say(Change.ROLE, corpus.assignments[0].iri, "boss")
    drop = say(Change.DROP, corpus.assignments[0].iri)
    with pytest.raises(BadCorrectionError, match="这种角色"):
        appended((), role, corpus)
    with pytest.raises(BadCorrectionError, match="请写明谁"):
        appended((), replace(drop, who=" "), corpus)
    with pytest.raises(BadCorrectionError, match="已经有了"):
        appended((drop,), drop, corpus)


def test_the_table_comes_back_as_it_went(corpus: Corpus) -> None:
    corrections = all_kinds(corpus)
    assert from_csv(to_csv(corrections)) == corrections
    assert from_csv(to_csv(corrections).removeprefix(b"\xef\xbb\xbf")) == corrections


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_a_table_in_another_encoding_is_refused_with_advice(encoding: str, corpus: Corpus) -> None:
    table = to_csv([say(Change.DROP, corpus.assignments[0].iri)]).decode("utf-8-sig").replace("原文如此", "文如此")
    with pytest.raises(BadCorrectionError) as raised:
        from_csv(table.replace("张三", "王五").encode(encoding))
    assert "CSV UTF-8" in raised.value.message.render()


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@sum", "\tx", "'=kept", "''", "'plain", "\rx", '="a,b"\n'])
def test_no_cell_runs_and_each_comes_back_as_it_was(cell: str, corpus: Corpus) -> None:
    said = replace(say(Change.DROP, corpus.assignments[0].iri), why=cell)
    table = to_csv([said])
    assert from_csv(table) == (said,)
    cells = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))[1]
    assert not [written for written in cells if written.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@sum", "\tx"])
def test_a_formula_is_refused(cell: str, corpus: Corpus) -> None:
    row = ["drop", corpus.assignments[0].iri, "", "", "", "0", "0", "", "张三", "2026-11-23", f'"{cell}"']
    with pytest.raises(BadCorrectionError, match=r"第 1 行.*公式"):
        from_csv(f"{','.join(COLUMNS)}\n{','.join(row)}\n".encode())


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"a,b\n",
        b"\x81\xff\xfe",
        f"{HEAD}\nfly,x\n".encode(),
        f"{HEAD},note\n".encode(),
        f"{HEAD}\nfly,{'x,' * 9}x\n".encode(),
        f"{HEAD}\ndrop,x,,,,one,2,,a,2026-11-23,b\n".encode(),
        f'{HEAD}\ndrop,"x'.encode(),
        b"x" * 20_000_001,
    ],
)
def test_a_table_of_another_shape_is_refused(table: bytes) -> None:
    with pytest.raises(BadCorrectionError) as raised:
        from_csv(table)
    assert "更正表第" in raised.value.message.render()


def test_empty_numbers_of_a_table_are_zero_and_a_blank_row_is_skipped() -> None:
    row = "drop,urn:a,,,,,,urn:b urn:c,张三,2026-11-23,因为"
    (one,) = from_csv(f"{HEAD}\n,,,,,,,,,,\n{row}\n".encode())
    assert (one.start, one.end, one.parts) == (0, 0, ("urn:b", "urn:c"))
    (again,) = from_csv(f"{HEAD}\n{row.replace(',,,,,,', ',,,,7,9,')}\n".encode())
    assert (again.start, again.end) == (7, 9)
