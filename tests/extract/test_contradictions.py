"""Leads that the text and a table, or a cell and its row, give differently: both stay, and a finding says so."""

import pytest

from tests.extract.made import lines, read_made
from tests.extract.tables.made import as_page

BODY = "<p>一、任务</p><p>1.建设平台。统一建设。（市数据局牵头）</p><p>附件：任务分工表</p>"


def found(page: bytes) -> list[str]:
    return [f.what.render() for f in read_made(page, "plan.html").findings if f.code == "contradictory-lead"]


def test_text_and_table_that_name_other_leads() -> None:
    page = as_page(["序号|任务|牵头单位", "1|建设平台|市财政局"], BODY)
    assert found(page) == ["任务 a1.1 在正文与表格中的牵头单位不同：市数据局；市财政局。"]
    assert [line[-6:] for line in lines(read_made(page, "plan.html"))] == ["L 市数据局", "L 市财政局"]


def test_a_cell_and_its_row_that_name_other_leads() -> None:
    page = as_page(["序号|任务|牵头单位", "1|建设平台（市数据局牵头）|市财政局"])
    assert found(page) == ["任务 1 的文字与单元格写的牵头单位不同：市财政局；市数据局。"]


@pytest.mark.parametrize(
    "row", ["1|建设平台|市数据局", "1|建设平台|市数据局、市财政局", "1|推进共享|市财政局", "1|建设平台|"]
)
def test_what_does_not_contradict(row: str) -> None:
    assert found(as_page(["序号|任务|牵头单位", row], BODY)) == []
