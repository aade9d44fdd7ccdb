"""Reports: opened again, reproducible, and never taken in by hostile words."""

import io
from dataclasses import replace

import openpyxl
import pytest
from docx import Document

from api.reports.memo import ledger_memo, memo
from api.reports.page import page
from api.reports.table import Language
from api.reports.tables import tables
from api.reports.workbook import ledger_workbook, workbook
from api.reports.write import UnknownReportError, report
from graph.rows import Corpus
from tests.graph.measures.corpora import GOLD, corpus, gold_corpus

PLAN = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 有关部门*", "", "lead: 公安局")


def hostile() -> Corpus:
    task = replace(PLAN.tasks[1], title='=HYPERLINK("x")<script>alert(1)</script>\x0b')
    return replace(PLAN, tasks=(PLAN.tasks[0], task, *PLAN.tasks[2:]))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.html"])
def test_the_same_rows_give_the_same_bytes(name: str, language: Language) -> None:
    assert report(PLAN, name, language) == report(PLAN, name, language)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.html"])
def test_an_empty_corpus_is_an_empty_report(name: str) -> None:
    assert report(Corpus(), name)


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(UnknownReportError, match="Unknown kind"):
        report(PLAN, "a.odt")


def test_a_workbook_has_a_sheet_a_table_with_filter_and_chart() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(PLAN)))
    assert book.sheetnames == [*(table.title[:31] for table in tables(PLAN, Language.ZH)), "图"]
    first = book.worksheets[0]
    assert [cell.value for cell in first[2]][:4] == ["公安局", 2, 1.5, 2]
    assert first.auto_filter.ref == first.dimensions
    assert len(book["图"]._charts) == 2


def test_words_are_never_formulas_or_markup() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(hostile())))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    text = page(hostile()).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "<script>" in "\n".join(paragraph.text for paragraph in Document(io.BytesIO(memo(hostile()))).paragraphs)


def test_the_memo_asks_about_tasks_without_a_clear_lead_only() -> None:
    word = Document(io.BytesIO(memo(PLAN)))
    asked = [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"]
    assert [line.split()[0] for line in asked] == ["1.2", "1.3"]
    assert any("由哪个部门总牵头？" in paragraph.text for paragraph in word.paragraphs)


def test_english_reports_speak_english() -> None:
    assert "Which department leads overall?" in page(PLAN, Language.EN).decode()


def test_the_ledger_lists_every_task_with_its_units() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(ledger_workbook(PLAN))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("序号", "任务", "牵头单位", "配合单位", "完成时限", "依据")
    assert rows[1][2:4] == ("公安局、司法局", "财政局")
    grid = Document(io.BytesIO(ledger_memo(PLAN))).tables[0]
    assert [cell.text for cell in grid.rows[1].cells][2:4] == ["公安局、司法局", "财政局"]


@pytest.mark.corpus
def test_changji_workbook() -> None:
    if not GOLD.exists():
        pytest.skip("the shared corpus is not here")
    book = openpyxl.load_workbook(io.BytesIO(workbook(gold_corpus())))
    top = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2, max_row=4, max_col=2)]
    assert top == [
        ["昌吉回族自治州人民政府法制办公室", 11],
        ["昌吉回族自治州人民政府办公室", 10],
        ["昌吉回族自治州机构编制委员会办公室", 8],
    ]
    assert book["分工明细"].max_row == 137


def test_the_memo_names_the_page_where_the_source_has_pages() -> None:
    paged = replace(PLAN, plans=(replace(PLAN.plans[0], pages=(0, 0, 500)),))
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(memo(paged))).paragraphs)
    assert "1、部分1 · 第 2 页" in text
    assert "页" not in "".join(paragraph.text for paragraph in Document(io.BytesIO(memo(PLAN))).paragraphs)
