"""Outlines: marker forms, run-in and own-line headings, lost line breaks, gaps."""

import re

import pytest

from extract.cleaning import fold
from extract.items import Outline
from extract.markers import Form, chinese_number, marker_at
from extract.outline import read_outline
from extract.pipeline import extract
from tests.extract.forms import headings
from tests.extract.made import lines, read_made
from tests.extract.visible import document


def outline_of(text: str) -> Outline:
    return read_outline(document(text), fold(text))


def tree(text: str) -> list[str]:
    """Each item as its depth in dots and its printed number."""
    outline = outline_of(text)
    return [
        "." * (len(outline.path(item.index)) - 1) + text[item.number.start : item.number.end]
        for item in outline.items
        if item.form is not None
    ]


@pytest.mark.parametrize(
    ("line", "form", "value"),
    [
        ("一、总体要求", Form.CN, 1),
        ("（二十一）总体要求", Form.CN_PAREN, 21),
        ("14．加快推进", Form.ARABIC, 14),
        ("2.2020年底前完成", Form.ARABIC, 2),
        ("（3）加快", Form.ARABIC_PAREN, 3),
        ("⑫加快", Form.CIRCLED, 12),
        ("第三章 总则", Form.CHAPTER, 3),
        ("第十二条 本办法", Form.ARTICLE, 12),
        ("专项行动二：提升", Form.NAMED, 2),
        ("2.1.3 组织体系", Form.DECIMAL, 3),
        ("专栏2 重点工程", Form.BOX, 2),
    ],
)
def test_marker_forms(line: str, form: Form, value: int) -> None:
    marker = marker_at(fold(line), 0, len(line))
    assert marker is not None
    assert (marker.form, marker.value) == (form, value)


@pytest.mark.parametrize("line", ["1.5亿元资金", "(2015—2020)", "2015年7月30日", "三个率先", "百年大计"])
def test_what_only_looks_like_a_marker(line: str) -> None:
    assert marker_at(fold(line), 0, len(line)) is None


def test_numerals_count_through() -> None:
    assert [chinese_number(w) for w in ("一", "九", "十", "十一", "二十", "九十九", "一百零五")] == [
        1,
        9,
        10,
        11,
        20,
        99,
        105,
    ]


def test_levels_come_from_the_marker_stack() -> None:
    text = "一、总体\n（一）要求\n二、任务\n（一）职能\n1.规范。做好工作。\n2.优化。做好工作。\n（二）决策\n1.健全。做好工作。"
    assert tree(text) == ["一、", ".（一）", "二、", ".（一）", "..1.", "..2.", ".（二）", "..1."]


def test_numbering_that_runs_on_over_section_borders() -> None:
    assert tree("一、甲方面\n1.做好。\n2.做好。\n二、乙方面\n3.做好。") == ["一、", ".1.", ".2.", "二、", ".3."]


def test_a_text_that_lost_its_line_breaks() -> None:
    text = "关于措施的通知 一、加大支持 1.支持企业。做好工作。 2.减免税费。做好工作。 二、稳定岗位（三）返还保费。做好工作。"
    assert tree(text) == ["一、", ".1.", ".2.", "二、"]
    text = "一、便利投资（一）优化审批。做好工作。（二）提升效率。做好工作。二、简化条件（三）降低门槛。做好工作。"
    assert tree(text) == ["一、", ".（一）", ".（二）", "二、", ".（三）"]


def test_a_number_inside_a_sentence_opens_nothing() -> None:
    assert tree("1.完成投资1.5亿元。依照第（一）至（三）项办理。达到100.0分。") == ["1."]


def test_a_gap_in_the_numbering_is_a_finding_and_nothing_is_renumbered() -> None:
    text = "（八）营造环境\n" + "".join(f"{n}.做好工作。\n责任单位:州公安局\n" for n in (1, 2, 3, 6))
    result = extract(document(text))
    assert [task.ref for task in result.tasks] == ["8.1", "8.2", "8.3", "8.6"]
    gaps = [f for f in result.findings if f.code == "numbering-gap"]
    assert len(gaps) == 1
    assert "4、5" in gaps[0].what.render()
    assert gaps[0].quote == "6."


def test_a_number_over_words_without_a_duty_is_not_missing() -> None:
    text = (
        "第一条 由州公安局负责监督管理工作。\n第二条 本办法所称数据，是指以电子方式对信息的记录。\n"
        "第三条 由州司法局负责指导工作。\n第六条 由州财政局负责保障工作。\n"
    )
    found = [f.what.render() for f in extract(document(text)).findings if f.code == "numbering-gap"]
    assert found == ["编号缺失：“第六条”之前缺 4、5。"]


def test_a_repeated_number_is_a_finding() -> None:
    text = "".join(f"{n}.做好工作。\n责任单位:州公安局\n" for n in (1, 2, 2))
    assert [f.code for f in extract(document(text)).findings] == ["numbering-repeat"]


@pytest.mark.parametrize(
    ("line", "form", "value"),
    [
        ("一　总体要求", Form.CN, 1),
        ("㈡加强领导", Form.CN_PAREN, 2),
        ("⒊压减时限", Form.ARABIC, 3),
        ("⑷公开清单", Form.ARABIC_PAREN, 4),
        ("❺公开清单", Form.CIRCLED, 5),
        ("一是推广设备。", Form.ORDINAL, 1),
        ("3)公开清单", Form.ARABIC_PAREN, 3),
        ("问题2：设施闲置。", Form.NAMED, 2),
        ("第二阶段（4月至6月）集中整治", Form.NAMED, 2),
        ("\u2162 全民行动", Form.PART, 3),
        ("附：责任分工", Form.ANNEX, 0),
        ("附表2：责任分工", Form.ANNEX, 2),
    ],
)
def test_rarer_marker_forms(line: str, form: Form, value: int) -> None:
    marker = marker_at(fold(line), 0, len(line))
    assert marker is not None
    assert (marker.form, marker.value) == (form, value)


@pytest.mark.parametrize(
    "line",
    [
        "\u2160级响应：由市长启动",
        "第一类医疗器械",
        "附近的学校：",
        "三 农",
        "一 件 事改革",
        "十年来，我市坚持改革。",
        "四是：",
        "二 〇二四年",
    ],
)
def test_what_only_looks_like_a_rarer_marker(line: str) -> None:
    assert marker_at(fold(line), 0, len(line)) is None


LEVELS = {
    "the customary order": (
        "一、甲方面|（一）乙事项|1.做好丙。|（1）做好丁。|①做好戊。|②做好己。|二、庚方面",
        ["一、", ".（一）", "..1.", "...（1）", "....①", "....②", "二、"],
    ),
    "a level left out": ("一、甲方面|1.做好乙。|（1）做好丙。|二、丁方面|①做好戊。", ["一、", ".1.", "..（1）", "二、", ".①"]),
    "（一） inside 1.": (
        "1.甲方面|（一）做好乙。|（二）做好丙。|2.丁方面|（一）做好戊。|（二）做好己。",
        ["1.", ".（一）", ".（二）", "2.", ".（一）", ".（二）"],
    ),
    "（1） inside ①": ("1.甲方面|①乙事项|（1）做好丙。|（2）做好丁。|②戊事项|（1）做好己。", ["1.", ".①", "..（1）", "..（2）", ".②", "..（1）"]),
    "a list of 1. 2. before （一） is no level around it": (
        "一、甲方面|1.做好乙。|2.做好丙。|（一）丁事项|1.做好戊。|2.做好己。|（二）庚事项|1.做好辛。",
        ["一、", ".1.", ".2.", ".（一）", "..1.", "..2.", ".（二）", "..1."],
    ),
    "numbers that count on under （一）": (
        "一、甲方面|（一）乙|1.做好丙。|2.做好丁。|（二）戊|3.做好己。|二、庚方面|（一）辛|4.做好壬。",
        ["一、", ".（一）", "..1.", "..2.", ".（二）", "..3.", "二、", ".（一）", "..4."],
    ),
    "articles in chapters": ("第一章 总则|第一条 甲为乙。|第二条 丙为丁。|（一）戊；|第二章 分工|第三条 己为庚。",
        ["第一章", ".第一条", ".第二条", "..（一）", "第二章", ".第三条"]),
    "articles under 一、": ("一、总则|第一条 甲为乙。|第二条 丙为丁。|二、分工|第三条 己为庚。|第四条 辛为壬。",
        ["一、", ".第一条", ".第二条", "二、", ".第三条", ".第四条"]),
    "decimals": ("1 总则|1.1 编制目的|2 组织体系|2.1 领导机构|2.1.1 做好甲。|2.1.2 做好乙。|2.2 工作机构|3.附则",
        ["1", ".1.1", "2", ".2.1", "..2.1.1", "..2.1.2", ".2.2", "3."]),
    "一是, 二是 inside 1.": ("1.甲方面|一是做好乙。|二是做好丙。|2.丁方面|一是做好戊。", ["1.", ".一是", ".二是", "2.", ".一是"]),
}  # fmt: skip


@pytest.mark.parametrize("case", LEVELS)
def test_the_document_shows_its_levels(case: str) -> None:
    lines, expected = LEVELS[case]
    assert tree(lines.replace("|", "\n")) == expected


RUN_ON = {
    "a heading glued to its first item": (
        "三、培育乡村产业(五)发展大棚。做好工作。(六)发展果园。做好工作。", ["三、", ".(五)", ".(六)"]
    ),
    "a heading with commas": (
        "一、优化空间布局，补齐设施短板1.更新城区。2.美化乡村。二、推动设施升级，健全管护3.一体供水。",
        ["一、", ".1.", ".2.", "二、", ".3."],
    ),
    "the plan's title before 一、": ("附件全民健身任务分解一、完善设施1.建公园。2.建步道。二、办好赛事1.办联赛。", ["一、", ".1.", ".2.", "二、", ".1."]),
    "a title that ends with 任务": ("某县工作任务一、重点任务1.清理垃圾。2.修建堤防。", ["一、", ".1.", ".2."]),
    "the first number behind a title": ("某镇任务分解（一）新建农田。（二）改造房屋。", ["（一）", "（二）"]),
    "time limits before a number": (
        "（1）选型。责任单位：承建商完成时限：11月30日完成到货（2）检修。责任单位：县妇联完成时限：长期", ["（1）", "（2）"]
    ),
    "names of bodies before a number": ("1.选型。责任单位：县科协2.检修。牵头单位：各乡镇3.验收。责任单位：县档案馆", ["1.", "2.", "3."]),
    "a number in brackets after a name": (
        "（一）清理码头。责任单位：甲海关（二）建设平台。责任单位：县商务局", ["（一）", "（二）"]
    ),
    "numbers behind a colon": ("（一）建立机制。具体措施：1．开座谈会。2．编手册。（二）新建园区。", ["（一）", ".1．", ".2．", "（二）"]),
    "articles": ("第一条 甲为乙。第二条 丙为丁。依照第五条办理。第三条 戊为己。", ["第一条", "第二条", "第三条"]),
    "decimals": ("1.1 建设甲。做好工作。1.2 建设乙。投资1.3亿元。1.3 建设丙。", ["1.1", "1.2", "1.3"]),
    "一、二、三产业 is no numbering": ("推动一、二、三产业融合发展。落实第（一）（二）项政策。", []),
    "统一、规范 is no numbering": ("坚持统一、规范管理。二、公开清单。", []),
    "一是 in a sentence": ("1.加强管理。一是建台账。二是建清单。", ["1."]),
    "a rule with items cited": ("一、落实好第（一）项。二、落实好其他政策。", ["一、", "二、"]),
}  # fmt: skip


@pytest.mark.parametrize("case", RUN_ON)
def test_a_text_without_line_breaks_has_the_items_its_numbers_tell(case: str) -> None:
    text, expected = RUN_ON[case]
    assert tree(text) == expected


def test_two_plans_in_one_text() -> None:
    text = "甲县促消费方案\n一、发放消费券。（县商务局负责）\n乙县稳就业方案\n一、开展培训。（县人社局负责）\n二、办招聘会。（县总工会负责）"
    once = "一、发放消费券。（县商务局负责）二、办消费节。（县商务局负责）乙县稳就业方案一、开展培训。（县人社局负责）二、办招聘会。（县总工会负责）"
    assert tree(text) == ["", ".一、", "", ".一、", ".二、"]
    assert tree(once)[-3:] == ["", ".一、", ".二、"]


def test_a_further_plan_in_a_file_is_a_finding() -> None:
    plan = "甲县促消费方案\n一、发放消费券。（县商务局负责）\n二、办消费节。（县商务局负责）\n"
    annex = "附件\n甲县任务分工表\n1.办消费节。（县商务局负责）"
    found = [
        f.quote
        for f in extract(document(plan + plan.replace("甲县促消费", "乙县稳就业"))).findings
        if f.code == "further-plan"
    ]
    assert found == ["乙县稳就业方案"]
    assert [f for f in extract(document(plan + annex)).findings if f.code == "further-plan"] == []


@pytest.mark.parametrize(
    ("behind", "title"),
    [
        ("一、清理证明。", "甲县任务分工表"),
        ("甲县人民政府\n2024年3月8日", ""),
        ("1.甲表\n2.乙表\n甲县人民政府", ""),
        ("甲县任务分工表\n一、清理证明。", ""),
        ("（此件公开发布）", ""),
    ],
)
def test_an_annex_with_its_title_on_one_line_and_a_list_of_annexes(behind: str, title: str) -> None:
    text = f"一、加强领导。\n附件：甲县任务分工表\n{behind}"
    annexes = [item for item in outline_of(text).items if item.form is Form.ANNEX]
    assert [text[item.title.start : item.title.end] for item in annexes] == ([title] if title else [])


PARAGRAPHS = {
    "a heading over two paragraphs with clauses": (
        "一、支持建设|盘活房屋。（责任单位：县文旅局）|组织评定。（责任单位：县商务局）|二、支持营销|开展推介。（责任单位：县文旅局）",
        ["盘活房屋。 L 县文旅局 一、支持建设", "组织评定。 L 县商务局 一、支持建设", "开展推介。 L 县文旅局 二、支持营销"],
    ),
    "a heading over one paragraph is its title": (
        "一、支持建设|盘活房屋。（责任单位：县文旅局）|二、支持营销|开展推介。（责任单位：县文旅局）",
        ["一、 支持建设盘活房屋。 L 县文旅局", "二、 支持营销开展推介。 L 县文旅局"],
    ),
    "a heading beside one over numbered items": (
        "一、支持建设|盘活房屋。（责任单位：县文旅局）|二、支持营销|（一）开展推介。（责任单位：县商务局）",
        ["盘活房屋。 L 县文旅局 一、支持建设", "（一） 开展推介。 L 县商务局 二、支持营销"],
    ),
    "two clauses in one paragraph repeat its number": (
        "（一）修建道路。硬化路面。（县交通局牵头）养护路面。（县公路中心负责）",
        ["（一） 修建道路。硬化路面。 L 县交通局", "（一） 养护路面。 L 县公路中心"],
    ),
    "dashes": ("（一）关心老人|——新建餐点。（责任单位：县民政局）|——改造住房。（责任单位：县住建局）",
        ["新建餐点。 L 县民政局 （一）关心老人", "改造住房。 L 县住建局 （一）关心老人"]),
    "headings behind dashes": (
        "三、任务|——政策友好|听取意见。（责任单位：县民政局）|——服务友好|增加托位。（责任单位：县教育局）|扩大医院。（责任单位：县卫健局）|四、保障|落实经费。（责任单位：县财政局）",
        ["听取意见。 L 县民政局 三、任务/政策友好", "增加托位。 L 县教育局 三、任务/服务友好", "扩大医院。 L 县卫健局 三、任务/服务友好", "落实经费。 L 县财政局 四、保障"],
    ),
    "numbers of two digits under headings in brackets": (
        "【第一类：民生保障】|01 关于增设线路的建议|责任单位：县交通局|【第二类：城乡建设】|02 关于改造管网的建议|责任单位：县住建局",
        ["01 关于增设线路的建议 L 县交通局 【第一类：民生保障】", "02 关于改造管网的建议 L 县住建局 【第二类：城乡建设】"],
    ),
    "a clause in brackets on its line is no heading": (
        "1.增设线路。|【县交通局牵头】|2.改造管网。|【县住建局牵头】|3.清运垃圾。",
        ["1. 增设线路。【县交通局牵头】 L 县交通局", "2. 改造管网。【县住建局牵头】 L 县住建局", "3. 清运垃圾。"],
    ),
    "one line behind a dash is no heading": (
        "三、任务|——政策友好|听取意见。（责任单位：县民政局）", ["三、 任务——政策友好听取意见。 L 县民政局"],
    ),
    "一是, 二是 on lines of their own": (
        "1.数字种植|一是推广设备。（责任单位：县科技局）|二是建设工厂。（责任单位：县财政局）",
        ["一是 推广设备。 L 县科技局 1.数字种植", "二是 建设工厂。 L 县财政局 1.数字种植"],
    ),
    "一是, 二是 in one paragraph, each with a bracket of names": (
        "1.促进就业。一是招聘20场。（县人社局、县教育局）二是开发岗位。（县人社局）",
        ["一是 招聘20场。 L 县人社局 县教育局 1.促进就业", "二是 开发岗位。 L 县人社局 1.促进就业"],
    ),
    "专栏 inside a section": (
        "（一）延伸链条|推动加工。（县科技局负责）|专栏1 重点工程|1.建设园区。（县财政局）|（二）做强平台|拓展销售。（县商务局负责）|专栏2 平台|1.举办展会。（县商务局）",
        [
            "（一） 延伸链条推动加工。 L 县科技局",
            "1. 建设园区。 L 县财政局 （一）延伸链条/专栏1重点工程",
            "（二） 做强平台拓展销售。 L 县商务局",
            "1. 举办展会。 L 县商务局 （二）做强平台/专栏2平台",
        ],
    ),
    "the clause of the last of 一是, 二是 holds for all": (
        "1.加强管理。全面提升水平。|一是建台账。|二是建清单。（责任单位：县科技局）",
        ["1. 加强管理。全面提升水平。一是建台账。二是建清单。 L 县科技局"],
    ),
    "一是, 二是 in one paragraph, each with a clause": (
        "1.加强管理。一是严格审批，由县林业局负责。二是巡查值守，由各乡镇负责；三是建清单（县公安局牵头）。",
        ["一是 严格审批，由县林业局负责 L 县林业局 1.加强管理", "二是 巡查值守，由各乡镇负责； L 各乡镇 1.加强管理", "三是 建清单 L 县公安局 1.加强管理"],
    ),
    "一是 opens a line and 二是 is inside": (
        "（一）任务|一是加强宣传（县文旅局牵头）；二是强化执法（县公安局负责）；三是完善设施（县住建局牵头）。",
        ["一是 加强宣传 L 县文旅局 （一）任务", "二是 强化执法 L 县公安局 （一）任务", "三是 完善设施 L 县住建局 （一）任务"],
    ),
    "a heading that closes with a clause": (
        "一、稳定岗位（市人社局牵头）|1.落实政策。（市财政局负责）|2.支持企业。（市工信局负责）",
        ["一、 稳定岗位（市人社局牵头） L 市人社局", "1. 落实政策。（市财政局负责） L 市财政局 一、稳定岗位", "2. 支持企业。（市工信局负责） L 市工信局 一、稳定岗位"],
    ),
    "an excerpt that begins with a later number": (
        "甲市关于做好就业工作的通知 三、鼓励创业。开展培训（县人社局牵头）。发放补贴（县财政局牵头）。",
        ["三、 鼓励创业。开展培训 L 县人社局", "三、 发放补贴 L 县财政局"],
    ),
    "labels on lines of their own": (
        "一、支持建设|盘活房屋。|责任单位：县文旅局|组织评定。|牵头单位：县商务局|配合单位：县财政局",
        ["盘活房屋。 L 县文旅局 一、支持建设", "组织评定。 L 县商务局 S 县财政局 一、支持建设"],
    ),
    "measures under a task": (
        "（一）建立机制。（县财政局负责）|具体措施：|召开会议。（县税务局牵头）",
        ["（一） 建立机制。 L 县财政局", "召开会议。 L 县税务局 （一）建立机制"],
    ),
    "a lost number": (
        "1.建平台。（责任单位：县科技局）2.建仓库。（责任单位：县商务局）建园区。（责任单位：县财政局）4.建市场。（责任单位：县商务局）5.建工厂。（责任单位：县科技局）",
        ["1. 建平台。 L 县科技局", "2. 建仓库。 L 县商务局", "建园区。 L 县财政局", "4. 建市场。 L 县商务局", "5. 建工厂。 L 县科技局"],
    ),
    "blanks for lost line breaks": (
        "一、支持建设 盘活房屋。（责任单位：县文旅局） 组织评定。（责任单位：县商务局） 二、支持营销 开展推介。（责任单位：县文旅局）",
        ["盘活房屋。 L 县文旅局 一、支持建设", "组织评定。 L 县商务局 一、支持建设", "开展推介。 L 县文旅局 二、支持营销"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_a_heading_over_paragraphs_with_clauses_is_a_section(case: str) -> None:
    text, expected = PARAGRAPHS[case]
    found = lines(extract(document(text.replace("|", "\n"))), paths=True)
    assert [
        re.sub(r"（(?:责任单位：)?县[^（）]*(?:）|$)|(?:责任|牵头|配合)单位：县..局", "", line) for line in found
    ] == expected


def test_the_sign_between_a_named_number_and_its_words_is_no_part_of_it() -> None:
    result = extract(document("问题1：设施闲置。\n责任单位：市水利局\n任务二、疏通河道。\n责任单位：市住建局"))
    assert [task.number for task in result.tasks] == ["问题1", "任务二、"]


NESTED = {
    "h3 lies inside h2": (
        "# 方案|## 社会政策|### 规划|编制规划。（市教育局负责）|开展立法。（市司法局负责）|## 公共服务|### 托育|建设中心。（市民政局负责）|发放补贴。（市财政局负责）",
        ["社会政策/规划", "社会政策/规划", "公共服务/托育", "公共服务/托育"],
    ),
    "a heading without a number inside a numbered one, and after it": (
        "# 方案|## 一、供给|### 学位|1.新建学校。（市教育局负责）|### 师资|1.招聘教师。（市人社局负责）|## 二、保障|1.落实资金。（市财政局负责）",
        ["一、供给/学位", "一、供给/师资", "二、保障"],
    ),
    "numbers decide where all headings have one level": (
        "# 方案|## 一、供给|## （一）学位|1.新建学校。（市教育局负责）|## （二）师资|1.招聘教师。（市人社局负责）",
        ["一、供给/（一）学位", "一、供给/（二）师资"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NESTED)
def test_headings_nest_as_the_format_says_where_they_have_no_numbers(case: str) -> None:
    text, expected = NESTED[case]
    result = read_made(text.replace("|", "\n\n").encode(), "plan.md")
    assert ["/".join(headings(result, task)) for task in result.tasks] == expected


LISTED = {
    "a list inside a sentence whose clause closes the item": (
        "5.夯实基础。（1）排查隐患（含燃气）；（2）整改问题。（责任单位：市住建局）|6.加强宣传。①制作短片；②发放手册。责任单位：市委宣传部",
        [("5.", "夯实基础"), ("6.", "加强宣传")],
    ),
    "items after semicolons that each close with a clause": (
        "4.完善体系。（1）建机制（责任单位：市委编办）；（2）建平台（责任单位：市数据局）；（3）建队伍（责任单位：市人社局）。",
        [("（1）", "建机制（"), ("（2）", "建平台（"), ("（3）", "建队伍（")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTED)
def test_a_semicolon_parts_items_only_where_each_has_its_clause(case: str) -> None:
    text, expected = LISTED[case]
    assert [(task.number, task.text[:4]) for task in extract(document(text.replace("|", "\n"))).tasks] == expected
