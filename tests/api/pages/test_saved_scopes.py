"""Saved scopes: chosen by everybody in the bar, written by who is signed in, and there after a new start."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.accounts.saved_scopes import LONGEST
from api.edge.settings import Settings
from graph.dataset.triples import ntriples
from tests.api.serving import HTML, TOKEN, House, enter, house
from tests.bench.sparql.shape import plan

PLAN, TEXT = plan(0)
SCOPE = f"place={PLAN.plans[0].place_code},year=2024"
NAME = "本州 2024"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scopes") / "data"


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[House]:
    data.mkdir()
    with house(data, Settings(token=TOKEN, data=data)) as opened:
        opened.store.replace(PLAN.plans[0].iri, ntriples(PLAN, TEXT))
        yield opened


def save(person: httpx.Client, proof: str, **fields: str) -> httpx.Response:
    given = {"proof": proof, "name": NAME, "scope": SCOPE, "next": "/units?q=局", **fields}
    return person.post("/scopes", data=given)


def test_a_scope_is_saved_chosen_and_taken_away(served: House, data: Path) -> None:
    with served.someone() as person:
        proof = enter(person)
        answer = save(person, proof)
        assert (answer.status_code, answer.headers["location"].partition("scope=")[0]) == (303, "/units?q=%E5%B1%80&")
        page = person.get(answer.headers["location"], headers=HTML).text
        assert f'aria-current="true">{NAME}</a>' in page
        assert "/scopes/remove" in page
        plain = served.client.get("/units", headers=HTML).text  # of a reader who is not signed in
        assert f">{NAME}</a>" in plain
        assert "/scopes" not in plain
    with house(data.parent / "other", Settings(token=TOKEN, data=data)) as again:  # which ends the session
        assert f">{NAME}</a>" in again.client.get("/help", headers=HTML).text
    with served.someone() as person:
        proof = enter(person)
        gone = person.post("/scopes/remove", data={"proof": proof, "name": NAME, "next": "/units"})
        assert (gone.status_code, gone.headers["location"]) == (303, "/units")
        assert NAME not in person.get("/units", headers=HTML).text
        assert person.post("/scopes/remove", data={"proof": proof, "name": NAME}).status_code == 404


def test_only_who_is_signed_in_and_proves_it_writes(served: House) -> None:
    assert save(served.client, "").status_code == 401
    with served.someone() as person:
        enter(person)
        assert save(person, "no proof").status_code == 403
    assert NAME not in served.client.get("/units", headers=HTML).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "  "}, "请给范围起名"),
        ({"name": "长" * (LONGEST + 1)}, "请给范围起名"),
        ({"scope": ""}, "没有可存的范围"),
        ({"scope": "year=1999"}, "内没有方案"),
        ({"scope": "colour=red"}, "无法识别"),
        ({"next": "//evil.example/"}, "不在本站"),
    ],
)
def test_what_cannot_be_saved_is_said(served: House, fields: dict[str, str], said: str) -> None:
    with served.someone() as person:
        answer = save(person, enter(person), **fields)
        assert (answer.status_code, said in answer.text) == (400, True)
