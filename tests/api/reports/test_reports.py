"""Reports: opened again, reproducible, and never taken in by hostile words."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from api.reports.contents import tables
from api.reports.memo import ledger_memo, memo
from api.reports.page import page
from api.reports.workbook import ledger_workbook, workbook
from api.reports.write import UnknownReportError, report
from api.tables.model import Table
from graph.cases.matters import OF_LEAD, cases
from graph.cases.records import CaseEntry, CaseState
from graph.dataset.clarity import Grade, Thresholds
from graph.dataset.rows import Corpus
from graph.measures.overlap import Strictness
from graph.measures.settings import DEFAULTS
from ontology.catalogue import Language
from tests.graph.measures.corpora import GOLD, corpus, gold_corpus, merged

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
    with pytest.raises(UnknownReportError, match="不认识的报告格式"):
        report(PLAN, "a.odt")


def test_a_workbook_has_a_sheet_a_table_with_filter_and_chart() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(PLAN)))
    assert book.sheetnames == [*(table.title.render()[:31] for table in tables(PLAN)), "图"]
    first = book.worksheets[0]
    assert [cell.value for cell in first[2]][:4] == ["公安局", 2, 1.5, 2]
    assert first.auto_filter.ref == "A1:L5"  # the rows without the note below them
    assert len(book["图"]._charts) == 2


def test_a_table_is_made_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Table:
        raise AssertionError

    monkeypatch.setattr("api.reports.contents.concentration_table", never)
    assert next(tables(PLAN)).key == "workload"


def test_a_page_has_the_first_rows_of_a_table_and_links_to_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page(PLAN).decode()
    assert 'href="#a2"' in whole
    assert "只列出前" not in whole
    monkeypatch.setattr("api.reports.page.MOST_ROWS", 2)
    text = page(PLAN).decode()
    assert f"只列出前 2 行，共 {len(PLAN.assignments)} 行。" in text
    assert 'id="a1"' in text
    assert 'id="a2"' not in text
    assert 'href="#a2"' not in text


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
    assert [line.partition("）")[2].split()[0] for line in asked] == ["1.2", "1.3"]
    assert any("建议明确：牵头部门" in paragraph.text for paragraph in word.paragraphs)


def test_english_reports_speak_english() -> None:
    assert "Suggested: name the unit that leads." in page(PLAN, Language.EN).decode()


def test_the_ledger_lists_every_task_with_its_units() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(ledger_workbook(PLAN))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("序号", "任务", "牵头单位", "配合单位", "完成时限", "依据", "进展情况", "完成状态", "备注")
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


def test_the_number_of_a_task_names_its_plan_where_there_are_several() -> None:
    one, two = corpus("lead: 有关部门*"), corpus("lead: 甲局、乙局、丙局、丁局", plan="b" * 16)
    alone = {table.key: table for table in tables(one)}
    assert alone["clarity"].rows[0][0] == one.tasks[0].ref
    assert alone["clarity"].notes == ()
    both = merged(one, two)
    found = {table.key: table for table in tables(both)}
    marked = [f"{plan.id[:4]}:{task.ref}" for plan, task in zip(both.plans, both.tasks, strict=True)]
    assert [row[0] for row in found["clarity"].rows] == marked
    assert {row[0] for row in found["assignments"].rows} == set(marked)
    for key in ("grades", "clarity", "questions", "readings", "overlap", "assignments"):
        assert [str(note)[:4] for note in found[key].notes[-2:]] == [plan.id[:4] for plan in both.plans]


def test_the_method_states_the_definitions_in_force() -> None:
    own = replace(
        DEFAULTS, overlap=Strictness(minimum=7, alpha=0.01), clarity=Thresholds(no_clear_lead=(Grade.GROUP_OFFICE,))
    )
    said = {str(row[0]): str(row[1]) for row in list(tables(corpus("lead: 甲局"), own))[-1].rows}
    assert "q ≤ 0.01 且共同任务 ≥ 7" in said["重叠"]
    assert said["没有明确牵头"] == "议事协调机构办公室牵头"
    assert "未识别 0 字" in said["识别情况"]


def test_the_head_of_a_number_stands_over_it() -> None:
    text = page(corpus("lead: 甲局、乙局", "lead: 甲局")).decode()
    assert '<th scope="col" class="number">牵头</th>' in text
    assert '<th scope="col">单位</th>' in text
    assert '<td class="n2 number">1.50</td>' in text


def test_the_memo_has_the_page_of_an_official_document() -> None:
    word = Document(io.BytesIO(memo(PLAN, date="2026年11月29日")))
    section = word.sections[0]
    edges = (section.top_margin, section.left_margin, section.page_width, section.page_height)
    assert [round(edge.mm) for edge in edges if edge] == [37, 28, 210, 297]
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    assert paragraphs[0] == "关于《方案》牵头责任审核情况的备忘"
    ones = [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert ones == ["一、总体情况", "二、需要明确的任务", "三、有关建议"]
    assert paragraphs.index("（署名）") + 1 == paragraphs.index("2026年11月29日") < paragraphs.index("附件 1")
    fonts = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Normal": "仿宋_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    table = zipfile.ZipFile(io.BytesIO(memo(PLAN))).read("word/fontTable.xml").decode()
    assert '<w:altName w:val="仿宋"/>' in table  # where the font is not installed
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml


def test_hashes_and_versions_are_in_an_annex_alone() -> None:
    word = Document(io.BytesIO(memo(PLAN)))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "SHA-256" not in text
    assert "dutygraph" not in text
    assert "SHA-256" in "".join(cell.text for grid in word.tables for cell in grid._cells)


def test_the_memo_tells_what_was_decided_and_asks_no_more_for_what_is_settled() -> None:
    found = cases(PLAN, ())
    leads = [one for one in found if one.matter.code.startswith(OF_LEAD) and one.matter.severity == "warning"]
    assert len(leads) > 1
    states = (CaseState.ADVISED, CaseState.DISMISSED)
    entries = [
        CaseEntry(
            key=one.matter.key,
            document=one.matter.document,
            code=one.matter.code,
            quote=one.matter.quote,
            state=state,
            person="赵一",
            note="已去函。",
            who="王芳",
            when="2026-11-30T09:00:00+00:00",
        )
        for one, state in zip(leads, states, strict=False)
    ]
    paragraphs, tables = _said(memo(PLAN, cases=cases(PLAN, entries)))
    assert "办理：已建议（经办人赵一）。已去函。" in paragraphs
    assert any(one.startswith("另有 1 项") for one in paragraphs)
    before, _ = _said(memo(PLAN, cases=found))
    asked = [sum(one.startswith("原文：") for one in said) for said in (before, paragraphs)]
    assert asked[0] - asked[1] == 1
    assert any({"不采纳", "赵一", "已去函。"} <= {cell for row in one for cell in row} for one in tables)
    assert memo(PLAN, cases=found) == memo(PLAN)  # cases that nobody touched say nothing


def _said(data: bytes) -> tuple[list[str], list[list[list[str]]]]:
    word = Document(io.BytesIO(data))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    return [one.text for one in word.paragraphs], tables
