"""Tables of tasks: headers of every kind, cards, repeated values, people beside units."""

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes

Row = tuple[str, str, tuple[str, ...]]


def rows(*lines: str) -> list[Row]:
    """Read lines of cells parted by ``|`` as the table of a page; give number, task, and who does what."""
    table = "".join(
        f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in line.split('|'))}</tr>"
        for line in lines
    )
    extraction = extract(
        read_bytes(f"<html><body><h1>分工</h1><table>{table}</table></body></html>".encode(), "plan.html")
    )
    return [
        (
            task.number,
            task.text,
            tuple(f"{a.role}:{a.mention.words}" for a in extraction.assignments if a.task == task.id),
        )
        for task in extraction.tasks
    ]


def test_a_cell_with_role_phrases_is_no_header() -> None:
    assert rows(
        "序号|工作任务|责任单位|完成时间",
        "1|建设平台|市数据局牵头，市财政局配合|12月",
        "2|推进共享|牵头单位：市发改委<br>配合单位：市司法局|全年",
        "3|推进应用|市政府办（牵头）<br>市数据局|6月",
    ) == [
        ("1", "建设平台", ("lead:市数据局", "support:市财政局")),
        ("2", "推进共享", ("lead:市发改委", "support:市司法局")),
        ("3", "推进应用", ("lead:市政府办", "support:市数据局")),
    ]  # fmt: skip


def test_people_beside_units_are_no_part_of_the_name() -> None:
    assert rows(
        "序号|任务|责任领导|牵头单位及责任人|配合单位及责任人",
        "1|建设平台|张三|市数据局 李四|市财政局 王五、市司法局（赵六）",
    ) == [("1", "建设平台", ("lead:市数据局", "support:市财政局", "support:市司法局"))]


@pytest.mark.parametrize("ditto", ["同上", "〃", "同上。"])
def test_ditto_repeats_the_row_above(ditto: str) -> None:
    assert rows(
        "序号|任务|牵头单位|配合单位", "1|建设平台|市数据局|市财政局", f"2|推进共享|{ditto}|市司法局",
    )[1] == ("2", "推进共享", ("lead:市数据局", "support:市司法局"))  # fmt: skip


def test_a_number_in_the_task_cell_is_the_number_of_the_task() -> None:
    assert rows("主要任务|牵头单位|参加单位", "1.建设平台。|市数据局|市财政局", "（二）推进共享。|市发改委|各县区") == [
        ("1.", "建设平台。", ("lead:市数据局", "support:市财政局")),
        ("（二）", "推进共享。", ("lead:市发改委", "support:各县区")),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("任务名称|建设平台", "主要内容|统一建设", "牵头单位|市数据局", "配合单位|市财政局", "完成时限|2024年底"),
        ("任务名称|建设平台|责任人|张三", "牵头单位|市数据局|配合单位|市财政局"),
        ("事项|建设平台", "牵头部门：|市数据局", "协办部门：|市财政局"),
    ],
)
def test_a_card_of_labels_and_values_is_a_task(lines: tuple[str, ...]) -> None:
    assert rows(*lines) == [("", "建设平台", ("lead:市数据局", "support:市财政局"))]


def test_several_cards_in_one_table_are_several_tasks() -> None:
    assert rows(
        "任务编号|1", "任务名称|建设平台", "责任单位|市数据局", "任务编号|2", "任务名称|推进共享", "责任单位|市发改委"
    ) == [
        ("1", "建设平台", ("lead:市数据局",)),
        ("2", "推进共享", ("lead:市发改委",)),
    ]


def test_a_header_in_two_rows_and_a_group_over_the_whole_width() -> None:
    assert rows(
        "<td rowspan=2>序号</td>|<td rowspan=2>重点任务</td>|<td colspan=2>责任分工</td>",
        "牵头单位|配合单位",
        "<td colspan=4>（一）优化审批</td>",
        "1|建设平台|市数据局|市财政局、各县（市、区）政府",
    ) == [("1", "建设平台", ("lead:市数据局", "support:市财政局", "support:各县（市、区）政府"))]


def test_a_table_that_assigns_nothing_has_no_tasks() -> None:
    assert rows("序号|项目|单位|数量", "1|粮食|万吨|30") == []
    assert rows("名称|建设平台", "地址|某路1号") == []


def test_a_label_with_nobody_behind_it_is_not_passed_over() -> None:
    text = "一、任务\n1.建设平台。责任单位：市数据局\n2.推进共享。责任单位：\n"
    found = extract(read_bytes(text.encode(), "plan.txt")).findings
    assert "unread-clause" in {finding.code for finding in found}


def test_a_category_printed_again_in_each_row_is_one_section() -> None:
    table = "类别,任务,牵头单位\n算力,建设平台,市数据局\n算力,推进共享,市财政局\n数据,开放数据,市数据局\n"
    extraction = extract(read_bytes(table.encode(), "plan.csv"))
    assert [section.title for section in extraction.sections] == ["算力", "数据"]
    assert len({task.section for task in extraction.tasks}) == 2


def test_a_body_and_a_date_in_a_row_sign_nothing() -> None:
    table = "任务,牵头单位,时限\n建设平台,省财政厅,2026年12月\n推进共享,省司法厅,2026年6月\n"
    plan = extract(read_bytes(table.encode(), "plan.csv")).plan
    assert (plan.issuer, plan.issued) == ("", "")
