"""Names that the tables do not settle: one page with counts and readings, settled once for all plans."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.serving import BEARER, HTML, House, house

ONE = "宜昌市净化空气方案\n1.治理扬尘。\n责任单位：市教育局、市蓝天专班\n2.治理机动车。\n责任单位：市蓝天专班\n"
TWO = "宜昌市河道整治方案\n1.清理河道。\n责任单位：市蓝天专班、市水利局\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    sources = tmp_path / "one.txt", tmp_path / "two.txt"
    for source, text in zip(sources, (ONE, TWO), strict=True):
        source.write_text(text, encoding="utf-8")
    with house(tmp_path / "data", sources=sources) as opened:
        yield opened


def test_a_name_is_listed_with_counts_and_settled_for_all_plans(served: House) -> None:
    ask = served.client
    (row,) = ask.get("/names.json").json()["rows"]
    assert (row["name"], row["mentions"], row["assignments"], row["plans"]) == ("宜昌市蓝天专班", "市蓝天专班", 3, 2)
    page = ask.get("/names", headers=HTML).text
    assert "宜昌市蓝天专班" in page
    assert f"/units/{row['unit']}/correct" in page
    said = {"change": "rename", "target": f"https://w3id.org/dutygraph/id/unit/{row['unit']}", "value": row["name"]}
    assert (
        ask.post("/api/corrections", json={**said, "who": "王芳", "why": "名称无误"}, headers=BEARER).status_code == 201
    )
    assert ask.get("/names.json").json()["rows"] == []


def test_a_unit_and_the_reader_say_what_the_register_makes_of_a_name(served: House) -> None:
    ask = served.client
    reason = "宜昌市“水利局”：由“省、市、县”等字确定地方"
    assert reason in ask.get("/units/420500-water", headers=HTML).text
    plan = next(row["id"] for row in ask.get("/plans.json").json()["rows"] if row["source"] == "two.txt")
    assert reason in ask.get(f"/plans/{plan}", headers=HTML).text
