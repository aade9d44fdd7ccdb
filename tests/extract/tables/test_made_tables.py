"""Tables as offices make them, invented for these tests: what is read of them, from the bytes to the units."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.extract.made import lines, read_made
from tests.extract.readers.makers import word
from tests.extract.tables.made import as_page

HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(book: openpyxl.Workbook, title: str, rows: Sequence[Sequence[object]]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    return sheet


def empty_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    return book


def test_a_workbook_with_title_rows_a_header_of_two_rows_and_merged_groups() -> None:
    book = empty_book()
    sheet = sheet_of(book, "Sheet1", [
        ["附件"],
        ["昌吉州2024年重点工作任务分工表"],
        ["填报单位：州政府办公室", None, None, None, None, "单位：万元"],
        ["序号", "类别", "工作任务", "责任分工", None, "完成时限"],
        [None, None, None, "牵头单位", "配合单位", None],
        [1, "深化改革", "推进一件事改革。", "州政府办公室", "州发改委、州财政局", date(2024, 12, 31)],
        [2, None, "建设数据平台。", "州大数据局", "/", "年底前"],
        [3, "优化服务", "设立综合窗口。", "州政务服务中心\n州公安局", "各县市人民政府", "长期坚持"],
    ])  # fmt: skip
    for place in ("A2:F2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "B6:B7"):
        sheet.merge_cells(place)
    result = read_made(saved(book), "plan.xlsx")
    assert lines(result, paths=True) == [
        "1 推进一件事改革。 L 州政府办公室 S 州发改委 州财政局 T 2024-12-31 附件昌吉州2024年重点工作任务分工表/深化改革",
        "2 建设数据平台。 L 州大数据局 T 年底前 附件昌吉州2024年重点工作任务分工表/深化改革",
        "3 设立综合窗口。 L 州政务服务中心 州公安局 S 各县市人民政府 T 长期坚持 附件昌吉州2024年重点工作任务分工表/优化服务",
    ]
    assert {unit.place_code for unit in result.units} == {"652300"}


def test_what_a_workbook_hides_is_not_read() -> None:
    book = empty_book()
    first = sheet_of(book, "一、经济发展", [
        ["序号", "任务", "牵头单位", "内部意见", "责任单位"],
        [1, "稳增长。", "市发展改革委", "拟改", "市工业和信息化局"],
        [2, "不给人看。", "市财政局", "拟删", "市审计局"],
    ])  # fmt: skip
    sheet_of(book, "草稿", [["序号", "任务", "牵头单位"], [1, "不该读。", "市公安局"]]).sheet_state = "hidden"
    sheet_of(book, "二、民生", [["序号", "任务", "牵头单位"], [1, "扩大就业。", "市人力资源社会保障局"]])
    first.row_dimensions[3].hidden = True
    first.column_dimensions["D"].hidden = True
    result = read_made(saved(book), "plan.xlsx")
    assert lines(result, paths=True) == [
        "1 稳增长。 L 市发展改革委 S 市工业和信息化局 一、经济发展",
        "1 扩大就业。 L 市人力资源社会保障局 二、民生",
    ]
    assert "拟" not in result.document.text


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ('序号;工作任务;牵头单位;配合单位;完成时限\n1;"建设平台，\n打通数据";市数据局;市财政局、市公安局;年底\n', "gbk", "a.csv"),
        ('序号,工作任务,牵头单位,配合单位,完成时限\r\n1,"建设平台，打通数据",市数据局,"市财政局,市公安局",年底\r\n', "utf-8-sig", "a.csv"),
        ("重点任务清单\n\n序号\t工作任务\t牵头单位\t配合单位\t完成时限\n1\t建设平台，打通数据\t市数据局\t市财政局、市公安局\t年底\n", "gb18030", "a.tsv"),
    ],
    ids=["semicolons", "commas", "tabs"],
)  # fmt: skip
def test_delimited_text_of_any_delimiter_and_encoding(text: str, encoding: str, name: str) -> None:
    assert lines(read_made(text.encode(encoding), name)) == [
        "1 建设平台，打通数据 L 市数据局 S 市财政局 市公安局 T 年底"
    ]


def test_a_word_table_with_a_header_of_two_rows_and_cells_merged_both_ways() -> None:
    made = docx.Document()
    made.add_heading("昌吉州重点任务分工表", 0)
    rows = [
        ["序号", "类别", "任务", "责任单位", "", "时限"],
        ["", "", "", "牵头", "配合", ""],
        ["1", "改革", "推行一件事。", "州政府办公室", "州发改委", "6月底"],
        ["2", "", "建设平台。", "州大数据局", "", "年底"],
        ["3", "服务", "设立窗口。", "州政务服务中心", "州公安局、\n州税务局", "长期"],
    ]
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    merges = [((0, 3), (0, 4)), *(((0, c), (1, c)) for c in (0, 1, 2, 5)), ((2, 1), (3, 1)), ((2, 4), (3, 4))]
    for first, last in merges:
        table.cell(*first).merge(table.cell(*last))
    out = BytesIO()
    made.save(out)
    assert lines(read_made(out.getvalue(), "plan.docx"), paths=True) == [
        "1 推行一件事。 L 州政府办公室 S 州发改委 T 6月底 昌吉州重点任务分工表/改革",
        "2 建设平台。 L 州大数据局 S 州发改委 T 年底 昌吉州重点任务分工表/改革",
        "3 设立窗口。 L 州政务服务中心 S 州公安局 州税务局 T 长期 昌吉州重点任务分工表/服务",
    ]


def paragraph(words: str, mark: str = "") -> str:
    return f"<w:p><w:pPr>{mark}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells: str, mark: str = "") -> str:
    return f"<w:tr><w:trPr>{mark}</w:trPr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def test_tracked_changes_are_taken_as_accepted() -> None:
    body = (
        paragraph("昌吉州工作方案")
        + "<w:p><w:r><w:t>1.建设平台。（责任单位：州</w:t></w:r><w:del><w:r><w:delText>发改委</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>大数据局</w:t></w:r></w:ins><w:r><w:t>）</w:t></w:r></w:p>"
        + "<w:p><w:del><w:r><w:delText>2.删去。（责任单位：州公安局）</w:delText></w:r></w:del></w:p>"
        + "<w:p><w:ins><w:r><w:t>2.新增。（责任单位：州财政局）</w:t></w:r></w:ins></w:p>"
        + "<w:p><w:moveFrom><w:r><w:t>移走。（责任单位：州民政局）</w:t></w:r></w:moveFrom></w:p>"
        + f"<w:tbl>{row('序号', '任务', '责任单位')}{row('1', '删去的行。', '州公安局', mark='<w:del/>')}"
        + f"{row('2', '新增的行。', '州司法局', mark='<w:ins/>')}</w:tbl>"
        + "<w:p><w:moveTo><w:r><w:t>3.移来。（责任单位：州民政局）</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(read_made(word(body), "plan.docx")) == [
        "1. 建设平台。（责任单位：州大数据局） L 州大数据局",
        "2. 新增。（责任单位：州财政局） L 州财政局",
        "2 新增的行。 L 州司法局",
        "3. 移来。（责任单位：州民政局） L 州民政局",
    ]


def test_content_controls_text_boxes_and_links_hide_nothing() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = control.format("<w:r><w:t>州财政局</w:t></w:r>")
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('（责任单位：州水利局）')}</w:txbxContent></w:pict></w:r>"
    body = (
        control.format(f"<w:p><w:r><w:t>1.建平台。（责任单位：</w:t></w:r>{inline}<w:r><w:t>）</w:t></w:r></w:p>")
        + f"<w:p><w:r><w:t>2.防汛。</w:t></w:r>{box}</w:p>"
        + "<w:p><w:r><w:t>3.审计。（责任</w:t></w:r><w:hyperlink><w:r><w:t>单位：州审计局</w:t></w:r></w:hyperlink><w:r><w:t>）</w:t></w:r></w:p>"
        + f"<w:tbl>{row('任务', '责任单位')}{control.format(row('丙任务', '州司法局'))}</w:tbl>"
    )
    assert lines(read_made(word(body), "plan.docx")) == [
        "1. 建平台。（责任单位：州财政局） L 州财政局",
        "2. 防汛。（责任单位：州水利局） L 州水利局",
        "3. 审计。（责任单位：州审计局） L 州审计局",
        "丙任务 L 州司法局",
    ]


def test_a_note_between_a_task_and_its_units_does_not_part_them() -> None:
    noted = '<w:p><w:r><w:t>1.建平台。</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = f'<w:footnote w:id="2">{paragraph("平台指数据平台。")}</w:footnote>'
    result = read_made(word(noted + paragraph("责任单位：州大数据局"), footnotes=note), "plan.docx")
    assert lines(result) == ["1. 建平台。责任单位：州大数据局 L 州大数据局"]
    assert result.document.text.endswith("平台指数据平台。\n")


def test_a_table_cut_in_two_keeps_its_columns() -> None:
    rows = row("序号", "任务", "牵头单位") + row("1", "甲任务。", "州财政局")
    body = f"<w:tbl>{rows}</w:tbl>{paragraph('')}<w:tbl>{row('2', '乙任务。', '州审计局')}</w:tbl>"
    assert lines(read_made(word(body), "plan.docx")) == ["1 甲任务。 L 州财政局", "2 乙任务。 L 州审计局"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("序号  工作任务  牵头单位  完成时限", ["序号  工作任务  牵头单位  完成时限"]),
        ("任务　　责任单位　　配合单位", ["任务　　责任单位　　配合单位"]),
        ("1  工作任务  牵头单位", []),
        ("工作任务 牵头单位 市发展改革委 市财政局", []),
        ("责任单位 市发展改革委", []),
    ],
)
def test_a_header_that_is_read_as_a_line_is_a_finding(line: str, said: list[str]) -> None:
    result = read_made(f"昌吉州任务分工表\n{line}\n以下从略。\n".encode(), "plan.txt")
    assert [finding.quote for finding in result.findings if finding.code == "columns-uncertain"] == said


def table(*rows: str) -> str:
    """A table of Word, its rows given as cells parted by ``|``."""
    return f"<w:tbl>{''.join(row(*words.split('|')) for words in rows)}</w:tbl>"


def test_a_heading_whose_tasks_stand_in_a_table_is_a_section() -> None:
    body = (
        paragraph("海州市工作方案") + paragraph("一、主要任务")
        + paragraph("（一）改善教育。建设学校。（责任单位：市教育局）") + paragraph("（二）改善民生")
        + table("序号|工作任务|牵头单位|配合单位", "1|任务甲。|市民政局|市财政局")
    )  # fmt: skip
    assert lines(read_made(word(body), "plan.docx"), paths=True) == [
        "（一） 改善教育。建设学校。（责任单位：市教育局） L 市教育局 一、主要任务",
        "1 任务甲。 L 市民政局 S 市财政局 一、主要任务/（二）改善民生",
    ]


def test_a_title_behind_a_table_is_another_title() -> None:
    body = (
        paragraph("任务分工表") + table("序号|任务|牵头单位", "1|任务甲。|市民政局")
        + paragraph("整改台账") + table("序号|问题|责任单位", "1|问题乙。|市司法局")
    )  # fmt: skip
    assert lines(read_made(word(body), "plan.docx"), paths=True) == [
        "1 任务甲。 L 市民政局 任务分工表", "1 问题乙。 L 市司法局 整改台账",
    ]  # fmt: skip


NOTES = ("<p>说明：▲为主责部门，△为协同部门。</p>", "<p>（截至3月31日）</p>", "<p>单位：万元</p>", "")


@pytest.mark.parametrize("note", NOTES)
def test_the_caption_of_a_table_is_above_the_notes_on_it(note: str) -> None:
    rows = ("序号|任务|牵头单位", "1|任务甲。|市民政局", "2|任务乙。|市财政局")
    result = read_made(as_page(rows, f"<p>甲区创建任务矩阵</p>{note}"), "plan.html")
    assert lines(result, paths=True) == [
        "1 任务甲。 L 市民政局 甲区创建任务矩阵",
        "2 任务乙。 L 市财政局 甲区创建任务矩阵",
    ]


def test_a_matrix_is_an_article_with_the_lines_above_it() -> None:
    rows = ("序号|任务|区住建局|区教育局", "1|任务甲|▲|△", "2|任务乙||▲")
    result = read_made(as_page(rows, "<p>甲区创建任务矩阵</p><p>▲为主责部门，△为协同部门。</p>"), "plan.html")
    assert lines(result, paths=True) == [
        "1 任务甲 L 区住建局 S 区教育局 甲区创建任务矩阵", "2 任务乙 L 区教育局 甲区创建任务矩阵",
    ]  # fmt: skip


def test_how_far_a_task_is_and_what_it_aims_at_are_neither_its_time_nor_its_words() -> None:
    rows = ("项目|2025年目标|责任单位|办结时间|当前进度", "集中供热|60万平方米|市住建局|12月底|已开工7个")
    assert lines(read_made(as_page(rows), "plan.html")) == ["集中供热 L 市住建局 T 12月底"]


OWN_LISTS = {
    "offices are the units of a department's own list": (
        ["序号|任务|责任科室|时限", "1|编制规划|规划科|6月底", "2|清理河道|河长办、水政科|年底"],
        ["1 编制规划 L 规划科 T 6月底", "2 清理河道 L 河长办 水政科 T 年底"],
    ),
    "offices that lead and support": (
        ["序号|任务|责任领导|牵头科室|配合科室", "1|编制规划|张三|规划科|财务科"], ["1 编制规划 L 规划科 S 财务科"],
    ),
    "offices beside units are no units of the plan": (
        ["序号|任务|责任单位|责任科室", "1|编制规划|市水利局|规划科"], ["1 编制规划 L 市水利局"],
    ),
    "a row over the full width says whose the rows below are": (
        ["序号|任务|配合单位", "一、市交通局牵头事项（2项）", "1|修路|市财政局", "2|架桥|市水利局", "二、市教育局牵头事项", "3|建校|—"],
        ["1 修路 L 市交通局 S 市财政局", "2 架桥 L 市交通局 S 市水利局", "3 建校 L 市教育局"],
    ),
}  # fmt: skip


NUMBERS = {
    "a number of several rows is not that of each task": (
        ["序号|问题|整改措施|责任单位", "<一|混接|1.普查管网。|县住建局", "2.改造管网。|县水利局"],
        ["1. 普查管网。 L 县住建局 混接", "2. 改造管网。 L 县水利局 混接"],
    ),
    "第1件 is a number": (["实事|内容|牵头", "第1件|改造管网|县住建局", "第2件|新建学校|县教育局"], ["第1件 改造管网 L 县住建局", "第2件 新建学校 L 县教育局"]),
    "who owns a project and who serves it": (
        ["编号|工程|业主单位|服务单位", "1|第二水厂|临港水务公司|区水务局"], ["1 第二水厂 L 临港水务公司 S 区水务局"],
    ),
    "a remark says who guides": (["序号|任务|责任单位|备注", "1|开办食堂|各街道办事处|市民政局负责指导"], ["1 开办食堂 L 各街道办事处 G 市民政局"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_the_numbers_and_roles_of_rows(case: str) -> None:
    rows, expected = NUMBERS[case]
    page = (
        as_page(rows)
        .replace(b"<td>&lt;", b"<td rowspan=2>")
        .replace("<td>混接".encode(), "<td rowspan=2>混接".encode())
    )
    assert lines(read_made(page, "plan.html"), paths=True) == expected


def test_a_sum_goes_on_with_no_row() -> None:
    table = "序号,项目,责任单位\n1,社区食堂,市民政局\n,合计,\n"
    result = read_made(table.encode(), "plan.csv")
    assert lines(result) == ["1 社区食堂 L 市民政局"]
    assert result.findings == ()


@pytest.mark.parametrize("case", OWN_LISTS)
def test_whose_a_list_is(case: str) -> None:
    rows, expected = OWN_LISTS[case]
    assert lines(read_made(as_page(rows), "plan.html")) == expected
