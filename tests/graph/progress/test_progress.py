"""Progress: what is written is read back, remains with a new version, and is overdue only where that is certain."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from graph.build.versions import OnDuplicate, take
from graph.cases.store import entries as cases
from graph.corrections.csv import from_store
from graph.corrections.journal import BadEntryError
from graph.dataset.keys import task_keys
from graph.dataset.load import load
from graph.dataset.model import corpus_of
from graph.progress.records import ProgressEntry, ProgressState, judged, reported
from graph.progress.store import add, entries
from graph.store import Store, open_store

PLAN = """甲市人民政府关于印发甲市2020年安全工作方案的通知
甲政发[2020]7号
一、主要任务
1.健全制度。完善各项制度。
牵头单位：市财政局
2.加强培训。组织业务培训。
牵头单位：市公安局
甲市人民政府
2020年5月6日
"""


def put(text: str, store: Store, on_duplicate: OnDuplicate | None = None) -> None:
    document = read_bytes(text.encode(), "plan.txt")
    take(store, corpus_of(extract(document)), document.text, on_duplicate)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        put(PLAN, opened)
        yield opened


def entry(key: str, state: ProgressState = ProgressState.DONE, *, report: str = "", who: str = "王芳") -> ProgressEntry:
    return ProgressEntry(
        key=key, document="d", task="t", state=state, report=report, who=who, when="2020-06-01T09:00:00+00:00"
    )


def test_reports_are_read_back_and_lie_beside_cases_and_corrections(store: Store) -> None:
    first, second = task_keys(load(store)).values()
    odd = '="x",\n"引号"\u3000<b>'
    add(store, [entry(first, report=odd), entry(second)])
    add(store, [entry(first, ProgressState.UNDER_WAY, report="已部署\n正在培训\r完")])
    assert [(one.number, one.key, one.report) for one in entries(store)] == [
        (1, first, odd),
        (2, second, ""),
        (3, first, "已部署\n正在培训\r完"),
    ]
    assert [one.state for one in reported(load(store), entries(store)).values()] == [
        ProgressState.UNDER_WAY,
        ProgressState.DONE,
    ]
    assert cases(store) == ()
    assert from_store(store) == ()


def test_a_report_that_cannot_be_written_keeps_the_others_out(store: Store) -> None:
    first, second = task_keys(load(store)).values()
    for wrong in (entry(second, report="字" * 100_000), entry(second, who=" ")):
        with pytest.raises(BadEntryError):
            add(store, [entry(first), wrong])
    assert entries(store) == ()


def test_reports_remain_with_a_new_version_of_the_document(store: Store) -> None:
    old = task_keys(load(store))
    put(PLAN.replace("一、主要任务", "为做好工作，制定本方案。\n一、主要任务"), store, OnDuplicate.VERSION)
    new = task_keys(load(store))
    assert set(new.values()) == set(old.values())
    assert set(new) != set(old)


def test_equal_tasks_of_one_plan_have_two_names() -> None:
    corpus = corpus_of(extract(read_bytes(PLAN.replace("加强培训", "健全制度").encode(), "plan.txt")))
    assert len(set(task_keys(corpus).values())) == 2


@pytest.mark.parametrize(
    ("state", "deadline", "found"),
    [
        (ProgressState.UNDER_WAY, "2020年5月底前", ProgressState.OVERDUE),
        (ProgressState.NOT_STARTED, "2020年5月31日", ProgressState.OVERDUE),
        (ProgressState.UNDER_WAY, "2020年6月1日前", ProgressState.UNDER_WAY),
        (ProgressState.UNDER_WAY, "2020年上半年", ProgressState.UNDER_WAY),
        (ProgressState.UNDER_WAY, "5月底", ProgressState.UNDER_WAY),
        (ProgressState.UNDER_WAY, "2020年5月取得阶段性成果并持续推进", ProgressState.UNDER_WAY),
        (ProgressState.UNDER_WAY, "", ProgressState.UNDER_WAY),
        (ProgressState.DONE, "2020年5月底前", ProgressState.DONE),
        (ProgressState.NOT_REPORTED, "2020年5月底前", ProgressState.NOT_REPORTED),
    ],
)
def test_only_a_deadline_that_is_certainly_over_makes_a_task_overdue(
    state: ProgressState, deadline: str, found: ProgressState
) -> None:
    assert judged(state, deadline, datetime.date(2020, 6, 1)) is found
    assert judged(state, deadline, None) is state
