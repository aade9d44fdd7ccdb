"""Word, workbooks, delimited text and OFD."""

import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from extract.errors import UnreadableSourceError
from extract.formats import Format
from extract.readers import numbering, read_bytes
from extract.records import BlockKind, Document, WithheldKind
from tests.extract.readers.makers import ofd, unzipped, word, workbook, zipped

OFFICE = shutil.which("soffice")
CALC = OFFICE is not None and (Path(OFFICE).resolve().parent / "libsclo.so").exists()


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.quote(block.span)) for block in document.blocks]


def places(document: Document) -> dict[str, tuple[int, int, int, int, bool]]:
    """Where each cell stands, by its words."""
    return {
        document.quote(block.span): (cell.row, cell.column, cell.rows, cell.columns, cell.header)
        for block in document.blocks
        if (cell := block.cell) is not None
    }


def paragraph(text: str, number: int = 0, depth: int = 0) -> str:
    numbered = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
    )
    return f"<w:p>{numbered}<w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(*levels: tuple[str, str]) -> str:
    inside = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (style, pattern) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def test_a_document_made_by_python_docx() -> None:
    made = docx.Document()
    made.add_heading("一、总体要求", level=1)
    made.add_paragraph("加强组织领导。")
    table = made.add_table(rows=3, cols=3)
    for row, values in enumerate((("序号", "任务", "责任单位"), ("1", "甲", "财政局"), ("", "乙", "公安局"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    out = BytesIO()
    made.save(out)
    document = read_bytes(out.getvalue(), "plan.docx")
    assert document.format is Format.DOCX
    assert shown(document)[:2] == [("heading", "一、总体要求"), ("paragraph", "加强组织领导。")]
    assert document.blocks[0].level == 1
    assert places(document)["责任单位"] == (0, 2, 1, 1, True)
    assert places(document)["1"] == (1, 0, 2, 1, False)
    assert places(document)["乙"] == (2, 1, 1, 1, False)


def test_numbers_that_word_generates_are_printed() -> None:
    levels = listed(
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
    )
    steps = ((0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (3, "戊"), (1, "己"), (2, "庚"), (0, "辛"), (1, "壬"))
    document = read_bytes(word("".join(paragraph(text, 1, depth) for depth, text in steps), levels), "plan.docx")
    assert [text for _, text in shown(document)] == [
        "一、甲", "（一）乙", "1.丙", "2.丁", "①戊", "（二）己", "1.庚", "二、辛", "（一）壬",
    ]  # fmt: skip


def test_a_second_list_over_the_same_numbers_may_begin_anew() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = paragraph("甲", 1) + paragraph("乙", 1) + paragraph("丙", 2) + paragraph("丁", 2)
    document = read_bytes(word(body, listed(("decimal", "%1.")) + again), "plan.docx")
    assert [text for _, text in shown(document)] == ["1.甲", "2.乙", "1.丙", "2.丁"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (100, "一百"),
        (101, "一百〇一"),
        (110, "一百一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numbers(number: int, words: str) -> None:
    assert numbering.chinese(number) == words


def test_generated_row_numbers_of_a_table() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    empty = paragraph("", 1)
    body = f"<w:tbl>{row.format(paragraph('序号'), paragraph('任务'))}{row.format(empty, paragraph('甲'))}{row.format(empty, paragraph('乙'))}</w:tbl>"
    document = read_bytes(word(body, listed(("decimal", "%1."))), "plan.docx")
    assert document.text == "序号\t任务\n1\t甲\n2\t乙\n"


def test_inserted_text_is_kept_and_deleted_text_dropped() -> None:
    body = (
        "<w:p><w:r><w:t>责任单位：</w:t></w:r><w:ins><w:r><w:t>财政局</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>公安局</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>"
    )
    assert read_bytes(word(body), "plan.docx").text == "责任单位：财政局\n"


def test_merged_and_nested_cells() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc><w:tc>{paragraph('层')}</w:tc></w:tr></w:tbl>"
    wide, begin, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell.format(wide, paragraph("宽")) + cell.format("", paragraph("三")),
        cell.format(begin, paragraph("深")) + cell.format("", paragraph("四")) + cell.format("", nested),
        cell.format(on, paragraph("")) + cell.format("", paragraph("五")) + cell.format("", paragraph("六")),
    )
    document = read_bytes(word(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"), "plan.docx")
    assert places(document) == {
        "宽": (0, 0, 1, 2, False),
        "三": (0, 2, 1, 1, False),
        "深": (1, 0, 2, 1, False),
        "四": (1, 1, 1, 1, False),
        "内\n层": (1, 2, 1, 1, False),
        "五": (2, 1, 1, 1, False),
        "六": (2, 2, 1, 1, False),
    }


def test_notes_stand_at_the_end_and_text_boxes_are_read() -> None:
    body = (
        '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p><w:sectPr/>"
    )
    note = '<w:footnote w:type="separator" w:id="1"/><w:footnote w:id="2"><w:p><w:r><w:t>注释</w:t></w:r></w:p></w:footnote>'
    assert shown(read_bytes(word(body, footnotes=note), "plan.docx")) == [
        ("paragraph", "正文"),
        ("paragraph", "框中"),
        ("footnote", "注释"),
    ]


def test_a_note_in_a_cell_is_not_lost() -> None:
    noted = '<w:p><w:r><w:t>财政局</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    cell = "<w:tc>{}</w:tc>"
    body = f"<w:tbl><w:tr>{cell.format(paragraph('任务'))}{cell.format(noted)}</w:tr></w:tbl>"
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>注释</w:t></w:r></w:p></w:footnote>'
    assert shown(read_bytes(word(body, footnotes=note), "plan.docx"))[-1] == ("footnote", "注释")


def test_a_table_inside_a_frame_is_a_table() -> None:
    cell = "<w:tc>{}</w:tc>"
    inside = f"<w:tbl><w:tr>{cell.format(paragraph('任务'))}{cell.format(paragraph('责任单位'))}</w:tr>"
    inside += f"<w:tr>{cell.format(paragraph('甲'))}{cell.format(paragraph('财政局'))}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr>{cell.format(paragraph('附件') + inside)}{cell.format('<w:p/>')}</w:tr></w:tbl>"
    document = read_bytes(word(body), "plan.docx")
    assert document.text == "附件\n任务\t责任单位\n甲\t财政局\n"


def test_a_word_file_is_read_as_one_whatever_its_name() -> None:
    assert read_bytes(word(paragraph("正文")), "plan.txt").format is Format.DOCX


def test_a_workbook_with_title_header_and_merged_cells() -> None:
    rows: list[list[object]] = [
        ["任务分工表"],
        ["序号", "重点任务", "牵头单位"],
        [1, "甲", "财政局"],
        [2, None, "公安局"],
    ]
    document = read_bytes(workbook(rows, merged=("A1:C1", "B3:B4")), "plan.xlsx")
    assert document.format is Format.XLSX
    assert [shown(document)[0], shown(document)[-1]] == [("paragraph", "任务分工表"), ("noise", "任务分工")]
    assert places(document) == {
        "序号": (1, 0, 1, 1, True),
        "重点任务": (1, 1, 1, 1, True),
        "牵头单位": (1, 2, 1, 1, True),
        "1": (2, 0, 1, 1, False),
        "甲": (2, 1, 2, 1, False),
        "财政局": (2, 2, 1, 1, False),
        "2": (3, 0, 1, 1, False),
        "公安局": (3, 2, 1, 1, False),
    }


def test_values_are_written_as_they_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["时限", "比例", "数", "式", "月", "日", "天"])
    sheet.append([45868, 0.8, 3.0, True, 45868, 45868, 45868])
    for place, form in {
        "A2": "yyyy年m月d日",
        "B2": "0%",
        "E2": '[$-804]yyyy"年"mm"月";@',
        "F2": "m/d/yy",
        "G2": 'm"月"d"日"',
    }.items():
        sheet[place].number_format = form
    book.create_sheet("第二批").append(["任务", "责任单位"])
    hidden = book.create_sheet("暗")
    hidden.append(["藏"])
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    document = read_bytes(out.getvalue(), "plan.xlsx")
    assert document.text == (
        "时限\t比例\t数\t式\t月\t日\t天\n2025年7月30日\t80%\t3\t是\t2025年07月\t2025-07-30\t7月30日\nSheet\n第二批\n任务\t责任单位\n"
    )
    assert {block.cell.table for block in document.blocks if block.cell} == {0, 1}
    noise = [document.quote(block.span) for block in document.blocks if block.kind is BlockKind.NOISE]
    assert noise == ["Sheet"], "nobody named this sheet"


def test_sheets_of_one_title_are_told_apart_by_their_names() -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("经济", "民生"):
        for row in (["海州市任务分工表"], ["序号", "任务", "责任单位"], [1, f"{name}任务", "市财政局"]):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    out = BytesIO()
    book.save(out)
    document = read_bytes(out.getvalue(), "plan.xlsx")
    assert [line for kind, line in shown(document) if kind != "cell"] == [
        "海州市任务分工表",
        "经济",
        "海州市任务分工表",
        "民生",
    ]


def test_a_merge_over_the_whole_sheet_costs_nothing_but_a_refusal() -> None:
    data = workbook([["甲", "乙"]], merged=("A1:A2",))
    huge = {m: c.replace(b"A1:A2", b"A1:XFD1048576") for m, c in unzipped(data).items()}
    with pytest.raises(Exception, match="上限"):
        read_bytes(zipped(huge), "plan.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimited_text_in_any_encoding(encoding: str, mark: str) -> None:
    rows = [
        ["序号", "任务", "责任单位"],
        ["1", f'"推进{mark}落实\n工作"', "财政局、公安局"],
        ["2", "加强领导", "市政府办公室"],
    ]
    document = read_bytes("\r\n".join(mark.join(row) for row in rows).encode(encoding), "plan.csv")
    assert document.format is Format.CSV
    assert places(document)["责任单位"] == (0, 2, 1, 1, True)
    assert places(document)["市政府办公室"] == (2, 2, 1, 1, False)
    assert any("落实\n工作" in words for words in places(document))


def test_an_ofd_is_read_line_by_line_over_its_pages() -> None:
    first = "责任单位：市发展改革委、市财政局、市公安局、市司法局、市民政局、市教"
    pages = [
        [
            ("关于印发方案的通知", 60, 30),
            ("（一）加强领导。坚持党的领导，全面推进依法行政，加快建设法治政府工作", 30, 60),
            ("完善考核。", 20, 70),
            (first, 20, 80),
            ("— 1 —", 100, 285),
        ],
        [("育局。", 20, 30), ("— 2 —", 100, 285)],
    ]
    document = read_bytes(ofd(pages), "plan.ofd")
    assert document.format is Format.OFD
    spoken = [document.quote(block.span) for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert spoken[-1] == f"{first}育局。"
    assert [block.page for block in document.blocks if block.kind is BlockKind.NOISE] == [1, 2]


def test_a_table_drawn_in_an_ofd() -> None:
    columns, rows = (20, 40, 100, 160), (40, 50, 60, 70)
    path = " ".join(
        [
            *(f"M 20 {y} L 160 {y}" for y in rows if y != 60),
            "M 40 60 L 160 60",
            *(f"M {x} 40 L {x} 70" for x in columns),
        ]
    )
    texts = [
        ("序号", 22, 42),
        ("任务", 42, 42),
        ("责任单位", 102, 42),
        ("1", 22, 52),
        ("甲", 42, 52),
        ("财政局", 102, 52),
    ]
    document = read_bytes(ofd([[*texts, ("乙", 42, 62), ("公安局", 102, 62)]], path), "plan.ofd")
    assert places(document) == {
        "序号": (0, 0, 1, 1, True),
        "任务": (0, 1, 1, 1, True),
        "责任单位": (0, 2, 1, 1, True),
        "1": (1, 0, 2, 1, False),
        "甲": (1, 1, 1, 1, False),
        "财政局": (1, 2, 1, 1, False),
        "乙": (2, 1, 1, 1, False),
        "公安局": (2, 2, 1, 1, False),
    }


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_without_libreoffice_an_old_file_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(UnreadableSourceError, match="没有安装 LibreOffice") as refusal:
        read_bytes(OLD_WORD, "计划.doc")
    assert "另存为 docx" in refusal.value.message.render()


def test_what_libreoffice_cannot_convert_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failing = tmp_path / "soffice"
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(failing))
    with pytest.raises(UnreadableSourceError, match="无法用 LibreOffice 转换"):
        read_bytes(OLD_WORD, "计划.doc")


def test_a_converter_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 600 & echo $! > '{tmp_path}/pid'\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(hanging))
    for seconds in (1, 10, 60):  # a machine that is overrun may need longer to begin to hang
        monkeypatch.setattr("extract.readers.office._SECONDS", seconds)
        with pytest.raises(UnreadableSourceError, match="无法用 LibreOffice 转换"):
            read_bytes(OLD_WORD, "计划.doc")
        if pid := (tmp_path / "pid").read_text().strip() if (tmp_path / "pid").is_file() else "":
            break
    assert pid
    end = time.monotonic() + 60
    while _lives(pid):  # told to end, it ends when it next runs
        assert time.monotonic() < end
        time.sleep(0.01)


def _lives(pid: str) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_what_the_converter_makes_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(word(paragraph("正文")))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2" && cp "{tmp_path}/made.docx" "$2/source.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(program))
    document = read_bytes(OLD_WORD, "计划.wps")
    assert (document.text, document.format) == ("正文\n", Format.DOCX)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_a_real_old_file_through_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(word(paragraph("责任单位：财政局")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "doc",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "plan.docx"),
        ],
        check=True,
        timeout=400,
    )
    assert read_bytes((tmp_path / "plan.doc").read_bytes(), "plan.doc").text == "责任单位：财政局\n"


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed here")
def test_a_real_old_workbook_through_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook([["序号", "责任单位"], [1, "财政局"]]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "plan.xlsx"),
    ]
    subprocess.run(command, check=True, timeout=400)
    assert places(read_bytes((tmp_path / "plan.xls").read_bytes(), "plan"))["财政局"] == (1, 1, 1, 1, False)


def test_a_password_is_told_from_an_old_format() -> None:
    with pytest.raises(UnreadableSourceError, match="已加密"):
        read_bytes(OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "plan.docx")


def test_blanks_below_a_cell_are_merged_in_a_csv_where_the_row_has_no_number() -> None:
    text = "分工表,,,\n序号,任务,牵头单位,配合单位\n1,建设平台,市数据局,市财政局\n,开放数据,,市档案局\n2,开展培训,市教育局,\n"
    document = read_bytes(text.encode(), "分工.csv")
    cells = {(block.cell.row, block.cell.column): block.cell.rows for block in document.blocks if block.cell}
    assert {place for place, rows in cells.items() if rows == 2} == {(2, 0), (2, 2)}
    (said,) = [thing for thing in document.withheld if thing.kind is WithheldKind.MERGED]
    assert "第 4 行" in str(said.what)


def test_blanks_of_a_csv_whose_rows_are_numbered_or_unnumbered_stay_blank() -> None:
    for text in (
        "序号,任务,牵头单位\n1,建设平台,市数据局\n2,开放数据,\n",
        "任务,牵头单位\n建设平台,市数据局\n开放数据,\n",
    ):
        assert not read_bytes(text.encode(), "分工.csv").withheld


def test_what_the_template_of_an_ofd_page_holds_is_read() -> None:
    members = unzipped(ofd([[("责任单位：市财政局", 20, 60)]]))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    page = members["Doc_0/Pages/Page_0/Content.xml"].decode()
    template = unzipped(ofd([[("关于加强数据管理的工作方案由市政府办公室印发", 20, 30)]]))[
        "Doc_0/Pages/Page_0/Content.xml"
    ]
    document = (
        members["Doc_0/Document.xml"]
        .decode()
        .replace("</ofd:CommonData>", '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>')
    )
    made = {
        **members, "Doc_0/Tpls/T.xml": template, "Doc_0/Document.xml": document.encode(),
        "Doc_0/Pages/Page_0/Content.xml": page.replace(f"<ofd:Page {space}>", f'<ofd:Page {space}><ofd:Template TemplateID="9"/>').encode(),
    }  # fmt: skip
    assert "数据管理" in read_bytes(zipped(made), "方案.ofd").text
