"""The tables prove themselves: each alias leads to its row, and no alias points two ways unmarked."""

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from extract.records import Level, UnitKind
from extract.units import members, registry
from extract.units.collectives import collective
from extract.units.evidence import Home
from extract.units.lexicon import candidates, derived, lexicon
from extract.units.members import members_of
from extract.units.places import all_places, children, place_of
from extract.units.registry import home_of, known_body, longest_body_at, protected_joins, unit_like
from extract.units.resolve import resolve
from ontology.reforms import reforms
from ontology.reforms.views import validity

FOLDER = Path(registry.__file__).parent
CHANGJI = Home(place_code="652300", place_name="昌吉回族自治州", level=Level.PREFECTURE, year=2015)


def test_each_alias_finds_its_body_at_its_level_and_date() -> None:
    lost = []
    for name in lexicon().names:
        year = name.start or name.end or 2016
        for alias in (*derived(name), *name.aliases):
            for level in name.levels:
                if "{" in alias:
                    continue
                best = candidates(alias, level, year)[0]
                rivals = {name.key, *lexicon().bodies[name.key].ambiguous_with}
                if best.key not in rivals:
                    lost.append((alias, level, year, best.key, name.key))
    assert lost == []


def test_no_alias_points_two_ways_without_being_marked() -> None:
    unmarked = []
    for alias, names in lexicon().by_alias.items():
        for one in names:
            for other in names:
                together = bool(one.levels & other.levels) and not (
                    (one.end and other.start > one.end) or (other.end and one.start > other.end)
                )
                if one.key != other.key and together and other.key not in lexicon().bodies[one.key].ambiguous_with:
                    unmarked.append((alias, one.key, other.key))
    assert unmarked == []


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / table).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("table", ["lexicon.csv", "names.csv", "validity.csv"])
def test_every_row_has_a_source(table: str) -> None:
    vague = re.compile(r"^\W*$|differs? by place|^各地|^usage in published plans")
    assert [row for row in rows_of(table) if vague.search(row["source"])] == []


def overlapping(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Names that one body bears twice at one level in one year."""
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        for level in row["levels"]:
            spans[row["key"], row["name"], level].append((int(row["from"] or 0), int(row["to"] or 9999)))
    return [
        (key, name)
        for (key, name, _), found in spans.items()
        if any(end >= start for (_, end), (start, _) in pairwise(sorted(found)))
    ]


def test_no_name_is_borne_twice_at_once_and_no_dates_run_backwards() -> None:
    rows = rows_of("names.csv")
    assert overlapping(rows) == []
    assert [name for name in lexicon().names if name.end and name.start > name.end] == []
    twice = [{"key": "k", "name": "{地}局", "levels": "市", "from": "", "to": "2018"}]
    assert overlapping([*twice, {**twice[0], "from": "2018", "to": ""}]) == [("k", "{地}局")]
    assert overlapping([*twice, {**twice[0], "from": "2019", "to": ""}]) == []


def test_the_years_of_reforms_are_generated_from_their_one_source() -> None:
    assert (FOLDER / "validity.csv").read_text(encoding="utf-8") == validity()


def test_no_name_states_again_what_a_reform_states() -> None:
    bounds = {(row["key"], row["level"]): row for row in rows_of("validity.csv")}
    again = [
        (row["key"], row["name"], side)
        for row in rows_of("names.csv")
        for side in ("from", "to")
        if row[side] and {bounds.get((row["key"], level), {}).get(side) for level in row["levels"]} == {row[side]}
    ]
    assert again == []


@pytest.mark.parametrize(
    ("alias", "level", "borne", "not_borne"),
    [
        ("农业局", Level.COUNTY, 2019, 2020),
        ("农业厅", Level.PROVINCE, 2018, 2019),
        ("应急管理局", Level.COUNTY, 2018, 2017),
        ("卫生局", Level.PREFECTURE, 2014, 2015),
        ("铁路总公司", Level.NATIONAL, 2019, 2020),
        ("银保监局", Level.PROVINCE, 2023, 2024),
    ],
)
def test_a_name_is_borne_until_its_level_carried_the_reform_out(
    alias: str, level: Level, borne: int, not_borne: int
) -> None:
    name = candidates(alias, level, borne)[0]
    assert name.in_use(borne)
    assert not name.in_use(not_borne)


def test_the_reforms_name_bodies_of_the_lexicon() -> None:
    named = {key for one in reforms().transfers for key in (one.body, one.heir)} | {f[2] for f in reforms().foundings}
    assert named <= set(lexicon().bodies)


@pytest.mark.parametrize("table", ["lexicon.csv", "names.csv", "places.csv"])
def test_tables_are_sorted_small_and_whole(table: str) -> None:
    raw = (FOLDER / table).read_bytes()
    rows = list(csv.reader(raw.decode("utf-8").splitlines()))
    assert len(raw) < 1_000_000
    assert {len(row) for row in rows} == {len(rows[0])}
    keys = [row[0] for row in rows[1:]]
    assert keys == sorted(keys)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_keys_are_ascii_and_unique() -> None:
    rows = list(csv.DictReader((FOLDER / "lexicon.csv").read_text(encoding="utf-8").splitlines()))
    keys = [row["key"] for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key.replace("-", "").isalnum() for key in keys)
    assert {name.key for name in lexicon().names} == set(keys)


def test_every_place_has_a_parent_and_forward_years() -> None:
    codes = {place.code for place in all_places()}
    for place in all_places():
        assert place.parent in codes or place.code == "CN"
        assert not place.end or place.start < place.end


def test_the_places_know_their_history() -> None:
    assert [place.name for place in children("652300", 2000)].count("米泉市") == 1
    assert "米泉市" not in [place.name for place in children("652300", 2015)]
    assert len(children("CN", 2020)) == 34
    found = place_of("652322", 1990)
    assert found is not None
    assert found.name == "米泉县"


@pytest.mark.parametrize(
    ("title", "issuer", "head", "code"),
    [
        ("自治州全面推进依法行政加快建设法治政府实施方案", "昌吉回族自治州人民政府", "", "652300"),
        ("国务院办公厅关于进一步优化营商环境的实施意见", "", "", "CN"),
        ("科技部关于发布重点专项指南的通知", "", "", "CN"),
        ("义乌市燃气设施保护管理暂行办法", "", "", "330782"),
        ("石景山区若干措施", "北京市石景山区人民政府", "", "110107"),
        ("阿坝州人民政府办公室关于印发办法的通知", "", "", "513200"),
        ("省发展改革委印发若干政策措施的通知", "", "省发展改革委（黔发改服务[2020]111号）", "520000"),
        ("关于若干事项的通知", "", "", ""),
        ("国务院办公厅关于深化改革的意见", "国务院", "各乡镇人民政府：《象州县实施方案》已经县人民政府同意", "451322"),
        (
            "关于考核的公告",
            "",
            "为了解决我县问题，根据《广西壮族自治区办法》（桂人社发[2011]155号）、陆川县人民政府",
            "450922",
        ),
        ("国务院关于促进就业的意见", "", "各省、自治区、直辖市人民政府：", "CN"),
    ],
)
def test_homes(title: str, issuer: str, head: str, code: str) -> None:
    assert home_of(title, issuer, head, "2020-01-01").place_code == code


def test_a_township_gets_a_code_of_its_own() -> None:
    home = home_of("茂林镇党政办公室关于印发工作方案的通知", "", "陆川县茂林镇", "2021")
    assert home.level is Level.TOWNSHIP
    assert home.place_name.endswith("茂林镇")


@pytest.mark.parametrize(
    "words", ["企业", "群众", "工作", "机制", "领导干部", "加强部门协同", "社会", "", "的", "市民办事"]
)
def test_ordinary_words_are_no_units(words: str) -> None:
    assert not unit_like(words)


@pytest.mark.parametrize(
    "words",
    [
        "各部门",
        "有关部门和单位",
        "各县（市、区）人民政府",
        "人行南昌中心支行",
        "市数据局（市人工智能局）",
        "省委宣传部",
        "团市委",
        "公安机关",
        "西安市",
        "国网温州供电公司",
    ],
)
def test_names_that_look_like_units(words: str) -> None:
    assert unit_like(words)


def test_names_run_together_are_cut_and_others_are_not() -> None:
    words = "区政府集体资产监管办区住房城市建设委"
    assert words[: longest_body_at(words)] == "区政府集体资产监管办"
    for whole in (
        "昌吉回族自治州人民政府办公室",
        "政务服务和公共资源交易管理局",
        "省委网络安全和信息化委员会办公室",
        "正泰集团",
    ):
        assert longest_body_at(whole) == 0
        assert known_body(whole) or whole == "正泰集团"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("人力资源和社会保障局和财政局", ["人力资源和社会保障局"]),
        ("各委、办、局", ["各委、办、局"]),
        ("各市、县（区）人民政府", ["各市、县（区）人民政府"]),
        ("各市、县、区政府", ["各市、县、区政府"]),
        ("大、中、小学校", ["大、中、小学校"]),
        ("有关部门和单位", ["部门和单位"]),
        ("有关部门和地区", []),
        ("杨凌示范区、西咸新区管委会", []),
        ("省文化和旅游厅、省财政厅", ["文化和旅游厅"]),
    ],
)
def test_joins_inside_names_are_protected(text: str, inside: list[str]) -> None:
    assert [text[a:b] for a, b in protected_joins(text)] == inside


def test_only_governments_below_a_place_are_expanded() -> None:
    counties = members_of(resolve("各县市人民政府", CHANGJI).unit, CHANGJI, 2015)
    assert [unit.name for unit in counties][:2] == ["昌吉市人民政府", "阜康市人民政府"]
    assert len(counties) == 7
    assert len(members_of(resolve("各县市人民政府", CHANGJI).unit, CHANGJI, 2000)) == 8
    for never in ("州政府各部门", "有关部门", "州公安局", "相关县（市）政府"):
        assert members_of(resolve(never, CHANGJI).unit, CHANGJI, 2015) == ()
    assert members.SOURCE


@pytest.mark.parametrize(
    ("words", "level", "key"),
    [
        ("各省、自治区、直辖市人民政府", Level.NATIONAL, "all-governments-province"),
        ("各地、州、市人民政府", Level.PROVINCE, "all-governments-prefecture"),
        ("各设区市政府", Level.PROVINCE, "all-governments-prefecture"),
        ("各市、县（区）人民政府", Level.PROVINCE, "all-governments-prefecture-county"),
        ("各县（市、区）政府", Level.PROVINCE, "all-governments-county"),
        ("相关县（市、区）政府", Level.PREFECTURE, "relevant-governments-county"),
        ("各镇人民政府、街道办事处", Level.COUNTY, "all-townships"),
        ("地方各级人民政府", Level.NATIONAL, "every-level-governments"),
        ("各级政府有关部门", Level.PROVINCE, "every-level-relevant-departments"),
    ],
)
def test_territorial_groups(words: str, level: Level, key: str) -> None:
    group = collective(words, level)
    assert group is not None
    assert group.key == key


def test_groups_that_differ_stay_apart() -> None:
    keys = {
        w: collective(w, Level.PROVINCE)
        for w in ("各部门", "有关部门", "各单位", "有关单位", "各级有关部门", "其他部门", "各行业主管部门")
    }
    found = [group.key for group in keys.values() if group]
    assert len(found) == len(set(found)) == len(keys)
    assert all(group is not None and group.kind is UnitKind.COLLECTIVE for group in keys.values())
