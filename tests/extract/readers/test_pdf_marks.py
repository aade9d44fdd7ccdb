"""What stands on a page beside its text: watermarks, balloons, fields, notes, upright heads, tables side by side, drawings."""

import pytest

from extract.readers import read_bytes
from extract.readers.frames import Stroke
from extract.readers.lattice import tables_of
from extract.records import BlockKind, Document, WithheldKind
from tests.extract.readers.makers import pdf, printed, ruled

CLAUSE = "责任单位：市财政局、市公安局、市司法局、市民政局"


def words(document: Document, kind: BlockKind) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind is kind]


def said(document: Document) -> dict[WithheldKind, str]:
    return {thing.kind: str(thing.what) for thing in document.withheld}


def with_notes(data: bytes, *notes: str) -> bytes:
    """A PDF whose first page has annotations; readers mend the table of places that no longer fits."""
    return data.replace(b"/MediaBox", f"/Annots [{' '.join(notes)}] /MediaBox".encode(), 1)


def utf16(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def test_a_large_watermark_over_the_text_is_noise() -> None:
    page = (
        printed(CLAUSE, 80, 700) + printed("征求意见稿", 80, 690, 60) + printed("由市审计局监督检查落实情况。", 80, 672)
    )
    document = read_bytes(pdf([page]), "plan.pdf")
    assert words(document, BlockKind.PARAGRAPH) == [CLAUSE + "由市审计局监督检查落实情况。"] or CLAUSE in document.text
    assert "征求意见稿" in "".join(words(document, BlockKind.NOISE))


def test_a_large_title_above_the_text_is_none() -> None:
    document = read_bytes(pdf([printed("工作方案", 200, 750, 44) + printed(CLAUSE, 80, 650)]), "plan.pdf")
    assert words(document, BlockKind.NOISE) == []
    assert words(document, BlockKind.PARAGRAPH) == ["工作方案", CLAUSE]


def test_the_value_of_a_field_stands_where_the_form_shows_it() -> None:
    page = printed("牵头单位：", 80, 700) + printed("由各有关部门按照职责分工抓好落实工作。", 80, 660)
    note = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V {utf16('市政务服务局')} /Rect [165 696 400 716] >>"
    document = read_bytes(with_notes(pdf([page]), note), "plan.pdf")
    assert "牵头单位：市政务服务局" in document.text


def test_a_note_in_the_margin_is_withheld_with_its_words() -> None:
    note = f"<< /Type /Annot /Subtype /Text /Contents {utf16('改由市司法局牵头')} /Rect [500 700 520 720] >>"
    document = read_bytes(with_notes(pdf([printed(CLAUSE, 80, 700)]), note), "plan.pdf")
    assert document.text == f"{CLAUSE}\n"
    assert "改由市司法局牵头" in said(document)[WithheldKind.COMMENT]


def test_the_balloons_of_comments_are_withheld_and_do_not_run_into_the_lines_beside_them() -> None:
    page = (
        printed(CLAUSE, 40, 700, 12)
        + printed("批注 [张三1]: 改为市司法局", 380, 700, 9)
        + printed("由市审计局监督检查。", 40, 670, 12)
    )
    document = read_bytes(pdf([page]), "plan.pdf")
    assert words(document, BlockKind.PARAGRAPH)[0].startswith(CLAUSE)
    assert "张三" not in document.text
    assert "市司法局" in said(document)[WithheldKind.COMMENT]


@pytest.mark.parametrize(("matrix", "at"), [("0 1 -1 0", (116, 506)), ("0 -1 1 0", (104, 575))], ids=["up", "down"])
def test_a_head_that_is_set_upright_is_read_in_its_cell(matrix: str, at: tuple[int, int]) -> None:
    upright = f"BT /F 14 Tf {matrix} {at[0]} {at[1]} Tm <{'牵头单位'.encode('utf-16-be').hex()}> Tj ET\n"
    page = (
        ruled((60, 100, 140, 400), (440, 500, 580))
        + upright
        + printed("序", 70, 540, 14)
        + printed("工作任务", 200, 540, 14)
    )
    page += printed("1", 75, 465, 14) + printed("局", 110, 465, 14) + printed("建设统一的平台。", 160, 465, 14)
    document = read_bytes(pdf([page]), "plan.pdf")
    cells = {(b.cell.row, b.cell.column): document.quote(b.span) for b in document.blocks if b.cell}
    assert "".join(cells[0, 1].split()) == "牵头单位"


def beside(heads: tuple[str, str]) -> Document:
    page = ""
    for x, head, name in ((40, heads[0], "市财政局"), (320, heads[1], "市司法局")):
        page += ruled((x, x + 60, x + 220), (600, 640, 680))
        page += printed("序号", x + 10, 655, 12) + printed(head, x + 70, 655, 12)
        page += printed("1", x + 20, 615, 12) + printed(name, x + 70, 615, 12)
    return read_bytes(pdf([page]), "plan.pdf")


def test_two_tables_with_the_same_head_side_by_side_are_two() -> None:
    assert {block.cell.table for block in beside(("责任单位", "责任单位")).blocks if block.cell} == {0, 1}


def test_columns_that_no_line_parts_are_one_table() -> None:
    assert {block.cell.table for block in beside(("责任单位", "配合单位")).blocks if block.cell} == {0}


@pytest.mark.parametrize("count", [100_000])
def test_a_page_with_more_lines_than_any_table_is_named_and_its_text_is_read(count: int) -> None:
    lines = "".join(
        f"0 {n * 800 / count:.3f} m 590 {n * 800 / count:.3f} l S {n * 590 / count:.3f} 0 m {n * 590 / count:.3f} 800 l S\n"
        for n in range(count)
    )
    document = read_bytes(pdf([lines + printed(CLAUSE, 80, 700)]), "plan.pdf")
    assert CLAUSE in document.text
    assert "线条太多" in said(document)[WithheldKind.PICTURE]


def test_strokes_that_nearly_meet_are_a_table_and_crossings_beyond_any_table_are_none() -> None:
    level = [Stroke(at, 0, 100) for at in (0, 20.5, 40)]
    upright = [Stroke(at, 0, 41) for at in (0, 50, 101)]
    assert tables_of(level, upright) == [[(0, 0, 50, 20.5), (50, 0, 101, 20.5), (0, 20.5, 50, 40), (50, 20.5, 101, 40)]]
    grid = [Stroke(at * 4.0, 0, 2_000) for at in range(400)]
    assert tables_of(grid, grid) is None


def test_corners_that_close_no_box_are_given_up_after_a_bounded_number_of_steps() -> None:
    level = [Stroke(at * 10.0, 0, 3_000) for at in range(240)]
    upright = [
        Stroke(0, 0, 2_000),
        *(Stroke(10.0 + x * 10, y * 10.0 - 1.4, y * 10.0 + 2.1) for x in range(200) for y in range(240)),
    ]
    assert tables_of(level, upright) in (None, [])
