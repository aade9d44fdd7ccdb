from collections.abc import Sequence

import pytest

from extract.errors import SourceTooLargeError, UnreadableSourceError
from extract.formats import Format
from extract.readers import read_bytes
from extract.records import BlockKind, Document
from tests.extract.readers.makers import pdf, printed, ruled, stream_bomb, typeset, width_of

LEFT, RIGHT, EM = 80, 512, 16  # a line holds 27 characters
CLAUSE = "（一）加强组织领导。各地各部门要把依法行政摆在更加突出的位置，落实责任，完善考核，确保各项任务按时完成，取得实效。（责任单位：市发展改革委、市财政局、市公安局、市司法局、市民政局、市人力资源社会保障局按职责分工负责）"


def set_text(text: str, top: float, foot: float = 100) -> tuple[str, str]:
    """Set a paragraph with an indent of two characters; give the page and what is left over."""
    page, x, y = "", LEFT + 2 * EM, top
    while text and y >= foot:
        count = int((RIGHT - x) / EM)
        page += printed(text[:count], x, y)
        text, x, y = text[count:], LEFT, y - 28
    return page, text


def words(document: Document, kind: BlockKind) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind is kind]


def places(document: Document) -> dict[tuple[int, int], tuple[str, int]]:
    return {(b.cell.row, b.cell.column): (document.quote(b.span), b.cell.rows) for b in document.blocks if b.cell}


def test_a_paragraph_is_one_block_over_lines_and_pages() -> None:
    first, rest = set_text(CLAUSE, top=180)
    second, left = set_text("", top=780)
    x, y = LEFT, 780
    for start in range(0, len(rest), 27):
        second += printed(rest[start : start + 27], x, y)
        y -= 28
    assert rest
    assert not left
    first += printed("— 1 —", 280, 60, 12)
    second += set_text("二、保障措施", top=y)[0] + printed("— 2 —", 280, 60, 12)
    document = read_bytes(pdf([first, second]), "plan.pdf")
    assert document.format is Format.PDF
    assert words(document, BlockKind.PARAGRAPH) == [CLAUSE, "二、保障措施"]
    assert words(document, BlockKind.NOISE) == ["— 1 —", "— 2 —"]
    assert [block.page for block in document.blocks if block.kind is BlockKind.PARAGRAPH] == [1, 2]


def test_headers_that_repeat_are_noise() -> None:
    pages = [
        printed("某市人民政府公报", 200, 810, 10) + set_text(f"第{n}部分的任务由有关部门落实。", top=700)[0]
        for n in "一二三四"
    ]
    document = read_bytes(pdf(pages), "plan.pdf")
    assert words(document, BlockKind.NOISE) == ["某市人民政府公报"] * 4
    assert len(words(document, BlockKind.PARAGRAPH)) == 4


def test_a_title_of_two_lines_is_one_paragraph() -> None:
    page = printed("某市全面推进依法行政加快建设", 142, 760, 22) + printed("法治政府实施方案", 208, 730, 22)
    page += set_text(CLAUSE, top=680)[0]
    assert (
        words(read_bytes(pdf([page]), "plan.pdf"), BlockKind.PARAGRAPH)[0]
        == "某市全面推进依法行政加快建设法治政府实施方案"
    )


def table(rows: list[tuple[float, list[str]]], foot: float, columns: tuple[float, ...] = (60, 110, 330, 530)) -> str:
    """Draw a table; each row has its upper edge and its words. "|" breaks a line, "^" leaves the edge above out."""
    edges = [top for top, _ in rows] + [foot]
    page = ruled(columns, edges) if not any("^" in values for _, values in rows) else ""
    if not page:
        page = (
            "".join(f"{x} {edges[0]} m {x} {foot} l S\n" for x in columns)
            + f"{columns[0]} {foot} m {columns[-1]} {foot} l S\n"
        )
        for top, values in rows:
            page += "".join(
                f"{columns[i]} {top} m {columns[i + 1]} {top} l S\n" for i, value in enumerate(values) if value != "^"
            )
    for top, values in rows:
        for i, value in enumerate(values):
            for line, text in enumerate(value.strip("^").split("|")):
                page += printed(text, columns[i] + 6, top - 16 - 14 * line, 10) if text else ""
    return page


def test_a_ruled_table_with_a_merged_cell() -> None:
    rows = [
        (700.0, ["序号", "工作任务", "责任单位"]),
        (670.0, ["1", "甲任务。", "财政局"]),
        (640.0, ["^", "乙任务。", "公安局"]),
    ]
    document = read_bytes(pdf([printed("任务分工表", 200, 760, 20) + table(rows, 610)]), "plan.pdf")
    assert words(document, BlockKind.PARAGRAPH) == ["任务分工表"]
    assert places(document) == {
        (0, 0): ("序号", 1),
        (0, 1): ("工作任务", 1),
        (0, 2): ("责任单位", 1),
        (1, 0): ("1", 2),
        (1, 1): ("甲任务。", 1),
        (1, 2): ("财政局", 1),
        (2, 1): ("乙任务。", 1),
        (2, 2): ("公安局", 1),
    }


def test_lines_of_a_cell_are_joined_where_they_were_full() -> None:
    rows = [
        (700.0, ["序号", "推进全市政务数据共享交换平台建设，健全完|善运行机制。", "市发展改革委|市财政局"]),
        (640.0, ["2", "乙", "丙"]),
    ]
    document = read_bytes(pdf([table(rows, 600)]), "plan.pdf")
    assert places(document)[0, 1][0] == "推进全市政务数据共享交换平台建设，健全完善运行机制。"
    assert places(document)[0, 2][0] == "市发展改革委\n市财政局"


def test_a_table_over_two_pages_is_one_and_a_cut_row_is_whole() -> None:
    head = ["序号", "工作任务", "责任单位"]
    first = table(
        [
            (200.0, head),
            (170.0, ["1", "甲任务。", "财政局"]),
            (140.0, ["2", "推进全市政务数据共享交换平台建设，健全完", "公安局"]),
        ],
        110,
    )
    second = table([(780.0, head), (750.0, ["", "善运行机制。", ""]), (720.0, ["3", "丙任务。", "司法局"])], 690)
    pages = [first + printed("- 1 -", 280, 50, 12), second + printed("- 2 -", 280, 50, 12)]
    document = read_bytes(pdf(pages), "plan.pdf")
    assert {block.cell.table for block in document.blocks if block.cell} == {0}
    assert places(document)[2, 1] == ("推进全市政务数据共享交换平台建设，健全完善运行机制。", 1)
    assert places(document)[3, 2] == ("司法局", 1)
    assert max(places(document)) == (3, 2)
    assert words(document, BlockKind.NOISE) == ["序号\t工作任务\t责任单位", "- 1 -", "- 2 -"]


def test_a_whole_row_after_the_page_end_is_not_joined() -> None:
    first = table([(170.0, ["序号", "工作任务", "责任单位"]), (140.0, ["1", "甲任务。", "公安局"])], 110)
    second = table([(780.0, ["2", "乙任务。", "司法局"]), (750.0, ["3", "丙任务。", "民政局"])], 720)
    assert max(places(read_bytes(pdf([first, second]), "plan.pdf"))) == (3, 2)


def test_text_between_two_tables_keeps_them_apart() -> None:
    first = table([(170.0, ["序号", "工作任务", "责任单位"]), (140.0, ["1", "甲任务。", "公安局"])], 110)
    second = set_text("附件二的任务如下。", top=790)[0] + table(
        [(750.0, ["1", "乙", "丙"]), (720.0, ["2", "丁", "戊"])], 690
    )
    document = read_bytes(pdf([first, second]), "plan.pdf")
    assert {block.cell.table for block in document.blocks if block.cell} == {0, 1}


def test_footnotes_are_told_from_the_text() -> None:
    page = set_text(CLAUSE, top=760)[0] + printed("①本办法所称单位包括派出机构。", LEFT, 90, 10)
    document = read_bytes(pdf([page]), "plan.pdf")
    assert words(document, BlockKind.FOOTNOTE) == ["①本办法所称单位包括派出机构。"]
    assert words(document, BlockKind.PARAGRAPH) == [CLAUSE]


def test_words_printed_twice_for_bold_are_read_once() -> None:
    page = printed("加强领导", 200, 700) + printed("加强领导", 200.4, 700) + set_text(CLAUSE, top=600)[0]
    assert words(read_bytes(pdf([page]), "plan.pdf"), BlockKind.PARAGRAPH)[0] == "加强领导"


def test_a_scan_is_refused_with_advice() -> None:
    page = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n"
    with pytest.raises(UnreadableSourceError, match="扫描件") as refusal:
        read_bytes(pdf([page] * 3), "plan.pdf")
    assert "OCR" in refusal.value.message.render()


def test_an_encrypted_file_is_refused_as_such() -> None:
    locked = pdf([printed("正文", 100, 700)]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>",
    )
    with pytest.raises(UnreadableSourceError, match="密码"):
        read_bytes(locked, "plan.pdf")


@pytest.mark.parametrize("filters", ["/FlateDecode", "[/FlateDecode /FlateDecode]"])
def test_a_stream_that_unpacks_to_too_much_is_refused(filters: str) -> None:
    bomb = stream_bomb()
    data = b"%PDF-1.7\n1 0 obj\n<< /Filter " + filters.encode() + b" >>\nstream\n" + bomb + b"\nendstream\nendobj\n"
    with pytest.raises(SourceTooLargeError):
        read_bytes(data, "plan.pdf")


def test_a_pdf_is_read_as_one_whatever_its_name() -> None:
    assert read_bytes(b"\n\n" + pdf([set_text(CLAUSE, top=700)[0]]), "plan.doc").format is Format.PDF


def test_drawings_that_call_one_another_are_read_within_a_limit() -> None:
    stamp = {"A": ("/B Do", "B"), "B": (printed("某市人民政府", 200, 600), "")}
    assert "某市人民政府" in read_bytes(pdf(["/A Do"], forms=stamp), "plan.pdf").text
    bomb = {f"A{i}": (f"/A{i + 1} Do " * 10, f"A{i + 1}") for i in range(10)} | {"A10": (printed("甲", 9, 9), "")}
    with pytest.raises(SourceTooLargeError):
        read_bytes(pdf(["/A0 Do"], forms=bomb), "plan.pdf")
    with pytest.raises(SourceTooLargeError):
        read_bytes(pdf(["/A Do"], forms={"A": ("/A Do", "A")}), "plan.pdf")


def drawn(lines: Sequence[tuple[float, float, float, float]]) -> str:
    return "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in lines)


def table_words(rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float) -> str:
    return "".join(
        printed(words, left + 6, top - 22 - 30 * number, 12)
        for number, row in enumerate(rows)
        for left, words in zip(lefts, row, strict=True)
    )


def test_a_table_whose_sides_are_open_keeps_its_outer_columns() -> None:
    levels = [(60.0, 700.0 - 30 * n, 500.0, 700.0 - 30 * n) for n in range(4)]
    uprights = [(x, 610.0, x, 700.0) for x in (120.0, 360.0)]
    rows = [["序号", "任务", "责任单位"], ["1", "建设平台。", "财政局"], ["2", "设立窗口。", "审计局"]]
    document = read_bytes(pdf([drawn(levels + uprights) + table_words(rows, (60, 120, 360), 700)]), "plan.pdf")
    assert document.text == "序号\t任务\t责任单位\n1\t建设平台。\t财政局\n2\t设立窗口。\t审计局\n"


def test_a_row_that_a_page_end_leaves_open_is_in_the_table() -> None:
    first = [(60.0, y, 500.0, y) for y in (130.0, 100.0, 70.0)] + [
        (x, 70.0, x, 130.0) for x in (60.0, 120.0, 360.0, 500.0)
    ]
    second = [(60.0, 770.0, 500.0, 770.0)] + [(x, 770.0, x, 800.0) for x in (60.0, 120.0, 360.0, 500.0)]
    head = table_words([["序号", "任务", "责任单位"], ["1", "建设平台。", "财政局"]], (60, 120, 360), 130)
    tail = table_words([["2", "设立窗口。", "审计局"]], (60, 120, 360), 800)
    document = read_bytes(pdf([drawn(first) + head, drawn(second) + tail]), "plan.pdf")
    assert document.text == "序号\t任务\t责任单位\n1\t建设平台。\t财政局\n2\t设立窗口。\t审计局\n"


def two_columns(paragraphs: Sequence[str], ems: int, lines: int) -> str:
    """Set paragraphs in two columns of a page, sixteen points a character."""
    page = ""
    for column, printed_lines in enumerate(typeset(paragraphs, ems, lines)[:2]):
        for row, (text, indent) in enumerate(printed_lines):
            x = 60.0 + 260 * column + 16 * indent
            for character in text:
                page += printed(character, x, 700 - 26 * row)
                x += 16 * width_of(character)
    return page


def test_a_page_in_two_columns_is_read_one_column_after_the_other() -> None:
    text = "推进改革，压实责任，强化督促检查，确保取得实效，形成可复制可推广的经验做法，并在全州范围内推行。"
    paragraphs = [f"{number}.{text}（责任单位：州财政局）" for number in range(1, 10)]
    title = printed("昌吉州人民政府公报", 220, 760, 18)
    made = pdf([title + two_columns(paragraphs, 14, 25) + printed("— 1 —", 280, 30, 12)])
    document = read_bytes(made, "plan.pdf")
    shown = [document.quote(block.span) for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    whole = "".join(line for lines in typeset(paragraphs, 14, 25)[:2] for line, _ in lines)
    assert shown[0] == "昌吉州人民政府公报"
    assert shown[1:-1] == paragraphs[: len(shown) - 2], "the last one may be cut off at the foot of the page"
    assert "".join(shown[1:]) == whole


@pytest.mark.parametrize("matrix", [(0, 1, -1, 0), (0, -1, 1, 0)], ids=["upward", "downward"])
def test_a_table_set_sideways_is_read_with_its_page_turned(matrix: tuple[int, int, int, int]) -> None:
    """A landscape table on an upright page: x and y below are those of the turned page, from its left and its head."""
    upward = matrix[1] > 0
    rows = [["序号", "任务", "责任单位"], ["1", "建设平台。", "财政局"], ["2", "设立窗口。", "审计局"]]

    def place(x: float, y: float) -> tuple[float, float]:
        return (y, x) if upward else (595 - y, 842 - x)

    def line(start: tuple[float, float], end: tuple[float, float]) -> str:
        (x0, y0), (x1, y1) = place(*start), place(*end)
        return f"{x0} {y0} m {x1} {y1} l S\n"

    page = "".join(line((60, y), (500, y)) for y in (60, 90, 120, 150))
    page += "".join(line((x, 60), (x, 150)) for x in (60, 120, 360, 500))
    for number, row in enumerate(rows):
        for left, words in zip((66, 126, 366), row, strict=True):
            x, y = place(left, 80 + 30 * number)
            turn = " ".join(map(str, matrix))
            page += f"BT /F 12 Tf {turn} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"
    document = read_bytes(pdf([page]), "plan.pdf")
    assert document.text == "序号\t任务\t责任单位\n1\t建设平台。\t财政局\n2\t设立窗口。\t审计局\n"


def test_a_blank_that_is_typed_by_itself_parts_words_and_a_gap_without_one_does_not() -> None:
    page = printed("通知", 80, 700) + printed(" ", 112, 700) + printed("各市县人民政府：", 120, 700)
    page += printed("通知", 80, 640) + printed("各市县人民政府：", 120, 640)
    assert words(read_bytes(pdf([page]), "plan.pdf"), BlockKind.PARAGRAPH) == [
        "通知 各市县人民政府：",
        "通知各市县人民政府：",
    ]
