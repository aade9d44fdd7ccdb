"""Whose document it is: weighed evidence, zones, site furniture, and units of documents that do not say."""

import pytest

from extract.records import Level
from extract.units.evidence import Home, Sign, contradiction, related
from extract.units.home import home_of
from extract.units.resolve import resolve_list
from tests.extract.made import read_made

WHO = "（一）供数。推动供数。（责任单位：省数据局、省财政厅、县林业局）\n"


def test_the_reasons_are_given_with_the_home() -> None:
    home = home_of("大理市供水方案", "大理市人民政府", "云政发(2023)3号大理市供水方案我市昆明市", "2023")
    assert home.place_code == "532901"
    assert [one.sign for one in home.evidence] == [Sign.ISSUER, Sign.TITLE, Sign.OWN_WORDS, Sign.NAMED]
    assert home.evidence[0].words == "大理市人民政府"


@pytest.mark.parametrize(
    ("title", "issuer", "head", "code"),
    [
        ("供水方案", "", "昆明市人民政府办公室关于印发供水方案的通知 大理白族自治州", "530100"),
        ("供水方案", "", "云发改(2023)3号 现印发供水方案", "530000"),
        ("供水方案", "", "云发改(2023)3号 全市 昆明市 昆明市 大理白族自治州", "530100"),
        ("昆明市供水方案", "大理白族自治州人民政府", "", "532900"),
        ("昆明市供水方案", "", "大理白族自治州大理白族自治州", "530100"),
    ],
)
def test_the_heavier_evidence_decides(title: str, issuer: str, head: str, code: str) -> None:
    assert home_of(title, issuer, head, "2023").place_code == code


@pytest.mark.parametrize(
    ("head", "tail", "code", "sign"),
    [
        ("武政办(2019)31号 各区人民政府 长江新区 武汉市", "", "420100", Sign.NUMBER),
        ("昌州政发(2015)20号 乌鲁木齐市 昌吉回族自治州", "", "652300", Sign.NUMBER),
        ("现印发供水方案", "抄送：市委办公室，宜昌市人大常委会办公室，宜昌军分区。", "420500", Sign.COPIED),
        ("现印发供水方案", "宜昌市人民政府办公室2021年3月1日印发", "420500", Sign.PRINTED),
        ("现印发供水方案", "宜昌市人民政府办公室 2021年3月1日公布", "", None),
        ("现印发供水方案 报送宜昌市", "", "420500", Sign.NAMED),
    ],
)
def test_number_print_line_and_copies_speak_for_a_place(head: str, tail: str, code: str, sign: Sign | None) -> None:
    home = home_of("供水方案", "", head, "2023", tail)
    assert home.place_code == code
    assert (sign in {one.sign for one in home.evidence}) is (sign is not None)


def test_a_title_outweighs_those_it_is_copied_to() -> None:
    tail = "抄送：宜昌市人民政府办公室，宜昌市财政局。"
    assert home_of("远安县供水方案", "", "", "2023", tail).place_code == "420525"
    assert home_of("昆明市供水方案", "", "", "2023", tail).place_code == "530100"


def test_a_title_that_contradicts_the_issuer_is_told() -> None:
    home = home_of("昆明市供水方案", "大理白族自治州人民政府", "", "2023")
    other = contradiction(home)
    assert other is not None
    assert (other.sign, other.home.place_name) == (Sign.TITLE, "昆明市")
    assert contradiction(home_of("昆明市供水方案", "云南省人民政府", "", "2023")) is None
    assert contradiction(home_of("昆明市供水方案", "国务院", "", "2023")) is None


def test_a_contradiction_is_a_finding_at_the_words_of_the_other_place() -> None:
    text = f"昆明市供水工作方案\n一、任务\n{WHO}大理白族自治州人民政府\n2023年5月6日\n"
    read = read_made(text.encode(), "plan.txt")
    found = [(one.code, one.quote) for one in read.findings if one.code == "home-conflict"]
    assert found == [("home-conflict", "昆明市供水工作方案")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("530100", "530102", True),
        ("530102", "530100", True),
        ("530100", "530100zabcdef", True),
        ("CN", "530100", True),
        ("530100", "532900", False),
        ("530102", "530103", False),
    ],
)
def test_places_are_related_when_one_lies_in_the_other(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table column
    assert related(one, other) is same


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("昆明高新技术产业开发区管委会印发《关于稳岗的若干措施》", "昆明高新技术产业开发区"),
        ("苏州工业园区管委会关于印发方案的通知", "苏州工业园区"),
        ("西安高新区支持人工智能若干政策", "西安高新区"),
        ("河北雄安新区管理委员会关于印发方案的通知", "河北雄安新区"),
    ],
)
def test_a_zone_that_issues_is_a_place_of_its_own(title: str, name: str) -> None:
    home = home_of(title, "", "", "2023")
    assert (home.place_name, home.level) == (name, Level.COUNTY)
    assert home.place_code[6] == "z"


@pytest.mark.parametrize("title", ["昆明高新技术产业开发区条例", "昆明市高新区发展规划", "浙江省数据局方案"])
def test_what_is_written_about_a_zone_is_not_the_zones(title: str) -> None:
    assert "z" not in home_of(title, "", "", "2023").place_code


def test_two_plans_of_unknown_home_share_no_unit() -> None:
    texts = [f"关于加强{what}的实施意见\n为加快全省工作，提出如下措施。\n{WHO}" for what in ("数据建设", "养老服务")]
    one, other = ({unit.id: unit for unit in read_made(text.encode(), "plan.txt").units} for text in texts)
    assert not set(one) & set(other)
    assert sorted(unit.name for unit in one.values()) == ["县林业局", "省数据局", "省财政厅"]
    assert {unit.place_name for unit in one.values()} == {""}


def test_an_unnamed_level_below_home_is_named_by_its_word() -> None:
    home = Home(place_code="530100", place_name="昆明市", level=Level.PREFECTURE, year=2023)
    (found,) = resolve_list(["县林业局"], home)
    assert (found.unit.id, found.unit.name, found.unit.place_name) == ("530100_x-forestry", "县林业局", "")


def test_navigation_in_cells_says_nothing_of_the_home() -> None:
    page = (
        "<html><body><table><tr><td>国家林业和草原局</td><td>链接</td></tr></table>"
        "<p>云南省林业和草原局等8部门关于印发保护行动计划的通知</p><p>各州（市）林草局：</p>"
        f"<p>一、任务</p><p>{WHO}</p></body></html>"
    )
    plan = read_made(page.encode(), "plan.html").plan
    assert (plan.place_code, plan.title) == ("530000", "云南省林业和草原局等8部门关于印发保护行动计划的通知")


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("根据国发(2011)300号，2020年底前，到2020年", 2020),
        ("根据国发(2020)1号，2015年以来，2015年", 2020),
        ("没有年份", 0),
    ],
)
def test_a_plan_is_no_older_than_the_papers_it_cites(head: str, year: int) -> None:
    assert home_of("昆明市方案", "", head, "").year == year
