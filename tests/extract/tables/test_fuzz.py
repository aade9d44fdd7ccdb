"""Tables put together at random: whatever their cells hold and cover, the reading keeps every promise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.test_fuzz import BOUNDED, attempt

HEADINGS = (
    "序号",
    "任务",
    "建议",
    "牵头单位",
    "配合单位",
    "责任单位",
    "完成时限",
    "类别",
    "角色",
    "分值",
    "负责考核部门",
)
NAMES = (
    "市教育局",
    "市财政局、市公安局",
    "各县（市、区）",
    "市住房和",
    "城乡建设局",
    "（牵头）",
    "市交通局（2项）",
    "同上",
    "/",
)
MARKS = ("●", "○", "主", "次", "√", "牵头", "配合", "备注：●牵头 ○配合")
WORDS = (
    "",
    "1",
    "2",
    "修建道路",
    "1.修路。（市交通局负责）2.架桥。",
    "责任单位：市教育局",
    "负责秩序",
    "6月底前",
    "合计",
)
CELLS = st.tuples(
    st.sampled_from((*HEADINGS, *NAMES, *MARKS, *WORDS)),
    st.sampled_from((1, 1, 1, 2, 3)),
    st.sampled_from((1, 1, 1, 2, 3)),
)
MANY = pytest.param(3_000, marks=pytest.mark.full)


@pytest.mark.parametrize("examples", [60, MANY])
def test_any_cells_in_any_order_keep_every_promise(examples: int) -> None:
    @settings(BOUNDED, max_examples=examples)
    @given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=7))
    def check(rows: list[list[tuple[str, int, int]]]) -> None:
        body = "".join(
            f"<tr>{''.join(f'<td rowspan={down} colspan={across}>{words}</td>' for words, down, across in row)}</tr>"
            for row in rows
        )
        attempt(f"<html><body><p>一、任务</p><table>{body}</table></body></html>".encode(), "plan.html")

    check()
