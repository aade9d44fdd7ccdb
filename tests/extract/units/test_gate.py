"""The gate for units: quotations it must refuse, and quotations it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Level, Severity
from extract.units.evidence import Home
from extract.units.gate import REACH, Refusal, judge
from extract.units.identify import identify
from extract.units.lexicon import lexicon
from extract.units.places import all_places
from extract.units.resolution import Resolution
from tests.extract.made import read_made

KUNMING = Home(place_code="530100", place_name="昆明市", level=Level.PREFECTURE, year=2023)

AGAINST = {
    Refusal.COLON: ["责任位：市卫生健康委", "责任部门:市教育局", "配合\u2236市财政局"],
    Refusal.RULE: [
        "第一位为牵头单位",
        "排第一位的为牵头部门",
        "列首位者牵头",
        "负责部门均为市商务局",
        "适用范围均为全部园区",
        "除标注适用于特定园区的措施外",
        "此项任务贯穿全年",
        "每季度通报一次",
        "纳入年度考核",
        "下同",
        "同上",
        "按职责分工",
        "按照各自职能",
        "不再单独列出",
        "详见附件2",
        "市商务局为牵头单位",
    ],
    Refusal.TIME: [
        "2025年底前",
        "2025年",
        "2024年6月",
        "6月底",
        "2023年9月30日前",
        "长期坚持",
        "持续推进",
        "全年",
        "每季度",
        "第三季度",
        "2024—2026年",
        "立即",
    ],
    Refusal.MEASURE: [
        "500万元",
        "3家",
        "10个以上",
        "15分钟",
        "5个工作日",
        "增长8.5%",
        "增长8\uff05",
        "100公里",
        "不少于3",
        "新增20个项目",
    ],
    Refusal.VERB: [
        "应急物资储备由市应急管理局",
        "待建工地由建设单位",
        "评标由招标人依法组建的评标委员会",
        "市人民代表大会专门委员会对市人民代表大会",
        "加大投入力度",
        "加快推进数字经济发展",
        "督促市教育局",
        "县市场监管局指定机构",
        "支持企业",
        "鼓励社会力量",
        "组织各县（市、区）政府",
        "会同市财政局",
        "市教育局牵头",
        "市教育局负责",
        "市民政局应当",
        "指导各有关部门",
        "数据要素优化配置",
        "高度重视",
        "市财政局报市政府",
    ],
    Refusal.HEAD_ALONE: ["人民政府", "政府", "有限公司", "分行", "浙江省分行", "昆明市有限公司", "某单位", "集团"],
    Refusal.LABEL: ["责任单位", "牵头部门", "责任人", "完成时限", "备注", "发布机构", "索引号", "序号", "工作任务"],
    Refusal.OBJECT: ["公共厕所", "垃圾转运站", "公园内的古树名木", "经营场所"],
    Refusal.PLACEHOLDER: ["待定", "××局", "XX局", "xx县人民政府", "无", "另行通知"],
    Refusal.NO_WORD: ["", "2.", "--", "○", "____", "（）", "123456", "A"],
}
FOR = [
    "市加快推进数字经济发展领导小组",
    "市推进数字化改革领导小组办公室",
    "省支持边境贸易工作专班",
    "加快政府职能转变工作办公室",
    "市防汛抗旱指挥部",
    "市协调推进有关重大项目办公室",
    "组织部",
    "市委组织部（市委人才办）",
    "督查室",
    "协调处",
    "各级组织部门",
    "指导中心",
    "实施主体",
    "项目实施单位",
    "各牵头部门",
    "牵头单位市教育局",
    "承担任务的单位",
    "社会组织",
    "各级党组织",
    "重点培育企业",
    "12个县（市、区）政府",
    "13家成员单位",
    "2022年冬奥会组委会",
    "第七师市场监管局",
    "四川省煤田地质局一三五队",
    "110指挥中心",
    "12345政务服务便民热线中心",
    "5G产业联盟",
    "307医院",
    "自由贸易试验区管委会",
    "会同县人民政府",
    "对外友好协会",
    "对口支援办公室",
    "向阳区人民政府",
    "市场监管局",
    "省侨务办公室",
    "市外办",
    "市数据集团\u3014筹\u3015",
    "市工业振兴（数字经济）领导小组办公室",
    "“一带一路”建设工作领导小组办公室",
    "均安镇人民政府",
    "长期护理保险服务中心",
    "全年龄友好城市建设办公室",
    "青年发展部",
    "无锡市人民政府",
    "无线电管理局",
    "责任单位联席会议办公室",
    "备案审查处",
    "办公室",
    "党委",
    "华为",
    "中国移动",
    "吉利智能装备（昆明）有限公司",
    "浙江省农业银行",
    "各县（市、区）",
    "有关部门和地区",
]


@pytest.mark.parametrize(("refusal", "words"), [(kind, words) for kind in AGAINST for words in AGAINST[kind]])
def test_what_is_no_body_is_refused_with_its_reason(refusal: Refusal, words: str) -> None:
    assert judge(words) is refusal


@pytest.mark.parametrize("words", FOR)
def test_names_that_look_alike_are_admitted(words: str) -> None:
    assert judge(words) is None


def test_every_reason_has_a_quotation() -> None:
    assert set(AGAINST) == set(Refusal)


def test_no_registered_name_is_refused_under_a_place() -> None:
    assert [alias for alias in lexicon().by_alias if judge("昆明市" + alias)] == []


@pytest.mark.parametrize("tail", ["", "人民政府", "管委会"])
def test_no_place_is_refused(tail: str) -> None:
    assert [place.name for place in all_places() if judge(place.name + tail)] == []


@given(st.text(max_size=40))
def test_any_text_is_judged_by_its_words_without_blanks(words: str) -> None:
    assert judge(words) is judge(f" {words}\n")


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert judge("市" * REACH + "：") is None
    assert judge("市" * (REACH - 1) + "：") is Refusal.COLON


def test_a_refused_name_takes_nothing_from_its_neighbours() -> None:
    names = ["市数据局", "省级以下均为配合单位", "发展改革委", "官渡区人民政府"]
    found = identify(names, KUNMING)
    assert found[1] is Refusal.RULE
    units = [one.unit.name for one in found if isinstance(one, Resolution)]
    assert units == ["昆明市数据局", "昆明市发展和改革委员会", "官渡区人民政府"]


def test_a_short_name_of_the_document_is_judged_by_what_it_stands_for() -> None:
    home = KUNMING.with_words((("牵头部门", "市行政审批制度改革领导小组办公室"),), ())
    (found,) = identify(["牵头部门"], home)
    assert isinstance(found, Resolution)
    assert identify(["牵头部门"], KUNMING) == (Refusal.LABEL,)


def test_a_refused_name_is_a_finding_with_its_quote_and_never_a_unit() -> None:
    read = read_made(
        "昆明市工作方案\n（一）供数。推动供数。（责任单位：市数据局、第一位为牵头单位、市发展改革委）\n".encode(),
        "plan.txt",
    )
    assert [one.mention.words for one in read.assignments] == ["市数据局", "市发展改革委"]
    assert [(one.quote, one.severity) for one in read.findings if one.code == "no-unit"] == [
        ("第一位为牵头单位", Severity.WARNING)
    ]
