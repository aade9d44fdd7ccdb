"""Words to units: carrying, collectives, group offices, and the names that must stay apart."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Level, UnitKind
from extract.units.evidence import Home
from extract.units.registry import home_of
from extract.units.resolve import resolve, resolve_list

SHARED = Path(__file__).parents[3].parent / "shared"
CHANGJI = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)
SHAANXI = Home(place_code="610000", place_name="陕西省", level=Level.PROVINCE, year=2019)
NATION = Home(place_code="CN", place_name="中华人民共和国", level=Level.NATIONAL, year=2019)


def ids(names: list[str], home: Home) -> list[str]:
    return [found.unit.id for found in resolve_list(names, home)]


def test_the_place_is_carried_but_the_government_is_not() -> None:
    units = resolve_list(["州政府办公室", "监察局"], CHANGJI)
    assert [u.unit.name for u in units] == ["昌吉回族自治州人民政府办公室", "昌吉回族自治州监察局"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("政府法制办", "州政府法制办", True),
        ("州政府有关部门", "州政府各有关部门", True),
        ("州政府有关部门", "州政府各部门", False),
        ("州公安局", "昌吉市公安局", False),
        ("州党委编办", "党委编办", True),
        ("各县市人民政府", "各县（市）政府", True),
        ("公安机关", "州公安局", False),
    ],
)
def test_what_is_one_unit_and_what_is_two(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table column
    assert (resolve(one, CHANGJI).unit.id == resolve(other, CHANGJI).unit.id) is same


def test_another_place_written_out_carries_until_the_next() -> None:
    assert ids(["西安市公安局", "财政局", "省财政厅", "审计厅"], SHAANXI) == [
        "610100-public-security",
        "610100-finance",
        "610000-finance",
        "610000-audit",
    ]


def test_a_place_inside_a_name_does_not_carry() -> None:
    jiangxi = Home(place_code="360000", place_name="江西省", level=Level.PROVINCE, year=2020)
    units = [u.unit for u in resolve_list(["人行南昌中心支行", "江西银保监局", "省财政厅", "商务厅"], jiangxi)]
    assert [u.id for u in units] == [
        "360100-pboc",
        "360000-banking-insurance-commission",
        "360000-finance",
        "360000-commerce",
    ]
    assert units[0].name == "中国人民银行南昌中心支行"


def test_national_names_need_no_place() -> None:
    assert ids(["发展改革委", "财政部", "海关总署", "文物局"], NATION) == [
        "CN-development-reform",
        "CN-finance",
        "CN-customs",
        "CN-cultural-heritage",
    ]


def test_a_second_name_in_brackets_is_the_same_body() -> None:
    wenzhou = Home(place_code="330300", place_name="温州市", level=Level.PREFECTURE, year=2025)
    assert ids(["市数据局（市人工智能局）", "市数据局(市人工智能局)", "市数据局"], wenzhou) == ["330300-data"] * 3


def test_kinds() -> None:
    kinds = {
        "州行政审批制度改革领导小组办公室": UnitKind.GROUP_OFFICE,
        "州某某工作领导小组办公室": UnitKind.GROUP_OFFICE,
        "州政府各部门": UnitKind.COLLECTIVE,
        "工商部门": UnitKind.CLASS_WORD,
        "分管领导": UnitKind.PERSON,
        "正泰集团": UnitKind.OUTSIDER,
        "州公安局": UnitKind.SINGLE,
    }
    assert {name: resolve(name, CHANGJI).unit.kind for name in kinds} == kinds


def test_a_branch_belongs_to_the_district_under_the_citys_name() -> None:
    wenzhou = Home(place_code="330300", place_name="温州市", level=Level.PREFECTURE, year=2022)
    found = resolve("市生态环境局鹿城分局", wenzhou).unit
    assert (found.id, found.name) == ("330302-ecology-environment", "温州市生态环境局鹿城分局")


def test_a_level_word_below_home_names_no_place_of_its_own() -> None:
    found = resolve("县财政局", CHANGJI).unit
    assert (found.id, found.level) == ("652300_x-finance", Level.COUNTY)


def test_a_corps_or_new_area_keeps_its_own_place() -> None:
    assert [found.unit.id for found in resolve_list(["新疆生产建设兵团", "财政部"], NATION)] == [
        "660000-xpcc",
        "CN-finance",
    ]
    assert resolve("西咸新区管委会", SHAANXI).unit.name == "西咸新区管理委员会"


def test_an_unknown_name_is_kept_and_never_merged() -> None:
    one, other = resolve_list(["州奇异事务局", "州奇异事物局"], CHANGJI)
    assert one.unit.id != other.unit.id
    assert not one.unit.registered
    assert one.unit.name == "昌吉回族自治州奇异事务局"
    assert one.confidence < 0.5


def test_the_documents_own_alias_is_followed() -> None:
    home = CHANGJI.with_words((("改革小组", "州行政审批制度改革领导小组办公室"),), ())
    assert resolve("改革小组", home).unit.id == "652300-approval-reform-office"


@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from([CHANGJI, SHAANXI, NATION, Home()]))
def test_any_text_resolves_and_always_the_same_way(names: list[str], home: Home) -> None:
    first = resolve_list(names, home)
    assert first == resolve_list(names, home)
    assert len(first) == len(names)
    assert all(found.unit.id.isascii() and 0 < found.confidence <= 1 for found in first)


@given(st.permutations(["州公安局", "州司法局", "州教育局", "州政府各部门"]))
def test_order_does_not_matter_where_every_place_is_written(names: list[str]) -> None:
    assert sorted(ids(names, CHANGJI)) == sorted(ids(["州公安局", "州司法局", "州教育局", "州政府各部门"], CHANGJI))


@pytest.mark.corpus
def test_the_changji_plan_has_its_43_units() -> None:
    gold = SHARED / "corpus/gold/000-full.json"
    if not gold.exists():
        pytest.skip(f"the development corpus is not beside the checkout: {gold}")
    rows = json.loads(gold.read_text(encoding="utf-8"))["assignments"]
    home = home_of("自治州全面推进依法行政加快建设法治政府实施方案", "昌吉回族自治州人民政府", "", "2015-07-30")
    lists: dict[tuple[str, str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows:
        lists[row["task"], row["role"], row["label"]].append((row["rank"], row["mention"], row["unit"]))
    pairs = set()
    for entries in lists.values():
        entries.sort()
        found = resolve_list([mention for _, mention, _ in entries], home)
        pairs |= {(unit, got.unit.id) for (_, _, unit), got in zip(entries, found, strict=True)}
    assert len(pairs) == len({unit for unit, _ in pairs}) == len({got for _, got in pairs}) == 43


HOMES = {
    "000": ("", "昌吉回族自治州人民政府", "2015"),
    "002": ("浙江省加快新场景建设应用行动方案", "", "2026"),
    "008": ("温州市人工智能创新发展工作方案", "", "2025"),
    "009": ("陕西省人民政府办公厅关于印发行动方案的通知", "", "2019"),
    "013": ("广州市卫生健康委等4部门关于印发方案的通知", "", "2023"),
    "024": ("国务院关于促进综合保税区高水平开放的若干意见", "", "2019"),
    "025": ("江西省人民政府印发政策措施的通知", "", "2020"),
    "037": ("国务院办公厅关于深入开展消费扶贫的指导意见", "", "2018"),
    "046": ("", "北京市石景山区人民政府", "2020"),
    "055": ("湘潭市人民政府关于若干意见", "", "2020"),
}
ROLES = ("lead", "support", "joint", "implement", "guide", "supervise")


@pytest.mark.corpus
@pytest.mark.parametrize("plan", sorted(HOMES))
def test_nine_in_ten_bodies_of_a_labelled_plan_are_registered(plan: str) -> None:
    gold = SHARED / f"corpus/gold/{plan}.jsonl"
    if not gold.exists():
        pytest.skip(f"the development corpus is not beside the checkout: {gold}")
    title, issuer, year = HOMES[plan]
    home = home_of(title, issuer, "", year)
    units = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for role in ROLES:
            units += [found.unit for found in resolve_list(row.get(role) or [], home)]
    bodies = [unit for unit in units if unit.kind in {UnitKind.SINGLE, UnitKind.GROUP_OFFICE}]
    unknown = sorted({unit.name for unit in bodies if not unit.registered})
    assert bodies
    assert sum(unit.registered for unit in bodies) >= 0.9 * len(bodies), unknown


@pytest.mark.parametrize("sign", ["市", "（", "、", "各", "局", "委会", "有关", "人民政府", "和"])
def test_a_name_of_a_hundred_thousand_signs_is_one_unit(sign: str) -> None:
    (found,) = resolve_list([sign * (100_000 // len(sign))], CHANGJI)
    assert found.unit.kind is not UnitKind.SINGLE or not found.unit.registered
