"""A label right above a table leads its rows, where no column says who leads."""

import pytest

from tests.extract.made import lines, read_made
from tests.extract.tables.made import as_page

ROWS = ["序号|任务|配合单位", "1|修建道路|市住建局", "2|建设平台|市数据局"]
LED = ["1 修建道路 L 市交通局 S 市住建局", "2 建设平台 L 市交通局 S 市数据局"]
OPEN = ["1 修建道路 S 市住建局", "2 建设平台 S 市数据局"]


@pytest.mark.parametrize(
    ("above", "read"),
    [
        ("<p>牵头单位：市交通局</p>", LED),
        ("<p>一、道路</p><p>牵头单位：市交通局</p><p>完成时限：6月底</p>", [f"{line} T 6月底" for line in LED]),
        ("<p>填报单位：市交通局</p>", OPEN),
        ("<p>本表的牵头单位：市交通局、市住建局另行确定</p>", OPEN),
        ("<p>1.改造车站。</p><p>牵头单位：市交通局</p>", ["1. 改造车站。牵头单位：市交通局 L 市交通局", *OPEN]),
    ],
)
def test_a_label_above_a_table(above: str, read: list[str]) -> None:
    assert lines(read_made(as_page(ROWS, above), "plan.html")) == read


def test_each_of_two_tables_has_the_label_above_it() -> None:
    second = "<p>牵头单位：市司法局</p><table><tr><td>序号<td>任务<td>配合单位<tr><td>1<td>清理证明<td>市公安局</table>"
    page = as_page(ROWS, "<p>牵头单位：市交通局</p>", second)
    assert lines(read_made(page, "plan.html")) == [*LED, "1 清理证明 L 市司法局 S 市公安局"]


def test_a_column_that_says_who_leads_needs_no_label() -> None:
    page = as_page(["序号|任务|牵头单位", "1|修建道路|市住建局"], "<p>牵头单位：市交通局</p>")
    assert "1 修建道路 L 市住建局" in lines(read_made(page, "plan.html"))
