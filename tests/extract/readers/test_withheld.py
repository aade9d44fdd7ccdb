"""What a reader leaves out is a finding with what to do; an empty reading says why."""

from io import BytesIO

import docx
import openpyxl
import pytest

from extract.formats import Format
from extract.messages import message
from extract.pipeline import extract
from extract.readers import read_bytes
from extract.readers.empty import why_empty
from extract.records import Block, BlockKind, Document, Severity, Span, Withheld, WithheldKind

NOWHERE = Span(0, 0)
TEXT = "工作方案\n一、主要任务\n1.建设平台。责任单位：市数据局\n"


def document(text: str, *withheld: Withheld) -> Document:
    read = read_bytes(text.encode(), "方案.txt")
    return Document(
        id=read.id, name=read.name, format=read.format, text=read.text, blocks=read.blocks, withheld=withheld
    )


def left_out(kind: WithheldKind, span: Span = NOWHERE) -> Withheld:
    return Withheld(kind=kind, what=message("无需处理。"), remedy=message("无需导入"), span=span)


@pytest.mark.parametrize("kind", list(WithheldKind))
def test_each_withheld_thing_is_a_finding_that_points_into_the_text(kind: WithheldKind) -> None:
    result = extract(document(TEXT, left_out(kind), left_out(kind, Span(5, 11))))
    found = [finding for finding in result.findings if finding.code == f"withheld-{kind.value}"]
    assert [finding.quote for finding in found] == ["工作方案", "一、主要任务"]
    assert {finding.severity for finding in found} == {Severity.INFO if kind.decoration else Severity.WARNING}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("今天天气很好。\n", "没有责任分工"),
        ("关于印发工作方案的通知\n附件：工作方案.docx\n", "附件"),
        ("序号\t工作任务\t完成时限\n1\t建设平台\t6月底\n2\t开展培训\t年底\n", "没有写明责任单位的列"),
    ],
    ids=["prose", "pointer", "table"],
)
def test_an_empty_reading_says_why(text: str, said: str) -> None:
    (found,) = [finding for finding in extract(document(text)).findings if finding.code == "empty-reading"]
    assert said in str(found.what)
    assert str(found.remedy)


def test_what_was_withheld_explains_an_empty_reading_once() -> None:
    thing = left_out(WithheldKind.OBJECT)
    empty = document("任务分工详见下表。\n", thing)
    assert why_empty(empty).what == thing.what
    codes = [finding.code for finding in extract(empty).findings]
    assert codes == ["withheld-object"]


def test_a_reading_with_assignments_is_not_called_empty() -> None:
    assert not [finding for finding in extract(document(TEXT)).findings if finding.code == "empty-reading"]


def test_a_document_of_noise_alone_has_findings_at_its_beginning() -> None:
    noise = Document(
        id="0" * 64, name="a", format=Format.HTML, text="导航\n", blocks=(Block(span=Span(0, 2), kind=BlockKind.NOISE),),
        withheld=(left_out(WithheldKind.LINK),),
    )  # fmt: skip
    assert [finding.quote for finding in extract(noise).findings] == ["导航"]


def test_what_was_withheld_in_a_table_points_at_its_row() -> None:
    data = "序号,任务,牵头单位\n1,推进服务,市政务局\n,下放权限,\n2,压缩时限,市市场监管局\n".encode()
    (found,) = [f for f in extract(read_bytes(data, "a.csv")).findings if f.code == "withheld-merged"]
    assert found.quote == "下放权限"


def test_what_was_withheld_of_a_sheet_points_into_its_table() -> None:
    book = openpyxl.Workbook()
    for title in ("甲表", "乙表"):
        sheet = book.create_sheet(title)
        sheet.append(["任务", "牵头单位"])
        sheet.append([f"{title}任务", "市教育局"])
    sheet["B3"] = "=1/0+A1"
    out = BytesIO()
    book.save(out)
    result = extract(read_bytes(out.getvalue(), "a.xlsx"))
    (found,) = [f for f in result.findings if f.code == "withheld-formula"]
    assert result.document.text[found.span.start :].startswith("任务\t牵头单位\n乙表任务")


@pytest.mark.parametrize(("words", "told"), [("责任单位：市教育局", True), ("某市工作方案 第2页", False)])
def test_a_page_header_that_assigns_is_told(words: str, *, told: bool) -> None:
    made = docx.Document()
    made.add_paragraph("1.建设平台。责任单位：市数据局")
    made.sections[0].header.paragraphs[0].text = words
    out = BytesIO()
    made.save(out)
    found = [f.what.render() for f in extract(read_bytes(out.getvalue(), "a.docx")).findings if "withheld" in f.code]
    assert found == ([f"页眉或页脚里的文字没有读取：{words}。"] if told else [])
