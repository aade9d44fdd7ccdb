"""Conditions of lists are chips with counts that can be taken away; values that are not there are said."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from api.edge.settings import Settings
from graph.dataset.triples import ntriples
from tests.api.serving import HTML, house
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in range(2))
ONE = PLANS[0][0].plans[0]
CHIP = re.compile(r'<span class="chip">([^<]*)<span class="num quiet">\((\d+)\)</span> <a href="([^"]*)"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with house(tmp_path_factory.mktemp("chips") / "data", Settings()) as served:
        served.store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS)
        yield served.client


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/plans", {"q": "实施方案", "place": ONE.place_name, "year": "2024"}),
        ("/units", {"q": "局", "kind": "single", "plan": ONE.id}),
        ("/clarity", {"grade": "co_equal", "plan": ONE.id}),
        ("/tasks", {"clarity": "co_equal", "role": "lead", "plan": ONE.id}),
    ],
)
def test_each_condition_says_how_many_rows_it_leaves_and_is_taken_away(
    client: httpx.Client, path: str, asked: dict[str, str]
) -> None:
    page = client.get(path, params=asked, headers=HTML).text
    chips = CHIP.findall(page)
    assert len(chips) == len(asked)
    assert "数据中没有" not in page
    for (name, value), (_, count, address) in zip(asked.items(), chips, strict=True):
        left = {one: values[0] for one, values in parse_qs(urlsplit(unescape(address)).query).items()}
        assert left == {other: words for other, words in asked.items() if other != name}
        rows = client.get(f"{path}.json", params={name: value}).json()["rows"]
        assert len(rows) == int(count)
    shown = client.get(f"{path}.json", params=asked).json()["rows"]
    assert 0 < len(shown) <= min(int(count) for _, count, _ in chips)


@pytest.mark.parametrize(
    ("path", "name"),
    [("/plans", name) for name in ("issuer", "place", "year", "level", "kind")]
    + [("/units", "kind"), ("/units", "plan"), ("/clarity", "grade"), ("/clarity", "plan")]
    + [("/tasks", name) for name in ("clarity", "convener", "role", "unit", "section", "plan")],
)
def test_a_value_that_is_not_there_is_said(client: httpx.Client, path: str, name: str) -> None:
    page = client.get(f"{path}?{name}={quote('桃花源')}", headers=HTML)
    assert (page.status_code, "数据中没有“桃花源”" in page.text) == (200, True)
