"""Tables of every make, one plan each: rows of cells parted by ``|``, ``^`` merged with the cell above, ``<`` with the one before.

``¶`` is a line break inside a cell. Each is read as a web page, and as a workbook; what is expected was written by hand.
"""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import NamedTuple

import openpyxl
import pytest

from tests.extract.made import lines, read_made

TITLE = "海州市任务分工表"


class Place(NamedTuple):
    """A cell, and the rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    words: str


def places(rows: Sequence[str]) -> list[Place]:
    grid = [row.split("|") for row in rows]
    width = max(map(len, grid))
    grid = [row + [""] * (width - len(row)) for row in grid]
    found: list[Place] = []
    for r, row in enumerate(grid):
        for c, words in enumerate(row):
            if words in {"^", "<"}:
                continue
            wide = next((n for n in range(1, width - c) if row[c + n] != "<"), width - c)
            deep = next((n for n in range(1, len(grid) - r) if grid[r + n][c] != "^"), len(grid) - r)
            found.append(Place(r, c, deep, wide, words.replace("¶", "\n")))
    return found


def as_page(rows: Sequence[str]) -> bytes:
    cells = places(rows)
    body = "".join(
        "<tr>" + "".join(
            f"<td rowspan={cell.rows} colspan={cell.columns}>{escape(cell.words).replace(chr(10), '<br>')}</td>"
            for cell in cells if cell.row == number
        ) + "</tr>"
        for number in range(len(rows))
    )  # fmt: skip
    return f"<html><body><h1>{TITLE}</h1><table>{body}</table></body></html>".encode()


def as_workbook(rows: Sequence[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    for cell in places(rows):
        sheet.cell(cell.row + 2, cell.column + 1, cell.words or None)
        last = cell.row + 1 + cell.rows, cell.column + cell.columns
        if (cell.row + 2, cell.column + 1) != last:
            sheet.merge_cells(start_row=cell.row + 2, start_column=cell.column + 1, end_row=last[0], end_column=last[1])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = "序号|工作任务|牵头单位|配合单位|完成时限"
CASES = {
    "two rows of header": (
        ["序号|工作任务|责任单位|<|完成时限", "^|^|牵头|配合|^", "1|建平台。|市数据局|市财政局、市司法局|6月底前"],
        ["1 建平台。 L 市数据局 S 市财政局 市司法局 T 6月底前"],
    ),
    "three rows of header": (
        ["序号|任务|分工|<|<|时限", "^|^|牵头单位|责任单位|<|^", "^|^|^|市级|县级|^", "1|任务甲。|市教育局|市财政局|各县区|6月"],
        ["1 任务甲。 L 市教育局 S 市财政局 各县区 T 6月"],
    ),
    "a header whose merges were lost": (
        ["序号|工作任务|责任单位||完成时限", "||牵头|配合|", "1|建平台。|市数据局|市财政局|6月底前"],
        ["1 建平台。 L 市数据局 S 市财政局 T 6月底前"],
    ),
    "headings over the whole width, one in another": (
        [HEAD, "一、组织|<|<|<|<", "（一）专班|<|<|<|<", "1|成立专班。|市政府办公室|市委编办|3月",
         "二、保障|<|<|<|<", "2|保障用地。|市自然资源局||全年"],
        ["1 成立专班。 L 市政府办公室 S 市委编办 T 3月 /一、组织/（一）专班", "2 保障用地。 L 市自然资源局 T 全年 /二、保障"],
    ),
    "a number and a title without anybody head what follows": (
        [HEAD, "一|加强组织领导|||", "1|成立专班。|市政府办公室|市委编办|3月", "2|优化环境|||", "2-1|压减时限。|市政务服务局||全年"],
        ["1 成立专班。 L 市政府办公室 S 市委编办 T 3月 /一加强组织领导", "2-1 压减时限。 L 市政务服务局 T 全年 /2优化环境"],
    ),
    "a task with nobody is no heading": (
        ["工作任务|责任单位", "建平台。|市数据局", "推进共享。|", "推进应用。|市财政局"],
        ["建平台。 L 市数据局", "推进共享。", "推进应用。 L 市财政局"],
    ),
    "persons": (
        ["序号|任务|责任领导|牵头市领导|责任单位|责任人|联系电话|牵头部门负责人", "1|建平台。|张建国|李明|市数据局|王强|13900000000|赵敏"],
        ["1 建平台。 L 市数据局"],
    ),
    "persons beside units": (
        ["序号|任务|责任单位及责任人", "1|任务甲。|市教育局 张建国", "2|任务乙。|市财政局（李明）", "3|任务丙。|市民政局：王强", "4|任务丁。|市司法局¶赵敏"],
        ["1 任务甲。 L 市教育局", "2 任务乙。 L 市财政局", "3 任务丙。 L 市民政局", "4 任务丁。 L 市司法局"],
    ),
    "measures of one task, its units merged": (
        ["序号|重点任务|具体举措|牵头单位|完成时限", "1|优化环境|容缺受理。|市政务服务局|6月", "^|^|压减时限。|^|9月", "2|扩大投资|谋划项目。|市发展改革委|^"],
        ["1 容缺受理。 L 市政务服务局 T 6月 /优化环境", "1 压减时限。 L 市政务服务局 T 9月 /优化环境", "2 谋划项目。 L 市发展改革委 T 9月 /扩大投资"],
    ),
    "a long merged task and its short measures": (
        ["重点任务|措施|责任单位", "深入推进营商环境优化提升三年行动，全面增强市场主体活力|容缺受理|市政务服务局", "^|压减时限|市司法局"],
        ["容缺受理 L 市政务服务局 /深入推进营商环境优化提升三年行动，全面增强市场主体活力",
         "压减时限 L 市司法局 /深入推进营商环境优化提升三年行动，全面增强市场主体活力"],
    ),
    "a row for each unit of one task": (
        ["序号|任务|责任单位|时限", "1|建平台。|市数据局|6月", "^|^|市财政局|9月", "2|推进共享。|市司法局|^"],
        ["1 建平台。 L 市数据局 市财政局 T 6月 T 9月", "2 推进共享。 L 市司法局 T 9月"],
    ),
    "a class left empty goes on from above": (
        ["类别|领域|工作任务|责任单位", "教育|中学|任务甲。|市教育局", "||任务乙。|市民政局", "卫生||任务丙。|市卫生健康委"],
        ["任务甲。 L 市教育局 /教育/中学", "任务乙。 L 市民政局 /教育/中学", "任务丙。 L 市卫生健康委 /卫生"],
    ),
    "signs between units": (
        ["序号|任务|责任单位", "1|甲任务。|市教育局 市财政局", "2|乙任务。|市教育局，市财政局", "3|丙任务。|市教育局；市财政局",
         "4|丁任务。|市教育局¶市财政局", "5|戊任务。|市教育局/市财政局", "6|己任务。|1.市教育局¶2.市财政局", "7|庚任务。|①市教育局 ②市财政局"],
        [f"{n} {x}任务。 L 市教育局 市财政局" for n, x in enumerate("甲乙丙丁戊己庚", 1)],
    ),
    "the same as above, and nobody": (
        [HEAD, "1|任务甲。|市教育局|市财政局|6月", "2|任务乙。|同上|〃|同上", "3|任务丙。|市公安局|—|/", "4|任务丁。||市司法局|无"],
        ["1 任务甲。 L 市教育局 S 市财政局 T 6月", "2 任务乙。 L 市教育局 S 市财政局 T 6月", "3 任务丙。 L 市公安局", "4 任务丁。 S 市司法局"],
    ),
    "roles inside the cell": (
        ["序号|任务|责任单位", "1|甲任务。|牵头：市教育局 配合：市财政局", "2|乙任务。|市教育局（牵头）、市财政局", "3|丙任务。|市教育局牵头，市财政局配合",
         "4|丁任务。|牵头单位：市教育局¶配合单位：市财政局", "5|戊任务。|市教育局（牵头）¶市财政局（配合）", "6|己任务。|市教育局：牵头制定方案；市财政局：配合落实资金"],
        [f"{n} {x}任务。 L 市教育局 S 市财政局" for n, x in enumerate("甲乙丙丁戊己", 1)],
    ),
    "labels and names by turns": (
        ["序号|任务|责任分工", "1|甲任务。|牵头单位¶市教育局¶配合单位¶市财政局¶市公安局¶责任人¶张三"],
        ["1 甲任务。 L 市教育局 S 市财政局 市公安局"],
    ),
    "each unit its own duty": (
        ["序号|任务|责任单位及职责", "1|甲任务。|市教育局：负责制定方案；市财政局：负责资金保障"],
        ["1 甲任务。 L 市教育局 市财政局"],
    ),
    "a header that gives the order": (
        ["序号|任务|责任单位（第一个为牵头单位）", "1|甲任务。|市教育局¶市财政局、市公安局"],
        ["1 甲任务。 L 市教育局 S 市财政局 市公安局"],
    ),
    "two roles in one column": (
        ["序号|任务|牵头单位/配合单位", "1|甲任务。|市教育局/市财政局、市公安局", "2|乙任务。|市教育局牵头，市民政局配合"],
        ["1 甲任务。 L 市教育局 S 市财政局 市公安局", "2 乙任务。 L 市教育局 S 市民政局"],
    ),
    "names run together": (
        ["序号|任务|责任单位", "1|甲任务。|市统计局市教育局市卫生健康委各县区人民政府", "2|乙任务。|市委市政府"],
        ["1 甲任务。 L 市统计局 市教育局 市卫生健康委 各县区人民政府", "2 乙任务。 L 市委市政府"],
    ),
    "units before the tasks": (
        ["牵头单位|序号|工作任务|配合单位", "市教育局|1|新建学校。|市财政局", "^|2|规范培训。|市市场监管局"],
        ["1 新建学校。 L 市教育局 S 市财政局", "2 规范培训。 L 市教育局 S 市市场监管局"],
    ),
    "a class, then units, then tasks": (
        ["序号|类别|责任单位|工作任务", "1|教育|市教育局|新建学校十所。"], ["1 新建学校十所。 L 市教育局 /教育"],
    ),
    "a list of duties by unit": (
        ["序号|单位|主要职责", "1|市教育局|负责校园安全。", "2|市财政局、市审计局|负责资金监管。"],
        ["1 负责校园安全。 L 市教育局", "2 负责资金监管。 L 市财政局 市审计局"],
    ),
    "units of measure": (
        ["序号|指标名称|单位|目标值|责任单位", "1|粮食产量|万吨|30|市农业农村局"], ["1 粮食产量 L 市农业农村局"],
    ),
    "faults and how they are mended": (
        ["序号|存在问题|整改目标|整改措施|整改责任单位|整改责任人|督导单位|整改时限|完成情况",
         "1|制度缺失|健全制度体系，形成长效机制|修订办法。|市教育局|张三|市政府督查室|2024年6月底|已完成"],
        ["1 修订办法。 L 市教育局 V 市政府督查室 T 2024年6月底 /制度缺失"],
    ),
    "goals are no tasks": (
        ["序号|任务|工作目标|责任单位|成果形式", "1|健全制度|到年底形成一套比较完备的制度体系|市教育局|制度文件"], ["1 健全制度 L 市教育局"],
    ),
    "labels written one below another": (
        ["序¶号|工 作 任 务|牵头¶单位|配合¶单位", "1|任务甲。|市教育局|市财政局"], ["1 任务甲。 L 市教育局 S 市财政局"],
    ),
    "the header again, and sums": (
        [HEAD, "1|任务甲。|市教育局|市财政局|", HEAD, "2|任务乙。|市民政局||", "合计||||2", "注：涉及县区的由县区落实。|<|<|<|<"],
        ["1 任务甲。 L 市教育局 S 市财政局", "2 任务乙。 L 市民政局"],
    ),
    "another table below": (
        [HEAD, "1|任务甲。|市教育局|市财政局|", "海州市整改台账||||", "序号|存在问题|整改措施|整改时限|责任单位", "1|制度缺失|修订办法。|9月|市司法局"],
        ["1 任务甲。 L 市教育局 S 市财政局", "1 修订办法。 L 市司法局 T 9月 海州市整改台账/制度缺失"],
    ),
    "numbers without a heading": (
        ["|任务|责任单位", "1|任务甲。|市教育局", "2|任务乙。|市财政局"], ["1 任务甲。 L 市教育局", "2 任务乙。 L 市财政局"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", ["html", "xlsx"])
@pytest.mark.parametrize("case", CASES)
def test_a_table_is_read_as_an_expert_reads_it(case: str, form: str) -> None:
    rows, expected = CASES[case]
    made = as_page(rows) if form == "html" else as_workbook(rows)
    found = [line.replace(f" {TITLE}", " ").rstrip() for line in lines(read_made(made, f"plan.{form}"), paths=True)]
    assert found == expected
