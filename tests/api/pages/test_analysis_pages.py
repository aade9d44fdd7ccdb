"""Overlap, comparison and reform over a real server: two plans, their numbers, their words, their representations."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import extract
from api.edge.settings import Settings
from api.pages.compare import picking
from api.pages.compare.routes import disputed
from api.read_model.index import Index
from graph.build.plans import build
from graph.dataset.load import snapshot
from graph.store import open_store
from ontology.reforms import reforms
from tests.api.serving import enter, house

EXAMPLE = Path(extract.__file__).parent / "examples" / "changji-2015.txt"
PAGE = {"Accept": "text/html"}
LATER = """昌吉回族自治州法治政府建设实施方案
昌吉回族自治州人民政府
2019年5月3日
一、主要任务
（一）坚持严格规范公正文明执法
1.完善行政执法程序。健全和完善行政执法程序，建立执法全过程记录制度。
牵头单位：州司法局
配合单位：州直各行政执法部门
2.建设政务数据共享平台。统一数据目录，打通数据壁垒。
牵头单位：州发改委
配合单位：州司法局
完成时限：2019年12月底前
"""
LEGAL, JUSTICE, OFFICE = "652300-gov-legal-affairs", "652300-justice", "652300-gov-office"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("analysis")
    later = folder / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    staff = {"昌吉回族自治州人民政府法制办公室": 20}
    with house(folder / "data", Settings(staff=staff), (EXAMPLE, later)) as served:
        yield served.client


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/overlap",
        "/overlap?cells=sections&by=load&kinds=units&roles=all",
        f"/overlap?a={LEGAL}&b={OFFICE}",
        f"/overlap?a={LEGAL}&b=652300-letters-calls",
        "/concentration",
        "/centrality",
        "/centrality?kinds=all",
        f"/units/{LEGAL}/years",
        f"/units/{JUSTICE}/years?change=lost&plan=none",
        "/notable",
        "/deadlines?by=month",
        "/deadlines?date=2019-12-31&state=due_not_reported",
        "/deadlines?date=gestern",
        "/compare",
        "/compare?unit=州司法局",
        "/compare?unit=没有的局",
        "/reform",
        f"/reform?old={LEGAL}&new={JUSTICE}",
        "/reform?year=2018",
        "/reform?year=2023&task=2.4.5&giver=州公安局&taker=州司法局&dissolve=州财政局",
        "/reform?old=没有的局&new=州司法局",
    ],
)
def test_each_page_answers_in_both_languages_under_a_strict_policy(client: httpx.Client, path: str, lang: str) -> None:
    answer = client.get(path, headers=PAGE, params={**httpx.URL(path).params, "lang": lang})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
    assert "nan" not in answer.text.lower().replace("financ", "")


def test_one_plan_alone_gets_the_plans_that_resemble_it(client: httpx.Client) -> None:
    plans = [row["id"] for row in client.get("/plans.json").json()["rows"]]
    assert client.get(f"/compare.json?a={plans[0]}").status_code == 200
    page = client.get(f"/compare?a={plans[0]}", headers=PAGE)
    assert page.status_code == 200
    assert 'id="resembling"' in page.text


def test_the_pair_opens_its_shared_tasks_and_their_words(client: httpx.Client) -> None:
    page = client.get(f"/overlap?a={LEGAL}&b={OFFICE}", headers=PAGE).text
    rows = client.get(f"/overlap.json?a={LEGAL}&b={OFFICE}").json()["rows"]
    assert [row["ref"] for row in rows] == ["2.2.1", "2.3.1", "2.3.2", "2.3.3", "2.7.2"]
    for row in rows:
        assert all(words in page for words in (row["ref"], *row["a_words"], *row["b_words"]))


def test_the_matrix_is_the_same_on_both_sides_and_as_the_table(client: httpx.Client) -> None:
    found = client.get("/overlap.json").json()
    matrix = found["matrix"]["rows"]
    for row in matrix:
        for other in matrix:
            assert row[other["unit"]] == other[row["unit"]]
    shared = {frozenset((row["a"], row["b"])): row["shared"] for row in found["overlap"]["rows"]}
    names = [row["unit"] for row in matrix]
    for one in matrix:
        for name in names:
            if name != one["unit"]:
                assert one[name] == shared.get(frozenset((one["unit"], name)), 0)


def test_the_order_of_the_matrix_changes_no_number(client: httpx.Client) -> None:
    one, two = (client.get(f"/overlap.json?by={by}").json()["matrix"]["rows"] for by in ("cluster", "load"))
    assert [row["unit"] for row in one] != [row["unit"] for row in two]
    assert {row["unit"]: row for row in one} == {row["unit"]: row for row in two}


@pytest.mark.parametrize("roles", ["bearers", "all"])
def test_each_cell_of_units_and_sections_leads_to_as_many_tasks_as_it_says(client: httpx.Client, roles: str) -> None:
    page = client.get(f"/overlap?cells=sections&roles={roles}", headers=PAGE).text
    cells = re.findall(r'<td class="h h\d"><a href="/tasks([^"]*)">(\d+)</a>', page)
    assert len(cells) > 20
    for address, count in cells[::4]:
        assert client.get(f"/tasks.json{html.unescape(address)}").json()["count"] == int(count), address


def test_two_plans_side_by_side(client: httpx.Client) -> None:
    (pair,) = client.get("/compare.json").json()["rows"]
    assert pair["relation"] == "other_year"
    first = client.get("/compare?lang=zh", headers=PAGE).text
    (address,) = re.findall(r'href="(/compare\?a=[^"]*)"', first)
    assert "牵头单位不一致的事项" not in first
    both = html.unescape(address)
    rows = client.get(both.replace("?", ".json?")).json()["rows"]
    (match,) = [row for row in rows if row["certainty"] == "sure"]
    assert (match["what"], match["left"], match["right"]) == ("conflict", "2015 2.4.3", "2019 1.1.1")
    assert [row["what"] for row in rows].count("new") == 1
    assert [row["what"] for row in rows].count("dropped") == 28  # another is likely to be a part of the same matter
    page = client.get(f"{both}&lang=zh", headers=PAGE).text
    assert "牵头单位不一致的事项" in page
    assert re.search(r"<mark>[^<]*完善行政执法程序", page)
    earlier, later = both.removeprefix("/compare?a=").split("&b=")
    assert client.get(f"/compare.json?a={later}&b={earlier}").json()["count"] == len(rows)


def test_of_many_plans_those_to_compare_are_looked_for_by_words(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def options(query: str) -> list[str]:
        page = client.get(f"/compare{query}", headers=PAGE).text
        return [one for one in re.findall(r'<option value="(\w+)"', page) if one in ids]

    ids = {row["id"] for row in client.get("/plans.json").json()["rows"]}
    assert sorted(options("")) == sorted([*ids] * 3)
    monkeypatch.setattr(picking, "MOST", 1)
    assert options("") == []
    assert len(options("?a=（20")) == 1  # of two, the first that fit in a list
    assert client.get("/compare.json?a=（20").status_code == 400
    by_words, *by_ids = (client.get(f"/compare.json?a={one}").json()["rows"] for one in ("（2019", *ids))
    assert by_words in by_ids
    assert by_ids[0] != by_ids[1]
    assert client.get("/compare?a=没有的方案", headers=PAGE).status_code == 404


def test_a_pair_is_confirmed_refused_and_taken_back(tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    earlier = tmp_path / "earlier.txt"
    earlier.write_text(LATER.replace("2019年", "2017年"), encoding="utf-8")
    with house(tmp_path / "data", sources=(earlier, later)) as served:
        client = served.client
        plans = [row["id"] for row in client.get("/plans.json").json()["rows"]]
        address = f"/compare?a={plans[0]}&b={plans[1]}"

        def found() -> list[tuple[str, str]]:
            rows = client.get(address.replace("?", ".json?")).json()["rows"]
            return [(row["certainty"], row["left"]) for row in rows]

        before = found()
        assert [one for one, _ in before] == ["sure", "sure"]
        assert "/compare/pairs" not in re.findall(
            r'<form[^>]* action="([^"]*)"', client.get(address, headers=PAGE).text
        )
        assert client.post("/compare/pairs", data={"state": "refused"}).status_code == 401
        fields = {"proof": enter(client), "who": "王芳"}
        signed = client.get(address, headers=PAGE).text
        for name, other in (("left", "right"), ("right", "left")):  # the order does not count
            fields[other] = re.findall(rf'name="{name}" value="([^"]+)"', signed)[0]
        for state, expected in (
            ("refused", ["sure", "", ""]),
            ("confirmed", ["confirmed", "sure"]),
            ("withdrawn", ["sure", "sure"]),
        ):
            assert client.post("/compare/pairs", data={**fields, "state": state}).status_code == 303
            assert [one for one, _ in found()] == expected
            page = client.get(address, headers=PAGE).text
            assert ("已判断为不是同一事项" in page) == (state == "refused")
            listed = client.get("/compare/pairs.json").json()["rows"]
            assert [(row["state"], row["who"]) for row in listed] == ([] if state == "withdrawn" else [(state, "王芳")])
        assert client.post("/compare/pairs", data={**fields, "state": "maybe"}).status_code == 404


def test_one_unit_over_the_years_with_the_office_that_joined_it(client: httpx.Client) -> None:
    rows = client.get("/compare.json?unit=州司法局").json()["career"]["rows"]
    assert [(row["issued"][:4], row["led"], row["by_rule"]) for row in rows] == [
        ("2015", 11, True),
        ("2015", 4, False),
        ("2019", 1, False),
    ]


def test_every_reform_of_the_tables_can_be_applied(client: httpx.Client) -> None:
    page = client.get("/reform", headers=PAGE).text
    assert all(f'<option value="{event.year}"' in page and event.source in page for event in reforms().events)


def test_the_worked_example_of_a_reform(client: httpx.Client) -> None:
    assert f"old={LEGAL}&amp;new={JUSTICE}" in client.get("/reform", headers=PAGE).text
    found = client.get(f"/reform.json?old={LEGAL}&new={JUSTICE}").json()
    loads = {row["unit_label"]: (row["led_before"], row["led_after"]) for row in found["reform-load"]["rows"]}
    assert loads == {"昌吉回族自治州人民政府法制办公室": (11, 0), "昌吉回族自治州司法局": (5, 15)}
    assert not any(row["orphan"] for row in found["reform-tasks"]["rows"])
    dissolved = client.get("/reform.json?dissolve=州信访局").json()["reform-tasks"]["rows"]
    assert [row["ref"] for row in dissolved if row["orphan"]] == ["2.6.2"]


@pytest.mark.parametrize("path", ["/overlap", "/compare", "/reform?year=2018"])
def test_every_page_has_its_representations(client: httpx.Client, path: str) -> None:
    name, _, query = path.partition("?")
    for suffix, starts in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")):
        answer = client.get(f"{name}.{suffix}?{query}")
        assert answer.status_code == 200
        assert answer.content.startswith(starts)


@pytest.mark.parametrize("name", ["report.docx", "report.xlsx", "report.html", "ledger.docx", "ledger.xlsx"])
def test_files_to_hand_on_are_saved_in_the_readers_language(client: httpx.Client, name: str) -> None:
    assert f'href="/{name}"' in client.get("/clarity", headers=PAGE).text or name == "ledger.docx"
    chinese, english = (client.get(f"/{name}", params={"lang": lang}) for lang in ("zh", "en"))
    for answer in (chinese, english):
        assert answer.status_code == 200
        named = answer.headers["content-disposition"]
        if name == "report.docx":  # the memo is filed under its title and date
            assert re.match(r'attachment; filename="[^"/]*\d{4}-\d{2}-\d{2}\.docx"', named)
        else:
            assert named == f'attachment; filename="{name}"'
    assert chinese.content != english.content
    plan = client.get("/plans.json").json()["rows"][0]["id"]
    assert client.get(f"/{name}", params={"plan": plan, "lang": "zh"}).content != chinese.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/overlap?a=nobody&b=652300-justice", 404),
        ("/overlap?plan=nope", 404),
        ("/report.exe", 404),
        ("/ledger.html", 404),
        ("/report.docx?plan=nope", 404),
        ("/overlap?cells=<script>", 400),
        ("/compare?a=nope", 404),
        ("/compare.json?unit=nobody", 400),
        ("/reform.json?old=nobody&new=652300-justice", 400),
        ("/reform.json?task=9.9&giver=州公安局&taker=州司法局", 400),
        ("/reform?year=much", 400),
    ],
)
def test_nonsense_is_answered_in_one_shape(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert isinstance(answer.json()["message"], str)


def test_an_empty_store_has_these_pages_too(tmp_path: Path) -> None:
    with house(tmp_path / "none", Settings()) as served:
        for path in ("/overlap", "/overlap?cells=sections", "/compare", "/reform", "/reform?year=2018"):
            assert served.client.get(path, headers=PAGE).status_code == 200


def test_three_plans_show_what_they_dispute(tmp_path: Path) -> None:
    third = LATER.replace("2019年", "2021年").replace("州司法局\n配合单位：州直", "州公安局\n配合单位：州直")
    (tmp_path / "later.txt").write_text(LATER, encoding="utf-8")
    (tmp_path / "third.txt").write_text(third, encoding="utf-8")
    with open_store(tmp_path / "data") as store:
        build((EXAMPLE, tmp_path / "later.txt", tmp_path / "third.txt"), store, lambda _step: None)
        index = Index(snapshot(store))
    found = disputed(index)
    assert found is not None
    assert ("1.1.1", "1.1.1") in {(match.left.ref, match.right.ref) for match in found}
    assert all(match.grade == "conflict" for match in found)


def test_concentration_is_told_on_the_overview_and_on_the_page_of_the_unit(client: httpx.Client) -> None:
    rows = client.get("/concentration.json").json()["rows"]
    assert rows[0]["unit_label"] == "昌吉回族自治州人民政府法制办公室"
    assert {"led", "led_shared", "led_first", "flagged", "flagged_shared", "flagged_first", "stays"} <= rows[0].keys()
    said = f"{len(rows)} 个牵头单位与同级单位相比，均未见任务集中。"
    assert said in client.get("/", headers=PAGE).text
    page = client.get("/concentration?lang=zh", headers=PAGE).text
    assert said in page
    assert 'title="昌吉回族自治州人民政府法制办公室">州政府法制办</a>' in page
    unit = client.get(f"/units/{LEGAL}", headers=PAGE).text
    assert "相比，未见任务集中" in unit
    assert (rows[0]["people"], rows[0]["per_person"]) == (20, rows[0]["led"] / 20)
    assert f"人数 20，人均牵头 {rows[0]['led'] / 20:.2f} 项；同级已知人数的牵头单位不足" in unit


def test_collectives_are_out_of_the_ranking_and_one_click_in(client: httpx.Client) -> None:
    page = client.get("/centrality", headers=PAGE).text
    names = [row["unit_label"] for row in client.get("/centrality.json").json()["rows"]]
    every = [row["unit_label"] for row in client.get("/centrality.json?kinds=all").json()["rows"]]
    assert f"排名不含集体称谓和类称（{len(every) - len(names)} 个）" in page
    assert 'href="/centrality?kinds=all"' in page
    assert set(names) < set(every)
    assert any("各部门" in name for name in every)
    assert not any("各部门" in name for name in names)


def test_tasks_due_are_counted_by_unit_and_period_as_the_address_says(client: httpx.Client) -> None:
    for by, period in (("year", "2019"), ("quarter", "2019-Q4"), ("month", "2019-12")):
        found = client.get(f"/deadlines.json?by={by}").json()
        rows = found["deadlines"]["rows"]
        assert [(row["unit_label"], row["tasks"], row[period]) for row in rows] == [
            ("昌吉回族自治州发展和改革委员会", 1, 1)
        ]
        assert [(row["place"], row["last_day"]) for row in found["deadline-tasks"]["rows"]] == [
            ("clause", "2019-12-31")
        ]
    assert "共 32 项任务，1 项写明期限" in client.get("/deadlines", headers=PAGE).text
    assert 'href="/progress"' in client.get("/deadlines", headers=PAGE).text
