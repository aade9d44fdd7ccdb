"""Every page under a scope: its plans alone, its links and downloads with the scope, and nothing ignored in silence."""

import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import openpyxl
import pytest

from api.edge.settings import Settings
from api.pages.frame import errors
from api.read_model import index as looking
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import PlanRow
from graph.dataset.scope import Scope
from graph.dataset.triples import ntriples
from tests.api.serving import HTML, house
from tests.bench.sparql.shape import plan

PLANS = tuple(plan(number) for number in range(3))
ONE: PlanRow = PLANS[0][0].plans[0]
SCOPE = f"plan={ONE.id}"
PAGES = (
    "/",
    "/plans",
    "/units",
    "/tasks",
    "/clarity",
    "/overlap",
    "/compare",
    "/reform",
    "/graph",
    "/questions",
    "/search?q=执法",
    f"/plans/{ONE.id}",
)
LINK = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with house(tmp_path_factory.mktemp("scoped") / "data", Settings()) as served:
        served.store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in PLANS)
        yield served.client


def scoped(path: str, scope: str = SCOPE) -> str:
    return f"{path}{'&' if '?' in path else '?'}scope={scope}"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_form_of_a_page_carries_the_scope(client: httpx.Client, path: str) -> None:
    page = client.get(scoped(path), headers=HTML)
    assert page.status_code == 200
    links = [
        address.replace("&amp;", "&")
        for attributes, address in LINK.findall(page.text)
        if address.startswith("/") and not address.startswith("/static/") and "data-unscoped" not in attributes
    ]
    assert links
    assert {address for address in links if parse_qs(urlsplit(address).query).get("scope") != [SCOPE]} == set()
    for form in re.findall(r"<form\b[^>]*>.{60}", page.text, re.DOTALL):
        assert 'method="post"' in form or "data-unscoped" in form or 'name="scope"' in form


def rows(client: httpx.Client, path: str, scope: str = "") -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(scoped(path, scope) if scope else path).json()["rows"]
    return found


def test_pages_count_the_plans_of_the_scope_alone(client: httpx.Client) -> None:
    units = rows(client, "/units.json", SCOPE)
    named = {row.unit.rpartition("/")[2] for row in PLANS[0][0].assignments if row.counted}
    assert {row["id"] for row in units} == named
    assert len(units) < len(rows(client, "/units.json"))
    assert len(rows(client, "/tasks.json", SCOPE)) == len(PLANS[0][0].tasks)
    assert [row["id"] for row in rows(client, "/plans.json", SCOPE)] == [ONE.id]


def test_a_question_is_answered_from_the_scope_alone(client: httpx.Client) -> None:
    assert len(rows(client, "/questions/plans.json")) == len(PLANS)
    assert len(rows(client, "/questions/plans.json", SCOPE)) == 1


def test_a_unit_outside_of_the_scope_has_a_page_without_tasks(client: httpx.Client) -> None:
    here = {row.iri for row in PLANS[0][0].units}
    other = next(row for row in PLANS[1][0].units if row.iri not in here)
    assert rows(client, f"/units/{other.id}.json")
    assert rows(client, f"/units/{other.id}.json", SCOPE) == []


@pytest.mark.parametrize("name", ["units", "tasks", "plans"])
def test_a_download_says_its_scope_in_its_name_and_in_the_workbook(client: httpx.Client, name: str) -> None:
    place = f"place={ONE.place_code}"
    answer = client.get(scoped(f"/{name}.xlsx", place))
    said = unquote(answer.headers["content-disposition"].rpartition("''")[2])
    assert said == f"{ONE.place_name}-{name}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book["范围"]["A2"].value == place
    assert "范围" not in openpyxl.load_workbook(io.BytesIO(client.get(f"/{name}.xlsx").content)).sheetnames
    assert said.removesuffix("xlsx") in unquote(
        client.get(scoped(f"/{name}.csv", place)).headers["content-disposition"]
    )


@pytest.mark.parametrize(
    ("scope", "said"), [("place=桃花源", "桃花源"), ("year=1999", "year=1999"), ("plan=none", "none"), ("x", "x")]
)
def test_what_a_scope_cannot_name_is_said_and_can_be_taken_away(client: httpx.Client, scope: str, said: str) -> None:
    page = client.get("/units", params={"scope": scope, "q": "局"}, headers=HTML)
    assert page.status_code == 400
    assert said in page.text
    assert 'data-unscoped href="/units?q=%E5%B1%80"' in page.text


@pytest.mark.parametrize("fewer", [0, 1])
def test_a_page_that_refuses_so_much_links_to_narrower_scopes_that_it_answers(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, fewer: int
) -> None:
    counted = [sum(row.counted for row in corpus.assignments) for corpus, _ in PLANS[:2]]
    most = max(counted) - fewer
    for module in (looking, errors):
        monkeypatch.setattr(module, "MOST_LOOKED_AT", most)
    two = f"/centrality?scope=plan={ONE.id},plan={PLANS[1][0].plans[0].id}&lang=en"
    refused = client.get(two, headers=HTML)
    assert refused.status_code == 400
    assert client.get(two).json()["status"] == 400
    links = {unescape(href) for marks, href in LINK.findall(refused.text) if "data-unscoped" not in marks}
    scopes = {href: parse_qs(urlsplit(href).query).get("scope", [""])[0] for href in links if "/centrality?" in href}
    offered = {href for href, words in scopes.items() if len(Scope.of(words).places) == 1}
    assert len(offered) == sum(many <= most for many in counted)
    assert all(client.get(href, headers=HTML).status_code == 200 for href in offered)


def test_the_form_adds_to_the_scope_and_goes_on_to_the_same_page(client: httpx.Client) -> None:
    filled = {"next": "/units?q=局", "scope": SCOPE, "place": ONE.place_name, "year": "", "level": "", "plan": ""}
    answer = client.get("/scope", params=filled)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    assert address.path == "/units"
    assert parse_qs(address.query) == {"q": ["局"], "scope": [f"place={ONE.place_code},{SCOPE}"]}
    assert client.get("/scope", params={"next": "/units"}).headers["location"] == "/units"


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "/\\example.org/", ""])
def test_the_form_leads_to_no_other_host(client: httpx.Client, away: str) -> None:
    assert client.get("/scope", params={"next": away, "year": "2015"}).status_code == 400


def test_each_condition_is_shown_with_a_link_that_takes_it_away(client: httpx.Client) -> None:
    both = f"place={ONE.place_code},plan={ONE.id}"
    page = client.get(scoped("/units", both), headers=HTML).text
    assert ONE.place_name in page
    left = re.findall(r'data-unscoped href="/units\?scope=([^"]*)"', page)
    assert [unquote(words) for words in left] == [f"plan={ONE.id}", f"place={ONE.place_code}"]
    assert 'data-unscoped href="/units"' in page


def test_plans_are_chosen_by_text_issuer_place_year_and_level(client: httpx.Client) -> None:
    for asked in ({"place": ONE.place_name}, {"q": ONE.id}, {"q": ONE.source}):
        shown = client.get("/plans.json", params=asked).json()["rows"]
        assert [row["id"] for row in shown] == [ONE.id]
    for asked in ({"place": "桃花源"}, {"place": ONE.place_name, "year": "1999"}, {"q": "桃花源"}):
        assert client.get("/plans.json", params=asked).json()["rows"] == []
    years = {corpus.plans[0].issued[:4] for corpus, _ in PLANS}
    page = client.get("/plans", params={"place": ONE.place_name}, headers=HTML).text
    for year in years:
        assert (f'<option value="{year}">{year} (1)' in page) == (year == ONE.issued[:4])
    assert f'<option value="{ONE.place_name}" selected>{ONE.place_name} (1)' in page


@pytest.mark.parametrize("words", ["执法", "局", "，", "2", "没有的词"])
def test_passages_are_found_by_the_index_as_by_looking_at_each_text(
    client: httpx.Client, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = client.get("/search.json", params={"q": words}).json()["rows"]
    monkeypatch.setattr(RowSnapshot, "plans_having", lambda rows, _words: rows.number_of.keys())
    assert found == client.get("/search.json", params={"q": words}).json()["rows"]
