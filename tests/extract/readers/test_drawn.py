"""Tables that a plain text draws: frames, pipes, tabs, cells one below another."""

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import BlockKind, Document

FRAME = """目标任务分解表
┌──────────┬────┬────────┬────┐
│　　工　作　任　务　│分　管│牵头组织实施单位│完　成│
│　　　　　　　　　　│领　导│　　　　　　　　│时　限│
├──────────┼────┼────────┼────┤
│加强财政监督，提高财│梁某某│各县（市、区）政│年内见│
│政资金使用效益　　　│　　　│府，市财政局、教│成效　│
│　　　　　　　　　　│　　　│育局　　　　　　│　　　│
├──────────┤　　　├────────┼────┤
│发展教育　　　　　　│　　　│市教育局　　　　│ 9月底│
└──────────┴────┴────────┴────┘
以上任务请认真落实。
"""
MARKDOWN = """# 分工表

| 序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限 |
|:---|---|---|---|---|
| 1 | 完善制度 | 市教育局 | 市财政局、市人社局 | 2024年底 |
| 2 | 推进改革 | 市司法局 | | 持续推进 |
"""
TABS = "序号\t任务\t牵头单位\t配合单位\n1\t完善制度\t市教育局\t市财政局\n2\t推进改革\t市司法局\t各县区\n"
LISTED = "任务分解表\n\n序号\n\n重点任务\n\n责任单位\n\n配合单位\n\n一、主要目标\n\n3\n\n稳定投资。\n\n区发改委\n\n区教育局\n\n4\n\n扩大消费。\n\n区商务局\n\n区财政局\n"
BARRED = "序号 |\n任务 |\n牵头责任单位 |\n责任单位 |\n80 |\n扩大托育。 |\n县教育局 |\n县各有关单位 |\n"


def duties(text: str, name: str = "plan.txt") -> list[tuple[str, str, str]]:
    extraction = extract(read_bytes(text.encode(), name))
    tasks = {task.id: task.text for task in extraction.tasks}
    return [(tasks[a.task], str(a.role), a.mention.words) for a in extraction.assignments]


def test_a_frame_that_is_not_aligned_has_its_columns_in_order() -> None:
    frame = "┌──┬────┬───┐\n│序号│任务│责任单位│\n├──┼────┼───┤\n│1│修建道路│市交通局│\n├──┼────┼───┤\n│2│架桥│市水利局│\n└──┴────┴───┘\n"
    assert duties(frame) == [("修建道路", "lead", "市交通局"), ("架桥", "lead", "市水利局")]


def cells(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind is BlockKind.CELL]


def test_a_frame_is_a_table_and_its_wrapped_words_are_joined() -> None:
    assert duties(FRAME) == [
        ("加强财政监督，提高财政资金使用效益", "lead", "各县（市、区）政府"),
        ("加强财政监督，提高财政资金使用效益", "lead", "市财政局"),
        ("加强财政监督，提高财政资金使用效益", "lead", "教育局"),
        ("发展教育", "lead", "市教育局"),
    ]


def test_a_cell_beside_a_missing_stroke_covers_both_rows() -> None:
    document = read_bytes(FRAME.encode(), "plan.txt")
    merged = next(block for block in document.blocks if document.quote(block.span) == "梁某某")
    assert merged.cell is not None
    assert (merged.cell.row, merged.cell.column, merged.cell.rows) == (1, 1, 2)


def test_text_around_a_frame_stays() -> None:
    text = read_bytes(FRAME.encode(), "plan.txt").text
    assert text.startswith("目标任务分解表\n")
    assert text.endswith("以上任务请认真落实。\n")


def test_pipes_are_a_table_in_markdown_and_in_text() -> None:
    read = [("完善制度", "lead", "市教育局"), ("完善制度", "support", "市财政局"), ("完善制度", "support", "市人社局"),
            ("推进改革", "lead", "市司法局")]  # fmt: skip
    assert duties(MARKDOWN, "plan.md") == read
    assert duties(MARKDOWN.removeprefix("# "), "plan.txt") == read


def test_tabs_are_a_table() -> None:
    assert duties(TABS) == [
        ("完善制度", "lead", "市教育局"),
        ("完善制度", "support", "市财政局"),
        ("推进改革", "lead", "市司法局"),
        ("推进改革", "support", "各县区"),
    ]


TWO = [("甲任务。", "lead", "市教育局"), ("甲任务。", "support", "市财政局"), ("乙任务。", "lead", "市司法局")]


@pytest.mark.parametrize(
    "text",
    [
        "序号\t任务\t牵头单位\t配合单位\t备注\n1\t甲任务。\t市教育局\t市财政局\t\n2\t乙任务。\t市司法局\n",  # last cells empty
        "类别\t任务\t牵头单位\t配合单位\n教育\t甲任务。\t市教育局\t市财政局\n\t乙任务。\t市司法局\t\n",  # the first one
        "序号\t任务\t责任单位\t\n\t\t牵头\t配合\n1\t甲任务。\t市教育局\t市财政局\n2\t乙任务。\t市司法局\t\n",
        "序号\t任务\t牵头单位\t配合单位\n一、教育\n1\t甲任务。\t市教育局\t市财政局\n二、司法\n2\t乙任务。\t市司法局\t\n",
        '序号\t任务\t牵头单位\t配合单位\n1\t"甲任务\n。"\t市教育局\t市财政局\n2\t乙任务。\t市司法局\n',  # as Excel copies
        "序号\t任务\t牵头单位\t配合单位\n1\t甲任\n务。\t市教育局\t市财政局\n2\t乙任务。\t市司法局\n",  # as Word does
        "序号|任务|牵头单位|配合单位\n1|甲任务。|市教育局|市财政局\n2|乙任务。|市司法局|\n",
        "|序号|任务|牵头单位|配合单位|\n|:-:|---|--:|---|\n|1|**甲任务。**|市教育局|市财政局|\n|2|乙任务。|市司法局||\n",
        "序号    任务      牵头单位    配合单位\n1       甲任务。  市教育局    市财政局\n2       乙任务。  市司法局    /\n",
        "序\n号\n任务\n牵头\n单位\n配合\n单位\n1\n甲任务。\n市教育局\n市财政局\n2\n乙任务。\n市司法局\n/\n",
        "任务\n牵头单位\n配合单位\n甲任务。\n市教育局\n市财政局\n乙任务。\n市司法局\n/\n以上任务请落实。\n",
    ],
    ids=[
        "last",
        "first",
        "halves",
        "headings",
        "quoted",
        "broken",
        "pipes",
        "markdown",
        "blanks",
        "labels",
        "uncounted",
    ],
)
def test_tables_with_empty_broken_and_headed_rows(text: str) -> None:
    assert [(words.replace("\n", ""), role, name) for words, role, name in duties(text)] == TWO


def test_lines_of_one_cell_go_where_alone_they_fit() -> None:
    text = "序号\n任务\n牵头单位\n完成时限\n1\n甲任务。\n市教育局\n市财政局\n6月底\n2\n乙任务。\n市司法局\n年底\n"
    assert duties(text) == [
        ("甲任务。", "lead", "市教育局"), ("甲任务。", "lead", "市财政局"), ("乙任务。", "lead", "市司法局"),
    ]  # fmt: skip


def test_cells_one_below_another_are_a_table() -> None:
    assert duties(LISTED) == [
        ("稳定投资。", "lead", "区发改委"),
        ("稳定投资。", "support", "区教育局"),
        ("扩大消费。", "lead", "区商务局"),
        ("扩大消费。", "support", "区财政局"),
    ]
    assert duties(BARRED) == [("扩大托育。", "lead", "县教育局"), ("扩大托育。", "support", "县各有关单位")]


def test_a_listed_table_with_an_empty_cell_is_left_as_it_is() -> None:
    """Nobody can tell which cell is missing, so no row may be guessed."""
    text = LISTED.replace("区教育局\n\n", "")
    assert cells(read_bytes(text.encode(), "plan.txt")) == []
    assert duties(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "甲|乙|丙\n丁|戊|己\n",  # no header
        "| 序号 | 任务 | 牵头单位 |\n| 1 | 完善制度 |\n",  # no row as wide
        "序号  任务  牵头单位  配合单位\n1  完善制度  市教育局  市财政局\n2  推进改革  市司法局\n",  # leads or supports?
        "一、总体要求\t加强领导\t落实责任\n",  # one line
        "┌──┐\n│标题│\n└──┘\n",  # a frame around a title
        "序号\n任务\n牵头单位\n没有编号的行\n",
    ],
)
def test_what_only_looks_like_a_table_stays_text(text: str) -> None:
    document = read_bytes(text.encode(), "plan.txt")
    assert document.text == text
    assert cells(document) == []


def test_blocks_do_not_touch_and_hold_all_words() -> None:
    document = read_bytes(FRAME.encode(), "plan.txt")
    words = "".join(document.quote(block.span) for block in document.blocks)
    assert "".join(words.split()) == "".join(document.text.split())
