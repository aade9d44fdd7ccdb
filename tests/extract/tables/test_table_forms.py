"""Each form of table with the examples in its own file, and what is read of every form from a page."""

from collections.abc import Callable, Sequence

import pytest

from extract.records import Span
from extract.tables import cards, clause_cells, framed, header, matrix, role_column, transposed
from tests.extract.made import lines, read_made
from tests.extract.tables.made import as_page, cells_of, grid

Rows = Sequence[str]
MORE = "<p>一、总体要求</p>"


def is_card(rows: Rows) -> bool:
    view, cells = cells_of(rows)
    return bool(tuple(cards.read_card(view, cells, -1)))


def is_matrix(rows: Rows) -> bool:
    return matrix.matrix_header(grid(rows)) is not None


def is_turned(rows: Rows) -> bool:
    return bool(transposed.read_transposed(grid(rows), -1))


def is_framed(rows: Rows) -> bool:
    return bool(framed.framed_cells(*cells_of(rows)))


def has_role_column(rows: Rows) -> bool:
    found = header.find_header(grid(rows))
    return found is not None and bool(found.roles())


def has_unit_column(rows: Rows) -> bool:
    found = header.find_header(grid(rows))
    return found is not None and found.assigns()


def has_clauses(rows: Rows) -> bool:
    view, cells = cells_of(rows)
    return any(clause_cells.cell_clauses(view, Span(cell.span.start, cell.span.end)) for cell in cells)


FORMS: dict[str, tuple[Callable[[Rows], bool], Sequence[Rows], Sequence[Rows]]] = {
    "card": (is_card, cards.FOR, cards.AGAINST),
    "matrix": (is_matrix, matrix.FOR, matrix.AGAINST),
    "turned matrix": (is_turned, transposed.FOR, transposed.AGAINST),
    "framed page": (is_framed, framed.FOR, framed.AGAINST),
    "role column": (has_role_column, role_column.FOR, role_column.AGAINST),
    "unit column": (has_unit_column, header.FOR, header.AGAINST),
    "clause in a cell": (has_clauses, clause_cells.FOR, clause_cells.AGAINST),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_reads_what_it_is_for_and_leaves_alone_what_it_is_against(form: str) -> None:
    reads, examples, counterexamples = FORMS[form]
    assert [rows for rows in examples if not reads(rows)] == []
    assert [rows for rows in counterexamples if reads(rows)] == []


READ = {
    "a matrix with custom marks": (
        ["序号|任务|市数据局|市财政局|市司法局|时限", "1|建平台|●|○||6月", "2|推进共享|○||●|"],
        ["1 建平台 L 市数据局 S 市财政局 T 6月", "2 推进共享 L 市司法局 S 市数据局"],
    ),
    "a matrix of role words": (
        ["任务|市数据局|市财政局", "建平台|牵头|配合", "推进共享|协办|主办"],
        ["建平台 L 市数据局 S 市财政局", "推进共享 L 市财政局 S 市数据局"],
    ),
    "a matrix of ticks": (["任务|市数据局|市财政局", "建平台|√|√"], ["建平台 L 市数据局 市财政局"]),
    "one row a unit": (
        ["序号|任务|单位|角色|时限", "1|建平台|市数据局|牵头|6月", "||市财政局|配合|", "2|推进共享|市司法局|牵头|", "||市教育局|参与|"],
        ["1 建平台 L 市数据局 S 市财政局 T 6月", "2 推进共享 L 市司法局 S 市教育局"],
    ),
    "one row a unit that repeats the number and the task": (
        ["任务编号|任务|单位|角色|时限", "1|编制规划|市发改委|牵头|3月", "1|编制规划|市财政局|配合|3月", "2|公布清单|市司法局|牵头|"],
        ["1 编制规划 L 市发改委 S 市财政局 T 3月", "2 公布清单 L 市司法局"],
    ),
    "a turned matrix": (
        ["序号|部门|1.编制方案|2.排查隐患|督促整改", "1|市应急局|牵头|配合|牵头", "2|市住建局|配合|牵头|", "|合计|2|2|1"],
        ["1. 编制方案 L 市应急局 S 市住建局", "2. 排查隐患 L 市住建局 S 市应急局", "督促整改 L 市应急局"],
    ),
    "a turned matrix with stars": (
        ["单位|编制方案|排查隐患", "市应急局|★|☆", "市住建局|☆|★"],
        ["编制方案 L 市应急局 S 市住建局", "排查隐患 L 市住建局 S 市应急局"],
    ),
    "clauses in a table without a header": (
        ["类别|实事内容", "教育|新增学位。（市教育局牵头，市住建局配合）", "医疗|建设医院。（市卫健委负责）"],
        ["新增学位。（市教育局牵头，市住建局配合） L 市教育局 S 市住建局 /教育", "建设医院。（市卫健委负责） L 市卫健委 /医疗"],
    ),
    "a column of units without a role word": (
        ["序号|考核项目|考核指标|负责考核部门", "1|健全体系|健全林长体系。|市林业局", "2|宣传培训|开展宣传活动。|市委宣传部¶市教育局"],
        ["1 健全林长体系。 L 市林业局 /健全体系", "2 开展宣传活动。 L 市委宣传部 市教育局 /宣传培训"],
    ),
    "names wrapped in a cell": (
        ["序号|任务|责任单位", "1|管护绿地|区城市管理和¶综合执法局、区园¶林中心", "2|疏通管网|区住房和城乡建设局¶区水务局"],
        ["1 管护绿地 L 区城市管理和综合执法局 区园林中心", "2 疏通管网 L 区住房和城乡建设局 区水务局"],
    ),
    "承办 and 会办": (["序号|事项|承办|会办", "1|修订办法|市城管局|市公安局、市司法局"], ["1 修订办法 L 市城管局 S 市公安局 市司法局"]),
    "a column of places": (["序号|园区|所在区（县、市）", "1|软件园|高新区"], []),
    "clauses in the cell of the task": (
        ["序号|工作内容|时限", "1|改造危房。（牵头单位：市住建局，配合单位：市财政局）|10月", "2|新建公路。（市交通运输局牵头）|"],
        ["1 改造危房。（牵头单位：市住建局，配合单位：市财政局） L 市住建局 S 市财政局 T 10月",
         "2 新建公路。（市交通运输局牵头） L 市交通运输局"],
    ),
    "numbered items with clauses in one cell": (
        ["序号|领域|工作内容", "1|民生|1.改造危房。（市住建局负责）¶2.新建公路。（市交通运输局负责）", "2|生态|植树造林。（市林业局负责）"],
        ["1. 改造危房。（市住建局负责） L 市住建局 /民生", "2. 新建公路。（市交通运输局负责） L 市交通运输局 /民生",
         "2 植树造林。（市林业局负责） L 市林业局 /生态"],
    ),
    "a clause in a category": (
        ["序号|领域|数据集|建设主体|责任单位", "1|水利（牵头单位：省水利厅）|库容数据集|省水文管理中心|温州市水利局"],
        ["1 库容数据集 L 省水利厅 S 温州市水利局 I 省水文管理中心 /水利（牵头单位：省水利厅）"],
    ),
    "a framed page": (
        ["栏目导航|某县方案¶一、任务¶1.建设平台。（市数据局牵头）¶2.推进共享。（市财政局负责）"],
        ["1. 建设平台。（市数据局牵头） L 市数据局 一、任务", "2. 推进共享。（市财政局负责） L 市财政局 一、任务"],
    ),
    "units without a header": (["1|建设数据平台|市数据局", "2|推进数据共享|市财政局、市司法局"],
        ["1 建设数据平台 L 市数据局", "2 推进数据共享 L 市财政局 市司法局"]),
    "what a page says of itself": (["国家林业和草原局|中国·云南", "发布机构：省林业和草原局|文号：云林发3号"], []),
    "a name in the task and in its column is one": (
        ["序号|任务|牵头单位", "1|建设平台（市数据局牵头，市财政局配合）|市数据局"],
        ["1 建设平台（市数据局牵头，市财政局配合） L 市数据局 S 市财政局"],
    ),
    "brackets that are no clause beside units": (
        ["序号|任务|责任单位", "1|提升覆盖率（全科、中医、检查）至一半|市卫生健康委"],
        ["1 提升覆盖率（全科、中医、检查）至一半 L 市卫生健康委"],
    ),
    "labels down the side and a task in each further column": (
        ["任务|修建道路|架设桥梁", "牵头单位|市交通局|市水利局", "配合单位|市财政局|市财政局", "完成时限|6月|9月"],
        ["修建道路 L 市交通局 S 市财政局 T 6月", "架设桥梁 L 市水利局 S 市财政局 T 9月"],
    ),
    "proposals and who answers them": (
        ["序号|建议|主办单位|会办单位", "1|改造桥梁的建议|市水利局|市住建局、市财政局", "2|增开公交的建议|市交通局|市公安局"],
        ["1 改造桥梁的建议 L 市水利局 S 市住建局 市财政局", "2 增开公交的建议 L 市交通局 S 市公安局"],
    ),
    "a column of suggested units": (["序号|任务|建议责任单位", "1|建设平台|市数据局", "2|推进共享|市财政局"], []),
    "points are no numbers, and a heading of units needs no role": (
        ["考核项目|分值|评分标准|负责考核部门", "健全体系|10|按期完成得10分|市教育局", "开展宣传|20|按期完成得20分|市水利局"],
        ["健全体系 L 市教育局", "开展宣传 L 市水利局"],
    ),
    "a note on its own line in a cell": (
        ["任务|责任单位", "修建道路|市交通局、市财政局", "架设桥梁|市水利局¶（牵头）¶市财政局"],
        ["修建道路 L 市交通局 市财政局", "架设桥梁 L 市水利局 S 市财政局"],
    ),
    "units in rows over the full width": (
        ["序号|任务|时限", "市交通局（2项）", "1|修建道路|6月", "2|养护道路|9月", "市水利局（1项）", "3|架设桥梁|12月"],
        ["1 修建道路 L 市交通局 T 6月 /市交通局（2项）", "2 养护道路 L 市交通局 T 9月 /市交通局（2项）", "3 架设桥梁 L 市水利局 T 12月 /市水利局（1项）"],
    ),
    "one row over the full width is who filled the table in": (["序号|任务|时限", "市交通局", "1|修建道路|6月"], []),
    "a column of progress is no time limit": (
        ["序号|任务|责任单位|上半年进度|完成时限", "1|修建道路|市交通局|完成可研|6月", "2|架设桥梁|市水利局|开工建设|长期"],
        ["1 修建道路 L 市交通局 T 6月", "2 架设桥梁 L 市水利局 T 长期"],
    ),
    "a matrix of 主 and 次": (
        ["任务|市数据局|市财政局", "建平台|主|次", "推进共享|配|主"],
        ["建平台 L 市数据局 S 市财政局", "推进共享 L 市财政局 S 市数据局"],
    ),
    "a name over two cells": (
        ["序号|任务|责任单位", "1|改善住房|市住房和", "||城乡建设局", "2|架设桥梁|市水利局"],
        ["1 改善住房 L 市住房和城乡建设局", "2 架设桥梁 L 市水利局"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_form_is_read_as_an_expert_reads_it(case: str) -> None:
    rows, expected = READ[case]
    found = lines(read_made(as_page(rows, MORE), "plan.html"), paths=True)
    shown = [
        line.replace(" 一、总体要求", " ").replace("/一、总体要求", "").replace(" 某县方案", " ").rstrip()
        for line in found
    ]
    assert shown == expected


def test_the_key_of_a_matrix_comes_before_custom() -> None:
    rows = ["任务|市数据局|市财政局", "建平台|●|○"]
    for above, below in (("<p>分工表（○为牵头单位，●为配合单位）</p>", ""), ("", "<p>注：○表示牵头，●表示配合。</p>")):
        assert lines(read_made(as_page(rows, above, below), "plan.html")) == ["建平台 L 市财政局 S 市数据局"]


def test_a_header_of_its_own_ends_what_a_table_before_said() -> None:
    first = as_page(["序号|任务|内容|责任单位", "1|平台|建成平台1个|市数据局"])
    for rows in (
        ["序号|企业名称|项目名称|区县", "1|某某公司|装备基地|城东区"],
        ["序号|指标|2024年|2025年", "1|改造户数|860户|1200户"],
    ):
        page = first.replace(b"</body>", as_page(rows).replace(b"<html><body>", b"<p>\xe6\xb8\x85\xe5\x8d\x95</p>"))
        assert [line.split()[1] for line in lines(read_made(page, "plan.html"))] == ["建成平台1个"]


def test_a_caption_is_a_section_and_ends_with_its_table() -> None:
    page = as_page(["序号|任务|责任单位", "1|建平台|市数据局"], "<p>一、任务</p><p>重点事项</p>", "<p>二、保障</p>")
    result = read_made(page.replace(b"</body>", "<p>1.定制度。（市司法局负责）</p></body>".encode()), "plan.html")
    assert lines(result, paths=True) == [
        "1 建平台 L 市数据局 一、任务/重点事项",
        "1. 定制度。（市司法局负责） L 市司法局 二、保障",
    ]
