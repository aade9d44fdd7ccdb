"""What a unit is called: registered names of the year, printed names, brackets, zones and brands."""

import pytest

from extract.mentions import split_mentions
from extract.records import Level
from extract.units.evidence import Home
from extract.units.registry import longest_body_at
from extract.units.resolve import resolve


def home(code: str, name: str, level: Level, year: int) -> Home:
    return Home(place_code=code, place_name=name, level=level, year=year)


NANCHONG = home("511300", "南充市", Level.PREFECTURE, 2018)
KUNMING = home("530100", "昆明市", Level.PREFECTURE, 2023)
DALI = home("532900", "大理白族自治州", Level.PREFECTURE, 2019)
PARK = home("320500z0cd854", "苏州工业园区", Level.COUNTY, 2023)
XIAN = home("610100", "西安市", Level.PREFECTURE, 2025)
ZHEJIANG = home("330000", "浙江省", Level.PROVINCE, 2025)
NATION_2018 = home("CN", "中华人民共和国", Level.NATIONAL, 2018)
NATION_2021 = home("CN", "中华人民共和国", Level.NATIONAL, 2021)


@pytest.mark.parametrize(
    ("words", "at", "name"),
    [
        ("市农牧业局", NANCHONG, "南充市农牧业局"),
        ("市建设局", NANCHONG, "南充市建设局"),
        ("市文旅局", KUNMING, "昆明市文化和旅游局"),
        ("市农业局", KUNMING, "昆明市农业局"),
        ("市发改委", KUNMING, "昆明市发展和改革委员会"),
        ("市政府电子政务办公室", KUNMING, "昆明市人民政府电子政务办公室"),  # 人民 alone is left out
        ("市电子政务办", KUNMING, "昆明市电子政务办"),  # a doubtful body stays as printed
        ("市委宣传部", KUNMING, "中共昆明市委员会宣传部"),
        ("团市委", KUNMING, "共产主义青年团昆明市委员会"),
        ("南充银监分局", NANCHONG, "中国银行业监督管理委员会南充监管分局"),
        ("中国铁路总公司", NATION_2018, "中国铁路总公司"),
        ("国铁集团", NATION_2021, "中国国家铁路集团有限公司"),
        ("市法院", NANCHONG, "南充市中级人民法院"),
        ("县法院", NANCHONG, "县人民法院"),
        ("省法院", ZHEJIANG, "浙江省高级人民法院"),
        ("市市场监管（知识产权）局", KUNMING, "昆明市市场监督管理局"),
        ("市数据集团\u3014筹\u3015", KUNMING, "昆明市数据集团（筹）"),
        ("市工业振兴（数字经济）领导小组办公室", KUNMING, "昆明市工业振兴（数字经济）领导小组办公室"),
        ("吉利智能装备（昆明）有限公司", KUNMING, "吉利智能装备（昆明）有限公司"),
        ("昆明高新区财政局", KUNMING, "昆明市高新区财政局"),
    ],
)
def test_the_label_is_registered_for_the_year_or_printed(words: str, at: Home, name: str) -> None:
    assert resolve(words, at).unit.name == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("省数据集团\u3014筹\u3015", "省数据集团（筹）", True),
        ("衢州市智慧新城管委会", "衢州智慧新城管理委员会", True),
        ("杭州高新区管委会", "杭州市高新技术产业开发区管理委员会", True),
        ("杭州高新区财政局", "杭州市财政局", False),
        ("杭州高新区财政局", "宁波高新区财政局", False),
        ("省版权局", "省新闻出版局", False),
        ("省大数据中心", "省大数据局", False),
        ("省数据集团（筹）", "省数据集团", False),
    ],
)
def test_what_is_one_body(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table column
    assert (resolve(one, ZHEJIANG).unit.id == resolve(other, ZHEJIANG).unit.id) is same


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("吉利智能装备有限公司", "530100"),
        ("和平科技（大理）有限公司", "530100"),
        ("曲靖钢铁集团有限公司", "530300"),
        ("云南红塔集团", "530000"),
    ],
)
def test_a_brand_is_no_place(words: str, code: str) -> None:
    assert resolve(words, KUNMING).unit.place_code == code


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("官渡区发改局官渡区大数据中心", 6),
        ("官渡区发改局西山区未知事务局", 6),
        ("官渡区未知事务局西山区发改局", 8),
        ("市未知事务管理局市财政局", 8),
        ("区政府集体资产监管办区住房城市建设委", 10),
        ("市公安局官渡区分局", 0),
        ("市公安局官渡区交警大队", 0),
        ("中国人民银行昆明市中心支行", 0),
        ("云南省农业农村厅昆明市监测中心", 0),
        ("省市场监管局市场处", 0),
        ("昆明市官渡区发改局", 0),
    ],
)
def test_bodies_run_together_are_split(words: str, cut: int) -> None:
    assert longest_body_at(words) == cut


def test_three_bodies_run_together_are_three_mentions() -> None:
    words = "省发展改革委省经济和信息化委省商务厅"
    found = split_mentions(words, 0, len(words)).items
    assert [words[item.start : item.end] for item in found] == ["省发展改革委", "省经济和信息化委", "省商务厅"]


@pytest.mark.parametrize(
    ("words", "at", "place", "name"),
    [
        ("州生态环境局大理分局", DALI, "532901", "大理白族自治州生态环境局大理分局"),  # 大理市, not the prefecture
        ("州生态环境局祥云分局", DALI, "532923", "大理白族自治州生态环境局祥云分局"),
        ("园区管委会", PARK, PARK.place_code, "苏州工业园区管委会"),
        ("园区应急管理局", PARK, PARK.place_code, "苏州工业园区应急管理局"),
        ("西安国际港务区管委会", XIAN, "610100z1c0d12", "西安市国际港务区管委会"),
        ("各园区管委会", XIAN, "610100", "西安市各园区管委会"),
    ],
)
def test_branches_and_zones_are_in_their_own_place(words: str, at: Home, place: str, name: str) -> None:
    unit = resolve(words, at).unit
    assert (unit.place_code, unit.name) == (place, name)
