"""A ledger is exported, filled in and read back; what does not fit is listed, and nothing changes then."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest

from api.progress.ledger import LedgerReport, read_back
from api.progress.progress_book import signed
from api.reports.write import ledger
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.corrections.journal import BadEntryError
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.progress.records import ProgressEntry, ProgressState
from ontology.catalogue import Language
from tests.browser.visiting import EXAMPLE


@pytest.fixture(scope="module")
def plan() -> Corpus:
    return corpus_of(extract(read_bytes(EXAMPLE.read_bytes(), EXAMPLE.name)))


Fill = Callable[[list[list[str]]], None]


def sheet(data: bytes, fill: Fill) -> bytes:
    """Fill a workbook in as a person does: the cells of its rows, headings included."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].values]
    fill(rows)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            book.worksheets[0].cell(number, place).value = value or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def words(data: bytes, fill: Fill) -> bytes:
    """Fill a CSV file in."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    fill(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


KINDS = {"xlsx": sheet, "csv": words}


def known(plan: Corpus, reports: tuple[LedgerReport, ...]) -> dict[str, ProgressEntry]:
    made = signed(plan, reports, "王芳", "2026-11-30T09:00:00+00:00")
    return {report.task.iri: entry for report, entry in zip(reports, made, strict=True)}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", KINDS)
def test_export_fill_in_and_read_back_is_a_round_trip(plan: Corpus, kind: str, language: Language) -> None:
    name, states = f"台账.{kind}", ("推进中", "done") if language is Language.ZH else ("Under way", "done")

    def fill(rows: list[list[str]]) -> None:
        rows[2][6:9] = ["已印发征求意见稿", states[0], "'=1+1"]
        rows[4][7] = states[1]

    filled = KINDS[kind](ledger(plan, name, language), fill)
    reports = read_back(filled, name, plan, {})
    assert [(one.task.iri, one.said) for one in reports] == [
        (plan.tasks[1].iri, (ProgressState.UNDER_WAY, "已印发征求意见稿", "=1+1")),
        (plan.tasks[3].iri, (ProgressState.DONE, "", "")),
    ]
    there = known(plan, reports)
    assert read_back(filled, name, plan, there) == ()  # the same ledger twice says nothing new
    again = ledger(plan, name, language, there)
    assert read_back(again, name, plan, there) == ()
    assert read_back(again, name, plan, {}) == reports  # what was reported is in the next export
    assert read_back(ledger(plan, name, language), name, plan, there) == ()  # empty cells take nothing back


def test_a_ledger_as_word_file_is_read_back_too(plan: Corpus) -> None:
    reports = (LedgerReport(task=plan.tasks[0], said=(ProgressState.OVERDUE, "未完成", "")),)
    assert read_back(ledger(plan, "l.docx", reported=known(plan, reports)), "l.docx", plan, {}) == reports


def rename(rows: list[list[str]]) -> None:
    rows[0][7] = "办理情况"


def invent(rows: list[list[str]]) -> None:
    rows[3][1] = "99.没有的任务"
    rows[3][7] = "已完成"


def misspell(rows: list[list[str]]) -> None:
    rows[1][7] = "差不多了"
    rows[2][7] = "已完成"


def repeat(rows: list[list[str]]) -> None:
    rows[1][7] = "已完成"
    rows.append([*rows[1][:7], "推进中", ""])


@pytest.mark.parametrize(
    ("fill", "named"),
    [(rename, "完成状态"), (invent, "第 4 行：没有任务“99.没有的任务”"), (misspell, "差不多了"), (repeat, "重复")],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_fit_is_listed_and_nothing_is_taken(plan: Corpus, kind: str, fill: Fill, named: str) -> None:
    filled = KINDS[kind](ledger(plan, f"l.{kind}"), fill)
    with pytest.raises(BadEntryError, match="未作任何改动") as refused:
        read_back(filled, f"l.{kind}", plan, {})
    assert named in str(refused.value.message)


def test_a_file_without_a_table_is_no_ledger(plan: Corpus) -> None:
    with pytest.raises(BadEntryError, match="缺少列"):
        read_back("没有表格。".encode(), "l.txt", plan, {})
