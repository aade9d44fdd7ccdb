"""Ruled tables over a page end: which rows are cut, and which begin anew below a merged cell."""

from collections.abc import Sequence

import pytest

from extract.readers.glyphs import Glyph, lines_of
from extract.readers.ruled import Ruled, RuledCell
from extract.readers.ruled_pages import joined

WIDTH = 71.0  # six characters of ten points, and the padding
Given = tuple[int, int, int, str]  # row, column, rows, lines of words parted by |


def cell(given: Given) -> RuledCell:
    row, column, rows, words = given
    glyphs = [
        Glyph(sign, 10.0 * x, 10.0 * x + 10, 15.0 * y, 15.0 * y + 10)
        for y, line in enumerate(words.split("|"))
        for x, sign in enumerate(line)
    ]
    return RuledCell(row=row, column=column, rows=rows, columns=1, width=WIDTH, lines=lines_of(glyphs))


def page(number: int, cells: Sequence[Given]) -> Ruled:
    edges = tuple(WIDTH * n for n in range(1 + max(column for _, column, _, _ in cells) + 1))
    rows = max(row + rows for row, _, rows, _ in cells)
    return Ruled(page=number, top=0, bottom=800, edges=edges, rows=rows, cells=tuple(map(cell, cells)))


HEAD: list[Given] = [
    (0, 0, 1, "类别"),
    (0, 1, 1, "任务"),
    (0, 2, 1, "单位"),
    (1, 0, 2, "优化环境"),
    (1, 1, 1, "甲任务。"),
    (1, 2, 1, "教育局"),
]


@pytest.mark.parametrize(
    ("last", "first", "rows"),
    [
        ([(2, 1, 1, "推进数据共享"), (2, 2, 1, "财政局")], [(0, 0, 1, ""), (0, 1, 1, "平台建设。"), (0, 2, 1, "")], 3),
        ([(2, 1, 1, "推进数据共享"), (2, 2, 1, "牵头：财政局")], [(0, 0, 1, ""), (0, 1, 1, "平台。"), (0, 2, 1, "配合：审计局")], 3),
        ([(2, 1, 1, "推进共享。"), (2, 2, 1, "财政局")], [(0, 0, 1, ""), (0, 1, 1, "扩大开放。"), (0, 2, 1, "审计局")], 4),
        ([(2, 1, 1, "推进共享。"), (2, 2, 1, "财政局")], [(0, 0, 1, ""), (0, 1, 1, "扩大开放。"), (0, 2, 1, "")], 4),
        ([(2, 1, 1, "推进共享"), (2, 2, 1, "财政局")], [(0, 0, 1, ""), (0, 1, 1, "扩大开放"), (0, 2, 1, "审计局")], 4),
    ],
    ids=["cut", "cut between lines", "another", "another with units merged", "another without a stop"],
)  # fmt: skip
def test_below_a_merged_cell_only_words_that_run_on_make_a_cut_row(
    last: list[Given], first: list[Given], rows: int
) -> None:
    found = joined([page(1, [*HEAD, *last]), page(2, first)])
    assert max(one.row + one.rows for one in found.cells) == rows
    assert next(one for one in found.cells if one.text == "优化环境").rows == rows - 1


def test_a_row_cut_in_all_its_cells_is_one() -> None:
    first: list[Given] = [(0, 0, 1, "任务"), (0, 1, 1, "单位"), (1, 0, 1, "推进数据共享"), (1, 1, 1, "市人力资源社")]
    found = joined([page(1, first), page(2, [(0, 0, 1, "平台建设。"), (0, 1, 1, "会保障局")])])
    assert [one.text for one in found.cells] == ["任务", "单位", "推进数据共享平台建设。", "市人力资源社会保障局"]
