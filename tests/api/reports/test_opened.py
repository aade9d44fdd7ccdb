"""Reports opened by the programs that offices use: LibreOffice where it is there, openpyxl and python-docx always."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest

from api.reports.annotate import annotate
from api.reports.write import UnknownReportError, ledger, report
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.measures.settings import read_definitions
from ontology.catalogue import Language
from tests.api.reports.test_lint import FAULTS, draft
from tests.graph.measures.corpora import corpus

OFFICE = shutil.which("soffice")
CALC = OFFICE is not None and (Path(OFFICE).resolve().parent / "libsclo.so").exists()
needs_writer = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
needs_calc = pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
HOSTILE = '=HYPERLINK("http://127.0.0.1/x","y")<script>alert(1)</script>\u202eabc\x00\x0b\ufffe'


@pytest.fixture(scope="module")
def example() -> Corpus:
    data = (files("extract") / "examples" / "changji-2015.txt").read_bytes()
    return corpus_of(extract(read_bytes(data, "changji.txt")))


def _converted(data: bytes, name: str, to: str, folder: Path) -> bytes:
    """Let LibreOffice read a file and write it in another format."""
    assert OFFICE
    (folder / name).write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [OFFICE, home, "--headless", "--convert-to", to, "--outdir", folder / "out", folder / name],
        check=True,
        capture_output=True,
        timeout=400,
    )
    return (folder / "out" / f"{Path(name).stem}.{to}").read_bytes()


@needs_calc
@pytest.mark.full
def test_libreoffice_reads_every_sheet_as_we_wrote_it(example: Corpus, tmp_path: Path) -> None:
    data = report(example, "r.xlsx")
    ours = openpyxl.load_workbook(io.BytesIO(data))
    again = openpyxl.load_workbook(io.BytesIO(_converted(data, "r.xlsx", "xlsx", tmp_path)))
    assert again.sheetnames == ours.sheetnames
    for sheet in ours:
        rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
        theirs = [tuple(cell or "" for cell in row) for row in again[sheet.title].iter_rows(values_only=True)]
        assert theirs[: len(rows)] == rows
    assert len(again["图"]._charts) == 2
    link = again["单位任务量"]["A2"].hyperlink
    assert link is not None
    assert "分工明细" in link.location


@needs_writer
@pytest.mark.full
def test_libreoffice_prints_the_memo_on_numbered_pages_none_of_them_empty(example: Corpus, tmp_path: Path) -> None:
    pdf = _converted(report(example, "r.docx"), "r.docx", "pdf", tmp_path)
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        texts = [page.extract_text() for page in pages.pages]
    assert len(texts) <= 6
    for number, text in enumerate(texts, start=1):
        words, _, last = text.rpartition("\n")
        assert last.replace(" ", "") == f"—{number}—"
        assert words.strip()
    for words in ("牵头责任审核情况的备忘", "2.4.3 完善行政执法程序", "建议明确：牵头部门。", "附件 3"):
        assert words in "".join(texts)


@needs_writer
@pytest.mark.full
def test_libreoffice_opens_the_comments_at_the_words_of_their_remarks(tmp_path: Path) -> None:
    document, data, found = draft(*FAULTS)
    opened = _converted(annotate(document, data, found), "a.docx", "odt", tmp_path)
    with zipfile.ZipFile(io.BytesIO(opened)) as parts:
        text = parts.read("content.xml").decode()
    assert _comments(text) == [(row.quote, row.said(Language.ZH)) for row in found]


def _comments(text: str) -> list[tuple[str, str]]:
    """Give the words that each comment of an OpenDocument text covers, and what it says."""
    note = r'<office:annotation [^>]*office:name="([^"]+)".*?</office:annotation>'
    found = []
    for one in re.finditer(note, text, re.DOTALL):
        covered, end, _ = text[one.end() :].partition(f'<office:annotation-end office:name="{one[1]}"/>')
        said = re.sub(r"<(dc|meta):[\w-]+>.*?</\1:[\w-]+>", "", one[0])
        found.append((_bare(covered) if end else "", _bare(said)))
    return found


def _bare(xml: str) -> str:
    return unescape(re.sub("<[^>]+>", "", xml))


@pytest.mark.full
@pytest.mark.parametrize("kind", [pytest.param("xlsx", marks=needs_calc), pytest.param("docx", marks=needs_writer)])
def test_a_ledger_saved_by_libreoffice_reads_back_in(example: Corpus, tmp_path: Path, kind: str) -> None:
    data = _converted(ledger(example, f"l.{kind}"), f"l.{kind}", kind, tmp_path)
    again = corpus_of(extract(read_bytes(data, f"l.{kind}")))
    before, after = (
        Counter((row.role, row.mention, row.unit) for row in one.assignments if row.counted) for one in (example, again)
    )
    assert after == before
    assert after.total() == 136


def test_every_link_of_the_workbook_leads_to_the_words_of_its_row(example: Corpus) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report(example, "r.xlsx")))
    target = book["分工明细"]
    linked = 0
    for row in book["每项任务的牵头情况"].iter_rows(min_row=2, max_col=1):
        (cell,) = row
        place = cell.hyperlink.location.rpartition("!")[2]
        assert target[place].value == cell.value
        linked += 1
    assert linked == 30
    blue = {cell.coordinate for row in book["每项任务的牵头情况"].iter_rows() for cell in row if cell.font.underline}
    assert blue == {f"A{number}" for number in range(2, 32)}


@pytest.mark.parametrize("language", list(Language))
def test_hostile_words_stay_words_in_office_files(language: Language) -> None:
    one = corpus("lead: 公安局、司法局 | support: 财政局", "lead: 有关部门*", "lead: 公安局")
    bad = replace(
        one,
        plans=(replace(one.plans[0], title=HOSTILE),),
        tasks=tuple(replace(task, title=HOSTILE, text=HOSTILE) for task in one.tasks),
        units=tuple(replace(unit, name=HOSTILE + unit.name) for unit in one.units),
        assignments=tuple(replace(row, mention=HOSTILE) for row in one.assignments),
    )
    kept = HOSTILE.translate({0: None, 0x0B: None, 0xFFFE: None})
    for data in (report(bad, "r.xlsx", language), ledger(bad, "l.xlsx", language)):
        cells = [
            cell for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row
        ]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert any(kept in str(cell.value) for cell in cells)
    for data in (report(bad, "r.docx", language), ledger(bad, "l.docx", language)):
        word = docx.Document(io.BytesIO(data))
        words = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        assert any(kept in cell for cell in words)
    text = report(bad, "r.html", language).decode()
    assert "<script>" not in text
    assert "\u202e" in text


def test_an_offices_own_settings_reach_the_report(example: Corpus) -> None:
    own = read_definitions('[clarity]\nno_clear_lead = ["co_equal"]\n[weights]\nsupport = 1\n')
    word = docx.Document(io.BytesIO(report(example, "r.docx", definitions=own)))
    asked = [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"]
    assert len(asked) == 22  # the co-equal ones: the settings alone say what has no clear lead
    sheet = openpyxl.load_workbook(io.BytesIO(report(example, "r.xlsx", definitions=own)))["单位任务量"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(row=2, column=head.index("加权") + 1).value == 18


def test_a_ledger_is_no_page() -> None:
    with pytest.raises(UnknownReportError, match=r"\.xlsx、\.docx"):
        ledger(Corpus(), "l.html")
