"""One document in several files: one version counts, and what people corrected stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import SAME_NUMBER, Alike, Likeness, OnDuplicate, Taken, take
from graph.corrections import Change, Correction
from graph.corrections.csv import from_store
from graph.corrections.store import CONFLICT, CorrectionState, apply_all, history
from graph.dataset.earlier import earlier, earlier_of
from graph.dataset.load import load, plan_text
from graph.dataset.model import corpus_of
from graph.dataset.rows import AssignmentRow, Corpus, TaskRow
from graph.store import Store, open_store
from tests.extract.forms import FORMS

PLAN = """昌吉回族自治州人民政府办公室文件

昌州政办发[2016]12号

昌吉回族自治州2016年食品安全重点工作安排

一、主要任务
1.开展校园食堂检查。由州教育局组织编写检查表。
责任单位：州食品药品监督管理局、州教育局
配合单位：州财政局
2.抽检节日食品。全年不少于四次。
责任单位：州食品药品监督管理局
配合单位：州质量技术监督局、州商务局
3.公布检查结果。
责任单位：州政府办公室
4.建立投诉台账。
责任单位：州政府办公室
"""
CHANGED = PLAN.replace("由州教育局组织编写检查表。", "").replace(
    "2.抽检", "2.处理投诉举报。\n责任单位：州工商局\n3.抽检"
)
CHANGED = CHANGED.replace("3.公布", "4.公布").replace(
    "4.建立投诉台账。\n责任单位：州政府办公室\n", "5.建立台账。\n责任单位：州商务局\n"
)


def taken(store: Store, text: str, on_duplicate: OnDuplicate | None = None, name: str = "a.txt") -> Taken:
    document = read_bytes(text.encode(), name)
    return take(store, corpus_of(extract(document)), document.text, on_duplicate)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        taken(opened, PLAN)
        yield opened


def counts(store: Store) -> tuple[int, int, int]:
    corpus = load(store)
    return len(corpus.plans), len(corpus.tasks), sum(row.counted for row in corpus.assignments)


def tasks_by_sparql(store: Store) -> int:
    return len(store.select("SELECT ?t WHERE { ?t a <https://w3id.org/dutygraph/ns#Task> }").rows)


@pytest.mark.parametrize(
    "same",
    [PLAN + "\n", PLAN.replace("：", ":"), PLAN.replace("责任单位", "责任 单位", 1), PLAN.replace("\n", "\r\n")],
    ids=["a blank more", "other signs", "a blank inside", "other line ends"],
)
def test_the_same_text_in_other_bytes_is_not_counted_twice(store: Store, same: str) -> None:
    before, content = counts(store), store.dump()
    result = taken(store, same)
    assert not result.stored
    assert result.alike == Alike(
        likeness=Likeness.SAME_TEXT, plan=load(store).plans[0].iri, title=load(store).plans[0].title
    )
    assert counts(store) == before
    assert store.dump() == content


def test_a_changed_text_takes_the_place_of_the_version_before(store: Store) -> None:
    (old,), text = load(store).plans, plan_text(store, load(store).plans[0].iri)
    before = load(store)
    result = taken(store, CHANGED)
    (new,) = load(store).plans
    assert result.alike is not None
    assert (result.stored, result.alike.likeness) == (True, Likeness.OTHER_TEXT)
    assert (new.replaces, new.document) == (old.iri, old.document)
    assert tasks_by_sparql(store) == len(load(store).tasks) == 5
    kept = earlier(store, old.iri)
    assert kept is not None
    assert (kept.corpus, kept.text, kept.replaced_by) == (before, text, new.iri)
    assert earlier_of(store, new.document) == (old.iri,)


def test_what_a_person_decides_is_done(store: Store) -> None:
    content = store.dump()
    assert not taken(store, CHANGED, OnDuplicate.SKIP).stored
    assert store.dump() == content
    assert taken(store, CHANGED, OnDuplicate.KEEP).stored
    assert counts(store)[0] == 2
    assert taken(store, PLAN + " ", OnDuplicate.VERSION).stored
    assert counts(store)[0] == 2


def test_the_bytes_of_an_earlier_version_are_not_taken_again_unless_asked_for(store: Store) -> None:
    (old,) = load(store).plans
    taken(store, CHANGED)
    (new,) = load(store).plans
    again = taken(store, PLAN)
    assert (again.stored, again.alike and again.alike.likeness) == (False, Likeness.EARLIER)
    assert again.alike is not None
    assert again.alike.plan == new.iri
    assert taken(store, PLAN, OnDuplicate.VERSION).stored
    assert [plan.iri for plan in load(store).plans] == [old.iri]
    assert earlier(store, old.iri) is None
    assert earlier_of(store, old.document) == (new.iri,)


def test_a_version_that_is_read_again_stays_what_it_is(store: Store) -> None:
    taken(store, CHANGED)
    content = store.dump()
    assert taken(store, CHANGED).stored
    assert store.dump() == content


def test_another_document_with_the_same_number_is_kept_and_said(store: Store) -> None:
    other = PLAN.replace("2016年食品安全重点工作安排", "2016年安全生产专项整治方案").replace("食品", "危险品")
    result = taken(store, other)
    assert result.stored
    assert counts(store)[0] == 2
    (found,) = (row for row in result.corpus.findings if row.code == SAME_NUMBER)
    assert "食品安全重点工作安排" in found.what_zh
    assert found.what_en.isascii() is False  # the title stays Chinese


def test_a_notice_without_its_attachment_is_no_version_of_the_plan(store: Store) -> None:
    notice = (
        "昌吉回族自治州人民政府办公室文件\n\n昌州政办发[2016]12号\n\n"
        "关于印发昌吉回族自治州2016年食品安全重点工作安排的通知\n\n各县市人民政府：\n现将安排印发给你们，请认真贯彻执行。\n"
    )
    result = taken(store, notice)
    assert result.stored
    assert counts(store)[0] == 2


def test_without_a_number_title_and_date_tell_versions(store: Store) -> None:
    bare = PLAN.replace("昌州政办发[2016]12号\n\n", "") + "\n昌吉回族自治州人民政府办公室\n2016年3月1日\n"
    assert taken(store, bare.replace("校园", "学校"), OnDuplicate.KEEP).stored
    result = taken(store, bare)
    assert result.alike is not None
    assert result.alike.likeness is Likeness.OTHER_TEXT
    assert counts(store)[0] == 2


class Rows:
    """What corrections point at, by its words."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def unit(self, name: str) -> str:
        return next(unit.iri for unit in self.corpus.units if unit.name.endswith(name))

    def task(self, words: str) -> TaskRow:
        return next(task for task in self.corpus.tasks if words in task.text)

    def row(self, task: str, mention: str) -> AssignmentRow:
        of = self.task(task).iri
        rows = (row for row in self.corpus.assignments if row.counted and row.task == of)
        return next(row for row in rows if row.mention == mention)


def say(change: Change, target: str, value: str = "") -> Correction:
    return Correction(change=change, target=target, value=value, who="张三", when="2026-11-23", why="原文如此")


def ten(rows: Rows) -> tuple[Correction, ...]:
    """One correction of each kind on the first version."""
    task, results = rows.task("抽检节日食品"), rows.task("公布检查结果")
    at = task.text.index("州商务局") + task.start
    spoken = next(row for row in rows.corpus.assignments if row.mention == "州教育局" and not row.counted)
    return (
        say(Change.RENAME, rows.unit("商务局"), "昌吉州商务局"),
        say(Change.MERGE, rows.unit("质量技术监督局"), rows.unit("食品药品监督管理局")),
        replace(
            say(Change.SPLIT, rows.unit("人民政府办公室"), "昌吉州政务公开办"),
            parts=(rows.row("公布检查结果", "州政府办公室").iri,),
        ),
        say(Change.ROLE, rows.row("开展校园", "州财政局").iri, "guide"),
        replace(say(Change.ADD, task.iri, rows.unit("财政局")), role="support", words="州商务局", start=at, end=at + 4),
        say(Change.DROP, rows.row("抽检节日食品", "州商务局").iri),
        replace(
            say(Change.MOVE, results.iri),
            words=results.text[2:],
            start=results.start + 2,
            end=results.start + len(results.text),
        ),
        say(Change.DISMISS, spoken.iri),
        replace(say(Change.REASSIGN, rows.row("开展校园", "州教育局").iri, rows.unit("商务局")), role="support"),
        say(Change.ACCEPT, rows.corpus.findings[0].iri)
        if rows.corpus.findings
        else say(Change.ROLE, rows.row("建立投诉", "州政府办公室").iri, "joint"),
        say(Change.ROLE, rows.row("建立投诉", "州政府办公室").iri, "guide"),
    )


def effect(corpus: Corpus) -> set[tuple[str, str, str, str]]:
    names = {unit.iri: unit.name for unit in corpus.units}
    texts = {task.iri: task.text for task in corpus.tasks}
    return {(texts[row.task][:6], row.mention, names[row.unit], row.role) for row in corpus.assignments if row.counted}


def test_ten_corrections_are_carried_over_to_the_same_text(store: Store) -> None:
    made = ten(Rows(load(store)))
    assert apply_all(store, made).conflicts == ()
    before = effect(load(store))
    result = taken(store, "\n" + PLAN, OnDuplicate.VERSION)
    assert result.conflicts == ()
    assert effect(load(store)) == before
    states = [entry.state for entry in history(store)]
    assert CorrectionState.CONFLICT not in states
    assert states.count(CorrectionState.EARLIER) == 8


def test_what_a_new_version_lacks_is_listed_and_the_rest_is_carried_over(store: Store) -> None:
    apply_all(store, ten(Rows(load(store))))
    result = taken(store, CHANGED)
    now = effect(load(store))
    assert ("开展校园食堂", "州财政局", "昌吉回族自治州财政局", "guide") in now
    assert ("抽检节日食品", "州商务局", "昌吉回族自治州财政局", "support") in now
    assert ("抽检节日食品", "州质量技术监督局", "昌吉回族自治州食品药品监督管理局", "support") in now
    assert ("检查结果。\n", "州政府办公室", "昌吉州政务公开办", "lead") in now
    assert ("开展校园食堂", "州教育局", "昌吉州商务局", "support") in now
    lost = {(one.correction.change, one.correction.words) for one in result.conflicts}
    assert lost == {(Change.DISMISS, "州教育局"), (Change.ROLE, "州政府办公室")}
    assert sum(row.code == CONFLICT for row in load(store).findings) == len(result.conflicts)
    again = taken(store, CHANGED + "\n五、附则\n本安排自发布之日起施行。\n")
    assert {(one.correction.change, one.correction.words) for one in again.conflicts} == lost
    assert effect(load(store)) == now


def test_corrections_are_signed_as_they_were(store: Store) -> None:
    apply_all(store, ten(Rows(load(store))))
    taken(store, CHANGED)
    assert {(one.who, one.when, one.why) for one in from_store(store)} == {("张三", "2026-11-23", "原文如此")}


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_in_another_form_is_the_same_text_and_takes_the_corrections(store: Store, form: str) -> None:
    apply_all(store, ten(Rows(load(store))))
    before, number = effect(load(store)), counts(store)
    name, write = FORMS[form]
    document = read_bytes(write(extract(read_bytes(PLAN.encode(), "a.txt"))), name)
    again = take(store, corpus_of(extract(document)), document.text)
    assert again.alike is not None
    assert (again.stored, again.alike.likeness) == (False, Likeness.SAME_TEXT)
    result = take(store, corpus_of(extract(document)), document.text, OnDuplicate.VERSION)
    assert (result.stored, result.conflicts) == (True, ())
    bare = {(task.split()[0][:4], *rest) for task, *rest in effect(load(store))}
    assert bare == {(task.split()[0][:4], *rest) for task, *rest in before}
    assert counts(store) == number
