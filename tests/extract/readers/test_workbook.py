"""What a workbook contains and does not show is named; what only a filter hides is read."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from extract.readers import read_bytes
from extract.readers.sheet_values import plain_words
from extract.records import Document, WithheldKind
from tests.extract.readers.makers import unzipped, workbook, zipped

ROWS: list[list[object]] = [
    ["序号", "任务", "牵头单位", "配合单位"],
    [1, "建设平台", "市数据局", "市财政局"],
    [2, "开展培训", "市教育局", "市司法局"],
]


def book() -> tuple[openpyxl.Workbook, Worksheet]:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "分工"
    for row in ROWS:
        sheet.append(row)
    return made, sheet


def read(made: openpyxl.Workbook) -> Document:
    out = BytesIO()
    made.save(out)
    return read_bytes(out.getvalue(), "分工.xlsx")


def said(document: Document) -> dict[WithheldKind, str]:
    return {thing.kind: str(thing.what) for thing in document.withheld}


def test_hidden_rows_columns_and_sheets_are_named_with_their_first_words() -> None:
    made, sheet = book()
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    made.create_sheet("底稿").append(["内容"])
    made["底稿"].sheet_state = "hidden"
    document = read(made)
    assert "开展培训" not in document.text
    messages = " ".join(str(thing.what) for thing in document.withheld)
    assert all(words in messages for words in ("3（2）", "D（配合单位）", "“底稿”"))


def test_a_hidden_header_is_named() -> None:
    made, sheet = book()
    sheet.row_dimensions[1].hidden = True
    assert "1（序号）" in said(read(made))[WithheldKind.HIDDEN]


def test_rows_that_a_filter_hides_are_read() -> None:
    made, sheet = book()
    sheet.auto_filter.ref = "A1:D3"
    sheet.auto_filter.add_filter_column(2, ["市数据局"])
    sheet.row_dimensions[3].hidden = True
    document = read(made)
    assert "开展培训" in document.text
    assert not document.withheld


def test_a_formula_that_refers_to_a_cell_is_followed_and_others_are_named() -> None:
    made, sheet = book()
    made.create_sheet("单位库").append(["市审计局"])
    sheet["C2"], sheet["C3"] = "=单位库!A1", '=CONCATENATE("市","审计局")'
    document = read(made)
    assert "市审计局" in document.text
    assert "C3" in said(document)[WithheldKind.FORMULA]
    assert "C2" not in said(document)[WithheldKind.FORMULA]


def test_formulas_that_refer_to_one_another_end() -> None:
    made, sheet = book()
    sheet["C2"], sheet["C3"] = "=C3", "=C2"
    assert "C2、C3" in said(read(made))[WithheldKind.FORMULA]


def test_notes_of_cells_are_named() -> None:
    made, sheet = book()
    sheet["C2"].comment = Comment("改由市司法局牵头", "a")
    assert "市司法局" in said(read(made))[WithheldKind.COMMENT]


@pytest.mark.parametrize(
    ("coded", "plain"),
    [("甲_x000D_\n乙", "甲\n乙"), ("a_x005F_x000D_", "a_x000D_"), ("_x0007_", " "), ("_xD800_", ""), ("x_y", "x_y")],
)
def test_characters_spelt_by_their_code_are_written_out(coded: str, plain: str) -> None:
    assert plain_words(coded) == plain


def test_parts_are_found_whatever_their_case() -> None:
    members: dict[str, bytes] = {}
    for name, data in unzipped(workbook(ROWS)).items():
        members[name.replace("sharedStrings", "SharedStrings")] = data
    assert "市数据局" in read_bytes(zipped(members), "分工.xlsx").text


def test_what_is_crossed_out_is_named() -> None:
    made, sheet = book()
    sheet["C2"].font = Font(strike=True)
    sheet["D2"] = CellRichText(TextBlock(InlineFont(strike=True), "市审计局"), "市档案局")
    document = read(made)
    assert "市数据局" not in document.text
    assert "市审计局" not in document.text
    assert "市档案局" in document.text
    messages = " ".join(str(thing.what) for thing in document.withheld if thing.kind is WithheldKind.STRUCK)
    assert "市数据局" in messages
    assert "市审计局" in messages
