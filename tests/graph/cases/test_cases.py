"""Cases: what there is to decide, what was decided, and that it remains with a new version of the document."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import OnDuplicate, Taken, take
from graph.cases.matters import matters
from graph.cases.records import Case, CaseEntry, CaseState, Matter
from graph.cases.store import CaseChangedError, NewEntry, add, entries
from graph.corrections.csv import from_store
from graph.corrections.journal import LONGEST_NAME, LONGEST_NOTE, BadEntryError
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.store import Store, open_store

PLAN = """甲市人民政府关于印发甲市2020年安全工作方案的通知
甲政发[2020]7号
一、主要任务
1.健全制度。完善各项制度。
责任单位：各有关部门
2.加强培训。组织业务培训。
责任单位：各有关部门
3.检查设施。开展检查。
牵头单位：市财政局
5.总结经验。形成报告。
责任单位：市公安局、市财政局
甲市人民政府
2020年5月6日
"""


def read(text: str) -> tuple[Matter, ...]:
    return matters(corpus_of(extract(read_bytes(text.encode(), "plan.txt"))))


def put(text: str, store: Store, on_duplicate: OnDuplicate | None = None) -> Taken:
    document = read_bytes(text.encode(), "plan.txt")
    return take(store, corpus_of(extract(document)), document.text, on_duplicate)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        put(PLAN, opened)
        yield opened


def entry(matter: Matter, state: CaseState = CaseState.ADVISED, *, note: str = "", who: str = "李明") -> CaseEntry:
    return CaseEntry(
        key=matter.key,
        document=matter.document,
        code=matter.code,
        quote=matter.quote,
        state=state,
        person="王芳",
        note=note,
        who=who,
        when="2026-11-23T09:00:00+00:00",
    )


def test_findings_and_tasks_without_a_single_lead_are_matters() -> None:
    found = [(one.code, one.quote) for one in read(PLAN)]
    assert ("lead-collective", "责任单位：各有关部门") in found
    assert ("lead-co-equal", "责任单位：市公安局、市财政局") in found
    assert any(code == "numbering-gap" for code, _ in found)
    assert not any("检查" in quote for _, quote in found)


def test_equal_quotations_of_two_tasks_are_two_matters() -> None:
    found = [one for one in read(PLAN) if one.code == "lead-collective"]
    assert len({one.key for one in found}) == 2
    twice = PLAN.replace("2.加强培训。组织业务培训。", "2.健全制度。完善各项制度。")
    found = [one for one in read(twice) if one.code == "lead-collective"]
    assert found[1].key == f"{found[0].key}-2"


def test_what_is_written_is_read_back_and_only_added(store: Store) -> None:
    first, second = matters(load(store))[:2]
    odd = '="x",\n\r"引号"\u3000<b>'
    add(store, [NewEntry(entry=entry(first, note=odd), seen=0)])
    add(store, [NewEntry(entry=entry(second), seen=0), NewEntry(entry=entry(first, CaseState.RESOLVED), seen=1)])
    there = entries(store)
    assert [(one.number, one.key, one.state) for one in there] == [
        (1, first.key, CaseState.ADVISED),
        (2, second.key, CaseState.ADVISED),
        (3, first.key, CaseState.RESOLVED),
    ]
    assert there[0] == replace(entry(first, note=odd), number=1)
    assert from_store(store) == ()  # they lie beside the corrections, and are none


def test_two_people_do_not_overwrite_each_other(store: Store) -> None:
    matter = matters(load(store))[0]
    add(store, [NewEntry(entry=entry(matter), seen=0)])
    content = store.dump()
    with pytest.raises(CaseChangedError, match="李明") as changed:
        add(store, [NewEntry(entry=entry(matter, CaseState.DISMISSED, who="赵一"), seen=0)])
    assert changed.value.latest.number == 1
    assert store.dump() == content
    add(store, [NewEntry(entry=entry(matter, CaseState.DISMISSED, who="赵一"), seen=1)])
    assert entries(store)[-1].who == "赵一"


def test_all_or_nothing(store: Store) -> None:
    first, second = matters(load(store))[:2]
    content = store.dump()
    with pytest.raises(BadEntryError, match="2000"):
        add(store, [NewEntry(entry=entry(first), seen=0), NewEntry(entry=entry(second, note="字" * 100_000), seen=0)])
    for who in (" ", "甲" * (LONGEST_NAME + 1)):
        with pytest.raises(BadEntryError, match="姓名"):
            add(store, [NewEntry(entry=entry(first), seen=0), NewEntry(entry=entry(second, who=who), seen=0)])
    assert store.dump() == content
    add(store, [NewEntry(entry=entry(first, note="字" * LONGEST_NOTE), seen=0)])


def test_decisions_remain_with_a_new_version_of_the_document(store: Store) -> None:
    old = matters(load(store))
    add(store, [NewEntry(entry=entry(one, note=one.quote), seen=0) for one in old])
    changed = PLAN.replace("一、主要任务", "为做好工作，制定本方案。\n一、主要任务").replace(
        "完善各项制度", "完善有关制度"
    )
    assert put(changed, store, OnDuplicate.VERSION).stored
    new = matters(load(store))
    assert {one.plan for one in new} != {one.plan for one in old}
    assert [one.start for one in new] != [one.start for one in old]
    histories = {one.key: one for one in entries(store)}
    cases = [Case(matter=one, history=(histories[one.key],)) for one in new if one.key in histories]
    assert [case.note for case in cases] == [one.quote for one in old]


def test_a_matter_whose_words_change_is_a_new_one(store: Store) -> None:
    old = {one.key for one in matters(load(store))}
    changed = PLAN.replace("责任单位：市公安局、市财政局", "责任单位：市公安局、市审计局")
    put(changed, store, OnDuplicate.VERSION)
    new = {one.key: one for one in matters(load(store))}
    assert [new[key].code for key in new.keys() - old] == ["lead-co-equal"]
